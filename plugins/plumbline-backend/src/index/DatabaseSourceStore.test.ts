import {
  declaredObject,
  liveObject,
  repositoryFacts,
} from '@plumbline/gitops-lookup/testUtils';
import { ClusterFacts, RepositoryFacts } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { claimNext, knownFiles, replaceCluster } from '../__testUtils__/fill';
import { DatabaseIndex } from './DatabaseIndex';
import { DatabaseSourceStore } from './DatabaseSourceStore';
import { ListedSource } from './SourceStore';

jest.setTimeout(60_000);

const databases = testDatabases();
const REPOSITORY = 'acme/app';
const SOURCE = `repository:${REPOSITORY}`;

/** Minutes after the start of the test. */
function at(minutes: number): Date {
  return new Date(Date.UTC(2026, 10, 23, 2, minutes));
}

describe.each(databases.ids)('DatabaseSourceStore on %s', id => {
  let database: Knex;
  let store: DatabaseSourceStore;
  let index: DatabaseIndex;

  beforeEach(async () => {
    database = await databases.migrated(id);
    store = new DatabaseSourceStore(database);
    index = new DatabaseIndex(database);
  });

  function list(sources: ListedSource[], minutes: number, provider = 'git') {
    return store.recordListing(provider, 'repository', sources, {
      now: at(minutes),
      factsVersion: 'v1',
    });
  }

  async function read(facts: RepositoryFacts, minutes: number) {
    await list([{ name: facts.repository }], minutes);
    return await store.replaceRepository(await claimNext(store, at(minutes)), {
      revision: facts.revision,
      facts,
      files: knownFiles(facts.objects.map(object => object.location.path)),
      factsVersion: 'v1',
      now: at(minutes),
      confirmAt: at(minutes + 1),
      tookMs: 12.5,
    });
  }

  async function readCluster(
    objects: ClusterFacts['objects'],
    minutes: number,
    skipped: ClusterFacts['skipped'] = [],
    taken = minutes,
  ) {
    await store.recordListing('snapshots', 'cluster', [{ name: 'prod' }], {
      now: at(minutes),
      factsVersion: 'v1',
    });
    return await replaceCluster(store, await claimNext(store, at(minutes)), {
      facts: { cluster: 'prod', objects, skipped },
      factsVersion: 'v1',
      now: at(minutes),
      confirmAt: at(minutes + 1),
      taken: at(taken),
      keepGoneSince: at(minutes - 30),
      tookMs: 1,
    });
  }

  function services(revision: string, of: string[]): RepositoryFacts {
    const location = (name: string) => ({
      repository: REPOSITORY,
      revision,
      path: `${name}.yaml`,
      line: 1,
    });
    return repositoryFacts({
      repository: REPOSITORY,
      revision,
      objects: of.map(name =>
        declaredObject('Service', `shop/${name}`, `${REPOSITORY}:x:1`, {
          location: location(name),
          config: [{ role: 'manifest', location: location(name) }],
        }),
      ),
      counts: { files: of.length, parsed: of.length },
    });
  }

  async function names(): Promise<string[]> {
    const rows: { name: string }[] = await database('objects')
      .whereNull('gone_since')
      .orderBy('name')
      .select('name');
    return rows.map(row => row.name);
  }

  async function status(sourceId = SOURCE, minutes = 100) {
    const { items } = await store.list({}, at(minutes));
    return items.find(item => item.id === sourceId);
  }

  const many = Array.from(
    { length: 30 },
    (_, number) => `s${String(number).padStart(2, '0')}`,
  );

  it('writes only what a new commit changed, and shows the new commit everywhere', async () => {
    await expect(read(services('1', ['a', 'b', 'c']), 0)).resolves.toEqual({
      result: 'replaced',
      written: 3,
      removed: 0,
    });
    const before = await database('objects')
      .orderBy('name')
      .select('id', 'name');
    const next = services('2', ['a', 'b', 'd']);
    next.objects[1].labels = { team: 'payments' };
    await expect(read(next, 1)).resolves.toEqual({
      result: 'replaced',
      written: 2,
      removed: 1,
    });
    const after = await database('objects')
      .orderBy('name')
      .select('id', 'name');
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    const found = await index.objects([{ name: 'a' }, { name: 'b' }], 10);
    expect(
      found.map(entry => entry.origin === 'declared' && entry.object),
    ).toEqual(next.objects.slice(0, 2));
    await expect(index.objectsAt(REPOSITORY, 'c.yaml', 5)).resolves.toEqual([]);
    const orphans = await database('object_paths')
      .whereNotIn('object_id', database('objects').select('id'))
      .select();
    expect(orphans).toEqual([]);
  });

  it('keeps the old facts whole when a transaction does not end', async () => {
    await read(services('1', ['a', 'b']), 0);
    await list([{ name: REPOSITORY }], 1);
    const lease = await claimNext(store, at(1));
    const broken = services('2', ['a', 'x', 'y']);
    // Fails at the very end of the transaction, after objects were written.
    Object.defineProperty(broken, 'ownership', {
      get() {
        throw new Error('killed');
      },
    });
    await expect(
      store.replaceRepository(lease, {
        revision: '2',
        facts: broken,
        files: knownFiles(['a.yaml', 'x.yaml']),
        factsVersion: 'v1',
        now: at(1),
        confirmAt: at(2),
        tookMs: 1,
      }),
    ).rejects.toThrow('killed');
    await expect(names()).resolves.toEqual(['a', 'b']);
    await expect(status()).resolves.toMatchObject({ revision: '1' });
    await expect(index.files('x.yaml', { limit: 5 })).resolves.toEqual([]);
  });

  it('refuses what a worker writes after its lease went to another', async () => {
    await list([{ name: REPOSITORY }], 0);
    const slow = await claimNext(store, at(0));
    await expect(
      store.claim('other', { now: at(0), until: at(5) }),
    ).resolves.toBeUndefined();
    const quick = await store.claim('other', { now: at(2), until: at(5) });
    expect(quick).toMatchObject({ sourceId: SOURCE, owner: 'other' });
    await expect(store.renew(slow, at(9))).resolves.toBe(false);
    const late = {
      revision: '1',
      facts: services('old', ['a']),
      files: knownFiles([]),
      factsVersion: 'v1',
      now: at(2),
      confirmAt: at(3),
      tookMs: 1,
    };
    await expect(store.replaceRepository(slow, late)).rejects.toThrow(
      'The lease of repository:acme/app was lost',
    );
    await store.failed(slow, { now: at(2), error: 'late', retryAt: at(9) });
    await store.abandon(slow);
    await expect(names()).resolves.toEqual([]);
    await expect(status(SOURCE, 3)).resolves.toMatchObject({
      state: 'reading',
    });
    // The second worker died: its lease ends, the state with it.
    await expect(status(SOURCE, 6)).resolves.toMatchObject({
      state: 'waiting',
    });
  });

  it('waits for a second read before it removes most of a source', async () => {
    await read(services('1', many), 0);
    await expect(read(services('2', ['s00']), 1)).resolves.toEqual({
      result: 'unconfirmed',
      removed: 29,
      of: 30,
    });
    await expect(names()).resolves.toEqual(many);
    await expect(status()).resolves.toMatchObject({
      state: 'stale',
      revision: '1',
      lastSuccess: at(0).toISOString(),
      error: expect.stringContaining('29 of 30 objects'),
    });
    await expect(
      store.claim('too early', { now: at(1), until: at(2) }),
    ).resolves.toBeUndefined();
    await expect(read(services('2', ['s00']), 3)).resolves.toMatchObject({
      result: 'replaced',
      removed: 29,
    });
    await expect(names()).resolves.toEqual(['s00']);
    await expect(status()).resolves.toMatchObject({ state: 'ok' });
    // The confirmation is used up.
    await read(services('3', many), 4);
    await expect(read(services('4', []), 5)).resolves.toMatchObject({
      result: 'unconfirmed',
    });
  });

  it('takes no picture for the confirmation of itself', async () => {
    const pods = Array.from({ length: 30 }, (_, at_) =>
      liveObject('Pod', `shop/p${at_}`, 'prod'),
    );
    await readCluster(pods, 1);
    const few = pods.slice(0, 3);
    for (const minutes of [2, 4]) {
      await expect(readCluster(few, minutes, [], 2)).resolves.toMatchObject({
        result: 'unconfirmed',
      });
      await expect(names()).resolves.toHaveLength(30);
      expect((await status('cluster:prod'))?.error).toContain('kept until');
    }
    await expect(readCluster(few, 6, [], 5)).resolves.toMatchObject({
      result: 'replaced',
      removed: 27,
    });
    await expect(names()).resolves.toHaveLength(3);
  });

  it('keeps what a file declared while the file cannot be read', async () => {
    await read(services('1', ['a', 'b', 'c']), 0);
    const next = services('2', ['a']);
    next.skipped.push({ path: 'b.yaml', reason: 'does not parse' });
    await expect(read(next, 1)).resolves.toMatchObject({ removed: 1 });
    const [b] = await index.objects([{ name: 'b' }], 5);
    expect(b.origin === 'declared' && b.object.location).toEqual({
      repository: REPOSITORY,
      revision: '1',
      path: 'b.yaml',
      line: 1,
    });
    await read(services('3', ['a', 'b']), 2);
    const [again] = await index.objects([{ name: 'b' }], 5);
    expect(again.origin === 'declared' && again.object.location.revision).toBe(
      '3',
    );
    await expect(names()).resolves.toEqual(['a', 'b']);
  });

  it('keeps objects that left a cluster for a while, marked', async () => {
    const pods = ['a', 'b', 'c'].map(name =>
      liveObject('Pod', `shop/${name}`, 'prod'),
    );
    await readCluster(pods, 0);
    await readCluster(pods.slice(0, 1), 10, [
      { path: 'pods.yaml', reason: 'does not parse' },
    ]);
    await expect(names()).resolves.toEqual(['a', 'b', 'c']);
    // A kind that could not be listed holds back its own objects alone.
    const job = liveObject('Job', 'shop/j', 'prod');
    await readCluster([...pods, job], 15);
    await readCluster(pods.slice(0, 2), 20, [
      {
        path: 'jobs',
        reason: 'could not be listed: Forbidden',
        kind: { group: 'batch', kind: 'Job' },
      },
    ]);
    await expect(names()).resolves.toEqual(['a', 'b', 'j']);
    await expect(index.objects([{ name: 'c' }], 5)).resolves.toMatchObject([
      {
        origin: 'live',
        source: 'cluster:prod',
        object: pods[2],
        goneSince: at(20).toISOString(),
      },
    ]);
    await readCluster([...pods, job], 30);
    const [back] = await index.objects([{ name: 'c' }], 5);
    expect(back).not.toHaveProperty('goneSince');
    await readCluster([], 40);
    await readCluster([], 71);
    await expect(index.objects([{ name: 'c' }], 5)).resolves.toEqual([]);
  });

  it('takes a picture in without a trace until it is complete', async () => {
    const pod = (name: string, labels?: Record<string, string>) =>
      liveObject('Pod', `shop/${name}`, 'prod', { labels });
    await readCluster([pod('a'), pod('b'), pod('c')], 0);
    const before = await database('objects').orderBy('id').select();
    async function* half() {
      yield* Array.from({ length: 1_200 }, (_, number) => pod(`n${number}`));
      throw new Error('cut off');
    }
    const claimed = async (minutes: number) => {
      await store.requestRefresh('cluster:prod', at(minutes));
      return await claimNext(store, at(minutes));
    };
    const lease = await claimed(10);
    const told = () => ({
      factsVersion: 'v1',
      now: at(20),
      confirmAt: at(21),
      taken: at(19),
      keepGoneSince: at(0),
      tookMs: 1,
      skipped: [],
    });
    await expect(
      store.replaceCluster(lease, { objects: half(), told }),
    ).rejects.toThrow('cut off');
    await expect(database('objects').orderBy('id').select()).resolves.toEqual(
      before,
    );
    // Put aside as they came, and not held.
    await expect(
      database('staged_objects').count({ total: '*' }),
    ).resolves.toEqual([{ total: id === 'SQLITE_3' ? 1_000 : '1000' }]);
    // The next worker throws away what is left of it, and the one before cannot mix in its own.
    const next = await store.claim('another', { now: at(20), until: at(30) });
    if (!next) {
      throw new Error('The lease did not end');
    }
    async function* whole() {
      yield* [pod('a'), pod('b', { team: 'x' }), pod('d')];
      await expect(
        store.replaceCluster(lease, { objects: [pod('z')], told }),
      ).rejects.toThrow('The lease of cluster:prod was lost');
      await expect(names()).resolves.toEqual(['a', 'b', 'c']);
      yield pod('d', { b: 'c' });
    }
    await expect(
      store.replaceCluster(next, { objects: whole(), told }),
    ).resolves.toEqual({ result: 'replaced', written: 2, removed: 1 });
    await expect(names()).resolves.toEqual(['a', 'b', 'd']);
    const [d] = await index.objects([{ name: 'd' }], 5);
    expect(d.object.labels).toBeUndefined();
    await expect(database('staged_objects').select()).resolves.toEqual([]);
    const after = await database('objects').orderBy('id').select();
    expect(after[0]).toEqual(before[0]);
    expect(after.map(row => row.id).slice(0, 3)).toEqual(
      before.map(row => row.id),
    );
  });

  it('counts what a picture holds, kind by kind', async () => {
    const pods = ['a', 'b'].map(name =>
      liveObject('Pod', `shop/${name}`, 'prod'),
    );
    await readCluster([...pods, liveObject('Job', 'shop/j', 'prod')], 0);
    await readCluster(pods.slice(0, 1), 10, [
      {
        path: 'jobs',
        reason: 'could not be listed: Forbidden',
        kind: { group: 'batch', kind: 'Job' },
      },
    ]);
    const overview = await store.cluster('prod', at(11));
    expect(overview?.resources).toEqual([
      {
        group: '',
        version: 'v1',
        kind: 'Pod',
        state: 'current',
        count: 1,
        listedAt: at(10).toISOString(),
        currentUntil: at(10).toISOString(),
      },
      {
        group: 'batch',
        version: 'v1',
        kind: 'Job',
        state: 'failed',
        count: 1,
        error: 'could not be listed: Forbidden',
        listedAt: at(0).toISOString(),
        currentUntil: at(0).toISOString(),
      },
    ]);
    expect(overview?.source.unread).toEqual([
      {
        group: 'batch',
        kind: 'Job',
        state: 'failed',
        reason: 'could not be listed: Forbidden',
      },
    ]);
    await readCluster(pods, 20);
    const later = await store.cluster('prod', at(21));
    expect(later?.resources.map(({ kind }) => kind)).toEqual(['Pod']);
    expect(later?.source.unread).toBeUndefined();
  });

  it('does not take a kind for read that a file may have held which could not be read', async () => {
    const objects = [
      liveObject('Pod', 'shop/a', 'prod'),
      liveObject('Service', 'shop/s', 'prod'),
    ];
    await readCluster([...objects, liveObject('Job', 'shop/j', 'prod')], 0);
    await readCluster(objects, 10, [
      { path: 'pods.yaml', reason: 'does not parse' },
    ]);
    // As it was, and as it is not: both were in the picture.
    objects[0].labels = { team: 'payments' };
    await readCluster(objects, 20, [
      { path: 'pods.yaml', reason: 'does not parse' },
    ]);
    const overview = await store.cluster('prod', at(21));
    expect(
      overview?.resources.map(({ kind, state, listedAt, currentUntil }) => [
        kind,
        state,
        listedAt,
        currentUntil,
      ]),
    ).toEqual([
      ['Pod', 'current', at(20).toISOString(), at(20).toISOString()],
      ['Service', 'current', at(20).toISOString(), at(20).toISOString()],
      ['Job', 'failed', at(0).toISOString(), at(0).toISOString()],
    ]);
    expect(overview?.source.unread).toEqual([
      {
        group: 'batch',
        kind: 'Job',
        state: 'failed',
        reason: 'may be in pods.yaml, which was not read: does not parse',
      },
    ]);
    await readCluster(objects, 30);
    const later = await store.cluster('prod', at(31));
    expect(later?.resources.map(({ kind }) => kind)).toEqual([
      'Pod',
      'Service',
    ]);
    expect(later?.source.unread).toBeUndefined();
  });

  it('leaves out what names itself longer than an index holds', async () => {
    const long = Array.from(
      { length: 9_000 },
      (_, n) => (n * 7919) % 1000,
    ).join('');
    await readCluster(
      [
        liveObject('Pod', 'shop/a', 'prod'),
        liveObject('Thing', 'shop/t', 'prod', { apiVersion: `${long}/v1` }),
      ],
      0,
    );
    await expect(names()).resolves.toEqual(['a']);
  });

  it('forgets what a read left of a cluster that is followed by now', async () => {
    await readCluster([], 0);
    await store.requestRefresh('cluster:prod', at(1));
    async function* half() {
      yield* Array.from({ length: 600 }, (_, number) =>
        liveObject('Pod', `shop/n${number}`, 'prod'),
      );
      throw new Error('cut off');
    }
    await expect(
      store.replaceCluster(await claimNext(store, at(1)), {
        objects: half(),
        told: () => {
          throw new Error('there is nothing to tell');
        },
      }),
    ).rejects.toThrow('cut off');
    await store.recordListing(
      'kubernetes',
      'cluster',
      [{ name: 'prod', followed: true }],
      { now: at(2), factsVersion: 'v1' },
    );
    await expect(database('staged_objects').select()).resolves.toEqual([]);
  });

  it('marks what a provider no longer lists, keeps it, and deletes it after the grace', async () => {
    await read(services('1', ['a']), 0);
    await store.replaceTeams('provider:git', [
      { ref: 'group:default/x', aliases: [], contacts: [] },
    ]);
    await list([], 1);
    await expect(status()).resolves.toMatchObject({
      state: 'gone',
      error: `No provider has listed it since ${at(1).toISOString()}`,
    });
    await expect(names()).resolves.toEqual(['a']);
    await expect(store.requestRefresh(SOURCE, at(1))).resolves.toBe('gone');
    await expect(
      store.claim('x', { now: at(9), until: at(10) }),
    ).resolves.toBeUndefined();
    await list([{ name: REPOSITORY }], 2);
    await expect(status()).resolves.toMatchObject({ state: 'ok' });
    await store.retainProviders('repository', ['other'], at(3));
    await expect(status()).resolves.toMatchObject({ state: 'gone' });
    await expect(index.teams(['x'])).resolves.toEqual([]);
    await expect(store.deleteGone(at(3))).resolves.toEqual([]);
    await expect(store.deleteGone(at(4))).resolves.toEqual([SOURCE]);
    for (const table of ['sources', 'objects', 'object_paths', 'files']) {
      await expect(database(table).select()).resolves.toEqual([]);
    }
  });

  it('remembers by which names directories were listed', async () => {
    await list([{ name: 'acme/old', directory: '/srv/config' }], 0);
    await list([{ name: 'acme/config', directory: '/srv/config' }], 1);
    await list(
      [
        { name: 'acme/config' },
        { name: 'acme/other', directory: '/srv/other' },
      ],
      2,
    );
    const ask = (provider: string) =>
      store.namesOf(provider, ['/srv/config', '/srv/other', '/srv/new']);
    await expect(ask('git')).resolves.toEqual(
      new Map([
        ['/srv/config', ['acme/old']],
        ['/srv/other', ['acme/other']],
      ]),
    );
    await list([{ name: 'acme/config', directory: '/srv/config' }], 3);
    const both = new Map([
      ['/srv/config', ['acme/config', 'acme/old']],
      ['/srv/other', ['acme/other']],
    ]);
    await expect(ask('git')).resolves.toEqual(both);
    await list([], 4);
    await expect(ask('git')).resolves.toEqual(both);
    await expect(ask('another')).resolves.toEqual(new Map());
  });

  it('moves only the time when a listing tells that nothing changed', async () => {
    await read(services('1', ['a']), 0);
    await list([{ name: REPOSITORY, revision: '1' }], 5);
    await expect(
      store.claim('x', { now: at(5), until: at(6) }),
    ).resolves.toBeUndefined();
    await expect(status()).resolves.toMatchObject({
      lastSuccess: at(5).toISOString(),
    });
    await expect(store.requestRefresh(SOURCE, at(6))).resolves.toBe(
      'requested',
    );
    await list([{ name: REPOSITORY, revision: '1' }], 7);
    const claimed = await claimNext(store, at(7));
    expect(claimed).toMatchObject({ sourceId: SOURCE, revision: '1' });
    expect(claimed.factsVersion).toBeUndefined();
  });

  it('tells failures, of sources and of listings, and keeps what it knows', async () => {
    await read(services('1', ['a']), 0);
    await list([{ name: REPOSITORY }, { name: 'never/read' }], 1);
    for (const minutes of [1, 1]) {
      const lease = await claimNext(store, at(minutes));
      await store.failed(lease, {
        now: at(minutes),
        error: 'host is down',
        retryAt: at(3),
      });
    }
    await store.recordListingFailure('git', 'repository', 'no route', at(2));
    await list([{ name: REPOSITORY }, { name: 'never/read' }], 2);
    await store.recordListingFailure('github', 'repository', 'denied', at(2));
    await expect(
      store.claim('x', { now: at(2), until: at(3) }),
    ).resolves.toBeUndefined();
    const page = await store.list({}, at(2));
    expect(page.items.map(item => [item.name, item.state, item.error])).toEqual(
      [
        [REPOSITORY, 'stale', 'host is down'],
        ['never/read', 'failed', 'host is down'],
      ],
    );
    expect(page.summary).toEqual({
      waiting: 0,
      reading: 0,
      ok: 0,
      stale: 1,
      failed: 1,
      gone: 0,
    });
    expect(page.providers).toEqual([
      {
        id: 'git',
        kind: 'repository',
        lastSuccess: at(2).toISOString(),
        lastAttempt: at(2).toISOString(),
      },
      {
        id: 'github',
        kind: 'repository',
        lastAttempt: at(2).toISOString(),
        error: 'denied',
      },
    ]);
    await expect(names()).resolves.toEqual(['a']);
    expect((await claimNext(store, at(3))).failures).toBe(1);
  });

  it('pages, filters and counts sources', async () => {
    await list(
      ['b/two', 'a/One', 'c/100%', 'c/100x'].map(name => ({ name })),
      0,
    );
    await store.recordListing('snapshots', 'cluster', [{ name: 'one' }], {
      now: at(0),
      factsVersion: 'v1',
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list({ limit: 2, cursor }, at(0));
      expect(page.totalItems).toBe(5);
      seen.push(...page.items.map(item => item.name));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(['a/One', 'b/two', 'c/100%', 'c/100x', 'one']);
    const found = async (query: Parameters<typeof store.list>[0]) =>
      (await store.list(query, at(0))).items.map(item => item.id);
    await expect(found({ text: 'ONE' })).resolves.toEqual([
      'repository:a/One',
      'cluster:one',
    ]);
    await expect(found({ text: '100%' })).resolves.toEqual([
      'repository:c/100%',
    ]);
    await expect(found({ kind: 'cluster' })).resolves.toEqual(['cluster:one']);
    await expect(found({ state: 'ok' })).resolves.toEqual([]);
    await expect(store.list({ cursor: 'x' }, at(0))).rejects.toThrow('cursor');
  });

  it('keeps what an overlay built while the overlay cannot be read', async () => {
    const first = services('1', ['a', 'b']);
    const overlay = {
      repository: REPOSITORY,
      revision: '1',
      path: 'prod/k.yaml',
    };
    first.objects[1].config.push({ role: 'overlay', location: overlay });
    await read(first, 0);
    const next = services('2', ['a']);
    next.skipped.push({ path: 'prod/k.yaml', reason: 'does not parse' });
    await expect(read(next, 1)).resolves.toMatchObject({ removed: 0 });
    await expect(names()).resolves.toEqual(['a', 'b']);
  });

  it('removes nothing for a reader that failed', async () => {
    await read(services('1', ['a', 'b']), 0);
    const next = services('2', ['a']);
    next.skipped.push({ path: '', reason: 'the helm reader failed' });
    await expect(read(next, 1)).resolves.toMatchObject({ removed: 0 });
    await expect(names()).resolves.toEqual(['a', 'b']);
  });

  it('keeps ownership and teams of files that cannot be read', async () => {
    const location = (revision: string, path: string) => ({
      repository: REPOSITORY,
      revision,
      path,
    });
    const first = services('1', ['a']);
    first.ownership = {
      codeowners: { path: 'CODEOWNERS', text: '* @acme/shop' },
      repositoryClaims: [],
    };
    first.teams = [
      {
        ref: 'group:default/shop',
        aliases: [],
        contacts: [],
        evidence: { type: 'file', location: location('1', 'teams.yaml') },
      },
    ];
    await read(first, 0);
    const next = services('2', ['a']);
    next.skipped.push(
      { path: 'CODEOWNERS', reason: 'too large' },
      { path: 'teams.yaml', reason: 'does not parse' },
    );
    await read(next, 1);
    await expect(index.ownershipRules(REPOSITORY)).resolves.toMatchObject({
      rules: first.ownership,
    });
    await expect(index.teams(['shop'])).resolves.toMatchObject([
      { evidence: { location: location('1', 'teams.yaml') } },
    ]);
    await read(services('3', ['a']), 2);
    await expect(index.teams(['shop'])).resolves.toEqual([]);
    const after = await index.ownershipRules(REPOSITORY);
    expect(after?.rules.codeowners).toBeUndefined();
  });

  it('reads again when it was asked to during a read', async () => {
    await list([{ name: REPOSITORY }], 0);
    const lease = await claimNext(store, at(0));
    await store.requestRefresh(SOURCE, at(1));
    await store.replaceRepository(lease, {
      revision: '1',
      facts: services('1', ['a']),
      files: knownFiles(['a.yaml']),
      factsVersion: 'v1',
      now: at(2),
      confirmAt: at(3),
      tookMs: 1,
    });
    const again = await claimNext(store, at(2));
    expect(again.sourceId).toBe(SOURCE);
    await store.requestRefresh(SOURCE, at(3));
    await store.unchanged(again, at(4));
    const third = await claimNext(store, at(4));
    await store.unchanged(third, at(5));
    await expect(
      store.claim('x', { now: at(9), until: at(10) }),
    ).resolves.toBeUndefined();
  });

  it('stores and finds text that a database refuses', async () => {
    const facts = services('1', ['a']);
    facts.objects[0].name = 'a\0b';
    facts.objects[0].labels = { team: 'x\0y' };
    await expect(read(facts, 0)).resolves.toMatchObject({ written: 1 });
    await expect(index.objects([{ name: 'a\0b' }], 5)).resolves.toHaveLength(1);
    await expect(index.search(['a\0b'], 5)).resolves.toMatchObject({
      objects: [{}],
    });
    await expect(store.requestRefresh('\0', at(1))).resolves.toBe('unknown');
    await expect(store.list({ text: '\0' }, at(1))).resolves.toMatchObject({
      items: [],
    });
  });

  it('leaves out what is too long for an index', async () => {
    const long = Array.from(
      { length: 9_000 },
      (_, n) => (n * 7919) % 1000,
    ).join('');
    const facts = services('1', ['a', long]);
    await expect(read(facts, 0)).resolves.toMatchObject({ written: 1 });
    await expect(status()).resolves.toMatchObject({
      counts: { objects: 1, skipped: 2 },
    });
    await expect(index.objects([{ name: 'a' }], 5)).resolves.toHaveLength(1);
  });

  it('stores large sources in parts', async () => {
    const facts = services(
      '1',
      Array.from({ length: 1200 }, (_, number) => `n${number}`),
    );
    await expect(read(facts, 0)).resolves.toMatchObject({ written: 1200 });
    await expect(read(facts, 1)).resolves.toMatchObject({
      written: 0,
      removed: 0,
    });
  });
});
