import { Answer } from '../../answer';
import { RenderOptions } from '../words';
import { rowsOf } from './rows';

/** A piece of a line. @public */
export interface TeamsTextRun {
  type: 'TextRun';
  text: string;
  weight?: 'Bolder';
  selectAction?: { type: 'Action.OpenUrl'; url: string };
}

/** What a webhook of Microsoft Teams takes: a message with an Adaptive Card. @public */
export interface TeamsMessage {
  type: 'message';
  attachments: {
    contentType: 'application/vnd.microsoft.card.adaptive';
    contentUrl: null;
    content: {
      $schema: string;
      type: 'AdaptiveCard';
      version: '1.4';
      msteams: { width: 'Full' };
      body: { type: 'RichTextBlock'; inlines: TeamsTextRun[] }[];
      actions: { type: 'Action.OpenUrl'; title: string; url: string }[];
    };
  }[];
}

/**
 * The answer in short as an Adaptive Card. It is made of text runs, which know no Markdown and no mentions.
 *
 * @public
 */
export function renderTeams(
  answer: Answer,
  options: RenderOptions = {},
): TeamsMessage {
  const rows = rowsOf(answer, options);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: rows
            .filter(({ name }) => name !== 'Portal')
            .map(({ name, values }) => ({
              type: 'RichTextBlock',
              inlines: [
                { type: 'TextRun', text: `${name}: `, weight: 'Bolder' },
                ...values.flatMap(({ text, url }, at): TeamsTextRun[] => [
                  ...(at > 0 ? [{ type: 'TextRun' as const, text: '; ' }] : []),
                  {
                    type: 'TextRun',
                    // Dates between double braces are the one thing that cards rewrite.
                    text: text.replace(/\{(?=\{)/g, '{ '),
                    ...(url && {
                      selectAction: { type: 'Action.OpenUrl', url },
                    }),
                  },
                ]),
              ],
            })),
          actions: rows
            .filter(({ name }) => name === 'Portal')
            .flatMap(({ values }) =>
              values.flatMap(({ url }) =>
                url
                  ? [
                      {
                        type: 'Action.OpenUrl' as const,
                        title: 'The whole answer',
                        url,
                      },
                    ]
                  : [],
              ),
            ),
        },
      },
    ],
  };
}
