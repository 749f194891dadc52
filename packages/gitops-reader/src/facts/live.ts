import { EngineFact } from './declared';
import { Claim, ObjectRef, VersionPin } from './evidence';
import { PromotionFact } from './promotion';

/** Where a source of Flux leads, by its own spec. @public */
export interface LiveSource {
  url?: string;
  /** Branch, tag, semver range, digest, commit; of a HelmChart, the version. */
  revision?: string;
  /** HelmCharts only: the source that holds the chart, and where in it. */
  from?: Omit<ObjectRef, 'apiVersion'>;
  path?: string;
  chart?: string;
  valuesFiles?: string[];
}

/**
 * Where an engine object stands: one model for Argo CD and Flux, for several of each. Words alone, never messages.
 *
 * @public
 */
export interface EngineState {
  /** Whether the cluster is as Git says, as the engine last saw it. */
  sync: 'synced' | 'out-of-sync' | 'progressing' | 'failed' | 'unknown';
  /** As the engine says it: `Healthy`, `Degraded`. */
  health?: string;
  /** Revisions that were applied last, one per source; of a HelmRelease, the version of the chart. */
  applied?: string[];
  /** Those that were tried last, whether that worked or not. */
  attempted?: string[];
  /** Argo CD: those that the cluster was compared with. */
  compared?: string[];
  suspended?: boolean;
  /** It applies by itself what is new. */
  autoSync?: boolean;
  /** It puts back what was changed in the cluster. */
  selfHeal?: boolean;
  lastOperation?: {
    phase?: string;
    startedAt?: string;
    finishedAt?: string;
    automated: boolean;
    /** Name of the user who started it. */
    by?: string;
  };
  conditions?: {
    type: string;
    status?: string;
    reason?: string;
    since?: string;
  }[];
  /** Argo CD: resources that differ from Git, or wait to be deleted. */
  outOfSync?: {
    group?: string;
    kind: string;
    namespace?: string;
    name: string;
    prune?: boolean;
  }[];
}

/**
 * Who wrote which fields of a live object, without their values.
 *
 * @public
 */
export interface FieldWriter {
  /** As the client called itself. Anybody may take any name. */
  manager: string;
  by: 'human' | 'ci' | 'gitops' | 'controller' | 'unknown';
  operation: 'Apply' | 'Update';
  /** `scale`: through a request that sets the number of replicas alone. */
  subresource?: string;
  /**
   * The last time that it changed one of them. Absent where the API server keeps none, as for `scale`, and where the status that it
   * writes as well may be what it changed.
   */
  at?: string;
  /** `spec.template.spec.containers[name=cart].image`. */
  fields: string[];
  /** How many there are beyond those. */
  more?: number;
}

/**
 * What a live object says of a Secret, by what makes it or waits for it.
 *
 * @public
 */
export interface SecretState {
  name: string;
  state: 'ok' | 'failing' | 'stale' | 'missing' | 'missing-key' | 'unknown';
  /** The word of a condition. */
  reason?: string;
  /** The key that a container does not find in it. */
  key?: string;
  since?: string;
  /** When it was last fetched, and how often it should be. */
  refreshedAt?: string;
  refreshSeconds?: number;
}

/** Who deploys an object: the engine object, by name. @public */
export interface EngineRef {
  kind: 'Application' | 'Kustomization' | 'HelmRelease';
  namespace?: string;
  name: string;
  /** Which mark says so: `argocd.argoproj.io/tracking-id`, `kustomize.toolkit.fluxcd.io/name`, … */
  mark: string;
}

/**
 * An object as a cluster reported it, going by itself alone. What others say of it is found by their `links`.
 *
 * @public
 */
export interface LiveObject extends ObjectRef {
  cluster: string;
  uid?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  claims: Claim[];
  versions: VersionPin[];
  /** Direct controller (the owner reference with `controller: true`). */
  controller?: ObjectRef;
  /** The uid that the controller must have. */
  controllerUid?: string;
  /** Who deploys it, by its own marks. */
  deployedBy?: EngineRef;
  engine?: EngineFact;
  /** Engine objects: where it stands. */
  state?: EngineState;
  /** Objects of promotion tools. */
  promotion?: PromotionFact;
  /** Sources of Flux. */
  source?: LiveSource;
  /** Who wrote it, of kinds that people write. */
  writers?: FieldWriter[];
  /** Secrets that it makes, or lacks. */
  secretStates?: SecretState[];
  /** What it declares links to (`linkTo`): an index finds it by them. */
  links?: string[];
  secretRefs?: string[];
  /** RFC 3339. */
  createdAt?: string;
  /** One line on its health where status tells: `2 of 3 ready`, `CrashLoopBackOff`. */
  status?: string;
  /** Addresses of a Node; claim name of a PersistentVolume; scale target of an HPA. */
  points?: {
    addresses?: string[];
    target?: ObjectRef;
    selector?: Record<string, string>;
  };
}
