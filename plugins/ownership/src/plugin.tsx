import {
  createFrontendFeatureLoader,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import TeamsIcon from '@mui/icons-material/GroupsOutlined';
import {
  plumblinePlugin,
  teamsRouteRef,
} from '@plumbline/plugin-plumbline-react';
import { entityExtensions } from './catalog';
import { homeExtensions } from './home';
import { searchExtensions } from './search';

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
