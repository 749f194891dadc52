import { hash } from 'node:crypto';

/** A short name for values that may be of any length. */
export function digestOf(...values: unknown[]): string {
  return digestOfText(JSON.stringify(values));
}

/** The same for a text as it stands. */
export function digestOfText(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 32);
}
