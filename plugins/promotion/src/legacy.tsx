/**
 * The same for apps of the old frontend system.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { PromotionClient } from '@plumbline/plugin-plumbline-common';
import { promotionRouteRef } from '@plumbline/plugin-plumbline-react';
import { LegacyPage } from '@plumbline/plugin-plumbline-react/legacy';
import { promotionApiRef } from './api';

/** @public */
export const promotionPlugin = createPlugin({
  id: 'promotion',
  routes: { root: promotionRouteRef },
  apis: [
    createApiFactory({
      api: promotionApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new PromotionClient(deps),
    }),
  ],
});

/** `<Route path="/promotion" element={<PromotionPage />} />` @public */
export const PromotionPage = promotionPlugin.provide(
  createRoutableExtension({
    name: 'PromotionPage',
    component: (): Promise<() => JSX.Element> =>
      import('./components/Router').then(({ Router }) => () => (
        <LegacyPage title="Promotion">
          <Router />
        </LegacyPage>
      )),
    mountPoint: promotionRouteRef,
  }),
);

/** How the versions of a Component stand, in short. @public */
export const EntityPromotionCard = promotionPlugin.provide(
  createComponentExtension({
    name: 'EntityPromotionCard',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/EntityCards').then(m => m.EntityPromotionCard),
    },
  }),
);

/** The way of a Component through the environments, as a tab of its page. @public */
export const EntityPromotionContent = promotionPlugin.provide(
  createComponentExtension({
    name: 'EntityPromotionContent',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/EntityCards').then(m => m.EntityPromotionContent),
    },
  }),
);
