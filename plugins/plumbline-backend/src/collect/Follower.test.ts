import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  ClusterPicture,
  ClusterProvider,
} from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { DatabaseSourceStore } from '../index/DatabaseSourceStore';
import { Discovery } from './Discovery';
import { createMetrics } from '../lib/metrics';
import { Follower } from './Follower';
import { Clusters, Repositories } from './Providers';

jest.setTimeout(60_000);

const databases = testDatabases();
const signal = new AbortController().signal;
const pods = { group: '', version: 'v1', kind: 'Pod' };

/** Clusters that are followed until told otherwise. */
class FakeClusters implements ClusterProvider {
  readonly id = 'fake';
  readonly log: string[] = [];
  listed = 0;
  readonly broken = new Map<string, string>();
  readonly pictures = new Map<string, ClusterPicture>();

  constructor(readonly names: string[]) {}

  async clusters() {
    this.listed += 1;
    return this.names.map(name => ({ name }));
  }

  async follow(
    { name }: { name: string },
    options: { signal: AbortSignal; picture: ClusterPicture },
  ): Promise<void> {
    const known = await options.picture.resources();
    this.log.push(`follow ${name} ${known[0]?.resourceVersion ?? '-'}`);
    const error = this.broken.get(name);
    if (error !== undefined) {
      throw new Error(error);
    }
    this.pictures.set(name, options.picture);
    const listing = await options.picture.list(pods);
    await listing.add([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: `pod-of-${name}` } },
    ]);
    await listing.finish({ resourceVersion: '7' });
    await new Promise((_, reject) => {
      options.signal.addEventListener('abort', () => reject(new Error('end')));
    });
  }
}

describe.each(databases.ids)('following clusters on %s', id => {
  let database: Knex;
  let minutes: number;
  let followers: Follower[];

  beforeEach(async () => {
    database = await databases.migrated(id);
    minutes = 0;
    followers = [];
  });

  afterEach(async () => {
    await Promise.all(followers.map(follower => follower.stop()));
  });

  const now = () => new Date(Date.UTC(2026, 10, 28, 2, minutes));

  /** One replica. All of them share the database. */
  function replica(
    provider: ClusterProvider,
    options: { leaseMs?: number; factsVersion?: string } = {},
  ) {
    const clusters = new Clusters();
    clusters.addProvider(provider);
    const store = new DatabaseSourceStore(database);
    const logger = mockServices.logger.mock();
    const common = { store, logger, now, factsVersion: 'v1', ...options };
    const discovery = new Discovery({
      ...common,
      repositories: new Repositories(),
      clusters,
      teams: [],
      keepGoneMs: 60 * 60_000,
      timeoutMs: 20_000,
    });
    const metrics = createMetrics(metricsServiceMock.mock());
    jest.spyOn(metrics, 'followed');
    jest.spyOn(metrics, 'followFailed');
    const follower = new Follower({
      leaseMs: 30 * 60_000,
      ...common,
      discovery,
      metrics,
      retryMs: 60_000,
      maxRetryMs: 5 * 60_000,
    });
    followers.push(follower);
    return {
      store,
      follower,
      logger,
      metrics,
      discovery,
      async pass() {
        await discovery.run(signal);
        await follower.balance();
      },
    };
  }

  /** Waits until something is so. */
  async function until(is: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 1_000; tries++) {
      if (await is()) {
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    throw new Error('It never came to that');
  }

  it('follows every cluster on one replica, and shares them fairly', async () => {
    const provider = new FakeClusters(['a', 'b', 'c', 'd', 'e']);
    const first = replica(provider);
    await first.pass();
    expect(first.follower.following).toEqual(['a', 'b', 'c', 'd', 'e']);
    await until(async () => (await database('objects')).length === 5);
    const second = replica(provider);
    await second.pass();
    // All are taken. The first gives back what is more than its share, and the second goes on where they stood.
    expect(second.follower.following).toEqual([]);
    await first.follower.balance();
    await second.follower.balance();
    expect(first.follower.following).toHaveLength(3);
    expect(second.follower.following).toHaveLength(2);
    await until(() => provider.log.length === 7);
    expect(provider.log.slice(5).every(entry => entry.endsWith(' 7'))).toBe(
      true,
    );
    // The schedule's reader leaves them alone.
    await expect(
      first.store.claim('worker', { now: now(), until: now() }),
    ).resolves.toBeUndefined();
    // One stops, the other takes all.
    await first.follower.stop();
    await second.follower.balance();
    expect(second.follower.following).toHaveLength(5);
  });

  it('takes over from a replica that died, which can write no more', async () => {
    const provider = new FakeClusters(['a']);
    const first = replica(provider);
    await first.pass();
    await until(() => provider.pictures.has('a'));
    const dead = provider.pictures.get('a');
    minutes = 31;
    const second = replica(provider);
    await second.pass();
    expect(second.follower.following).toEqual(['a']);
    await until(() => provider.pictures.get('a') !== dead);
    await expect(dead?.heard(pods, '8')).rejects.toThrow('lease');
  });

  it('stops following where its lease was lost', async () => {
    const provider = new FakeClusters(['a']);
    const { pass, follower } = replica(provider, { leaseMs: 60 });
    await pass();
    await database('sources').update({
      lease_owner: 'another',
      lease_until: '2027-01-01T00:00:00.000Z',
    });
    await until(() => follower.following.length === 0);
    await expect(database('sources').first('lease_owner')).resolves.toEqual({
      lease_owner: 'another',
    });
  });

  it('says so where the database did not let it renew its lease', async () => {
    const { pass, follower, store, logger } = replica(new FakeClusters(['a']), {
      leaseMs: 60,
    });
    await pass();
    jest.spyOn(store, 'renewFollowed').mockRejectedValue(new Error('gone'));
    minutes = 1;
    await until(() => follower.following.length === 0);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('the database did not answer'),
      { cluster: 'a' },
    );
  });

  it('lists once for all clusters that it takes from another replica', async () => {
    const provider = new FakeClusters(['a', 'b', 'c']);
    await replica(provider).discovery.run(signal);
    provider.listed = 0;
    await replica(provider).follower.balance();
    await until(() => provider.log.length === 3);
    expect(provider.listed).toBe(1);
  });

  it('lists anew where somebody asks for it', async () => {
    const provider = new FakeClusters(['a']);
    const { pass, store, follower } = replica(provider, { leaseMs: 150 });
    // Another look meanwhile takes it again, before the first is over.
    const abandon = store.abandon.bind(store);
    let abandoned = false;
    jest.spyOn(store, 'abandon').mockImplementation(async lease => {
      await abandon(lease);
      await follower.balance();
      abandoned = true;
    });
    await pass();
    await until(async () => {
      const row = await database('cluster_resources').first();
      return row?.resource_version === '7';
    });
    await expect(store.requestRefresh('cluster:a', now())).resolves.toBe(
      'requested',
    );
    await until(() => abandoned && provider.log.length > 1);
    expect(provider.log[1]).toBe('follow a -');
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(follower.following).toEqual(['a']);
  });

  it('leaves one that fails alone for growing times, and the others as they are', async () => {
    const provider = new FakeClusters(['dead', 'well']);
    provider.broken.set('dead', 'https://user:hunter2@dead does not answer');
    const { pass, store, follower, logger, metrics } = replica(provider);
    const tried: number[] = [];
    for (minutes = 0; minutes <= 20; minutes += 1) {
      provider.log.length = 0;
      await pass();
      await until(() => !follower.following.includes('dead'));
      if (provider.log.includes('follow dead -')) {
        tried.push(minutes);
      }
    }
    // 1, 2, 4, 5, 5 minutes apart.
    expect(tried).toEqual([0, 1, 3, 7, 12, 17]);
    expect(follower.following).toEqual(['well']);
    expect(metrics.followFailed).toHaveBeenCalledTimes(tried.length);
    const changes = jest.mocked(metrics.followed).mock.calls.flat();
    expect(changes.reduce<number>((sum, change) => sum + change, 0)).toBe(1);
    await provider.pictures.get('well')?.heard(pods);
    await expect(store.list({}, now())).resolves.toMatchObject({
      items: [
        {
          name: 'dead',
          state: 'failed',
          error: 'https://dead does not answer',
        },
        { name: 'well', state: 'ok' },
      ],
    });
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('hunter2');
    provider.broken.clear();
    minutes = 30;
    await provider.pictures.get('well')?.heard(pods);
    await pass();
    await until(async () => {
      const { items } = await store.list({ state: 'ok' }, now());
      return items.length === 2;
    });
  });
});
