import { createExtensionPoint } from '@backstage/backend-plugin-api';
import {
  Change,
  FileTree,
  HostKind,
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
  /**
   * A directory that cannot be read cannot tell its name: the name that the same `url` was listed by before counts, where there
   * is one.
   */
  nameIsGuessed?: boolean;
  /** What git can fetch: an https, ssh or file URL, or an absolute path. */
  url: string;
  /** Pages on the host, for links: `https://github.com/acme/app-config`. */
  webUrl?: string;
  /** The kind of the host, where the provider knows it: its name need not tell. */
  hostKind?: HostKind;
  /** Absent: the remote's default branch, whichever that is when it is read. */
  branch?: string;
  /** Name of the default branch, where the listing tells and no `branch` is set: it may be another one by now. */
  defaultBranch?: string;
  /**
   * Head of the branch where the listing already tells: an equal one saves a fetch. Left out where something newer may be
   * known since.
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
 * A commit of a repository, and what it changed beside its first parent.
 *
 * @public
 */
export interface RepositoryCommit extends Omit<Change, 'path'> {
  parents: string[];
  /** Names of the contents before and after; absent where the file was not there. */
  files: { path: string; before?: string; after?: string }[];
}

/**
 * The history of a repository that was opened before.
 *
 * @public
 */
export interface RepositoryHistory {
  /** Commits whose parents are not at hand, because the clone is shallow. */
  boundary: ReadonlySet<string>;
  /** All commits that a revision contains and `since` does not, newest first. */
  commits(
    revision: string,
    options?: { since?: string; timeoutMs?: number },
  ): AsyncIterable<RepositoryCommit>;
  /**
   * Texts by the names of their contents, in the order asked for, each once; those that are too large, or that nobody has,
   * are left out.
   */
  contents(oids: Iterable<string>): AsyncIterable<[oid: string, text: string]>;
  /** Whether the one commit contains the other. `undefined`: one of the two is not at hand. */
  contains(revision: string, other: string): Promise<boolean | undefined>;
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
  /**
   * The history of a repository that was opened before; `undefined` where there is none to look at. Optional: without it,
   * nobody knows what a line held before.
   */
  history?(
    repository: RepositoryDescriptor,
    options: { signal: AbortSignal },
  ): Promise<RepositoryHistory | undefined>;
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
 * A kind of object as a cluster serves it. Group and kind identify it: versions of one API are the same objects.
 *
 * @public
 */
export interface ClusterResource {
  /** Empty for the core. */
  group: string;
  version: string;
  kind: string;
}

/**
 * A change of one object, as a watch reports it. The object is complete, or as much of it as is read of its kind, with
 * its own `apiVersion` and `kind`.
 *
 * @public
 */
export interface ObjectChange {
  type: 'changed' | 'deleted';
  object: JsonObject;
}

/**
 * A complete list of one resource while it is being read, page by page.
 *
 * @public
 */
export interface ResourceListing {
  /** Objects of the next page. They can be found as soon as this resolves. */
  add(objects: JsonObject[]): Promise<void>;
  /**
   * The list is complete: objects that were known before and not added are gone. `unconfirmed` when most would be: they
   * stay until a second list says the same.
   */
  finish(options: {
    resourceVersion?: string;
  }): Promise<'replaced' | 'unconfirmed'>;
}

/**
 * What the index holds of one cluster, open to whoever follows it. All methods reject once another replica has taken the
 * cluster over, or once following it was stopped.
 *
 * @public
 */
export interface ClusterPicture {
  /** What was followed before, on this replica or another, and where its watch stood: it can go on from there. */
  resources(): Promise<
    { resource: ClusterResource; resourceVersion?: string }[]
  >;
  /** Begins a complete list. */
  list(resource: ClusterResource): Promise<ResourceListing>;
  /** Takes over changes in the order of the watch, and where it stands after them. */
  apply(
    resource: ClusterResource,
    changes: ObjectChange[],
    resourceVersion: string,
  ): Promise<void>;
  /** The watch is alive though nothing changed: a bookmark, or a connection that was made anew. */
  heard(resource: ClusterResource, resourceVersion?: string): Promise<void>;
  /** A resource cannot be read at the moment. What is known of it stays, and the reason is shown beside it. */
  failed(
    resource: ClusterResource,
    failure: { state: 'forbidden' | 'failed'; reason: string },
  ): Promise<void>;
  /** The cluster serves, or the configuration wants, no resources but these: objects of all others are gone. */
  retain(resources: ClusterResource[]): Promise<void>;
}

/**
 * Finds clusters, and either follows them as they change or reads pictures that were taken of them.
 *
 * @public
 */
export interface ClusterProvider {
  readonly id: string;
  /** The complete list; throws when it could not be completed. */
  clusters(options: { signal: AbortSignal }): Promise<ClusterDescriptor[]>;
  /**
   * Follows a cluster for as long as the signal is not aborted, on one replica at a time. Throws when the cluster as a whole
   * cannot be read (it does not answer, the token has expired), with a message that names the cause: it is tried again
   * later, with growing pauses, and what is known stays.
   */
  follow?(
    cluster: ClusterDescriptor,
    options: { signal: AbortSignal; picture: ClusterPicture },
  ): Promise<void>;
  /**
   * Every object of a picture of the cluster, each as the API server (or `kubectl get -o yaml`) gives it. Throws when the
   * list could not be completed. A part that cannot be read but harms nothing else is yielded as `skipped`, with the kind
   * that it would have listed where it is one. `taken` is when the picture was taken, RFC 3339, where it is not now; `held`
   * is that of the picture that the index has already. Read on schedule, unless there is `follow`.
   */
  objects?(
    cluster: ClusterDescriptor,
    options: { signal: AbortSignal; held?: string },
  ): AsyncIterable<
    | { object: JsonObject }
    | {
        skipped: {
          path: string;
          reason: string;
          kind?: { group: string; kind: string };
        };
      }
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
  /**
   * Something new is known of a cluster: its objects are read again, on any replica, as soon as one is free. May be called
   * at any time; a cluster that no provider lists is left alone.
   */
  refresh(cluster: string): Promise<void>;
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
