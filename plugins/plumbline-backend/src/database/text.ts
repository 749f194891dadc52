import { digestOfText } from './digest';

const MAX_INDEXED_BYTES = 1_500;

/** Postgres stores no NUL. The same stands in for it where rows are written and where they are looked for. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** Pattern of LIKE for lower-case text that holds this. */
export function containing(text: string): string {
  return `%${storable(text)
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;
}

/** An index entry of Postgres holds some 2,700 bytes. No name that Kubernetes accepts comes near. */
export function fitsIndex(...texts: (string | undefined)[]): boolean {
  return Buffer.byteLength(texts.join('')) <= MAX_INDEXED_BYTES;
}

/** Sorts after every text that starts with this one, and before all others that sort after it. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}

export function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** `besides`: what is stored elsewhere and changes with the row. */
export function withDigest<T extends object>(
  row: T,
  besides?: unknown,
): T & { digest: string } {
  const stored = { ...row };
  for (const [key, value] of Object.entries(row)) {
    if (typeof value === 'string' && value.includes('\0')) {
      Object.assign(stored, { [key]: storable(value) });
    }
  }
  return {
    ...stored,
    digest: digestOfText(
      JSON.stringify(besides === undefined ? row : [row, besides]),
    ),
  };
}
