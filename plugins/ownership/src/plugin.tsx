import {
  ApiBlueprint,
  createFrontendFeatureLoader,
  createFrontendPlugin,
  createRouteRef,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import TeamsIcon from '@mui/icons-material/GroupsOutlined';
import { OwnershipClient } from '@plumbline/plugin-plumbline-common';
import { plumblinePlugin } from '@plumbline/plugin-plumbline-react';
import { ownershipApiRef } from './api';
import { entityExtensions } from './catalog';
import { homeExtensions } from './home';
import { searchExtensions } from './search';

const teamsRouteRef = createRouteRef();

/**
 * The pages about ownership, cards and a tab for the catalog, and a widget for the home page.
 *
 * @public
 */
export const ownershipPlugin = createFrontendPlugin({
  pluginId: 'ownership',
  title: 'Teams',
  icon: <TeamsIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: teamsRouteRef },
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: ownershipApiRef,
          deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
          factory: deps => new OwnershipClient(deps),
        }),
    }),
    PageBlueprint.make({
      params: {
        path: '/teams',
        title: 'Teams',
        routeRef: teamsRouteRef,
        loader: () => import('./components/Router').then(m => <m.Router />),
      },
    }),
    ...entityExtensions,
    ...homeExtensions,
    ...searchExtensions,
  ],
});

/**
 * The pages together with the API that they ask.
 *
 * @public
 */
export default createFrontendFeatureLoader({
  loader: () => [plumblinePlugin, ownershipPlugin],
});
