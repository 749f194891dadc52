import { Answer, ConfigView, Owner, Subject } from '@plumbline/gitops-lookup';
import { Finding } from '@plumbline/gitops-reader';

/**
 * Whether an alert has an owner. `nobody`: nobody claims it. `explicit`: a rule says that nobody owns it. `unknown`: the
 * index does not know what it is about. `resolving`: not asked yet.
 *
 * @public
 */
export type AlertOwnership =
  'owned' | 'nobody' | 'explicit' | 'unknown' | 'resolving';

/**
 * The answer in short, as it was when the alert came.
 *
 * @public
 */
export interface AlertResolution {
  subject?: Subject;
  owners: Owner[];
  contested: boolean;
  /** The first place to change. */
  config?: ConfigView;
  environment?: string;
  cluster?: string;
  /** Asks the same on the page On call. */
  query: string;
  /** RFC 3339. */
  resolvedAt: string;
  /** When the oldest source behind it was last read. */
  asOf?: string;
  /** What could not be told. */
  unknown: string[];
}

/** A person's word on the owner that was found. @public */
export interface AlertVerdict {
  verdict: 'right' | 'wrong';
  /** The team that it should have been, where it is known. */
  team?: string;
  /** Ref of who said so. */
  by: string;
  at: string;
  /** Of a wrong owner: which line to change so that the next answer is right. */
  finding?: Finding;
}

/** @public */
export interface AlertSummary {
  id: string;
  /** Which receiver took it. */
  receiver: string;
  name: string;
  severity?: string;
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  links: { title: string; url: string }[];
  generatorURL?: string;
  /** At the sender. */
  externalUrl?: string;
  /** Never later than it was received, whatever the sender's clock says. */
  startsAt: string;
  /** What the sender said, where that lies in the future. */
  startsAtSaid?: string;
  endsAt?: string;
  firstReceived: string;
  lastReceived: string;
  /** How often it was delivered. */
  deliveries: number;
  ownership: AlertOwnership;
  /** Absent until it is resolved. */
  resolution?: AlertResolution;
  /** The first look by a person. */
  firstLook?: { at: string; by: string };
  verdict?: AlertVerdict;
  /** Milliseconds from the start to the first look, and to the confirmed owner. */
  timeToOwner?: { look?: number; confirmed?: number };
}

/** @public */
export interface AlertsPage {
  items: AlertSummary[];
  totalItems: number;
  /** Opaque; absent on the last page. */
  nextCursor?: string;
  /** Of all alerts, whatever the filters. */
  summary: {
    firing: number;
    /** Of those that fire. */
    unowned: number;
    /** Of those that fire: the owner is being looked for. */
    resolving: number;
    resolved: number;
  };
}

/** @public */
export interface AlertsQuery {
  status?: 'firing' | 'resolved';
  /** Ref of a team. */
  team?: string;
  environment?: string;
  cluster?: string;
  /** Those without an owner. */
  unowned?: boolean;
  /** Those of which a person said so. */
  verdict?: 'right' | 'wrong';
  /** Part of a label's value, the subject or the name. */
  text?: string;
  cursor?: string;
  /** 1 to 200, 50 by default. */
  limit?: number;
}

/** @public */
export interface AlertDetail extends AlertSummary {
  /** The whole answer, as the index gives it now. */
  answer: Answer;
}

/** Times to owner of some alerts. Durations are milliseconds. @public */
export interface TimeToOwner {
  alerts: number;
  /** From the start to the first look by a person. */
  look: AlertDurations;
  /** From the start to an owner that a person confirmed. */
  confirmed: AlertDurations;
}

/** @public */
export interface AlertDurations {
  alerts: number;
  p50?: number;
  p90?: number;
  /** Share of those that took at most a minute, 0 to 1. */
  withinMinute?: number;
}

/** @public */
export interface AlertStatistics {
  /** Alerts that were first received since then. */
  since: string;
  total: TimeToOwner;
  /** By owning team; alerts without one are under none. */
  teams: (TimeToOwner & { team: string })[];
  /** By ISO week, `2026-W48`, the newest first. */
  weeks: (TimeToOwner & { week: string })[];
}

/** A receiver of alerts, and what became of what was sent to it. @public */
export interface AlertReceiverStatus {
  id: string;
  /** False for one that is not set up any more. */
  active: boolean;
  deliveries: number;
  alerts: number;
  /** Alerts about the alerting itself: counted, and not listed. */
  plumbing: number;
  lastDelivery?: string;
  /** Deliveries that were refused. */
  rejections: {
    reason: string;
    message: string;
    total: number;
    last: string;
  }[];
  /** Of one that is polled: how that goes. */
  poll?: { lastSuccess?: string; lastAttempt: string; error?: string };
  /** What is still to be fetched from the sender. */
  pending: number;
}

/** A directory of who is on call, and how asking it goes. @public */
export interface OnCallDirectoryStatus {
  id: string;
  /** How many it named when it was last read. */
  people: number;
  /** Absent when it was never read. */
  lastSuccess?: string;
  /** Absent when it was never asked. */
  lastAttempt?: string;
  /** Why the last attempt failed, or of which teams it could not tell. */
  error?: string;
}

/** An alert as Alertmanager writes it. @public */
export interface EnrichedAlert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  [field: string]: unknown;
}

/** The object that an answer is about, as its subject names it. @public */
export interface LookedAt {
  kind: string;
  namespace?: string;
  name: string;
  cluster?: string;
}

/**
 * Alerts that were received, and what the portal makes of them.
 *
 * @public
 */
export interface PlumblineAlertsApi {
  /** Firing before resolved, those without owner on top, then the newest first. */
  alerts(query: AlertsQuery): Promise<AlertsPage>;
  /** @throws ResponseError (404) */
  alert(id: string): Promise<AlertDetail>;
  /** Notes that a person looks at it. Only the first look counts. */
  look(id: string): Promise<void>;
  /** Notes that a person reads an answer about an object: a look at all firing alerts about the same one. */
  lookAtAnswer(about: LookedAt): Promise<void>;
  /** Says whether the owner is right. */
  verdict(
    id: string,
    verdict: { verdict: 'right' | 'wrong'; team?: string },
  ): Promise<AlertVerdict>;
  /** Writes the owner to the alert at its sender, where the receiver can do that. */
  note(id: string): Promise<void>;
  statistics(query: { weeks?: number }): Promise<AlertStatistics>;
  receivers(): Promise<{ items: AlertReceiverStatus[] }>;
  /** Directories that are asked who is on call. */
  onCallDirectories(): Promise<{ items: OnCallDirectoryStatus[] }>;
  /** The same alerts with a label and annotations that name the owner. */
  enrich(alerts: object[]): Promise<EnrichedAlert[]>;
}
