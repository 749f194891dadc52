import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { plumblineAlertsExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { OpsgenieReceiver } from './OpsgenieReceiver';

/**
 * Takes alerts of Opsgenie and Jira Service Management.
 *
 * @public
 */
export const plumblineModuleOpsgenie = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'opsgenie',
  register(env) {
    env.registerInit({
      deps: {
        alerts: plumblineAlertsExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ alerts, config, logger }) {
        const receiver = OpsgenieReceiver.fromConfig(config, { logger });
        if (receiver) {
          alerts.addReceiver(receiver);
        }
      },
    });
  },
});
