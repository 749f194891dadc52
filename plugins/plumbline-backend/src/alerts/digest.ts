import { hash } from 'node:crypto';

/** A short name for values that may be of any length. */
export function digestOf(...values: unknown[]): string {
  return hash('sha256', JSON.stringify(values), 'base64url').slice(0, 32);
}
