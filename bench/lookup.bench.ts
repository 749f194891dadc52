import { parseArgs } from 'node:util';
import { createLookup } from '@plumbline/gitops-lookup';
// The store is the backend's own; the bench fills it as the collector does.
import { DatabaseIndex } from '../plugins/plumbline-backend/src/index/DatabaseIndex';
import { DatabaseSourceStore } from '../plugins/plumbline-backend/src/index/DatabaseSourceStore';
import { BenchDatabase, openDatabase } from './src/databases';
import { Estate } from './src/estate';
import { percentile, printFigure, progress, sample } from './src/figure';
import { seeded } from './src/random';

const promise =
  'p99 of a lookup at most 5 times the p99 of one indexed SELECT on the same database';
const factsVersion = 'bench';

async function fill(database: BenchDatabase, estate: Estate): Promise<void> {
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
      await store.replaceCluster(lease(claimed.sourceId), {
        ...read,
        facts: estate.clusterFacts(claimed.name),
        taken: now,
        keepGoneSince: now,
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
  await database.client.raw('ANALYZE');
}

async function measure(
  database: BenchDatabase,
  scale: number,
  times: number,
): Promise<void> {
  const estate = new Estate(scale);
  const started = performance.now();
  await fill(database, estate);
  progress(
    `${database.name}: ${scale} live objects, ${estate.repositories.length} repositories in ${(
      (performance.now() - started) /
      1000
    ).toFixed(1)} s`,
  );
  const lookup = createLookup({ index: new DatabaseIndex(database.reader) });
  const random = seeded(scale);
  const workloads = Array.from({ length: times }, () =>
    estate.workload(Math.floor(random() * estate.workloads)),
  );
  const select = (index: number) =>
    database
      .reader('objects')
      .where({
        name: workloads[index].name,
        namespace: workloads[index].namespace,
      })
      .limit(1)
      .select();
  const ask = async (index: number) => {
    const workload = workloads[index];
    const answer = await lookup.answer(
      `{namespace="${workload.namespace}", pod="${workload.pods[0]}"}`,
    );
    if (!answer.owners.some(owner => owner.raw === workload.team)) {
      throw new Error(`Wrong answer for ${workload.pods[0]}`);
    }
  };
  // Both warm, and in turns, so that neither has the machine's better minute.
  await sample(Math.min(200, times), select);
  await sample(Math.min(200, times), ask);
  const selects: number[] = [];
  const lookups: number[] = [];
  for (let index = 0; index < times; index++) {
    selects.push(...(await sample(1, () => select(index))));
    lookups.push(...(await sample(1, () => ask(index))));
  }
  for (const p of [0.5, 0.99]) {
    printFigure({
      name: `lookup p${p * 100}`,
      scale: `${scale} live objects`,
      database: database.name,
      value: percentile(lookups, p),
      unit: 'ms',
      baseline: {
        what: `p${p * 100} of one indexed SELECT`,
        value: percentile(selects, p),
      },
      promise,
    });
  }
}

/** Lookup latency beside one indexed SELECT: `--scale`, `--database sqlite|postgres`, `--times`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      scale: { type: 'string', multiple: true },
      database: { type: 'string', multiple: true },
      times: { type: 'string', default: '2000' },
    },
  });
  const scales = (values.scale ?? ['1000', '100000', '1000000']).map(Number);
  for (const name of ['sqlite', 'postgres'] as const) {
    if (values.database && !values.database.includes(name)) {
      continue;
    }
    for (const scale of scales) {
      const database = await openDatabase(name);
      try {
        await measure(database, scale, Number(values.times));
      } finally {
        await database.stop();
      }
    }
  }
}
