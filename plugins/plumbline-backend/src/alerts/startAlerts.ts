import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Lookup } from '@plumbline/gitops-lookup';
import { AlertReceiver } from '@plumbline/plugin-plumbline-node';
import { Portal } from '../api/portal';
import { messageOf } from '../lib/messages';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Metrics } from '../lib/metrics';
import { notifyOwners, AlertNotificationSettings } from './notifyOwners';
import { Intake } from './receive/Intake';
import { PeopleFirst } from './PeopleFirst';
import { Receivers } from './receive/Receivers';
import { Rejections } from './receive/Rejections';
import { Resolver } from './resolve/Resolver';
import { AlertStore } from './store/AlertStore';
import { tellOwners } from './tellOwners';

const MINUTE_MS = 60_000;
/** How many times longer alerts are kept that nobody says are over: some senders tell only the beginning for weeks. */
const FIRING_KEPT = 4;

export interface StartAlertsOptions {
  receivers: Receivers;
  store: AlertStore;
  lookup: Lookup;
  peopleFirst: PeopleFirst;
  portal: Portal;
  /** How long alerts are kept after they were last received. */
  keepMs: number;
  notifications: NotificationService;
  /** Absent: nobody is notified. */
  notify?: AlertNotificationSettings;
  metrics: Metrics;
  now: () => Date;
  logger: LoggerService;
  scheduler: SchedulerService;
  lifecycle: LifecycleService;
}

/** Starts what happens beside the requests: resolving on all replicas; polling and cleaning up on one. */
export async function startAlerts(
  options: StartAlertsOptions,
): Promise<{ intake: Intake; rejections: Rejections }> {
  const { receivers, store, peopleFirst, now, scheduler, lifecycle, metrics } =
    options;
  const rejections = new Rejections(metrics);
  const intake = new Intake({ store, peopleFirst, metrics, now });
  const resolver = new Resolver({ ...options, intake });
  intake.onStored(() => resolver.wake());
  lifecycle.addShutdownHook(async () => {
    await resolver.stop();
    await rejections.flush(store, now());
  });
  // Also what another replica left, and what is to be tried again.
  await scheduler.scheduleTask({
    id: 'plumbline-resolve-alerts',
    scope: 'local',
    frequency: { seconds: 10 },
    timeout: { minutes: 5 },
    fn: async () => {
      resolver.wake();
      await rejections.flush(store, now());
    },
  });
  await scheduler.scheduleTask({
    id: 'plumbline-ask-again-for-alerts',
    scope: 'global',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: async () => {
      const at = now();
      await store.askAgain({
        now: at,
        unownedBefore: new Date(at.getTime() - 5 * MINUTE_MS),
        before: new Date(at.getTime() - 60 * MINUTE_MS),
      });
    },
  });
  await scheduler.scheduleTask({
    id: 'plumbline-delete-old-alerts',
    scope: 'global',
    frequency: { hours: 1 },
    timeout: { minutes: 30 },
    fn: async () => {
      const ago = (ms: number) => new Date(now().getTime() - ms);
      await store.deleteOld(
        ago(options.keepMs),
        ago(options.keepMs * FIRING_KEPT),
      );
    },
  });
  await scheduler.scheduleTask({
    id: 'plumbline-tell-owners-of-alerts',
    scope: 'global',
    frequency: { seconds: 15 },
    timeout: { minutes: 10 },
    fn: () => tellOwners(options),
  });
  const { notify } = options;
  if (notify) {
    await scheduler.scheduleTask({
      id: 'plumbline-notify-owners-of-alerts',
      scope: 'global',
      frequency: { seconds: 15 },
      timeout: { minutes: 10 },
      fn: () => notifyOwners({ ...options, settings: notify }),
    });
  }
  for (const receiver of receivers.all) {
    const { id, poll } = receiver;
    if (poll) {
      await scheduler.scheduleTask({
        ...poll.schedule,
        id: `plumbline-poll-alerts-${id}`,
        scope: 'global',
        fn: signal => pollOnce(receiver, poll, intake, signal, options),
      });
    }
  }
  return { intake, rejections };
}

/** A sender that could not be asked changes nothing that was known. */
async function pollOnce(
  receiver: AlertReceiver,
  poll: NonNullable<AlertReceiver['poll']>,
  intake: Intake,
  signal: AbortSignal,
  { store, now, logger }: StartAlertsOptions,
): Promise<void> {
  const askedAt = now();
  try {
    const delivery = await poll.alerts({ signal });
    await intake.accept(receiver, delivery, askedAt);
    if (delivery.problem !== undefined) {
      throw new Error(delivery.problem);
    }
    await store.polled(receiver.id, now());
  } catch (error) {
    const message = messageOf(error);
    logger.warn('Failed to ask for alerts', {
      receiver: receiver.id,
      error: message,
    });
    await store.polled(receiver.id, now(), message);
  }
}
