import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../../__testUtils__/databases';
import { fill } from '../../__testUtils__/fill';
import { repository, seed } from '../../__testUtils__/ownershipSeed';
import { OwnershipWorker } from './OwnershipWorker';

jest.setTimeout(120_000);

const databases = testDatabases();

describe.each(databases.ids)('the worker on %s', id => {
  async function open() {
    const database = await databases.migrated(id);
    await fill(database, seed());
    const worker = new OwnershipWorker({
      client: database,
      reader: database,
      ownership: {},
      entityNames: ['{name}'],
      limits: { driftDueMs: 24 * 3_600_000 },
      logger: mockServices.logger.mock(),
      now: () => new Date('2026-11-28T10:00:00.000Z'),
    });
    await worker.drain();
    return { database, worker };
  }

  it('lets a push wait for one round of what clusters say, and no longer', async () => {
    const { database, worker } = await open();
    const things = Array.from({ length: 1_200 }, (_, at) => ({
      type: 'thing',
      kind: 'Deployment',
      namespace: 'shop',
      name: `app-${at}`,
    }));
    await database.batchInsert('ownership_changes', things, 200);
    await database('ownership_changes').insert({
      type: 'repository',
      kind: '',
      namespace: '',
      name: `repository:${repository}`,
    });
    const stopping = new AbortController();
    database.on('query', ({ sql }: { sql: string }) => {
      if (sql.includes('repository_ownership')) {
        stopping.abort();
      }
    });
    await worker.drain(stopping.signal);
    const left: { type: string }[] =
      await database('ownership_changes').select('type');
    expect(left.length).toBeGreaterThan(480);
    expect(left).not.toContainEqual({ type: 'repository' });
    await worker.drain();
    await expect(database('ownership_changes').select()).resolves.toEqual([]);
  });

  it('spends no number on a thing that is known', async () => {
    const { database, worker } = await open();
    const rows = () =>
      database('ownership_things').orderBy('id').select('id', 'name');
    const before: { id: number; name: string }[] = await rows();
    for (let round = 0; round < 3; round += 1) {
      await database('ownership_things').update({ digest: `old ${round}` });
      await database('ownership_changes').insert({
        type: 'source',
        kind: '',
        namespace: '',
        name: `repository:${repository}`,
      });
      await worker.drain();
    }
    await expect(rows()).resolves.toEqual(before);
    await database('ownership_things').where({ name: 'lost' }).delete();
    await database('ownership_changes').insert({
      type: 'source',
      kind: '',
      namespace: '',
      name: `repository:${repository}`,
    });
    await worker.drain();
    const last = Math.max(...before.map(row => row.id));
    const fresh = (await rows()).filter((row: { id: number }) => row.id > last);
    expect(fresh.map((row: { id: number }) => row.id - last)).toEqual([1, 2]);
  });
});
