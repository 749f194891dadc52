import {
  ApiBlueprint,
  createFrontendPlugin,
} from '@backstage/frontend-plugin-api';
import { plumblineAlertsApi, plumblineApi, plumblineTeamsApi } from './apis';

/**
 * Provides {@link plumblineApiRef}, {@link plumblineAlertsApiRef} and {@link plumblineTeamsApiRef}. Every Plumbline page brings it along,
 * so that installing one package is enough; the app keeps one of them.
 *
 * @public
 */
export const plumblinePlugin = createFrontendPlugin({
  pluginId: 'plumbline',
  title: 'Plumbline',
  info: { packageJson: () => import('../package.json') },
  extensions: [
    ApiBlueprint.make({ params: define => define(plumblineApi) }),
    ApiBlueprint.make({
      name: 'alerts',
      params: define => define(plumblineAlertsApi),
    }),
    ApiBlueprint.make({
      name: 'teams',
      params: define => define(plumblineTeamsApi),
    }),
  ],
});
