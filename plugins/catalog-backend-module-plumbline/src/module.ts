import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { CatalogEntriesClient } from '@plumbline/plugin-plumbline-common';
import { serviceClientOptions } from '@plumbline/plugin-plumbline-node';
import { catalogModelExtensionPoint, plumblineModel } from './model';
import { DatabaseEmitted } from './provider/DatabaseEmitted';
import { EmittedCheck } from './provider/EmittedCheck';
import { PlumblineEntityProvider } from './provider/PlumblineEntityProvider';
import { readSettings } from './settings';

/**
 * Gives the catalog entities of what Plumbline found.
 *
 * @public
 */
export const catalogModulePlumbline = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'plumbline',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        model: catalogModelExtensionPoint,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ model, processing, ...services }) {
        model.addModelSource(plumblineModel);
        const settings = readSettings(services.config);
        if (!settings) {
          services.logger.info(
            'No entities are made: there is no catalog.providers.plumbline',
          );
          return;
        }
        processing.addEntityProvider(
          new PlumblineEntityProvider({
            settings,
            client: new CatalogEntriesClient(serviceClientOptions(services)),
            emitted: await DatabaseEmitted.create(services.database),
            check: new EmittedCheck(services),
            taskRunner: services.scheduler.createScheduledTaskRunner(
              settings.schedule,
            ),
            logger: services.logger,
            now: () => new Date(),
          }),
        );
      },
    });
  },
});
