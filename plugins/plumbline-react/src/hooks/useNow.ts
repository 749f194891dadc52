import { useSyncExternalStore } from 'react';

const interval = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      listeners.forEach(notify => notify());
    }, interval);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The same for a while also where nobody listens yet: React asks several times while it renders. */
function current(): number {
  if (timer === undefined && Date.now() - now > interval) {
    now = Date.now();
  }
  return now;
}

/**
 * The time in milliseconds, the same for all ages on the page, moving on every few seconds.
 *
 * @public
 */
export function useNow(): number {
  return useSyncExternalStore(subscribe, current, current);
}
