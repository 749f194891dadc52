/**
 * The same for apps of the old frontend system.
 *
 * @packageDocumentation
 */
import {
  createPlugin,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import { oncallRouteRef } from '@plumbline/plugin-plumbline-react';
import { LegacyPage } from '@plumbline/plugin-plumbline-react/legacy';

export { KeepForUser } from './saved/KeepForUser';

/** @public */
export const oncallPlugin = createPlugin({
  id: 'oncall',
  routes: { root: oncallRouteRef },
});

/** `<Route path="/oncall" element={<OnCallPage />} />` @public */
export const OnCallPage = oncallPlugin.provide(
  createRoutableExtension({
    name: 'OnCallPage',
    component: (): Promise<() => JSX.Element> =>
      import('./components/Router').then(({ Router }) => () => (
        <LegacyPage title="On call">
          <Router />
        </LegacyPage>
      )),
    mountPoint: oncallRouteRef,
  }),
);
