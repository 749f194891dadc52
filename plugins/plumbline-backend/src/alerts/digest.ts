import { createHash } from 'node:crypto';

/** A short name for values that may be of any length. */
export function digestOf(...values: unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(values))
    .digest('base64url')
    .slice(0, 32);
}
