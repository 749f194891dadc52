import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import {
  plumblineApiRef,
  plumblineTeamsApiRef,
  teamsRouteRef,
} from '@plumbline/plugin-plumbline-react';
import { FakePlumblineApi } from '@plumbline/plugin-plumbline-react/testUtils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { FakeOwnershipApi } from './__testUtils__/fakeApi';
import { OwnershipPage } from './legacy';

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
