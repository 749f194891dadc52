import { factIndexContract } from '../testUtils';
import { MemoryIndex } from './MemoryIndex';

factIndexContract('memory', async seed => {
  const index = new MemoryIndex();
  for (const { facts, info, changes, files } of seed.repositories) {
    index.addRepository(facts, info, changes, files);
  }
  for (const { facts, info } of seed.clusters) {
    index.addCluster(facts, info);
  }
  index.addTeams(seed.teams);
  return index;
});
