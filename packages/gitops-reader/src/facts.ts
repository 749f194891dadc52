/** @public */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue | undefined };

/** @public */
export type JsonObject = { [key: string]: JsonValue | undefined };

/**
 * A line of a file at a commit: the place where a person can check a fact.
 *
 * @public
 */
export interface FileLocation {
  repository: string;
  /** The commit, 40 hex digits, or `'working-tree'`. */
  revision: string;
  path: string;
  /** Counted from 1. */
  line?: number;
}

/** @public */
export interface ObjectRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/**
 * What a claim or a version rests on: a line of a file, or a field of an object in a cluster.
 *
 * @public
 */
export type Evidence =
  | {
      type: 'file';
      location: FileLocation;
      /** The line as it is written, cut at 200 characters. Never a secret value. */
      text?: string;
    }
  | {
      type: 'object';
      cluster: string;
      object: ObjectRef;
      /** `metadata.labels.team`, `metadata.annotations.…`, `metadata.namespace`. */
      field: string;
      text?: string;
    };

/**
 * Where a claim of ownership comes from. The order of precedence is the lookup's business.
 *
 * @public
 */
export type ClaimSource =
  | 'alert-label'
  | 'object-label'
  | 'pod-template-label'
  | 'controller-label'
  | 'namespace-label'
  | 'engine-object'
  | 'codeowners'
  | 'owners-file'
  | 'path-convention'
  | 'catalog-entity'
  | 'role-binding'
  | 'chart-maintainer'
  | 'repository-default';

/**
 * Somebody says that a team answers for something.
 *
 * @public
 */
export interface Claim {
  source: ClaimSource;
  /** The mark as it was written: `@acme/payments`, `team-payments`. Empty for `explicitlyUnowned`. */
  raw: string;
  /** The mark says that nobody owns this (a CODEOWNERS rule without owners). */
  explicitlyUnowned?: boolean;
  /** A catch-all (`*` in CODEOWNERS, the repository's own owner): it never contradicts a more specific claim. */
  catchAll?: boolean;
  /**
   * Claims of one source and place with the same value here are made together, though they stand on several lines:
   * sections of GitLab's CODEOWNERS add up. Absent: those of one line are.
   */
  together?: string;
  evidence: Evidence;
}

/**
 * A file that configures an object, and in which role.
 *
 * @public
 */
export interface ConfigPlace {
  /**
   * `manifest`: declares the object. `overlay`: a kustomization or patch that changes it for an
   * environment. `values`: Helm values. `application`: the Argo CD or Flux object that deploys it.
   */
  role: 'manifest' | 'overlay' | 'values' | 'application';
  location: FileLocation;
  /** What this place does to the object: `sets image tag`, `adds namespace`, … */
  note?: string;
}

/** @public */
export interface VersionPin {
  kind: 'image' | 'chart' | 'revision';
  /** Image repository, chart name, or repository URL. */
  name: string;
  /** As written, numbers keep their text. */
  value: string;
  evidence: Evidence;
  /** The key that pins it, e.g. `images[name=ghcr.io/acme/cart].newTag`. */
  key: string;
  /** Who rewrites it when there is a newer one. Absent: nobody that Git tells of. */
  automation?: PinAutomation;
}

/**
 * What keeps a version up to date by itself, so that people do not change the line by hand.
 *
 * @public
 */
export interface PinAutomation {
  by: 'flux' | 'argocd-image-updater';
  /** Flux: the ImagePolicy, `flux-system:cart`. Argo CD Image Updater: the entry of its list, `cart=ghcr.io/acme/cart:~1`. */
  policy: string;
  /** The part of the image that the line holds. Absent: all of it. */
  field?: 'name' | 'tag' | 'digest';
}

/** @public */
export type SecretMechanism =
  'external-secrets' | 'sealed-secrets' | 'sops' | 'csi' | 'vault' | 'plain';

/**
 * An object or file that brings a secret into being. Holds names, never values.
 *
 * @public
 */
export interface SecretFact {
  mechanism: SecretMechanism;
  kind: string;
  namespace?: string;
  /** Name of the Secret that results, where it is known, otherwise of the object. */
  name: string;
  /** Name of the object (or file) that brings it into being, where that is another one. */
  object?: string;
  environment?: string;
  cluster?: string;
  /** Name of the store, vault or provider class. */
  store?: string;
  location: FileLocation;
}

/**
 * How a job of a CI system proves to another party who it is. Holds names of secrets, never values.
 *
 * @public
 */
export interface CredentialFact {
  /** Whom it convinces: `aws`, `gcp`, `azure`, `vault`, `kubernetes`, `registry`, `github`, …. */
  provider: string;
  /** `oidc`: a token of the run, exchanged for short-lived access. `static`: a stored secret. */
  method: 'oidc' | 'static';
  /** Why: the action and its input, or the variable, as it is written. */
  reason: string;
  /** Names of the CI system's secrets that it uses. */
  secrets?: string[];
  /** Job, or `image` and `before_script` of a whole pipeline. */
  job?: string;
  /** The line that decides. */
  location: FileLocation;
}

/**
 * A rule that a cluster or a CI job holds objects against.
 *
 * @public
 */
export interface PolicyFact {
  engine: 'kyverno' | 'gatekeeper' | 'admission-policy' | 'opa' | 'ci';
  kind: string;
  namespace?: string;
  /** Name of the policy object, or the command that a CI job runs: `kyverno apply`. */
  name: string;
  /** What happens to an object that breaks it. `unknown`: decided elsewhere, or nothing binds it here. */
  action: 'enforce' | 'warn' | 'audit' | 'mutate' | 'generate' | 'unknown';
  /** Names of its rules, where it has some. */
  rules?: string[];
  /** Why the action is what it is, where that needs words: `no binding names it`, `|| true`. */
  note?: string;
  environment?: string;
  cluster?: string;
  location: FileLocation;
}

/**
 * A version that a file pins for a service without declaring an object: a tag file, a line of a values file that a
 * chart of elsewhere reads.
 *
 * @public
 */
export interface ServicePin {
  service: string;
  /** The directory that stands for the service in all environments. */
  path: string;
  environment?: string;
  cluster?: string;
  pin: VersionPin;
}

/**
 * Something that was taken for granted because it is usual, and why: the reader of a scan may know better.
 *
 * @public
 */
export interface Guess {
  /** What about: `environment`, `repository-url`, `service`, `namespace`, …. */
  about: string;
  /** `clusters/prd-eu is the environment production`. */
  guess: string;
  /** What follows a `because`: `it is named so`. */
  why: string;
  location?: FileLocation;
}

/**
 * What an engine object (Argo CD Application, Flux Kustomization or HelmRelease) deploys.
 *
 * @public
 */
export interface EngineFact {
  /** URL of the repository or chart repository it reads. Absent: the repository that it stands in. */
  repoUrl?: string;
  path?: string;
  /** Branch, tag, commit or version range. */
  revision?: string;
  chart?: string;
  /** Values files, from the root of the repository that holds them. */
  valuesFiles?: string[];
  /** URL of the repository that holds the values files, where it is another one than `repoUrl`. */
  valuesRepoUrl?: string;
  destinationCluster?: string;
  destinationNamespace?: string;
  /** Name of the Helm release, where it is not that of the engine object. */
  releaseName?: string;
  /** Names of what has to be ready before it, `namespace/name` where it is another namespace's. */
  dependsOn?: string[];
  /** Flux was told to leave it as it is: what changes in Git does not reach the cluster. */
  suspended?: boolean;
  /** Its own sync policy applies nothing: a person syncs it, or the steps of its ApplicationSet do. */
  manual?: boolean;
  /** Live objects only: the source of Flux that it reads, which knows the URL. */
  source?: Omit<ObjectRef, 'apiVersion'>;
  /** Live objects only: it lists what it deploys, so that what it does not list is not its own. */
  lists?: boolean;
}

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
  reconciledAt?: string;
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
  /** The last time that it changed one of them. Absent where the API server keeps none, as for `scale`. */
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
 * An object as Git declares it. The same object appears once per environment that builds it.
 *
 * @public
 */
export interface DeclaredObject extends ObjectRef {
  environment?: string;
  cluster?: string;
  /** The line of the document that declares it. */
  location: FileLocation;
  /** Directory of the kustomization, or of the chart, that builds it; absent for a plain file. */
  builtBy?: string;
  /** Labels and annotations as built, in so far as they can matter to ownership or identity. */
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  claims: Claim[];
  config: ConfigPlace[];
  versions: VersionPin[];
  /** Names of Secrets that its pods need (same namespace). */
  secretRefs?: string[];
  engine?: EngineFact;
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

/**
 * How to reach a team.
 *
 * @public
 */
export interface Contact {
  /** `person`: somebody who belongs to the team, by the name that they sign in with: `@jo`. */
  type: 'email' | 'chat' | 'oncall' | 'url' | 'person';
  /** The address or channel as people write it: `#payments-oncall`. */
  value: string;
  url?: string;
  evidence?: Evidence;
}

/**
 * A team as a directory describes it (a Backstage Group in Git, the portal's catalog, configuration, a host's team list).
 *
 * @public
 */
export interface TeamFact {
  /** Backstage ref: `group:default/payments`, or `user:default/x` where people own. */
  ref: string;
  title?: string;
  /** Other marks that mean this team: `@acme/payments`, `team-payments`. */
  aliases: string[];
  contacts: Contact[];
  evidence?: Evidence;
}

/** @public */
export interface Finding {
  /** Kebab-case, stable: `yaml-unparseable`, `owners-contested`. */
  rule: string;
  severity: 'error' | 'warning' | 'info';
  location: FileLocation;
  message: string;
  fix?: string;
}

/** A file that was not read, and why. @public */
export interface SkippedFile {
  path: string;
  reason: string;
  /** What could not be listed of a cluster: no object of this kind may be taken for gone. Without it, no object at all. */
  kind?: { group: string; kind: string };
}

/**
 * Whose rules a CODEOWNERS file follows.
 *
 * @public
 */
export type CodeownersDialect = 'github' | 'gitlab';

/**
 * How the owner of any path in a repository is found: kept so that a path that declares nothing can be asked for.
 *
 * @public
 */
export interface OwnershipRules {
  codeowners?: {
    path: string;
    text: string;
    /** Absent: GitHub's. */
    dialect?: CodeownersDialect;
  };
  /** Claims of the repository as a whole (catalog-info.yaml, host's team list). */
  repositoryClaims: Claim[];
  /** Claims of directories on all that lies below (a catalog-info.yaml in one). The innermost counts. */
  directoryClaims?: DirectoryClaims[];
}

/** @public */
export interface DirectoryClaims {
  directory: string;
  /** Directories are compared within one source only. */
  source: ClaimSource;
  /** A regular expression on the path from the directory on; absent for all below. Known to be harmless to run. */
  pattern?: string;
  /** Empty: the directory ends what outer ones claim, and claims nothing itself. */
  claims: Claim[];
}

/**
 * All that one repository says at one commit.
 *
 * @public
 */
export interface RepositoryFacts {
  repository: string;
  revision: string;
  objects: DeclaredObject[];
  secrets: SecretFact[];
  credentials: CredentialFact[];
  policies: PolicyFact[];
  /** Versions that stand in files of their own. */
  pins: ServicePin[];
  guesses: Guess[];
  teams: TeamFact[];
  ownership: OwnershipRules;
  findings: Finding[];
  skipped: SkippedFile[];
  /** Number of files in the tree, and how many of them were parsed. */
  counts: { files: number; parsed: number };
}

/**
 * All that one cluster reported.
 *
 * @public
 */
export interface ClusterFacts {
  cluster: string;
  environment?: string;
  objects: LiveObject[];
  skipped: SkippedFile[];
}

/** The commit that last touched a file. @public */
export interface Change {
  revision: string;
  /** RFC 3339, the committer's date. */
  at: string;
  author: string;
  subject: string;
  /** Number of the pull request, where the subject names one. */
  pullRequest?: string;
  path: string;
}
