import {
  Claim,
  ConfigPlace,
  FileLocation,
  ObjectRef,
  VersionPin,
} from './evidence';

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
  /** It says how Helm is to render what lies at its path, so that this is a chart. */
  rendersChart?: boolean;
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

/**
 * Who makes an object of a base or a chart that is not theirs, by the files that do so.
 *
 * @public
 */
export interface TemplateUse {
  /** Files that make it another thing than the template, the innermost first: their rules speak before the template's. */
  makers: string[];
  /** Stands for the files beside the last maker, which make something else of it: what rules say of those too, they do not say of it. */
  beside?: string;
  /** Files of layers beside a base: their rules speak where it has none of its own. */
  layers: string[];
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
  /** Between readers alone, never in facts: the files that make it of what others use as well. */
  template?: TemplateUse;
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
