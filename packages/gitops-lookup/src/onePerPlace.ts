import { FileLocation } from '@plumbline/gitops-reader';

/** Where something is built. @public */
export interface BuiltAt {
  environment?: string;
  cluster?: string;
}

/**
 * Facts that one line of Git says, once for all environments and clusters that build it: people read the line, not its
 * builds. What differs in anything else stays apart.
 *
 * @public
 */
export function onePerPlace<T extends BuiltAt & { location: FileLocation }>(
  facts: readonly T[],
): { fact: Omit<T, keyof BuiltAt>; places: BuiltAt[] }[] {
  const groups = new Map<
    string,
    { fact: Omit<T, keyof BuiltAt>; places: BuiltAt[] }
  >();
  for (const { environment, cluster, ...fact } of facts) {
    const key = JSON.stringify(fact);
    const group = groups.get(key) ?? { fact, places: [] };
    groups.set(key, group);
    const place = {
      ...(environment !== undefined && { environment }),
      ...(cluster !== undefined && { cluster }),
    };
    const known = group.places.some(
      other => other.environment === environment && other.cluster === cluster,
    );
    if (!known && Object.keys(place).length > 0) {
      group.places.push(place);
    }
  }
  return [...groups.values()];
}
