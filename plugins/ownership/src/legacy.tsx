/**
 * The same for apps of the old frontend system.
 *
 * @packageDocumentation
 */
import {
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import { createCardExtension } from '@backstage/plugin-home-react';
import {
  createSearchResultListItemExtension,
  SearchResultListItemExtensionProps,
} from '@backstage/plugin-search-react';
import { teamsRouteRef } from '@plumbline/plugin-plumbline-react';
import { LegacyPage } from '@plumbline/plugin-plumbline-react/legacy';
import { isPlumblineResult } from './searchTypes';
import { ReactNode } from 'react';

export { isIndexed } from './isIndexed';

/** @public */
export const ownershipPlugin = createPlugin({
  id: 'ownership',
  routes: { root: teamsRouteRef },
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
    mountPoint: teamsRouteRef,
  }),
);

/** Who owns a Component or System by evidence. @public */
export const EntityOwnerCard = ownershipPlugin.provide(
  createComponentExtension({
    name: 'EntityOwnerCard',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/entity/EntityCards').then(m => m.EntityOwnerCard),
    },
  }),
);

/** How what a Component, System or Resource stands for is doing, in numbers. @public */
export const EntityStandingCard = ownershipPlugin.provide(
  createComponentExtension({
    name: 'EntityStandingCard',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/entity/EntityStanding').then(
          m => m.EntityStandingCard,
        ),
    },
  }),
);

/** What a Component, System or Resource stands for, whose that is and how it is doing, as a tab of its page. @public */
export const EntityOwnershipContent = ownershipPlugin.provide(
  createComponentExtension({
    name: 'EntityOwnershipContent',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/entity/EntityContent').then(
          m => m.EntityOwnershipContent,
        ),
    },
  }),
);

/** What a Group owns, in numbers. @public */
export const GroupOwnershipCard = ownershipPlugin.provide(
  createComponentExtension({
    name: 'GroupOwnershipCard',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/entity/EntityCards').then(
          m => m.GroupOwnershipCard,
        ),
    },
  }),
);

/** All that a Group owns, as a tab of its page. @public */
export const GroupOwnershipContent = ownershipPlugin.provide(
  createComponentExtension({
    name: 'GroupOwnershipContent',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./components/entity/EntityCards').then(
          m => m.GroupOwnershipContent,
        ),
    },
  }),
);

/** The teams of whoever is signed in, for a home page: inside of `<CustomHomepageGrid>`, or anywhere else. @public */
export const MyTeamsCard = ownershipPlugin.provide(
  createCardExtension<object>({
    name: 'MyTeamsCard',
    title: 'Your teams',
    description: 'What your teams have to look at, and what they own',
    components: () =>
      import('./components/MyTeams').then(m => ({ Content: m.MyTeamsWidget })),
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
