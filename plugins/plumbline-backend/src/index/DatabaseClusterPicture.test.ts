import { JsonObject } from '@plumbline/gitops-reader';
import {
  ClusterPicture,
  ClusterResource,
} from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { DatabaseIndex } from './DatabaseIndex';
import { DatabaseSourceStore } from './DatabaseSourceStore';
import { resourcesOf } from './clusterResources';
import { Lease } from './SourceStore';

jest.setTimeout(60_000);

const databases = testDatabases();
const pods: ClusterResource = { group: '', version: 'v1', kind: 'Pod' };
const deployments: ClusterResource = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
};

const pod = (name: string, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', uid: `uid of ${name}`, ...more },
});
const deployment = (name: string, apiVersion = 'apps/v1'): JsonObject => ({
  apiVersion,
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
});
const many = (count: number, prefix = 'p') =>
  Array.from({ length: count }, (_, at) => pod(`${prefix}${at}`));

describe.each(databases.ids)('what is held of a followed cluster on %s', id => {
  let database: Knex;
  let store: DatabaseSourceStore;
  let index: DatabaseIndex;
  let minutes: number;
  let stopping: AbortController;

  const now = () => new Date(Date.UTC(2026, 10, 28, 2, minutes));
  const at = (of: number) =>
    new Date(Date.UTC(2026, 10, 28, 2, of)).toISOString();

  beforeEach(async () => {
    database = await databases.migrated(id);
    store = new DatabaseSourceStore(database);
    index = new DatabaseIndex(database);
    minutes = 0;
    stopping = new AbortController();
    await store.recordListing(
      'kubernetes',
      'cluster',
      [{ name: 'prod', environment: 'production', followed: true }],
      { now: now(), factsVersion: 'v1' },
    );
  });

  async function claim(owner = 'one', factsVersion = 'v1'): Promise<Lease> {
    const lease = await store.claimFollowed(owner, {
      now: now(),
      until: new Date(now().getTime() + 30_000),
      factsVersion,
    });
    if (!lease) {
      throw new Error('No cluster is free');
    }
    return lease;
  }

  function open(lease: Lease): ClusterPicture {
    return store.picture(lease, {
      cluster: 'prod',
      environment: 'production',
      signal: stopping.signal,
      now,
    });
  }

  async function listAll(
    picture: ClusterPicture,
    resource: ClusterResource,
    objects: JsonObject[],
    resourceVersion = '1',
  ) {
    const listing = await picture.list(resource);
    for (let start = 0; start < objects.length; start += 500) {
      await listing.add(objects.slice(start, start + 500));
    }
    return await listing.finish({ resourceVersion });
  }

  async function present(): Promise<string[]> {
    const rows: { name: string }[] = await database('objects')
      .whereNull('gone_since')
      .orderBy('name')
      .select('name');
    return rows.map(row => row.name);
  }

  async function status() {
    const [item] = (await store.list({}, now())).items;
    return item;
  }

  it('writes what differs, and goes on from where the watch stood', async () => {
    const picture = open(await claim());
    await picture.retain([pods, deployments]);
    await listAll(picture, pods, [pod('a'), pod('b')], '10');
    // One resource of two is not the cluster.
    expect((await status()).lastSuccess).toBeUndefined();
    minutes = 1;
    await listAll(picture, deployments, [deployment('cart')], '11');
    await expect(status()).resolves.toMatchObject({
      state: 'ok',
      lastSuccess: at(0),
      counts: { objects: 3 },
    });

    minutes = 2;
    const before = await database('objects').orderBy('name').select();
    await picture.apply(
      pods,
      [
        { type: 'changed', object: pod('a') },
        { type: 'changed', object: pod('c') },
        { type: 'deleted', object: pod('b') },
        // Came and went between two pages of changes: it still leads home.
        { type: 'changed', object: pod('d') },
        { type: 'deleted', object: pod('d') },
      ],
      '15',
    );
    await picture.heard(deployments, '16');
    await expect(present()).resolves.toEqual(['a', 'c', 'cart']);
    const [a] = await database('objects').where({ name: 'a' });
    expect(a).toEqual(before.find(row => row.name === 'a'));
    await expect(
      index.objects([{ name: 'b' }, { name: 'd' }], 5),
    ).resolves.toMatchObject([
      { object: { name: 'b' }, goneSince: at(2) },
      { object: { name: 'd' }, goneSince: at(2) },
    ]);
    await expect(status()).resolves.toMatchObject({
      lastSuccess: at(2),
      counts: { objects: 3 },
    });

    // Another replica, after this one gave it back.
    await store.abandon(await leaseOf('one'));
    const next = open(await claim('two'));
    await expect(next.resources()).resolves.toEqual([
      { resource: pods, resourceVersion: '15' },
      { resource: deployments, resourceVersion: '16' },
    ]);
    // Readers that find other facts list anew.
    await store.abandon(await leaseOf('two'));
    const other = open(await claim('three', 'v2'));
    await expect(other.resources()).resolves.toEqual([
      { resource: pods },
      { resource: deployments },
    ]);
  });

  async function leaseOf(owner: string): Promise<Lease> {
    return { sourceId: 'cluster:prod', owner };
  }

  it('shows the pages of a list at once, and takes away only what a complete list lacks', async () => {
    const picture = open(await claim());
    await listAll(picture, pods, [pod('a'), pod('b')]);
    const broken = await picture.list(pods);
    await broken.add([pod('c')]);
    await expect(present()).resolves.toEqual(['a', 'b', 'c']);
    // The list broke; the next one begins from the start.
    minutes = 1;
    await expect(
      listAll(picture, pods, [pod('b'), pod('c'), deployment('stray'), {}]),
    ).resolves.toBe('replaced');
    await expect(present()).resolves.toEqual(['b', 'c']);
    await expect(resourcesOf(database, 'cluster:prod')).resolves.toMatchObject([
      { kind: 'Pod', count: 2, state: 'current', listed_at: at(1) },
    ]);
  });

  it('keeps what most of a list lacks until a second one says the same', async () => {
    const picture = open(await claim());
    await listAll(picture, pods, many(30), '1');
    await listAll(picture, deployments, [deployment('cart')], '1');
    minutes = 1;
    await expect(listAll(picture, pods, many(10), '2')).resolves.toBe(
      'unconfirmed',
    );
    await expect(present()).resolves.toHaveLength(31);
    await expect(picture.resources()).resolves.toContainEqual({
      resource: pods,
    });
    expect((await status()).lastSuccess).toBe(at(0));
    // A watch that goes on meanwhile writes what it sees, and confirms nothing.
    await picture.heard(pods, '2');
    await picture.apply(pods, [{ type: 'changed', object: pod('new') }], '2');
    await expect(present()).resolves.toHaveLength(32);
    await expect(picture.resources()).resolves.toContainEqual({
      resource: pods,
    });
    const rows = await resourcesOf(database, 'cluster:prod');
    expect(rows.find(({ kind }) => kind === 'Pod')).toMatchObject({
      state: 'listing',
      error: expect.stringContaining('no longer had 20 of 30 objects'),
      last_heard: at(0),
      last_event_at: at(1),
      count: 31,
    });
    minutes = 2;
    await expect(listAll(picture, pods, many(10), '3')).resolves.toBe(
      'replaced',
    );
    await expect(present()).resolves.toHaveLength(11);
    // The next list has to ask again.
    await listAll(picture, pods, many(30), '4');
    await expect(listAll(picture, pods, [], '5')).resolves.toBe('unconfirmed');
  });

  it('leaves nothing behind that another way to read the cluster left', async () => {
    const followed = async (is: boolean) =>
      await store.recordListing(
        'kubernetes',
        'cluster',
        [{ name: 'prod', environment: 'production', followed: is }],
        { now: now(), factsVersion: 'v1' },
      );
    const first = open(await claim('one'));
    await listAll(first, pods, [pod('a')]);
    await first.failed(deployments, { state: 'forbidden', reason: 'x' });
    await store.abandon(await leaseOf('one'));
    await followed(false);
    await expect(resourcesOf(database, 'cluster:prod')).resolves.toEqual([]);
    await expect(database('sources').select('troubles')).resolves.toEqual([
      { troubles: null },
    ]);
    await followed(true);
    minutes = 1;
    const second = open(await claim('two'));
    await second.retain([deployments]);
    await expect(index.objects([{ name: 'a' }], 5)).resolves.toMatchObject([
      { goneSince: at(1) },
    ]);
  });

  it('takes no new number for a row that is written again, nor twice one object of a page', async () => {
    const picture = open(await claim());
    await listAll(picture, pods, [pod('a'), pod('a', { labels: { at: '0' } })]);
    for (const version of ['1', '2', '3']) {
      const object = pod('a', { labels: { at: version } });
      await picture.apply(pods, [{ type: 'changed', object }], version);
    }
    await picture.apply(pods, [{ type: 'changed', object: pod('b') }], '4');
    const [a, b] = await database('objects').orderBy('name').select('id');
    expect(b.id).toBe(a.id + 1);
  });

  it('takes versions of an API for one object', async () => {
    const picture = open(await claim());
    await listAll(picture, deployments, [deployment('cart')]);
    await listAll(picture, { ...deployments, version: 'v2' }, [
      deployment('cart', 'apps/v2'),
    ]);
    await expect(
      database('objects').select('api_version', 'gone_since'),
    ).resolves.toEqual([{ api_version: 'apps/v2', gone_since: null }]);
    await expect(picture.resources()).resolves.toMatchObject([
      { resource: { version: 'v2' } },
    ]);
  });

  it('says what cannot be read, and lets the rest be current', async () => {
    const picture = open(await claim());
    await picture.retain([pods, deployments]);
    await picture.failed(pods, {
      state: 'forbidden',
      reason: 'pods is forbidden: User "plumbline" cannot list resource "pods"',
    });
    await listAll(picture, deployments, [deployment('cart')]);
    await expect(status()).resolves.toMatchObject({
      state: 'ok',
      lastSuccess: at(0),
    });
    const [{ troubles }] = await database('sources').select('troubles');
    expect(JSON.parse(troubles)).toEqual([
      {
        group: '',
        kind: 'Pod',
        state: 'forbidden',
        reason:
          'pods is forbidden: User "plumbline" cannot list resource "pods"',
      },
    ]);
    await expect(store.cluster('prod', now())).resolves.toMatchObject({
      source: { followed: true, unread: [{ kind: 'Pod', state: 'forbidden' }] },
      resources: [
        {
          kind: 'Pod',
          state: 'forbidden',
          count: 0,
          error: expect.any(String),
        },
        { kind: 'Deployment', state: 'current', currentUntil: at(0) },
      ],
    });
    minutes = 6;
    expect((await status()).state).toBe('stale');
    minutes = 0;
    // It may be allowed later, and then is as any other.
    await listAll(picture, pods, [pod('a')]);
    await expect(database('sources').select('troubles')).resolves.toEqual([
      { troubles: null },
    ]);
    // A watch that broke keeps what is known.
    await picture.failed(pods, { state: 'failed', reason: 'hangs' });
    await expect(present()).resolves.toEqual(['a', 'cart']);
    await expect(resourcesOf(database, 'cluster:prod')).resolves.toMatchObject([
      { kind: 'Pod', state: 'failed', error: 'hangs', resource_version: '1' },
      { kind: 'Deployment', state: 'current' },
    ]);
  });

  it('takes away what is served or wanted no longer', async () => {
    const picture = open(await claim());
    await listAll(picture, pods, [pod('a')]);
    await listAll(picture, deployments, [deployment('cart')]);
    minutes = 3;
    await picture.retain([{ ...deployments, version: 'v2' }]);
    await expect(present()).resolves.toEqual(['cart']);
    await expect(index.objects([{ name: 'a' }], 5)).resolves.toMatchObject([
      { goneSince: at(3) },
    ]);
    await expect(picture.resources()).resolves.toMatchObject([
      { resource: { kind: 'Deployment' }, resourceVersion: '1' },
    ]);
  });

  it('writes nothing for who lost the lease or was stopped, and leaves no half of a change', async () => {
    const first = open(await claim('one'));
    await listAll(first, pods, [pod('a')], '1');
    minutes = 1;
    const second = open(await claim('two'));
    const attempts = [
      () => first.list(pods),
      () => first.apply(pods, [{ type: 'deleted', object: pod('a') }], '2'),
      () => first.heard(pods, '2'),
      () => first.failed(pods, { state: 'failed', reason: 'x' }),
      () => first.retain([]),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toThrow(
        'The lease of cluster:prod was lost',
      );
    }
    const listing = await second.list(pods);
    await listing.add([pod('b')]);
    stopping.abort();
    await expect(listing.add([pod('c')])).rejects.toThrow('abort');
    await expect(listing.finish({})).rejects.toThrow('abort');
    await expect(present()).resolves.toEqual(['a', 'b']);
    await expect(resourcesOf(database, 'cluster:prod')).resolves.toMatchObject([
      { state: 'listing', resource_version: '1', last_heard: at(0) },
    ]);

    // Killed between the rows of a change and the end of its transaction: neither they nor the position stay.
    stopping = new AbortController();
    const third = open(await leaseOf('two'));
    await third.apply(pods, [{ type: 'changed', object: pod('d') }], '5');
    const dying = new AbortController();
    const killed = store.picture(await leaseOf('two'), {
      cluster: 'prod',
      signal: dying.signal,
      now: () => {
        dying.abort(new Error('killed'));
        return now();
      },
    });
    await expect(
      killed.apply(pods, [{ type: 'changed', object: pod('e') }], '6'),
    ).rejects.toThrow('killed');
    await expect(present()).resolves.toEqual(['a', 'b', 'd']);
    await expect(third.resources()).resolves.toMatchObject([
      { resourceVersion: '5' },
    ]);
  });

  it('forgets what is gone for long, and the oldest of too much', async () => {
    const picture = open(await claim());
    await listAll(picture, pods, [pod('stays'), ...many(6)]);
    for (const [name, minute] of [
      ['p0', 1],
      ['p1', 2],
      ['p2', 3],
      ['p3', 4],
    ] as const) {
      minutes = minute;
      await picture.apply(pods, [{ type: 'deleted', object: pod(name) }], name);
    }
    await expect(
      store.forgetGoneObjects(new Date(at(2)), { atMost: 10 }),
    ).resolves.toBe(1);
    await expect(
      store.forgetGoneObjects(new Date(at(0)), { atMost: 2 }),
    ).resolves.toBe(1);
    const rows = await database('objects').orderBy('name').select('name');
    expect(rows.map(row => row.name)).toEqual([
      'p2',
      'p3',
      'p4',
      'p5',
      'stays',
    ]);
  });
});
