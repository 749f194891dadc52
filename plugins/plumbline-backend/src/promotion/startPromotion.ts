import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { RepositoryOpener } from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { Portal } from '../api/portal';
import { Discovery } from '../collect/Discovery';
import { Settings } from '../config/settings';
import { HistoryReader } from '../history/HistoryReader';
import { repositoryFinder } from '../history/repositoryFinder';
import { DatabaseGateStore } from './gates/DatabaseGateStore';
import { GateProviders } from './gates/GateProviders';
import { readGates } from './gates/readGates';
import { DatabaseHistoryStore } from './history/DatabaseHistoryStore';
import { readHistory } from './history/readHistory';
import { DatabaseNoticeStore } from './notify/DatabaseNoticeStore';
import { Notifier } from './notify/Notifier';
import { ServiceMaker } from './services/ServiceMaker';
import { DatabasePromotionStore } from './store/DatabasePromotionStore';
import { PromotionStore } from './store/PromotionStore';

export interface StartPromotionOptions {
  client: Knex;
  reader: Knex;
  scheduler: SchedulerService;
  logger: LoggerService;
  settings: Settings;
  now: () => Date;
  opener: () => RepositoryOpener | undefined;
  find: Discovery['find'];
  gates: GateProviders;
  notifications: NotificationService;
  portal: Pick<Portal, 'pages'>;
}

/** Keeps services and their history up to date, one replica at a time. */
export async function startPromotion(
  options: StartPromotionOptions,
): Promise<PromotionStore> {
  const { client, reader, scheduler, logger, settings } = options;
  const { environments } = settings.reading;
  const { services: rules, calendar } = settings.promotion;
  const store = new DatabasePromotionStore(client, reader, {
    environments,
    calendar,
  });
  const maker = new ServiceMaker({
    store,
    reader,
    rules,
    environments,
    logger,
    now: options.now,
  });
  await scheduler.scheduleTask({
    id: 'plumbline-promotion-services',
    scope: 'global',
    frequency: { seconds: 10 },
    timeout: { minutes: 30 },
    fn: async signal => {
      const written = await maker.run(signal);
      if (written > 0) {
        logger.info('Made services for promotion', { written });
      }
    },
  });
  const repositoryOf = repositoryFinder(options.find);
  const historyStore = new DatabaseHistoryStore(client);
  const reading = new HistoryReader({
    store: historyStore,
    read: (lease, history, proceed) =>
      readHistory({
        lease,
        history,
        proceed,
        store: historyStore,
        now: options.now,
      }),
    opener: options.opener,
    find: repositoryOf,
    logger,
    now: options.now,
  });
  // On each replica: the mirror that a history is read from is on the disk of one.
  await scheduler.scheduleTask({
    id: 'plumbline-promotion-history',
    scope: 'local',
    frequency: { seconds: 20 },
    timeout: { hours: 6 },
    fn: signal => reading.run(signal),
  });
  const { gates, notifications, portal, now } = options;
  const { notifications: told } = settings.promotion;
  if (told.stuck || told.arrived) {
    const notifier = new Notifier({
      store,
      notices: new DatabaseNoticeStore(client),
      notifications,
      settings: told,
      portal,
      logger,
      now,
    });
    await scheduler.scheduleTask({
      id: 'plumbline-promotion-notifications',
      scope: 'global',
      frequency: { minutes: 5 },
      timeout: { minutes: 15 },
      initialDelay: { minutes: 5 },
      fn: signal => notifier.run(signal),
    });
  }
  const gateStore = new DatabaseGateStore(client, historyStore);
  await gateStore.keepOnly(gates.all.map(({ id }) => id));
  for (const each of gates.all) {
    await scheduler.scheduleTask({
      ...settings.promotion.gatesSchedule,
      id: `plumbline-promotion-gates-${each.id}`,
      scope: 'global',
      fn: signal =>
        readGates(each, {
          store: gateStore,
          branchOf: async (source, listed) => {
            const found = await repositoryOf(source, listed);
            return found && { branch: found.branch ?? found.defaultBranch };
          },
          logger,
          now,
          signal,
        }),
    });
  }
  return store;
}
