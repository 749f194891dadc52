import { identityApiRef } from '@backstage/core-plugin-api';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import {
  plumblineApiRef,
  plumblineTeamsApiRef,
  teamsRouteRef,
} from '@plumbline/plugin-plumbline-react';
import { FakePlumblineApi } from '@plumbline/plugin-plumbline-react/testUtils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { FakeOwnershipApi } from './__testUtils__/fakeApi';
import {
  EntityOwnershipContent,
  EntityStandingCard,
  MyTeamsCard,
  OwnershipPage,
} from './legacy';

// An app of the old frontend system, with the page where its owner wants it.
it('mounts in a legacy app, wherever it is put', async () => {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [plumblineTeamsApiRef, new FakeOwnershipApi()],
        [plumblineApiRef, new FakePlumblineApi({})],
      ]}
    >
      <Routes>
        <Route path="/who-owns/*" element={<OwnershipPage />} />
      </Routes>
    </TestApiProvider>,
    {
      routeEntries: ['/who-owns/team/group:default/payments'],
      mountedRoutes: { '/who-owns': teamsRouteRef },
    },
  );
  expect(
    await screen.findByRole('heading', { level: 2, name: 'Payments' }),
  ).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Unowned' })).toHaveAttribute(
    'href',
    '/who-owns/unowned',
  );
});

it('has a card and a tab for entities, and a card for a home page', async () => {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [plumblineTeamsApiRef, new FakeOwnershipApi()],
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: 'user:default/jo',
            ownershipEntityRefs: ['group:default/payments'],
          }),
        ],
      ]}
    >
      <MyTeamsCard />
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'System',
          metadata: { name: 'shop' },
        }}
      >
        <EntityStandingCard />
        <EntityOwnershipContent />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/teams': teamsRouteRef } },
  );
  expect(
    await screen.findByRole('heading', { name: 'How it stands' }),
  ).toBeVisible();
  expect(
    await screen.findByRole('list', { name: 'What it is' }),
  ).toHaveTextContent('Deployment shop/cart');
  expect(await screen.findByText('Your teams')).toBeVisible();
  expect(await screen.findByText('4 alerts firing')).toBeVisible();
});
