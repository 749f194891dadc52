import { isApplication } from '../argocd/application';
import {
  ClusterFacts,
  EngineRef,
  JsonObject,
  LiveObject,
  ObjectRef,
  SkippedFile,
} from '../facts';
import {
  FluxSources,
  isFlux,
  isFluxSource,
  parseInventoryId,
  releaseOf,
} from '../flux/fluxObjects';
import { addTo } from '../groups';
import { compact, listAt, textAt } from '../json';
import { refOf } from '../ownership';
import { flattenLists, podTemplate } from '../workload';
import { groupOf, instanceHint, Mark, markOf } from './marks';
import { controllerOf, liveObject } from './readLiveObject';

/** Owner references that lead further than this lead nowhere. */
const longestChain = 16;

/** Kinds that a built-in controller makes, with metadata copied from their owner: their marks prove nothing. */
const generatedKinds = new Set([
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'ControllerRevision',
  'Job',
  'EndpointSlice',
]);

interface Entry {
  object: JsonObject;
  live: LiveObject;
  mark?: Mark;
}

/** An object by group, kind, namespace and name: versions of an API are one object. */
function keyOf(
  group: string,
  kind: string,
  namespace: string | undefined,
  name: string,
): string {
  return `${group}/${kind}/${namespace ?? ''}/${name}`;
}

function keyOfRef(ref: ObjectRef): string {
  return keyOf(groupOf(ref.apiVersion), ref.kind, ref.namespace, ref.name);
}

function refOfEntry({ live }: Entry): ObjectRef {
  return compact<ObjectRef>({
    apiVersion: live.apiVersion,
    kind: live.kind,
    namespace: live.namespace,
    name: live.name,
  });
}

/**
 * Reads all objects of a cluster and links them: owner chains, engines with what they list, Flux
 * sources with their URLs, selectors and claims with the workload behind them.
 *
 * @public
 */
export function readCluster(
  info: { cluster: string; environment?: string },
  objects: Iterable<JsonObject>,
): ClusterFacts {
  const skipped: SkippedFile[] = [];
  const raw = flattenLists(objects);
  const sources = fluxSourcesOf(raw);
  const entries: Entry[] = [];
  const byKey = new Map<string, Entry>();
  raw.forEach((object, position) => {
    const live = liveObject(object, info.cluster, sources);
    if (!live) {
      skipped.push({
        path: `object ${position + 1}`,
        reason: 'has no apiVersion, kind or metadata.name',
      });
      return;
    }
    const key = keyOfRef(live);
    if (byKey.has(key)) {
      // `kubectl get all` and a dump of the same kind overlap in one snapshot.
      return;
    }
    const entry: Entry = { object, live, mark: markOf(object) };
    entries.push(entry);
    byKey.set(key, entry);
  });

  const engines = enginesOf(entries);
  for (const entry of entries) {
    const deployedBy = deployedByOf(entry, engines);
    if (deployedBy) {
      entry.live.deployedBy = deployedBy;
    } else {
      delete entry.live.deployedBy;
    }
  }
  const proven = (entry: Entry) =>
    entry.live.deployedBy !== undefined && !isCopied(entry, engines);
  for (const entry of entries) {
    const root = rootOf(entry, byKey, proven);
    if (root) {
      entry.live.root = root;
    }
  }
  linkPoints(entries, byKey);
  return compact<ClusterFacts>({
    cluster: info.cluster,
    environment: info.environment,
    objects: entries.map(entry => entry.live),
    skipped,
  });
}

function fluxSourcesOf(objects: JsonObject[]): FluxSources {
  const sources = new Map<string, JsonObject>();
  for (const object of objects) {
    const ref = isFluxSource(object) ? refOf(object) : undefined;
    if (ref) {
      sources.set(keyOf('', ref.kind, ref.namespace, ref.name), object);
    }
  }
  return (kind, namespace, name) =>
    sources.get(keyOf('', kind, namespace, name));
}

interface Engines {
  /** Objects that an engine lists as its own. */
  listed: Map<string, EngineRef>;
  /** Engines that list what they deploy, so that absence from the list says something. */
  listing: Set<string>;
  applications: Map<string, { entry: Entry; lists: boolean }[]>;
  releases: Map<string, EngineRef>;
}

function engineKey(ref: EngineRef): string {
  return keyOf('', ref.kind, ref.namespace, ref.name);
}

function enginesOf(entries: Entry[]): Engines {
  const engines: Engines = {
    listed: new Map(),
    listing: new Set(),
    applications: new Map(),
    releases: new Map(),
  };
  for (const entry of entries) {
    const { object, live } = entry;
    const here = live.engine?.destinationCluster === live.cluster;
    const ref = (mark: string): EngineRef =>
      compact<EngineRef>({
        kind: live.kind as EngineRef['kind'],
        namespace: live.namespace,
        name: live.name,
        mark,
      });
    const lists = (key: string, by: EngineRef) => {
      engines.listing.add(engineKey(by));
      if (!engines.listed.has(key)) {
        engines.listed.set(key, by);
      }
    };
    if (isApplication(object)) {
      const resources = here ? listAt(object, 'status', 'resources') : [];
      for (const resource of resources) {
        const kind = textAt(resource, 'kind');
        const name = textAt(resource, 'name');
        if (kind && name) {
          lists(
            keyOf(
              textAt(resource, 'group') ?? '',
              kind,
              textAt(resource, 'namespace'),
              name,
            ),
            ref('status.resources'),
          );
        }
      }
      engines.applications.set(live.name, [
        ...(engines.applications.get(live.name) ?? []),
        { entry, lists: resources.length > 0 },
      ]);
    } else if (
      isFlux(object, 'Kustomization') ||
      isFlux(object, 'HelmRelease')
    ) {
      if (here) {
        for (const item of listAt(object, 'status', 'inventory', 'entries')) {
          const parsed = parseInventoryId(textAt(item, 'id') ?? '');
          if (parsed) {
            lists(
              keyOf(parsed.group, parsed.kind, parsed.namespace, parsed.name),
              ref('status.inventory'),
            );
          }
        }
        if (live.kind === 'HelmRelease') {
          const release = releaseOf(object);
          engines.releases.set(
            `${release.namespace}/${release.name}`,
            ref('meta.helm.sh/release-name'),
          );
        }
      }
    }
  }
  return engines;
}

/** A label of an engine that lists its objects, but not this one: some controller copied it. */
function isCopied(entry: Entry, engines: Engines): boolean {
  const { mark, live } = entry;
  return (
    mark !== undefined &&
    mark.strength !== 'named' &&
    live.deployedBy !== undefined &&
    engines.listing.has(engineKey(live.deployedBy)) &&
    !engines.listed.has(keyOfRef(live))
  );
}

function deployedByOf(entry: Entry, engines: Engines): EngineRef | undefined {
  const { mark, live, object } = entry;
  if (generatedKinds.has(live.kind) && controllerOf(object)) {
    return undefined;
  }
  if (mark?.strength === 'named') {
    return withNamespace(mark.ref, engines);
  }
  const listed = engines.listed.get(keyOfRef(live));
  const isItself =
    listed?.kind === live.kind &&
    listed.name === live.name &&
    listed.namespace === live.namespace;
  if (mark?.strength === 'label') {
    return mark.ref;
  }
  if (listed && !isItself) {
    return listed;
  }
  if (mark) {
    // Flux's Helm controller leaves the annotations of Helm: the release leads to the HelmRelease that made it.
    return (
      engines.releases.get(`${mark.ref.namespace}/${mark.ref.name}`) ?? mark.ref
    );
  }
  return hinted(entry, engines);
}

/** A tracking id names no namespace for applications in Argo CD's own. */
function withNamespace(ref: EngineRef, engines: Engines): EngineRef {
  const known = engines.applications.get(ref.name);
  return ref.namespace === undefined && known?.length === 1
    ? compact<EngineRef>({ ...ref, namespace: known[0].entry.live.namespace })
    : ref;
}

/**
 * The instance label counts only when nothing else speaks, an Application of that name deploys to this
 * namespace, and that Application does not say what it manages.
 */
function hinted(
  { object, live }: Entry,
  engines: Engines,
): EngineRef | undefined {
  const name = instanceHint(object);
  const known = name === undefined ? undefined : engines.applications.get(name);
  if (known?.length !== 1 || known[0].lists) {
    return undefined;
  }
  const application = known[0].entry.live;
  if (
    application.engine?.destinationCluster !== live.cluster ||
    application.engine.destinationNamespace !== live.namespace ||
    textAt(object, 'metadata', 'annotations', 'meta.helm.sh/release-name')
  ) {
    return undefined;
  }
  return compact<EngineRef>({
    kind: 'Application',
    namespace: application.namespace,
    name: application.name,
    mark: 'app.kubernetes.io/instance (a hint)',
  });
}

/** The entry that a controller reference means: the same uid, where both are known. */
function findOwner(
  owner: { ref: ObjectRef; uid?: string },
  byKey: Map<string, Entry>,
): Entry | 'absent' | 'replaced' {
  const found =
    byKey.get(keyOfRef(owner.ref)) ??
    // A custom controller may be cluster-scoped.
    byKey.get(keyOfRef({ ...owner.ref, namespace: undefined }));
  if (!found) {
    return 'absent';
  }
  return owner.uid && found.live.uid && owner.uid !== found.live.uid
    ? 'replaced'
    : found;
}

/** Deployment of a ReplicaSet that the snapshot lacks, by the hash that pod and ReplicaSet share. */
function deploymentBehind(
  entry: Entry,
  missing: ObjectRef,
  byKey: Map<string, Entry>,
): Entry | undefined {
  if (missing.kind !== 'ReplicaSet') {
    return undefined;
  }
  for (const [label, group, kind] of [
    ['pod-template-hash', 'apps', 'Deployment'],
    ['rollouts-pod-template-hash', 'argoproj.io', 'Rollout'],
  ]) {
    const hash = textAt(entry.object, 'metadata', 'labels', label);
    if (hash && missing.name.endsWith(`-${hash}`)) {
      const name = missing.name.slice(0, -hash.length - 1);
      const found = byKey.get(keyOf(group, kind, missing.namespace, name));
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}

/**
 * Climbs from controller to controller. An object that carries a mark of an engine stands in Git itself,
 * so the climb ends there; above it stand only objects that somebody else wrote.
 */
function rootOf(
  start: Entry,
  byKey: Map<string, Entry>,
  proven: (entry: Entry) => boolean,
): ObjectRef | undefined {
  let at = start;
  let root: ObjectRef | undefined;
  const seen = new Set<Entry>([start]);
  for (let step = 0; step < longestChain; step++) {
    if (!generatedKinds.has(at.live.kind) && proven(at)) {
      return root;
    }
    const owner = controllerOf(at.object);
    if (!owner) {
      return root;
    }
    const found = findOwner(owner, byKey);
    if (found === 'replaced') {
      // Another object has taken the name since: it says nothing about this one.
      return root;
    }
    const next =
      found === 'absent' ? deploymentBehind(at, owner.ref, byKey) : found;
    if (!next) {
      return owner.ref;
    }
    if (seen.has(next)) {
      return root;
    }
    seen.add(next);
    root = refOfEntry(next);
    at = next;
  }
  return root;
}

/** Adds the workload behind a Service, a disruption budget or a volume claim, when there is exactly one. */
function linkPoints(entries: Entry[], byKey: Map<string, Entry>): void {
  const byLabel = new Map<string, Entry[]>();
  const byClaim = new Map<string, Map<string, ObjectRef>>();
  const labelsOf = (entry: Entry) => podTemplate(entry.object)?.labels ?? {};
  const topOf = (entry: Entry) => entry.live.root ?? refOfEntry(entry);
  for (const entry of entries) {
    const template = podTemplate(entry.object);
    if (!template) {
      continue;
    }
    for (const [label, value] of Object.entries(template.labels ?? {})) {
      addTo(byLabel, `${entry.live.namespace}/${label}=${value}`, entry);
    }
    for (const volume of listAt(template.spec, 'volumes')) {
      const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
      if (claim) {
        const key = keyOf(
          '',
          'PersistentVolumeClaim',
          entry.live.namespace,
          claim,
        );
        const users = byClaim.get(key) ?? new Map<string, ObjectRef>();
        users.set(keyOfRef(topOf(entry)), topOf(entry));
        byClaim.set(key, users);
      }
    }
  }
  for (const { live } of entries) {
    let users = new Map<string, ObjectRef>();
    if (live.kind === 'PersistentVolumeClaim') {
      users = byClaim.get(keyOfRef(live)) ?? users;
    } else if (live.points?.selector) {
      const wanted = Object.entries(live.points.selector);
      const fewest = wanted
        .map(
          ([label, value]) =>
            byLabel.get(`${live.namespace}/${label}=${value}`) ?? [],
        )
        .sort((a, b) => a.length - b.length)[0];
      for (const candidate of fewest ?? []) {
        const labels = labelsOf(candidate);
        if (wanted.every(([label, value]) => labels[label] === value)) {
          const top = topOf(candidate);
          // A Job or ReplicaSet whose owner is gone would hide the workload that is still there.
          if (byKey.has(keyOfRef(top))) {
            users.set(keyOfRef(top), top);
          }
        }
      }
    }
    if (users.size === 1) {
      const [target] = users.values();
      live.points = { ...live.points, target };
    }
  }
}
