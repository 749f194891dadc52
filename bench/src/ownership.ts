import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { Knex } from 'knex';
// Stores, workers, answers and routes are the backend's own.
import { DatabaseSourceStore } from '../../plugins/plumbline-backend/src/index/DatabaseSourceStore';
import { DatabaseOwnership } from '../../plugins/plumbline-backend/src/ownership/DatabaseOwnership';
import { OwnershipWorker } from '../../plugins/plumbline-backend/src/ownership/derive/OwnershipWorker';
import { addOwnershipRoutes } from '../../plugins/plumbline-backend/src/ownership/router';
import { BenchDatabase } from './databases';
import { OwnedEstate } from './ownedEstate';
import { progress } from './figure';
import { fill } from './fill';
import { Served, serveApp } from './serveApp';

const DAY_MS = 24 * 3_600_000;
/** As far back as trends go. */
const DAYS = 90;
const limits = { driftDueMs: 24 * 3_600_000 };

/** Fills a database with an estate of so many live objects and works out who owns what. */
export async function fillOwnership(
  database: BenchDatabase,
  scale: number,
): Promise<void> {
  const estate = new OwnedEstate(scale);
  await fill(database, estate);
  const { client, reader } = database;
  await new DatabaseSourceStore(client, reader).replaceTeams(
    'bench',
    estate.teams,
  );
  const started = performance.now();
  const worker = new OwnershipWorker({
    client,
    reader,
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
  await repeatCoverage(client);
  await database.analyze();
}

/** Writes down for each day of a quarter what was counted today. */
async function repeatCoverage(client: Knex): Promise<void> {
  const taken = '"by", scope, type, total, owned, contested, explicit';
  const today = new Date().toISOString().slice(0, 10);
  for (let back = 1; back < DAYS; back++) {
    const day = new Date(Date.now() - back * DAY_MS).toISOString().slice(0, 10);
    await client.raw(
      `INSERT INTO ownership_coverage (day, ${taken}) SELECT ?, ${taken} FROM ownership_coverage WHERE day = ?`,
      [day, today],
    );
  }
}

/** The routes about ownership on a server of their own, for anybody. */
export async function serveOwnership(database: BenchDatabase): Promise<Served> {
  const ownership = new DatabaseOwnership(database.reader, () => new Date());
  const app = express();
  addOwnershipRoutes(app, {
    httpAuth: mockServices.httpAuth(),
    ownership: {
      teams: query => ownership.teams(query),
      team: ref => ownership.team(ref),
      owned: (ref, query) => ownership.owned(ref, query),
      entity: (ref, query) => ownership.entity(ref, query),
      entityThings: (ref, query) => ownership.entityThings(ref, query),
      unowned: query => ownership.unsettled('unowned', query),
      contested: query => ownership.unsettled('contested', query),
      history: query => ownership.history(query),
      ruleCommits: (ref, query) => ownership.ruleCommits(ref, query),
      coverage: query => ownership.coverage(query),
    },
  });
  return await serveApp(app);
}
