import { once } from 'node:events';
import { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  DeferredEntity,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogEntriesClient } from '@plumbline/plugin-plumbline-common';
import express from 'express';
import { DatabaseEmitted } from '../plugins/catalog-backend-module-plumbline/src/provider/DatabaseEmitted';
import { EmittedCheck } from '../plugins/catalog-backend-module-plumbline/src/provider/EmittedCheck';
import { PlumblineEntityProvider } from '../plugins/catalog-backend-module-plumbline/src/provider/PlumblineEntityProvider';
import { DatabaseCatalog } from '../plugins/plumbline-backend/src/catalog/DatabaseCatalog';
import { pageOfEntries } from '../plugins/plumbline-backend/src/catalog/pageOfEntries';
import { serviceToThing } from '../plugins/plumbline-backend/src/ownership/derive/thingRows';
import { writeThings } from '../plugins/plumbline-backend/src/ownership/derive/writeThings';
import { BenchCatalog, startCatalog } from './src/catalog';
import { BenchDatabase, openDatabase } from './src/databases';
import { percentile, printFigure, progress, sample } from './src/figure';

const promise = 'one changed service writes one entity';
const repository = 'acme/services';
const find = { ownership: {}, entityNames: ['{name}'] };

/** Services of one repository, the first `changed` of them with another owner. */
function services(count: number, changed: number) {
  return Array.from({ length: count }, (_, at) => {
    const team = `group:default/${at < changed ? 'new' : 'payments'}`;
    return serviceToThing(
      {
        repository,
        service: {
          name: `service-${at}`,
          path: `apps/service-${at}`,
          environments: [{ environment: 'production', versions: [] }],
        },
        ownership: {
          owners: [
            {
              team,
              raw: team,
              source: 'codeowners',
              confidence: 'likely',
              evidence: {
                type: 'file',
                location: { repository, revision: '', path: 'CODEOWNERS' },
              },
            },
          ],
          unowned: null,
          contested: false,
          claims: [],
        },
        partOf: `product-${at % 200}`,
      },
      {},
    );
  }).flatMap(thing => thing ?? []);
}

/** The list of the backend on a server of its own, for anybody. */
async function serve(database: BenchDatabase) {
  const app = express();
  app.get('/v1/catalog-entries', async (request, response) => {
    const { cursor, limit } = request.query;
    response.json(
      await pageOfEntries(
        database.reader,
        {
          limit: Number(limit),
          ...(cursor !== undefined && { cursor: String(cursor) }),
        },
        find,
      ),
    );
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
  return {
    client: new CatalogEntriesClient({
      discoveryApi: { getBaseUrl: async () => `http://127.0.0.1:${port}` },
      fetchApi: { fetch },
    }),
    stop: () => server.close(),
  };
}

async function measure(
  database: BenchDatabase,
  catalog: BenchCatalog,
  count: number,
  times: number,
): Promise<void> {
  const now = () => new Date();
  const write = (changed: number) =>
    database.client.transaction(tx =>
      writeThings(
        tx,
        { repository: `repository:${repository}` },
        services(count, changed),
        { driftDueMs: 0 },
        now(),
      ),
    );
  await write(0);
  await new DatabaseCatalog(database.client, find.entityNames).replace([], {
    now: now(),
  });
  const { client, stop } = await serve(database);
  const mutations: EntityProviderMutation[] = [];
  const provider = new PlumblineEntityProvider({
    settings: {
      schedule: { frequency: { trigger: 'manual' }, timeout: { hours: 1 } },
      entities: new Set(['services', 'systems']),
      namespace: 'default',
      unowned: 'unknown',
      guesses: false,
      maxRemovalPercentage: 20,
    },
    client,
    // The catalog of the bench keeps its own database to itself.
    emitted: await DatabaseEmitted.create({
      getClient: async () => database.client,
    }),
    check: new EmittedCheck({
      auth: mockServices.auth(),
      catalog: catalogServiceMock(),
    }),
    taskRunner: { run: async () => {} },
    logger: mockServices.rootLogger({ level: 'none' }),
    now,
  });
  await provider.connect({
    async applyMutation(mutation) {
      mutations.push(mutation);
      await catalog.connection.applyMutation(mutation);
    },
    refresh: async () => {},
  });
  const scale = `${count} services`;
  const first = await sample(1, () => provider.run());
  const given = mutations.flatMap(mutation =>
    mutation.type === 'delta' ? mutation.added : mutation.entities,
  );
  progress(
    `${database.name}: ${given.length} entities given in ${(first[0] / 1000).toFixed(1)} s`,
  );
  await catalog.processed(count);
  const full = await sample(3, at =>
    catalog.connection.applyMutation({
      type: 'full',
      entities: given.map(({ entity }, index) => ({
        entity: index === 0 ? touched(entity, at) : entity,
      })),
    }),
  );
  mutations.length = 0;
  const changes: number[] = [];
  for (let round = 1; round <= times; round++) {
    await write(round);
    changes.push(...(await sample(1, () => provider.run())));
  }
  const idle = await sample(times, () => provider.run());
  const written = mutations.flatMap(mutation =>
    mutation.type === 'delta' ? mutation.added : mutation.entities,
  );
  const bytes = (entities: DeferredEntity[]) =>
    JSON.stringify(entities.map(({ entity }) => entity)).length;
  const baseline = 'one full mutation of the same entities';
  const figure = { scale, database: database.name, promise };
  printFigure({
    ...figure,
    name: 'change of a service p50',
    value: percentile(changes, 0.5),
    unit: 'ms',
    baseline: { what: baseline, value: percentile(full, 0.5) },
  });
  printFigure({
    ...figure,
    name: 'nothing changed p50',
    value: percentile(idle, 0.5),
    unit: 'ms',
    baseline: { what: baseline, value: percentile(full, 0.5) },
  });
  printFigure({
    ...figure,
    name: 'entities written per changed service',
    value: written.length / times,
    unit: 'entities',
    baseline: { what: baseline, value: given.length },
  });
  printFigure({
    ...figure,
    name: 'bytes given to the catalog per changed service',
    value: bytes(written) / times,
    unit: 'bytes',
    baseline: { what: baseline, value: bytes(given) },
  });
  stop();
}

function touched(entity: Entity, at: number): Entity {
  return {
    ...entity,
    metadata: { ...entity.metadata, title: `touched ${at}` },
  };
}

/** The provider of entities when one service changes: `--services`, `--database sqlite|postgres`, `--times`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      services: { type: 'string', default: '20000' },
      database: { type: 'string', multiple: true },
      times: { type: 'string', default: '10' },
    },
  });
  for (const name of ['sqlite', 'postgres'] as const) {
    if (values.database && !values.database.includes(name)) {
      continue;
    }
    const catalog = await startCatalog(0);
    const database = await openDatabase(name);
    try {
      await measure(
        database,
        catalog,
        Number(values.services),
        Number(values.times),
      );
    } finally {
      await database.stop();
      await catalog.stop();
    }
  }
}
