import {
  ClaimSource,
  ClaimView,
  EvidenceLink,
} from '@plumbline/plugin-plumbline-common';
import { describeEvidence } from './words';

/** Marks of several kinds that name the same team at the same places. @public */
export interface AlikeClaims {
  /** Nobody's where it is absent. */
  team?: string;
  sources: ClaimSource[];
  /** As often as one kind of mark stands there. */
  places: EvidenceLink[];
  /** One of them decides. */
  decisive: boolean;
  /** Of what the catalog says: when that was last read, and why that is not the state of now. */
  age?: Pick<ClaimView, 'asOf' | 'stale'>;
}

/**
 * Claims without what repeats: a line that labels an object and its pods is one place, and places at which the same is said the same
 * way belong together.
 *
 * @public
 */
export function alikeClaims(claims: ClaimView[]): AlikeClaims[] {
  const byPlace = grouped(claims, ({ team, evidence }) =>
    JSON.stringify([team, describeEvidence(evidence)]),
  ).map((found): AlikeClaims => {
    const [{ team, source: first }] = found;
    return {
      team,
      sources: [...new Set(found.map(({ source }) => source))],
      places: found.filter(({ source }) => source === first),
      decisive: found.some(({ decisive }) => decisive),
      ...ageOf(found.find(({ asOf, stale }) => asOf ?? stale)),
    };
  });
  return grouped(byPlace, ({ team, sources }) =>
    JSON.stringify([team, [...sources].sort()]),
  ).map(found => ({
    ...found[0],
    places: found.flatMap(({ places }) => places),
    decisive: found.some(({ decisive }) => decisive),
    ...ageOf(found.find(({ age }) => age)?.age),
  }));
}

function ageOf(told: AlikeClaims['age']): Pick<AlikeClaims, 'age'> | undefined {
  return told && { age: { asOf: told.asOf, stale: told.stale } };
}

/** In the order in which the first of each comes. */
function grouped<T>(items: T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
