/** Groups, the largest first. */
export function tally<T>(
  items: T[],
  keyOf: (item: T) => string,
): [string, T[]][] {
  return tallyInOrder(items, keyOf).sort(([, a], [, b]) => b.length - a.length);
}

/** Groups in the order of what comes first. */
export function tallyInOrder<T>(
  items: T[],
  keyOf: (item: T) => string,
): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) {
      group.push(item);
    } else {
      groups.set(key, [item]);
    }
  }
  return [...groups];
}
