/** How long to work before others get their turn. */
const turnMs = 20;

/** Lets others have the event loop from time to time, and stops when it was asked to. */
export function takeTurns(
  signal: AbortSignal | undefined,
): () => Promise<void> {
  let since = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - since >= turnMs) {
      await new Promise<void>(resolve => {
        // A timer would wait a millisecond and more each time; browsers have nothing quicker.
        if (typeof setImmediate === 'function') {
          setImmediate(resolve);
        } else {
          setTimeout(resolve);
        }
      });
      signal?.throwIfAborted();
      since = performance.now();
    }
  };
}
