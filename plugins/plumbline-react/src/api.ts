import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  OwnershipApi,
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

/**
 * Which teams there are, how to reach them, and what they own.
 *
 * @public
 */
export const plumblineTeamsApiRef = createApiRef<OwnershipApi>().with({
  id: 'plugin.plumbline.teams',
  pluginId: 'plumbline',
});
