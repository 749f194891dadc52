import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Settings } from '../config/settings';
import { digestOf } from '../database/digest';
import { SourceStore } from '../index/SourceStore';
import { Discovery } from './Discovery';
import { Follower } from './Follower';
import { messageOf } from '../lib/messages';
import { Metrics } from '../lib/metrics';
import { RepositoryReaders } from './RepositoryReaders';
import { Clusters, Repositories } from './Providers';
import { KEEP_GONE_OBJECTS_MS } from './readSource';
import { Worker } from './Worker';

/** Raise it when readers find more or other facts in the same files: everything is then read once more. */
const READERS_VERSION = 19;

const MINUTE_MS = 60_000;

const MAX_GONE_OBJECTS = 200_000;

const LIST = 'plumbline-list-sources';

export interface CollectingOptions {
  repositories: Repositories;
  clusters: Clusters;
  store: SourceStore;
  settings: Settings;
  metrics: Metrics;
  now: () => Date;
  logger: LoggerService;
  scheduler: SchedulerService;
  lifecycle: LifecycleService;
}

/**
 * Lists sources on one replica, at start and on schedule; reads what is due and follows clusters on all of them.
 */
export async function startCollecting(
  options: CollectingOptions,
): Promise<{ wake(): void; find: Discovery['find'] }> {
  const { settings, scheduler, lifecycle, logger } = options;
  const factsVersion = digestOf(
    READERS_VERSION,
    settings.reading,
    settings.precedence,
  );
  const discovery = new Discovery({
    ...options,
    factsVersion,
    teams: settings.teams,
    keepGoneMs: settings.keepGoneMs,
    timeoutMs: 10 * MINUTE_MS,
  });
  const worker = new Worker({
    ...options,
    discovery,
    factsVersion,
    reading: settings.reading,
    readers: new RepositoryReaders(),
    concurrency: 2,
    timeoutMs: 15 * MINUTE_MS,
    leaseMs: 2 * MINUTE_MS,
    retryMs: MINUTE_MS / 2,
    maxRetryMs: 60 * MINUTE_MS,
  });
  const follower = new Follower({
    ...options,
    discovery,
    factsVersion,
    leaseMs: MINUTE_MS / 2,
    retryMs: 5_000,
    maxRetryMs: 5 * MINUTE_MS,
  });
  const wake = () => {
    worker.wake();
    follower.wake();
  };
  const stopping = new AbortController();
  lifecycle.addShutdownHook(async () => {
    stopping.abort();
    await Promise.all([worker.stop(), follower.stop()]);
  });
  let listing: Promise<void> | undefined;
  const list = (signal: AbortSignal) => {
    listing ??= discovery
      .run(signal)
      .then(wake)
      .finally(() => {
        listing = undefined;
      });
    return listing;
  };
  await scheduler.scheduleTask({ ...settings.schedule, id: LIST, fn: list });
  // A start often brings another configuration, but the schedule remembers when it ran before it. What seems to run already
  // may have died with its process: that one is not waited for.
  scheduler
    .triggerTask(LIST)
    .catch(() => list(stopping.signal))
    .catch(error =>
      logger.error('Failed to list at start; the schedule tries again', {
        error: messageOf(error),
      }),
    );
  // Also what another replica listed, what is to be tried again, and what a replica left that died.
  await scheduler.scheduleTask({
    id: 'plumbline-read-sources',
    scope: 'local',
    frequency: { seconds: 10 },
    timeout: { hours: 12 },
    fn: () => worker.drain(),
  });
  // Also what a replica left that died, and what failed a while ago.
  await scheduler.scheduleTask({
    id: 'plumbline-follow-clusters',
    scope: 'local',
    frequency: { seconds: 5 },
    timeout: { minutes: 5 },
    fn: () => follower.balance(),
  });
  await scheduler.scheduleTask({
    id: 'plumbline-forget-gone-objects',
    frequency: { hours: 1 },
    timeout: { minutes: 30 },
    fn: async () => {
      await options.store.forgetGoneObjects(
        new Date(options.now().getTime() - KEEP_GONE_OBJECTS_MS),
        { atMost: MAX_GONE_OBJECTS },
      );
    },
  });
  return { wake, find: (source, signal) => discovery.find(source, signal) };
}
