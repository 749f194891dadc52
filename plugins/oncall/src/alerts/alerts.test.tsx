import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import {
  plumblineAlertsApiRef,
  plumblineApiRef,
  plumblineTeamsApiRef,
  sourcesRouteRef,
} from '@plumbline/plugin-plumbline-react';
import {
  fakeError,
  FakePlumblineAlertsApi,
  FakePlumblineApi,
  FakeTeamsApi,
  sampleAlert,
  sampleAnswer,
  sampleSources,
  sampleUnownedAlert,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { oncallPlugin } from '../plugin';
import { savedAnswers } from '../saved/savedAnswers';
import { alertFiltersOf, searchOfAlerts } from './alertFilters';
import { beforeAlert, durationWords, subjectWords } from './alertWords';

const readSources = sampleSources.filter(({ state }) => state === 'ok');

function open(
  path: string,
  alerts: FakePlumblineAlertsApi,
  api = new FakePlumblineApi({ sources: readSources, answer: sampleAnswer }),
) {
  return renderTestApp({
    features: [oncallPlugin],
    apis: [
      [plumblineApiRef, api],
      [plumblineAlertsApiRef, alerts],
      [
        plumblineTeamsApiRef,
        new FakeTeamsApi([
          {
            ref: 'group:default/payments',
            title: 'Payments',
            known: true,
            contacts: [{ type: 'chat', value: '#payments-oncall' }],
          },
          { ref: 'group:default/ghosts', known: false },
        ]),
      ],
      mockApis.identity(),
      mockApis.permission(),
      mockApis.discovery(),
    ],
    mountedRoutes: { '/sources': sourcesRouteRef },
    initialRouteEntries: [path],
  });
}

const alertList = () => screen.findByRole('list', { name: 'Alerts' });

describe('words of alerts', () => {
  it.each([
    [900, '1 s'],
    [42_000, '42 s'],
    [60_000, '1 min'],
    [90 * 60_000, '1 h'],
    [3 * 3_600_000, '3 h'],
    [86_400_000, '1 day'],
    [30 * 86_400_000, '30 days'],
  ])('says %d ms as %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });

  it('says how long before or after an alert something was, where both times are known', () => {
    const start = '2026-11-23T02:00:00Z';
    expect(beforeAlert('2026-11-23T01:48:00Z', start)).toBe(
      '12 min before the alert',
    );
    expect(beforeAlert('2026-11-23T02:05:00Z', start)).toBe(
      '5 min after the alert',
    );
    expect(beforeAlert('never', start)).toBeUndefined();
    expect(beforeAlert(start, undefined)).toBeUndefined();
  });

  it('says what an alert is about by its labels, and not by those of its exporter', () => {
    const labels = {
      node: 'node-7',
      pod: 'kps-kube-state-metrics-747b7b996-g92xn',
      service: 'kps-kube-state-metrics',
    };
    const unresolved = { ...sampleAlert, resolution: undefined };
    expect(subjectWords({ ...unresolved, labels })).toBe('node-7');
    expect(
      subjectWords({ ...unresolved, labels: { ...labels, node: '' } }),
    ).toBe('');
  });

  it('keeps the filters of the list apart from the labels of an alert', () => {
    const filters = { team: 'group:default/payments', unowned: true };
    expect(alertFiltersOf(searchOfAlerts(filters))).toEqual(filters);
    expect(searchOfAlerts({})).toBe('');
    expect(alertFiltersOf('?team=payments&namespace=shop')).toEqual({});
    expect(alertFiltersOf('?list=alerts&status=burning')).toEqual({});
  });
});

describe('The list of alerts', () => {
  beforeEach(() => localStorage.clear());

  it('shows whose each alert is, what has no owner, and leads to its page', async () => {
    const alerts = new FakePlumblineAlertsApi([
      sampleUnownedAlert,
      sampleAlert,
      { ...sampleAlert, id: 'alert-3', status: 'resolved' },
    ]);
    open('/oncall', alerts);
    const rows = within(await alertList()).getAllByRole('listitem');
    expect(rows[0]).toHaveTextContent('KubeJobFailed');
    expect(rows[0]).toHaveTextContent('No owner');
    expect(rows[1]).toHaveTextContent(
      'Deployment shop/cart · prod-eu · production',
    );
    expect(rows[1]).toHaveTextContent('Payments');
    expect(
      screen.getAllByText(
        '2 firing, 1 of them without an owner. 1 resolved.',
      )[0],
    ).toBeVisible();
    expect(
      screen.getByText('3 alerts, firing and resolved'),
    ).toBeInTheDocument();
    expect(
      within(rows[1]).getByRole('link', { name: 'KubePodCrashLooping' }),
    ).toHaveAttribute('href', '/oncall/alerts/alert-1');
  });

  it('takes its filters from the address, and puts them there', async () => {
    const alerts = new FakePlumblineAlertsApi([
      sampleUnownedAlert,
      sampleAlert,
    ]);
    open('/oncall?list=alerts&unowned=true', alerts);
    expect(within(await alertList()).getAllByRole('listitem')).toHaveLength(1);
    expect(alerts.queries[0]).toMatchObject({ unowned: true });
    await userEvent.click(screen.getByRole('checkbox', { name: 'No owner' }));
    await waitFor(async () =>
      expect(within(await alertList()).getAllByRole('listitem')).toHaveLength(
        2,
      ),
    );
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Contains' }),
      'nowhere',
    );
    expect(
      await screen.findByText('No alert fits these filters'),
    ).toBeInTheDocument();
  });

  it('shows the cluster that a link narrows it down to, and a way to all of them', async () => {
    const alerts = new FakePlumblineAlertsApi([sampleAlert]);
    open('/oncall?list=alerts&cluster=prod-eu', alerts);
    await alertList();
    expect(alerts.queries[0]).toMatchObject({ cluster: 'prod-eu' });
    const field = screen.getByRole('combobox', { name: 'Cluster' });
    expect(field).toHaveTextContent('prod-eu');
    await userEvent.click(field);
    await userEvent.click(screen.getByRole('option', { name: 'All clusters' }));
    await waitFor(() =>
      expect(alerts.queries.at(-1)).not.toHaveProperty('cluster'),
    );
    expect(
      screen.queryByRole('combobox', { name: 'Cluster' }),
    ).not.toBeInTheDocument();
  });

  it('says that none has come in, and that it may not be read', async () => {
    const { unmount } = open('/oncall', new FakePlumblineAlertsApi());
    expect(
      await screen.findByText('No alert has come in yet'),
    ).toBeInTheDocument();
    unmount();
    const denied = new FakePlumblineAlertsApi();
    denied.error = fakeError(403, 'Needs the permission plumbline.read');
    open('/oncall', denied);
    expect(
      await screen.findByText('You may not read Plumbline'),
    ).toBeInTheDocument();
  });
});

describe('The page of an alert', () => {
  beforeEach(() => localStorage.clear());

  it('answers first: owner, who is on call, and what changed before it; notes the look and saves the answer', async () => {
    const alerts = new FakePlumblineAlertsApi([sampleAlert]);
    open('/oncall/alerts/alert-1', alerts);
    expect(
      await screen.findByRole('heading', { level: 2, name: 'Payments' }),
    ).toBeInTheDocument();
    const onCall = screen.getByRole('list', { name: 'On call now' });
    expect(onCall).toHaveTextContent('first-responder');
    expect(onCall).toHaveTextContent('then Payments lead; says rota, asked');
    const call = within(onCall).getByRole('link', {
      name: 'first-responder: +49 30 1234567',
    });
    expect(call).toHaveAttribute('href', 'tel:+49301234567');
    // One button stands out: the one that reaches somebody now.
    expect(
      [...document.querySelectorAll('[class*="MuiButton-contained"]')].filter(
        button => button.matches('a'),
      ),
    ).toEqual([call]);
    expect(screen.getByText(/12 min before the alert/)).toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: 'What the alert says' }),
    ).toHaveTextContent('restarts again and again');
    expect(alerts.looked).toEqual(['alert-1']);
    expect(savedAnswers().map(({ title }) => title)).toEqual([
      'KubePodCrashLooping',
    ]);
    expect(
      JSON.parse(localStorage.getItem('plumbline.saved.teams') ?? ''),
    ).toMatchObject({
      teams: [
        {
          team: 'group:default/payments',
          title: 'Payments',
          contacts: [{ type: 'chat', value: '#payments-oncall' }],
        },
      ],
    });
  });

  it('does not count a look twice', async () => {
    const alerts = new FakePlumblineAlertsApi([
      {
        ...sampleAlert,
        firstLook: { at: '2026-11-23T02:00:30Z', by: 'user:default/guest' },
      },
    ]);
    open('/oncall/alerts/alert-1', alerts);
    await screen.findByRole('heading', { level: 2, name: 'Payments' });
    expect(alerts.looked).toEqual([]);
  });

  it('takes the word of who was called, and proposes what would make the next answer right', async () => {
    const alerts = new FakePlumblineAlertsApi([sampleAlert]);
    alerts.finding = {
      rule: 'owner-wrong',
      severity: 'warning',
      location: {
        repository: 'acme/app-config',
        revision: 'abc',
        path: '.github/CODEOWNERS',
        line: 12,
      },
      message: 'A person said that this is Checkout’s.',
      fix: '/apps/cart/ @acme/checkout',
    };
    open('/oncall/alerts/alert-1', alerts);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Wrong owner' }),
    );
    await userEvent.type(
      screen.getByRole('textbox', { name: /Whose is it/ }),
      'checkout{Enter}',
    );
    expect(
      await screen.findByText('/apps/cart/ @acme/checkout'),
    ).toBeInTheDocument();
    expect(alerts.verdicts).toEqual([
      { id: 'alert-1', verdict: 'wrong', team: 'checkout' },
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Right owner' }));
    expect(await screen.findByText(/^Confirmed by guest/)).toBeInTheDocument();
  });

  it('shows a directory of who is on call that is not reached', async () => {
    const alerts = new FakePlumblineAlertsApi();
    alerts.directories = [
      {
        id: 'pagerduty',
        people: 3,
        lastSuccess: '2026-11-23T01:00:00Z',
        error: 'connect ECONNREFUSED',
      },
      { id: 'opsgenie', people: 0 },
      {
        id: 'rota-service',
        people: 1,
        lastSuccess: '2026-11-23T01:00:00Z',
        lastAttempt: '2026-11-23T01:00:00Z',
        error: 'the team payments has no schedule S',
      },
    ];
    open('/oncall', alerts);
    const section = await screen.findByRole('region', {
      name: 'Who says who is on call',
    });
    expect(section).toHaveTextContent(/pagerduty3 on call, read/);
    expect(section).toHaveTextContent('Asking it fails: connect ECONNREFUSED');
    expect(section).toHaveTextContent(/opsgenienot read yet/);
    expect(section).toHaveTextContent(
      'Does not tell of all teams: the team payments has no schedule S',
    );
  });

  it('says so when it does not learn where alerts come from, who is on call and how fast owners are found', async () => {
    const alerts = new FakePlumblineAlertsApi();
    const fails = async () => {
      throw fakeError(500, 'the database is gone');
    };
    alerts.receivers = fails;
    alerts.onCallDirectories = fails;
    alerts.statistics = fails;
    open('/oncall', alerts);
    for (const name of [
      'Where alerts come from',
      'Who says who is on call',
      /^Time to owner/,
    ]) {
      expect(await screen.findByRole('region', { name })).toHaveTextContent(
        'Something went wrong. the database is gone',
      );
    }
  });

  it('tells who may not read so once', async () => {
    const alerts = new FakePlumblineAlertsApi([sampleAlert]);
    const refuses = async (): Promise<never> => {
      throw fakeError(403, 'no');
    };
    alerts.alerts = refuses;
    alerts.receivers = refuses;
    alerts.onCallDirectories = refuses;
    alerts.statistics = refuses;
    open('/oncall', alerts);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'plumbline.read',
    );
    expect(screen.getAllByText(/You may not read/)).toHaveLength(1);
  });

  it('shows what was answered before, said to be old, when the portal does not answer', async () => {
    const alerts = new FakePlumblineAlertsApi([sampleAlert]);
    const first = open('/oncall/alerts/alert-1', alerts);
    await screen.findByRole('heading', { level: 2, name: 'Payments' });
    first.unmount();
    alerts.error = new TypeError('Failed to fetch');
    open('/oncall/alerts/alert-1', alerts);
    expect(await screen.findByText(/This is what it said/)).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { level: 2, name: 'KubePodCrashLooping' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { level: 2, name: 'Payments' }),
    ).toBeInTheDocument();
  });

  it('says that there is no such alert', async () => {
    open('/oncall/alerts/gone', new FakePlumblineAlertsApi());
    expect(await screen.findByText('Not in the index')).toBeInTheDocument();
  });
});

describe('Saved answers', () => {
  beforeEach(() => localStorage.clear());

  it('stand in, said to be old, when the portal does not answer', async () => {
    const api = new FakePlumblineApi({
      sources: readSources,
      answer: sampleAnswer,
    });
    const first = open(
      '/oncall?namespace=shop&pod=cart-1',
      new FakePlumblineAlertsApi(),
      api,
    );
    await screen.findByRole('heading', { level: 2, name: 'Payments' });
    first.unmount();
    api.answer = async () => {
      throw new TypeError('Failed to fetch');
    };
    open(
      '/oncall?namespace=shop&pod=cart-1',
      new FakePlumblineAlertsApi(),
      api,
    );
    expect(
      await screen.findByText(
        /The portal does not answer. This is what it said/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { level: 2, name: 'Payments' }),
    ).toBeInTheDocument();
  });

  it('are none for a question that was never answered', async () => {
    const api = new FakePlumblineApi({
      sources: readSources,
      answer: async () => {
        throw new TypeError('Failed to fetch');
      },
    });
    open('/oncall?pod=other-1', new FakePlumblineAlertsApi(), api);
    expect(
      await screen.findByText('The portal does not answer'),
    ).toBeInTheDocument();
  });
});
