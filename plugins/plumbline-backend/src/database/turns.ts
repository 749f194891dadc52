import { setImmediate } from 'node:timers/promises';

/** How long to work before others get their turn. */
const TURN_MS = 15;

/**
 * Lets others have the event loop from time to time. SQLite answers without ever waiting, so that a transaction of many
 * statements would otherwise stop the whole process until its end.
 */
export function takeTurns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since >= TURN_MS) {
      await setImmediate();
      since = performance.now();
    }
  };
}

/** `items.map(…)` in turns. */
export async function mapInTurns<T, R>(
  items: T[],
  map: (item: T) => R,
): Promise<R[]> {
  const turn = takeTurns();
  const mapped: R[] = [];
  for (const item of items) {
    mapped.push(map(item));
    await turn();
  }
  return mapped;
}

/** What a generator yields, without the gaps, taken in turns. */
export async function inTurns<T>(items: Iterable<T | undefined>): Promise<T[]> {
  const turn = takeTurns();
  const taken: T[] = [];
  for (const item of items) {
    if (item !== undefined) {
      taken.push(item);
    }
    await turn();
  }
  return taken;
}
