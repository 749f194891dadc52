import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { CatalogEntry } from '@plumbline/plugin-plumbline-common';
import Router from 'express-promise-router';
import request from 'supertest';
import catalogModulePlumbline from './index';

jest.setTimeout(120_000);

const entries: CatalogEntry[] = [
  {
    id: 'repository:acme/app',
    type: 'repository',
    name: 'acme/app',
    owners: [],
    contested: false,
  },
  {
    id: 's1',
    type: 'service',
    name: 'cart',
    owners: ['group:default/payments'],
    ownerSource: 'codeowners',
    contested: false,
    repository: 'acme/app',
    path: 'apps/cart',
    partOf: 'shop',
  },
];

/** The Plumbline backend, as far as the module asks it: by services alone. */
const plumbline = createBackendPlugin({
  pluginId: 'plumbline',
  register(env) {
    env.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ httpAuth, httpRouter }) {
        const router = Router();
        router.get('/v1/catalog-entries', async (req, res) => {
          await httpAuth.credentials(req, { allow: ['service'] });
          res.json({
            items: entries,
            catalogAsOf: '2026-11-28T10:00:00.000Z',
            notes: [],
          });
        });
        httpRouter.use(router);
      },
    });
  },
});

async function start(catalog: object): Promise<{
  backend: TestBackend;
  run: () => Promise<void>;
}> {
  let scheduler: SchedulerService | undefined;
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModulePlumbline,
      plumbline,
      createBackendModule({
        pluginId: 'catalog',
        moduleId: 'scheduler',
        register(env) {
          env.registerInit({
            deps: { service: coreServices.scheduler },
            async init({ service }) {
              scheduler = service;
            },
          });
        },
      }),
      mockServices.rootConfig.factory({
        data: { catalog: JSON.parse(JSON.stringify(catalog)) },
      }),
    ],
  });
  return {
    backend,
    run: async () => scheduler?.triggerTask('plumbline-entity-provider'),
  };
}

async function entitiesOf(backend: TestBackend): Promise<Entity[]> {
  const response = await request(backend.server)
    .get('/api/catalog/entities/by-query?orderField=metadata.name,asc')
    .set('authorization', mockCredentials.user.header());
  expect(response.status).toBe(200);
  return response.body.items;
}

it('gives the catalog entities that it processes, with owners and relations', async () => {
  const { backend, run } = await start({
    providers: {
      plumbline: {
        schedule: { frequency: { hours: 1 }, timeout: { minutes: 1 } },
      },
    },
  });
  await run();
  let found: Entity[] = [];
  for (let attempt = 0; attempt < 300 && found.length < 3; attempt += 1) {
    await new Promise(resolve => setTimeout(resolve, 100));
    found = await entitiesOf(backend);
  }
  expect(
    found.map(({ kind, metadata, relations = [] }) => [
      kind,
      metadata.name,
      relations.map(({ type, targetRef }) => `${type} ${targetRef}`).sort(),
    ]),
  ).toEqual([
    [
      'Resource',
      'acme-app',
      ['dependencyOf component:default/cart', 'ownedBy group:default/unknown'],
    ],
    [
      'Component',
      'cart',
      [
        'dependsOn resource:default/acme-app',
        'ownedBy group:default/payments',
        'partOf system:default/shop',
      ],
    ],
    [
      'System',
      'shop',
      ['hasPart component:default/cart', 'ownedBy group:default/payments'],
    ],
  ]);
  await backend.stop();
});

it('gives none without a configuration, and names the key that is wrong', async () => {
  const { backend } = await start({});
  await expect(entitiesOf(backend)).resolves.toEqual([]);
  await backend.stop();
  await expect(
    start({ providers: { plumbline: { entities: ['people'] } } }),
  ).rejects.toThrow('catalog.providers.plumbline.entities.0');
});
