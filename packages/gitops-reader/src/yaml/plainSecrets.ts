import { Finding } from '../facts';

/** Longer lists of keys say no more. */
const mostKeys = 12;

/** Keys in one line. */
export function shortKeys(keys: readonly string[]): string {
  const shown = keys
    .slice(0, mostKeys)
    .map(key => key.slice(0, 60))
    .join(', ');
  const rest = keys.length - mostKeys;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** What holds values in plain text. */
export interface PlainValues {
  /** `Secret "cart"`, `The file`. */
  subject: string;
  count: number;
  /** Their keys, where they have some that tell anything. */
  keys?: readonly string[];
  /** What else there is to say. */
  besides?: string;
}

/** Says that secret values stand in Git. Repository and revision are added by whoever knows them. */
export function plainSecretFinding(
  path: string,
  line: number,
  severity: Finding['severity'],
  { subject, count, keys, besides = '' }: PlainValues,
): Finding {
  return {
    rule: 'plaintext-secret',
    severity,
    location: { repository: '', revision: '', path, line },
    message: `${subject} holds ${count === 1 ? 'a plain value' : `${count} plain values`} in Git${keys ? `: ${shortKeys(keys)}` : ''}${besides}`,
    fix: 'Move the value to a secret manager, commit a reference, and rotate it: the history keeps what was committed.',
  };
}
