// The store is the backend's own.
import { DatabaseSourceStore } from '../../plugins/plumbline-backend/src/index/DatabaseSourceStore';
import { BenchDatabase } from './databases';
import { Estate } from './estate';
import { progress } from './figure';

const factsVersion = 'bench';

/** Fills a database with an estate, as the collector does. */
export async function fill(
  database: BenchDatabase,
  estate: Estate,
): Promise<void> {
  const store = new DatabaseSourceStore(database.client, database.reader);
  const now = new Date();
  const read = { factsVersion, now, confirmAt: now, tookMs: 1 };
  const lease = (sourceId: string) => ({ sourceId, owner: 'bench' });
  const until = new Date(now.getTime() + 24 * 3_600_000);
  await store.recordListing(
    'bench',
    'cluster',
    estate.clusters.map(name => ({ name, environment: 'production' })),
    { now, factsVersion },
  );
  await store.recordListing(
    'bench',
    'repository',
    estate.repositories.map(name => ({ name })),
    { now, factsVersion },
  );
  for (;;) {
    const claimed = await store.claim('bench', { now, until });
    if (!claimed) {
      break;
    }
    if (claimed.kind === 'cluster') {
      const { objects, environment, skipped } = estate.clusterFacts(
        claimed.name,
      );
      await store.replaceCluster(lease(claimed.sourceId), {
        objects,
        environment,
        told: () => ({ ...read, skipped, taken: now, keepGoneSince: now }),
      });
      progress(`${database.name}: ${claimed.name}`);
    } else {
      const facts = estate.repositoryFacts(claimed.name);
      await store.replaceRepository(lease(claimed.sourceId), {
        ...read,
        revision: facts.revision,
        facts,
        files: new Map(
          facts.objects.map(object => [object.location.path, { digest: 'x' }]),
        ),
      });
    }
  }
  await database.analyze();
}
