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
  /** GitLab calls groups and people alike: `@payments` is the group of that name where a directory knows one. */
  mayBeGroup?: boolean;
  /** A key that software writes about its own affairs as well, under a domain of its own: sure where a directory knows the value. */
  unsure?: boolean;
  /** The mark says that nobody owns this (a CODEOWNERS rule without owners). */
  explicitlyUnowned?: boolean;
  /** A catch-all (`*` in CODEOWNERS, the repository's own owner): it never contradicts a more specific claim. */
  catchAll?: boolean;
  /** A name alone leads to what it is about: another thing may be meant, so that it is a guess. */
  doubtful?: boolean;
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
  /** `chart`: also what another manager of packages installs, as the operators of OpenShift. */
  kind: 'image' | 'chart' | 'revision';
  /** Image repository, name of the chart or package, or repository URL. */
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
  /**
   * Flux: the ImagePolicy, `flux-system:cart`, or the annotation of Flux v1, `filter.fluxcd.io/chart-image: semver:~1`.
   * Argo CD Image Updater: the entry of its list, `cart=ghcr.io/acme/cart:~1`.
   */
  policy: string;
  /** The part of the image that the line holds. Absent: all of it. */
  field?: 'name' | 'tag' | 'digest';
}
