import { parseArgs } from 'node:util';
import { createLookup } from '@plumbline/gitops-lookup';
import { DatabaseIndex } from '../plugins/plumbline-backend/src/index/DatabaseIndex';
import { startCatalog } from './src/catalog';
import { BenchDatabase, openDatabase } from './src/databases';
import { Estate } from './src/estate';
import { fill } from './src/fill';
import { percentile, printFigure, progress, sample } from './src/figure';
import { seeded } from './src/random';

const promise =
  'p99 of a lookup at most 5 times the p99 of one indexed SELECT on the same database';

/** So long at most the catalog is asked: over a million entities each answer takes seconds. */
const LONGEST_MS = 120_000;

interface Options {
  scale: number;
  times: number;
  /** Components of the catalog beside it; none: without. */
  entities: number;
}

async function measure(
  database: BenchDatabase,
  { scale, times, entities }: Options,
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
  if (entities > 0) {
    await besideCatalog(database, { scale, times, entities }, lookups);
  }
}

/** The catalog's own way from an annotation to an owner: who knows the annotation, and annotated everything, asks like that. */
async function besideCatalog(
  database: BenchDatabase,
  { scale, times, entities }: Options,
  lookups: number[],
): Promise<void> {
  const catalog = await startCatalog(entities);
  try {
    const random = seeded(entities);
    const ask = async () => {
      const name = `service-${Math.floor(random() * entities)}`;
      const filter = `metadata.annotations.backstage.io/kubernetes-id=${name}`;
      const body = await catalog.get(
        `/entities/by-query?limit=1&filter=${encodeURIComponent(filter)}`,
      );
      if (!body.includes(`"${name}"`)) {
        throw new Error(`The catalog does not find ${name}`);
      }
    };
    await sample(3, ask);
    const asked: number[] = [];
    const until = performance.now() + LONGEST_MS;
    while (asked.length < times && performance.now() < until) {
      asked.push(...(await sample(1, ask)));
    }
    for (const p of [0.5, 0.99]) {
      printFigure({
        name: `lookup beside the catalog p${p * 100}`,
        scale: `${scale} live objects`,
        database: database.name,
        value: percentile(lookups, p),
        unit: 'ms',
        baseline: {
          what: `p${p * 100} of /api/catalog/entities/by-query filtered by an annotation, over HTTP on loopback, ${entities} entities on SQLite, in the same process, asked ${asked.length} times`,
          value: percentile(asked, p),
        },
        promise: 'none',
      });
    }
  } finally {
    await catalog.stop();
  }
}

/** Lookup latency beside one indexed SELECT: `--scale`, `--database sqlite|postgres`, `--times`, `--entities` of the catalog. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      scale: { type: 'string', multiple: true },
      database: { type: 'string', multiple: true },
      times: { type: 'string', default: '2000' },
      entities: { type: 'string', default: '0' },
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
        await measure(database, {
          scale,
          times: Number(values.times),
          entities: Number(values.entities),
        });
      } finally {
        await database.stop();
      }
    }
  }
}
