import { LoggerService } from '@backstage/backend-plugin-api';
import {
  RepositoryDescriptor,
  RepositoryHistory,
  RepositoryOpener,
} from '@plumbline/plugin-plumbline-node';
import { messageOf } from '../lib/messages';
import { takeTurns } from '../database/turns';
import { HistoryLease, HistoryLeaseStore } from './HistoryLeases';

/** A list of what is due is worked through for so long: what was pushed meanwhile does not wait for the end of a long one. */
const RUN_MS = 5 * 60_000;
/** How long what has no mirror here waits for the machine that has one. */
const WAIT_MS = 10 * 60_000;
/** How often a reader says that it goes on. */
const RENEW_MS = 60_000;

export interface HistoryReaderOptions<L extends HistoryLease> {
  store: HistoryLeaseStore<L>;
  /**
   * Reads the history of one repository. `proceed` is called after each piece of work: it lets others have their turn, keeps the lease,
   * and throws when the work should end.
   */
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

/** Reads the histories that are due, one after the other. */
export class HistoryReader<L extends HistoryLease> {
  readonly #options: HistoryReaderOptions<L>;
  /** Since when the history up to a commit is due that this machine has no mirror of. */
  readonly #waiting = new Map<string, number>();

  constructor(options: HistoryReaderOptions<L>) {
    this.#options = options;
  }

  /** First what this machine has a mirror of; then what nobody read for a while, as when all disks are new. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, now, opener } = this.#options;
    if (!opener()?.history) {
      return;
    }
    const started = now().getTime();
    const isOver = () => signal.aborted || now().getTime() - started > RUN_MS;
    const due = await store.due({ now: now() });
    const waiting = new Set(due.map(keyOf));
    for (const key of this.#waiting.keys()) {
      if (!waiting.has(key)) {
        this.#waiting.delete(key);
      }
    }
    for (const lease of due) {
      if (isOver()) {
        return;
      }
      if (await this.#isHere(lease, signal)) {
        this.#waiting.delete(keyOf(lease));
        await this.#lease(lease.sourceId, signal);
      } else if (!this.#waiting.has(keyOf(lease))) {
        this.#waiting.set(keyOf(lease), started);
      }
    }
    for (const lease of due) {
      const since = this.#waiting.get(keyOf(lease)) ?? started;
      if (started - since >= WAIT_MS) {
        if (isOver()) {
          return;
        }
        this.#waiting.delete(keyOf(lease));
        await this.#lease(lease.sourceId, signal, { fetch: true });
      }
    }
  }

  async #isHere(lease: L, signal: AbortSignal): Promise<boolean> {
    try {
      return await this.#withHistory(lease, signal, async () => {});
    } catch {
      // It is met again, and told, by whoever holds the lease.
      return true;
    }
  }

  async #lease(
    sourceId: string,
    signal: AbortSignal,
    { fetch = false }: { fetch?: boolean } = {},
  ): Promise<void> {
    const { store, logger, now } = this.#options;
    const { leases } = store;
    let error: string | undefined;
    try {
      if (!(await leases.take(sourceId, now()))) {
        return;
      }
      // As it is now: somebody may have read it meanwhile.
      const [lease] = await store.due({ sourceId });
      if (!lease || !(await this.#read(lease, signal, fetch))) {
        await leases.giveBack(sourceId);
        return;
      }
    } catch (failure) {
      error = signal.aborted ? undefined : messageOf(failure);
    }
    if (error !== undefined) {
      logger.warn('Failed to read the history of a repository', {
        source: sourceId,
        error,
      });
    }
    await leases.release(sourceId, { now: now(), error });
  }

  /** False where this machine has no mirror of it. */
  async #read(lease: L, signal: AbortSignal, fetch: boolean): Promise<boolean> {
    const { store, find, opener, read, now } = this.#options;
    let renewed = performance.now();
    if (fetch) {
      const repository = await find(lease, signal);
      const opened =
        repository && (await opener()?.open(repository, { signal }));
      await opened?.close();
    }
    return await this.#withHistory(lease, signal, async history => {
      const turn = takeTurns();
      await read(lease, history, async () => {
        await turn();
        signal.throwIfAborted();
        if (performance.now() - renewed >= RENEW_MS) {
          if (!(await store.leases.renew(lease.sourceId, now()))) {
            throw new Error('another reader went on with it');
          }
          renewed = performance.now();
        }
      });
    });
  }

  /**
   * False where this machine has no mirror, or none that has the commit of the facts yet: what it lacks may be on top, and nothing is
   * gone.
   */
  async #withHistory(
    lease: L,
    signal: AbortSignal,
    work: (history: RepositoryHistory) => Promise<void>,
  ): Promise<boolean> {
    const { find, opener } = this.#options;
    const { revision } = lease;
    const repository = await find(lease, signal);
    const history =
      repository && (await opener()?.history?.(repository, { signal }));
    if (!history) {
      return false;
    }
    try {
      if ((await history.contains(revision, revision)) === undefined) {
        return false;
      }
      await work(history);
      return true;
    } finally {
      await history.close();
    }
  }
}

function keyOf({ sourceId, revision }: HistoryLease): string {
  return `${sourceId} ${revision}`;
}
