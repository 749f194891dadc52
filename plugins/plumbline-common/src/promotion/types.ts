import {
  Attention,
  AttentionKind,
  Cell,
  Freeze,
  Pace,
  Pin,
  PinChange,
  Place,
  Relation,
  Verdict,
} from '@plumbline/gitops-promotion';

export type {
  Arrival,
  Attention,
  AttentionKind,
  Cell,
  Freeze,
  Gate,
  Lag,
  Pace,
  PendingPromotion,
  Pin,
  PinChange,
  Place,
  PlacedPins,
  Relation,
  RunningState,
  RunningVersion,
  Verdict,
} from '@plumbline/gitops-promotion';

/**
 * Whether the clusters of a place run what Git asks for. `unknown`: no cluster was read that could tell.
 *
 * @public
 */
export type Runs = 'as-declared' | 'diverged' | 'missing' | 'unknown';

/**
 * Which services, and in which order.
 *
 * @public
 */
export interface MatrixQuery {
  /** Ref of a team. */
  team?: string;
  environment?: string;
  cluster?: string;
  repository?: string;
  /** A place of the service has this verdict, or is missing in its cluster. */
  verdict?: Verdict | 'missing';
  /** A place of the service is behind the environment before it. */
  behind?: boolean;
  /** A version has waited to be promoted for at least so many days. */
  waiting?: number;
  /** A version changed since. RFC 3339. */
  since?: string;
  /** The whole name, in any case. */
  name?: string;
  /** Part of a name, path or version. */
  text?: string;
  /** `attention`: the most urgent first. `waiting`: the longest first. `changed`: the newest first. */
  sort?: 'name' | 'attention' | 'waiting' | 'changed';
  cursor?: string;
  /** 1 to 2,000, 200 by default. */
  limit?: number;
}

/**
 * Services by environments, in columns: thousands of cells fit into one answer. `rowsOf` makes rows of it.
 *
 * @public
 */
export interface MatrixPage {
  /** In the order of promotion. */
  environments: { name: string; clusters: string[] }[];
  /** What the numbers below point into. */
  repositories: string[];
  teams: string[];
  authors: string[];
  /** Absent where no place is in one now. */
  freezes?: Freeze[];
  services: {
    id: string[];
    name: string[];
    /** The repository that tells of it, the first where several do. */
    repository: number[];
    teams: number[][];
  };
  /** One entry of each column is one cell. */
  cells: {
    service: number[];
    environment: number[];
    /** Empty where no cluster is told. */
    cluster: string[];
    /** Empty unless one cluster holds the service several times. */
    namespace: string[];
    /** Empty where nothing is pinned. */
    version: string[];
    /** Other things that are pinned in the same place. */
    more: number[];
    verdict: Verdict[];
    relation: Relation[];
    runs: Runs[];
    /** When the version came, in seconds since 1970; 0 where that is not known. */
    since: number[];
    /** Since when a newer one waits. */
    waiting: number[];
    /** How many versions it is behind; -1 where that is not known. */
    versions: number[];
    commits: number[];
    /** The first digits of the commit that brought the version; empty where it is not known. */
    commit: string[];
    author: number[];
    /** Which of the freezes the place is in now; -1 for none. */
    freeze?: number[];
  };
  totalItems: number;
  nextCursor?: string;
  /** How old the answer is, and what could not be read. */
  freshness: Freshness;
}

/** @public */
export interface Freshness {
  /** The oldest successful read among all sources. RFC 3339. */
  asOf?: string;
  /** Sources that are behind. */
  problems: { source: string; error: string }[];
  /** Repositories whose history is still being read. */
  reading: string[];
}

/** @public */
export interface MatrixCell extends Place {
  version?: string;
  more: number;
  verdict: Verdict;
  relation: Relation;
  runs: Runs;
  /** RFC 3339. */
  since?: string;
  waitingSince?: string;
  versionsBehind?: number;
  commitsBehind?: number;
  commit?: string;
  author?: string;
  /** The place is in this freeze now. */
  freeze?: Freeze;
}

/** @public */
export interface MatrixRow {
  id: string;
  name: string;
  repository: string;
  teams: string[];
  /** In the order of promotion. */
  cells: MatrixCell[];
}

/**
 * A service, with all that is known of its way to production.
 *
 * @public
 */
export interface PromotedService {
  id: string;
  name: string;
  teams: string[];
  /** Which services of which repositories these are. */
  members: { repository: string; name: string; path: string }[];
  /** Why they are one. */
  reasons: string[];
  /** In the order of promotion, with the history of each pinned line. */
  cells: PromotedCell[];
  freshness: Freshness;
}

/** @public */
export interface PromotedChange extends PinChange {
  /** The commit on the repository's host, where its pages are known. */
  url?: string;
}

/** @public */
export interface PromotedPin extends Pin {
  /** Where a person can look at the line: on the repository's host, or a path of the portal. */
  url?: string;
  history?: PromotedChange[];
}

/** @public */
export interface PromotedCell extends Cell {
  pins: PromotedPin[];
  /** Versions that are pinned here besides the one that stands for the place. */
  more: number;
  runs: Runs;
  /** Why it is missing or not known. */
  runsReason?: string;
  /** How often the version changes here, and how long one takes to come. */
  pace?: Pace;
  /** The place is in this freeze now. */
  freeze?: Freeze;
}

/**
 * Which of what somebody should look at.
 *
 * @public
 */
export interface AttentionQuery {
  /** Ref of a team. */
  team?: string;
  /** The service has a place there. */
  environment?: string;
  cluster?: string;
  kind?: AttentionKind;
  /** A version that waits longer is stuck. 7 by default. */
  days?: number;
  cursor?: string;
  /** Services of a page, 1 to 200, 50 by default. */
  limit?: number;
}

/** @public */
export interface AttentionItem extends Attention {
  service: { id: string; name: string };
  teams: string[];
}

/** @public */
export interface AttentionPage {
  /** By service, the most urgent first. */
  items: AttentionItem[];
  nextCursor?: string;
  freshness: Freshness;
}

/**
 * Which two places of a service, each as `placeId` writes it; an environment alone means one of its places. What is left
 * open is chosen: a place that is behind and the one before it, where there are such.
 *
 * @public
 */
export interface CompareQuery {
  from?: string;
  to?: string;
}

/** What both places pin, or one of them. @public */
export interface ComparedVersion {
  kind: Pin['kind'];
  name: string;
  from?: { value: string; url?: string };
  to?: { value: string; url?: string };
  /** How `from` stands to `to`. */
  order: 'same' | 'older' | 'newer' | 'unknown';
  /** Why it is not known. */
  reason?: string;
}

/** A key as one place has it. @public */
export interface ComparedSide {
  path: string;
  line: number;
  url: string;
  /** Cut off where it is long. Absent: it may be a secret, so that only the key is told. */
  value?: string;
}

/** A key that two places do not hold alike. @public */
export interface ComparedKey {
  /** `Deployment cart`, where the file holds objects. */
  document?: string;
  key: string;
  /** Absent: the place does not have it. */
  from?: ComparedSide;
  to?: ComparedSide;
  /** The two differ in the name of their place alone. */
  byName?: boolean;
}

/**
 * How two places of a service differ.
 *
 * @public
 */
export interface ServiceComparison {
  id: string;
  name: string;
  from: Place;
  to: Place;
  versions: ComparedVersion[];
  /** What else differs in the files that configure the two, beside what pins their versions. */
  configuration: ComparedKey[];
  /** Keys that both have, of which a value may be a secret: these are not compared. */
  hidden: number;
  /** Differences that are left out here. */
  more: number;
  /** Files that could not be read, in whole or in part. */
  unread: { repository: string; path: string; reason: string }[];
  /** What was changed in `from` since it held the version of `to`, the newest first. Absent: nothing tells that it ever did. */
  changes?: PromotedChange[];
  freshness: Freshness;
}

/**
 * What the portal can be asked about promotion.
 *
 * @public
 */
export interface PromotionApi {
  matrix(query: MatrixQuery): Promise<MatrixPage>;
  /** @throws ResponseError (404 for a service that is not known) */
  service(id: string): Promise<PromotedService>;
  /** @throws ResponseError (404 for a service or place that is not known) */
  compare(id: string, query: CompareQuery): Promise<ServiceComparison>;
  attention(query: AttentionQuery): Promise<AttentionPage>;
}
