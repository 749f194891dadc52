import {
  Change,
  Claim,
  DeclaredObject,
  LiveObject,
  OwnershipRules,
  SecretFact,
  TeamFact,
} from '@plumbline/gitops-reader';

/**
 * The portal's catalog, as the source of what its entities say.
 *
 * @public
 */
export const catalogSource = 'catalog:backstage';

/** @public */
export interface SourceInfo {
  /** `repository:<name>`, `cluster:<name>` or `catalogSource`. */
  id: string;
  kind: 'repository' | 'cluster' | 'catalog';
  name: string;
  /** Clusters only. */
  environment?: string;
  /** Clusters only: other names that alerts and engine objects use for it. */
  aliases?: string[];
  /** Pages of the repository on its host: `https://github.com/acme/app-config`. */
  webUrl?: string;
  /** Commit of the last successful read. */
  revision?: string;
  /** RFC 3339. */
  lastSuccess?: string;
  lastAttempt?: string;
  /** Why the last attempt failed; absent after a success. */
  error?: string;
  /** No provider has listed it since: what was read of it then is all that is known. RFC 3339. */
  goneSince?: string;
  /** Clusters only: it is followed as it changes, and `lastSuccess` is the time until which all is known. */
  followed?: boolean;
  /** Clusters only: kinds that cannot be read at the moment, and why. */
  unread?: UnreadResource[];
}

/** A kind of object that cannot be read of a cluster. @public */
export interface UnreadResource {
  group: string;
  kind: string;
  state: 'forbidden' | 'failed';
  reason: string;
}

/** @public */
export type IndexedObject = (
  | {
      origin: 'declared';
      object: DeclaredObject;
      lastChange?: Change;
    }
  | {
      origin: 'live';
      object: LiveObject;
      /** Set when the object is gone: the read that no longer had it. RFC 3339. */
      goneSince?: string;
    }
) & {
  /** Id of its source. */
  source: string;
  /** The source itself, where an index has it at hand: then nobody asks for it. */
  sourceInfo?: SourceInfo;
};

/** Which objects: a name, and where. @public */
export interface ObjectKey {
  name: string;
  /** `null`: cluster-scoped. Absent: any namespace. */
  namespace?: string | null;
  kind?: string;
}

/** Links (`linkTo` of the reader) that an object declares all of. @public */
export type LinkSet = string[];

/** An object, as the portal's catalog may speak of it. @public */
export interface CatalogSubject {
  labels: Record<string, string>;
  namespace?: string;
  /** Files that declare it. */
  places: { repository: string; path: string }[];
}

/**
 * What the lookup asks of an index. Each method is one indexed query, so that an answer costs a handful of them.
 * Implemented in memory (the CLI) and on SQL (the portal); one suite of tests runs on all.
 *
 * @public
 */
export interface FactIndex {
  /** Objects with any of these keys, declared and live, at most `limit`. */
  objects(keys: ObjectKey[], limit: number): Promise<IndexedObject[]>;
  /**
   * Live objects that are there and declare these links: for each set, those that declare all of it, at most `limit`.
   */
  links(
    wanted: LinkSet[],
    limit: number,
  ): Promise<{ links: LinkSet; object: IndexedObject }[]>;
  /** Objects of a namespace, workloads first, at most `limit`. */
  objectsInNamespace(
    namespace: string,
    limit: number,
  ): Promise<IndexedObject[]>;
  /**
   * Engine objects that deploy into a namespace (`releaseOf`), at most `limit`; with names, only those of which the
   * object or its release is called so.
   */
  enginesInto(
    namespace: string,
    options: { names?: string[]; limit: number },
  ): Promise<IndexedObject[]>;
  /** Objects and teams whose name holds each of the words (case-insensitive), shortest name first. */
  search(
    words: string[],
    limit: number,
  ): Promise<{ objects: IndexedObject[]; teams: TeamFact[] }>;
  /**
   * Files with this path. Without a repository: in any of them, the exact path first, then paths that end with it.
   * A directory is found when files lie below it.
   */
  files(
    path: string,
    options: { repository?: string; limit: number },
  ): Promise<
    { repository: string; revision: string; path: string; directory: boolean }[]
  >;
  /** Objects that this file declares or configures. */
  objectsAt(
    repository: string,
    path: string,
    limit: number,
  ): Promise<IndexedObject[]>;
  /** Rules of a repository; what says nothing about these paths may be left out. */
  ownershipRules(
    repository: string,
    paths?: readonly string[],
  ): Promise<{ revision: string; rules: OwnershipRules } | undefined>;
  /** Teams that have any of these marks as ref or alias, compared with `teamKey`. */
  teams(keys: string[]): Promise<TeamFact[]>;
  /**
   * What brings Secrets of these names into being in a namespace (or in none that is told). Optional: without it, the
   * lookup goes by declared objects of the same name.
   */
  secrets?(namespace: string, names: string[]): Promise<SecretFact[]>;
  /** What the portal's catalog says of each of these objects. Optional: the command line has none. */
  catalogClaims?(subjects: CatalogSubject[]): Promise<Claim[][]>;
  /** Sources with these ids, each once. `cluster:<alias>` finds the cluster by one of its other names. */
  sources(ids: string[]): Promise<SourceInfo[]>;
}
