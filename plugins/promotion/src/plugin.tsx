import {
  ApiBlueprint,
  createFrontendFeatureLoader,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import PromotionIcon from '@mui/icons-material/RocketLaunchOutlined';
import { PromotionClient } from '@plumbline/plugin-plumbline-common';
import {
  plumblinePlugin,
  promotionRouteRef,
} from '@plumbline/plugin-plumbline-react';
import { promotionApiRef } from './api';
import { entityExtensions } from './catalog';

/**
 * The pages about promotion, a card and a tab for the catalog.
 *
 * @public
 */
export const promotionPlugin = createFrontendPlugin({
  pluginId: 'promotion',
  title: 'Promotion',
  icon: <PromotionIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: promotionRouteRef },
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: promotionApiRef,
          deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
          factory: deps => new PromotionClient(deps),
        }),
    }),
    PageBlueprint.make({
      params: {
        path: '/promotion',
        title: 'Promotion',
        routeRef: promotionRouteRef,
        loader: () => import('./components/Router').then(m => <m.Router />),
      },
    }),
    ...entityExtensions,
  ],
});

/**
 * The pages together with the API that they ask.
 *
 * @public
 */
export default createFrontendFeatureLoader({
  loader: () => [plumblinePlugin, promotionPlugin],
});
