import { factIndexContract } from '@plumbline/gitops-lookup/testUtils';
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
});
