/** Items that two lists do not have in common. */
export interface Differences<T> {
  gone: readonly T[];
  come: readonly T[];
}

/** How a list of different objects differs from the one before, by their identity; their order counts for nothing. */
export function differences<T>(
  before: readonly T[],
  after: readonly T[],
): Differences<T> {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (
    end < shorter - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const old = before.slice(start, before.length - end);
  const fresh = after.slice(start, after.length - end);
  if (old.length === 0 || fresh.length === 0) {
    return { gone: old, come: fresh };
  }
  const there = new Set(fresh);
  const known = new Set(old);
  return {
    gone: old.filter(item => !there.has(item)),
    come: fresh.filter(item => !known.has(item)),
  };
}
