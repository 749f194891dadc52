import { InputError } from '@backstage/errors';
import { Knex } from 'knex';
import { storable } from './text';

type Part = 'string' | 'number';

type PositionOf<T extends readonly Part[]> = {
  -readonly [At in keyof T]: T[At] extends 'string'
    ? string
    : T[At] extends 'number'
      ? number
      : string | number;
};

/** The values that a list is sorted by, of the last row of a page. */
type Position = readonly (string | number)[];

/** Where a page ended. */
export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position behind a cursor, whose parts have these types, as a database can look for it. */
export function decodeCursor<const T extends readonly Part[]>(
  cursor: string,
  types: T,
): PositionOf<T> {
  try {
    const position: unknown = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
      (_, part: unknown) => (typeof part === 'string' ? storable(part) : part),
    );
    if (isPosition(position, types)) {
      return position;
    }
  } catch {
    // Falls through to the message that names the parameter.
  }
  throw new InputError('cursor: not one that an earlier page gave');
}

function isPosition<const T extends readonly Part[]>(
  value: unknown,
  types: T,
): value is PositionOf<T> {
  return (
    Array.isArray(value) &&
    value.length === types.length &&
    value.every((part, at) => typeof part === types[at])
  );
}

/** Of rows that were read with one more than a page holds: those of the page, and where the next one begins if there is one. */
export function cutPage<T>(
  found: T[],
  limit: number,
  positionOf: (row: T) => Position,
): { rows: T[]; next: { nextCursor?: string } } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows,
    next:
      found.length > limit && last
        ? { nextCursor: encodeCursor(positionOf(last)) }
        : {},
  };
}

/**
 * A row of a list that counts all of its rows in each: of this page, or of any where this one lies beyond the last. `all` asks
 * for the list without a cursor.
 */
export async function anyRow<T>(
  rows: T[],
  cursor: string | undefined,
  all: () => PromiseLike<T[]>,
): Promise<T | undefined> {
  return rows[0] ?? (cursor === undefined ? undefined : (await all())[0]);
}

/** How many rows a query finds. */
export async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  const [{ total }]: { total: number | string }[] = await rows.count({
    total: '*',
  });
  return Number(total);
}
