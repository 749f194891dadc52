import { Confidence } from '../answer';
import { IndexedObject, ObjectKey, SourceInfo } from '../factIndex';
import { workloadRank } from '../memory/kinds';
import { clusterScoped, workloadKinds } from '../names/kinds';
import { controllersOf } from '../names/podNames';
import { weaker } from '../ownership/resolveOwners';
import { Target } from '../question/types';
import { Declared, describe, Live, ObjectStore } from './ObjectStore';
import { Start } from './Reading';
import { SourceStore } from './SourceStore';

/** Where the question says that the object is. @internal */
export interface Place {
  cluster?: SourceInfo;
  /** The question names a cluster that is not read: only what Git declares for it is there. */
  unreadCluster?: string;
  environment?: string;
}

/** What was found for a question, and for which of its targets. @internal */
export interface Asked {
  starts: Start[];
  /** Declared elsewhere than where a cluster reports the object. */
  others: Start[];
  target?: Target;
  /** Not in the place that the question names. */
  elsewhere: boolean;
  /** The starts deploy what was asked for, as far as names tell. */
  byRelease?: boolean;
  /** What deploys into the namespace that was asked for, where none of it fits the question. */
  near?: Start[];
}

/** A key to try, and what it would mean if there is something behind it. */
export interface Attempt {
  key: ObjectKey;
  confidence: Confidence;
  reasons: string[];
}

/** Kinds that stand for a workload, often one of their own name. */
const pointers = new Set([
  'Service',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Ingress',
  'HTTPRoute',
]);

/** A question tries its targets in one place after another. */
const attempts = new WeakMap<Target, readonly Attempt[]>();

/** What a target may be: itself, then what its name says of its controller. */
export function attemptsOf(target: Target): readonly Attempt[] {
  let known = attempts.get(target);
  if (!known) {
    known = allAttempts(target);
    attempts.set(target, known);
  }
  return known;
}

function allAttempts(target: Target): Attempt[] {
  const { kind, namespace, name, confidence, reason } = target;
  const direct: Attempt = {
    key: {
      name,
      ...(kind && { kind }),
      ...(namespace !== undefined && { namespace }),
      ...(kind && clusterScoped.has(kind) && { namespace: null }),
    },
    confidence:
      namespace === undefined && !(kind && clusterScoped.has(kind))
        ? weaker(confidence, 'likely')
        : confidence,
    reasons: [`${reason}: ${describe(target)}`],
  };
  const scope = namespace === undefined ? {} : { namespace };
  // A ReplicaSet carries the hash of the pod's name, which tells its cluster, too; other patterns only resemble.
  const ofReplicaSet = (candidate: { kind: string; name: string }) =>
    candidate.kind === 'ReplicaSet' &&
    controllersOf('ReplicaSet', candidate.name).length > 0;
  const byName = controllersOf(kind ?? 'Pod', name)
    .filter(candidate => !candidate.prefix)
    .sort((a, b) => Number(ofReplicaSet(b)) - Number(ofReplicaSet(a)))
    .map((candidate): Attempt => ({
      key: { kind: candidate.kind, name: candidate.name, ...scope },
      confidence: ofReplicaSet(candidate)
        ? weaker(confidence, 'likely')
        : 'guess',
      reasons: [
        `${reason}: ${describe(target)}`,
        `${describe(target)} → ${candidate.kind} ${candidate.name} (name: ${
          candidate.pattern
        })`,
      ],
    }));
  const bySameName =
    kind && pointers.has(kind)
      ? workloadKinds.map((workload): Attempt => ({
          key: { kind: workload, name, ...scope },
          confidence: 'guess',
          reasons: [
            `${reason}: ${describe(target)}`,
            `${describe(target)} → ${workload} ${name} (same name)`,
          ],
        }))
      : [];
  return [direct, ...byName, ...bySameName];
}

/** Beginnings of names that were cut, for a search. */
export function prefixesOf(target: Target): string[] {
  return controllersOf(target.kind ?? 'Pod', target.name)
    .filter(candidate => candidate.prefix)
    .map(candidate => candidate.name)
    .slice(0, 1);
}

/** Starts of the first target that the index knows, in the place that the question names if it is there. */
export function findStarts(
  targets: Target[],
  place: Place,
  store: ObjectStore,
  sources: SourceStore,
): Asked {
  const { cluster, unreadCluster, environment } = place;
  // Elsewhere comes only after every reading of the target in its place; there, the same environment goes first.
  const places: Place[] = [
    ...((cluster ?? unreadCluster ?? environment) ? [place] : []),
    ...(unreadCluster && environment ? [{ environment }] : []),
    {},
  ];
  for (const target of targets) {
    for (const [at, tried] of places.entries()) {
      const elsewhere = at > 0;
      for (const attempt of attemptsOf(target)) {
        const here = store
          .find(attempt.key)
          .filter(hit => isIn(hit, tried, sources));
        const starts = startsOf(here, attempt, elsewhere);
        if (starts.main.length > 0) {
          return {
            starts: starts.main,
            others: starts.others,
            target,
            elsewhere,
          };
        }
      }
    }
  }
  return { starts: [], others: [], elsewhere: false };
}

/** Starts of objects that fit otherwise than by their exact name; those in the place first. */
export function startsInPlace(
  hits: IndexedObject[],
  attempt: { confidence: Confidence; reasons: string[] },
  place: Place,
  sources: SourceStore,
): Asked {
  const here = hits.filter(hit => isIn(hit, place, sources));
  const elsewhere = here.length === 0 && hits.length > 0;
  const { main, others } = startsOf(
    elsewhere ? hits : here,
    attempt,
    elsewhere,
  );
  return { starts: main, others, elsewhere };
}

/** Live objects start first; what is only declared starts by itself where no cluster reports the object. */
export function startsOf(
  hits: IndexedObject[],
  attempt: { confidence: Confidence; reasons: string[] },
  elsewhere = false,
): { main: Start[]; others: Start[] } {
  const rank = Math.min(...hits.map(({ object }) => workloadRank(object.kind)));
  const best = hits.filter(({ object }) => workloadRank(object.kind) === rank);
  const base = {
    confidence: elsewhere ? ('guess' as const) : attempt.confidence,
    reasons: attempt.reasons,
  };
  const live = best.filter((hit): hit is Live => hit.origin === 'live');
  const there = live.filter(hit => !hit.goneSince);
  const starts: Start[] = (there.length > 0 ? there : live).map(hit => ({
    ...base,
    live: hit,
  }));
  const declared = best
    .filter((hit): hit is Declared => hit.origin === 'declared')
    .map((hit): Start => ({ ...base, declared: hit }));
  return starts.length > 0
    ? { main: starts, others: declared }
    : { main: declared, others: [] };
}

export function isIn(
  hit: IndexedObject,
  { cluster, unreadCluster, environment }: Place,
  sources: SourceStore,
): boolean {
  if (unreadCluster) {
    return hit.origin === 'declared' && hit.object.cluster === unreadCluster;
  }
  if (hit.origin === 'live') {
    return (
      (!cluster || hit.source === cluster.id) &&
      (!environment ||
        cluster !== undefined ||
        sources.get(hit.source)?.environment === environment)
    );
  }
  const { object } = hit;
  const wanted = environment ?? cluster?.environment;
  if (cluster && object.cluster) {
    return [cluster.name, ...(cluster.aliases ?? [])].includes(object.cluster);
  }
  return !wanted || !object.environment || object.environment === wanted;
}
