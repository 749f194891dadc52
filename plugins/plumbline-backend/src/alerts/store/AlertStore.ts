import {
  AlertOwnership,
  AlertReceiverStatus,
  AlertResolution,
  AlertsPage,
  AlertsQuery,
  AlertSummary,
  AlertVerdict,
  LookedAt,
} from '@plumbline/plugin-plumbline-common';
import { JsonObject } from '@plumbline/gitops-reader';
import { FindingMarks } from '../../index/factRows';

/** An alert that was bounded and understood, ready to be stored. */
export interface AlertToStore {
  status: 'firing' | 'resolved';
  /** Digest of receiver and fingerprint. */
  fingerprintKey: string;
  /** Where it comes from: its cluster, or what lists it. Alerts of different origins are different ones. */
  origin?: string;
  /** It fires now, whatever came before. */
  reopen?: boolean;
  /** It still fires, but is not new to anybody. */
  muted?: boolean;
  question: { key: string; text: string };
  /** RFC 3339; absent where the sender does not tell. */
  startsAt?: string;
  startsAtSaid?: string;
  endsAt?: string;
  name: string;
  severity?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  links: { title: string; url: string }[];
  generatorURL?: string;
  external?: { id: string; url?: string };
}

/** A delivery that was verified and read. */
export interface DeliveryToStore {
  receiver: string;
  id?: string;
  alerts: AlertToStore[];
  /** Alerts about the alerting itself. */
  plumbing: number;
  /** External ids of which all alerts are over. */
  ended?: string[];
  /** Origins of which all alerts that fire are listed. */
  complete?: string[];
  /** When an answer was asked for: what came since is newer. RFC 3339. */
  askedAt?: string;
  followUps: JsonObject[];
  /** More of it follows in another transaction: it does not count as a delivery yet, and its id is still to come. */
  more?: boolean;
}

/** A question that this replica answers. */
export interface ClaimedQuestion {
  key: string;
  text: string;
  failures: number;
  /** How often it was answered in a row while a source was still to be read. */
  early: number;
  owner: string;
}

/** Something that this replica fetches from a sender. */
export interface ClaimedFetch {
  id: string;
  receiver: string;
  task: JsonObject;
  dueAt: string;
  failures: number;
  owner: string;
}

export interface ResolvedQuestion {
  ownership: AlertOwnership;
  resolution: AlertResolution;
}

/** An alert of which the owner should be told. */
export interface AlertToAnnounce extends AlertSummary {
  external?: { id: string; url?: string };
}

/** What fires about one thing, of which the owners were not notified of all yet. */
export interface QuestionToNotify {
  key: string;
  /** The newest of those that the owners were not notified of. */
  alert: AlertSummary;
  /** All of those. */
  alertIds: string[];
  /** Everything that fires about it, the newest first, each name and severity once. */
  firing: FiringAlerts[];
}

export type FiringAlerts = Pick<AlertSummary, 'name' | 'severity'>;

/** Which alerts the owners are to be notified of. */
export interface ToNotifyOptions {
  /** In lower case; absent: whatever they are. */
  severities?: string[];
  /** What began to fire before is nothing to notify of any more. */
  since: Date;
  /** What began to fire since waits until its question is not to be answered again. */
  patientSince: Date;
  /** Questions after this one. */
  after?: string;
  limit: number;
}

/** Refused deliveries since they were last stored. */
export interface CountedRejection {
  receiver: string;
  reason: string;
  message: string;
  total: number;
}

/** One alert as the statistics see it. */
export interface AlertTiming {
  startsAt: string;
  firstLookAt?: string;
  confirmedAt?: string;
  teams: string[];
}

export interface ClaimOptions {
  now: Date;
  until: Date;
  limit: number;
}

/** Where alerts are kept. */
export interface AlertStore {
  /** Stores deliveries, all or none. `turn`: called between its pieces, so that others have the event loop meanwhile. */
  accept(
    deliveries: DeliveryToStore[],
    now: Date,
    turn?: () => Promise<void>,
  ): Promise<void>;
  page(query: AlertsQuery): Promise<AlertsPage>;
  get(id: string): Promise<AlertToAnnounce | undefined>;
  /** What the lookup is asked for an alert. */
  questionOf(id: string): Promise<string | undefined>;
  /** The short answers that are known to these questions. */
  resolutions(keys: string[]): Promise<Map<string, ResolvedQuestion>>;

  claimQuestions(
    owner: string,
    options: ClaimOptions,
  ): Promise<ClaimedQuestion[]>;
  /** `againAt`: when to ask the same again, where an alert still asks: the index was not whole. Absent: not by itself. */
  resolve(
    claimed: ClaimedQuestion,
    resolved: ResolvedQuestion,
    againAt?: Date,
  ): Promise<void>;
  /** Whether a source is still to be read for the first time, so that any answer may become a better one. */
  isIndexing(): Promise<boolean>;
  failQuestion(claimed: ClaimedQuestion, retryAt: Date): Promise<void>;
  /**
   * Makes questions of firing alerts due again: those without an owner once the index has read something since, and any that
   * was answered before `before`. Returns how many.
   */
  askAgain(options: {
    now: Date;
    unownedBefore: Date;
    before: Date;
  }): Promise<number>;

  claimFetches(owner: string, options: ClaimOptions): Promise<ClaimedFetch[]>;
  finishFetch(claimed: ClaimedFetch): Promise<void>;
  failFetch(claimed: ClaimedFetch, retryAt: Date): Promise<void>;

  /** False when there is no such alert. */
  look(id: string, by: string, now: Date): Promise<boolean>;
  /** The first look at firing alerts about the same object in the same cluster. */
  lookAtObject(about: LookedAt, by: string, now: Date): Promise<void>;
  /** `marks`: whose its finding is, where there is one. False when there is no such alert. */
  verdict(
    id: string,
    verdict: AlertVerdict,
    marks?: FindingMarks,
  ): Promise<boolean>;
  /** Firing alerts of these receivers with a known owner of which nobody was told yet; marks them. */
  announce(options: {
    receivers: string[];
    now: Date;
    since: Date;
    limit: number;
  }): Promise<AlertToAnnounce[]>;
  /** What fires about things with an owner, more than a guess, who was not notified yet; in the order of keys. */
  toNotify(options: ToNotifyOptions): Promise<QuestionToNotify[]>;
  notified(ids: string[], now: Date): Promise<void>;
  timings(since: Date): Promise<AlertTiming[]>;

  receivers(active: string[]): Promise<AlertReceiverStatus[]>;
  reject(rejections: CountedRejection[], now: Date): Promise<void>;
  polled(receiver: string, now: Date, error?: string): Promise<void>;
  /** What was last received before; of what still fires, before `firing`. */
  deleteOld(before: Date, firing: Date): Promise<number>;
}
