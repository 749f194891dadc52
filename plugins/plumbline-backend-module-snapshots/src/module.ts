import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { plumblineClustersExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { SnapshotClusterProvider } from './SnapshotClusterProvider';

/**
 * Reads clusters from snapshot folders.
 *
 * @public
 */
export const plumblineModuleSnapshots = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'snapshots',
  register(env) {
    env.registerInit({
      deps: {
        clusters: plumblineClustersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ clusters, config }) {
        clusters.addProvider(SnapshotClusterProvider.fromConfig(config));
      },
    });
  },
});
