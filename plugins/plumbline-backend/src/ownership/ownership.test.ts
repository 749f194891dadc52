import { mockServices } from '@backstage/backend-test-utils';
import { createLookup } from '@plumbline/gitops-lookup';
import {
  FactIndexSeed,
  liveObject,
  repositoryFacts,
} from '@plumbline/gitops-lookup/testUtils';
import { LiveObject } from '@plumbline/gitops-reader';
import {
  LookedAt,
  OwnedThing,
  ThingsQuery,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import {
  claimNext,
  fill,
  knownFiles,
  replaceCluster,
} from '../__testUtils__/fill';
import {
  label,
  live,
  payments,
  repository,
  seed,
} from '../__testUtils__/ownershipSeed';
import { subjectKeyOf } from '../alerts/store/questions';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { DatabaseSourceStore } from '../index/DatabaseSourceStore';
import { DatabaseOwnership } from './DatabaseOwnership';
import { forgetHistory } from './pages/history';
import { OwnershipWorker } from './derive/OwnershipWorker';
import { MarkFilter } from './teamFilter';

jest.setTimeout(120_000);

const databases = testDatabases();
const limits = { driftDueMs: 24 * 3_600_000 };
describe.each(databases.ids)('ownership on %s', id => {
  let now = new Date('2026-11-28T10:00:00.000Z');

  async function open(from: FactIndexSeed = seed()): Promise<{
    database: Knex;
    store: DatabaseSourceStore;
    worker: OwnershipWorker;
    ownership: DatabaseOwnership;
  }> {
    const database = await databases.migrated(id);
    const store = await fill(database, from);
    const worker = new OwnershipWorker({
      client: database,
      reader: database,
      ownership: {},
      entityNames: ['{name}'],
      limits,
      logger: mockServices.logger.mock(),
      now: () => now,
    });
    await worker.drain();
    return {
      database,
      store,
      worker,
      ownership: new DatabaseOwnership(database, () => now),
    };
  }

  async function readCluster(
    store: DatabaseSourceStore,
    objects: LiveObject[],
  ): Promise<void> {
    await store.requestRefresh('cluster:prod', now);
    await replaceCluster(store, await claimNext(store, now), {
      facts: {
        cluster: 'prod',
        environment: 'production',
        objects,
        skipped: [],
      },
      factsVersion: '1',
      now,
      confirmAt: now,
      taken: now,
      keepGoneSince: now,
      tookMs: 1,
    });
  }

  const named = (things: OwnedThing[]) =>
    things.map(
      ({ type, namespace, name, cluster, environment, owners, state }) =>
        [
          type,
          [namespace, name].filter(Boolean).join('/'),
          cluster ?? environment ?? '-',
          owners
            .map(owner => owner.team.replace('group:default/', ''))
            .join() || state,
        ].join(' '),
    );

  async function everything(database: Knex): Promise<string[]> {
    const rows = await database('ownership_things').select();
    return named(
      rows.map(row => ({ ...row, owners: JSON.parse(row.facts).owners })),
    ).sort();
  }

  beforeEach(() => {
    now = new Date('2026-11-28T10:00:00.000Z');
  });

  it('tells who owns workloads, namespaces, services and parts, and agrees with the lookup', async () => {
    const { database, ownership } = await open();
    expect(await everything(database)).toEqual([
      'namespace shop prod shop-team',
      'path * - unowned',
      'path apps/cart - checkout',
      'path apps/lost - unowned',
      'path docs - explicit',
      'service cart - checkout',
      'service lost - unowned',
      'workload lost - unowned',
      'workload other/alone prod unowned',
      'workload shop/cart prod payments',
      'workload shop/cart staging checkout',
      'workload shop/web prod shop-team',
    ]);
    const lookup = createLookup({ index: new DatabaseIndex(database) });
    for (const question of [
      'Deployment/shop/cart cluster=prod',
      'Deployment/shop/web',
    ]) {
      const answer = await lookup.answer(question);
      const { items } = await ownership.owned(answer.owners[0].team, {
        type: 'workload',
        cluster: 'prod',
      });
      expect(items.map(({ owners }) => owners[0])).toContainEqual(
        expect.objectContaining({
          team: answer.owners[0].team,
          raw: answer.owners[0].raw,
          source: answer.owners[0].source,
        }),
      );
    }
    const [cart] = (await ownership.owned('pay-crew', {})).items;
    expect(cart).toMatchObject({
      name: 'cart',
      cluster: 'prod',
      environment: 'production',
      contested: true,
      location: { path: 'apps/cart/a.yaml', line: 3 },
      asOf: expect.any(String),
    });
    expect(cart.location?.revision).toMatch(/^[0-9a-f]{40}$/);
  });

  it('lists teams by name, number and words, a page at a time, with how to reach one', async () => {
    const { ownership } = await open();
    const page = await ownership.teams({ sort: 'workloads', limit: 2 });
    expect(page).toMatchObject({ totalItems: 3, pending: 0 });
    const rest = await ownership.teams({
      sort: 'workloads',
      limit: 2,
      cursor: page.nextCursor,
    });
    expect(
      [...page.items, ...rest.items].map(({ ref }) => ref.slice(14)).sort(),
    ).toEqual(['checkout', 'payments', 'shop-team']);
    expect((await ownership.teams({ text: 'PAY-CREW' })).items).toEqual([
      {
        ref: 'group:default/payments',
        title: 'Payments',
        known: true,
        counts: {
          services: 0,
          workloads: 1,
          namespaces: 0,
          paths: 0,
          repositories: 1,
          clusters: 1,
          contested: 1,
          findings: 0,
          alerts: 0,
          promotions: 0,
          driftUnknown: 1,
          secrets: 0,
          secretsUnknown: 0,
        },
        contacts: [{ type: 'chat', value: '#payments' }],
      },
    ]);
    expect(
      (
        await ownership.teams({
          refs: 'group:default/checkout,user:default/me',
        })
      ).items,
    ).toMatchObject([{ ref: 'group:default/checkout', known: false }]);
    const team = await ownership.team('@acme/payments');
    expect(team).toMatchObject({
      contacts: [{ value: '#payments' }],
      environments: ['production'],
      clusters: ['prod'],
      trend: [{ day: '2026-11-28', workload: { total: 1, contested: 1 } }],
      // Nothing tells whether its workload is as Git says.
      days: [
        {
          day: '2026-11-28',
          alerts: 0,
          secrets: 0,
          promotions: 0,
          findings: 0,
        },
      ],
    });
    expect(team.days[0]).not.toHaveProperty('drift');
    await expect(ownership.team('nobody')).rejects.toThrow(/nobody/);
  });

  it('works out what a change touches alone, and remembers who owned it', async () => {
    const { database, store, worker, ownership } = await open();
    const before = await database('ownership_things').select('id', 'digest');
    now = new Date('2026-11-29T10:00:00.000Z');
    await readCluster(
      store,
      live().map(object =>
        object.name === 'cart'
          ? { ...object, claims: [label('orders', 'Deployment', 'cart')] }
          : object,
      ),
    );
    await expect(
      database('ownership_changes').select('kind', 'name'),
    ).resolves.toEqual([{ kind: 'Deployment', name: 'cart' }]);
    await worker.drain();
    const after = await database('ownership_things').select('id', 'digest');
    const changed = after.filter(
      row =>
        !before.some(old => old.id === row.id && old.digest === row.digest),
    );
    expect(changed).toHaveLength(1);
    const history = await ownership.history({ team: 'group:default/payments' });
    expect(history.items).toMatchObject([
      {
        thing: { name: 'cart', cluster: 'prod' },
        at: now.toISOString(),
        before: { teams: ['group:default/payments'], state: 'owned' },
        after: { teams: ['group:default/orders'], state: 'owned' },
        owner: { raw: 'orders' },
      },
    ]);
    expect((await ownership.teams({ text: 'payments' })).items).toMatchObject([
      { counts: { workloads: 0 } },
    ]);
    const { items } = await ownership.owned('orders', {});
    expect(items).toMatchObject([
      {
        firstSeen: '2026-11-28T10:00:00.000Z',
        ownedSince: now.toISOString(),
      },
    ]);

    // Gone from the cluster: what Git declares for production stays.
    await readCluster(
      store,
      live().filter(({ name }) => name !== 'cart'),
    );
    await worker.drain();
    expect(await everything(database)).toContain(
      'workload shop/cart production checkout',
    );
    expect((await ownership.history({})).items[0]).toMatchObject({
      before: { teams: ['group:default/orders'] },
    });
    expect((await ownership.history({})).items[0].after).toBeUndefined();
  });

  it('follows the label of a namespace and what teams are called', async () => {
    const { database, store, worker } = await open();
    await readCluster(
      store,
      live().map(object =>
        object.kind === 'Namespace'
          ? { ...object, claims: [label('pay-crew', 'Namespace', 'shop')] }
          : object,
      ),
    );
    await worker.drain();
    expect(await everything(database)).toContain(
      'workload shop/web prod payments',
    );
    await store.replaceTeams('config', [
      { ...payments, ref: 'group:default/money' },
    ]);
    await worker.drain();
    expect(await everything(database)).toEqual(
      expect.arrayContaining([
        'workload shop/web prod money',
        'workload shop/cart prod money',
      ]),
    );
    await expect(
      database('ownership_teams').pluck('ref'),
    ).resolves.not.toContain('group:default/payments');
  });

  it('loses nothing to a process that dies, and starts over for other settings', async () => {
    const { database } = await open();
    await database('ownership_changes').insert([
      { type: 'object', kind: 'Deployment', namespace: 'shop', name: 'web' },
    ]);
    await database('ownership_things').where({ name: 'web' }).delete();
    const stopping = new AbortController();
    stopping.abort();
    const options = {
      client: database,
      reader: database,
      entityNames: ['{name}'],
      limits,
      logger: mockServices.logger.mock(),
      now: () => now,
    };
    await new OwnershipWorker({ ...options, ownership: {} }).drain(
      stopping.signal,
    );
    await expect(database('ownership_changes').select()).resolves.toHaveLength(
      1,
    );
    await new OwnershipWorker({
      ...options,
      ownership: { precedence: ['codeowners'] },
    }).drain();
    await expect(database('ownership_changes').select()).resolves.toEqual([]);
    expect(await everything(database)).toEqual(
      expect.arrayContaining([
        'workload shop/cart prod checkout',
        'workload shop/web prod unowned',
      ]),
    );
  });

  it('tries again what failed, the later the more often, and forgets nothing', async () => {
    const { database, worker } = await open();
    await database('ownership_changes').insert([
      {
        type: 'repository',
        kind: '',
        namespace: '',
        name: `repository:${repository}`,
      },
      { type: 'object', kind: 'Deployment', namespace: 'shop', name: 'web' },
      { type: 'thing', kind: 'Deployment', namespace: 'shop', name: 'web' },
    ]);
    await database('ownership_things').where({ name: 'web' }).delete();
    await database('ownership_things').where({ type: 'service' }).delete();
    // The database fails for a while.
    await database.schema.renameTable('repository_ownership', 'away');
    await database.schema.renameTable('objects', 'objects_away');
    const waiting = () =>
      database('ownership_changes')
        .orderBy('id')
        .select('type', 'failures', 'retry_at');
    const after = (minutes: number) =>
      new Date(now.getTime() + minutes * 60_000).toISOString();
    for (const [failures, minutes] of [
      [1, 1],
      [2, 5],
      [3, 15],
      [4, 60],
      [5, 60],
    ]) {
      await worker.drain();
      const told = { failures, retry_at: after(minutes) };
      await expect(waiting()).resolves.toEqual([
        { type: 'repository', ...told },
        { type: 'object', ...told },
        { type: 'thing', ...told },
      ]);
      await worker.drain();
      await expect(waiting()).resolves.toMatchObject([{ failures }, {}, {}]);
      now = new Date(now.getTime() + minutes * 60_000);
    }
    // One note of a thing waits, however often it changes meanwhile.
    await database('ownership_changes').insert([
      { type: 'object', kind: 'Deployment', namespace: 'shop', name: 'web' },
      { type: 'object', kind: 'Deployment', namespace: 'shop', name: 'web' },
    ]);
    await worker.drain();
    await expect(waiting()).resolves.toHaveLength(3);
    await database.schema.renameTable('away', 'repository_ownership');
    await database.schema.renameTable('objects_away', 'objects');
    now = new Date(now.getTime() + 60 * 60_000);
    await worker.drain();
    await expect(waiting()).resolves.toEqual([]);
    expect(await everything(database)).toEqual(
      expect.arrayContaining([
        'service cart - checkout',
        'workload shop/web prod shop-team',
      ]),
    );
  });

  it('keeps a year of history, and coverage as long as its trend', async () => {
    const { database, worker, ownership } = await open();
    const day = {
      by: 'all',
      scope: '',
      type: 'path',
      total: 1,
      owned: 1,
      contested: 0,
      explicit: 0,
    };
    await database('ownership_coverage').insert([
      { ...day, day: '2026-08-29' },
      { ...day, day: '2026-08-30' },
      { ...day, day: '2026-08-31' },
    ]);
    for (const [key, at] of [
      ['old', '2025-11-28T09:00:00.000Z'],
      ['older', '2025-01-01T00:00:00.000Z'],
      ['young', '2025-12-01T00:00:00.000Z'],
    ]) {
      const [{ id: history_id }] = await database('ownership_history')
        .insert({ row_key: key, at, facts: '{}' })
        .returning('id');
      await database('ownership_history_teams').insert({
        team: 'group:default/payments',
        history_id,
      });
    }
    now = new Date('2026-11-29T10:00:00.000Z');
    await worker.drain();
    await expect(
      database('ownership_history').pluck('row_key'),
    ).resolves.toEqual(['young']);
    await expect(
      database('ownership_history_teams').select(),
    ).resolves.toHaveLength(1);
    const { days } = await ownership.coverage({});
    expect(days.map(each => each.day)).toEqual([
      '2026-08-31',
      '2026-11-28',
      '2026-11-29',
    ]);
    await expect(
      database('ownership_coverage').distinct('day').pluck('day'),
    ).resolves.toHaveLength(3);
    await forgetHistory(database, now, 0);
    await expect(database('ownership_history').select()).resolves.toEqual([]);
  });

  it('suggests who may be right, and the change that says so', async () => {
    const { ownership } = await open();
    const unowned = await ownership.unsettled('unowned', {});
    expect(named(unowned.items)[0]).toBe('workload other/alone prod unowned');
    const { environments } = await ownership.unsettled('unowned', {
      environment: 'nowhere',
    });
    expect(environments).toEqual(['production']);
    const lost = unowned.items.find(({ name }) => name === 'apps/lost');
    expect(lost).toMatchObject({
      suggestions: [
        {
          team: 'group:default/checkout',
          why: [{ type: 'directory', text: 'owns 3 of 4 things in apps/' }],
        },
        { team: 'group:default/payments' },
      ],
      fixes: [{ path: 'CODEOWNERS', content: '/apps/lost/ @acme/checkout' }],
    });
    const { items } = await ownership.unsettled('contested', {});
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      name: 'cart',
      suggestions: [
        { team: 'group:default/payments' },
        { team: 'group:default/checkout' },
        { team: 'group:default/shop-team' },
      ],
      fixes: [
        {
          type: 'codeowners',
          repository,
          path: 'CODEOWNERS',
          line: 2,
          content: '@acme/payments',
        },
      ],
    });
  });

  it('suggests whom alerts about a thing, or about what runs in a namespace, named', async () => {
    const { database, ownership } = await open();
    const question = async (
      key: string,
      subject: LookedAt,
      owners: { team: string; source: string }[],
      last_seen: string,
    ) => {
      await database('alert_questions').insert({
        ...{ key, question: '', ownership: 'owned', search: '', last_seen },
        resolution: JSON.stringify({
          owners: owners.map(owner => ({
            ...owner,
            raw: owner.team.slice(14),
          })),
        }),
        subject_key: subjectKeyOf(subject),
      });
    };
    const alone = {
      kind: 'Pod',
      namespace: 'other',
      name: 'alone',
      cluster: 'prod',
    };
    const labelled = (team: string) => ({
      team: `group:default/${team}`,
      source: 'alert-label',
    });
    await question('a', alone, [labelled('web')], '2026-11-20T10:00:00.000Z');
    await question('b', alone, [labelled('web')], '2026-11-24T10:00:00.000Z');
    // What the thing itself says is told as such.
    await question(
      'c',
      alone,
      [{ ...labelled('search'), source: 'object-label' }],
      '2026-11-24T10:00:00.000Z',
    );
    await question(
      'd',
      { ...alone, cluster: 'staging' },
      [labelled('search')],
      '2026-11-24T10:00:00.000Z',
    );
    const unowned = async (query: ThingsQuery) =>
      (await ownership.unsettled('unowned', query)).items.map(
        ({ name, suggestions }) => [
          name,
          ...suggestions.flatMap(({ team, why }) =>
            why
              .filter(({ type }) => type === 'alert')
              .map(({ text }) => `${team.slice(14)}: ${text}`),
          ),
        ],
      );
    const words = 'web: alerts about it name web, last on 2026-11-24';
    expect((await unowned({}))[0]).toEqual(['alone', words]);
    await database('alerts').insert({
      ...{ id: 'x', receiver: 'r', fingerprint_key: 'x', question_key: 'a' },
      ...{
        status: 'resolved',
        rank: 2,
        starts_at: '',
        name: 'x',
        labels: '{}',
      },
      ...{ annotations: '{}', links: '[]', search: '', deliveries: 1 },
      ...{ first_received: '', last_received: '', verdict: 'wrong' },
      ...{ verdict_team: 'group:default/web', verdict_by: 'user:default/jo' },
      verdict_at: '2026-11-25T10:00:00.000Z',
    });
    expect((await unowned({}))[0]).toEqual([
      'alone',
      'web: somebody said of an alert about it that it is theirs, on 2026-11-25',
    ]);
    await database('alerts').delete();
    await database('ownership_things')
      .where({ name: 'alone' })
      .update({ namespace: 'many', kind: 'Deployment' });
    await question(
      'e',
      { ...alone, namespace: 'many', kind: 'Deployment' },
      [labelled('web')],
      '2026-11-26T10:00:00.000Z',
    );
    const [row] = await database('ownership_things').where({ name: 'alone' });
    const { id: _, ...other } = row;
    await database('ownership_things').insert({
      ...other,
      name: 'more',
      row_key: 'more',
    });
    expect((await unowned({ by: 'namespace' }))[0][1]).toBe(
      'web: alerts about what runs in it name web, last on 2026-11-26',
    );
  });

  it('asks the same few statements about one thing as about a page of them', async () => {
    const { database, ownership } = await open();
    const statements = async (limit: number) => {
      const asked: string[] = [];
      const note = ({ sql }: { sql: string }) => asked.push(sql);
      database.on('query', note);
      const { items } = await ownership.unsettled('unowned', { limit });
      database.removeListener('query', note);
      return { items: items.length, asked: asked.length };
    };
    const one = await statements(1);
    const many = await statements(25);
    expect(many.items).toBeGreaterThan(3);
    // A page of services also looks for what is the same elsewhere.
    expect(many.asked).toBeLessThanOrEqual(one.asked + 5);
  });

  it('pages through coverage, the worst first', async () => {
    const { ownership } = await open();
    const { days, items } = await ownership.coverage({ by: 'cluster' });
    expect(days).toEqual([
      {
        day: '2026-11-28',
        namespace: { total: 1, owned: 1, contested: 0, explicit: 0 },
        path: { total: 4, owned: 1, contested: 0, explicit: 1 },
        service: { total: 2, owned: 1, contested: 0, explicit: 0 },
        workload: { total: 5, owned: 3, contested: 1, explicit: 0 },
      },
    ]);
    expect(items).toMatchObject([
      { scope: 'prod', trend: [{ day: '2026-11-28', total: 4, owned: 3 }] },
    ]);
    const teams = await ownership.coverage({ by: 'team', limit: 1 });
    expect(teams.items).toMatchObject([{ scope: 'group:default/payments' }]);
    const next = await ownership.coverage({
      by: 'team',
      cursor: teams.nextCursor,
    });
    expect(next.items).toHaveLength(teams.totalItems - 1);
  });

  it('shows the part that somebody may see', async () => {
    const { ownership } = await open();
    const filter: MarkFilter = {
      anyOf: [{ marks: ['group:default/pay-crew'] }, { not: { marks: [] } }],
    };
    const mine: MarkFilter = { allOf: [{ marks: ['group:default/pay-crew'] }] };
    expect(await ownership.teams({}, filter)).toMatchObject({ totalItems: 3 });
    expect(await ownership.teams({}, mine)).toMatchObject({
      totalItems: 1,
      restricted: true,
    });
    expect(
      await ownership.unsettled('contested', {}, { not: mine }),
    ).toMatchObject({ totalItems: 0 });
    await expect(ownership.resource('@acme/payments')).resolves.toMatchObject({
      ref: 'group:default/payments',
      teams: [{ keys: expect.arrayContaining(['payments', 'pay-crew']) }],
    });
    const unowned = await ownership.unsettled('unowned', {}, mine);
    expect(unowned.items.length).toBeGreaterThan(1);
    expect(JSON.stringify(unowned)).not.toMatch(/checkout|shop-team/);
  });

  it('gives nothing of a team to one that is titled like it', async () => {
    const core = {
      ref: 'group:default/core',
      title: 'Platform',
      aliases: ['core', 'Platform'],
      contacts: [],
    };
    const platform = {
      ref: 'group:default/platform',
      aliases: ['platform'],
      contacts: [],
    };
    for (const teams of [
      [core, platform],
      [platform, core],
    ]) {
      const { ownership, database } = await open(
        seed({
          repositories: [],
          clusters: [
            {
              facts: {
                cluster: 'prod',
                skipped: [],
                objects: [
                  '@acme/platform',
                  'group:default/platform',
                  'core',
                ].map((mark, at) =>
                  liveObject('Deployment', `shop/app-${at}`, 'prod', {
                    claims: [label(mark, 'Deployment', `app-${at}`)],
                  }),
                ),
              },
            },
          ],
          teams,
        }),
      );
      expect(await everything(database)).toEqual([
        'workload shop/app-0 prod platform',
        'workload shop/app-1 prod platform',
        'workload shop/app-2 prod core',
      ]);
      const seen = await ownership.teams(
        {},
        { marks: ['group:default/platform'] },
      );
      expect(seen.items.map(({ ref }) => ref)).toEqual([
        'group:default/platform',
      ]);
      await expect(
        ownership.resource('group:default/core'),
      ).resolves.toMatchObject({
        ref: 'group:default/core',
        teams: [{ keys: ['core'] }],
      });
      await expect(ownership.team('Platform')).resolves.toMatchObject({
        team: { ref: 'group:default/platform' },
        clashes: [{ ref: 'group:default/core' }],
      });
    }
  });

  it('is unharmed by hostile marks', async () => {
    const long = 'x'.repeat(300);
    const crowd = Array.from({ length: 1_000 }, (_, at) =>
      label(`team-${at}`, 'Deployment', 'crowd'),
    );
    const { ownership } = await open(
      seed({
        repositories: [],
        clusters: [
          {
            facts: {
              cluster: 'prod',
              skipped: [],
              objects: [
                liveObject('Deployment', 'shop/crowd', 'prod', {
                  claims: crowd,
                }),
                liveObject('Deployment', 'shop/long', 'prod', {
                  claims: [label(long, 'Deployment', 'long')],
                }),
                liveObject('Deployment', 'shop/slash', 'prod', {
                  claims: [label('a/b/c//d', 'Deployment', 'slash')],
                }),
                liveObject('Deployment', 'shop/huge', 'prod', {
                  claims: [label('y'.repeat(100_000), 'Deployment', 'huge')],
                }),
                liveObject('Deployment', 'shop/nul', 'prod', {
                  claims: [label('nul\0%_\\', 'Deployment', 'nul')],
                }),
              ],
            },
          },
        ],
        teams: [
          { ref: 'group:default/twin', aliases: ['@acme/one'], contacts: [] },
          { ref: 'group:default/team-twin', aliases: [], contacts: [] },
        ],
      }),
    );
    const { items } = await ownership.unsettled('contested', {});
    expect(items).toEqual([]);
    const [crowded] = (await ownership.owned('team-7', {})).items;
    expect(crowded.ownersTotal).toBe(1_000);
    expect(crowded.owners).toHaveLength(100);
    expect(
      (await ownership.owned(`group:default/${long}`, {})).items,
    ).toHaveLength(1);
    for (const { ref } of (await ownership.teams({ limit: 100 })).items) {
      await expect(ownership.team(ref)).resolves.toBeDefined();
    }
    await expect(ownership.team('group:default/twin')).resolves.toMatchObject({
      clashes: [{ ref: 'group:default/team-twin', mark: 'group:default/twin' }],
    });
    for (const cursor of ['x', 'WzFd']) {
      await expect(ownership.teams({ cursor })).rejects.toThrow(/cursor/);
    }
  });

  it('forgets a repository with its sources', async () => {
    const { database, store, worker } = await open();
    await store.retainProviders('repository', [], now);
    await store.deleteGone(new Date(now.getTime() + 1));
    await worker.drain();
    expect(
      (await everything(database)).filter(thing =>
        /^(path|service)/.test(thing),
      ),
    ).toEqual([]);
    expect(await everything(database)).toContain(
      'workload shop/cart prod payments',
    );
    await store.recordListing('p', 'repository', [{ name: repository }], {
      now,
      factsVersion: '1',
    });
    await store.replaceRepository(await claimNext(store, now), {
      revision: 'b'.repeat(40),
      facts: repositoryFacts({ repository, revision: 'b'.repeat(40) }),
      files: knownFiles(['a.yaml']),
      factsVersion: '1',
      now,
      confirmAt: now,
      tookMs: 1,
    });
    await worker.drain();
    expect(await everything(database)).toContain('path  - unowned');
  });
});
