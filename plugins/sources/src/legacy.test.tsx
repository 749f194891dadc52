import { FlatRoutes } from '@backstage/core-app-api';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { plumblineApiRef } from '@plumbline/plugin-plumbline-react';
import { FakePlumblineApi } from '@plumbline/plugin-plumbline-react/testUtils';
import { screen } from '@testing-library/react';
import { Route } from 'react-router-dom';
import { SourcesPage } from './legacy';

// An app of the old frontend system, with the page where its owner wants it.
it('mounts in a legacy app, wherever it is put', async () => {
  await renderInTestApp(
    <TestApiProvider apis={[[plumblineApiRef, new FakePlumblineApi()]]}>
      <FlatRoutes>
        <Route path="/read" element={<SourcesPage />} />
      </FlatRoutes>
    </TestApiProvider>,
    { routeEntries: ['/read/cluster/nowhere'] },
  );
  expect(
    await screen.findByRole('heading', { level: 1, name: 'Sources' }),
  ).toBeInTheDocument();
  expect(
    await screen.findByRole('link', { name: 'All sources' }),
  ).toHaveAttribute('href', '/read');
});
