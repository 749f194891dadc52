import { FlatRoutes } from '@backstage/core-app-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { discoveryApiRef, identityApiRef } from '@backstage/core-plugin-api';
import {
  plumblineAlertsApiRef,
  plumblineApiRef,
  plumblineTeamsApiRef,
  sourcesRouteRef,
} from '@plumbline/plugin-plumbline-react';
import {
  FakePlumblineAlertsApi,
  FakePlumblineApi,
  FakeTeamsApi,
  sampleNothing,
  sampleSources,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen } from '@testing-library/react';
import { Route } from 'react-router-dom';
import { OnCallPage } from './legacy';

// An app of the old frontend system, with the pages where its owner wants them.
it.each([
  ['leads to Sources where they are', { '/read': sourcesRouteRef }, ['/read']],
  ['leads nowhere without them', {}, []],
])('mounts in a legacy app, and %s', async (_, mountedRoutes, sources) => {
  const api = new FakePlumblineApi({
    answer: sampleNothing,
    sources: sampleSources.filter(({ state }) => state === 'ok'),
  });
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [plumblineApiRef, api],
        [plumblineAlertsApiRef, new FakePlumblineAlertsApi()],
        [plumblineTeamsApiRef, new FakeTeamsApi()],
        [identityApiRef, mockApis.identity()],
        [discoveryApiRef, mockApis.discovery()],
      ]}
    >
      <FlatRoutes>
        <Route path="/alerted" element={<OnCallPage />} />
      </FlatRoutes>
    </TestApiProvider>,
    { routeEntries: ['/alerted?q=nothing'], mountedRoutes },
  );
  expect(
    await screen.findByRole('heading', { level: 1, name: 'On call' }),
  ).toBeInTheDocument();
  expect(
    await screen.findByText('No object, path or team fits this question.', {
      exact: false,
    }),
  ).toBeInTheDocument();
  expect(
    screen
      .queryAllByRole('link', { name: 'Sources' })
      .map(link => link.getAttribute('href')),
  ).toEqual(sources);
});
