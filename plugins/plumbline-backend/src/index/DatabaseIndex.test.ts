import {
  factIndexContract,
  liveObject,
} from '@plumbline/gitops-lookup/testUtils';
import { testDatabases } from '../__testUtils__/databases';
import { fill } from '../__testUtils__/fill';
import { DatabaseIndex } from './DatabaseIndex';

const databases = testDatabases();

describe.each(databases.ids)('%s', id => {
  factIndexContract(id, async seed => {
    const database = await databases.migrated(id);
    await fill(database, seed);
    return new DatabaseIndex(database);
  });

  it('loses nothing to the limit when other objects fit the keys in part', async () => {
    const database = await databases.migrated(id);
    const objects = Array.from({ length: 30 }, (_, number) =>
      liveObject('Pod', `shop/p${number}`, 'prod'),
    );
    await fill(database, {
      repositories: [],
      teams: [],
      clusters: [
        {
          facts: {
            cluster: 'prod',
            skipped: [],
            objects: [
              ...objects,
              ...objects.map(pod => ({ ...pod, namespace: 'other' })),
            ],
          },
        },
      ],
    });
    // By name and namespace alone, all 60 fit.
    const keys = objects.map(({ name }, number) => ({
      name,
      namespace: number % 2 ? 'shop' : 'other',
      kind: 'Pod',
    }));
    const index = new DatabaseIndex(database);
    const found = await index.objects(keys, 30);
    expect(
      found.map(({ object }) => `${object.namespace}/${object.name}`).sort(),
    ).toEqual(keys.map(key => `${key.namespace}/${key.name}`).sort());

    // However many keys there are, and though each fits more than is wanted.
    const rows: number[] = [];
    database.on('query-response', (_, { response }) =>
      rows.push((response.rows ?? response).length),
    );
    const some = await index.objects(
      keys.flatMap(({ name }) => [{ name, kind: 'Pod' }, { name }]),
      7,
    );
    expect(some).toHaveLength(7);
    expect(Math.max(...rows)).toBe(7);
  });
});
