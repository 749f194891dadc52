import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';

export interface BenchCatalog {
  /** Asks the catalog as the portal does; the body of the answer. */
  get(path: string): Promise<string>;
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
        },
      },
      spec: { type: 'service', lifecycle: 'production', owner: teamOf(index) },
    },
  }));
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
                connect: connection =>
                  connection.applyMutation({ type: 'full', entities }),
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
  for (;;) {
    const { totalItems }: { totalItems: number } = JSON.parse(
      await get('/entities/by-query?limit=1&filter=kind=component'),
    );
    if (totalItems >= components) {
      return { get, stop: () => backend.stop() };
    }
    await new Promise(resolve => setTimeout(resolve, 1_000));
  }
}
