import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { createHash } from 'node:crypto';
import { Settings } from '../config/settings';
import { SourceStore } from '../index/SourceStore';
import { Discovery } from './Discovery';
import { Metrics } from './metrics';
import { ParsedFileLru } from './ParsedFileLru';
import { Clusters, Repositories } from './Providers';
import { Worker } from './Worker';

/** Raise it when readers find more or other facts in the same files: everything is then read once more. */
const READERS_VERSION = 1;

const MINUTE_MS = 60_000;

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
  const { settings, scheduler, lifecycle } = options;
  const factsVersion = createHash('sha256')
    .update(JSON.stringify([READERS_VERSION, settings.ownershipLabels ?? []]))
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
    ownershipLabels: settings.ownershipLabels,
    cache: new ParsedFileLru(),
    concurrency: 2,
    timeoutMs: 15 * MINUTE_MS,
    leaseMs: 2 * MINUTE_MS,
    retryMs: MINUTE_MS / 2,
    maxRetryMs: 60 * MINUTE_MS,
  });
  lifecycle.addShutdownHook(() => worker.stop());
  await scheduler.scheduleTask({
    ...settings.schedule,
    id: 'plumbline-list-sources',
    fn: async signal => {
      await discovery.run(signal);
      worker.wake();
    },
  });
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
