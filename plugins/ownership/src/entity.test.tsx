import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import {
  oncallRouteRef,
  plumblineTeamsApiRef,
  promotionRouteRef,
  teamsRouteRef,
} from '@plumbline/plugin-plumbline-react';
import { fakeError } from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReactElement } from 'react';
import { FakeOwnershipApi, sampleEntity } from './__testUtils__/fakeApi';
import { EntityOwnerCard } from './components/entity/EntityCards';
import { EntityOwnershipContent } from './components/entity/EntityContent';
import { EntityStandingCard } from './components/entity/EntityStanding';
import { isIndexed } from './isIndexed';

const entityOf = (
  kind: string,
  annotations: Record<string, string> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'Shop', namespace: 'default', annotations },
});

async function show(
  element: ReactElement,
  {
    api = new FakeOwnershipApi(),
    entity = entityOf('System'),
    at = '/',
  }: { api?: FakeOwnershipApi; entity?: Entity; at?: string } = {},
): Promise<FakeOwnershipApi> {
  await renderInTestApp(
    <TestApiProvider apis={[[plumblineTeamsApiRef, api]]}>
      <EntityProvider entity={entity}>{element}</EntityProvider>
    </TestApiProvider>,
    {
      routeEntries: [at],
      mountedRoutes: {
        '/teams': teamsRouteRef,
        '/oncall': oncallRouteRef,
        '/promotion': promotionRouteRef,
      },
    },
  );
  return api;
}

it.each([
  ['Component', {}, true],
  ['System', {}, true],
  ['Resource', {}, false],
  ['Resource', { 'plumbline.dev/id': 'cluster:prod' }, true],
  ['Group', {}, false],
])('a %s with %p has its things in the index: %p', (kind, marks, expected) => {
  expect(isIndexed(entityOf(kind, marks))).toBe(expected);
});

it('tells of a System who owns its parts, and of nothing that is called like it', async () => {
  const api = await show(<EntityOwnerCard />);
  expect(await screen.findByRole('link', { name: 'Payments' })).toHaveAttribute(
    'href',
    '/teams/team/group:default/payments',
  );
  expect(
    screen.getByRole('heading', { name: 'Owner by evidence' }).parentElement,
  ).toHaveTextContent(
    /Payments owns 2 of 3 things\. Nobody is known to own 1\.$/,
  );
  expect(api.asked).toEqual([['entity', ['system:default/shop', {}]]]);
});

it('has a card with numbers that lead to the tab', async () => {
  const id = 'thing-7';
  const api = await show(<EntityStandingCard />, {
    entity: entityOf('Component', { 'plumbline.dev/id': id }),
  });
  expect(
    await screen.findByRole('link', {
      name: '1 workload out of sync past due',
    }),
  ).toHaveAttribute(
    'href',
    '/catalog/default/component/shop/ownership?trouble=drift#things',
  );
  expect(
    screen.getByRole('link', { name: '1 service · 2 workloads in prod-eu' }),
  ).toHaveAttribute('href', '/catalog/default/component/shop/ownership');
  expect(api.asked).toEqual([
    ['entity', ['component:default/shop', { thing: id }]],
  ]);
});

const nothing = {
  ...sampleEntity,
  counts: { ...sampleEntity.counts, services: 0, workloads: 0 },
};

it.each<[what: string, change: (api: FakeOwnershipApi) => void, words: RegExp]>(
  [
    [
      'that nothing is known to be it',
      api => {
        api.entityView = nothing;
      },
      /^Nothing that was read is known to be this/,
    ],
    [
      'that not all may be seen',
      api => {
        api.entityView = { ...nothing, restricted: true };
      },
      /^You may see nothing of what it stands for/,
    ],
    [
      'which permission is missing',
      api => {
        api.error = fakeError(403, 'no');
      },
      /plumbline\.team\.read/,
    ],
  ],
)('card and tab say %s', async (_, change, words) => {
  const api = new FakeOwnershipApi();
  change(api);
  await show(
    <>
      <EntityStandingCard />
      <EntityOwnershipContent />
    </>,
    { api },
  );
  expect(await screen.findAllByText(words)).toHaveLength(2);
});

it('shows in a tab whose each thing is and why, what is wrong, what fires, and where to go on', async () => {
  const api = await show(<EntityOwnershipContent />);
  const list = await screen.findByRole('list', { name: 'What it is' });
  const [thing] = within(list).getAllByRole('listitem');
  expect(thing).toHaveTextContent('Deployment shop/cart');
  expect(
    within(thing).getAllByRole('link', { name: 'payments' })[0],
  ).toHaveAttribute('href', '/teams/team/group:default/payments');
  expect(thing).toHaveTextContent('“pay-crew” by a label on the object');
  expect(thing).toHaveTextContent(/Out of sync, first seen .* past due/);
  expect(thing).toHaveTextContent(
    'Nothing that was read tells of all Secrets that it needs',
  );
  expect(
    within(thing).getByRole('link', {
      name: 'Look up Deployment shop/cart in prod-eu',
    }),
  ).toHaveAttribute(
    'href',
    `/oncall?${new URLSearchParams({ q: 'Deployment/shop/cart cluster=prod-eu' })}`,
  );
  expect(
    screen.getByRole('link', { name: 'KubePodCrashLooping' }),
  ).toHaveAttribute('href', '/oncall/alerts/alert-1');
  const promotion = screen.getByRole('list', { name: 'Promotion' });
  expect(promotion).toHaveTextContent('cart behind');
  expect(within(promotion).getByRole('link')).toHaveAttribute(
    'href',
    '/promotion/service/service-1',
  );
  expect(
    screen.getByRole('list', { name: 'Findings in its files' }),
  ).toHaveTextContent('latest is no version');
  expect(screen.getByText('and 11 further findings')).toBeVisible();
  const tiles = screen.getByRole('list', { name: 'What to look at' });
  await userEvent.click(within(tiles).getByRole('link', { name: /^1 Drift/ }));
  expect(api.asked.at(-1)).toEqual([
    'entityThings',
    ['system:default/shop', { trouble: 'drift' }],
  ]);
  expect(
    screen.getByRole('heading', { name: 'What it is, and whose' }),
  ).toHaveFocus();
});

it('restores what an address asks for, and leads back to all of it', async () => {
  const api = new FakeOwnershipApi();
  api.things = { items: [], totalItems: 0, pending: 0 };
  await show(<EntityOwnershipContent />, {
    api,
    at: '/?text=web&contested=true&type=service&trouble=nonsense',
  });
  expect(await screen.findByText('Nothing fits these filters')).toBeVisible();
  expect(api.asked.at(-1)).toEqual([
    'entityThings',
    ['system:default/shop', { text: 'web', type: 'service', contested: true }],
  ]);
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(api.asked.at(-1)).toEqual([
    'entityThings',
    ['system:default/shop', {}],
  ]);
});
