import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { plumblineAlertsExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { GrafanaReceiver } from './GrafanaReceiver';

/**
 * Takes alerts of Grafana.
 *
 * @public
 */
export const plumblineModuleGrafana = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'grafana',
  register(env) {
    env.registerInit({
      deps: {
        alerts: plumblineAlertsExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ alerts, config, logger }) {
        const receiver = GrafanaReceiver.fromConfig(config, { logger });
        if (receiver) {
          alerts.addReceiver(receiver);
        }
      },
    });
  },
});
