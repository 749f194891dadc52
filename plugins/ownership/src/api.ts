import { createApiRef } from '@backstage/frontend-plugin-api';
import { OwnershipApi } from '@plumbline/plugin-plumbline-common';

/**
 * What the pages about ownership ask.
 *
 * @public
 */
export const ownershipApiRef = createApiRef<OwnershipApi>().with({
  id: 'plugin.ownership.client',
  pluginId: 'ownership',
});
