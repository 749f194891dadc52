import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { plumblineClustersExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { KubernetesClusterProvider } from './KubernetesClusterProvider';

/**
 * Follows Kubernetes clusters as they change.
 *
 * @public
 */
export const plumblineModuleKubernetes = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: {
        clusters: plumblineClustersExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ clusters, config, logger }) {
        clusters.addProvider(
          KubernetesClusterProvider.fromConfig(config, { logger }),
        );
      },
    });
  },
});
