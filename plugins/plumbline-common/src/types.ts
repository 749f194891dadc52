import { Answer, SourceInfo } from '@plumbline/gitops-lookup';
import {
  CredentialFact,
  Finding,
  Guess,
  PolicyFact,
  SecretFact,
  ServiceEnvironment,
} from '@plumbline/gitops-reader';

export type {
  Answer,
  Candidate,
  ClaimView,
  Confidence,
  ConfigView,
  EvidenceLink,
  HandWritten,
  OnCall,
  Owner,
  SecretStateView,
  SourceInfo,
  Subject,
  UnreadResource,
} from '@plumbline/gitops-lookup';
export type {
  Change,
  Claim,
  ClaimSource,
  Contact,
  CredentialFact,
  Evidence,
  FileLocation,
  Finding,
  Guess,
  ObjectRef,
  PolicyFact,
  SecretFact,
  ServiceEnvironment,
  ServiceVersion,
  VersionPin,
} from '@plumbline/gitops-reader';

/**
 * Where a source stands: one row of the Sources page.
 *
 * @public
 */
export interface SourceStatus extends SourceInfo {
  /**
   * `waiting`: never read yet. `reading`: first read under way. `ok`. `stale`: the last attempt failed, older facts
   * still answer. `failed`: never succeeded. `gone`: no provider lists it any more.
   */
  state: 'waiting' | 'reading' | 'ok' | 'stale' | 'failed' | 'gone';
  /** Which provider lists it: `git`, `github`, `snapshots`. */
  provider: string;
  /** What the last successful read found. */
  counts?: {
    files?: number;
    objects: number;
    findings?: number;
    skipped: number;
  };
  /** The first files that were skipped, with their reasons. */
  skipped?: { path: string; reason: string }[];
  /** Of the catalog: what is wrong in it, in words. */
  notes?: string[];
  /** Duration of the last successful read in milliseconds. */
  tookMs?: number;
}

/**
 * How the last listing of a provider went: a list that could not be completed changes nothing, but is said.
 *
 * @public
 */
export interface ProviderStatus {
  id: string;
  kind: SourceStatus['kind'];
  /** RFC 3339. */
  lastSuccess?: string;
  lastAttempt: string;
  /** Why the last listing failed; absent after a success. */
  error?: string;
}

/** @public */
export interface SourcesPage {
  items: SourceStatus[];
  totalItems: number;
  /** Opaque; absent on the last page. */
  nextCursor?: string;
  /** Over all sources, not just this page. */
  summary: Record<SourceStatus['state'], number>;
  /** Who lists sources, and whether that works. */
  providers?: ProviderStatus[];
}

/** @public */
export interface SourcesQuery {
  kind?: SourceStatus['kind'];
  state?: SourceStatus['state'];
  /** Part of the name. */
  text?: string;
  cursor?: string;
  /** 1 to 200, 50 by default. */
  limit?: number;
}

/**
 * A service of a repository, and where it stands.
 *
 * @public
 */
export interface ServiceFact {
  name: string;
  /** The directory that its places have in common. */
  path: string;
  /** In the order of promotion. */
  environments: ServiceEnvironment[];
}

/**
 * Where a line of Git is built.
 *
 * @public
 */
export interface FactPlace {
  environment?: string;
  cluster?: string;
}

/**
 * What a repository says beside its objects, by kind.
 *
 * @public
 */
export interface FactsByKind {
  services: ServiceFact;
  findings: Finding;
  secrets: Omit<SecretFact, keyof FactPlace>;
  credentials: CredentialFact;
  policies: Omit<PolicyFact, keyof FactPlace>;
  guesses: Guess;
}

/** @public */
export type FactKind = keyof FactsByKind;

/**
 * A fact, with the repository that says it and the teams that answer for it.
 *
 * @public
 */
export interface FoundFact<K extends FactKind = FactKind> {
  repository: string;
  /** Refs of those who own the file that says it. */
  teams: string[];
  fact: FactsByKind[K];
  /** Environments and clusters that build the line: of secrets and policies. */
  places?: FactPlace[];
}

/** @public */
export interface FactsPage<K extends FactKind = FactKind> {
  items: FoundFact<K>[];
  totalItems: number;
  /** Opaque; absent on the last page. */
  nextCursor?: string;
}

/** @public */
export interface FactsQuery {
  /** Name of a repository. */
  repository?: string;
  /** Ref of a team. */
  team?: string;
  environment?: string;
  cluster?: string;
  /** Findings only. */
  rule?: string;
  /** Findings only. */
  severity?: Finding['severity'];
  /** Part of a name, path or message. */
  text?: string;
  cursor?: string;
  /** 1 to 200, 50 by default. */
  limit?: number;
}

/**
 * A repository with an overview of what it says.
 *
 * @public
 */
export interface RepositoryOverview {
  source: SourceStatus;
  totals: Record<FactKind, number>;
  /** The worst first. */
  rules: { rule: string; severity: Finding['severity']; total: number }[];
  teams: string[];
  environments: string[];
  clusters: string[];
}

/**
 * Where one kind of object of a cluster stands.
 *
 * @public
 */
export interface ClusterResourceStatus {
  /** Empty for the core. */
  group: string;
  version: string;
  kind: string;
  /**
   * `waiting`: not read yet. `listing`: being read in full. `current`: followed. `forbidden`: the cluster does not let it be
   * read. `failed`: it cannot be read at the moment; what is known stays.
   */
  state: 'waiting' | 'listing' | 'current' | 'forbidden' | 'failed';
  /** Objects that are there. */
  count: number;
  error?: string;
  /** RFC 3339: the last complete list. */
  listedAt?: string;
  /** Until when all changes are known. */
  currentUntil?: string;
  lastChangeAt?: string;
}

/**
 * A cluster, and where each kind of its objects stands.
 *
 * @public
 */
export interface ClusterOverview {
  source: SourceStatus;
  resources: ClusterResourceStatus[];
}

/**
 * A file of an indexed repository at a commit. Secret values are masked.
 *
 * @public
 */
export interface FileView {
  repository: string;
  revision: string;
  path: string;
  content: string;
  /** True when the file was cut at 256 KiB. */
  truncated: boolean;
  /** Lines of which values were masked. */
  masked: number[];
  webUrl?: string;
}

/**
 * What the portal can be asked.
 *
 * @public
 */
export interface PlumblineApi {
  /** @throws ResponseError (400 for a question over 64 KiB, 401, 403) */
  lookup(question: string): Promise<Answer>;
  sources(query: SourcesQuery): Promise<SourcesPage>;
  /** Reads a source again as soon as a worker is free. */
  refresh(sourceId: string): Promise<void>;
  file(repository: string, revision: string, path: string): Promise<FileView>;
  /** What repositories say, a page at a time: the worst first, then by name. */
  facts<K extends FactKind>(kind: K, query: FactsQuery): Promise<FactsPage<K>>;
  /** @throws ResponseError (404 for a repository that the index does not have) */
  repository(name: string): Promise<RepositoryOverview>;
  /** @throws ResponseError (404 for a cluster that the index does not have) */
  cluster(name: string): Promise<ClusterOverview>;
}
