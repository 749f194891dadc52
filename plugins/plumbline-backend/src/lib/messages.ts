const LONGEST = 2_000;
/** Databases' errors begin with the statement and all its values. */
const STATEMENT =
  /^\s*(?:select|insert|update|delete|with|begin|commit|create|alter|drop|pragma|truncate)\b[\s\S]* - /i;

/**
 * The message of whatever was thrown, bounded, without user names and passwords of URLs, and without the statement that a
 * database refused.
 */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message || 'unknown error')
    .replace(STATEMENT, '')
    .slice(0, LONGEST)
    .replace(/([a-z0-9+.-]:\/\/)[^\s/@]*@/gi, '$1');
}
