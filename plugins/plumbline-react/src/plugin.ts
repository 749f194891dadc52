import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  OwnershipClient,
  PlumblineAlertsClient,
  PlumblineClient,
} from '@plumbline/plugin-plumbline-common';
import {
  plumblineAlertsApiRef,
  plumblineApiRef,
  plumblineTeamsApiRef,
} from './api';

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
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: plumblineApiRef,
          deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
          factory: deps => new PlumblineClient(deps),
        }),
    }),
    ApiBlueprint.make({
      name: 'alerts',
      params: defineParams =>
        defineParams({
          api: plumblineAlertsApiRef,
          deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
          factory: deps => new PlumblineAlertsClient(deps),
        }),
    }),
    ApiBlueprint.make({
      name: 'teams',
      params: defineParams =>
        defineParams({
          api: plumblineTeamsApiRef,
          deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
          factory: deps => new OwnershipClient(deps),
        }),
    }),
  ],
});
