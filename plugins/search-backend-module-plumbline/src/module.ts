import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
} from '@backstage/backend-plugin-api';
import {
  CatalogEntriesClient,
  ConfigFilesClient,
} from '@plumbline/plugin-plumbline-common';
import { serviceClientOptions } from '@plumbline/plugin-plumbline-node';
import { createFileCollator } from './collators/files';
import { createThingCollator } from './collators/things';
import { searchIndexRegistryExtensionPoint } from './searchApi';

const KEY = 'search.collators.plumbline.schedule';
const DEFAULT_SCHEDULE = {
  frequency: { minutes: 10 },
  timeout: { minutes: 15 },
  initialDelay: { seconds: 30 },
};

/**
 * Lets the search find teams, services, namespaces and the files that configure them.
 *
 * @public
 */
export const searchModulePlumbline = createBackendModule({
  pluginId: 'search',
  moduleId: 'plumbline-collators',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        indexRegistry: searchIndexRegistryExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, config, discovery, indexRegistry, scheduler }) {
        const schedule = config.has(KEY)
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
              config.getConfig(KEY),
            )
          : DEFAULT_SCHEDULE;
        const options = serviceClientOptions({ auth, discovery });
        for (const factory of [
          createThingCollator(new CatalogEntriesClient(options)),
          createFileCollator(new ConfigFilesClient(options)),
        ]) {
          indexRegistry.addCollator({
            schedule: scheduler.createScheduledTaskRunner(schedule),
            factory,
          });
        }
      },
    });
  },
});
