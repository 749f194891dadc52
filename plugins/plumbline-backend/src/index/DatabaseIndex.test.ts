import { factIndexContract } from '@plumbline/gitops-lookup/testUtils';
import { testDatabases } from '../testUtils/databases';
import { fill } from '../testUtils/fill';
import { DatabaseIndex } from './DatabaseIndex';

const databases = testDatabases();

describe.each(databases.ids)('%s', id => {
  factIndexContract(id, async seed => {
    const database = await databases.migrated(id);
    await fill(database, seed);
    return new DatabaseIndex(database);
  });
});
