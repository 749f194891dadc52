import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { TeamFact } from '@plumbline/gitops-reader';

/**
 * Somebody who is on call now. Everything in it is taken for hostile: it is bounded before it is stored.
 *
 * @public
 */
export interface OnCallEntry {
  /** Any mark of the team: a Backstage ref, a name, `@acme/payments`. */
  team: string;
  /** Name of the person. */
  person?: string;
  /** How to reach them: a phone number, an e-mail address, a channel. */
  contact?: string;
  /** When the next person takes over, RFC 3339. From then on the entry is not told any more. */
  until?: string;
  /** Who is called after them, in order. */
  escalation?: string[];
  /** Its page at the directory. http and https only. */
  url?: string;
}

/** What a directory answers. @public */
export interface OnCallAnswer {
  /** Everybody who is on call now, as far as it can be told. */
  entries: OnCallEntry[];
  /**
   * Teams, by the mark that entries of theirs have, of which not all can be told, and why: what was known of one of which `entries` has
   * nothing stays.
   */
  unknown?: { team: string; problem: string }[];
}

/**
 * Knows who is on call. It is asked on schedule, by one replica, and never while a question is being answered.
 *
 * @public
 */
export interface OnCallDirectory {
  /** Unique, in lower-case letters, digits and dashes: `pagerduty`. Answers name it as their source. */
  readonly id: string;
  /**
   * Everybody who is on call now. Must throw when the list could not be completed, or name the teams of which that is so: a
   * partial one would look like teams without anybody on call.
   */
  onCall(options: {
    /** The teams that are known, for directories that have to be matched to them. */
    teams: TeamFact[];
    signal: AbortSignal;
  }): Promise<OnCallAnswer>;
}

/** @public */
export interface PlumblineOnCallExtensionPoint {
  addDirectory(...directories: OnCallDirectory[]): void;
}

/** Where modules add directories of who is on call. @public */
export const plumblineOnCallExtensionPoint =
  createExtensionPoint<PlumblineOnCallExtensionPoint>({
    id: 'plumbline.on-call',
  });
