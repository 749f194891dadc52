import {
  FollowedPin,
  FoundChange,
  PinLocator,
  PinnedLine,
} from '@plumbline/gitops-promotion';
import { HistoryLease, HistoryLeaseStore } from '../../history/HistoryLeases';

/** Where the history of the lines of a repository stands. */
export interface PinLease extends HistoryLease {
  /** The commit that the facts are of. */
  revision: string;
  /** What the pinned lines are taken from now, and what they were taken from. */
  facts: string;
  pins?: string;
  /** Up to here the history is known. */
  head?: string;
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
    reached: { oldest: string; pins: FollowedPin[] },
  ): Promise<void>;
  /** Lines whose history is read as far as it goes. */
  complete(
    lease: PinLease,
    pinIds: number[],
    ends: string | undefined,
  ): Promise<void>;
}
