import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  catalogProcessingExtensionPoint,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { openSqlite } from './databases';
import { multiply, NAME } from './multiply';

export interface BenchCatalog {
  /** Asks the catalog as the portal does; the body of the answer. */
  get(path: string): Promise<string>;
  /** For another provider than the one of the Components. */
  connection: EntityProviderConnection;
  /** Waits until so many Components are processed. */
  processed(components: number): Promise<void>;
  stop(): Promise<void>;
}

/** Components that are processed, one for each team; it takes the catalog some 20 ms each. */
const PROCESSED = 1_000;

/**
 * Backstage's own catalog, on SQLite in a file, with as many Components, each owned by one of a thousand teams. The first thousand are
 * given to it and processed; all others are copies of the rows that it made of these, under names of their own.
 */
export async function startCatalog(components: number): Promise<BenchCatalog> {
  const location = 'bench:estate';
  const given = Math.min(components, PROCESSED);
  const entities = Array.from({ length: given }, (_, index) => ({
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: `${NAME}${index}`,
        annotations: {
          'backstage.io/managed-by-location': location,
          'backstage.io/managed-by-origin-location': location,
          'backstage.io/kubernetes-id': `${NAME}${index}`,
        },
      },
      spec: {
        type: 'service',
        lifecycle: 'production',
        owner: `team-${index}`,
      },
    },
  }));
  let connection: EntityProviderConnection | undefined;
  const database = await openSqlite();
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      mockServices.database.factory({ knex: database.client }),
      mockServices.rootConfig.factory({
        data: { catalog: { processingInterval: { hours: 24 } } },
      }),
      createBackendModule({
        pluginId: 'catalog',
        moduleId: 'bench-estate',
        register(env) {
          env.registerInit({
            deps: { processing: catalogProcessingExtensionPoint },
            async init({ processing }) {
              processing.addEntityProvider({
                getProviderName: () => 'bench-estate',
                connect: own => own.applyMutation({ type: 'full', entities }),
              });
              processing.addEntityProvider({
                getProviderName: () => 'plumbline',
                async connect(other) {
                  connection = other;
                },
              });
            },
          });
        },
      }),
    ],
  });
  const base = `http://localhost:${backend.server.port()}/api/catalog`;
  const get = async (path: string) => {
    const response = await fetch(`${base}${path}`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    const body = await response.text();
    if (!response.ok) {
      throw new Error(`The catalog answers ${response.status}: ${body}`);
    }
    return body;
  };
  const processed = async (wanted: number) => {
    for (;;) {
      const { totalItems }: { totalItems: number } = JSON.parse(
        await get('/entities/by-query?limit=1&filter=kind=component'),
      );
      if (totalItems >= wanted) {
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 1_000));
    }
  };
  await processed(given);
  await multiply(database.client, given, components);
  if (!connection) {
    throw new Error('The catalog connected no provider');
  }
  return {
    get,
    connection,
    processed,
    async stop() {
      await backend.stop();
      await database.stop();
    },
  };
}
