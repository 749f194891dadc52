import {
  Change,
  LiveObject,
  RepositoryFacts,
  SkippedFile,
  TeamFact,
} from '@plumbline/gitops-reader';
import {
  ClusterOverview,
  FactKind,
  FactsPage,
  FactsQuery,
  RepositoryOverview,
  SourcesPage,
  SourcesQuery,
  SourceStatus,
} from '@plumbline/plugin-plumbline-common';
import { ClusterPicture } from '@plumbline/plugin-plumbline-node';

export type SourceKind = SourceStatus['kind'];

/** A source as a provider lists it. Holds nothing that could be a credential. */
export interface ListedSource {
  name: string;
  /** Of a repository that is read where it is. */
  directory?: string;
  environment?: string;
  aliases?: string[];
  webUrl?: string;
  /** Head of the branch, where the listing tells. */
  revision?: string;
  /** A cluster that is followed as it changes, instead of being read on schedule. */
  followed?: boolean;
}

/** The right to read a source, for a while. */
export interface Lease {
  sourceId: string;
  owner: string;
  /** Since when the source was due. It moves when somebody asks for another read meanwhile. */
  dueAt?: string;
}

export interface ClaimedSource extends Lease {
  kind: SourceKind;
  name: string;
  /** Provider that lists it. */
  provider: string;
  revision?: string;
  /** What made the facts that are stored. */
  factsVersion?: string;
  /** When what is stored was so: of a cluster, when its picture was taken. */
  lastSuccess?: string;
  /** Failed attempts since the last success. */
  failures: number;
  /** The last read wanted to remove most objects: this one decides. */
  confirmRemoval: boolean;
}

export interface PictureOptions {
  cluster: string;
  environment?: string;
  signal: AbortSignal;
  now: () => Date;
}

export interface KnownFile {
  digest: string;
  change?: Change;
}

/** `unconfirmed`: nothing was written, because most objects would go; the next read decides. */
export type ReplaceResult =
  | { result: 'replaced'; written: number; removed: number }
  | { result: 'unconfirmed'; removed: number; of: number };

export interface ReadMeta {
  factsVersion: string;
  tookMs: number;
  now: Date;
  /** When to read again, should most objects be missing. */
  confirmAt: Date;
}

/** What a read of a repository found. */
export interface RepositoryRead extends ReadMeta {
  /** The commit that was read: the facts may name it by a stand-in. */
  revision: string;
  facts: RepositoryFacts;
  files: Map<string, KnownFile>;
}

/** What is told of a picture of a cluster beside its objects. */
export interface ClusterRead extends ReadMeta {
  taken: Date;
  /** Objects that have been gone for longer are forgotten. */
  keepGoneSince: Date;
  skipped: SkippedFile[];
}

/** A picture of a cluster, while it is read. */
export interface ClusterToRead {
  environment?: string;
  /** Stored as they come: those of a large cluster are more than should be held. */
  objects: Iterable<LiveObject> | AsyncIterable<LiveObject>;
  /** Asked once all objects are read. */
  told: () => ClusterRead;
}

/**
 * Where sources stand, who reads them, and what reads found.
 */
export interface SourceStore {
  /** Takes over the complete list of a provider. What it no longer lists is gone, but kept. */
  recordListing(
    provider: string,
    kind: SourceKind,
    sources: ListedSource[],
    options: { now: Date; factsVersion: string },
  ): Promise<void>;
  /** The names that a provider listed repositories by, by their directories: those that are still listed, then the latest. */
  namesOf(
    provider: string,
    directories: string[],
  ): Promise<Map<string, string[]>>;
  /** A list that could not be completed changes nothing but this. */
  recordListingFailure(
    provider: string,
    kind: SourceKind,
    error: string,
    now: Date,
  ): Promise<void>;
  /** Marks the sources of all other providers as gone, and forgets their teams. */
  retainProviders(
    kind: SourceKind,
    providers: string[],
    now: Date,
  ): Promise<void>;
  /** Deletes sources that have been gone since before this time, with their facts. */
  deleteGone(before: Date): Promise<string[]>;

  /** Leases a source that is due. */
  claim(
    owner: string,
    options: { now: Date; until: Date },
  ): Promise<ClaimedSource | undefined>;
  /** Whether the lease still holds. */
  renew(lease: Lease, until: Date): Promise<boolean>;
  /** Gives the lease back; the source stays due. */
  abandon(lease: Lease): Promise<void>;
  /** The source is as it was at its last success. */
  unchanged(lease: Lease, now: Date): Promise<void>;
  failed(
    lease: Lease,
    failure: { now: Date; error: string; retryAt: Date },
  ): Promise<void>;

  /** Leases a cluster that nobody follows, unless it failed and is to be left alone for a while. */
  claimFollowed(
    owner: string,
    options: { now: Date; until: Date; factsVersion: string },
  ): Promise<ClaimedSource | undefined>;
  /**
   * Whether the lease still holds. `refresh`: it does, but somebody wants everything listed anew.
   */
  renewFollowed(
    lease: Lease,
    options: { until: Date; factsVersion: string },
  ): Promise<'held' | 'lost' | 'refresh'>;
  /** Failed attempts since it was last known to be alive. */
  failuresOf(sourceId: string): Promise<number>;
  /** Says that a replica is alive, and tells how many clusters are its share. */
  shareOf(
    replica: string,
    options: { now: Date; until: Date },
  ): Promise<number>;
  /** A replica that stops leaves its share to the others. */
  leave(replica: string): Promise<void>;
  /** What is held of a cluster, open to who holds its lease. */
  picture(lease: Lease, options: PictureOptions): ClusterPicture;
  /** Forgets objects that left their clusters before this time, and of those that left later the oldest beyond a number. */
  forgetGoneObjects(before: Date, options: { atMost: number }): Promise<number>;

  knownFiles(sourceId: string): Promise<Map<string, KnownFile>>;
  /** Replaces the facts of a repository in one transaction, writing only what changed. */
  replaceRepository(lease: Lease, read: RepositoryRead): Promise<ReplaceResult>;
  /**
   * Replaces the objects of a cluster by those of a picture, of which nothing shows before it is read to its end. Objects that
   * went are kept for a while, marked.
   */
  replaceCluster(lease: Lease, picture: ClusterToRead): Promise<ReplaceResult>;
  /** Replaces the teams that a provider or the configuration tells of. */
  replaceTeams(origin: string, teams: TeamFact[]): Promise<void>;

  /** Makes a source due, to be read in full. */
  requestRefresh(
    sourceId: string,
    now: Date,
  ): Promise<'requested' | 'unknown' | 'gone'>;
  list(query: SourcesQuery, now: Date): Promise<SourcesPage>;
  /** What repositories say beside their objects. */
  facts<K extends FactKind>(kind: K, query: FactsQuery): Promise<FactsPage<K>>;
  repository(name: string, now: Date): Promise<RepositoryOverview | undefined>;
  /** Where a cluster stands, kind by kind. */
  cluster(name: string, now: Date): Promise<ClusterOverview | undefined>;
}
