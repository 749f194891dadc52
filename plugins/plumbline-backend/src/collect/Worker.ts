import { LoggerService } from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';
import { ClaimedSource, SourceStore } from '../index/SourceStore';
import { Discovery } from './Discovery';
import { Drain } from '../lib/Drain';
import { messageOf } from '../lib/messages';
import { Metrics } from '../lib/metrics';
import { orAborted } from './orAborted';
import { Repositories } from './Providers';
import {
  ReadResult,
  readClusterSource,
  readRepositorySource,
} from './readSource';
import { retryAt } from './retryAt';
import { ReadingSettings, RepositoryReaders } from './RepositoryReaders';

export interface WorkerOptions {
  store: SourceStore;
  discovery: Discovery;
  repositories: Repositories;
  factsVersion: string;
  reading: ReadingSettings;
  readers: RepositoryReaders;
  /** Sources read at the same time. */
  concurrency: number;
  /** How long reading one source may take. */
  timeoutMs: number;
  /** A worker that says nothing for so long has died: another one takes over. */
  leaseMs: number;
  /** The first wait after a failure; it doubles with every further one. */
  retryMs: number;
  maxRetryMs: number;
  logger: LoggerService;
  metrics: Metrics;
  now: () => Date;
}

/**
 * Reads the sources that are due, each under a lease, so that any number of replicas share the work and one that dies
 * leaves nothing half done: its lease ends and another replica starts over.
 */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #stopping = new AbortController();
  readonly #drain: Drain;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#drain = new Drain(async () => {
      await this.#readAllDue();
      return false;
    }, this.#stopping.signal);
  }

  /** Reads until nothing is due. Runs once at a time; a call meanwhile makes sure that it looks again. */
  drain(): Promise<void> {
    return this.#drain.run();
  }

  /** Starts reading without waiting for it. */
  wake(): void {
    this.drain().catch(error =>
      this.#options.logger.error('Failed to look for work', {
        error: messageOf(error),
      }),
    );
  }

  /** Gives back what is being read and waits until that is done. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#drain.stopped();
  }

  async #readAllDue(): Promise<void> {
    await Promise.all(
      Array.from({ length: this.#options.concurrency }, () =>
        this.#readWhileDue(),
      ),
    );
  }

  async #readWhileDue(): Promise<void> {
    const { store, now, leaseMs } = this.#options;
    while (!this.#stopping.signal.aborted) {
      const time = now();
      const source = await store.claim(randomUUID(), {
        now: time,
        until: new Date(time.getTime() + leaseMs),
      });
      if (!source) {
        return;
      }
      await this.#readLeased(source);
    }
  }

  async #readLeased(source: ClaimedSource): Promise<void> {
    const { store, now, leaseMs, timeoutMs, logger, metrics } = this.#options;
    const started = performance.now();
    const lost = new AbortController();
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([
      this.#stopping.signal,
      lost.signal,
      timeout,
    ]);
    const heartbeat = setInterval(() => {
      store.renew(source, new Date(now().getTime() + leaseMs)).then(
        held => held || lost.abort(),
        // The database may be back before the lease ends.
        () => undefined,
      );
    }, leaseMs / 3);
    const done = (result: ReadResult['result'] | 'failed') =>
      metrics.read(source.kind, result, performance.now() - started);
    try {
      const outcome = await orAborted(this.#read(source, signal), signal, () =>
        timeout.aborted
          ? `timed out after ${Math.round(timeoutMs / 1000)} s`
          : 'stopped',
      );
      done(outcome.result);
      if (outcome.result === 'unconfirmed') {
        logger.warn('Most objects are missing; a second read decides', {
          source: source.sourceId,
          removed: outcome.removed,
          of: outcome.of,
        });
      } else if (outcome.result === 'replaced') {
        logger.info('Read a source', {
          source: source.sourceId,
          written: outcome.written,
          removed: outcome.removed,
          seconds: (performance.now() - started) / 1000,
        });
      }
    } catch (error) {
      if (this.#stopping.signal.aborted) {
        await store.abandon(source);
        return;
      }
      done('failed');
      const message = messageOf(error);
      logger.warn('Failed to read a source; what is known stays', {
        source: source.sourceId,
        failures: source.failures + 1,
        error: message,
      });
      await store.failed(source, {
        now: now(),
        error: message,
        retryAt: retryAt(source.failures, this.#options),
      });
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #read(source: ClaimedSource, signal: AbortSignal): Promise<ReadResult> {
    const { discovery, repositories } = this.#options;
    const context = { ...this.#options, signal };
    const found = await discovery.find(source, signal);
    if (!found) {
      throw new Error('Its provider does not list it here at the moment');
    }
    if (found.kind === 'cluster') {
      return await readClusterSource(
        source,
        found.cluster,
        found.provider,
        context,
      );
    }
    if (!repositories.opener) {
      throw new Error(
        'Nothing that can open repositories is installed: add @plumbline/plugin-plumbline-backend-module-git',
      );
    }
    return await readRepositorySource(
      source,
      found.repository,
      repositories.opener,
      context,
    );
  }
}
