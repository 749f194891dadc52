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

export interface BenchCatalog {
  /** Asks the catalog as the portal does; the body of the answer. */
  get(path: string): Promise<string>;
  /** For another provider than the one of the Components. */
  connection: EntityProviderConnection;
  /** Waits until so many Components are processed. */
  processed(components: number): Promise<void>;
  stop(): Promise<void>;
}

/** Backstage's own catalog with as many Components, each owned by one of the teams, once all of them are processed. */
export async function startCatalog(
  components: number,
  teamOf: (index: number) => string,
): Promise<BenchCatalog> {
  const location = 'bench:estate';
  const entities = Array.from({ length: components }, (_, index) => ({
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: `service-${index}`,
        annotations: {
          'backstage.io/managed-by-location': location,
          'backstage.io/managed-by-origin-location': location,
          'backstage.io/kubernetes-id': `service-${index}`,
        },
      },
      spec: { type: 'service', lifecycle: 'production', owner: teamOf(index) },
    },
  }));
  let connection: EntityProviderConnection | undefined;
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
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
  await processed(components);
  if (!connection) {
    throw new Error('The catalog connected no provider');
  }
  return { get, connection, processed, stop: () => backend.stop() };
}
