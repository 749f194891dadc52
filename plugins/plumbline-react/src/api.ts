import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  PlumblineAlertsApi,
  PlumblineApi,
} from '@plumbline/plugin-plumbline-common';

/**
 * What the pages ask their questions of.
 *
 * @public
 */
export const plumblineApiRef = createApiRef<PlumblineApi>().with({
  id: 'plugin.plumbline.client',
  pluginId: 'plumbline',
});

/**
 * Alerts that were received, and who owns them.
 *
 * @public
 */
export const plumblineAlertsApiRef = createApiRef<PlumblineAlertsApi>().with({
  id: 'plugin.plumbline.alerts',
  pluginId: 'plumbline',
});
