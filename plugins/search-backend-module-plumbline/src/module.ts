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
const MAX_FILES = 'search.collators.plumbline.maxFiles';
const DEFAULT_MAX_FILES = 100_000;
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
        const maxFiles =
          config.getOptionalNumber(MAX_FILES) ?? DEFAULT_MAX_FILES;
        if (!Number.isInteger(maxFiles) || maxFiles < 0) {
          throw new Error(`${MAX_FILES}: not a number of files`);
        }
        for (const factory of [
          createThingCollator(new CatalogEntriesClient(options)),
          ...(maxFiles > 0
            ? [createFileCollator(new ConfigFilesClient(options), maxFiles)]
            : []),
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
