import { createApiRef } from '@backstage/frontend-plugin-api';
import { PromotionApi } from '@plumbline/plugin-plumbline-common';

/**
 * What the pages about promotion ask.
 *
 * @public
 */
export const promotionApiRef = createApiRef<PromotionApi>().with({
  id: 'plugin.promotion.client',
  pluginId: 'promotion',
});
