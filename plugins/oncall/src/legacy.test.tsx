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
  sampleAnswer,
  sampleNothing,
  sampleSources,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, waitFor } from '@testing-library/react';
import { Route } from 'react-router-dom';
import { KeepForUser, OnCallPage } from './legacy';
import { keepFor } from './saved/keepFor';
import { saveAnswer, savedAnswers } from './saved/savedAnswers';

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

it('keeps what one user was shown from the next one, on pages of others too', async () => {
  keepFor('user:default/a');
  saveAnswer({ title: 'cart', answer: sampleAnswer, link: '/oncall?q=cart' });
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [
          identityApiRef,
          mockApis.identity({ userEntityRef: 'user:default/b' }),
        ],
      ]}
    >
      <KeepForUser />
    </TestApiProvider>,
  );
  await waitFor(() => expect(savedAnswers()).toEqual([]));
});
