import { ServiceUnavailableError } from '@backstage/errors';
import { AlertDelivery, AlertReceiver } from '@plumbline/plugin-plumbline-node';
import { Metrics } from '../../lib/metrics';
import { PeopleFirst } from '../PeopleFirst';
import { AlertStore, DeliveryToStore } from '../store/AlertStore';
import { chunksOf } from '../../database/chunks';
import { nameOf, normalizeAlert } from './normalize';

/** What waits to be stored; more is refused for now, and senders try again. */
const MOST_WAITING = 20_000;
/** Alerts in one transaction. A delivery without any counts like one of them. */
const MOST_AT_ONCE = 250;

interface Waiting {
  /** What is still to be stored of a delivery, each for one transaction. */
  pieces: DeliveryToStore[];
  stored: () => void;
  failed: (error: unknown) => void;
}

export interface IntakeOptions {
  store: AlertStore;
  peopleFirst: PeopleFirst;
  metrics: Metrics;
  now: () => Date;
  /** Alerts that may wait; absent: 20,000. */
  mostWaiting?: number;
}

/**
 * Stores deliveries. Those that come while one is being stored share the next transaction, so that a storm of small
 * requests costs few of them; one that is large is stored in several, and nothing that came after it in between.
 */
export class Intake {
  readonly #options: IntakeOptions;
  #stored = () => {};
  #waiting: Waiting[] = [];
  #alerts = 0;
  #storing = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Called whenever something new was stored. */
  onStored(listener: () => void): void {
    this.#stored = listener;
  }

  /** Whether deliveries wait to be stored. */
  get busy(): boolean {
    return this.#alerts > 0;
  }

  /** Resolves once the delivery is stored. `askedAt`: when it was asked for; absent: it came by itself. */
  async accept(
    receiver: Pick<AlertReceiver, 'id'>,
    delivery: AlertDelivery,
    askedAt?: Date,
  ): Promise<void> {
    const { alerts, ended = [], complete = [], followUps = [] } = delivery;
    const { mostWaiting = MOST_WAITING } = this.#options;
    if (this.#alerts + alerts.length > mostWaiting && this.#alerts > 0) {
      throw new ServiceUnavailableError(
        'More alerts arrive than can be stored: send this delivery again in a moment',
      );
    }
    this.#alerts += alerts.length;
    try {
      const toStore: DeliveryToStore = {
        receiver: receiver.id,
        ...(delivery.id !== undefined && { id: delivery.id }),
        alerts: [],
        plumbing: 0,
        ended: ended.map(nameOf),
        // Only an answer can be complete.
        ...(askedAt && {
          complete: complete.map(nameOf),
          askedAt: askedAt.toISOString(),
        }),
        followUps,
      };
      const now = this.#options.now();
      const turn = this.#options.peopleFirst.turns();
      for (const alert of alerts) {
        await turn();
        const normalized = normalizeAlert(alert, receiver.id, now);
        if (normalized === 'plumbing') {
          toStore.plumbing += 1;
        } else {
          toStore.alerts.push(normalized);
        }
      }
      await new Promise<void>((stored, failed) => {
        this.#waiting.push({ pieces: piecesOf(toStore), stored, failed });
        if (!this.#storing) {
          void this.#store();
        }
      });
    } finally {
      this.#alerts -= alerts.length;
    }
    this.#options.metrics.alertsReceived(receiver.id, alerts.length);
  }

  async #store(): Promise<void> {
    const { store, peopleFirst, now } = this.#options;
    this.#storing = true;
    while (this.#waiting.length > 0) {
      // Whoever waits to be read joins the next transaction.
      await peopleFirst.turn();
      const some = this.#next();
      try {
        await store.accept(
          some.map(({ pieces }) => pieces[0]),
          now(),
          peopleFirst.turns({ soon: true }),
        );
        some.forEach(({ pieces }) => pieces.shift());
        this.#done(some.filter(({ pieces }) => pieces.length === 0)).forEach(
          ({ stored }) => stored(),
        );
        this.#stored();
      } catch (error) {
        // Of a delivery that is stored in part, the rest is not tried: the sender repeats all of it.
        this.#done(some).forEach(({ failed }) => failed(error));
      }
    }
    this.#storing = false;
  }

  /** Those whose next pieces share a transaction, in the order in which they came. */
  #next(): Waiting[] {
    const some: Waiting[] = [];
    let alerts = 0;
    for (const waiting of this.#waiting) {
      alerts += Math.max(1, waiting.pieces[0].alerts.length);
      if (some.length > 0 && alerts > MOST_AT_ONCE) {
        break;
      }
      some.push(waiting);
      if (waiting.pieces.length > 1) {
        // What comes after it may be newer.
        break;
      }
    }
    return some;
  }

  /** Takes the first of the line out of it. */
  #done(first: Waiting[]): Waiting[] {
    return this.#waiting.splice(0, first.length);
  }
}

/** What is over, complete or still to be fetched is told with the last of the alerts. */
function piecesOf(delivery: DeliveryToStore): DeliveryToStore[] {
  const parts = [...chunksOf(delivery.alerts, MOST_AT_ONCE)];
  const last = { ...delivery, alerts: parts.pop() ?? [] };
  const { receiver, id, askedAt } = delivery;
  return [
    ...parts.map(alerts => ({
      receiver,
      ...(id !== undefined && { id }),
      ...(askedAt !== undefined && { askedAt }),
      alerts,
      plumbing: 0,
      followUps: [],
      more: true,
    })),
    last,
  ];
}
