import {
  EngineRef,
  groupOf,
  instanceHint,
  linkTo,
  LiveObject,
  LiveSource,
  markStrength,
  ObjectRef,
} from '@plumbline/gitops-reader';
import { LinkSet, ObjectKey } from '../factIndex';
import { ArgoInstallation, labelledBy, trackedBy } from './argocd';
import {
  isSame,
  keysOf,
  Live,
  ObjectStore,
  present,
  refOf,
} from './ObjectStore';

/** A live object with what others say of it. @internal */
export type Linked = Omit<Live, 'object'> & {
  object: LiveObject & {
    /** The controller at the end of its owner references, where that is another object. */
    root?: ObjectRef;
  };
  /** The engine object that `deployedBy` means, where it is known. */
  deployer?: Live;
  /** Applications of which each may be the one that `deployedBy` names. */
  rivals?: Live[];
};

/** Where a live object stands, for what its links may mean. @internal */
export interface LinkContext {
  /** Other names of the cluster, by which engines of another one may deploy to it. */
  clusterNames?: readonly (string | undefined)[];
  /** Installations of Argo CD that are told apart. */
  argocd?: readonly ArgoInstallation[];
}

/** Who deploys an object. */
type Deployer = { ref: EngineRef } & Pick<Linked, 'deployer' | 'rivals'>;

/** What must be loaded before links are complete. @internal */
export interface Missing {
  keys: ObjectKey[];
  links: LinkSet[];
}

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

class Linker {
  readonly #store: ObjectStore;
  readonly #missing: Missing;
  readonly #clusterNames: readonly (string | undefined)[];
  readonly #argocd: readonly ArgoInstallation[];

  constructor(
    store: ObjectStore,
    missing: Missing,
    { clusterNames = [], argocd = [] }: LinkContext,
  ) {
    this.#store = store;
    this.#missing = missing;
    this.#clusterNames = clusterNames;
    this.#argocd = argocd;
  }

  link(live: Live): Linked {
    const object: Linked['object'] = { ...live.object };
    const root = this.#rootOf(live);
    if (root) {
      object.root = root;
    }
    const { ref, ...by } = this.#deployedBy(live) ?? {};
    delete object.deployedBy;
    if (ref) {
      object.deployedBy = ref;
    }
    const target = object.points?.target ?? this.#targetOf(live);
    if (target) {
      object.points = { ...object.points, target };
    }
    return { ...live, ...by, object: this.#withSource(object) };
  }

  #find(ref: ObjectRef, cluster: string): Live | undefined {
    this.#missing.keys.push(...keysOf(ref));
    return present(
      this.#store
        .live(ref, cluster)
        .filter(
          ({ object }) =>
            groupOf(object.apiVersion) === groupOf(ref.apiVersion),
        ),
    );
  }

  #linked(links: LinkSet): Live[] {
    this.#missing.links.push(links);
    return this.#store.linked(links);
  }

  /** The engine that a reference names, in the cluster that it stands in. */
  #engine(
    { kind, namespace, name }: Omit<EngineRef, 'mark'>,
    cluster: string,
  ): Live | undefined {
    this.#missing.keys.push(...keysOf({ kind, namespace, name }));
    return present(
      this.#store
        .live({ kind, namespace, name }, cluster)
        .filter(({ object }) => object.engine),
    );
  }

  /** What lists this object as its own: an engine here, otherwise one of another cluster that deploys to this one. */
  #listedBy({ object }: Live): Deployer | undefined {
    const engines = this.#linked([linkTo.listed(object)]).filter(
      engine =>
        !isSame(engine.object, object) &&
        this.#deploysTo(engine, object.cluster),
    );
    const here = engines.filter(each => each.object.cluster === object.cluster);
    const [engine, ...others] = here.length > 0 ? here : engines;
    if (!engine) {
      return undefined;
    }
    const { kind, name } = engine.object;
    if (kind !== 'Application') {
      return deployer(engine, 'status.inventory');
    }
    const mark = 'status.resources';
    return others.some(
      each => each.object.kind === kind && each.object.name === name,
    )
      ? this.#tracked(object, { kind, name, mark })
      : deployer(engine, mark);
  }

  #deploysTo({ object }: Live, cluster: string): boolean {
    const to = object.engine?.destinationCluster;
    return (
      to === cluster ||
      (object.cluster !== cluster &&
        to !== undefined &&
        this.#clusterNames.includes(to))
    );
  }

  /** Its own mark: Argo CD's id or Flux's labels, otherwise the label of an Argo CD that has one of its own. */
  #markOf(object: LiveObject): EngineRef | undefined {
    const mark = object.deployedBy;
    return mark && markStrength(mark) !== 'release'
      ? mark
      : labelledBy(object, this.#argocd);
  }

  /** A label of an engine that lists its objects, but not this one: some controller copied it. */
  #isCopied(live: Live, by: Deployer): boolean {
    const mark = this.#markOf(live.object) ?? live.object.deployedBy;
    const engine = by.deployer ?? this.#engine(by.ref, live.object.cluster);
    return (
      mark !== undefined &&
      markStrength(mark) !== 'named' &&
      engine?.object.engine?.lists === true &&
      this.#listedBy(live) === undefined
    );
  }

  #deployedBy(live: Live): Deployer | undefined {
    const { object } = live;
    if (generatedKinds.has(object.kind) && object.controller) {
      return undefined;
    }
    const mark = this.#markOf(object);
    if (mark) {
      const tracked =
        mark.kind === 'Application'
          ? this.#tracked(object, mark)
          : { ref: mark };
      if (tracked) {
        return tracked;
      }
    }
    const listed = this.#listedBy(live);
    if (listed) {
      return listed;
    }
    const helm = object.deployedBy;
    if (helm && markStrength(helm) === 'release') {
      // Flux's Helm controller leaves the annotations of Helm: the release leads to the HelmRelease that made it.
      const [release] = this.#linked([
        linkTo.release(helm.namespace, helm.name),
      ]).filter(
        engine =>
          engine.object.cluster === object.cluster &&
          this.#deploysTo(engine, object.cluster),
      );
      return release ? deployer(release, helm.mark) : { ref: helm };
    }
    return this.#hinted(live);
  }

  /** Applications of this name, in any cluster: a hub deploys from another one than the one that it deploys to. */
  #applications({ name, namespace }: Omit<EngineRef, 'kind' | 'mark'>): Live[] {
    const key = { kind: 'Application', name };
    this.#missing.keys.push(key);
    const named = this.#store
      .find(key)
      .filter(
        (found): found is Live =>
          found.origin === 'live' &&
          groupOf(found.object.apiVersion) === 'argoproj.io' &&
          (namespace === undefined || found.object.namespace === namespace),
      );
    const there = named.filter(({ goneSince }) => !goneSince);
    return there.length > 0 ? there : named;
  }

  #tracked(object: LiveObject, mark: EngineRef): Deployer | undefined {
    const tracking = trackedBy(object, mark, {
      applications: this.#applications(mark),
      lists: () => this.#linked([linkTo.listed(object)]),
      isHere: name =>
        name === object.cluster || this.#clusterNames.includes(name),
      installations: this.#argocd,
    });
    if (!tracking) {
      return undefined;
    }
    const { chosen, namespace } = tracking;
    return chosen.length === 1
      ? deployer(chosen[0], mark.mark)
      : {
          ref: { ...mark, ...(namespace && { namespace }) },
          ...(chosen.length > 1 && { rivals: chosen }),
        };
  }

  /**
   * The instance label counts only when nothing else speaks, an Application of that name deploys to this namespace, and
   * that Application does not say what it manages.
   */
  #hinted({ object }: Live): Deployer | undefined {
    const hint = instanceHint(object);
    const known =
      hint === undefined
        ? []
        : this.#applications({ name: hint.name }).filter(
            ({ goneSince, object: { cluster } }) =>
              !goneSince && cluster === object.cluster,
          );
    const engine = known.length === 1 ? known[0].object.engine : undefined;
    return hint &&
      engine &&
      !engine.lists &&
      engine.destinationCluster === object.cluster &&
      engine.destinationNamespace === object.namespace
      ? deployer(known[0], `${hint.label} (a hint)`)
      : undefined;
  }

  /** The object that a controller reference means: of the same uid, where both are known. */
  #ownerOf({
    object: { controller, controllerUid, cluster },
  }: Live): Live | 'none' | 'absent' | 'replaced' {
    if (!controller) {
      return 'none';
    }
    const found =
      this.#find(controller, cluster) ??
      // A custom controller may be cluster-scoped.
      this.#find({ ...controller, namespace: undefined }, cluster);
    if (!found) {
      return 'absent';
    }
    const { uid } = found.object;
    return controllerUid && uid && controllerUid !== uid ? 'replaced' : found;
  }

  /** Deployment of a ReplicaSet that is not known, by the hash that pod and ReplicaSet share. */
  #deploymentBehind({ object }: Live, missing: ObjectRef): Live | undefined {
    if (missing.kind !== 'ReplicaSet') {
      return undefined;
    }
    for (const [label, apiVersion, kind] of [
      ['pod-template-hash', 'apps/v1', 'Deployment'],
      ['rollouts-pod-template-hash', 'argoproj.io/v1alpha1', 'Rollout'],
    ]) {
      const hash = object.labels?.[label];
      if (hash && missing.name.endsWith(`-${hash}`)) {
        const name = missing.name.slice(0, -hash.length - 1);
        const ref = { ...missing, apiVersion, kind, name };
        const found = this.#find(ref, object.cluster);
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  }

  /** Whether the object stands in Git itself, going by what deploys it. */
  #isProven(live: Live): boolean {
    if (generatedKinds.has(live.object.kind)) {
      return false;
    }
    const by = this.#deployedBy(live);
    return by !== undefined && !this.#isCopied(live, by);
  }

  /**
   * Climbs from controller to controller. An object that carries a mark of an engine stands in Git itself, so the climb
   * ends there; above it stand only objects that somebody else wrote.
   */
  #rootOf(start: Live): ObjectRef | undefined {
    let at = start;
    let root: ObjectRef | undefined;
    const seen = new Set<Live>([start]);
    for (let step = 0; step < longestChain; step++) {
      const { controller } = at.object;
      if (!controller || this.#isProven(at)) {
        return root;
      }
      const owner = this.#ownerOf(at);
      if (owner === 'replaced' || owner === 'none') {
        // Another object has taken the name since: it says nothing about this one.
        return root;
      }
      const next =
        owner === 'absent' ? this.#deploymentBehind(at, controller) : owner;
      if (!next) {
        return controller;
      }
      if (seen.has(next)) {
        return root;
      }
      seen.add(next);
      root = refOf(next.object);
      at = next;
    }
    return root;
  }

  /** The workload behind a Service, a disruption budget or a volume claim, when there is exactly one. */
  #targetOf({ object }: Live): ObjectRef | undefined {
    const { kind, namespace, name, cluster, points } = object;
    const selector = Object.entries(points?.selector ?? {});
    let users: Live[] = [];
    if (kind === 'PersistentVolumeClaim') {
      users = this.#linked([linkTo.claim(namespace, name)]);
    } else if (selector.length > 0) {
      users = this.#linked(
        selector.map(([label, value]) =>
          linkTo.podLabel(namespace, label, value),
        ),
      );
    }
    const tops = new Map<string, ObjectRef>();
    for (const user of users.filter(each => each.object.cluster === cluster)) {
      const top = this.#rootOf(user) ?? refOf(user.object);
      // A Job or ReplicaSet whose owner is gone would hide the workload that is still there.
      const counts =
        kind === 'PersistentVolumeClaim' ||
        this.#find(top, cluster) !== undefined;
      if (counts) {
        tops.set(linkTo.listed(top), top);
      }
    }
    return tops.size === 1 ? [...tops.values()][0] : undefined;
  }

  /** What the source of Flux knows that an engine object names. */
  #withSource(object: Linked['object']): Linked['object'] {
    const { engine, cluster } = object;
    const named = engine?.source;
    if (!engine || !named) {
      return object;
    }
    const source = this.#source(named, cluster);
    if (!source) {
      return object;
    }
    const { from, ...chart } = source;
    const at = from ? this.#source(from, cluster) : source;
    const url = at?.url;
    const completed = {
      ...engine,
      ...(from && chart),
      ...(url && { repoUrl: url }),
    };
    const revision = completed.revision ?? at?.revision;
    if (revision) {
      completed.revision = revision;
    }
    if (named.kind === 'OCIRepository' && engine.chart && url) {
      // The chart of an OCI repository is called like the end of its address.
      completed.chart = url
        .replace(/(?<!\/)\/+$/, '')
        .split('/')
        .at(-1);
    }
    return {
      ...object,
      engine: completed,
      versions: object.versions.map(pin =>
        pin.kind === 'revision' && url ? { ...pin, name: url } : pin,
      ),
    };
  }

  #source(
    { kind, namespace, name }: NonNullable<LiveSource['from']>,
    cluster: string,
  ): LiveSource | undefined {
    this.#missing.keys.push({ kind, name, namespace: namespace ?? null });
    return present(
      this.#store
        .live({ kind, namespace, name }, cluster)
        .filter(({ object }) => object.source),
    )?.object.source;
  }
}

/**
 * Links a live object to others: who deploys it, what controls it in the end, what it points at, where its source leads.
 * Pure over the store; what that lacks is noted, and the links are as complete as the store is.
 *
 * @internal
 */
export function linkLive(
  live: Live,
  store: ObjectStore,
  missing: Missing,
  context: LinkContext = {},
): Linked {
  return new Linker(store, missing, context).link(live);
}

function deployer(engine: Live, mark: string): Deployer {
  return { ref: engineRef(engine.object, mark), deployer: engine };
}

function engineRef(object: LiveObject, mark: string): EngineRef {
  const { kind, namespace, name } = object;
  if (
    kind !== 'Application' &&
    kind !== 'Kustomization' &&
    kind !== 'HelmRelease'
  ) {
    throw new Error(`${kind} is no engine`);
  }
  return { kind, ...(namespace && { namespace }), name, mark };
}
