import { identityApiRef } from '@backstage/frontend-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import {
  plumblineTeamsApiRef,
  teamsRouteRef,
} from '@plumbline/plugin-plumbline-react';
import { fakeError } from '@plumbline/plugin-plumbline-react/testUtils';
import { screen } from '@testing-library/react';
import { FakeOwnershipApi } from './__testUtils__/fakeApi';
import { MyTeamsWidget } from './components/MyTeams';

it.each<[what: string, change: (api: FakeOwnershipApi) => void, words: RegExp]>(
  [
    ['the teams', () => {}, /^Payments$/],
    ['what they have to look at', () => {}, /^4 alerts firing$/],
    [
      'that there are none',
      api => {
        api.teamsPage = { items: [], totalItems: 0, pending: 0 };
      },
      /^Nothing that was read belongs to a team of yours/,
    ],
    [
      'which permission is missing',
      api => {
        api.error = fakeError(403, 'no');
      },
      /plumbline\.team\.read/,
    ],
  ],
)('the widget of a home page shows %s', async (_, change, words) => {
  const api = new FakeOwnershipApi();
  change(api);
  renderInTestApp(
    <TestApiProvider
      apis={[
        [plumblineTeamsApiRef, api],
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: 'user:default/jo',
            ownershipEntityRefs: ['group:default/payments'],
          }),
        ],
      ]}
    >
      <MyTeamsWidget />
    </TestApiProvider>,
    { mountedRoutes: { '/teams': teamsRouteRef } },
  );
  expect(await screen.findByText(words)).toBeInTheDocument();
});
