import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { RepositoryOpener } from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { Discovery } from '../collect/Discovery';
import { Settings } from '../config/settings';
import { DatabaseHistoryStore } from './history/DatabaseHistoryStore';
import { HistoryReader } from './history/HistoryReader';
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
}

/** Keeps services and their history up to date, one replica at a time. */
export async function startPromotion(
  options: StartPromotionOptions,
): Promise<PromotionStore> {
  const { client, reader, scheduler, logger, settings } = options;
  const { environments } = settings.reading;
  const { services: rules } = settings.promotion;
  const store = new DatabasePromotionStore(client, reader, { environments });
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
  const history = new HistoryReader({
    store: new DatabaseHistoryStore(client),
    opener: options.opener,
    find: async ({ sourceId, provider }, signal) => {
      const found = await options.find(
        { kind: 'repository', provider, sourceId },
        signal,
      );
      return found?.kind === 'repository' ? found.repository : undefined;
    },
    logger,
    now: options.now,
  });
  // On each replica: the mirror that a history is read from is on the disk of one.
  await scheduler.scheduleTask({
    id: 'plumbline-promotion-history',
    scope: 'local',
    frequency: { seconds: 20 },
    timeout: { hours: 6 },
    fn: signal => history.run(signal),
  });
  return store;
}
