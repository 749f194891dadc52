import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  ClusterProvider,
  RepositoryProvider,
} from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { DatabaseSourceStore } from '../index/DatabaseSourceStore';
import { testDatabases } from '../__testUtils__/databases';
import { FakeHost } from '../__testUtils__/FakeHost';
import { Discovery } from './Discovery';
import { createMetrics } from '../lib/metrics';
import { RepositoryReaders } from './RepositoryReaders';
import { Clusters, Repositories } from './Providers';
import { Worker } from './Worker';

jest.setTimeout(60_000);

const databases = testDatabases();
const signal = new AbortController().signal;

const deployment = (name: string, image = 'cart:1.0.0') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: main, image: 'ghcr.io/acme/${image}' }]
`;

describe.each(databases.ids)('collecting on %s', id => {
  let database: Knex;
  let host: FakeHost;
  let minutes: number;

  beforeEach(async () => {
    database = await databases.migrated(id);
    host = new FakeHost();
    minutes = 0;
  });

  const now = () => new Date(Date.UTC(2026, 10, 23, 2, minutes));

  /** One replica. All of them share the database. */
  function replica(
    options: {
      providers?: RepositoryProvider[];
      clusters?: ClusterProvider[];
      timeoutMs?: number;
    } = {},
  ) {
    const repositories = new Repositories();
    repositories.addProvider(...(options.providers ?? [host]));
    repositories.setOpener(host);
    const clusters = new Clusters();
    clusters.addProvider(...(options.clusters ?? []));
    const store = new DatabaseSourceStore(database);
    const logger = mockServices.logger.mock();
    const common = {
      repositories,
      clusters,
      store,
      logger,
      now,
      factsVersion: 'v1',
      timeoutMs: options.timeoutMs ?? 20_000,
    };
    const discovery = new Discovery({
      ...common,
      teams: [{ ref: 'group:default/sre', aliases: [], contacts: [] }],
      keepGoneMs: 60 * 60_000,
    });
    const worker = new Worker({
      ...common,
      discovery,
      readers: new RepositoryReaders(),
      reading: {},
      concurrency: 2,
      leaseMs: 120_000,
      retryMs: 60_000,
      maxRetryMs: 5 * 60_000,
      metrics: createMetrics(metricsServiceMock.mock()),
    });
    return {
      store,
      worker,
      discovery,
      logger,
      index: new DatabaseIndex(database),
      async pass() {
        await discovery.run(signal);
        await worker.drain();
      },
      async states() {
        const { items } = await store.list({}, now());
        return Object.fromEntries(items.map(item => [item.name, item.state]));
      },
    };
  }

  it('reads a repository once, then only what a push touched', async () => {
    const { pass, index, states, store } = replica();
    host.push('acme/app', {
      'cart.yaml': deployment('cart'),
      'web.yaml': deployment('web'),
      CODEOWNERS: '* @acme/shop\n',
      'docs/README.md': 'Hello',
    });
    await pass();
    await expect(states()).resolves.toEqual({ 'acme/app': 'ok' });
    const [cart] = await index.objects([{ name: 'cart' }], 5);
    expect(cart).toMatchObject({
      origin: 'declared',
      object: { kind: 'Deployment', location: { path: 'cart.yaml', line: 1 } },
      lastChange: { subject: 'Change cart.yaml, token=••••••' },
    });
    await expect(index.files('docs', { limit: 5 })).resolves.toMatchObject([
      { path: 'docs', directory: true },
    ]);
    await expect(index.teams(['sre'])).resolves.toHaveLength(1);

    host.log.length = 0;
    minutes = 5;
    await pass();
    expect(host.log).toEqual(['head acme/app']);
    const [source] = (await store.list({}, now())).items;
    expect(source).toMatchObject({
      lastSuccess: now().toISOString(),
      counts: { files: 4, objects: 2 },
    });

    host.log.length = 0;
    minutes = 10;
    const revision = host.push('acme/app', {
      'cart.yaml': deployment('cart', 'cart:2.0.0'),
      'web.yaml': deployment('web'),
      CODEOWNERS: '* @acme/shop\n',
      'docs/README.md': 'Hello',
    });
    await pass();
    expect(host.log).toEqual([
      'head acme/app',
      'open acme/app',
      'read cart.yaml',
      'changes of cart.yaml',
      'close acme/app',
    ]);
    const [web] = await index.objects([{ name: 'web' }], 5);
    expect(web).toMatchObject({
      object: { location: { revision } },
      lastChange: { subject: 'Change web.yaml, token=••••••' },
    });
    // Nothing that leads to credentials is stored.
    const dump = JSON.stringify(
      await Promise.all(
        ['sources', 'objects', 'files', 'listings'].map(table =>
          database(table),
        ),
      ),
    );
    expect(dump).not.toMatch(/never-stored|host\.example/);
  });

  it('lets one dead source cost nothing to the others, and backs off', async () => {
    const { pass, states, worker, store, logger } = replica({
      timeoutMs: 300,
    });
    host.push('acme/a', { 'a.yaml': deployment('a') });
    host.push('acme/hangs', {});
    host.push('acme/fails', {});
    host.push('acme/z', { 'z.yaml': deployment('z') });
    host.breaks('acme/hangs', () => new Promise<never>(() => {}));
    host.breaks('acme/fails', async () => {
      throw new Error(
        'could not reach https://user:hunter2@host.example/acme/fails',
      );
    });
    await pass();
    await expect(states()).resolves.toEqual({
      'acme/a': 'ok',
      'acme/hangs': 'failed',
      'acme/fails': 'failed',
      'acme/z': 'ok',
    });
    const { items } = await store.list({ state: 'failed' }, now());
    expect(items.map(item => item.error)).toEqual([
      'could not reach https://host.example/acme/fails',
      'timed out after 0 s',
    ]);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('hunter2');

    const attempts = async () => {
      host.log.length = 0;
      await worker.drain();
      return host.log.filter(entry => entry === 'head acme/fails').length;
    };
    const tried: number[] = [];
    for (minutes = 0; minutes <= 20; minutes += 1) {
      if ((await attempts()) > 0) {
        tried.push(minutes);
      }
    }
    // 1, 2, 4, 5, 5 minutes apart.
    expect(tried).toEqual([1, 3, 7, 12, 17]);

    host.push('acme/fails', { 'f.yaml': deployment('f') });
    minutes = 30;
    await pass();
    await expect(states()).resolves.toMatchObject({ 'acme/fails': 'ok' });
  });

  it('keeps everything when a listing fails, and says so', async () => {
    const { pass, states, store } = replica();
    host.push('acme/a', { 'a.yaml': deployment('a') });
    await pass();
    host.failListing(new Error('rate limit'));
    minutes = 5;
    await pass();
    await expect(states()).resolves.toEqual({ 'acme/a': 'ok' });
    await expect(store.list({}, now())).resolves.toMatchObject({
      providers: [{ id: 'fake', error: 'rate limit' }],
    });
    host.failListing(undefined);
    host.remove('acme/a');
    minutes = 10;
    await pass();
    await expect(states()).resolves.toEqual({ 'acme/a': 'gone' });
    minutes = 80;
    await pass();
    await expect(states()).resolves.toEqual({});
  });

  it('keeps the name of a directory that is away when the portal starts', async () => {
    host.push('acme/app', { 'cart.yaml': deployment('cart') });
    host.push('acme/app-staging', { 'cart.yaml': deployment('cart') });
    type Listed = [url: string, name: string, nameIsGuessed?: boolean];
    const listed = async (...repositories: Listed[]) => {
      const provider: RepositoryProvider = {
        id: 'git',
        repositories: async () =>
          repositories.map(([url, name, nameIsGuessed]) => ({
            url,
            name,
            nameIsGuessed,
          })),
      };
      const { pass, states } = replica({ providers: [provider] });
      await pass();
      return await states();
    };
    await expect(
      listed(['/srv/app', 'acme/app'], ['/srv/app', 'acme/app-staging']),
    ).resolves.toEqual({ 'acme/app': 'ok', 'acme/app-staging': 'ok' });
    host.breaks('acme/app', () => Promise.reject(new Error('away')));
    minutes = 1;
    // One directory may be listed under two names: the configuration's own name of one is never given to the other.
    await expect(
      listed(['/srv/app', 'app', true], ['/srv/app', 'acme/app-staging']),
    ).resolves.toEqual({ 'acme/app': 'stale', 'acme/app-staging': 'ok' });
    minutes = 2;
    await expect(
      listed(['/srv/other', 'other', true], ['/srv/app', 'acme/app']),
    ).resolves.toMatchObject({
      'acme/app': 'stale',
      'acme/app-staging': 'gone',
      other: 'failed',
    });
  });

  it('shares the work between replicas, also of one that dies', async () => {
    const first = replica();
    const second = replica();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      host.push(`acme/${name}`, { [`${name}.yaml`]: deployment(name) });
    }
    await first.discovery.run(signal);
    await first.store.claim('a worker that dies', {
      now: now(),
      until: new Date(now().getTime() + 120_000),
    });
    await Promise.all([first.worker.drain(), second.worker.drain()]);
    expect(host.log.filter(entry => entry.startsWith('open'))).toHaveLength(5);
    await expect(first.states()).resolves.toMatchObject({
      'acme/a': 'reading',
      'acme/f': 'ok',
    });
    minutes = 3;
    await second.worker.drain();
    await expect(first.states()).resolves.toMatchObject({ 'acme/a': 'ok' });
  });

  it('believes a listing only where nothing newer is known', async () => {
    host.tellsRevisions = true;
    let between = async () => {};
    const slow: RepositoryProvider = {
      id: host.id,
      async repositories() {
        const listed = await host.repositories();
        await between();
        return listed;
      },
    };
    const first = replica({ providers: [slow] });
    const second = replica();
    const push = (image: string) =>
      host.push('acme/a', { 'a.yaml': deployment('a', image) });
    const read = async () => {
      const { items } = await first.store.list({}, now());
      return items.map(({ revision }) => revision);
    };

    const pushed = [push('a:1')];
    await second.pass();
    expect(await read()).toEqual([pushed[0]]);
    // It was listed just now.
    expect(host.log).not.toContain('head acme/a');

    // Another replica lists the push; this one reads it, though what it listed itself says that nothing happened.
    minutes = 5;
    pushed.push(push('a:2'));
    await first.discovery.run(signal);
    await second.worker.drain();
    expect(await read()).toEqual([pushed[1]]);

    // Asked to read it again, it does not fall back to what it listed.
    minutes = 6;
    await first.store.requestRefresh('repository:acme/a', now());
    await second.worker.drain();
    expect(await read()).toEqual([pushed[1]]);

    // Nor does who listed it last wait for the next listing.
    minutes = 7;
    pushed.push(push('a:3'));
    await first.store.requestRefresh('repository:acme/a', now());
    await first.worker.drain();
    expect(await read()).toEqual([pushed[2]]);

    // A push that was read while a listing was under way is newer than that listing.
    minutes = 10;
    between = async () => {
      between = async () => {};
      minutes = 11;
      pushed.push(push('a:4'));
      await first.store.requestRefresh('repository:acme/a', now());
      await second.worker.drain();
      expect(await read()).toEqual([pushed[3]]);
      minutes = 12;
    };
    await first.pass();
    expect(await read()).toEqual([pushed[3]]);
  });

  it('gives back what it reads when it is stopped', async () => {
    const { discovery, worker, states, store } = replica();
    host.push('acme/a', { 'a.yaml': deployment('a') });
    let started = () => {};
    const reading = new Promise<void>(resolve => {
      started = resolve;
    });
    host.breaks('acme/a', () => {
      started();
      return new Promise<never>(() => {});
    });
    await discovery.run(signal);
    worker.wake();
    await reading;
    await worker.stop();
    await expect(states()).resolves.toEqual({ 'acme/a': 'waiting' });
    await expect(
      store.claim('next', {
        now: now(),
        until: new Date(now().getTime() + 1000),
      }),
    ).resolves.toMatchObject({ sourceId: 'repository:acme/a', failures: 0 });
  });

  it('reads clusters, as old as their picture', async () => {
    const asked: (string | undefined)[] = [];
    const skipped = { path: 'jobs', reason: 'could not be listed' };
    const cluster: ClusterProvider = {
      id: 'fake-clusters',
      clusters: async () => [
        { name: 'prod', environment: 'production', aliases: ['https://prod'] },
      ],
      async *objects(_, { held }) {
        asked.push(held);
        yield {
          object: {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: 'cart-0', namespace: 'shop' },
          },
        };
        yield {
          skipped: { ...skipped, kind: { group: 'batch', kind: 'Job' } },
        };
        yield { taken: '2026-11-22T00:00:00Z' };
      },
    };
    const { pass, index, store } = replica({ clusters: [cluster] });
    await pass();
    await expect(index.sources(['cluster:https://prod'])).resolves.toEqual([
      expect.objectContaining({
        id: 'cluster:prod',
        environment: 'production',
        lastSuccess: '2026-11-22T00:00:00.000Z',
      }),
    ]);
    await expect(index.objects([{ name: 'cart-0' }], 5)).resolves.toMatchObject(
      [{ origin: 'live', source: 'cluster:prod' }],
    );
    await expect(store.list({}, now())).resolves.toMatchObject({
      items: [
        { state: 'ok', counts: { objects: 1, skipped: 1 }, skipped: [skipped] },
      ],
    });
    // Whoever takes pictures learns which one is held.
    minutes = 60;
    await pass();
    expect(asked).toEqual([undefined, '2026-11-22T00:00:00.000Z']);
  });

  it('leaves a name with its provider while that one fails', async () => {
    let down = false;
    const lists = (providerId: string): RepositoryProvider => ({
      id: providerId,
      async repositories() {
        if (down && providerId === 'first') {
          throw new Error('down');
        }
        return [{ name: 'x/y', url: `https://${providerId}.example/x/y` }];
      },
    });
    const one = replica({ providers: [lists('first'), lists('second')] });
    for (down of [false, true]) {
      await one.discovery.run(signal);
      await expect(database('sources').select('provider')).resolves.toEqual([
        { provider: 'first' },
      ]);
    }
  });

  it('refuses names that are listed twice, and providers that share an id', async () => {
    host.push('acme/a', { 'a.yaml': deployment('a') });
    const listing = (providerId: string, ...names: string[]) => ({
      id: providerId,
      repositories: async () =>
        names.map(name => ({ name, url: `file:///${name}` })),
    });
    const { pass, states, store, logger } = replica({
      providers: [
        host,
        listing('second', 'acme/a'),
        listing('third', 'x/y', 'x/y'),
      ],
    });
    await pass();
    await expect(states()).resolves.toEqual({ 'acme/a': 'ok' });
    const { items, providers } = await store.list({}, now());
    expect(items[0].provider).toBe('fake');
    expect(providers?.find(provider => provider.id === 'third')).toMatchObject({
      error:
        "The repository name 'x/y' is listed twice: give one of the two another `name` in the configuration",
    });
    expect(logger.error).toHaveBeenCalledWith(
      'Two providers list the same name; the first one is read',
      { source: 'repository:acme/a', provider: 'fake', ignored: 'second' },
    );
    expect(() => replica({ providers: [host, host] })).toThrow(
      "There are two repository providers with the id 'fake'",
    );
  });
});
