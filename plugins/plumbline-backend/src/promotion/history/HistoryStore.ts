import {
  FollowedPin,
  FoundChange,
  PinLocator,
  PinnedLine,
} from '@plumbline/gitops-promotion';
import { HistoryLease, HistoryLeaseStore } from '../../history/HistoryLeases';

/** Where the history of the lines of a repository stands. */
export interface PinLease extends HistoryLease {
  /** What the pinned lines are taken from now, and what they were taken from. */
  facts: string;
  pins?: string;
  /** Down to here it was read for the lines that are pending. */
  oldest?: string;
}

/** A line as the facts tell of it. */
export interface WantedPin {
  key: string;
  path: string;
  line?: number;
  value: string;
  /** Name of the file's content. */
  digest?: string;
}

/** A line to be followed from now on; without a place in its file there is nothing to follow. */
export interface NewPin {
  key: string;
  path: string;
  locator?: PinLocator;
  ends?: string;
}

/** How far down the history was read. */
export interface ReachedCommit {
  oldest: string;
  /** The lines that were followed, by the names that their files have there. */
  pins: FollowedPin[];
  /** Those whose history ends above: nothing is left to be read of them. */
  complete: ReadonlySet<number>;
  /** It is as far as the history goes, for all that are left; `why` where it goes on elsewhere. */
  end?: { why?: string };
}

export interface HistoryStore extends HistoryLeaseStore<PinLease> {
  wantedPins(sourceId: string): Promise<WantedPin[]>;
  /** The same lines, without what their files hold. */
  pinnedLines(sourceId: string): Promise<PinnedLine[]>;
  knownKeys(sourceId: string): Promise<Set<string>>;
  /** Adds and forgets lines. What is pending is read from the head again when some were added. */
  replacePins(
    lease: PinLease,
    changes: { added: NewPin[]; kept: string[] },
  ): Promise<void>;
  followed(sourceId: string, pending: boolean): Promise<FollowedPin[]>;
  /** Forgets all changes: the branch was rewritten. */
  restart(lease: PinLease, why: string): Promise<void>;
  /** Changes that came on top, newest first, and the new head. */
  addNewest(lease: PinLease, changes: FoundChange[]): Promise<void>;
  /** Changes further down, newest first, and how far down that is. */
  addOldest(
    lease: PinLease,
    changes: FoundChange[],
    reached: ReachedCommit,
  ): Promise<void>;
}
