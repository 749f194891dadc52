import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { PagerDutyOnCallDirectory } from './PagerDutyOnCallDirectory';

type Team = Parameters<PagerDutyOnCallDirectory['onCall']>[0]['teams'][number];

const page = 'https://acme.pagerduty.com';

const user = (id: string, name: string) => ({
  id,
  type: 'user',
  summary: name,
  self: `https://api.pagerduty.com/users/${id}`,
  html_url: `${page}/users/${id}`,
  name,
  email: `${id.toLowerCase()}@acme.example`,
  time_zone: 'Etc/UTC',
  role: 'user',
  job_title: 'Engineer',
});

const policy = (id: string, name: string, more: object = {}) => ({
  id,
  type: 'escalation_policy',
  summary: name,
  self: `https://api.pagerduty.com/escalation_policies/${id}`,
  html_url: `${page}/escalation_policies/${id}`,
  name,
  num_loops: 0,
  on_call_handoff_notifications: 'if_has_services',
  escalation_rules: [],
  services: [],
  teams: [],
  ...more,
});

const reference = (type: string, id: string, summary: string) => ({
  id,
  type: `${type}_reference`,
  summary,
  self: `https://api.pagerduty.com/${type}s/${id}`,
  html_url: `${page}/${type}s/${id}`,
});

const primary = reference('schedule', 'PI7DH85', 'Payments primary');
const payments = policy('PT20YPA', 'payments-primary', {
  teams: [reference('team', 'PFCVPS0', 'Payments Team')],
});
const checkout = policy('PT20YPB', 'Shop', {
  services: [reference('service', 'PF9KMXH', 'Checkout')],
});

/** `GET /oncalls` with escalation policies and users, as PagerDuty documents it. */
const onCalls = [
  {
    user: user('U2', 'Second engineer'),
    schedule: null,
    escalation_policy: payments,
    escalation_level: 2,
    start: null,
    end: null,
  },
  {
    user: user('U1', 'First engineer'),
    schedule: primary,
    escalation_policy: payments,
    escalation_level: 1,
    start: '2026-11-23T09:00:00Z',
    end: '2026-11-30T09:00:00Z',
  },
  {
    user: user('U1', 'First engineer'),
    schedule: null,
    escalation_policy: payments,
    escalation_level: 3,
    start: null,
    end: null,
  },
  {
    user: user('U3', 'Third engineer'),
    schedule: null,
    escalation_policy: checkout,
    escalation_level: 1,
    start: null,
    end: null,
  },
];

/** What there is beside those that somebody is on call by. */
const named = [
  reference('schedule', 'PNIGHTS', 'Nights'),
  policy('PNOBODY', 'Business hours'),
];

const isOf = (kind: string, type: string) =>
  type.startsWith(kind === 'schedules' ? 'schedule' : 'escalation_policy');

const first = {
  person: 'First engineer',
  contact: 'u1@acme.example',
  until: '2026-11-30T09:00:00Z',
  url: `${page}/schedules/PI7DH85`,
};
const third = {
  person: 'Third engineer',
  contact: 'u3@acme.example',
  url: `${page}/escalation_policies/PT20YPB`,
};
const escalation = ['Second engineer'];

const team = (name: string, contact?: string): Team => ({
  ref: `group:default/${name}`,
  aliases: [name],
  contacts: contact ? [{ type: 'oncall', value: contact }] : [],
});

describe('PagerDutyOnCallDirectory', () => {
  let standIn: Server;
  let apiUrl: string;
  let status = 200;
  let listed: object[] = onCalls;
  const asked: { url: string; authorization?: string }[] = [];

  beforeAll(async () => {
    const app = express();
    app.get('/oncalls', (req, res) => {
      asked.push({
        url: req.originalUrl,
        authorization: req.headers.authorization,
      });
      const [limit, offset] = [
        Number(req.query.limit),
        Number(req.query.offset),
      ];
      res.status(status).json({
        oncalls: listed.slice(offset, offset + limit),
        limit,
        offset,
        more: listed.length > offset + limit,
        total: null,
      });
    });
    app.get('/:kind', (req, res) => {
      res.json({
        [req.params.kind]: named.filter(
          ({ type, summary }) =>
            isOf(req.params.kind, type) &&
            summary.includes(String(req.query.query)),
        ),
        more: false,
      });
    });
    app.get('/:kind/:id', (req, res) => {
      const found = named.find(
        ({ type, id }) => isOf(req.params.kind, type) && id === req.params.id,
      );
      res.status(found ? 200 : 404).json(found ?? { error: 'Not Found' });
    });
    standIn = createServer(app).listen(0, '127.0.0.1');
    await once(standIn, 'listening');
    const address = standIn.address();
    apiUrl = `http://127.0.0.1:${
      typeof address === 'object' ? address?.port : ''
    }`;
  });

  beforeEach(() => {
    status = 200;
    listed = onCalls;
    asked.length = 0;
  });

  afterAll(() => standIn.close());

  function directory(pagerduty: object, alerts: object = {}) {
    return PagerDutyOnCallDirectory.fromConfig(
      mockServices.rootConfig({
        data: JSON.parse(
          JSON.stringify({
            plumbline: { onCall: { pagerduty }, alerts: { pagerduty: alerts } },
          }),
        ),
      }),
      { logger: mockServices.logger.mock() },
    );
  }

  const ask = (teams: Team[], mapping: object = {}) =>
    directory({ apiToken: 'key', apiUrl, teams: mapping })?.onCall({
      teams,
      signal: AbortSignal.timeout(10_000),
    });

  it.each<[string, Team[], object, object[]]>([
    [
      'teams of PagerDuty by their names',
      [],
      {},
      [{ team: 'Payments Team', ...first, escalation }],
    ],
    [
      'teams whose description refers to a policy or service',
      [team('payments', 'payments-primary'), team('checkout', 'PF9KMXH')],
      {},
      [
        { team: 'group:default/payments', ...first, escalation },
        { team: 'group:default/checkout', ...third },
      ],
    ],
    [
      'an escalation policy of the configuration, and nothing beside it',
      [team('payments', 'payments-primary')],
      { payments: { escalationPolicy: 'Shop' } },
      [{ team: 'payments', ...third }],
    ],
    [
      'a schedule of the configuration',
      [],
      { payments: { schedule: 'PI7DH85' } },
      [{ team: 'payments', ...first }],
    ],
    [
      'an escalation policy of the configuration, and nothing for other marks of its team',
      [{ ...team('payments'), aliases: ['Payments Team'] }],
      { payments: { escalationPolicy: 'Shop' } },
      [{ team: 'payments', ...third }],
    ],
    [
      'that nobody is on call by a policy now',
      [],
      { payments: { escalationPolicy: 'Business hours' } },
      [],
    ],
    [
      'that nobody is on call by a schedule now, by its id',
      [],
      { payments: { schedule: 'PNIGHTS' } },
      [],
    ],
  ])('knows %s', async (_, teams, mapping, entries) => {
    await expect(ask(teams, mapping)).resolves.toEqual({ entries });
    expect(asked.map(({ authorization }) => authorization)).toEqual([
      'Token token=key',
    ]);
    expect(decodeURIComponent(asked[0].url)).toBe(
      '/oncalls?earliest=true&include[]=escalation_policies&include[]=users&time_zone=UTC&limit=100&offset=0',
    );
  });

  it.each([
    ['escalation policy gone', { escalationPolicy: 'gone' }],
    ['schedule Business hours', { schedule: 'Business hours' }],
    ['schedule PNOBODY', { schedule: 'PNOBODY' }],
  ])(
    'says that there is no %s, and tells of the other teams',
    async (what, meant) => {
      await expect(
        ask([team('payments', 'payments-primary')], {
          payments: meant,
          checkout: { escalationPolicy: 'Shop' },
        }),
      ).resolves.toEqual({
        entries: [{ team: 'checkout', ...third }],
        unknown: [
          {
            team: 'payments',
            problem: `The configuration gives the team payments the ${what}, but PagerDuty has none that is called so`,
          },
        ],
      });
    },
  );

  it('tells who is there of a team of which something is gone, and what is gone', async () => {
    const meant = { escalationPolicy: 'Shop', schedule: 'gone' };
    await expect(ask([], { checkout: meant })).resolves.toMatchObject({
      entries: [
        { team: 'checkout', person: 'Third engineer' },
        { team: 'Payments Team' },
      ],
      unknown: [{ team: 'checkout' }],
    });
  });

  it('needs to know what a team of the configuration means', () => {
    expect(() =>
      directory({ apiToken: 'key', teams: { payments: {} } }),
    ).toThrow('each team needs an escalationPolicy or a schedule');
  });

  it('reads all pages, or nothing', async () => {
    listed = Array.from({ length: 201 }, (_, at) => ({
      ...onCalls[3],
      user: user(`P${at}`, `Engineer ${at}`),
    }));
    const mapping = { checkout: { escalationPolicy: 'PT20YPB' } };
    expect((await ask([], mapping))?.entries).toHaveLength(201);
    expect(asked).toHaveLength(3);
    status = 429;
    await expect(ask([], mapping)).rejects.toThrow(/429/);
    status = 200;
    listed = [...onCalls, { user: null }];
    await expect(ask([], mapping)).rejects.toThrow(/list of who is on call/);
  });

  it('asks with the token for alerts where it has none of its own', async () => {
    await directory({}, { apiToken: 'other', apiUrl })?.onCall({
      teams: [],
      signal: AbortSignal.timeout(10_000),
    });
    expect(asked[0].authorization).toBe('Token token=other');
    expect(directory({})).toBeUndefined();
  });
});
