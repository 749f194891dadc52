import { SchedulerService } from '@backstage/backend-plugin-api';
import { RepositoryOpener } from '@plumbline/plugin-plumbline-node';
import { Discovery } from '../collect/Discovery';
import { HistoryReader } from '../history/HistoryReader';
import { repositoryFinder } from '../history/repositoryFinder';
import { GitOwnershipStore } from './git/GitOwnershipStore';
import { readRules } from './git/readRules';
import {
  OwnershipWorker,
  OwnershipWorkerOptions,
} from './derive/OwnershipWorker';

export interface StartOwnershipOptions extends OwnershipWorkerOptions {
  scheduler: SchedulerService;
  opener: () => RepositoryOpener | undefined;
  findSource: Discovery['find'];
}

/** Works owners out soon after something changed, and reads who was named when. */
export async function startOwnership({
  scheduler,
  opener,
  findSource,
  ...options
}: StartOwnershipOptions): Promise<void> {
  const worker = new OwnershipWorker(options);
  // One replica at a time.
  await scheduler.scheduleTask({
    id: 'plumbline-work-out-owners',
    scope: 'global',
    frequency: { seconds: 10 },
    timeout: { hours: 2 },
    fn: signal => worker.drain(signal),
  });
  const store = new GitOwnershipStore(options.client);
  const history = new HistoryReader({
    store,
    read: (lease, opened, proceed) =>
      readRules({ lease, store, history: opened, proceed }),
    opener,
    find: repositoryFinder(findSource),
    logger: options.logger,
    now: options.now,
  });
  // On each replica: the mirror that a history is read from is on the disk of one.
  await scheduler.scheduleTask({
    id: 'plumbline-ownership-history',
    scope: 'local',
    frequency: { seconds: 20 },
    timeout: { hours: 6 },
    fn: signal => history.run(signal),
  });
}
