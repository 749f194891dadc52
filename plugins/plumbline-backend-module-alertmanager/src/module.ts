import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { plumblineAlertsExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { AlertmanagerReceiver } from './AlertmanagerReceiver';

/**
 * Takes alerts of Alertmanager.
 *
 * @public
 */
export const plumblineModuleAlertmanager = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'alertmanager',
  register(env) {
    env.registerInit({
      deps: {
        alerts: plumblineAlertsExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ alerts, config, logger }) {
        const receiver = AlertmanagerReceiver.fromConfig(config, { logger });
        if (receiver) {
          alerts.addReceiver(receiver);
        }
      },
    });
  },
});
