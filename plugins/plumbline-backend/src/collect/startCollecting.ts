import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { createHash } from 'node:crypto';
import { Settings } from '../config/settings';
import { SourceStore } from '../index/SourceStore';
import { Discovery } from './Discovery';
import { messageOf } from './messages';
import { Metrics } from './metrics';
import { RepositoryReaders } from './RepositoryReaders';
import { Clusters, Repositories } from './Providers';
import { Worker } from './Worker';

/** Raise it when readers find more or other facts in the same files: everything is then read once more. */
const READERS_VERSION = 2;

const MINUTE_MS = 60_000;

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
 * Lists sources on one replica, at start and on schedule, and reads what is due on all of them.
 */
export async function startCollecting(
  options: CollectingOptions,
): Promise<Worker> {
  const { settings, scheduler, lifecycle, logger } = options;
  const factsVersion = createHash('sha256')
    .update(
      JSON.stringify([READERS_VERSION, settings.reading, settings.precedence]),
    )
    .digest('base64url')
    .slice(0, 32);
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
  const stopping = new AbortController();
  lifecycle.addShutdownHook(async () => {
    stopping.abort();
    await worker.stop();
  });
  let listing: Promise<void> | undefined;
  const list = (signal: AbortSignal) => {
    listing ??= discovery
      .run(signal)
      .then(() => worker.wake())
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
  return worker;
}
