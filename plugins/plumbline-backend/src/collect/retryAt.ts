/** When to try a source again that failed so many times before: each wait is twice the last, up to a limit. */
export function retryAt(
  failures: number,
  options: { retryMs: number; maxRetryMs: number; now: () => Date },
): Date {
  const { retryMs, maxRetryMs, now } = options;
  const wait = Math.min(retryMs * 2 ** Math.min(failures, 20), maxRetryMs);
  return new Date(now().getTime() + wait);
}
