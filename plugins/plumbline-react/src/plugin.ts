import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { PlumblineClient } from '@plumbline/plugin-plumbline-common';
import { plumblineApiRef } from './api';

/**
 * Provides {@link plumblineApiRef}. Every Plumbline page brings it along, so that installing one package is enough;
 * the app keeps one of them.
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
  ],
});
