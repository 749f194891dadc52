import { LoggerService } from '@backstage/backend-plugin-api';
import {
  RepositoryDescriptor,
  RepositoryHistory,
  RepositoryOpener,
} from '@plumbline/plugin-plumbline-node';
import { randomUUID } from 'node:crypto';
import { messageOf } from '../collect/messages';
import { HistoryLease, HistoryLeaseStore } from './HistoryLeases';

/** Renewed after each batch; a reader that died leaves the rest to others after this time. */
const LEASE_MS = 10 * 60_000;

export interface HistoryReaderOptions<L extends HistoryLease> {
  store: HistoryLeaseStore<L>;
  /** Reads the history of one repository. `proceed` is called between batches; it throws when the work should end. */
  read: (
    lease: L,
    history: RepositoryHistory,
    proceed: () => Promise<void>,
  ) => Promise<void>;
  opener: () => RepositoryOpener | undefined;
  /** What is needed to reach a repository. */
  find: (
    source: { sourceId: string; provider: string },
    signal: AbortSignal,
  ) => Promise<RepositoryDescriptor | undefined>;
  logger: LoggerService;
  now: () => Date;
}

/** Reads the history of one repository after the other, for as long as one is due. */
export class HistoryReader<L extends HistoryLease> {
  readonly #options: HistoryReaderOptions<L>;
  readonly #owner = randomUUID();

  constructor(options: HistoryReaderOptions<L>) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { store, logger, now, opener } = this.#options;
    const elsewhere = new Set<string>();
    while (!signal.aborted && opener()?.history) {
      const lease = await store.claim(this.#owner, {
        now: now(),
        until: this.#until(),
        except: elsewhere,
      });
      if (!lease) {
        return;
      }
      let error: string | undefined;
      try {
        if (!(await this.#read(lease, signal))) {
          // Its mirror is on the disk of another replica, which must be free to read it.
          elsewhere.add(lease.sourceId);
          await store.giveBack(lease);
          continue;
        }
      } catch (failure) {
        error = signal.aborted ? undefined : messageOf(failure);
      }
      if (error !== undefined) {
        logger.warn('Failed to read the history of a repository', {
          source: lease.sourceId,
          error,
        });
      }
      await store.release(lease, { now: now(), error });
    }
  }

  /** False where this machine has no mirror of it. */
  async #read(lease: L, signal: AbortSignal): Promise<boolean> {
    const { store, find, opener, read } = this.#options;
    const repository = await find(lease, signal);
    const history =
      repository && (await opener()?.history?.(repository, { signal }));
    if (!history) {
      return false;
    }
    try {
      await read(lease, history, async () => {
        signal.throwIfAborted();
        if (!(await store.renew(lease, this.#until()))) {
          throw new Error('another reader went on with it');
        }
      });
      return true;
    } finally {
      await history.close();
    }
  }

  #until(): Date {
    return new Date(this.#options.now().getTime() + LEASE_MS);
  }
}
