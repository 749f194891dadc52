import { InputError } from '@backstage/errors';

type Position = (string | number)[];

/** Where a page ended. */
export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position behind a cursor, whose parts have these types. */
export function decodeCursor(
  cursor: string,
  types: ('string' | 'number')[],
): Position {
  try {
    const position: unknown = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
    );
    if (
      Array.isArray(position) &&
      position.length === types.length &&
      position.every((part, at) => typeof part === types[at])
    ) {
      return position;
    }
  } catch {
    // Falls through to the message that names the parameter.
  }
  throw new InputError('cursor: not one that an earlier page gave');
}
