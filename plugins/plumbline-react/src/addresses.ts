/** What an address asks for: the parameters that are there and not empty. @public */
export function parametersOf<K extends string>(
  search: string,
  names: readonly K[],
): { [N in K]?: string } {
  const params = new URLSearchParams(search);
  const found: { [N in K]?: string } = {};
  for (const name of names) {
    const value = params.get(name);
    if (value) {
      found[name] = value;
    }
  }
  return found;
}

/** The other way round, with its question mark; empty when nothing is asked for. @public */
export function searchOf(parameters: {
  [name: string]: string | undefined;
}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value) {
      params.set(name, value);
    }
  }
  const search = params.toString();
  return search && `?${search}`;
}

/** The value, when it is one of those that are known. @public */
export function oneOf<T extends string>(
  known: readonly T[],
  value: string | undefined,
): T | undefined {
  return known.find(each => each === value);
}
