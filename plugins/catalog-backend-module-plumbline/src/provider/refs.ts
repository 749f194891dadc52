import { stringifyEntityRef } from '@backstage/catalog-model';
import { Absence, Emitted } from './changes';
import { Draft } from './drafts';
import { entityName, slugOf } from './names';

/** Refs that are given already. */
export interface KnownRefs {
  /** Of things that are there, by their id. */
  kept: ReadonlyMap<string, string>;
  absence: Absence;
}

/** A thing keeps the name that it has. */
export function keptRefs(
  drafts: readonly Draft[],
  known: readonly Emitted[],
  namespace: string,
): Map<string, string> {
  const before = new Map(known.map(({ id, ref }) => [id, ref]));
  const kept = new Map<string, string>();
  for (const draft of drafts) {
    const ref = before.get(draft.id);
    if (ref?.startsWith(refOf(draft, namespace, ''))) {
      kept.set(draft.id, ref);
    }
  }
  return kept;
}

/**
 * The names that things have, and those of new ones, in the order of their ids. What is missing and stays has its name still; whose name may
 * be free after the next read waits for that.
 */
export async function refsOf(
  drafts: readonly Draft[],
  { kept, absence }: KnownRefs,
  options: {
    namespace: string;
    /** Those of the refs that are the entities of others. */
    taken: (refs: string[]) => Promise<Set<string>>;
  },
): Promise<Map<string, string>> {
  const nameOf = (draft: Draft, name: string) =>
    refOf(draft, options.namespace, name);
  const plainRef = (draft: Draft) =>
    nameOf(draft, slugOf(draft.wanted) || draft.otherwise);
  const leaving = new Set(absence.waiting.map(({ ref }) => ref));
  const fresh = drafts.filter(
    draft => !kept.has(draft.id) && !leaving.has(plainRef(draft)),
  );
  const refs = new Map(kept);
  const inUse = new Set([
    ...refs.values(),
    ...absence.held.map(({ ref }) => ref),
    ...leaving,
    ...(await options.taken([...new Set(fresh.map(plainRef))])),
  ]);
  fresh.sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const draft of fresh) {
    const name = entityName(draft.wanted, draft.id, {
      otherwise: draft.otherwise,
      isTaken: each => inUse.has(nameOf(draft, each)),
    });
    const ref = nameOf(draft, name);
    if (!inUse.has(ref)) {
      inUse.add(ref);
      refs.set(draft.id, ref);
    }
  }
  return refs;
}

function refOf({ kind }: Draft, namespace: string, name: string): string {
  return stringifyEntityRef({ kind, namespace, name });
}
