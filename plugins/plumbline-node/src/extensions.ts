import { createExtensionPoint } from '@backstage/backend-plugin-api';
import {
  Change,
  FileTree,
  JsonObject,
  TeamFact,
} from '@plumbline/gitops-reader';

/**
 * A repository to index, as a provider found it.
 *
 * @public
 */
export interface RepositoryDescriptor {
  /** `owner/name` where the host has owners. Unique over all providers. */
  name: string;
  /** What git can fetch: an https, ssh or file URL, or an absolute path. */
  url: string;
  /** Pages on the host, for links: `https://github.com/acme/app-config`. */
  webUrl?: string;
  /** Absent: the remote's default branch. */
  branch?: string;
  /**
   * Head of the branch where the listing already tells: an equal one saves a fetch.
   */
  revision?: string;
  /** Called right before a fetch; the result is never stored. */
  credentials?: () => Promise<
    { username: string; password: string } | undefined
  >;
}

/**
 * Finds repositories (and teams, where the host knows them).
 *
 * @public
 */
export interface RepositoryProvider {
  /** Unique, e.g. `git`, `github`. */
  readonly id: string;
  /**
   * The complete list. Must throw when it could not be completed: a partial list would look like removals.
   */
  repositories(options: {
    signal: AbortSignal;
  }): Promise<RepositoryDescriptor[]>;
  /** The complete list of teams; same rule. */
  teams?(options: { signal: AbortSignal }): Promise<TeamFact[]>;
}

/**
 * One repository at one commit, opened for reading.
 *
 * @public
 */
export interface OpenedRepository {
  tree: FileTree;
  /** Last change of each path that has one in the history that is at hand. Reads only the history that it needs. */
  lastChanges(paths: string[]): Promise<Map<string, Change>>;
  close(): Promise<void>;
}

/**
 * Opens a repository at the head of its branch, fetching only what is new.
 *
 * @public
 */
export interface RepositoryOpener {
  /** The revision at the head of the branch, as cheaply as the protocol allows. */
  head(
    repository: RepositoryDescriptor,
    options: { signal: AbortSignal },
  ): Promise<string>;
  open(
    repository: RepositoryDescriptor,
    options: { signal: AbortSignal },
  ): Promise<OpenedRepository>;
  /** One file at a commit that was opened before, from local storage only; `undefined` when it is not there. */
  readFile(
    repository: string,
    revision: string,
    path: string,
  ): Promise<Uint8Array | undefined>;
}

/** @public */
export interface ClusterDescriptor {
  /** Unique over all providers; the value of an alert's `cluster` label. */
  name: string;
  /** Other names for it: `https://kubernetes.default.svc`, an API server URL, a label value. */
  aliases?: string[];
  environment?: string;
}

/**
 * Finds clusters and reads their objects.
 *
 * @public
 */
export interface ClusterProvider {
  readonly id: string;
  /** The complete list; throws when it could not be completed. */
  clusters(options: { signal: AbortSignal }): Promise<ClusterDescriptor[]>;
  /**
   * Every object of the cluster, each as the API server (or `kubectl get -o yaml`) gives it. Throws when the list
   * could not be completed. A part that cannot be read but harms nothing else is yielded as `skipped`.
   * `taken` is when the picture was taken, RFC 3339, where it is not now.
   */
  objects(
    cluster: ClusterDescriptor,
    options: { signal: AbortSignal },
  ): AsyncIterable<
    | { object: JsonObject }
    | { skipped: { path: string; reason: string } }
    | { taken: string }
  >;
}

/** @public */
export interface PlumblineRepositoriesExtensionPoint {
  addProvider(...providers: RepositoryProvider[]): void;
  /** One per installation; the second call throws. */
  setOpener(opener: RepositoryOpener): void;
}

/** @public */
export interface PlumblineClustersExtensionPoint {
  addProvider(...providers: ClusterProvider[]): void;
}

/** Where modules add repositories. @public */
export const plumblineRepositoriesExtensionPoint =
  createExtensionPoint<PlumblineRepositoriesExtensionPoint>({
    id: 'plumbline.repositories',
  });

/** Where modules add clusters. @public */
export const plumblineClustersExtensionPoint =
  createExtensionPoint<PlumblineClustersExtensionPoint>({
    id: 'plumbline.clusters',
  });
