import {
  createExtensionPoint,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@plumbline/gitops-reader';

/**
 * An alert as a receiver understood it. Everything in it is taken for hostile: it is bounded before it is stored.
 *
 * @public
 */
export interface ReceivedAlert {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** The same for every delivery of the same alert. */
  fingerprint: string;
  /** RFC 3339. Absent: the sender does not tell, and each time that the alert fires anew counts as one alert. */
  startsAt?: string;
  endsAt?: string;
  /** http and https only. */
  links?: { title: string; url: string }[];
  /** Where the sender shows the rule behind it. */
  generatorURL?: string;
  /** The sender's own address. */
  externalURL?: string;
  /** Cluster that it comes from, where the labels do not tell. */
  cluster?: string;
  /** What it was listed by, one of the delivery's `complete`; absent: its cluster. */
  origin?: string;
  /** It fires now, whatever came before: the sender says so (reopened), or lists it. */
  reopen?: boolean;
  /** Silenced or inhibited at the sender: nobody is told of it, and what was told is not over. */
  muted?: boolean;
  /** Teams that the sender names; they count when a team of that name is known. */
  teams?: string[];
  /** What the sender calls it: a note about the owner can be written there. */
  external?: { id: string; url?: string };
}

/** A request as it came. @public */
export interface AlertRequest {
  /** The raw bytes, which signatures are made over. */
  body: Uint8Array;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string | undefined>>;
  receivedAt: Date;
}

/**
 * Why a delivery is refused: a wrong `secret`, `signature`, `timestamp` (too old, or from the future) or `sender` (one that
 * is not allowed).
 *
 * @public
 */
export interface AlertRejection {
  reason: 'secret' | 'signature' | 'timestamp' | 'sender';
  /** In words, without any value of the request. */
  message: string;
}

/** What a request brought. @public */
export interface AlertDelivery {
  /** The sender's own id of the delivery. One that came before is answered, and changes nothing. */
  id?: string;
  alerts: ReceivedAlert[];
  /** What the sender calls alerts (`external.id`) that are over, all under that name. */
  ended?: string[];
  /**
   * Origins of which an answer that was asked for lists all alerts that fire: others of them, that came before it was asked
   * for, are over.
   */
  complete?: string[];
  /** What could not be asked while the rest could: shown beside the receiver. A follow-up is fetched again. */
  problem?: string;
  /** What is to be fetched because the request does not hold it. Kept until it succeeded or was given up. */
  followUps?: JsonObject[];
}

/**
 * Takes alerts of one sender at `POST /api/plumbline/v1/alerts/receive/<id>`. The backend bounds the body, stores what was
 * read before it answers, and finds the owners afterwards.
 *
 * @public
 */
export interface AlertReceiver {
  /** Unique, in lower-case letters, digits and dashes: `alertmanager`. */
  readonly id: string;
  /** What is wrong with the request; `undefined` when it may be believed. */
  verify(
    request: AlertRequest,
  ): AlertRejection | undefined | Promise<AlertRejection | undefined>;
  /** The alerts of a request that was verified. Throws an `InputError` for a body that is none of this sender. */
  read(request: AlertRequest): AlertDelivery | Promise<AlertDelivery>;
  /** Fetches what `followUps` asked for. Throws to be called again later, with growing pauses. */
  fetch?(
    followUp: JsonObject,
    options: { signal: AbortSignal },
  ): Promise<AlertDelivery>;
  /** Asks the sender on schedule what it knows, for what never arrived. */
  poll?: {
    schedule: SchedulerServiceTaskScheduleDefinition;
    /** Throws when the sender could not be asked. */
    alerts(options: { signal: AbortSignal }): Promise<AlertDelivery>;
  };
  /** Writes a note to the alert at the sender. */
  note?: {
    /** Also without being asked, once the owner is known. */
    always: boolean;
    write(
      external: { id: string; url?: string },
      text: string,
      options: { signal: AbortSignal },
    ): Promise<void>;
  };
}

/** @public */
export interface PlumblineAlertsExtensionPoint {
  addReceiver(...receivers: AlertReceiver[]): void;
}

/** Where modules add receivers of alerts. @public */
export const plumblineAlertsExtensionPoint =
  createExtensionPoint<PlumblineAlertsExtensionPoint>({
    id: 'plumbline.alerts',
  });
