import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { DatabaseOwnership } from '../plugins/plumbline-backend/src/ownership/DatabaseOwnership';
import { OwnershipWorker } from '../plugins/plumbline-backend/src/ownership/OwnershipWorker';
import { addOwnershipRoutes } from '../plugins/plumbline-backend/src/ownership/router';
import { BenchCatalog, startCatalog } from './src/catalog';
import { BenchDatabase, openDatabase } from './src/databases';
import { Estate } from './src/estate';
import { percentile, printFigure, progress, sample } from './src/figure';
import { fill } from './src/fill';
import { Served, serveApp } from './src/serveApp';

const limits = { driftDueMs: 24 * 3_600_000 };
const promise = 'at most 150 ms and 60 KB compressed a page';

/** The routes of the plugin on a server of their own, for anybody. */
async function serve(ownership: DatabaseOwnership): Promise<Served> {
  const app = express();
  addOwnershipRoutes(app, {
    httpAuth: mockServices.httpAuth(),
    ownership: {
      teams: query => ownership.teams(query),
      team: ref => ownership.team(ref),
      owned: (ref, query) => ownership.owned(ref, query),
      unowned: query => ownership.unsettled('unowned', query),
      contested: query => ownership.unsettled('contested', query),
      history: query => ownership.history(query),
      ruleCommits: (ref, query) => ownership.ruleCommits(ref, query),
      coverage: query => ownership.coverage(query),
    },
  });
  return await serveApp(app);
}

async function measure(
  database: BenchDatabase,
  catalog: BenchCatalog,
  scale: number,
  times: number,
): Promise<void> {
  const estate = new Estate(scale);
  await fill(database, estate);
  const started = performance.now();
  const worker = new OwnershipWorker({
    client: database.client,
    reader: database.reader,
    ownership: {},
    entityNames: ['{name}'],
    limits,
    logger: mockServices.rootLogger({ level: 'none' }),
    now: () => new Date(),
  });
  await worker.drain();
  progress(
    `${database.name}: owners of ${scale} live objects worked out in ${(
      (performance.now() - started) /
      1000
    ).toFixed(1)} s`,
  );
  await database.analyze();
  const { get, stop } = await serve(
    new DatabaseOwnership(database.reader, () => new Date()),
  );
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
    ['unowned', '/v1/unowned', byQuery, 'by-query of an owner'],
    ['contested', '/v1/contested', byQuery, 'by-query of an owner'],
    ['coverage', '/v1/coverage', facets, 'facets of owners'],
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

/** Pages about ownership beside the catalog's own queries: `--scale`, `--components`, `--database sqlite|postgres`, `--times`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      scale: { type: 'string', default: '1000000' },
      components: { type: 'string', default: '20000' },
      database: { type: 'string', multiple: true },
      times: { type: 'string', default: '30' },
    },
  });
  const catalog = await startCatalog(Number(values.components));
  progress(`catalog: ${values.components} components`);
  for (const name of ['sqlite', 'postgres'] as const) {
    if (values.database && !values.database.includes(name)) {
      continue;
    }
    const database = await openDatabase(name);
    try {
      await measure(
        database,
        catalog,
        Number(values.scale),
        Number(values.times),
      );
    } finally {
      await database.stop();
    }
  }
  await catalog.stop();
}
