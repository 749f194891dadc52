import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  plumblineAlertsExtensionPoint,
  plumblineOnCallExtensionPoint,
} from '@plumbline/plugin-plumbline-node';
import { PagerDutyOnCallDirectory } from './PagerDutyOnCallDirectory';
import { PagerDutyReceiver } from './PagerDutyReceiver';

/**
 * Takes incidents of PagerDuty, and tells who is on call there.
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
        onCall: plumblineOnCallExtensionPoint,
      },
      async init({ alerts, config, logger, onCall }) {
        const receiver = PagerDutyReceiver.fromConfig(config, { logger });
        if (receiver) {
          alerts.addReceiver(receiver);
        }
        const directory = PagerDutyOnCallDirectory.fromConfig(config, {
          logger,
        });
        if (directory) {
          onCall.addDirectory(directory);
        }
      },
    });
  },
});
