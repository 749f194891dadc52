/** The message of whatever was thrown, without user names and passwords of URLs. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message || 'unknown error').replace(
    /([a-z0-9+.-]:\/\/)[^\s/@]*@/gi,
    '$1',
  );
}
