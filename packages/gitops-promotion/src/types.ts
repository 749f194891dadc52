import { Freeze } from './freeze/FreezeCalendar';
import { PendingPromotion } from './gates/types';

/**
 * A change of the value that a line pins, as it landed on the branch that is deployed.
 *
 * @public
 */
export interface PinChange {
  /** Absent: the line was not there before. */
  from?: string;
  /** Absent: the line went. */
  to?: string;
  /** The commit that wrote the value. */
  commit: string;
  /** When it landed on the branch: of a merged change, the time of the merge. RFC 3339. */
  at: string;
  author: string;
  subject: string;
  pullRequest?: string;
  /** The file was called so before this commit. */
  renamedFrom?: string;
  /** It landed in this freeze. */
  freeze?: Freeze;
}

/**
 * A commit of a repository, and what it changed beside its first parent.
 *
 * @public
 */
export interface PinnedCommit extends Pick<
  PinChange,
  'at' | 'author' | 'subject' | 'pullRequest'
> {
  revision: string;
  parents: string[];
  /** Names of the contents before and after; absent where the file was not there. */
  files: { path: string; before?: string; after?: string }[];
}

/**
 * A version that Git asks for, with the line and how it came to stand there.
 *
 * @public
 */
export interface Pin {
  kind: 'image' | 'chart' | 'revision';
  /** Image repository, chart name, or repository URL. */
  name: string;
  /** As it is written. */
  value: string;
  digest?: string;
  repository: string;
  path: string;
  line?: number;
  key: string;
  /** What keeps it up to date by itself. */
  automation?: string;
  /** Newest first. Absent: the history of this line is not known (yet). */
  history?: PinChange[];
  /** The history goes no further back than this, and why. */
  historyEnds?: string;
}

/**
 * What a cluster was seen to run for a pin.
 *
 * @public
 */
export interface RunningVersion {
  cluster: string;
  kind: string;
  namespace?: string;
  object: string;
  /** What is named: a version is compared with pins of the same kind. */
  pinned: Pin['kind'];
  /** Name of the image, chart or repository. */
  name: string;
  value: string;
}

/**
 * What is known of the clusters behind one place of a service.
 *
 * @public
 */
export type RunningState =
  | {
      state: 'known';
      versions: RunningVersion[];
      asOf?: string;
      /** Of which clusters of the place nothing is known, and why. */
      incomplete?: string;
    }
  /** The cluster was read, and has no such object. */
  | { state: 'missing'; reason: string; asOf?: string }
  | { state: 'unknown'; reason: string };

/**
 * Where a service stands: an environment, and a cluster in it.
 *
 * @public
 */
export interface Place {
  environment: string;
  cluster?: string;
  namespace?: string;
}

/** @public */
export interface PlacedPins extends Place {
  /** Names that files give to the cluster, where it is called otherwise. */
  called?: string[];
  pins: Pin[];
  running: RunningState;
}

/**
 * How a place stands to the environment before it.
 *
 * - `first`: no environment before it holds the service.
 * - `same`, `behind`, `ahead`: as the word says.
 * - `different`: another version, and nothing tells which of the two is newer.
 * - `floating`: the version is a moving name.
 * - `unknown`: nothing can be said, with the reason.
 *
 * @public
 */
export type Relation =
  'first' | 'same' | 'behind' | 'ahead' | 'different' | 'floating' | 'unknown';

/**
 * What is shown first of a place: its relation, unless something more urgent is true of it.
 *
 * @public
 */
export type Verdict = Relation | 'diverged' | 'rolled-back';

/** @public */
export interface Lag {
  /** How many versions the environment before has moved on since it held this one. */
  versions?: number;
  /** Commits between the two, where git was asked. */
  commits?: number;
  /** The first part of a semantic version that differs. */
  step?: 'major' | 'minor' | 'patch' | 'prerelease';
  /** When the environment before moved on. RFC 3339. */
  waitingSince?: string;
}

/**
 * One place of a service, judged.
 *
 * @public
 */
export interface Cell extends PlacedPins {
  /** Which of the pins stands for the place. */
  main?: number;
  verdict: Verdict;
  relation: Relation;
  /** Why, in words. */
  reason: string;
  /** Place that it was compared with. */
  before?: Place;
  lag?: Lag;
  /** The newest change went back to a version that stood here before, or to an older one. */
  rolledBack?: { from: string; at: string };
  /** Git and the cluster differ. */
  diverged?: { intended: string; running: string; cluster: string };
  /** Since when the version stands here. RFC 3339. */
  since?: string;
  /** What is on its way here, as far as a tool or a host tells. */
  pending?: PendingPromotion[];
}
