import { Confidence } from '../answer';
import {
  Claim,
  ConfigPlace,
  EngineFact,
  EngineRef,
  LiveObject,
  ObjectRef,
} from '@plumbline/gitops-reader';
import { SourceInfo } from '../factIndex';
import { workloadKinds } from '../names/kinds';
import { ArgoInstallation } from './argocd';
import {
  Declared,
  describe,
  keysOf,
  Live,
  ObjectStore,
  present,
  refOf,
  sameGroup,
} from './ObjectStore';
import { Linked, linkLive, Missing } from './linkLive';
import {
  deployerOf,
  originsOf,
  TwinFinder,
  twinsOf,
  Whereabouts,
} from './twins';

/**
 * One way to understand a question: an object in a cluster, or as Git declares it for an environment.
 *
 * @internal
 */
export interface Reading {
  /** What is answered for: the end of the chain. */
  subject: ObjectRef;
  cluster?: string;
  environment?: string;
  confidence: Confidence;
  /** Each step in words. */
  reasons: string[];
  /** The object that was asked for and those between it and the subject, the asked one first. */
  chain: Live[];
  /** The subject as the cluster reported it. */
  live?: Live;
  declared: Declared[];
  /** Declarations, of its namespace as well, that more than a name ties to what runs. */
  tied: readonly Declared[];
  /** What declares it has its name and says no namespace: it may be another object. */
  byName: boolean;
  namespaces: { live: Live[]; declared: Declared[] };
  engine?: Engine;
  /** The chart or directory that the engine deploys, where no manifest declares the subject. */
  from?: DeployedFrom;
  /** What the portal's catalog says of it. */
  catalog?: Claim[];
  /** Places of equal right that declare the subject, when there are several. */
  declaredTwice: boolean;
}

/** What deploys the subject. @internal */
export interface Engine {
  ref: { kind: string; namespace?: string; name: string };
  live?: Live;
  declared: Declared[];
  /** Where several may be meant and nothing tells which: all of them. */
  rivals?: Live[];
}

/** A place in an indexed repository that an engine deploys from. @internal */
export interface DeployedFrom {
  source: string;
  claims: Claim[];
  /** Rules of files that make something else of it. */
  makers?: Claim[];
  config: ConfigPlace[];
  /** The address that it was taken for, where its name is all that says so. */
  byName?: string;
}

/** Where a reading starts: at a live object, or at what Git declares. @internal */
export type Start = {
  confidence: Confidence;
  reasons: string[];
  /** Where that runs which was asked for, if what is found deploys there from another namespace. */
  namespace?: string;
} & (
  | { live: Live; declared?: undefined }
  | { declared: Declared; live?: undefined }
);

/** A reading, or what must be loaded before it is complete. @internal */
export interface Tracing {
  reading: Reading;
  missing: MissingFacts;
}

type MissingFacts = Missing & { sources: string[] };

const longestChain = 6;

/**
 * Follows an object to what is answered for, and collects everything that belongs to that. Pure over the store.
 *
 * @internal
 */
export function trace(
  start: Start,
  store: ObjectStore,
  sources: ReadonlyMap<string, SourceInfo>,
  argocd: readonly ArgoInstallation[] = [],
): Tracing {
  const missing: MissingFacts = { keys: [], links: [], sources: [] };
  const reasons = [...start.reasons];
  const chain: Linked[] = [];
  let subject = refOf((start.live ?? start.declared).object);
  const cluster = (start.live ?? start.declared).object.cluster;
  const clusterInfo = cluster ? sources.get(`cluster:${cluster}`) : undefined;
  const namesOf = (name: string | undefined) => [
    name,
    ...(sources.get(`cluster:${name}`)?.aliases ?? []),
  ];
  const clusterNames = namesOf(cluster);
  const linked = (found: Live | undefined) =>
    found && linkLive(found, store, missing, { clusterNames, argocd });
  let live = linked(start.live);

  for (let step = 0; live && step < longestChain; step++) {
    const next = nextOf(live);
    if (!next || sameRef(next.ref, subject)) {
      break;
    }
    chain.push(live);
    reasons.push(
      `${describe(subject)} → ${describe(next.ref)} (${next.reason})`,
    );
    subject = refOf(next.ref);
    missing.keys.push(...keysOf(subject));
    live = linked(liveOf(subject, store, cluster));
  }
  missing.keys.push(...keysOf(subject));

  const environment =
    clusterInfo?.environment ?? start.declared?.object.environment;
  const made = live ?? chain.at(-1);
  const engine = engineOf(made, store, missing, {
    namesOf,
    environment,
    argocd,
    sources,
  });
  const where: Whereabouts = {
    namespace: subject.namespace,
    cluster,
    clusterNames,
    environment,
    origins: originsOf(engine?.live, engine?.declared ?? []),
    deployer: deployerOf(made, engineFactOf(engine)),
    engine: live?.object.engine,
    sources,
  };
  let twins = start.declared
    ? { declared: [start.declared], tied: [start.declared], byName: false }
    : twinsOf(declaredOf(subject, store), where, missing.sources);
  const maker = live?.object.engine && live.object.root;
  if (twins.declared.length === 0 && maker) {
    missing.keys.push(...keysOf(maker));
    twins = twinsOf(
      declaredOf(maker, store),
      { ...where, namespace: maker.namespace, engine: undefined },
      missing.sources,
    );
  }

  const namespaces: Reading['namespaces'] = { live: [], declared: [] };
  const ofNamespace = new TwinFinder({ ...where, namespace: undefined });
  const within = start.namespace ?? subject.namespace;
  if (within) {
    const ref = { kind: 'Namespace', name: within };
    missing.keys.push(...keysOf(ref));
    namespaces.live = store.live(ref, cluster).filter(() => cluster);
    // Whoever deploys into a namespace need not have made it.
    namespaces.declared = twinsOf(
      store.declared(ref),
      { ...where, namespace: undefined, origins: [] },
      missing.sources,
    ).declared;
  }
  return {
    missing,
    reading: {
      subject,
      cluster,
      environment,
      confidence: start.confidence,
      reasons,
      chain,
      live,
      declared: twins.declared,
      tied: [
        ...twins.tied,
        ...namespaces.declared.filter(indexed => ofNamespace.isTied(indexed)),
      ],
      byName: twins.byName,
      namespaces,
      engine,
      declaredTwice:
        new Set(
          twins.declared.map(
            ({ object }) =>
              `${object.location.repository} ${object.location.path} ${object.location.line}`,
          ),
        ).size > 1,
    },
  };
}

/** What is known of what an engine deploys: as the cluster reports it, otherwise as Git declares it. @internal */
export function engineFactOf(
  engine: Engine | undefined,
): EngineFact | undefined {
  return (
    engine?.live?.object.engine ??
    engine?.declared.find(({ object }) => object.engine)?.object.engine
  );
}

/** Where responsibility for an object leads: its root, or what it points at. */
function nextOf(live: Linked): { ref: ObjectRef; reason: string } | undefined {
  const { root, controller, points, kind, engine } = live.object;
  if (engine) {
    // Whoever asks for an Application means it, and not the ApplicationSet that made it.
    return undefined;
  }
  if (root && root.kind !== 'Node') {
    return { ref: root, reason: 'owner reference' };
  }
  if (controller && controller.kind !== 'Node') {
    return { ref: controller, reason: 'owner reference' };
  }
  if (points?.target && kind !== 'Namespace') {
    const reasons: Record<string, string> = {
      Service: 'selector',
      PodDisruptionBudget: 'selector',
      HorizontalPodAutoscaler: 'scale target',
      PersistentVolumeClaim: 'mounted by',
      PersistentVolume: 'claim reference',
    };
    return {
      ref: points.target,
      reason: reasons[kind] ?? 'points at it',
    };
  }
  return undefined;
}

function engineOf(
  live: Linked | undefined,
  store: ObjectStore,
  missing: MissingFacts,
  place: {
    namesOf: (cluster: string) => (string | undefined)[];
    environment?: string;
    argocd: readonly ArgoInstallation[];
    sources: ReadonlyMap<string, SourceInfo>;
  },
  outermost = false,
): Engine | undefined {
  const by = live?.object.deployedBy;
  if (!live || !by) {
    return undefined;
  }
  const ref = { kind: by.kind, namespace: by.namespace, name: by.name };
  if (by.namespace) {
    missing.keys.push(...keysOf(ref));
  } else {
    missing.keys.push({ kind: by.kind, name: by.name });
  }
  const clusterNames = place.namesOf(live.object.cluster);
  const found =
    live.deployer ?? namedEngine(live.object, by, store, clusterNames);
  const engine =
    found &&
    linkLive(found, store, missing, {
      clusterNames: place.namesOf(found.object.cluster),
      argocd: place.argocd,
    });
  // What deploys the engine object itself tells which directory it was built from.
  const outer = outermost
    ? undefined
    : engineOf(engine, store, missing, place, true);
  const namespace = by.namespace ?? engine?.object.namespace;
  const where: Whereabouts = {
    namespace,
    cluster: live.object.cluster,
    clusterNames,
    environment: place.environment,
    origins: originsOf(outer?.live, outer?.declared ?? []),
    deployer: deployerOf(engine, engineFactOf(outer)),
    engine: engine?.object.engine,
    sources: place.sources,
  };
  const isAnywhere = by.kind === 'Application' && !namespace;
  const twins = twinsOf(
    isAnywhere
      ? applicationsFor(by.name, store, clusterNames)
      : store.declared({ ...ref, namespace }),
    { ...where, anyNamespace: isAnywhere },
    missing.sources,
  ).declared;
  let declared = isAnywhere ? onlyOne(twins) : twins;
  const maker = engine?.object.root ?? engine?.object.controller;
  if (declared.length === 0 && maker) {
    // An ApplicationSet stands in Git for the Applications that it makes.
    missing.keys.push(...keysOf(maker));
    declared = twinsOf(
      declaredOf(maker, store),
      { ...where, namespace: maker.namespace, engine: undefined },
      missing.sources,
    ).declared;
  }
  return { ref, live: engine, declared, rivals: live.rivals };
}

/** The object of Flux that a label names. Which Application a mark of Argo CD means has been told before. */
function namedEngine(
  { cluster }: LiveObject,
  { kind, namespace, name }: EngineRef,
  store: ObjectStore,
  clusterNames: (string | undefined)[],
): Live | undefined {
  if (kind === 'Application') {
    return undefined;
  }
  // A hub deploys from another cluster than the one that it deploys to.
  const matching = namespace
    ? store.live({ kind, namespace, name })
    : store
        .find({ kind, name })
        .filter((indexed): indexed is Live => indexed.origin === 'live');
  // One that deploys elsewhere has nothing to do with it, even where no other has the name.
  const forIt = matching.filter(({ object }) =>
    clusterNames.includes(object.engine?.destinationCluster ?? object.cluster),
  );
  return (
    present(forIt.filter(({ object }) => object.cluster === cluster)) ??
    present(forIt)
  );
}

/** Applications in Git of a name that deploy to a cluster, whatever their namespace: that of Argo CD is known from none of its marks. */
function applicationsFor(
  name: string,
  store: ObjectStore,
  clusterNames: (string | undefined)[],
): Declared[] {
  return store
    .find({ kind: 'Application', name })
    .filter(
      (indexed): indexed is Declared =>
        indexed.origin === 'declared' &&
        sameGroup(indexed.object, { apiVersion: 'argoproj.io/v1alpha1' }),
    )
    .filter(
      ({ object: { engine } }) =>
        !engine?.destinationCluster ||
        clusterNames.includes(engine.destinationCluster),
    );
}

/** Declarations of one object; none where they are of several. */
function onlyOne(declared: Declared[]): Declared[] {
  const namespaces = new Set(declared.map(({ object }) => object.namespace));
  return namespaces.size === 1 ? declared : [];
}

function sameRef(a: ObjectRef, b: ObjectRef): boolean {
  return (
    a.kind === b.kind &&
    a.name === b.name &&
    (a.namespace ?? '') === (b.namespace ?? '') &&
    sameGroup(a, b)
  );
}

function liveOf(
  ref: ObjectRef,
  store: ObjectStore,
  cluster: string | undefined,
): Live | undefined {
  return present(
    store.live(ref, cluster).filter(({ object }) => sameGroup(object, ref)),
  );
}

function declaredOf(ref: ObjectRef, store: ObjectStore): Declared[] {
  return store.declared(ref).filter(({ object }) => sameGroup(object, ref));
}

/** Whether this kind is one that people mean when they say workload. */
export function isWorkload(kind: string): boolean {
  return workloadKinds.includes(kind);
}
