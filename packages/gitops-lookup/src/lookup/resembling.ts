import { IndexedObject } from '../factIndex';
import { runs } from '../names/kinds';
import { Question, Target } from '../question/types';
import { Context } from './Context';
import { describe } from './ObjectStore';
import { Asked, Attempt, attemptsOf, isIn, Place, startsOf } from './starts';

const nothing: Asked = { starts: [], others: [], elsewhere: false };

/**
 * What may have made a workload that neither a manifest nor a cluster shows: whatever else has its name in its namespace.
 * Operators call what they make like the resource that asks for it.
 */
export async function namedAlikeAsked(
  context: Context,
  question: Question,
  place: Place,
): Promise<Asked> {
  const attempts = attemptsAt(question);
  await context.store.load(
    attempts.map(({ attempt, namespace }) => ({
      name: attempt.key.name,
      namespace,
    })),
  );
  return firstOf(context, place, attempts, 'same name', each =>
    context.store.find({
      name: each.attempt.key.name,
      namespace: each.namespace,
    }),
  );
}

/**
 * A workload of the name whose manifest leaves the namespace to whatever applies it, as charts do. Only where one repository
 * alone declares the name, nothing of it is known to be in a namespace, and no cluster that is read would have to show it.
 */
export async function withoutNamespaceAsked(
  context: Context,
  question: Question,
  place: Place,
): Promise<Asked> {
  if (place.cluster) {
    return nothing;
  }
  const attempts = attemptsAt(question).filter(
    ({ attempt: { key } }) => key.kind !== undefined && runs(key.kind),
  );
  await context.store.load(
    attempts.map(({ attempt: { key } }) => ({
      kind: key.kind,
      name: key.name,
    })),
  );
  const pattern = 'same name, and says no namespace';
  return firstOf(context, place, attempts, pattern, ({ attempt: { key } }) => {
    const all = context.store.find({ kind: key.kind, name: key.name });
    return all.every(({ object }) => !object.namespace) &&
      new Set(all.map(({ source }) => source)).size === 1
      ? all
      : [];
  });
}

/** A reading of a target, in the namespace that the question names. */
interface PlacedAttempt {
  target: Target;
  attempt: Attempt;
  namespace: string;
}

/** Readings of what runs and of what the question names a namespace for. */
function attemptsAt({ targets }: Question): PlacedAttempt[] {
  return targets.flatMap(target => {
    const { kind, namespace } = target;
    return namespace && (kind === undefined || runs(kind))
      ? attemptsOf(target).map(attempt => ({ target, attempt, namespace }))
      : [];
  });
}

async function firstOf(
  context: Context,
  place: Place,
  attempts: PlacedAttempt[],
  pattern: string,
  find: (attempt: PlacedAttempt) => IndexedObject[],
): Promise<Asked> {
  for (const each of attempts) {
    const all = find(each);
    if (all.length === 0) {
      continue;
    }
    await context.sources.load(all.map(({ source }) => source));
    const hits = all.filter(hit => isIn(hit, place, context.sources));
    if (hits.length > 0) {
      const { main, others } = startsOf(hits, {
        confidence: 'guess',
        reasons: [
          ...each.attempt.reasons,
          `${describe(each.attempt.key)} → ${describe(hits[0].object)} (${pattern})`,
        ],
      });
      return { starts: main, others, target: each.target, elsewhere: false };
    }
  }
  return nothing;
}
