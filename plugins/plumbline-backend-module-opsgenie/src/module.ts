import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  plumblineAlertsExtensionPoint,
  plumblineOnCallExtensionPoint,
} from '@plumbline/plugin-plumbline-node';
import { OpsgenieReceiver } from './OpsgenieReceiver';
import { ScheduleDirectory } from './ScheduleDirectory';

/**
 * Takes alerts of Opsgenie and Jira Service Management, and tells who is on call there.
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
        onCall: plumblineOnCallExtensionPoint,
      },
      async init({ alerts, config, logger, onCall }) {
        const receiver = OpsgenieReceiver.fromConfig(config, { logger });
        if (receiver) {
          alerts.addReceiver(receiver);
        }
        onCall.addDirectory(
          ...ScheduleDirectory.fromConfig(config, { logger }),
        );
      },
    });
  },
});
