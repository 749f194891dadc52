import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Settings } from '../config/settings';
import { ServiceMaker } from './services/ServiceMaker';
import { DatabasePromotionStore } from './store/DatabasePromotionStore';
import { PromotionStore } from './store/PromotionStore';

export interface StartPromotionOptions {
  client: Knex;
  reader: Knex;
  scheduler: SchedulerService;
  logger: LoggerService;
  settings: Settings;
}

/** Keeps services and their history up to date, one replica at a time. */
export async function startPromotion(
  options: StartPromotionOptions,
): Promise<PromotionStore> {
  const { client, reader, scheduler, logger, settings } = options;
  const { environments } = settings.reading;
  const { services: rules } = settings.promotion;
  const store = new DatabasePromotionStore(client, reader, { environments });
  const maker = new ServiceMaker({ store, reader, rules, environments });
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
  return store;
}
