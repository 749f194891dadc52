import { LoggerService } from '@backstage/backend-plugin-api';
import { ClusterPicture } from '@plumbline/plugin-plumbline-node';
import { KubernetesClient } from '../connect/KubernetesClient';
import { KubernetesError } from '../connect/KubernetesError';
import { Health } from './Health';
import { listResource } from './listResource';
import { orPictureError } from './PictureError';
import { Position } from './resumePoint';
import { Share } from './Semaphore';
import { nameOf, resourceOf, ServedResource } from './served';
import { Backoff, jittered, pause, Timing } from './timing';
import { watchResource } from './watchResource';

export interface FollowOptions {
  client: KubernetesClient;
  picture: ClusterPicture;
  pointOf: (position: Position) => string;
  /** Of the cluster as a whole. */
  health: Health;
  /** Bounds how many lists are read at a time, of all clusters. */
  lists: Share;
  timing: Timing;
  logger: LoggerService;
  signal: AbortSignal;
  /** What the cluster serves may have changed. */
  rediscover(): void;
}

/** A failure that lasts is told; one that passes is not. */
const TOLD_AFTER = 2;

class Follower {
  readonly #served: ServedResource;
  readonly #options: FollowOptions;
  readonly #backoff: Backoff;
  /** Undefined: a list is needed. */
  #position: Position | undefined;
  /** When a list is needed though the watch could go on, by the clock of `performance.now()`. */
  #listAgainAt: number;
  #watchable: boolean;
  /** When a watch that was forbidden is tried again. */
  #watchAgainAt = 0;

  constructor(
    served: ServedResource,
    options: FollowOptions,
    position: Position | undefined,
  ) {
    this.#served = served;
    this.#options = options;
    this.#backoff = new Backoff(options.timing);
    this.#position = position;
    this.#watchable = served.watchable;
    const age = position ? Date.now() - position.listedAt : 0;
    this.#listAgainAt = fromNow(options.timing.resync) - Math.max(0, age);
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      try {
        if (!this.#position || performance.now() >= this.#listAgainAt) {
          await this.#list();
        }
        if (!this.#position) {
          await pause(jittered(this.#options.timing.confirm), signal);
        } else if (this.#watchable) {
          await this.#watch(this.#position);
        } else {
          await this.#waitForNextList();
        }
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        await this.#recover(error);
      }
    }
  }

  async #list(): Promise<void> {
    const { client, picture, pointOf, lists, timing, signal, health } =
      this.#options;
    let listedAt = 0;
    const { result, resourceVersion } = await lists.run(() => {
      listedAt = Date.now();
      return listResource({
        client,
        served: this.#served,
        picture,
        pointOf: version => pointOf({ resourceVersion: version, listedAt }),
        signal,
      });
    }, signal);
    health.answered();
    // A watch would make what is doubted look certain: first the list that confirms it.
    this.#position =
      result === 'replaced' ? { resourceVersion, listedAt } : undefined;
    this.#listAgainAt = fromNow(timing.resync);
  }

  async #watch(position: Position): Promise<void> {
    const { client, picture, pointOf, timing, signal, health } = this.#options;
    const left = Math.max(1000, this.#listAgainAt - performance.now());
    let open = 0;
    await watchResource({
      client,
      served: this.#served,
      picture,
      pointOf: resourceVersion => pointOf({ ...position, resourceVersion }),
      position,
      watchMs: Math.min(jittered(timing.watch), left),
      gatherMs: timing.gather,
      signal,
      onOpen: () => {
        open = performance.now();
        health.answered();
      },
      onEvent: () => {
        health.answered();
        this.#backoff.reset();
      },
      onChange: () => {
        if (this.#served.resource === 'customresourcedefinitions') {
          this.#options.rediscover();
        }
      },
    });
    if (performance.now() - open < timing.firstPause) {
      // A server that ends every watch at once must not be asked in a circle.
      await pause(this.#backoff.next(), signal);
    } else {
      this.#backoff.reset();
    }
  }

  /** Where changes cannot be watched, lists follow each other. */
  async #waitForNextList(): Promise<void> {
    const { timing, signal } = this.#options;
    this.#backoff.reset();
    await pause(jittered(timing.relist), signal);
    this.#position = undefined;
    this.#watchable =
      this.#served.watchable && performance.now() >= this.#watchAgainAt;
  }

  /** Decides what a failure means, and waits before the next attempt. */
  async #recover(error: unknown): Promise<void> {
    const { health, timing, signal, logger, rediscover } = this.#options;
    if (!(error instanceof KubernetesError)) {
      throw error;
    }
    switch (error.code) {
      case 'unauthorized':
        throw error;
      case 'unreachable':
        health.unreachable(error);
        await pause(Math.min(this.#backoff.next(), timing.reconnect), signal);
        return;
      case 'silent':
        // The connection is dead, or the server sends no bookmarks and nothing has changed: the next attempt tells.
        await pause(jittered(timing.firstPause), signal);
        return;
      case 'gone':
        health.answered();
        logger.debug('The watch is too old; listing again', {
          resource: nameOf(this.#served),
        });
        this.#position = undefined;
        await this.#failed(error);
        return;
      case 'forbidden':
        health.answered();
        if (this.#position && this.#watchable) {
          // Listing may be allowed where watching is not.
          this.#watchable = false;
          this.#watchAgainAt = fromNow(timing.forbidden);
          this.#position = undefined;
          return;
        }
        this.#watchable = this.#served.watchable;
        await this.#tell('forbidden', error.message);
        await pause(jittered(timing.forbidden), signal);
        return;
      case 'not-found':
        health.answered();
        rediscover();
        await this.#failed(error);
        return;
      case 'too-large':
        health.answered();
        // One change that is too large is passed over by a list, whose pages can shrink to one object.
        this.#position = undefined;
        await this.#failed(error);
        return;
      default:
        health.answered();
        await this.#failed(error);
    }
  }

  async #failed(error: KubernetesError): Promise<void> {
    const ms = Math.max(this.#backoff.next(), error.retryAfterMs ?? 0);
    if (this.#backoff.failures >= TOLD_AFTER) {
      await this.#tell('failed', error.message);
    }
    await pause(ms, this.#options.signal);
  }

  async #tell(state: 'forbidden' | 'failed', reason: string): Promise<void> {
    await orPictureError(
      this.#options.picture.failed(resourceOf(this.#served), { state, reason }),
    );
  }
}

function fromNow(ms: number): number {
  return performance.now() + jittered(ms);
}

/**
 * Follows one resource until the signal is aborted: a complete list, then its changes, and a list again where the watch
 * cannot go on. Throws where nothing of the cluster can be read any more, or the index takes nothing.
 */
export async function followResource(
  served: ServedResource,
  options: FollowOptions,
  resumed?: Position,
): Promise<void> {
  await new Follower(served, options, resumed).run();
}
