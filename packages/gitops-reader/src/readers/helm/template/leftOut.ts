import { gap } from './value';

/** Fields of an engine object that do not change what it deploys. */
const idle =
  /^(metadata|spec\.(syncPolicy|ignoreDifferences|info|revisionHistoryLimit|interval|timeout|retryInterval|project))(\.|$)/;
/** Fields that give values to a chart. */
const giveValues =
  /\.helm(\.|$)|^spec\.(values|valuesFrom|chart\.spec\.valuesFiles)(\.|$)/;

/**
 * What the lines of an engine object say that are there under a condition, or of which nothing is known: the source
 * itself, values for it, or nothing that matters to what is deployed.
 */
export function leftOutOf<Line extends { text: string }>(
  lines: readonly Line[],
  certain: ReadonlySet<Line>,
): 'nothing' | 'values' | 'source' {
  const above: { indent: number; key: string }[] = [];
  let result: 'nothing' | 'values' = 'nothing';
  for (const line of lines) {
    const [, space, key] = /^([ -]*)(?:([\w.-]+):)?/.exec(line.text) ?? [];
    if (line.text.trim() === '' || /^\s*#/.test(line.text)) {
      continue;
    }
    // Where a line of which nothing is known belongs, the line before it tells.
    if (line.text.trim() !== gap) {
      while ((above.at(-1)?.indent ?? -1) >= space.length) {
        above.pop();
      }
      if (key !== undefined) {
        above.push({ indent: space.length, key });
      }
    }
    if (!certain.has(line)) {
      const path = above.map(entry => entry.key).join('.');
      if (giveValues.test(path)) {
        result = 'values';
      } else if (!idle.test(path)) {
        return 'source';
      }
    }
  }
  return result;
}
