import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { plumblineApiRef } from '@plumbline/plugin-plumbline-react';
import {
  fakeError,
  FakePlumblineApi,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeOwnershipApi, sampleTeam } from './__testUtils__/fakeApi';
import { ownershipApiRef } from './api';
import { ownershipPlugin } from './plugin';

function open(path: string, api = new FakeOwnershipApi()): FakeOwnershipApi {
  renderTestApp({
    features: [ownershipPlugin],
    apis: [
      [ownershipApiRef, api],
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

describe('A team', () => {
  it('says how to reach it, what stands out, and why something is its own', async () => {
    const api = open(
      '/teams/team/group:default/payments?tab=workloads&cluster=prod-eu',
    );
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Payments' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: '#payments' })).toHaveAttribute(
      'href',
      'https://chat.example/payments',
    );
    expect(
      screen.getByRole('link', { name: 'pay@acme.example' }),
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
    // Each number leads to what it counts; one that is not known is a dash.
    expect(
      within(screen.getByRole('list', { name: 'What to look at' }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      '4Alerts',
      '2Drift',
      '–Secrets',
      '1Behind',
      '7Findings',
      '1Contested',
    ]);
    expect(screen.getByRole('link', { name: '2 Drift' })).toHaveAttribute(
      'href',
      '/teams/team/group:default/payments?tab=drift',
    );
    expect(screen.queryByText(/unhealthy Secret/)).not.toBeInTheDocument();
    expect(
      screen.getByText(/tells whether 3 workloads are as Git says/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Out of sync 2' }));
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
        { environment: 'production', type: 'workload' },
      ]);
      await userEvent.click(screen.getByLabelText('Environment'));
      expect(
        screen.getAllByRole('option').map(({ textContent }) => textContent),
      ).toEqual(['All environments', 'qa', 'production']);
    },
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
});
