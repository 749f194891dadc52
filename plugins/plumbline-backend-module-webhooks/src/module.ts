import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { plumblineAlertsExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { SnsReceiver } from './SnsReceiver';
import { WebhookReceiver } from './WebhookReceiver';

const KEY = 'plumbline.alerts.webhooks';

/**
 * Takes alerts of anything that sends JSON.
 *
 * @public
 */
export const plumblineModuleWebhooks = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'webhooks',
  register(env) {
    env.registerInit({
      deps: {
        alerts: plumblineAlertsExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ alerts, config, logger }) {
        for (const block of config.getOptionalConfigArray(KEY) ?? []) {
          const type = block.getString('type');
          const receiver =
            type === 'sns'
              ? SnsReceiver.fromConfig(block)
              : WebhookReceiver.fromConfig(block);
          if (receiver) {
            alerts.addReceiver(receiver);
          } else {
            logger.warn(
              `${KEY}: the one of type ${type} has neither secret, token nor topics: its alerts are not taken.`,
            );
          }
        }
      },
    });
  },
});
