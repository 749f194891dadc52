import { identityApiRef } from '@backstage/frontend-plugin-api';
import {
  mockApis,
  renderInTestApp,
  renderTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import homePlugin from '@backstage/plugin-home/alpha';
import {
  plumblineTeamsApiRef,
  teamsRouteRef,
} from '@plumbline/plugin-plumbline-react';
import { fakeError } from '@plumbline/plugin-plumbline-react/testUtils';
import { screen } from '@testing-library/react';
import { FakeOwnershipApi } from './__testUtils__/fakeApi';
import { MyTeamsWidget } from './components/MyTeams';
import { homeExtensions } from './home';

const jo = mockApis.identity({
  userEntityRef: 'user:default/jo',
  ownershipEntityRefs: ['group:default/payments'],
});

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
        [identityApiRef, jo],
      ]}
    >
      <MyTeamsWidget />
    </TestApiProvider>,
    { mountedRoutes: { '/teams': teamsRouteRef } },
  );
  expect(await screen.findByText(words)).toBeInTheDocument();
});

it('stands in a home page of Backstage, where the app says so by its name', async () => {
  // The grid waits until it has a width, and nothing has one here.
  jest.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1280);
  renderTestApp({
    features: [homePlugin],
    extensions: homeExtensions,
    initialRouteEntries: ['/home'],
    mountedRoutes: { '/teams': teamsRouteRef },
    apis: [
      [plumblineTeamsApiRef, new FakeOwnershipApi()],
      [identityApiRef, jo],
    ],
    config: {
      app: {
        extensions: [
          {
            'page:home': {
              config: {
                defaultConfig: [
                  {
                    component: 'my-teams',
                    column: 0,
                    row: 0,
                    width: 6,
                    height: 3,
                  },
                ],
              },
            },
          },
        ],
      },
    },
  });
  expect(
    await screen.findByText('Your teams', undefined, { timeout: 30_000 }),
  ).toBeInTheDocument();
  expect(await screen.findByText('Payments')).toBeInTheDocument();
  expect(screen.getByText('4 alerts firing')).toBeInTheDocument();
});
