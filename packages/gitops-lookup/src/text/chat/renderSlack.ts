import { Answer } from '../../answer';
import { RenderOptions } from '../words';
import { rowsOf } from './rows';

/** A piece of a line. @public */
export type SlackElement =
  | { type: 'text'; text: string; style?: { bold: true } }
  | { type: 'link'; url: string; text: string };

/** What `chat.postMessage` and incoming webhooks of Slack take. @public */
export interface SlackMessage {
  /** For notifications. */
  text: string;
  /** Slack fetches no address that somebody put into a label. */
  unfurl_links: false;
  unfurl_media: false;
  blocks: {
    type: 'rich_text';
    elements: { type: 'rich_text_section'; elements: SlackElement[] }[];
  }[];
}

/**
 * The answer in short as blocks of Slack. They hold pieces of text that Slack does not look for markup or mentions in.
 *
 * @public
 */
export function renderSlack(
  answer: Answer,
  options: RenderOptions = {},
): SlackMessage {
  const rows = rowsOf(answer, options);
  return {
    text: rows
      .slice(0, 3)
      .map(({ name, values }) => `${name}: ${values[0].text}`)
      .join(', ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;'),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      {
        type: 'rich_text',
        elements: rows.map(({ name, values }) => ({
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: `${name}: `, style: { bold: true } },
            ...values.flatMap(({ text, url }, at): SlackElement[] => [
              ...(at > 0 ? [{ type: 'text' as const, text: '; ' }] : []),
              url ? { type: 'link', url, text } : { type: 'text', text },
            ]),
            { type: 'text', text: '\n' },
          ],
        })),
      },
    ],
  };
}
