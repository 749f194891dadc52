import { teamKey, writtenMark } from '@plumbline/gitops-lookup';
import { Knex } from 'knex';
import { chunksOf } from '../database/chunks';

/** Ranges that are nested in one condition. */
const GROUP = 50;

/**
 * What a row is marked with that names a team: the key of the mark and, where it says more than its key does, the mark as it is
 * written. Rows of `payments` and `payments-team` are found by one key, and told apart.
 */
export function teamValue(mark: string): string {
  const key = teamKey(mark);
  const written = writtenMark(mark);
  return !written.startsWith('@') && lastPart(key) === lastPart(written)
    ? key
    : `${key} ${written}`;
}

/** The mark that a value stands for. */
export function markOfValue(value: string): string {
  const space = value.indexOf(' ');
  return space < 0 ? value : value.slice(space + 1);
}

/** Its key. */
export function keyOfValue(value: string): string {
  return value.split(' ', 1)[0];
}

/** Rows of which a column holds a value with one of these keys. */
export function whereKeys(
  builder: Knex.QueryBuilder,
  column: string,
  keys: string[],
): void {
  builder.where(any => {
    any.whereIn(column, keys);
    // SQLite takes no condition that is nested for every one of a thousand.
    for (const chunk of chunksOf(keys, GROUP)) {
      any.orWhere(group => {
        for (const key of chunk) {
          // From the space that follows the key to what comes next.
          group.orWhere(beyond =>
            beyond.where(column, '>', `${key} `).where(column, '<', `${key}!`),
          );
        }
      });
    }
  });
}

function lastPart(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
}
