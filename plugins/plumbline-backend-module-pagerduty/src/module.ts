import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { plumblineAlertsExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { PagerDutyReceiver } from './PagerDutyReceiver';

/**
 * Takes incidents of PagerDuty.
 *
 * @public
 */
export const plumblineModulePagerDuty = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'pagerduty',
  register(env) {
    env.registerInit({
      deps: {
        alerts: plumblineAlertsExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ alerts, config, logger }) {
        const receiver = PagerDutyReceiver.fromConfig(config, { logger });
        if (receiver) {
          alerts.addReceiver(receiver);
        }
      },
    });
  },
});
