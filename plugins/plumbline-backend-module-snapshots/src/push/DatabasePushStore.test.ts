import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { gzipSync } from 'node:zlib';
import { DatabasePushStore, migrations } from './DatabasePushStore';
import { PushedClusterProvider } from './PushedClusterProvider';
import { PushService } from './PushService';

jest.setTimeout(60_000);

const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';
const databases = TestDatabases.create({
  ids: process.env[POSTGRES] ? ['SQLITE_3', 'POSTGRES_18'] : ['SQLITE_3'],
});

if (process.env.CI && !process.env[POSTGRES]) {
  throw new Error(`${POSTGRES} is not set: run the tests with \`npm test\``);
}

const minute = (n: number) => new Date(Date.UTC(2026, 10, 23, 2, n));

const part = (number: number, objects = 10) => ({
  number,
  objects,
  bytes: 1000,
  secrets: 1,
  skipped: [{ path: 'jobs', reason: 'could not be listed: Forbidden' }],
  content: gzipSync(`part ${number}`),
});

describe.each(databases.eachSupportedId())('pushes on %s', id => {
  let knex: Knex;
  let store: DatabasePushStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    store = await DatabasePushStore.create(mockServices.database({ knex }));
  });

  const open = (taken: number, now = taken, resume = true) =>
    store.open('prod', {
      taken: minute(taken),
      now: minute(now),
      minIntervalMs: 60_000,
      resume,
    });
  const put = async (uploadId: string, number: number, objects?: number) =>
    store.putPart(await store.upload('prod', uploadId), part(number, objects), {
      now: minute(1),
      maxBytes: 2500,
      maxObjects: 1000,
    });
  const complete = async (uploadId: string, count: number, now = 2) =>
    store.complete(await store.upload('prod', uploadId), count, minute(now));

  async function push(taken: number): Promise<string> {
    const { upload } = await open(taken);
    await put(upload.id, 1);
    await complete(upload.id, 1, taken);
    return upload.id;
  }

  it('takes its tables back', async () => {
    await knex.migrate.down(migrations);
    await expect(knex.schema.hasTable('snapshots__parts')).resolves.toBe(false);
    await knex.migrate.latest(migrations);
    await expect(knex.schema.hasTable('snapshots__parts')).resolves.toBe(true);
  });

  it('keeps a snapshot until the next one is complete', async () => {
    const first = await push(1);
    const { upload, resumed } = await open(5);
    expect(resumed).toBe(false);
    await put(upload.id, 2);
    await put(upload.id, 1, 3);
    await put(upload.id, 1, 4);
    await expect(store.cluster('prod')).resolves.toEqual({
      snapshot: {
        id: first,
        taken: minute(1),
        completedAt: minute(1),
      },
    });

    const completed = await complete(upload.id, 2, 6);
    expect(completed.map(({ number, objects }) => [number, objects])).toEqual([
      [1, 4],
      [2, 10],
    ]);
    await expect(complete(upload.id, 2, 7)).resolves.toEqual(completed);
    await expect(store.cluster('prod')).resolves.toMatchObject({
      snapshot: { id: upload.id, completedAt: minute(6) },
    });
    await expect(store.content(upload.id, 2)).resolves.toEqual(part(2).content);
    await expect(store.content(first, 1)).resolves.toBeUndefined();
    await expect(knex('snapshots__parts')).resolves.toHaveLength(2);
  });

  it('goes on with an upload of the same time, and with no other', async () => {
    const { upload } = await open(5);
    await put(upload.id, 1);
    await expect(open(5, 6)).resolves.toMatchObject({
      upload: { id: upload.id },
      resumed: true,
    });
    await expect(open(6)).rejects.toMatchObject({
      reason: 'busy',
      retryAfterSeconds: 120,
    });
    await expect(open(5, 6, false)).rejects.toMatchObject({ reason: 'busy' });
    // Nobody goes on with it.
    const { upload: next } = await open(9);
    expect(next.id).not.toBe(upload.id);
    await expect(store.upload('prod', upload.id)).rejects.toMatchObject({
      reason: 'unknown',
    });
    await expect(store.upload('other', next.id)).rejects.toMatchObject({
      reason: 'unknown',
    });
    await store.cancel(next);
    await expect(put(next.id, 1)).rejects.toMatchObject({ reason: 'unknown' });
  });

  it('refuses what is old, known, early, large or not whole', async () => {
    const held = await push(5);
    await expect(open(4, 10)).rejects.toMatchObject({
      reason: 'old',
      message:
        'The snapshot was taken at 2026-11-23T02:04:00.000Z, and one that was taken at 2026-11-23T02:05:00.000Z is there already',
    });
    await expect(open(5, 10)).rejects.toMatchObject({ reason: 'known' });
    await expect(open(6, 5)).rejects.toMatchObject({
      reason: 'soon',
      retryAfterSeconds: 60,
    });
    const { upload } = await open(10);
    await expect(complete(upload.id, 0)).rejects.toThrow(
      'holds no Kubernetes objects',
    );
    await put(upload.id, 1);
    await put(upload.id, 4);
    await expect(put(upload.id, 2)).rejects.toMatchObject({ reason: 'large' });
    await expect(complete(upload.id, 4)).rejects.toThrow(
      'Of 4 parts, 2 are missing: 2, 3',
    );
    await expect(complete(upload.id, 1)).rejects.toThrow('There are 2 parts');
    await expect(put(upload.id, 4, 991)).rejects.toMatchObject({
      reason: 'large',
    });
    await expect(put(held, 1)).rejects.toThrow('complete already');
    await expect(store.cluster('prod')).resolves.toMatchObject({
      snapshot: { id: held },
    });
    await expect(store.content(held, 1)).resolves.toBeDefined();
  });

  it('keeps why a push was refused until a good one', async () => {
    await store.refuse('prod', 'too old', minute(1));
    await store.refuse('prod', 'too large', minute(2));
    await expect(store.cluster('prod')).resolves.toEqual({
      refused: { reason: 'too large', at: minute(2) },
    });
    await push(5);
    const { refused } = await store.cluster('prod');
    expect(refused).toBeUndefined();
    await expect(store.cluster('nobody')).resolves.toEqual({});
  });

  it('has a snapshot read before what was refused after it', async () => {
    const provider = new PushedClusterProvider({ clusters: [], store });
    const read = async (held?: string) => {
      const { signal } = new AbortController();
      let taken;
      for await (const found of provider.objects(
        { name: 'prod' },
        { signal, held },
      )) {
        taken = 'taken' in found ? found.taken : taken;
      }
      return taken;
    };
    const { upload } = await open(5);
    await store.putPart(
      upload,
      { ...part(1), content: gzipSync('{"kind":"Pod"}') },
      { now: minute(5), maxBytes: 2500, maxObjects: 1000 },
    );
    await complete(upload.id, 1, 5);
    await store.refuse('prod', 'too large', minute(6));
    const taken = minute(5).toISOString();
    // As often as it takes until the index holds it.
    for (const held of [undefined, undefined, minute(1).toISOString()]) {
      await expect(read(held)).resolves.toBe(taken);
    }
    await expect(read(taken)).rejects.toThrow('was refused: too large');
  });

  it('is read again each time that it is said to be complete', async () => {
    const refresh = jest.fn(async () => {});
    const service = new PushService({ store, refresh, now: () => minute(5) });
    const { upload } = await open(5);
    await put(upload.id, 1);
    const cluster = {
      name: 'prod',
      tokens: [],
      maxBytes: 2500,
      maxObjects: 1000,
      minIntervalMs: 0,
    };
    const accepted = await service.complete(cluster, upload.id, 1);
    expect(accepted).toMatchObject({ parts: 1, objects: 10 });
    await expect(service.complete(cluster, upload.id, 1)).resolves.toEqual(
      accepted,
    );
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('has one upload of many that begin at once', async () => {
    const begun = await Promise.allSettled(
      [1, 2, 3, 4, 5].map(taken => open(taken, 5)),
    );
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      1,
    );
    await expect(knex('snapshots__uploads')).resolves.toHaveLength(1);
  });

  it('deletes what nobody goes on with, and what belongs to nobody', async () => {
    const held = await push(1);
    const { upload } = await open(5);
    await put(upload.id, 1);
    const times = { idleSince: minute(4), unknownSince: minute(0) };
    await expect(store.expire(['prod'], times)).resolves.toEqual([
      { cluster: 'prod', openedAt: minute(5), parts: 1 },
    ]);
    await expect(store.expire([], times)).resolves.toEqual([]);
    await expect(store.content(held, 1)).resolves.toBeDefined();
    await store.expire([], { ...times, unknownSince: minute(9) });
    for (const table of ['uploads', 'parts', 'clusters']) {
      await expect(knex(`snapshots__${table}`)).resolves.toEqual([]);
    }
  });
});
