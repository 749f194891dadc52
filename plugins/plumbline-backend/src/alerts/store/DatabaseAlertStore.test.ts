import {
  AlertResolution,
  AlertsQuery,
} from '@plumbline/plugin-plumbline-common';
import { testDatabases } from '../../__testUtils__/databases';
import {
  AlertToStore,
  ClaimedQuestion,
  DeliveryToStore,
  ResolvedQuestion,
} from './AlertStore';
import { DatabaseAlertStore } from './DatabaseAlertStore';

jest.setTimeout(60_000);

const databases = testDatabases();
const start = Date.parse('2026-11-23T02:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1_000);

function alert(name: string, more: Partial<AlertToStore> = {}): AlertToStore {
  return {
    status: 'firing',
    fingerprintKey: `fp-${name}`,
    question: { key: `q-${name}`, text: `{"labels":{"pod":"${name}"}}` },
    startsAt: at(0).toISOString(),
    name: 'KubePodCrashLooping',
    severity: 'warning',
    labels: { namespace: 'shop', pod: name },
    annotations: { summary: 'Pod <b>\0</b> loops' },
    links: [],
    ...more,
  };
}

function delivery(
  alerts: AlertToStore[],
  more: Partial<DeliveryToStore> = {},
): DeliveryToStore {
  return { receiver: 'fake', alerts, plumbing: 0, followUps: [], ...more };
}

function owned(team: string, more: Partial<AlertResolution> = {}) {
  const resolved: ResolvedQuestion = {
    ownership: 'owned',
    resolution: {
      subject: {
        type: 'object',
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'Cart',
        reasons: [],
        confidence: 'certain',
      },
      owners: [
        {
          team,
          raw: team,
          source: 'codeowners',
          confidence: 'likely',
          evidence: {
            type: 'file',
            location: { repository: 'a', revision: 'b', path: 'CODEOWNERS' },
          },
        },
      ],
      contested: false,
      environment: 'production',
      cluster: 'prod-eu',
      query: 'Deployment/shop/Cart',
      resolvedAt: at(1).toISOString(),
      unknown: [],
      ...more,
    },
  };
  return resolved;
}

const nobody: ResolvedQuestion = {
  ownership: 'nobody',
  resolution: { ...owned('x').resolution, owners: [] },
};

describe.each(databases.ids)('alerts on %s', id => {
  async function open() {
    const knex = await databases.migrated(id);
    const store = new DatabaseAlertStore(knex);
    const resolveAll = async (
      answer: (question: ClaimedQuestion) => ResolvedQuestion,
      now = at(1),
    ) => {
      const claimed = await store.claimQuestions('replica', {
        now,
        until: at(1_000),
        limit: 100,
      });
      for (const question of claimed) {
        await store.resolve(question, answer(question));
      }
      return claimed.map(({ key }) => key).sort();
    };
    return { knex, store, resolveAll };
  }

  it('stores what came, once for each time that it fired', async () => {
    const { store } = await open();
    await store.accept(
      [
        delivery([alert('a'), alert('a'), alert('b')], { plumbing: 2 }),
        delivery([alert('a')]),
      ],
      at(0),
    );
    await store.accept([delivery([alert('a')])], at(60));
    await store.accept(
      [delivery([alert('a', { startsAt: at(30).toISOString() })])],
      at(61),
    );
    const page = await store.page({});
    expect(
      page.items
        .map(({ labels, startsAt, status, deliveries }) =>
          [labels.pod, startsAt, status, deliveries].join(' '),
        )
        .sort(),
    ).toEqual([
      `a ${at(0).toISOString()} resolved 2`,
      `a ${at(30).toISOString()} firing 1`,
      `b ${at(0).toISOString()} firing 1`,
    ]);
    expect(page.summary).toEqual({
      firing: 2,
      unowned: 0,
      resolving: 2,
      resolved: 1,
    });
    expect(page.items[0]).toMatchObject({
      ownership: 'resolving',
      annotations: { summary: 'Pod <b>\0</b> loops' },
    });
    await expect(store.receivers(['idle'])).resolves.toMatchObject([
      { id: 'fake', active: false, deliveries: 4, alerts: 8, plumbing: 2 },
      { id: 'idle', active: true, deliveries: 0 },
    ]);
  });

  it('ends an alert, and does not open it again for a late repeat', async () => {
    const { store } = await open();
    await store.accept([delivery([alert('a')])], at(0));
    await store.accept(
      [
        delivery([
          alert('a', { status: 'resolved', endsAt: at(90).toISOString() }),
        ]),
      ],
      at(90),
    );
    await store.accept([delivery([alert('a')])], at(95));
    const { items, summary } = await store.page({ status: 'resolved' });
    expect(items).toMatchObject([
      { status: 'resolved', endsAt: at(90).toISOString(), deliveries: 3 },
    ]);
    expect(summary).toMatchObject({ firing: 0, unowned: 0, resolved: 1 });
  });

  it('counts times that an alert fires where the sender tells no start', async () => {
    const { store } = await open();
    const without = (status: 'firing' | 'resolved') =>
      delivery([alert('a', { status, startsAt: undefined })]);
    await store.accept([without('firing')], at(0));
    await store.accept([without('firing')], at(10));
    await store.accept([without('resolved')], at(20));
    await store.accept([without('firing')], at(30));
    const { items } = await store.page({});
    expect(
      items.map(({ status, startsAt, deliveries }) => [
        status,
        startsAt,
        deliveries,
      ]),
    ).toEqual([
      ['firing', at(30).toISOString(), 1],
      ['resolved', at(0).toISOString(), 3],
    ]);
  });

  it('knows a delivery again by its id', async () => {
    const { store } = await open();
    const repeated = delivery([alert('a')], {
      id: 'delivery-1',
      followUps: [{ incident: 'P1' }],
    });
    await store.accept([repeated, repeated], at(0));
    await store.accept([repeated], at(10));
    const { items } = await store.page({});
    expect(items).toMatchObject([{ deliveries: 1 }]);
  });

  it('is answered once for all alerts that ask the same, and sorts them', async () => {
    const { store, resolveAll } = await open();
    const question = { key: 'q-cart', text: '{}' };
    const many = Array.from({ length: 450 }, (_, n) =>
      alert(`cart-${n}`, { question }),
    );
    await store.accept([delivery([...many, alert('lost')])], at(0));
    await expect(
      resolveAll(({ key }) =>
        key === 'q-lost' ? nobody : owned('group:default/checkout'),
      ),
    ).resolves.toEqual(['q-cart', 'q-lost']);
    const first = await store.page({ limit: 200 });
    expect(first.items[0]).toMatchObject({
      ownership: 'nobody',
      labels: { pod: 'lost' },
    });
    expect(first.summary).toEqual({
      firing: 451,
      unowned: 1,
      resolving: 0,
      resolved: 0,
    });
    const seen = new Set(first.items.map(item => item.id));
    let cursor = first.nextCursor;
    while (cursor) {
      const page = await store.page({ limit: 200, cursor });
      page.items.forEach(item => seen.add(item.id));
      cursor = page.nextCursor;
    }
    expect(seen.size).toBe(451);

    // Comes while the answer is fresh: nothing is asked again, and it stands where the others stand.
    await store.accept(
      [
        delivery([
          alert('lost-too', {
            question: { key: 'q-lost', text: '{}' },
          }),
        ]),
      ],
      at(20),
    );
    await expect(resolveAll(() => nobody, at(21))).resolves.toEqual([]);
    const { summary } = await store.page({});
    expect(summary.unowned).toBe(2);
  });

  it('filters', async () => {
    const { store, resolveAll } = await open();
    await store.accept([delivery([alert('cart'), alert('lost')])], at(0));
    await resolveAll(({ key }) =>
      key === 'q-lost' ? nobody : owned('group:default/checkout'),
    );
    await store.accept([delivery([alert('new')])], at(5));
    const cases: [AlertsQuery, string[]][] = [
      [{ team: 'group:default/checkout' }, ['cart']],
      [{ team: '@acme/team-checkout' }, ['cart']],
      [{ team: 'group:default/none' }, []],
      [{ environment: 'production', cluster: 'prod-eu' }, ['cart', 'lost']],
      [{ environment: 'staging' }, []],
      [{ unowned: true }, ['lost']],
      [{ unowned: false }, ['cart', 'new']],
      [{ text: 'deployment/shop/CART' }, ['cart', 'lost']],
      [{ text: 'los' }, ['lost']],
      [{ text: '%' }, []],
      [{ status: 'resolved' }, []],
      [{ verdict: 'wrong' }, []],
    ];
    for (const [query, pods] of cases) {
      const page = await store.page(query);
      expect([
        query,
        page.items.map(({ labels }) => labels.pod).sort(),
      ]).toEqual([query, pods]);
      expect(page.totalItems).toBe(pods.length);
    }
  });

  it('lists the alerts of a team that was described after they were answered', async () => {
    const { knex, store, resolveAll } = await open();
    await store.accept([delivery([alert('cart'), alert('pay')])], at(0));
    await resolveAll(({ key }) =>
      owned(key === 'q-cart' ? 'group:default/cart-crew' : 'user:default/pay'),
    );
    const ref = 'group:default/checkout';
    const aliases = ['checkout', '@acme/cart-crew'];
    await knex('teams').insert({
      id: 1,
      origin: 'portal',
      row_key: 'checkout',
      digest: 'checkout',
      ref,
      name_lower: 'checkout',
      title_lower: 'checkout',
      facts: JSON.stringify({ ref, aliases, contacts: [] }),
    });
    await knex('team_aliases').insert(
      ['checkout', 'cart-crew'].map(key => ({ key, team_id: 1 })),
    );
    const { items, totalItems } = await store.page({ team: ref });
    expect(items.map(({ labels }) => labels.pod)).toEqual(['cart']);
    expect(totalItems).toBe(1);
  });

  it('lets one replica answer a question, and another one when that died', async () => {
    const { store } = await open();
    await store.accept([delivery([alert('a'), alert('b')])], at(0));
    const claim = (owner: string, now: Date, limit = 10) =>
      store.claimQuestions(owner, {
        now,
        until: new Date(now.getTime() + 60_000),
        limit,
      });
    const [first] = await claim('one', at(1), 1);
    const second = await claim('two', at(1));
    expect([first, ...second].map(({ key }) => key).sort()).toEqual([
      'q-a',
      'q-b',
    ]);
    await expect(claim('three', at(2))).resolves.toEqual([]);
    await store.failQuestion(second[0], at(30));
    const again = await claim('three', at(61));
    expect(again).toHaveLength(2);
    // What died comes back late: it has lost its claim.
    await store.resolve(first, owned('group:default/late'));
    await expect(
      store.page({ team: 'group:default/late' }),
    ).resolves.toMatchObject({ totalItems: 0 });
    expect(again.map(({ failures }) => failures).sort()).toEqual([0, 1]);
  });

  it('asks again when the index has learned something, or an answer is old', async () => {
    const { knex, store, resolveAll } = await open();
    await store.accept([delivery([alert('cart'), alert('lost')])], at(0));
    await resolveAll(({ key }) =>
      key === 'q-lost' ? nobody : owned('group:default/checkout'),
    );
    const again = (seconds: number) =>
      store.askAgain({
        now: at(seconds),
        unownedBefore: at(seconds - 300),
        before: at(seconds - 3_600),
      });
    await expect(again(400)).resolves.toBe(0);
    await knex('sources').insert({
      id: 'cluster:a',
      kind: 'cluster',
      name: 'a',
      name_lower: 'a',
      provider: 'test',
      last_success: at(350).toISOString(),
    });
    await expect(again(400)).resolves.toBe(1);
    await expect(resolveAll(() => owned('t'), at(401))).resolves.toEqual([
      'q-lost',
    ]);
    await expect(again(3_700)).resolves.toBe(2);
  });

  it('asks again what was answered before every source was read', async () => {
    const { store, knex } = await open();
    const source = (name: string, more: object = {}) =>
      knex('sources').insert({
        id: `cluster:${name}`,
        kind: 'cluster',
        name,
        name_lower: name,
        provider: 'test',
        ...more,
      });
    await expect(store.isIndexing()).resolves.toBe(true);
    await source('failed', { error: 'refused' });
    await source('gone', { gone_since: at(0).toISOString() });
    await source('read', { last_success: at(0).toISOString() });
    await expect(store.isIndexing()).resolves.toBe(false);
    // Nothing of it may be listed: it is never read.
    await source('forbidden');
    const kind = (name: string, more: object) =>
      knex('cluster_resources').insert({
        source_id: 'cluster:forbidden',
        api_group: '',
        kind: name,
        version: 'v1',
        state: 'listing',
        ...more,
      });
    await kind('Pod', { state: 'forbidden', error: 'pods is forbidden' });
    await kind('Service', { error: 'tried again after a refusal' });
    await expect(store.isIndexing()).resolves.toBe(false);
    await kind('Namespace', {});
    await expect(store.isIndexing()).resolves.toBe(true);
    await knex('cluster_resources').delete();
    await knex('sources').where({ name: 'forbidden' }).delete();
    await expect(store.isIndexing()).resolves.toBe(false);
    await source('unread');
    await expect(store.isIndexing()).resolves.toBe(true);

    await store.accept([delivery([alert('early')])], at(0));
    const claim = async (seconds: number) =>
      await store.claimQuestions('replica', {
        now: at(seconds),
        until: at(1_000),
        limit: 10,
      });
    const [early] = await claim(1);
    await store.resolve(early, nobody, at(10));
    await expect(claim(9)).resolves.toEqual([]);
    const [again] = await claim(10);
    await store.resolve(again, owned('group:default/checkout'));
    await expect(claim(100)).resolves.toEqual([]);
    expect((await store.page({})).items).toMatchObject([
      { ownership: 'owned' },
    ]);
  });

  it('keeps what is to be fetched until it was', async () => {
    const { store } = await open();
    await store.accept(
      [delivery([], { followUps: [{ incident: 'P1' }, { incident: 'P2' }] })],
      at(0),
    );
    const options = { now: at(1), until: at(60), limit: 10 };
    const claimed = await store.claimFetches('one', options);
    expect(claimed).toHaveLength(2);
    await store.finishFetch(claimed[0]);
    await store.failFetch(claimed[1], at(5));
    await expect(
      store.claimFetches('two', { ...options, now: at(6) }),
    ).resolves.toMatchObject([{ task: claimed[1].task, failures: 1 }]);
    await expect(store.receivers([])).resolves.toMatchObject([{ pending: 1 }]);

    // Asked for again while it was fetched: it may have changed since.
    const [fetching] = await store.claimFetches('three', {
      now: at(100),
      until: at(160),
      limit: 10,
    });
    await store.accept([delivery([], { followUps: [fetching.task] })], at(110));
    await store.finishFetch(fetching);
    await expect(
      store.claimFetches('four', { ...options, now: at(111), until: at(170) }),
    ).resolves.toMatchObject([{ task: fetching.task }]);
  });

  it('remembers looks and verdicts of people', async () => {
    const { store, resolveAll } = await open();
    await store.accept([delivery([alert('cart'), alert('b')])], at(0));
    await resolveAll(() => owned('group:default/checkout'));
    const { items } = await store.page({ text: 'cart' });
    const cart = items.find(({ labels }) => labels.pod === 'cart')?.id ?? '';
    await expect(store.look(cart, 'user:default/a', at(40))).resolves.toBe(
      true,
    );
    await expect(store.look(cart, 'user:default/b', at(50))).resolves.toBe(
      true,
    );
    await expect(store.look('none', 'user:default/b', at(50))).resolves.toBe(
      false,
    );
    await store.verdict(cart, {
      verdict: 'wrong',
      team: 'group:default/payments',
      by: 'user:default/a',
      at: at(90).toISOString(),
    });
    await expect(store.get(cart)).resolves.toMatchObject({
      firstLook: { at: at(40).toISOString(), by: 'user:default/a' },
      verdict: { verdict: 'wrong', team: 'group:default/payments' },
      timeToOwner: { look: 40_000, confirmed: 90_000 },
    });
    await expect(store.page({ verdict: 'wrong' })).resolves.toMatchObject({
      totalItems: 1,
    });
    const timings = await store.timings(at(-1));
    expect(timings).toHaveLength(2);
    expect(timings).toContainEqual({
      startsAt: at(0).toISOString(),
      firstLookAt: at(40).toISOString(),
      confirmedAt: at(90).toISOString(),
      teams: ['group:default/checkout'],
    });
    await expect(store.timings(at(1))).resolves.toEqual([]);
  });

  it('tells each firing alert with an owner once', async () => {
    const { store, resolveAll } = await open();
    await store.accept([delivery([alert('cart'), alert('lost')])], at(0));
    await resolveAll(({ key }) =>
      key === 'q-lost' ? nobody : owned('group:default/checkout'),
    );
    const options = {
      receivers: ['fake'],
      now: at(5),
      since: at(-60),
      limit: 10,
    };
    await expect(
      store.announce({ ...options, receivers: ['silent'] }),
    ).resolves.toEqual([]);
    await expect(store.announce(options)).resolves.toMatchObject([
      { labels: { pod: 'cart' } },
    ]);
    await expect(store.announce(options)).resolves.toEqual([]);
  });

  it('lists alerts of whose owners nobody was notified', async () => {
    const { store, resolveAll } = await open();
    await store.accept(
      [
        delivery([
          alert('cart', { severity: 'Critical' }),
          alert('late', { severity: 'warning' }),
          alert('lost', { severity: 'critical' }),
          alert('over', { severity: 'critical', status: 'resolved' }),
        ]),
      ],
      at(0),
    );
    await resolveAll(({ key }) =>
      key === 'q-lost' ? nobody : owned('group:default/checkout'),
    );
    const options = { since: at(-60), patientSince: at(-300), limit: 10 };
    const severe = { ...options, severities: ['critical'] };
    const [cart, ...others] = await store.toNotify(severe);
    expect(cart).toMatchObject({
      key: 'q-cart',
      alert: { labels: { pod: 'cart' } },
      firing: [{ name: 'KubePodCrashLooping', severity: 'Critical' }],
    });
    expect(others).toEqual([]);
    await expect(store.toNotify(options)).resolves.toHaveLength(2);
    await expect(
      store.toNotify({ ...options, after: cart.key }),
    ).resolves.toMatchObject([{ key: 'q-late' }]);
    await expect(
      store.toNotify({ ...options, since: at(60) }),
    ).resolves.toEqual([]);
    await store.notified(cart.alertIds, at(5));
    await expect(store.toNotify(severe)).resolves.toEqual([]);

    // A milder one about the same: the worse one that fires is told of, too.
    const disk = alert('disk', {
      name: 'DiskSlow',
      severity: 'info',
      question: alert('cart').question,
    });
    await store.accept([delivery([disk])], at(6));
    await expect(
      store.toNotify({ ...options, severities: ['info'] }),
    ).resolves.toMatchObject([
      {
        key: 'q-cart',
        alert: { name: 'DiskSlow' },
        alertIds: [expect.any(String)],
        firing: [
          { name: 'DiskSlow', severity: 'info' },
          { name: 'KubePodCrashLooping', severity: 'Critical' },
        ],
      },
    ]);
  });

  it('lists an alert again that fires again under the same start', async () => {
    const { store, resolveAll } = await open();
    const hours = (n: number) => at(n * 3_600);
    await store.accept([delivery([alert('cart')])], at(0));
    await resolveAll(() => owned('group:default/checkout'));
    const due = (now: Date) =>
      store.toNotify({
        since: new Date(now.getTime() - 3_600_000),
        patientSince: new Date(now.getTime() - 300_000),
        limit: 10,
      });
    const [first] = await due(at(5));
    await store.notified(first.alertIds, at(5));
    const over = alert('cart', {
      status: 'resolved',
      endsAt: hours(2).toISOString(),
    });
    await store.accept([delivery([over])], hours(2));
    await store.accept([delivery([alert('cart')])], hours(3));
    await resolveAll(() => owned('group:default/checkout'), hours(3));
    await expect(due(hours(3))).resolves.toEqual([
      { ...first, alert: expect.objectContaining({ id: first.alert.id }) },
    ]);
    await expect(due(hours(5))).resolves.toEqual([]);
  });

  it('waits with an owner who may still become another, or more than a guess', async () => {
    const { store } = await open();
    const answer = async (
      now: Date,
      resolved: ResolvedQuestion,
      againAt?: Date,
    ) => {
      const claimed = await store.claimQuestions('replica', {
        now,
        until: at(9_000),
        limit: 10,
      });
      for (const question of claimed) {
        await store.resolve(question, resolved, againAt);
      }
      return claimed.map(({ early }) => early);
    };
    const due = async (patientSince: Date) =>
      (await store.toNotify({ since: at(-60), patientSince, limit: 10 }))
        .length;
    const certain = owned('group:default/checkout');
    const guess: ResolvedQuestion = {
      ...certain,
      resolution: {
        ...certain.resolution,
        owners: certain.resolution.owners.map(owner => ({
          ...owner,
          confidence: 'guess',
        })),
      },
    };
    await store.accept([delivery([alert('cart')])], at(0));
    await expect(answer(at(1), certain, at(10))).resolves.toEqual([0]);
    await expect(due(at(-300))).resolves.toBe(0);
    await expect(due(at(1))).resolves.toBe(1);
    await expect(answer(at(10), certain, at(20))).resolves.toEqual([1]);
    await expect(answer(at(20), guess)).resolves.toEqual([2]);
    await expect(due(at(21))).resolves.toBe(0);
    await store.askAgain({ now: at(30), unownedBefore: at(0), before: at(25) });
    await expect(answer(at(30), certain)).resolves.toEqual([0]);
    await expect(due(at(-300))).resolves.toBe(1);

    // Nobody waits for a better answer once nothing fires, but the next alert asks for one.
    await store.askAgain({ now: at(40), unownedBefore: at(0), before: at(35) });
    await store.accept(
      [delivery([alert('cart', { status: 'resolved' })])],
      at(41),
    );
    await expect(answer(at(42), certain, at(50))).resolves.toEqual([0]);
    await expect(answer(at(60), certain)).resolves.toEqual([]);
    const again = { startsAt: at(60).toISOString() };
    await store.accept([delivery([alert('cart', again)])], at(61));
    await expect(answer(at(61), certain)).resolves.toEqual([1]);
  });

  it('counts what was refused, and how polling went', async () => {
    const { store } = await open();
    const refused = {
      receiver: 'fake',
      reason: 'signature',
      message: 'The signature is a wrong one',
      total: 3,
    };
    await store.reject([refused], at(0));
    await store.reject([{ ...refused, total: 2 }], at(10));
    await store.polled('fake', at(5));
    await store.polled('fake', at(15), 'connect ECONNREFUSED');
    await expect(store.receivers(['fake'])).resolves.toEqual([
      {
        id: 'fake',
        active: true,
        deliveries: 0,
        alerts: 0,
        plumbing: 0,
        rejections: [
          {
            reason: 'signature',
            message: 'The signature is a wrong one',
            total: 5,
            last: at(10).toISOString(),
          },
        ],
        poll: {
          lastSuccess: at(5).toISOString(),
          lastAttempt: at(15).toISOString(),
          error: 'connect ECONNREFUSED',
        },
        pending: 0,
      },
    ]);
  });

  it('forgets what is old, and nothing that is not', async () => {
    const { knex, store, resolveAll } = await open();
    await store.accept([delivery([alert('old')], { id: '1' })], at(0));
    await store.accept([delivery([alert('new')], { id: '2' })], at(100));
    await resolveAll(() => owned('group:default/checkout'), at(101));
    // It may still fire: some senders tell the beginning alone.
    await expect(store.deleteOld(at(50), at(-50))).resolves.toBe(0);
    await expect(store.deleteOld(at(50), at(50))).resolves.toBe(1);
    await expect(store.page({})).resolves.toMatchObject({
      items: [{ labels: { pod: 'new' } }],
    });
    const left = async (table: string) =>
      Number((await knex(table).count({ n: '*' }))[0].n);
    await expect(
      Promise.all(
        ['alert_questions', 'alert_question_teams', 'alert_deliveries'].map(
          left,
        ),
      ),
    ).resolves.toEqual([1, 1, 1]);
  });

  it('lets replicas store the same alerts at the same time', async () => {
    const { store, resolveAll } = await open();
    const names = Array.from({ length: 60 }, (_, n) => `n${n}`);
    const shuffled = (step: number) =>
      names.map((_, n) => alert(names[(n * step) % names.length]));
    await Promise.all([
      ...[1, 7, 11, 13].map(step =>
        store.accept([delivery(shuffled(step))], at(0)),
      ),
      resolveAll(() => nobody),
    ]);
    await resolveAll(() => nobody, at(2));
    await expect(store.page({})).resolves.toMatchObject({
      totalItems: 60,
      summary: { firing: 60, unowned: 60 },
    });
  });
});
