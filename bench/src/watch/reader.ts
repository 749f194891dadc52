// A process of its own that does nothing but read a cluster into a new database: what it holds is held for that.
import { JsonObject } from '@plumbline/gitops-reader';
import { readClusterSource } from '../../../plugins/plumbline-backend/src/collect/readSource';
import { RepositoryReaders } from '../../../plugins/plumbline-backend/src/collect/RepositoryReaders';
import { DatabaseSourceStore } from '../../../plugins/plumbline-backend/src/index/DatabaseSourceStore';
import { BenchDatabase, openDatabase } from '../databases';
import { follow } from './followed';
import { objectAt } from './objects';
import { Reading, ReadingRequest } from './readApart';

const MiB = 2 ** 20;

/** What is still needed, in the heap and beside it; `--expose-gc` throws away the rest first. */
function live(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MiB;
}

const rss = () => process.memoryUsage.rss() / MiB;

async function read(request: ReadingRequest): Promise<Reading> {
  const database = await openDatabase(request.database);
  const look = globalThis.gc ? live : rss;
  const before = look();
  let most = before;
  const sampling = setInterval(
    () => {
      most = Math.max(most, look());
    },
    globalThis.gc ? 250 : 50,
  );
  try {
    await (request.access
      ? readFollowed(database, request.access)
      : readSnapshot(database, request.objects));
    return { before, most, after: look() };
  } finally {
    clearInterval(sampling);
    await database.stop();
  }
}

async function readFollowed(
  database: BenchDatabase,
  access: JsonObject,
): Promise<void> {
  const followed = await follow(database, { bench: access });
  try {
    await followed.complete(['bench']);
  } finally {
    await followed.stop();
  }
}

async function readSnapshot(
  database: BenchDatabase,
  objects: number,
): Promise<void> {
  const now = new Date();
  const store = new DatabaseSourceStore(database.client, database.reader);
  const cluster = { name: 'bench' };
  await store.recordListing('bench', 'cluster', [cluster], {
    now,
    factsVersion: 'bench',
  });
  const until = new Date(now.getTime() + 24 * 3_600_000);
  const source = await store.claim('bench', { now, until });
  if (!source) {
    throw new Error('There is no snapshot to read');
  }
  await readClusterSource(
    source,
    cluster,
    {
      id: 'bench',
      clusters: async () => [cluster],
      async *objects() {
        for (let index = 0; index < objects; index++) {
          yield { object: objectAt(index).object };
        }
        yield { taken: now.toISOString() };
      },
    },
    {
      store,
      factsVersion: 'bench',
      reading: {},
      readers: new RepositoryReaders(),
      signal: new AbortController().signal,
      now: () => now,
    },
  );
}

process.once('message', (message: unknown) => {
  const request: ReadingRequest = JSON.parse(String(message));
  read(request).then(
    reading => process.send?.(JSON.stringify(reading), () => process.exit(0)),
    error => {
      process.stderr.write(`${error}\n`);
      process.exit(1);
    },
  );
});

// Nobody is left to be told.
process.once('disconnect', () => process.exit(1));
