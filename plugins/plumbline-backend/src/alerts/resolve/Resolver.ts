import { LoggerService } from '@backstage/backend-plugin-api';
import { Lookup } from '@plumbline/gitops-lookup';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../lib/messages';
import { Metrics } from '../../lib/metrics';
import { AlertStore, ClaimedFetch, ClaimedQuestion } from '../store/AlertStore';
import { Intake } from '../receive/Intake';
import { PeopleFirst } from '../PeopleFirst';
import { Receivers } from '../receive/Receivers';
import { Drain } from '../../lib/Drain';
import { resolutionOf } from './resolutionOf';

const BATCH = 50;
/** How soon an answer is looked for again that a source which is not read yet may change. */
const INDEXING_MS = { owned: 60_000, other: 10_000 };
const LONGEST_INDEXING_MS = 5 * 60_000;
/** So long at most each question waits for alerts that are being stored. */
const LONGEST_WAIT_MS = 100;
const LOOK_MS = 5;
const CLAIM_MS = 2 * 60_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 10 * 60_000;
const FETCH_TIMEOUT_MS = 30_000;
/** A sender that has not answered for so many attempts (some 11 hours) has forgotten the alert. */
const MOST_FETCHES = 75;

export interface ResolverOptions {
  store: AlertStore;
  lookup: Lookup;
  receivers: Receivers;
  intake: Intake;
  peopleFirst: PeopleFirst;
  metrics: Metrics;
  logger: LoggerService;
  now: () => Date;
}

/**
 * Answers what alerts ask, and fetches what they leave out, from the queue in the database: claimed, so that replicas share
 * the work, and one question after the other, so that people who ask meanwhile do not wait.
 */
export class Resolver {
  readonly #options: ResolverOptions;
  readonly #owner = randomUUID();
  readonly #stopping = new AbortController();
  readonly #drains: Drain[];

  constructor(options: ResolverOptions) {
    this.#options = options;
    // Apart: owners are found while a sender that does not answer is waited for.
    this.#drains = [() => this.#answerSome(), () => this.#fetchSome()].map(
      work => new Drain(work, this.#stopping.signal),
    );
  }

  /** Works on what is due, without waiting for it. */
  wake(): void {
    for (const drain of this.#drains) {
      drain.run().catch(error =>
        this.#options.logger.error('Failed to look for alerts to resolve', {
          error: messageOf(error),
        }),
      );
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#drains.map(drain => drain.stopped()));
  }

  async #fetchSome(): Promise<boolean> {
    const fetches = await this.#options.store.claimFetches(
      this.#owner,
      this.#claim(),
    );
    await Promise.all(fetches.map(claimed => this.#fetch(claimed)));
    return fetches.length > 0;
  }

  async #answerSome(): Promise<boolean> {
    const questions = await this.#options.store.claimQuestions(
      this.#owner,
      this.#claim(),
    );
    await this.#answerAll(questions);
    return questions.length > 0;
  }

  #claim() {
    const now = this.#options.now();
    return { now, until: new Date(now.getTime() + CLAIM_MS), limit: BATCH };
  }

  async #answerAll(questions: ClaimedQuestion[]): Promise<void> {
    if (questions.length === 0) {
      return;
    }
    // Before the questions: what is read meanwhile may be missing in the answers.
    const indexing = await this.#options.store.isIndexing();
    for (const question of questions) {
      // What is left of the batch is taken up when its claim ends.
      if (this.#stopping.signal.aborted) {
        return;
      }
      await this.#giveWay();
      await this.#answer(question, indexing);
    }
  }

  /** In a storm, alerts are stored first: what is accepted cannot be asked for again, an owner can be found later. */
  async #giveWay(): Promise<void> {
    const until = performance.now() + LONGEST_WAIT_MS;
    while (
      this.#options.intake.busy &&
      performance.now() < until &&
      !this.#stopping.signal.aborted
    ) {
      await sleep(LOOK_MS);
    }
    await this.#options.peopleFirst.turn();
  }

  async #answer(claimed: ClaimedQuestion, indexing: boolean): Promise<void> {
    const { store, lookup, metrics, logger, now } = this.#options;
    const started = performance.now();
    try {
      const resolved = resolutionOf(await lookup.answer(claimed.text), now());
      const { owned, other } = INDEXING_MS;
      const again = Math.min(
        (resolved.ownership === 'owned' ? owned : other) *
          2 ** Math.min(claimed.early, 10),
        LONGEST_INDEXING_MS,
      );
      await store.resolve(
        claimed,
        resolved,
        indexing ? new Date(now().getTime() + again) : undefined,
      );
      metrics.alertResolved(resolved.ownership, performance.now() - started);
    } catch (error) {
      metrics.alertResolved('failed', performance.now() - started);
      logger.warn('Failed to find the owner of an alert; it is tried again', {
        error: messageOf(error),
      });
      await store.failQuestion(claimed, this.#retry(claimed.failures));
    }
  }

  async #fetch(claimed: ClaimedFetch): Promise<void> {
    const { store, receivers, intake, logger, now } = this.#options;
    const receiver = receivers.get(claimed.receiver);
    const askedAt = now();
    try {
      if (receiver?.fetch) {
        const delivery = await receiver.fetch(claimed.task, {
          signal: AbortSignal.any([
            this.#stopping.signal,
            AbortSignal.timeout(FETCH_TIMEOUT_MS),
          ]),
        });
        await intake.accept(receiver, delivery, askedAt);
        if (delivery.problem !== undefined) {
          throw new Error(delivery.problem);
        }
      }
      await store.finishFetch(claimed);
    } catch (error) {
      const meta = { receiver: claimed.receiver, error: messageOf(error) };
      if (claimed.failures >= MOST_FETCHES) {
        logger.error('Gave up fetching the details of an alert', meta);
        await store.finishFetch(claimed);
      } else {
        logger.warn('Failed to fetch the details of an alert', meta);
        await store.failFetch(claimed, this.#retry(claimed.failures));
      }
    }
  }

  /** When to try again. The schedule sees to it, too, should this replica be gone by then. */
  #retry(failures: number): Date {
    const wait = Math.min(
      FIRST_RETRY_MS * 2 ** Math.min(failures, 20),
      LONGEST_RETRY_MS,
    );
    setTimeout(() => this.wake(), wait + 1).unref();
    return new Date(this.#options.now().getTime() + wait);
  }
}
