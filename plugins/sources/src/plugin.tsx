import {
  createFrontendFeatureLoader,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import SourceIcon from '@mui/icons-material/SourceOutlined';
import {
  plumblinePlugin,
  sourceFileRouteRef,
  sourcesRouteRef,
} from '@plumbline/plugin-plumbline-react';

/**
 * The Sources page and the view of a file.
 *
 * @public
 */
export const sourcesPlugin = createFrontendPlugin({
  pluginId: 'sources',
  title: 'Sources',
  icon: <SourceIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: sourcesRouteRef, file: sourceFileRouteRef },
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/sources',
        title: 'Sources',
        routeRef: sourcesRouteRef,
        loader: () => import('./components/Router').then(m => <m.Router />),
      },
    }),
  ],
});

/**
 * The Sources page together with the API it asks.
 *
 * @public
 */
export default createFrontendFeatureLoader({
  loader: () => [plumblinePlugin, sourcesPlugin],
});
