import { mockServices } from '@backstage/backend-test-utils';
import { createServer, Server } from 'node:http';
import { toAnswer } from './onCall';
import { ScheduleDirectory } from './ScheduleDirectory';

const team = (name: string, more: object = {}) => ({
  ref: `group:default/${name}`,
  aliases: [],
  contacts: [],
  ...more,
});

describe('toAnswer', () => {
  const first = { person: 'first@acme.example', contact: 'first@acme.example' };
  const schedule = (name: string, more: object = {}) => ({
    id: `id-${name}`,
    name,
    people: [first],
    ...more,
  });
  const teams = [
    team('payments', { aliases: ['@acme/payments'] }),
    team('search', {
      contacts: [{ type: 'oncall' as const, value: 'id-Finders' }],
    }),
  ];

  it.each([
    ['its owner', schedule('Anything', { team: 'Payments' }), ['Payments']],
    ['its name', schedule('payments'), ['payments']],
    ['the name of a new one', schedule('Payments_schedule'), ['Payments']],
    ['a contact', schedule('Finders'), ['group:default/search']],
    ['nothing', schedule('Whoever'), []],
    ['the configuration', schedule('Shop'), ['checkout']],
    ['the configuration, by id', schedule('X', { id: 'S1' }), ['ledger']],
    [
      'the configuration alone',
      schedule('Other', { team: '@acme/checkout' }),
      [],
    ],
  ])('finds the team of a schedule by %s', (_, found, expected) => {
    const mapping = {
      checkout: { schedule: 'Shop' },
      ledger: { schedule: 'S1' },
    };
    const others = [
      schedule('Shop', { people: [] }),
      schedule('S1', { people: [] }),
    ].filter(({ name }) => name !== found.name);
    expect(toAnswer([found, ...others], mapping, teams)).toEqual({
      entries: expected.map(name => ({ team: name, ...first })),
    });
  });

  it('leaves a team that is configured to its configuration, whatever its name', () => {
    const other = schedule('payments');
    const answer = toAnswer(
      [schedule('Shop', { people: [] }), other, { ...other, team: 'Payments' }],
      { '@acme/payments': { schedule: 'Shop' } },
      teams,
    );
    expect(answer).toEqual({ entries: [] });
  });

  it('says where the configuration means a schedule that is not there, and tells of the other teams', () => {
    expect(
      toAnswer(
        [schedule('Renamed'), schedule('S1'), schedule('payments')],
        { checkout: { schedule: 'Shop' }, ledger: { schedule: 'S1' } },
        teams,
      ),
    ).toEqual({
      entries: [
        { team: 'ledger', ...first },
        { team: 'payments', ...first },
      ],
      unknown: [
        {
          team: 'checkout',
          problem: expect.stringMatching(
            /checkout the schedule Shop, but none/,
          ),
        },
      ],
    });
  });
});

describe('ScheduleDirectory', () => {
  const answers = new Map<string, unknown>();
  const asked: { url: string; authorization?: string }[] = [];
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { authorization } = request.headers;
      asked.push({ url: request.url ?? '', authorization });
      const answer = answers.get(request.url ?? '');
      response.writeHead(answer === undefined ? 403 : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(answer ?? { message: 'Forbidden' }));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });

  beforeEach(() => {
    answers.clear();
    asked.length = 0;
  });

  afterAll(() => new Promise(resolve => server.close(resolve)));

  const directories = (onCall: object, logger = mockServices.logger.mock()) =>
    ScheduleDirectory.fromConfig(
      mockServices.rootConfig({
        data: JSON.parse(JSON.stringify({ plumbline: { onCall } })),
      }),
      { logger },
    );
  const options = {
    teams: [team('payments')],
    signal: new AbortController().signal,
  };

  it('asks Opsgenie', async () => {
    answers.set('/v2/schedules', {
      data: [
        {
          id: 's1',
          name: 'Rota A',
          enabled: true,
          ownerTeam: { id: 't', name: 'Payments' },
        },
        { id: 's2', name: 'payments', enabled: false },
      ],
      took: 0.1,
    });
    answers.set('/v2/schedules/on-calls?flat=true', {
      data: [
        {
          _parent: { id: 's1', name: 'Rota A', enabled: true },
          onCallRecipients: ['first@acme.example', 'second'],
        },
        { _parent: { id: 's2' }, onCallRecipients: ['never@acme.example'] },
      ],
    });
    const [directory] = directories({
      opsgenie: { apiKey: 'key', apiUrl: `${url}/` },
    });
    expect(directory.id).toBe('opsgenie');
    await expect(directory.onCall(options)).resolves.toEqual({
      entries: [
        {
          team: 'Payments',
          person: 'first@acme.example',
          contact: 'first@acme.example',
        },
        { team: 'Payments', person: 'second' },
      ],
    });
    expect(asked[0].authorization).toBe('GenieKey key');
  });

  it('asks Jira Service Management', async () => {
    const cloud = '/jsm/ops/api/c1/v1';
    answers.set(`${cloud}/schedules?size=50&offset=0`, {
      values: [
        { id: 's1', name: 'payments_schedule', teamId: 't', enabled: true },
      ],
      links: { next: 'https://elsewhere.example/v1/schedules' },
    });
    answers.set(`${cloud}/schedules?size=50&offset=1`, {
      values: [{ id: 's2', name: 'payments' }],
    });
    answers.set(`${cloud}/schedules/s2/on-calls?flat=true`, {
      onCallUsers: ['hidden'],
    });
    answers.set(`${cloud}/schedules/s1/on-calls?flat=true`, {
      onCallUsers: ['acc:1', 'acc:1'],
    });
    answers.set('/ex/jira/c1/rest/api/3/user?accountId=acc%3A1', {
      accountId: 'acc:1',
      displayName: 'First engineer',
      emailAddress: '',
    });
    const [directory] = directories({
      jiraServiceManagement: {
        cloudId: 'c1',
        email: 'me@acme.example',
        apiToken: 'token',
        apiUrl: url,
      },
    });
    const entry = { team: 'payments', person: 'First engineer' };
    await expect(directory.onCall(options)).resolves.toEqual({
      entries: [entry, entry, { team: 'payments', person: 'hidden' }],
    });
    expect(asked).toHaveLength(6);
    expect(asked[0].authorization).toBe(
      `Basic ${Buffer.from('me@acme.example:token').toString('base64')}`,
    );
  });

  it.each([
    ['is not allowed', undefined],
    ['hears something else', { data: [{ id: 1 }] }],
    [
      'does not hear who is on call',
      { data: [{ id: 's1', name: 'payments' }] },
      { data: [{ _parent: { id: 's1' } }] },
    ],
  ])(
    'fails as a whole when it %s',
    async (_, answer, onCalls = { data: [] }) => {
      if (answer) {
        answers.set('/v2/schedules', answer);
        answers.set('/v2/schedules/on-calls?flat=true', onCalls);
      }
      const [directory] = directories({
        opsgenie: { apiKey: 'key', apiUrl: url },
      });
      await expect(directory.onCall(options)).rejects.toThrow(
        answer ? /did not answer/ : /403/,
      );
    },
  );

  it('says what it misses, and is none without it', () => {
    const logger = mockServices.logger.mock();
    expect(
      directories({ opsgenie: {}, jiraServiceManagement: {} }, logger),
    ).toEqual([]);
    expect(logger.warn).toHaveBeenCalledTimes(2);
    expect(directories({})).toEqual([]);
    expect(() =>
      directories({ opsgenie: { apiKey: 'k', teams: { a: {} } } }),
    ).toThrow(/plumbline.onCall.opsgenie.teams/);
  });
});
