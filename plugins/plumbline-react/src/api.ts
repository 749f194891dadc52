import { createApiRef } from '@backstage/frontend-plugin-api';
import { PlumblineApi } from '@plumbline/plugin-plumbline-common';

/**
 * What the pages ask their questions of.
 *
 * @public
 */
export const plumblineApiRef = createApiRef<PlumblineApi>().with({
  id: 'plugin.plumbline.client',
  pluginId: 'plumbline',
});
