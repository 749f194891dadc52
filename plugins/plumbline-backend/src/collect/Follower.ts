import { LoggerService } from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';
import { ClaimedSource, SourceStore } from '../index/SourceStore';
import { Discovery } from './Discovery';
import { Drain } from '../lib/Drain';
import { messageOf } from '../lib/messages';
import { Metrics } from '../lib/metrics';
import { orAborted } from './orAborted';
import { retryAt } from './retryAt';

export interface FollowerOptions {
  store: SourceStore;
  discovery: Discovery;
  factsVersion: string;
  /** A replica that says nothing for so long has died: others take over what it follows. */
  leaseMs: number;
  /** The first wait after a failure; it doubles with every further one. */
  retryMs: number;
  maxRetryMs: number;
  metrics: Pick<Metrics, 'followed' | 'followFailed'>;
  logger: LoggerService;
  now: () => Date;
}

/** Why a cluster is no longer followed, other than a failure. */
type Ending = 'lost' | 'not renewed' | 'refresh' | 'given back';

/** A cluster that this replica follows. */
interface Followed {
  end: (ending: Ending) => void;
  done: Promise<void>;
}

/**
 * Follows clusters as they change, each on one replica, which holds its lease for as long as it does. Replicas take no
 * more than their share, so that one that starts gets its part; where the watch of a cluster stands is stored with what
 * was seen, so that handing one over loses nothing. A cluster that fails is left alone for a while.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #replica = randomUUID();
  readonly #followed = new Map<string, Followed>();
  readonly #stopping = new AbortController();
  readonly #drain: Drain;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#drain = new Drain(async () => {
      await this.#balance();
      return false;
    }, this.#stopping.signal);
  }

  /** Takes what is free, gives back what is too much. Runs once at a time; a call meanwhile makes sure that it looks again. */
  balance(): Promise<void> {
    return this.#drain.run();
  }

  /** Starts to without waiting for it. */
  wake(): void {
    this.balance().catch(error =>
      this.#options.logger.error('Failed to look for clusters to follow', {
        error: messageOf(error),
      }),
    );
  }

  /** Gives all clusters back and waits until that is done. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#drain.stopped();
    const all = [...this.#followed.values()];
    all.forEach(({ end }) => end('given back'));
    await Promise.all(all.map(({ done }) => done));
    await this.#options.store.leave(this.#replica).catch(() => undefined);
  }

  /** Names of the clusters that this replica follows at the moment. */
  get following(): string[] {
    return [...this.#followed.keys()].sort();
  }

  async #balance(): Promise<void> {
    const { store, now, leaseMs, factsVersion } = this.#options;
    const times = () => {
      const time = now();
      return { now: time, until: new Date(time.getTime() + leaseMs) };
    };
    const share = await store.shareOf(this.#replica, times());
    const surplus = [...this.#followed.values()].slice(share);
    surplus.forEach(({ end }) => end('given back'));
    await Promise.all(surplus.map(({ done }) => done));
    while (!this.#stopping.signal.aborted && this.#followed.size < share) {
      const source = await store.claimFollowed(randomUUID(), {
        ...times(),
        factsVersion,
      });
      if (!source) {
        return;
      }
      this.#start(source);
    }
  }

  #start(source: ClaimedSource): void {
    const ended = new AbortController();
    let ending: Ending | undefined;
    const end = (why: Ending) => {
      ending ??= why;
      ended.abort();
    };
    const { name } = source;
    const { metrics, logger } = this.#options;
    metrics.followed(1);
    const done = this.#follow(source, end, ended.signal)
      .then(
        () => ending,
        (error: unknown) => ending ?? messageOf(error),
      )
      .then(async why => {
        await this.#ended(source, ending, why);
      })
      .catch(error =>
        // The lease ends by itself.
        logger.warn('Failed to give a cluster back', {
          cluster: name,
          error: messageOf(error),
        }),
      )
      .finally(() => {
        metrics.followed(-1);
        // A lease that ran out may have been taken again by this replica meanwhile.
        if (this.#followed.get(name)?.end === end) {
          this.#followed.delete(name);
        }
        if (ending === 'refresh') {
          this.wake();
        }
      });
    this.#followed.set(name, { end, done });
  }

  async #follow(
    source: ClaimedSource,
    end: (why: Ending) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { discovery, store, now, logger } = this.#options;
    logger.info('Following a cluster', { cluster: source.name });
    const heartbeat = this.#keepLease(source, end);
    try {
      const found = await discovery.find(source, signal);
      if (found?.kind !== 'cluster') {
        throw new Error('Its provider does not list it here at the moment');
      }
      const { cluster, provider } = found;
      if (!provider.follow) {
        throw new Error(`The provider ${provider.id} follows no clusters`);
      }
      const picture = store.picture(source, {
        cluster: cluster.name,
        environment: cluster.environment,
        signal,
        now,
      });
      await orAborted(
        provider.follow(cluster, { signal, picture }),
        signal,
        () => 'stopped',
      );
      throw new Error(`The provider ${provider.id} stopped following it`);
    } finally {
      clearInterval(heartbeat);
    }
  }

  /** Renews the lease. One that could not be renewed until its end is lost, whoever has taken it by then. */
  #keepLease(
    source: ClaimedSource,
    end: (why: Ending) => void,
  ): ReturnType<typeof setInterval> {
    const { store, now, leaseMs, factsVersion } = this.#options;
    let until = now().getTime() + leaseMs;
    return setInterval(() => {
      const next = now().getTime() + leaseMs;
      store.renewFollowed(source, { until: new Date(next), factsVersion }).then(
        held => {
          if (held === 'held') {
            until = next;
          } else {
            end(held);
          }
        },
        // The database may be back before the lease ends.
        () => {
          if (now().getTime() >= until) {
            end('not renewed');
          }
        },
      );
    }, leaseMs / 3);
  }

  async #ended(
    source: ClaimedSource,
    ending: Ending | undefined,
    why: string | undefined,
  ): Promise<void> {
    const { store, now, logger, metrics } = this.#options;
    if (ending === 'lost') {
      logger.warn('Another replica follows a cluster now, or nobody should', {
        cluster: source.name,
      });
      return;
    }
    if (ending === 'not renewed') {
      logger.warn(
        'Stopped following a cluster: the database did not answer until the lease was over',
        { cluster: source.name },
      );
      return;
    }
    if (ending) {
      await store.abandon(source);
      return;
    }
    const error = why ?? 'stopped';
    metrics.followFailed();
    logger.warn('Failed to follow a cluster; what is known stays', {
      cluster: source.name,
      error,
    });
    await store.failed(source, {
      now: now(),
      error,
      retryAt: retryAt(await store.failuresOf(source.sourceId), this.#options),
    });
  }
}
