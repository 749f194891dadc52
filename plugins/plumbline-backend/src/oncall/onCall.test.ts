import { mockServices } from '@backstage/backend-test-utils';
import { teamKey } from '@plumbline/gitops-lookup';
import { OnCallAnswer, OnCallEntry } from '@plumbline/plugin-plumbline-node';
import { testDatabases } from '../__testUtils__/databases';
import { DatabaseOnCall } from './DatabaseOnCall';
import { Directories } from './Directories';
import { Rota } from './rota';
import { askOnce, readOnCall, startOnCall } from './startOnCall';

jest.setTimeout(60_000);

const databases = testDatabases();
const now = () => new Date('2026-01-06T12:00:00.000Z');
const asOf = now().toISOString();
const payments = 'group:default/payments';
const rota: Rota = {
  team: '@acme/payments',
  timeZone: 'UTC',
  minutes: 0,
  start: '2026-01-05',
  people: [{ person: 'a', contact: '+49 30 1' }, { person: 'b' }],
  escalation: ['the manager'],
  overrides: [],
};

describe.each(databases.ids)('who is on call, on %s', id => {
  async function open() {
    const knex = await databases.migrated(id);
    const aliases = ['payments', '@acme/payments', '@acme/pay-crew'];
    await knex('teams').insert({
      id: 1,
      origin: 'config',
      row_key: '1',
      digest: '1',
      ref: payments,
      name_lower: 'payments',
      title_lower: 'payments',
      facts: JSON.stringify({ ref: payments, aliases, contacts: [] }),
    });
    await knex('team_aliases').insert(
      [...new Set(aliases.map(teamKey))].map(key => ({ key, team_id: 1 })),
    );
    const store = new DatabaseOnCall(knex);
    const logger = mockServices.logger.mock();
    return {
      knex,
      store,
      /** Asks a directory that says so. */
      ask: async (
        answer: () => OnCallEntry[],
        directory = 'pager',
        unknown?: OnCallAnswer['unknown'],
      ) => {
        await askOnce(
          {
            id: directory,
            onCall: async () => ({ entries: answer(), unknown }),
          },
          AbortSignal.timeout(10_000),
          { store, now, logger },
        );
      },
      read: (teams: string[], rotas: Rota[] = []) =>
        readOnCall(teams, { store, rotas, now }),
    };
  }

  it('tells what directories said, under every mark of a team', async () => {
    const { ask, read } = await open();
    await ask(() => [
      {
        team: '@acme/pay-crew',
        person: 'a\0',
        contact: 'a@acme.example',
        until: '2026-01-06T14:00:00+01:00',
        escalation: ['b', ''],
        url: 'https://pager.example/u/a',
      },
      { team: 'Payments team', person: 'ended', until: asOf },
      { team: payments, person: 'c', url: 'data:text/html,x' },
      { team: 'undescribed', person: 'd' },
      { team: 'checkout', person: 'e' },
    ]);
    await expect(
      read([payments, 'group:default/undescribed', 'user:default/e']),
    ).resolves.toEqual([
      {
        team: payments,
        person: 'a',
        contact: 'a@acme.example',
        until: '2026-01-06T13:00:00.000Z',
        escalation: ['b'],
        source: 'pager',
        asOf,
        url: 'https://pager.example/u/a',
      },
      { team: payments, person: 'c', source: 'pager', asOf },
      {
        team: 'group:default/undescribed',
        person: 'd',
        source: 'pager',
        asOf,
      },
    ]);
  });

  it.each([
    [2, 3],
    [3, 2],
  ])(
    'tells nobody of a team that is titled as another is named (%i, %i)',
    async (coreId, platformId) => {
      const { ask, read, knex } = await open();
      for (const [teamId, name, alias] of [
        [coreId, 'core', 'Platform'],
        [platformId, 'platform', 'Infrastructure'],
      ] as const) {
        const ref = `group:default/${name}`;
        await knex('teams').insert({
          id: teamId,
          origin: 'portal',
          row_key: name,
          digest: name,
          ref,
          name_lower: name,
          title_lower: alias.toLowerCase(),
          facts: JSON.stringify({ ref, aliases: [name, alias], contacts: [] }),
        });
        await knex('team_aliases').insert(
          [name, alias].map(mark => ({ key: teamKey(mark), team_id: teamId })),
        );
      }
      await ask(() => [
        { team: 'core', person: 'a' },
        { team: 'Platform', person: 'b' },
        { team: 'infrastructure', person: 'c' },
      ]);
      const told = async (team: string) =>
        (await read([team], [{ ...rota, team: 'core' }])).map(
          ({ person, source }) => `${person} by ${source}`,
        );
      expect(await told('group:default/platform')).toEqual([
        'b by pager',
        'c by pager',
      ]);
      expect(await told('group:default/core')).toEqual([
        'b by rota',
        'a by pager',
      ]);
    },
  );

  it('calls nobody of a team whose name folds to the same', async () => {
    const { ask, read, knex } = await open();
    const ref = 'group:default/payments-team';
    await knex('teams').insert({
      id: 2,
      origin: 'config',
      row_key: '2',
      digest: '2',
      ref,
      name_lower: 'payments-team',
      title_lower: '',
      facts: JSON.stringify({ ref, aliases: [], contacts: [] }),
    });
    await knex('team_aliases').insert({ key: teamKey(ref), team_id: 2 });
    await ask(() => [
      { team: 'Payments team', person: 'a' },
      { team: 'payments', person: 'b' },
      { team: 'squad-payments', person: 'c' },
    ]);
    const told = async (team: string) =>
      (await read([team], [rota])).map(({ person }) => person);
    expect(await told(ref)).toEqual(['a']);
    expect(await told(payments)).toEqual(['b', 'b']);
  });

  it.each<[string, () => OnCallEntry[]]>([
    [
      'is down',
      () => {
        throw new Error('down: https://user:hunter2@pager.example');
      },
    ],
    [
      'says what cannot be read',
      () => [{ team: payments }, { team: payments, until: 'tomorrow' }],
    ],
  ])('keeps what is known when a directory %s', async (_, answer) => {
    const { ask, read, knex } = await open();
    await ask(() => [{ team: payments, person: 'a' }]);
    await ask(() => [{ team: payments, person: 'b' }], 'other');
    await ask(answer);
    await expect(read([payments])).resolves.toMatchObject([
      { person: 'b', source: 'other' },
      { person: 'a', source: 'pager' },
    ]);
    const [state] = await knex('on_call_directories').where({
      directory: 'pager',
    });
    expect(state).toMatchObject({ last_success: asOf, last_attempt: asOf });
    expect(state.error).toBeTruthy();
    expect(state.error).not.toContain('hunter2');

    await ask(() => []);
    await expect(read([payments])).resolves.toMatchObject([{ person: 'b' }]);
    await expect(
      knex('on_call_directories').where({ directory: 'pager' }).first('error'),
    ).resolves.toEqual({ error: null });
  });

  it('keeps what is known of teams that a directory cannot tell of', async () => {
    const { ask, read, store, knex } = await open();
    const checkout = 'group:default/checkout';
    await ask(() => [
      { team: 'search', person: 'z' },
      { team: '@acme/pay-crew', person: 'a', until: '2026-01-06T14:00:00Z' },
      { team: 'checkout', person: 'b' },
      { team: '@Acme/Pay-Crew', person: 'c', until: asOf },
    ]);
    await knex('on_call').update({ as_of: '2026-01-06T11:57:00.000Z' });
    await ask(() => [{ team: 'checkout', person: 'd' }], 'pager', [
      { team: '@acme/pay-crew', problem: 'no schedule S' },
      { team: 'new', problem: 'no schedule https://u:hunter2@x' },
    ]);
    await expect(
      read([payments, checkout, 'group:default/search']),
    ).resolves.toEqual([
      {
        team: payments,
        person: 'a',
        until: '2026-01-06T14:00:00.000Z',
        source: 'pager',
        asOf: '2026-01-06T11:57:00.000Z',
      },
      { team: checkout, person: 'd', source: 'pager', asOf },
    ]);
    await expect(store.directories(['pager'])).resolves.toEqual([
      {
        id: 'pager',
        people: 3,
        lastSuccess: asOf,
        lastAttempt: asOf,
        error: 'no schedule S; no schedule https://x',
      },
    ]);
  });

  it('says how asking each directory goes', async () => {
    const { ask, store } = await open();
    await ask(() => [{ team: payments, person: 'a' }]);
    await ask(() => {
      throw new Error('refused');
    });
    await expect(store.directories(['pager', 'other'])).resolves.toEqual([
      {
        id: 'pager',
        people: 1,
        lastSuccess: asOf,
        lastAttempt: asOf,
        error: 'refused',
      },
      { id: 'other', people: 0 },
    ]);
  });

  it('works out turns of rotas beside it', async () => {
    const { ask, read } = await open();
    await ask(() => [{ team: payments, person: 'c' }]);
    await expect(
      read([payments, 'group:default/checkout'], [rota]),
    ).resolves.toEqual([
      {
        team: payments,
        person: 'b',
        until: '2026-01-07T00:00:00.000Z',
        escalation: ['the manager'],
        source: 'rota',
        asOf,
      },
      { team: payments, person: 'c', source: 'pager', asOf },
    ]);
  });

  it('asks at start, and forgets directories that are not set up any more', async () => {
    const { store, ask, read, knex } = await open();
    await ask(() => [{ team: payments, person: 'a' }], 'former');
    const directories = new Directories();
    const asked: string[][] = [];
    directories.addDirectory({
      id: 'pager',
      onCall: async ({ teams }) => {
        asked.push(teams.map(({ ref }) => ref));
        return { entries: [{ team: payments, person: 'b' }] };
      },
    });
    const tasks = new Map<string, () => Promise<void>>();
    const scheduler = mockServices.scheduler.mock({
      scheduleTask: async ({ id: task, fn }) => {
        tasks.set(task, async () => fn(AbortSignal.timeout(10_000)));
      },
      triggerTask: async task => tasks.get(task)?.(),
    });
    const options = {
      directories,
      store,
      now,
      scheduler,
      rotas: [],
      schedule: { frequency: { minutes: 3 }, timeout: { minutes: 2 } },
      logger: mockServices.logger.mock(),
    };
    const whoIsOnCall = await startOnCall(options);
    await Promise.all([...tasks.values()].map(run => run()));
    expect(asked[0]).toEqual([payments]);
    await expect(read([payments])).resolves.toMatchObject([{ person: 'b' }]);
    await expect(
      knex('on_call_directories').pluck('directory'),
    ).resolves.toEqual(['pager']);
    await expect(whoIsOnCall.forTeam(payments)).resolves.toEqual({
      entries: await whoIsOnCall.forTeams?.([payments]),
      directories: [
        { id: 'pager', people: 1, lastSuccess: asOf, lastAttempt: asOf },
      ],
    });
    const nothing = await startOnCall({
      ...options,
      directories: new Directories(),
    });
    expect(nothing.forTeams).toBeUndefined();
    await expect(nothing.forTeam(payments)).resolves.toBeUndefined();
  });

  it('finds entries and keys with an index', async () => {
    if (id !== 'SQLITE_3') {
      // The planner of Postgres needs a full table to prefer an index.
      return;
    }
    const { knex } = await open();
    const plan = await knex.raw(
      `EXPLAIN QUERY PLAN SELECT * FROM on_call WHERE team_key IN ('a', 'b')`,
    );
    expect(JSON.stringify(plan)).toContain('on_call_team_idx (team_key=?)');
  });
});

it.each(['pager', 'rota', 'Pager duty'])('refuses the id %s', id => {
  const directories = new Directories();
  const directory = { id: 'pager', onCall: async () => ({ entries: [] }) };
  directories.addDirectory(directory);
  expect(() => directories.addDirectory({ ...directory, id })).toThrow();
});
