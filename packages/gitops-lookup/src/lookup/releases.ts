import { Confidence } from '../answer';
import { IndexedObject } from '../factIndex';
import { releaseOf } from '../memory/kinds';
import { clusterScoped } from '../names/kinds';
import { weaker } from '../ownership/resolveOwners';
import { Question, Target } from '../question/types';
import { Context } from './Context';
import { describe } from './ObjectStore';
import { Start } from './Reading';
import { Asked, attemptsOf, isIn, Place, startsOf } from './starts';

const maxNames = 60;
const maxNear = 10;

/** Kinds of engine objects; where several deploy one name, the one nearest to the workload comes first. */
const nearest = ['HelmRelease', 'Release', 'Application', 'Kustomization'];

/** Argo CD's names for the cluster that it runs in. */
const ownCluster =
  /^(?:in-cluster|https:\/\/kubernetes\.default\.svc(?:[.:/].*)?)$/;

/** A release that a target may belong to. */
interface Match {
  release: string;
  confidence: Confidence;
  reasons: string[];
}

/**
 * What installs a workload that neither a manifest nor a cluster shows: most come out of charts, and are called like
 * their release or begin with its name.
 */
export async function releasesAsked(
  context: Context,
  question: Question,
  place: Place,
): Promise<Asked> {
  const targets = question.targets.filter(isNamespaced);
  const names = new Map<string, Set<string>>();
  for (const target of targets) {
    const known = names.get(target.namespace) ?? new Set<string>();
    names.set(target.namespace, known);
    for (const { release } of matchesOf(target)) {
      known.add(release);
    }
  }
  // An alert speaks of one namespace; its text may name another.
  const asked = [...names].slice(0, 2);
  const engines = new Map(
    await Promise.all(
      asked.map(
        async ([namespace, wanted]) =>
          [
            namespace,
            await context.index.enginesInto(namespace, {
              names: [...wanted].slice(0, maxNames),
              limit: 100,
            }),
          ] as const,
      ),
    ),
  );
  const all = [...engines.values()].flat();
  await context.sources.load(all.map(({ source }) => source));
  const near: Start[] = [];
  for (const target of targets) {
    const hits = engines.get(target.namespace) ?? [];
    for (const match of matchesOf(target)) {
      const called = nearestOf(
        hits.filter(hit => isCalled(hit, match.release)),
      );
      const here = called.filter(hit => deploysIn(hit, place, context));
      const elsewhere = here.length === 0 && called.length > 0;
      const fitting = elsewhere ? called : here;
      const { main, others } = startsOf(fitting, match, elsewhere);
      const starts = main.map(start => ({
        ...start,
        namespace: target.namespace,
      }));
      if (isOne(fitting)) {
        return { starts, others, target, elsewhere, byRelease: true };
      }
      near.push(...starts);
      if (near.length > 0) {
        // Several fit equally well, so none is chosen, and shorter names fit less.
        return { starts: [], others: [], elsewhere: false, near };
      }
    }
  }
  return {
    starts: [],
    others: [],
    elsewhere: false,
    near: await nearestEvidence(context, question, place),
  };
}

/** What deploys into the namespace at all. */
async function nearestEvidence(
  context: Context,
  { namespace, targets }: Question,
  place: Place,
): Promise<Start[]> {
  const into = namespace ?? targets.find(isNamespaced)?.namespace;
  if (!into) {
    return [];
  }
  const found = await context.index.enginesInto(into, { limit: maxNear });
  await context.sources.load(found.map(({ source }) => source));
  const { main } = startsOf(
    found.filter(hit => deploysIn(hit, place, context)),
    { confidence: 'guess', reasons: [`deploys into namespace ${into}`] },
  );
  return main.map(start => ({ ...start, namespace: into }));
}

function isNamespaced(
  target: Target,
): target is Target & { namespace: string } {
  return (
    typeof target.namespace === 'string' &&
    !(target.kind && clusterScoped.has(target.kind))
  );
}

/** Kinds whose names are those of their workload, with what a controller added. */
const made = new Set(['Pod', 'Job', 'ReplicaSet']);

/** Releases that would bring the target about: those of its workload's name, then those that its name begins with. */
function matchesOf(target: Target): Match[] {
  const attempts = attemptsOf(target);
  const matches = attempts.map(({ key, confidence, reasons }): Match => {
    const freed = key.name !== target.name && made.has(target.kind ?? '');
    return {
      release: key.name,
      // Whichever kind of workload it is, its release is the same. No release is called like a pod.
      confidence:
        key.kind === 'Pod'
          ? 'guess'
          : weaker(freed ? target.confidence : confidence, 'likely'),
      reasons: [
        ...reasons,
        `a release of the name ${key.name} is deployed there`,
      ],
    };
  });
  // A label of no kind names a container or an application: its beginning tells nothing.
  if (target.kind || target.confidence === 'certain') {
    for (
      let end = target.name.lastIndexOf('-');
      end > 0;
      end = target.name.lastIndexOf('-', end - 1)
    ) {
      const release = target.name.slice(0, end);
      matches.push({
        release,
        confidence: 'guess',
        reasons: [
          `${target.reason}: ${describe(target)}`,
          `the name begins with that of the release ${release}, which is deployed there`,
        ],
      });
    }
  }
  return matches;
}

function isCalled({ object }: IndexedObject, release: string): boolean {
  return object.name === release || releaseOf(object)?.name === release;
}

function nearestOf(hits: IndexedObject[]): IndexedObject[] {
  const rank = Math.min(
    ...hits.map(({ object }) => nearest.indexOf(object.kind)),
  );
  return hits.filter(({ object }) => nearest.indexOf(object.kind) === rank);
}

/** Whether all are one engine object, in however many environments and clusters. */
function isOne(hits: IndexedObject[]): boolean {
  return new Set(hits.map(({ object }) => describe(object))).size === 1;
}

/** A hub deploys to other clusters than the one that it stands in. */
function deploysIn(
  hit: IndexedObject,
  place: Place,
  context: Context,
): boolean {
  const to = hit.object.engine?.destinationCluster;
  if (!to || ownCluster.test(to)) {
    return isIn(hit, place, context.sources);
  }
  const { cluster, unreadCluster, environment } = place;
  if (cluster) {
    return [cluster.name, ...(cluster.aliases ?? [])].includes(to);
  }
  if (unreadCluster) {
    return to === unreadCluster;
  }
  return isIn(hit, { environment }, context.sources);
}
