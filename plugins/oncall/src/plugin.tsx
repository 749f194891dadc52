import {
  AppRootElementBlueprint,
  createFrontendFeatureLoader,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import NotificationsActiveIcon from '@mui/icons-material/NotificationsActiveOutlined';
import {
  oncallRouteRef,
  plumblinePlugin,
} from '@plumbline/plugin-plumbline-react';
import { KeepForUser } from './saved/KeepForUser';

/**
 * The On call page.
 *
 * @public
 */
export const oncallPlugin = createFrontendPlugin({
  pluginId: 'oncall',
  title: 'On call',
  icon: <NotificationsActiveIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: oncallRouteRef },
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/oncall',
        title: 'On call',
        routeRef: oncallRouteRef,
        loader: () => import('./components/Router').then(m => <m.Router />),
      },
    }),
    AppRootElementBlueprint.make({
      name: 'keep-for-user',
      params: { element: <KeepForUser /> },
    }),
  ],
});

/**
 * The On call page together with the API it asks.
 *
 * @public
 */
export default createFrontendFeatureLoader({
  loader: () => [plumblinePlugin, oncallPlugin],
});
