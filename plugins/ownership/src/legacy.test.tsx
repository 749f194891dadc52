import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { plumblineApiRef } from '@plumbline/plugin-plumbline-react';
import { FakePlumblineApi } from '@plumbline/plugin-plumbline-react/testUtils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { FakeOwnershipApi } from './__testUtils__/fakeApi';
import { ownershipApiRef } from './api';
import { OwnershipPage, ownershipPlugin } from './legacy';

// An app of the old frontend system, with the page where its owner wants it.
it('mounts in a legacy app, wherever it is put', async () => {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [ownershipApiRef, new FakeOwnershipApi()],
        [plumblineApiRef, new FakePlumblineApi({})],
      ]}
    >
      <Routes>
        <Route path="/who-owns/*" element={<OwnershipPage />} />
      </Routes>
    </TestApiProvider>,
    {
      routeEntries: ['/who-owns/team/group:default/payments'],
    },
  );
  expect(
    await screen.findByRole('heading', { level: 1, name: 'Payments' }),
  ).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Unowned' })).toHaveAttribute(
    'href',
    '/who-owns/unowned',
  );
});

it('brings its API along', () => {
  expect([...ownershipPlugin.getApis()].map(({ api }) => api.id)).toEqual([
    ownershipApiRef.id,
  ]);
});
