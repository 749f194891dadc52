import { SchedulerService } from '@backstage/backend-plugin-api';
import { OwnershipWorker, OwnershipWorkerOptions } from './OwnershipWorker';

/** Works owners out on one replica at a time, soon after something changed. */
export async function startOwnership({
  scheduler,
  ...options
}: OwnershipWorkerOptions & { scheduler: SchedulerService }): Promise<void> {
  const worker = new OwnershipWorker(options);
  await scheduler.scheduleTask({
    id: 'plumbline-work-out-owners',
    scope: 'global',
    frequency: { seconds: 10 },
    timeout: { hours: 2 },
    fn: signal => worker.drain(signal),
  });
}
