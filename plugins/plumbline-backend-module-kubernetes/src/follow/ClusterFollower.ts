import { LoggerService } from '@backstage/backend-plugin-api';
import { AccessRule } from '@plumbline/kubernetes-access';
import {
  ClusterPicture,
  ClusterResource,
} from '@plumbline/plugin-plumbline-node';
import { isObject, textOf } from '../connect/json';
import { KubernetesClient } from '../connect/KubernetesClient';
import { KubernetesError } from '../connect/KubernetesError';
import { discover, Discovered } from './discover';
import { FollowOptions, followResource } from './followResource';
import { Health } from './Health';
import { orPictureError } from './PictureError';
import { resumeFrom, resumePoint } from './resumePoint';
import { Semaphore, Share } from './Semaphore';
import { keyOf, nameOf, ServedResource } from './served';
import { Backoff, jittered, pause, Timing } from './timing';

/** After a sign that kinds came or went; the server needs a moment to serve what was just defined. */
const LOOK_AGAIN_MS = [500, 2_000, 10_000];

export interface ClusterFollowerOptions {
  client: KubernetesClient;
  rules: AccessRule[];
  picture: ClusterPicture;
  /** Bounds how many lists are read at a time, of all clusters. */
  lists: Semaphore;
  timing: Timing;
  logger: LoggerService;
  signal: AbortSignal;
}

interface Running {
  served: ServedResource;
  stop: AbortController;
  done: Promise<void>;
}

/**
 * Follows everything that is wanted of one cluster, and notices kinds that come and go.
 */
export class ClusterFollower {
  readonly #options: ClusterFollowerOptions;
  readonly #running = new Map<string, Running>();
  readonly #health: Health;
  readonly #lists: Share;
  readonly #lookBackoff: Backoff;
  /** Ends everything, from outside or by a failure. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #failure: { error: unknown } | undefined;
  /** Which cluster it is, whatever its name. */
  #identity = '';
  /** Where watches stood when following began. */
  #points = new Map<string, string>();
  #known = new Map<string, ClusterResource>();
  /** Resources that the last look did not find, and since when that is so. */
  #missing = new Map<string, number>();
  #retained = '';
  /** When to look again beside the regular looks, and before when not to, by the clock of `performance.now()`. */
  #looks: number[] = [];
  #notBefore = 0;
  #wake = new AbortController();

  constructor(options: ClusterFollowerOptions) {
    this.#options = options;
    this.#health = new Health(options.timing.giveUp);
    this.#lists = options.lists.share();
    this.#lookBackoff = new Backoff(options.timing);
    this.#signal = AbortSignal.any([options.signal, this.#stop.signal]);
  }

  /** Resolves when the signal is aborted; throws when the cluster as a whole cannot be read. */
  async run(): Promise<void> {
    const { client, rules, picture, timing, signal } = this.#options;
    try {
      this.#identity = await identityOf(client, this.#signal);
      for (const { resource, resourceVersion } of await orPictureError(
        picture.resources(),
      )) {
        this.#known.set(keyOf(resource), resource);
        if (resourceVersion) {
          this.#points.set(keyOf(resource), resourceVersion);
        }
      }
      while (!this.#signal.aborted) {
        await this.#adjust(
          await this.#look(() => discover(client, rules, this.#signal)),
        );
        await this.#untilNextLook(timing.rediscover);
      }
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      this.#stop.abort();
      await Promise.all([...this.#running.values()].map(({ done }) => done));
    }
    if (this.#failure && !signal.aborted) {
      throw this.#failure.error;
    }
  }

  /** The first look must succeed; later ones may fail for as long as the cluster is not given up. */
  async #look(
    task: () => Promise<Discovered>,
  ): Promise<Discovered | undefined> {
    try {
      const found = await task();
      this.#health.answered();
      this.#lookBackoff.reset();
      return found;
    } catch (error) {
      if (
        this.#running.size === 0 ||
        !(error instanceof KubernetesError) ||
        error.code === 'unauthorized'
      ) {
        throw error;
      }
      if (error.code === 'unreachable') {
        this.#health.unreachable(error);
      }
      const wait = Math.max(this.#lookBackoff.next(), error.retryAfterMs ?? 0);
      this.#options.logger.warn(
        'The kinds of a cluster cannot be looked up; what is known stays',
        { reason: error.message, seconds: Math.round(wait / 1000) },
      );
      this.#notBefore = performance.now() + wait;
      this.#looks = [this.#notBefore];
      return undefined;
    }
  }

  /** Starts what is new, ends what is gone. */
  async #adjust(found: Discovered | undefined): Promise<void> {
    if (!found || this.#signal.aborted) {
      return;
    }
    const { logger, picture } = this.#options;
    for (const [group, reason] of found.unknown) {
      logger.warn(
        'An API group cannot be looked up; what is known of it stays',
        {
          group,
          reason,
        },
      );
    }
    const wanted = new Map(found.served.map(served => [keyOf(served), served]));
    const keep = this.#kept(found, wanted);
    for (const [key, { served, stop, done }] of this.#running) {
      const now = wanted.get(key);
      // Another path is another version of the API.
      if (now ? now.path !== served.path : !keep.has(key)) {
        logger.info('A kind is not served any more as it was', {
          resource: nameOf(served),
        });
        stop.abort();
        await done;
        this.#running.delete(key);
      }
    }
    const retained = [...wanted.values(), ...keep.values()].map(
      ({ group, version, kind }) => ({ group, version, kind }),
    );
    const written = JSON.stringify(retained);
    if (written !== this.#retained) {
      await orPictureError(picture.retain(retained));
      this.#retained = written;
    }
    for (const [key, served] of wanted) {
      if (!this.#running.has(key)) {
        this.#start(key, served);
      }
      this.#known.set(key, served);
    }
  }

  /**
   * What is known and not found: it stays where its group could not be looked up, and until it was missing for a while. A
   * server that starts, or serves an API through another one that does, forgets kinds for moments.
   */
  #kept(
    found: Discovered,
    wanted: Map<string, ServedResource>,
  ): Map<string, ClusterResource> {
    const kept = new Map<string, ClusterResource>();
    const missing = new Map<string, number>();
    const now = performance.now();
    const groups = new Set(this.#options.rules.map(({ group }) => group));
    for (const [key, resource] of this.#known) {
      if (wanted.has(key)) {
        continue;
      }
      const since = this.#missing.get(key) ?? now;
      const goneAt = since + this.#options.timing.confirm;
      if (found.unknown.has(resource.group)) {
        kept.set(key, resource);
      } else if (groups.has(resource.group) && now < goneAt) {
        missing.set(key, since);
        kept.set(key, resource);
        this.#lookAt(goneAt);
      } else {
        this.#known.delete(key);
      }
    }
    this.#missing = missing;
    return kept;
  }

  #start(key: string, served: ServedResource): void {
    const { client, picture, timing, logger } = this.#options;
    const stop = new AbortController();
    const options: FollowOptions = {
      client,
      picture,
      timing,
      logger,
      health: this.#health,
      lists: this.#lists,
      pointOf: position => resumePoint(this.#identity, served, position),
      signal: AbortSignal.any([this.#signal, stop.signal]),
      rediscover: () => this.#lookSoon(),
    };
    const resumed = resumeFrom(this.#identity, served, this.#points.get(key));
    this.#points.delete(key);
    const done = followResource(served, options, resumed).catch(error => {
      this.#failure ??= { error };
      this.#stop.abort();
    });
    this.#running.set(key, { served, stop, done });
  }

  /** Kinds may have come or gone. */
  #lookSoon(): void {
    const now = performance.now();
    this.#looks = LOOK_AGAIN_MS.map(ms => now + ms);
    this.#wake.abort();
  }

  #lookAt(at: number): void {
    this.#looks = [...new Set([...this.#looks, at])].sort((a, b) => a - b);
  }

  async #untilNextLook(rediscoverMs: number): Promise<void> {
    const regular = performance.now() + jittered(rediscoverMs);
    for (;;) {
      // A sign that comes after this line ends the wait below.
      this.#wake = new AbortController();
      const next = Math.min(regular, this.#looks[0] ?? Infinity);
      const wait = Math.max(next, this.#notBefore) - performance.now();
      if (wait <= 0 || this.#signal.aborted) {
        this.#looks = this.#looks.filter(at => at > performance.now());
        return;
      }
      await pause(wait, AbortSignal.any([this.#signal, this.#wake.signal]));
    }
  }
}

/** The UID of the namespace that every cluster has and none shares; empty where it may not be read. */
async function identityOf(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { metadata } = await client.object('/api/v1/namespaces/kube-system', {
      signal,
      accept:
        'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json',
      maxBytes: 1024 * 1024,
    });
    return (isObject(metadata) && textOf(metadata.uid)) || '';
  } catch (error) {
    if (
      error instanceof KubernetesError &&
      (error.code === 'forbidden' || error.code === 'not-found')
    ) {
      return '';
    }
    throw error;
  }
}
