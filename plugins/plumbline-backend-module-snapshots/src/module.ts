import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { plumblineClustersExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { readPushClusters } from './push/settings';
import { startPush } from './push/startPush';
import { SnapshotClusterProvider } from './SnapshotClusterProvider';

/**
 * Reads clusters from snapshots: folders, and what clusters push.
 *
 * @public
 */
export const plumblineModuleSnapshots = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'snapshots',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        clusters: plumblineClustersExtensionPoint,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        scheduler: coreServices.scheduler,
      },
      async init({ config, ...services }) {
        services.clusters.addProvider(
          SnapshotClusterProvider.fromConfig(config),
        );
        await startPush(readPushClusters(config), services);
      },
    });
  },
});
