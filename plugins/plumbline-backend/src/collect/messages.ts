/** The message of whatever was thrown, without user names and passwords of URLs. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message || 'unknown error').replace(
    /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi,
    '$1',
  );
}
