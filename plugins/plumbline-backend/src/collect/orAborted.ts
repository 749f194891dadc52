/** Settles as the task does, or rejects as soon as the signal is aborted. */
export async function orAborted<T>(
  task: Promise<T>,
  signal: AbortSignal,
  reason: () => string,
): Promise<T> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Error(reason()));
    if (signal.aborted) {
      stop();
    } else {
      signal.addEventListener('abort', stop, { once: true });
    }
  });
  try {
    return await Promise.race([task, aborted]);
  } finally {
    if (stop) {
      signal.removeEventListener('abort', stop);
    }
  }
}
