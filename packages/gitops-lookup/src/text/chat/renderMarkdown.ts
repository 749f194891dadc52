import { Answer } from '../../answer';
import { RenderOptions } from '../words';
import { rowsOf } from './rows';

/**
 * The answer in short as Markdown, for chats. What others named shows as it is written, whatever it looks like.
 *
 * @public
 */
export function renderMarkdown(
  answer: Answer,
  options: RenderOptions = {},
): string {
  return rowsOf(answer, options)
    .map(({ name, values }) => {
      const shown = values.map(({ text, url }) =>
        url ? `[${escaped(text)}](<${url}>)` : escaped(text),
      );
      return `- **${name}**: ${shown.join('; ')}\n`;
    })
    .join('');
}

/** Markup, mentions, and addresses that are linked by themselves. */
const SPECIAL = /[\\`*_[\]<>|~&@$]|:\/\/|\bwww\./i;

/** Words stay words; in what could be anything else, code keeps it from being that. */
function escaped(text: string): string {
  if (!SPECIAL.test(text)) {
    return text;
  }
  const runs = (text.match(/`+/g) ?? []).map(({ length }) => length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const space = runs.length > 0 ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}
