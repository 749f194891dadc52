import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { BenchCatalog, startCatalog } from './src/catalog';
import { BenchDatabase, openDatabase } from './src/databases';
import { objectsPerWorkload } from './src/estate';
import { percentile, printFigure, progress, sample } from './src/figure';
import { fillOwnership, serveOwnership } from './src/ownership';

const promise = 'at most 150 ms and 60 KB compressed a page';

async function measure(
  database: BenchDatabase,
  catalog: BenchCatalog,
  scale: number,
  times: number,
): Promise<void> {
  await fillOwnership(database, scale);
  const { get, stop } = await serveOwnership(database);
  const facets = '/entity-facets?facet=spec.owner&filter=kind=component';
  const byQuery =
    '/entities/by-query?limit=25&filter=kind=component,spec.owner=team-7';
  const team = encodeURIComponent('group:default/team-7');
  for (const [name, path, other, what] of [
    ['teams', '/v1/teams?sort=workloads&limit=50', facets, 'facets of owners'],
    ['teams, searched', '/v1/teams?text=team-77', facets, 'facets of owners'],
    ['team', `/v1/teams/${team}`, byQuery, 'by-query of an owner'],
    [
      'what a team owns',
      `/v1/teams/${team}/owned?type=workload`,
      byQuery,
      'by-query of an owner',
    ],
    ['unowned', '/v1/unowned?by=namespace', byQuery, 'by-query of an owner'],
    ['contested', '/v1/contested', byQuery, 'by-query of an owner'],
    ['coverage', '/v1/coverage?by=repository', facets, 'facets of owners'],
  ]) {
    const body = await get(path);
    const theirs = await catalog.get(other);
    const ours: number[] = [];
    const baseline: number[] = [];
    // In turns, so that neither has the machine's better minute.
    for (let index = 0; index < times; index++) {
      ours.push(...(await sample(1, () => get(path))));
      baseline.push(...(await sample(1, () => catalog.get(other))));
    }
    printFigure({
      name: `${name} p50`,
      scale: `${scale} live objects`,
      database: database.name,
      value: percentile(ours, 0.5),
      unit: 'ms',
      baseline: { what, value: percentile(baseline, 0.5) },
      promise,
    });
    printFigure({
      name: `${name} payload`,
      scale: `${scale} live objects`,
      database: database.name,
      value: gzipSync(body).length / 1_000,
      unit: 'KB compressed',
      baseline: { what, value: gzipSync(theirs).length / 1_000 },
      promise,
    });
  }
  stop();
}

/** Pages about ownership beside the catalog's own queries: `--scale`, `--components` (as many as workloads), `--database sqlite|postgres`, `--times`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      scale: { type: 'string', default: '1000000' },
      components: { type: 'string' },
      database: { type: 'string', multiple: true },
      times: { type: 'string', default: '30' },
    },
  });
  const scale = Number(values.scale);
  const components = Number(values.components ?? scale / objectsPerWorkload);
  const catalog = await startCatalog(components);
  progress(`catalog: ${components} components`);
  for (const name of ['sqlite', 'postgres'] as const) {
    if (values.database && !values.database.includes(name)) {
      continue;
    }
    const database = await openDatabase(name);
    try {
      await measure(database, catalog, scale, Number(values.times));
    } finally {
      await database.stop();
    }
  }
  await catalog.stop();
}
