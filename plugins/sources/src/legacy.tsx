/**
 * The same for apps of the old frontend system.
 *
 * @packageDocumentation
 */
import {
  createPlugin,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import {
  sourceFileRouteRef,
  sourcesRouteRef,
} from '@plumbline/plugin-plumbline-react';
import { LegacyPage } from '@plumbline/plugin-plumbline-react/legacy';

/** @public */
export const sourcesPlugin = createPlugin({
  id: 'sources',
  routes: { root: sourcesRouteRef, file: sourceFileRouteRef },
});

/** `<Route path="/sources" element={<SourcesPage />} />` @public */
export const SourcesPage = sourcesPlugin.provide(
  createRoutableExtension({
    name: 'SourcesPage',
    component: (): Promise<() => JSX.Element> =>
      import('./components/Router').then(({ Router }) => () => (
        <LegacyPage title="Sources">
          <Router />
        </LegacyPage>
      )),
    mountPoint: sourcesRouteRef,
  }),
);
