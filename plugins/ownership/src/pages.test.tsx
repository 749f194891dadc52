import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import {
  OnCallDirectoryStatus,
  TeamView,
} from '@plumbline/plugin-plumbline-common';
import {
  plumblineApiRef,
  plumblineTeamsApiRef,
} from '@plumbline/plugin-plumbline-react';
import {
  fakeError,
  FakePlumblineApi,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeOwnershipApi,
  sampleTeam,
  sampleUnsettled,
  sampleView,
} from './__testUtils__/fakeApi';
import { ownershipPlugin } from './plugin';

function open(
  path: string,
  api = new FakeOwnershipApi(),
  app: Pick<
    Parameters<typeof renderTestApp>[0] & object,
    'config' | 'extensions'
  > = {},
): FakeOwnershipApi {
  renderTestApp({
    ...app,
    features: [ownershipPlugin],
    apis: [
      [plumblineTeamsApiRef, api],
      [plumblineApiRef, new FakePlumblineApi({})],
      mockApis.identity({
        userEntityRef: 'user:default/jo',
        ownershipEntityRefs: ['user:default/jo', 'group:default/payments'],
      }),
    ],
    initialRouteEntries: [path],
  });
  return api;
}

describe('Teams', () => {
  it('lists teams, sorts by what is asked for, and leads to one', async () => {
    const api = open('/teams?text=pay');
    const row = await screen.findByRole('row', { name: /^Payments 3 1,204/ });
    expect(within(row).getByRole('link', { name: 'Payments' })).toHaveAttribute(
      'href',
      '/teams/team/group:default/payments',
    );
    expect(api.asked).toContainEqual([
      'teams',
      { text: 'pay', sort: 'name', order: 'asc' },
    ]);
    expect(api.asked).toContainEqual([
      'teams',
      { refs: 'user:default/jo,group:default/payments' },
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Findings' }));
    await screen.findByRole('row', { name: /^Payments/ });
    expect(api.asked.at(-1)).toEqual([
      'teams',
      { text: 'pay', sort: 'findings', order: 'desc' },
    ]);
    expect(
      screen.getByRole('columnheader', { name: 'Findings' }),
    ).toHaveAttribute('aria-sort', 'descending');
  });

  it('says which permission is missing, instead of an empty list', async () => {
    const denied = new FakeOwnershipApi();
    denied.error = fakeError(403, 'no');
    open('/teams', denied);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'plumbline.team.read',
    );
  });

  it('says that a list is no more than what may be seen, and lags behind', async () => {
    const api = new FakeOwnershipApi();
    api.teamsPage = {
      items: [sampleTeam({ known: false })],
      totalItems: 1,
      pending: 1_000,
      restricted: true,
    };
    open('/teams', api);
    expect(
      await screen.findByText(/You may see some teams only/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/More than 1,000 changes are still being worked out/),
    ).toBeInTheDocument();
    expect(screen.getByText('no directory describes it')).toBeInTheDocument();
  });
});

describe('What is asked for', () => {
  it('leaves the field that one types in alone while its answer is on the way', async () => {
    const api = new FakeOwnershipApi();
    open('/teams/coverage', api);
    const field = await screen.findByRole('searchbox');
    const chart = await screen.findByRole('img', { name: /^Share/ });
    api.pending = new Promise(() => {});
    await userEvent.type(field, 'app');
    await waitFor(() =>
      expect(api.asked.at(-1)).toEqual([
        'coverage',
        { by: 'repository', text: 'app' },
      ]),
    );
    await userEvent.type(field, '-config');
    expect(field).toHaveValue('app-config');
    expect(field).toHaveFocus();
    expect(chart).toBeInTheDocument();
  });

  it.each([
    '/teams',
    '/teams/unowned',
    '/teams/contested',
    '/teams/coverage',
    '/teams/team/group:default/payments?tab=workloads',
  ])('%s can be changed when it cannot be answered', async path => {
    const api = new FakeOwnershipApi();
    open(path, api);
    const field = await screen.findByRole('searchbox');
    await waitFor(() =>
      expect(screen.queryByLabelText('Loading')).not.toBeInTheDocument(),
    );
    api.error = fakeError(400, 'text: too long');
    await userEvent.type(field, 'x');
    expect(await screen.findByText('text: too long')).toBeInTheDocument();
    api.error = undefined;
    await userEvent.clear(field);
    await waitFor(() =>
      expect(screen.queryByText('text: too long')).not.toBeInTheDocument(),
    );
  });

  it.each([
    ['Cluster', 'prod-eu'],
    ['Repository', 'acme/app-config'],
    ['Namespace', 'shop'],
  ])(
    'shows the %s that one was led to, to be taken away',
    async (name, value) => {
      const filter = name.toLowerCase();
      const api = open(
        `/teams/unowned?${filter}=${encodeURIComponent(value)}&cursor=x`,
      );
      const field = await screen.findByRole('combobox', {
        name: new RegExp(`^${name}`),
      });
      expect(field).toHaveTextContent(value);
      expect(api.asked).toEqual([
        ['unowned', expect.objectContaining({ [filter]: value, cursor: 'x' })],
      ]);
      await userEvent.click(field);
      await userEvent.click(screen.getByRole('option', { name: /^All / }));
      await waitFor(() =>
        expect(api.asked.at(-1)).toEqual(['unowned', { by: 'namespace' }]),
      );
    },
  );

  it.each([
    ['/teams/unowned?text=x', 'Nothing fits these filters'],
    ['/teams/coverage?text=x', 'Nothing fits these words'],
    [
      '/teams/team/group:default/payments?tab=services&text=x',
      'Nothing fits these filters',
    ],
  ])('%s, where nothing fits, leads to all', async (path, title) => {
    const api = new FakeOwnershipApi();
    api.things = { items: [], totalItems: 0, pending: 0 };
    api.unsettled = { items: [], totalItems: 0, pending: 0 };
    api.coveragePage = { ...api.coveragePage, items: [], totalItems: 0 };
    open(path, api);
    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    await waitFor(() => expect(screen.getByRole('searchbox')).toHaveValue(''));
  });

  it.each(['services', 'findings', 'drift'])(
    'says of a later page of %s that became empty no more than that',
    async tab => {
      const api = new FakeOwnershipApi();
      api.things = { items: [], totalItems: 30, pending: 0 };
      open(`/teams/team/group:default/payments?tab=${tab}&cursor=x`, api);
      expect(
        await screen.findByRole('heading', {
          name: 'Nothing more on this page',
        }),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('button', { name: 'First page' }),
      ).toBeInTheDocument();
    },
  );
});

describe('A Group', () => {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'payments', namespace: 'default' },
    spec: { type: 'team', children: [] },
  };

  it.each([
    [
      'where they are mounted',
      { 'page:ownership': { config: { path: '/owners' } } },
      '/owners/team/group:default/payments',
    ],
    [
      'to the catalog in an app without them',
      { 'page:ownership': false },
      '/catalog/default/group/payments',
    ],
  ])('leads to the pages %s', async (_, extension, href) => {
    open('/', new FakeOwnershipApi(), {
      extensions: [createTestEntityPage({ entity })],
      config: { app: { extensions: [extension] } },
    });
    expect(
      await screen.findByRole('link', { name: 'all of it' }),
    ).toHaveAttribute('href', href);
  });
});

describe('A team', () => {
  it('draws what it owned and had to look at, and says where it runs', async () => {
    open('/teams/team/group:default/payments?tab=trends');
    const owned = await screen.findByRole('region', { name: 'What it owned' });
    expect(
      within(owned).getByRole('img', {
        name: 'Workloads, 2 days: 1,200 at first, 1,204 now',
      }),
    ).toBeVisible();
    expect(owned).toHaveTextContent('3Services3 more');
    const looked = screen.getByRole('region', {
      name: 'What it had to look at',
    });
    expect(looked).toHaveTextContent('4Alerts5 fewer');
    // What was not known on some day is no zero.
    expect(looked).toHaveTextContent('–Secretsnot known');
    expect(
      within(looked).getByRole('img', { name: /^Drift past due, 2 days: 2/ }),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'prod-us' })).toHaveAttribute(
      'href',
      '/teams/team/group:default/payments?tab=workloads&cluster=prod-us',
    );
  });

  it('says how to reach it, what stands out, and why something is its own', async () => {
    const api = open(
      '/teams/team/group:default/payments?tab=workloads&cluster=prod-eu',
    );
    expect(
      await screen.findByRole('heading', { level: 2, name: 'Payments' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Chat: #payments' }),
    ).toHaveAttribute('href', 'https://chat.example/payments');
    expect(
      screen.getByRole('link', { name: 'Mail: pay@acme.example' }),
    ).toHaveAttribute('href', 'mailto:pay@acme.example');
    expect(screen.getByText(/“payments” is what/)).toBeInTheDocument();
    const list = await screen.findByRole('list', {
      name: 'What belongs to it',
    });
    expect(list).toHaveTextContent('Deployment shop/cart');
    expect(list).toHaveTextContent('“pay-crew” by a label on the object');
    expect(list).toHaveTextContent(
      /Out of sync, first seen .* says Application argocd\/cart in prod-eu past due/,
    );
    expect(list).toHaveTextContent(
      'Nothing that was read tells of all Secrets that it needs',
    );
    // An address that no browser may follow is no link.
    expect(
      within(list).queryByRole('link', { name: /CODEOWNERS/ }),
    ).not.toBeInTheDocument();
    expect(api.asked).toContainEqual([
      'owned',
      ['group:default/payments', { cluster: 'prod-eu', type: 'workload' }],
    ]);
    // As many as the table of teams says, not as many as they have parts.
    expect(
      screen.getByRole('tab', { name: 'Repositories 2' }),
    ).toBeInTheDocument();
    // Each number leads to what it counts; one that is not known is a dash.
    expect(
      within(screen.getByRole('list', { name: 'What to look at' }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      '4Alerts',
      '2Drift past due',
      '–Secrets',
      '1Services behind',
      '7Findings',
      '1Contested',
    ]);
    expect(
      screen.getByRole('link', { name: '2 Drift past due' }),
    ).toHaveAttribute('href', '/teams/team/group:default/payments?tab=drift');
    expect(screen.queryByText(/unhealthy Secret/)).not.toBeInTheDocument();
    expect(
      screen.getByText(/tells whether 3 workloads are as Git says/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('tab', { name: 'Out of sync past due 2' }),
    );
    await screen.findByRole('list', { name: 'What belongs to it' });
    expect(api.asked.at(-1)).toEqual([
      'owned',
      ['group:default/payments', { type: 'workload', trouble: 'drift' }],
    ]);
    await userEvent.click(screen.getByRole('tab', { name: 'History' }));
    expect(
      await screen.findByRole('list', { name: 'History' }),
    ).toHaveTextContent('Deployment shop/cart went from checkout to payments');
    const commits = await screen.findByRole('list', { name: 'Commits' });
    expect(commits).toHaveTextContent(
      'CODEOWNERS: /apps/cart/ went from @acme/checkout to @acme/payments',
    );
    expect(within(commits).queryByRole('link')).not.toBeInTheDocument();
    expect(
      screen.getByText('acme/old: the clone is shallow.'),
    ).toBeInTheDocument();
  });
});

describe('Who is on call for a team', () => {
  const entry = {
    team: 'group:default/payments',
    person: 'user:default/first-responder',
    contact: '+49 30 1234567',
    until: '2126-11-28T08:00:00Z',
    escalation: ['Payments lead'],
    source: 'pager',
    asOf: new Date(Date.now() - 3 * 3_600_000).toISOString(),
  };
  const asked = { lastSuccess: entry.asOf, lastAttempt: entry.asOf };
  const now = new Date().toISOString();

  async function header(onCall: TeamView['onCall']): Promise<HTMLElement> {
    const api = new FakeOwnershipApi();
    api.view = { ...sampleView, ...(onCall && { onCall }) };
    open('/teams/team/group:default/payments', api);
    const name = await screen.findByRole('heading', { name: 'Payments' });
    return name.closest('header') ?? name;
  }

  it('leads to whoever it is, with how old that is', async () => {
    const top = await header({
      entries: [entry],
      directories: [{ id: 'pager', people: 9, ...asked }],
    });
    const list = within(top).getByRole('list', { name: 'On call now' });
    expect(list).toHaveTextContent(/^On call: first-responder until /);
    expect(list).toHaveTextContent(
      'then Payments lead; says pager, asked 3 h ago',
    );
    expect(
      within(list).getByRole('link', {
        name: 'first-responder: +49 30 1234567',
      }),
    ).toHaveAttribute('href', 'tel:+49301234567');
    expect(top).not.toHaveTextContent('cannot be asked');
  });

  it('tells what a directory said last while it is down', async () => {
    const top = await header({
      entries: [entry],
      directories: [
        {
          id: 'pager',
          people: 9,
          ...asked,
          lastAttempt: now,
          error: 'refused',
        },
      ],
    });
    expect(top).toHaveTextContent('first-responder');
    expect(top).toHaveTextContent(
      'pager cannot be asked: what it said 3 h ago is the last that is known: refused',
    );
  });

  it.each<[string, OnCallDirectoryStatus[], string[]]>([
    [
      'unknown where nothing names anybody',
      [{ id: 'pager', people: 9, ...asked }],
      [
        'Who is on call is not known: no rota names anybody for it now, nor does pager, asked 3 h ago.',
      ],
    ],
    [
      'unknown without any directory',
      [],
      ['Who is on call is not known: no rota names anybody for it now.'],
    ],
    [
      'unknown since one was never read',
      [
        { id: 'pager', people: 9, ...asked },
        { id: 'other', people: 0, lastAttempt: now, error: 'refused' },
      ],
      [
        'Who is on call is not known: no rota names anybody for it now, nor does pager, asked 3 h ago.',
        'other could not be read yet: refused',
      ],
    ],
    [
      'unknown since one tells of some alone',
      [{ id: 'pager', people: 9, ...asked, error: 'no schedule S' }],
      [
        'Who is on call is not known:',
        'pager does not tell of all teams: no schedule S',
      ],
    ],
  ])('says that it is %s', async (_, directories, words) => {
    const top = await header({ entries: [], directories });
    for (const each of words) {
      expect(top).toHaveTextContent(each);
    }
    expect(
      within(top).queryByRole('list', { name: 'On call now' }),
    ).not.toBeInTheDocument();
  });

  it('says nothing where nothing is set up that tells', async () => {
    expect(await header(undefined)).not.toHaveTextContent(/on call/i);
  });
});

describe('Unowned and Contested', () => {
  it.each(['unowned', 'contested'] as const)(
    '%s: who may own a thing, and the change that says so',
    async what => {
      const api = open(`/teams/${what}?type=workload&environment=production`);
      const list = await screen.findByRole('list', {
        name: what === 'unowned' ? 'Unowned' : 'Contested',
      });
      expect(list).toHaveTextContent('owns 3 of 4 things in apps/');
      expect(list).toHaveTextContent('/apps/cart/ @acme/payments');
      expect(
        within(list).getByRole('button', { name: 'Copy change' }),
      ).toBeInTheDocument();
      expect(api.asked).toContainEqual([
        what,
        {
          environment: 'production',
          type: 'workload',
          ...(what === 'unowned' && { by: 'namespace' }),
        },
      ]);
      await userEvent.click(screen.getByLabelText('Environment'));
      expect(
        screen.getAllByRole('option').map(({ textContent }) => textContent),
      ).toEqual(['All environments', 'qa', 'production']);
    },
  );
});

it('shows what nobody owns by namespace, leading to each thing in one', async () => {
  const api = new FakeOwnershipApi();
  api.unsettled = {
    items: [
      {
        ...sampleUnsettled,
        group: {
          namespace: 'kube-system',
          things: 271,
          workloads: 241,
          clusters: ['prod-eu', 'prod-us'],
          clustersTotal: 30,
        },
      },
    ],
    totalItems: 9,
    totalThings: 312,
    pending: 0,
  };
  open('/teams/unowned?environment=production', api);
  const list = await screen.findByRole('list', { name: 'Unowned' });
  expect(list).toHaveTextContent('Namespace kube-system');
  expect(list).toHaveTextContent('30 clusters · 241 workloads');
  expect(list).toHaveTextContent('prod-eu, prod-us and 28 more');
  expect(screen.getByText('312 things in 9 rows')).toBeInTheDocument();
  await userEvent.click(
    within(list).getByRole('link', {
      name: 'Show each of 271 things of kube-system',
    }),
  );
  await waitFor(() =>
    expect(api.asked.at(-1)).toEqual([
      'unowned',
      { environment: 'production', namespace: 'kube-system' },
    ]),
  );
});

describe('Coverage', () => {
  it('draws shares that can be read, and leads to what is missing', async () => {
    const api = open('/teams/coverage?by=repository');
    expect(
      await screen.findByRole('img', {
        name: 'Share with an owner, 2 days: Workloads 80 %',
      }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: '2 unowned' })).toHaveAttribute(
      'href',
      '/teams/unowned?repository=acme%2Fapp-config',
    );
    expect(api.asked).toContainEqual(['coverage', { by: 'repository' }]);
  });

  it('counts what teams have and what others claim of it, for all of it is theirs', async () => {
    const api = new FakeOwnershipApi();
    const workload = { total: 10, owned: 10, contested: 1, explicit: 0 };
    api.coveragePage.items = [
      {
        scope: 'group:default/payments',
        now: { day: '2026-11-28', workload },
        trend: [
          { day: '2026-11-27', total: 8, owned: 8 },
          { day: '2026-11-28', total: 10, owned: 10 },
        ],
      },
    ];
    open('/teams/coverage?by=team', api);
    const list = await screen.findByRole('list', { name: 'Coverage by team' });
    expect(list).toHaveTextContent('payments10 things · 1 contested (10 %)');
    expect(
      within(list).getByRole('link', { name: '1 contested (10 %)' }),
    ).toHaveAttribute(
      'href',
      '/teams/team/group:default/payments?tab=contested',
    );
    expect(
      within(list).getByRole('img', { name: '10 things, 2 days' }),
    ).toBeVisible();
    expect(within(list).queryByRole('progressbar')).not.toBeInTheDocument();
  });
});
