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
  createRouteRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  createSearchResultListItemExtension,
  SearchResultListItemExtensionProps,
} from '@backstage/plugin-search-react';
import { OwnershipClient } from '@plumbline/plugin-plumbline-common';
import { LegacyPage } from '@plumbline/plugin-plumbline-react/legacy';
import { ownershipApiRef } from './api';
import { isPlumblineResult } from './searchTypes';
import { ReactNode } from 'react';

const rootRouteRef = createRouteRef({ id: 'ownership' });

/** @public */
export const ownershipPlugin = createPlugin({
  id: 'ownership',
  routes: { root: rootRouteRef },
  apis: [
    createApiFactory({
      api: ownershipApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new OwnershipClient(deps),
    }),
  ],
});

/** `<Route path="/teams" element={<OwnershipPage />} />` @public */
export const OwnershipPage = ownershipPlugin.provide(
  createRoutableExtension({
    name: 'OwnershipPage',
    component: (): Promise<() => JSX.Element> =>
      import('./components/Router').then(({ Router }) => () => (
        <LegacyPage title="Teams">
          <Router />
        </LegacyPage>
      )),
    mountPoint: rootRouteRef,
  }),
);

/** Who owns a Component or System by evidence. @public */
export const EntityOwnerCard = ownershipPlugin.provide(
  createComponentExtension({
    name: 'EntityOwnerCard',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/EntityCards').then(m => m.EntityOwnerCard),
    },
  }),
);

/** What a Group owns, in numbers. @public */
export const GroupOwnershipCard = ownershipPlugin.provide(
  createComponentExtension({
    name: 'GroupOwnershipCard',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/EntityCards').then(m => m.GroupOwnershipCard),
    },
  }),
);

/** All that a Group owns, as a tab of its page. @public */
export const GroupOwnershipContent = ownershipPlugin.provide(
  createComponentExtension({
    name: 'GroupOwnershipContent',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/EntityCards').then(m => m.GroupOwnershipContent),
    },
  }),
);

/** What the search found of Plumbline: inside of `<SearchResult>`. @public */
export const PlumblineSearchResultListItem: (
  props: SearchResultListItemExtensionProps<{ icon?: ReactNode }>,
) => JSX.Element | null = ownershipPlugin.provide(
  createSearchResultListItemExtension({
    name: 'PlumblineSearchResultListItem',
    component: () =>
      import('./components/SearchResultItem').then(m => m.SearchResultItem),
    predicate: isPlumblineResult,
  }),
);
