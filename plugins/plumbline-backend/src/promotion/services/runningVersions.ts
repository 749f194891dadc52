import { ObjectKey } from '@plumbline/gitops-lookup';
import {
  isOf,
  JoinedService,
  Pin,
  PlacedPins,
  RunningState,
  RunningVersion,
} from '@plumbline/gitops-promotion';
import {
  DeclaredObject,
  groupOf,
  LiveObject,
  ObjectRef,
} from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { declaredAt } from '../../index/declaredAt';
import { isOfCluster } from './isOfCluster';
import {
  asOf,
  ClusterInfo,
  clustersOf,
  isWorkload,
  kindKey,
  workloads,
} from './clusters';

/** Objects of one name that are looked at. */
const MAX_LIVE = 5_000;
/** Reasons that one sentence holds. */
const MAX_REASONS = 3;

type ServicePlace = JoinedService['places'][number];

/** Which object is looked for in clusters. */
interface WantedObject {
  group: string;
  kind: string;
  name: string;
  namespace?: string;
}

/** What clusters run of some services: asked together, because each question costs a query. */
export class RunningVersions {
  readonly #reader: Knex;
  readonly #clusters: ClusterInfo[];
  readonly #declared = new Map<string, DeclaredObject[]>();
  readonly #live = new Map<string, Map<string, LiveObject>>();
  readonly #limit: number;
  /** Of these there are more than may be read: what was found is no answer. */
  readonly #cut = new Set<string>();

  private constructor(reader: Knex, clusters: ClusterInfo[], limit: number) {
    this.#reader = reader;
    this.#clusters = clusters;
    this.#limit = limit;
  }

  static async read(
    reader: Knex,
    clusters: ClusterInfo[],
    services: JoinedService[],
    limit = MAX_LIVE,
  ): Promise<RunningVersions> {
    const running = new RunningVersions(reader, clusters, limit);
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
    for (const found of await declaredAt(this.#reader, [...files.values()])) {
      const file = fileOf(found);
      const known = this.#declared.get(file) ?? [];
      known.push(found.object);
      this.#declared.set(file, known);
    }
    const keys = new Map<string, WantedObject>();
    for (const { name, places } of services) {
      for (const place of places) {
        for (const key of this.#wanted(name, place).keys) {
          keys.set(JSON.stringify(key), key);
        }
      }
    }
    const all = [...keys.values()];
    for (let from = 0; from < all.length; from += 100) {
      await this.#look(all.slice(from, from + 100));
    }
  }

  /** What is called by a common name must not hide what is called by another one: then each is asked for by itself. */
  async #look(keys: WantedObject[]): Promise<void> {
    const found = await new DatabaseIndex(this.#reader).objects(
      keys.map(({ group, ...key }): ObjectKey => key),
      this.#limit,
    );
    if (found.length >= this.#limit) {
      if (keys.length > 1) {
        for (const key of keys) {
          await this.#look([key]);
        }
      } else {
        keys.forEach(key => this.#cut.add(JSON.stringify(key)));
      }
      return;
    }
    for (const each of found) {
      if (each.origin === 'live' && each.goneSince === undefined) {
        const key = identity(identified(each.object));
        const known = this.#live.get(key) ?? new Map();
        const { cluster, namespace } = each.object;
        known.set(JSON.stringify([cluster, namespace]), each.object);
        this.#live.set(key, known);
      }
    }
  }

  /** `declared`: Git declares the objects, so that a cluster without them may lack them. */
  #wanted(
    service: string,
    place: ServicePlace,
  ): { keys: WantedObject[]; declared: boolean } {
    const keys = new Map<string, WantedObject>();
    for (const pin of place.pins) {
      for (const object of this.#declared.get(fileOf(pin)) ?? []) {
        if (isIn(object, place) && pins(object, pin)) {
          const key = identified(object);
          keys.set(JSON.stringify(key), key);
        }
      }
    }
    return keys.size > 0
      ? { keys: [...keys.values()], declared: true }
      : {
          keys: workloads.map(each => ({ ...each, name: service })),
          declared: false,
        };
  }

  /** What runs in a place, as far as clusters were read. */
  of(service: string, place: ServicePlace): RunningState {
    const clusters = clustersOf(this.#clusters, place);
    if (clusters.length === 0) {
      return unknown(
        place.cluster
          ? `no cluster ${place.cluster} is read`
          : `no cluster of ${place.environment || 'this place'} is read`,
      );
    }
    const at = asOf(clusters);
    const { keys, declared } = this.#wanted(service, place);
    if (keys.some(key => this.#cut.has(JSON.stringify(key)))) {
      return unknown('too many objects are called so to look at all of them');
    }
    const objects = keys.flatMap(key => this.#liveOf(key, place, clusters));
    const several = inSeveralNamespaces(
      keys
        .filter(({ namespace }) => namespace === undefined)
        .flatMap(key => this.#liveOf(key, place, clusters)),
    );
    if (several) {
      return unknown(
        `${several.cluster} holds ${several.kind} ${several.name} in several namespaces, and nothing tells which is meant`,
      );
    }
    const versions = objects.flatMap(object => runningOf(object, place.pins));
    const untold = clusters.flatMap(
      cluster => whyUntold(cluster, objects, versions) ?? [],
    );
    if (versions.length > 0) {
      return {
        state: 'known',
        versions,
        ...(at && { asOf: at }),
        ...(untold.length > 0 && { incomplete: inWords(untold) }),
      };
    }
    if (untold.length > 0) {
      return unknown(inWords(untold));
    }
    return declared && at !== undefined
      ? missing(keys, clusters, at)
      : unknown('no object in a cluster is known to be this service');
  }

  #liveOf(
    key: WantedObject,
    place: ServicePlace,
    clusters: ClusterInfo[],
  ): LiveObject[] {
    // What an engine deploys may be in another namespace than the engine's own object.
    const namespace =
      key.namespace ??
      (isWorkload(key.group, key.kind) ? place.namespace : undefined);
    return [...(this.#live.get(identity(key))?.values() ?? [])].filter(
      object =>
        clusters.some(({ name }) => name === object.cluster) &&
        (namespace === undefined || object.namespace === namespace),
    );
  }
}

function unknown(reason: string): RunningState {
  return { state: 'unknown', reason };
}

/**
 * Why a cluster tells nothing, while others of the same place may. Undefined: it tells what it runs, or was read and has
 * nothing of it.
 */
function whyUntold(
  { name, lastSuccess, complete }: ClusterInfo,
  objects: LiveObject[],
  versions: RunningVersion[],
): string | undefined {
  if (lastSuccess === undefined) {
    return `${name} was never read completely`;
  }
  if (versions.some(({ cluster }) => cluster === name)) {
    return undefined;
  }
  if (objects.some(({ cluster }) => cluster === name)) {
    return `what runs in ${name} names no version of what is pinned`;
  }
  const unread = objects.find(({ apiVersion, kind }) => {
    const group = groupOf(apiVersion);
    return isWorkload(group, kind) && !complete.has(kindKey(group, kind));
  });
  return unread && `not every ${unread.kind} of ${name} was read`;
}

function inWords(reasons: string[]): string {
  const more = reasons.length - MAX_REASONS;
  return [
    ...reasons.slice(0, MAX_REASONS),
    ...(more > 0 ? [`and ${more} more clusters`] : []),
  ].join('; ');
}

/** Only what would have been seen is missing: objects of engines may live in a hub, others are written for tools alone. */
function missing(
  keys: WantedObject[],
  clusters: ClusterInfo[],
  at: string,
): RunningState {
  const expected = keys.filter(({ group, kind }) => isWorkload(group, kind));
  const [first] = expected;
  if (!first) {
    return unknown(
      `${keys[0].kind} ${keys[0].name} need not be an object of the cluster that it stands for`,
    );
  }
  for (const { name, complete } of clusters) {
    const unread = expected.find(
      ({ group, kind }) => !complete.has(kindKey(group, kind)),
    );
    if (unread) {
      return unknown(`not every ${unread.kind} of ${name} was read`);
    }
  }
  const names = clusters.map(({ name }) => name);
  return {
    state: 'missing',
    reason: `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} no ${first.kind} ${first.name}`,
    asOf: at,
  };
}

/** Two teams may call what they run alike. */
function inSeveralNamespaces(objects: LiveObject[]): LiveObject | undefined {
  const namespaces = new Map<string, string | undefined>();
  return objects.find(object => {
    const key = `${object.cluster} ${identity(identified(object))}`;
    const known = namespaces.has(key) ? namespaces.get(key) : object.namespace;
    namespaces.set(key, known);
    return known !== object.namespace;
  });
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
    ? unknown('the cluster was last read before the version came')
    : running;
}

/** Whether an object of Git is one of this place: what does not say where it is, is everywhere. */
function isIn(
  { environment, cluster, namespace, apiVersion, kind }: DeclaredObject,
  place: Omit<PlacedPins, 'running'>,
): boolean {
  return (
    (namespace === undefined ||
      place.namespace === undefined ||
      namespace === place.namespace ||
      !isWorkload(groupOf(apiVersion), kind)) &&
    (environment === undefined || environment === place.environment) &&
    isOfCluster(cluster, place)
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
  return object.versions.flatMap(({ kind: pinned, name, value }) => {
    const version: RunningVersion = {
      cluster,
      kind,
      ...(namespace !== undefined && { namespace }),
      object: own,
      pinned,
      name,
      value,
    };
    return wanted.some(pin => isOf(version, pin)) ? [version] : [];
  });
}

function identified({
  apiVersion,
  kind,
  name,
  namespace,
}: ObjectRef): WantedObject {
  return {
    group: groupOf(apiVersion),
    kind,
    name,
    ...(namespace !== undefined && { namespace }),
  };
}

function identity({ group, kind, name }: WantedObject): string {
  return `${kindKey(group, kind)} ${name}`;
}

function fileOf({
  repository,
  path,
}: Pick<Pin, 'repository' | 'path'>): string {
  return `${repository}\0${path}`;
}
