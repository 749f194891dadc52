import { FactIndex, ObjectKey, SourceInfo } from '@plumbline/gitops-lookup';
import {
  isOf,
  JoinedService,
  Pin,
  PlacedPins,
  RunningState,
  RunningVersion,
} from '@plumbline/gitops-promotion';
import { DeclaredObject, LiveObject } from '@plumbline/gitops-reader';

const MAX_OBJECTS_OF_FILE = 500;
const MAX_LIVE = 5_000;

const workloads = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Rollout',
  'DeploymentConfig',
  'CronJob',
];

type ServicePlace = JoinedService['places'][number];

/** A cluster, and when it was read last. */
export type ClusterInfo = Pick<
  SourceInfo,
  'name' | 'environment' | 'aliases' | 'lastSuccess'
>;

/** What clusters run of some services: asked together, because each question costs a query. */
export class RunningVersions {
  readonly #index: FactIndex;
  readonly #clusters: ClusterInfo[];
  readonly #declared = new Map<string, DeclaredObject[]>();
  readonly #live = new Map<string, LiveObject[]>();

  private constructor(index: FactIndex, clusters: ClusterInfo[]) {
    this.#index = index;
    this.#clusters = clusters;
  }

  static async read(
    index: FactIndex,
    clusters: ClusterInfo[],
    services: JoinedService[],
  ): Promise<RunningVersions> {
    const running = new RunningVersions(index, clusters);
    // Without clusters there is nothing to compare with.
    if (clusters.length > 0) {
      await running.#load(services);
    }
    return running;
  }

  async #load(services: JoinedService[]): Promise<void> {
    const files = new Map<string, Pin>();
    for (const { places } of services) {
      for (const pin of places.flatMap(place => place.pins)) {
        files.set(fileOf(pin), pin);
      }
    }
    for (const [file, { repository, path }] of files) {
      const objects = await this.#index.objectsAt(
        repository,
        path,
        MAX_OBJECTS_OF_FILE,
      );
      this.#declared.set(
        file,
        objects.flatMap(found =>
          found.origin === 'declared' ? [found.object] : [],
        ),
      );
    }
    const keys = new Map<string, ObjectKey>();
    for (const { name, places } of services) {
      for (const place of places) {
        for (const key of this.#wanted(name, place).keys) {
          keys.set(JSON.stringify(key), key);
        }
      }
    }
    const all = [...keys.values()];
    for (let from = 0; from < all.length; from += 100) {
      const found = await this.#index.objects(
        all.slice(from, from + 100),
        MAX_LIVE,
      );
      for (const each of found) {
        if (each.origin === 'live' && each.goneSince === undefined) {
          const { kind, name } = each.object;
          const key = `${kind} ${name}`;
          this.#live.set(key, [...(this.#live.get(key) ?? []), each.object]);
        }
      }
    }
  }

  /** `asked`: Git declares the objects, so that a cluster without them lacks them. */
  #wanted(
    service: string,
    place: ServicePlace,
  ): { keys: ObjectKey[]; declared: boolean } {
    const keys = new Map<string, ObjectKey>();
    for (const pin of place.pins) {
      for (const object of this.#declared.get(fileOf(pin)) ?? []) {
        if (isIn(object, place) && pins(object, pin)) {
          const { kind, name, namespace } = object;
          const key: ObjectKey = {
            kind,
            name,
            ...(namespace !== undefined && { namespace }),
          };
          keys.set(JSON.stringify(key), key);
        }
      }
    }
    return keys.size > 0
      ? { keys: [...keys.values()], declared: true }
      : {
          keys: workloads.map(kind => ({ kind, name: service })),
          declared: false,
        };
  }

  /** What runs in a place, as far as clusters were read. */
  of(service: string, place: ServicePlace): RunningState {
    const clusters = this.#clustersOf(place);
    if (clusters.length === 0) {
      return {
        state: 'unknown',
        reason: place.cluster
          ? `no cluster ${place.cluster} is read`
          : `no cluster of ${place.environment || 'this place'} is read`,
      };
    }
    const names = new Set(clusters.map(({ name }) => name));
    const asOf = clusters
      .map(({ lastSuccess }) => lastSuccess)
      .sort()
      .find(Boolean);
    const { keys, declared } = this.#wanted(service, place);
    const objects = keys.flatMap(({ kind, name, namespace }) =>
      (this.#live.get(`${kind} ${name}`) ?? []).filter(
        object =>
          names.has(object.cluster) &&
          (namespace === undefined || object.namespace === namespace),
      ),
    );
    const versions = objects.flatMap(object => runningOf(object, place.pins));
    if (versions.length > 0) {
      return { state: 'known', versions, ...(asOf && { asOf }) };
    }
    if (!declared || objects.length > 0 || asOf === undefined) {
      return {
        state: 'unknown',
        reason:
          objects.length > 0
            ? 'what runs there names no version of what is pinned'
            : 'no object in a cluster is known to be this service',
      };
    }
    const [{ kind, name }] = keys;
    return {
      state: 'missing',
      reason: `${[...names].join(', ')} ${names.size === 1 ? 'has' : 'have'} no ${kind} ${name}`,
      asOf,
    };
  }

  #clustersOf({ environment, cluster }: ServicePlace): ClusterInfo[] {
    return this.#clusters.filter(known =>
      cluster === undefined
        ? known.environment === environment
        : known.name === cluster || known.aliases?.includes(cluster),
    );
  }
}

/** A picture that was taken before the change of Git tells nothing about it. */
export function asOfChange(
  running: RunningState,
  changedAt: string | undefined,
): RunningState {
  return running.state !== 'unknown' &&
    changedAt !== undefined &&
    running.asOf !== undefined &&
    Date.parse(running.asOf) < Date.parse(changedAt)
    ? {
        state: 'unknown',
        reason: `the cluster was last read at ${running.asOf}, before the version came`,
      }
    : running;
}

/** Whether an object of Git is one of this place: what does not say where it is, is everywhere. */
function isIn(
  { environment, cluster }: DeclaredObject,
  place: Omit<PlacedPins, 'running'>,
): boolean {
  return (
    (environment === undefined || environment === place.environment) &&
    (cluster === undefined ||
      place.cluster === undefined ||
      cluster === place.cluster)
  );
}

function pins({ versions }: DeclaredObject, pin: Pin): boolean {
  return versions.some(
    ({ evidence, key, value }) =>
      evidence.type === 'file' &&
      evidence.location.path === pin.path &&
      evidence.location.line === pin.line &&
      (key === pin.key || value === pin.value),
  );
}

function runningOf(object: LiveObject, wanted: Pin[]): RunningVersion[] {
  const { cluster, kind, namespace, name: own } = object;
  return object.versions.flatMap(({ name, value }) => {
    const version: RunningVersion = {
      cluster,
      kind,
      ...(namespace !== undefined && { namespace }),
      object: own,
      name,
      value,
    };
    return wanted.some(pin => isOf(version, pin)) ? [version] : [];
  });
}

function fileOf({ repository, path }: Pin): string {
  return `${repository}\0${path}`;
}
