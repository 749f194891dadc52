import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  declaredObject,
  liveObject,
  repositoryFacts,
} from '@plumbline/gitops-lookup/testUtils';
import { OwnedThing } from '@plumbline/plugin-plumbline-common';
import { testDatabases } from '../../__testUtils__/databases';
import { fill } from '../../__testUtils__/fill';
import { label, repository, rule } from '../../__testUtils__/ownershipSeed';
import { DatabaseAlertStore } from '../../alerts/store/DatabaseAlertStore';
import { DatabaseCatalog } from '../../catalog/DatabaseCatalog';
import { readCatalog } from '../../catalog/readCatalog';
import { ServiceMaker } from '../../promotion/services/ServiceMaker';
import { DatabasePromotionStore } from '../../promotion/store/DatabasePromotionStore';
import { DatabaseOwnership } from '../DatabaseOwnership';
import { OwnershipWorker } from '../derive/OwnershipWorker';

jest.setTimeout(120_000);

const databases = testDatabases();
const partOf = (product: string) => ({
  labels: { 'app.kubernetes.io/part-of': product },
});

function entity(
  kind: string,
  name: string,
  spec: Entity['spec'],
  annotations: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-origin-location': 'url:https://x.example/y',
        ...annotations,
      },
    },
    spec,
  };
}

const system = (name: string) => entity('System', name, { owner: 'web' });

const component = (
  name: string,
  spec: object,
  annotations: Record<string, string>,
) => entity('Component', name, { owner: 'web', ...spec }, annotations);

const at = (name: string, directory: string, spec: object = {}) =>
  entity(
    'Component',
    name,
    { ...spec },
    {
      'backstage.io/source-location': `url:https://github.com/${repository}/tree/main/${directory}/`,
    },
  );

const selector = (labels: string) => ({
  'backstage.io/kubernetes-label-selector': labels,
});

const finding = (path: string, message: string) => ({
  rule: 'floating-version',
  severity: 'warning' as const,
  location: { repository, revision: 'HEAD', path, line: 1 },
  message,
});

function repositoryOf(): Parameters<typeof fill>[1] {
  return {
    repositories: [
      {
        facts: repositoryFacts({
          repository,
          objects: [
            ...['production', 'staging'].map(environment =>
              declaredObject(
                'Deployment',
                'shop/cart',
                `${repository}:apps/cart/a.yaml:3`,
                {
                  environment,
                  claims: [rule('@acme/checkout', 1)],
                  ...partOf('Shop'),
                },
              ),
            ),
            // Called like the service, and no part of it.
            declaredObject(
              'CronJob',
              'shop/cart',
              `${repository}:apps/cart-tools/a.yaml:1`,
              partOf('Tools'),
            ),
            declaredObject(
              'HelmRelease',
              'flux/pay',
              `${repository}:apps/pay/r.yaml:1`,
              {
                ...partOf('Shop'),
                versions: [
                  {
                    kind: 'chart',
                    name: 'pay',
                    value: '1.0.0',
                    key: 'version',
                    evidence: {
                      type: 'file',
                      location: {
                        repository,
                        revision: 'HEAD',
                        path: 'apps/pay/r.yaml',
                        line: 9,
                      },
                    },
                  },
                ],
              },
            ),
          ],
          ownership: {
            repositoryClaims: [],
            codeowners: {
              path: 'CODEOWNERS',
              text: '/apps/cart/ @acme/checkout\n',
            },
          },
          findings: [
            finding('apps/cart/a.yaml', 'of the cart'),
            finding('apps/cart-tools/a.yaml', 'of another'),
          ],
        }),
        files: [
          'CODEOWNERS',
          'apps/cart/a.yaml',
          'apps/cart-tools/a.yaml',
          'apps/pay/r.yaml',
        ],
      },
    ],
    clusters: [
      {
        facts: {
          cluster: 'prod',
          environment: 'production',
          objects: [
            liveObject('Namespace', 'shop', 'prod', {
              claims: [label('shop-team', 'Namespace', 'shop')],
            }),
            liveObject('Deployment', 'shop/cart', 'prod', {
              claims: [label('payments', 'Deployment', 'cart')],
            }),
            // What the product is called, and nothing of it.
            liveObject('Deployment', 'other/shop', 'prod', {
              claims: [label('strangers', 'Deployment', 'shop')],
            }),
            liveObject('Deployment', 'shop/web', 'prod', {
              labels: { app: 'web' },
            }),
            liveObject('HelmRelease', 'flux/pay', 'prod', {
              engine: {},
              state: {
                sync: 'failed',
                conditions: [
                  {
                    type: 'Ready',
                    status: 'False',
                    reason: 'UpgradeFailed',
                    since: '2026-11-20T10:00:00Z',
                  },
                ],
              },
            }),
            liveObject('Deployment', 'shop/pay', 'prod', {
              claims: [label('payments', 'Deployment', 'pay')],
              deployedBy: {
                kind: 'HelmRelease',
                namespace: 'flux',
                name: 'pay',
                mark: 'helm.toolkit.fluxcd.io/name',
              },
            }),
          ],
          skipped: [],
        },
      },
    ],
    teams: [],
  };
}

describe.each(databases.ids)('what entities stand for on %s', id => {
  const now = () => new Date('2026-11-28T10:00:00.000Z');

  const named = (things: OwnedThing[]) =>
    things.map(({ type, kind, name, cluster, environment, owners }) =>
      [
        kind ?? type,
        name,
        cluster ?? environment ?? '-',
        owners.map(({ team }) => team.replace('group:default/', '')).join() ||
          'nobody',
      ].join(' '),
    );

  async function open(entities: Entity[] = []) {
    const database = await databases.migrated(id);
    await fill(database, repositoryOf());
    const logger = mockServices.logger.mock();
    await readCatalog({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      store: new DatabaseCatalog(database, ['{name}']),
      logger,
      now,
    });
    await new OwnershipWorker({
      client: database,
      reader: database,
      ownership: {},
      entityNames: ['{name}'],
      limits: { driftDueMs: 3_600_000 },
      logger,
      now,
    }).drain();
    const ownership = new DatabaseOwnership(database, now);
    return {
      database,
      ownership,
      async things(ref: string, thing?: string) {
        const { items } = await ownership.entityThings(ref, { thing });
        return named(items);
      },
      async idOf(type: string, name: string): Promise<string> {
        const [key]: string[] = await database('ownership_things')
          .where({ type, name })
          .pluck('row_key');
        return key;
      },
    };
  }

  const cart = [
    'service cart - checkout',
    'Deployment cart prod payments',
    'Deployment cart staging checkout',
  ];
  const pay = ['service pay - nobody', 'Deployment pay prod payments'];

  it('finds the services of a Component and what they run as, wherever that is', async () => {
    const { things, idOf } = await open([
      at('shopping-cart', 'apps/cart'),
      component('storefront', {}, selector('app=web')),
    ]);
    await expect(things('component:default/shopping-cart')).resolves.toEqual(
      cart,
    );
    // The catalog tells of workloads that no repository declares.
    await expect(things('component:default/storefront')).resolves.toEqual([
      'Deployment web prod shop-team',
    ]);
    // One that Plumbline made, by what it stands for; a chart that nobody has read leads to what it deployed.
    await expect(
      things('component:default/pay', await idOf('service', 'pay')),
    ).resolves.toEqual(pay);
    await expect(things('component:default/nothing')).resolves.toEqual([]);
  });

  it('finds what is part of a System, and nothing that is merely called so', async () => {
    const { things } = await open([
      system('shop'),
      system('orders'),
      at('shopping-cart', 'apps/cart', { system: 'orders' }),
    ]);
    const shop = [cart[0], pay[0], ...[pay[1], ...cart.slice(1)]];
    await expect(things('system:default/shop')).resolves.toEqual(shop);
    await expect(things('system:default/x', 'system:Shop')).resolves.toEqual(
      shop,
    );
    await expect(things('system:default/orders')).resolves.toEqual(cart);
    await expect(things('system:other/shop')).resolves.toEqual([]);
  });

  it('finds all of a repository, a cluster and a namespace', async () => {
    const { things, idOf, ownership } = await open();
    await expect(
      things('resource:default/x', await idOf('namespace', 'shop')),
    ).resolves.toEqual([
      'Namespace shop prod shop-team',
      'Deployment pay prod payments',
      'Deployment cart prod payments',
      'Deployment web prod shop-team',
    ]);
    const view = async (thing: string) =>
      (await ownership.entity('resource:default/x', { thing })).counts;
    await expect(view('cluster:prod')).resolves.toMatchObject({
      namespaces: 1,
      workloads: 4,
    });
    await expect(view(`repository:${repository}`)).resolves.toMatchObject({
      services: 3,
      workloads: 3,
    });
    await expect(view('repository:acme')).resolves.toMatchObject({
      services: 0,
    });
  });

  it('counts how it stands, with what is promoted, found and fires', async () => {
    const { database, ownership } = await open([system('shop')]);
    await new ServiceMaker({
      store: new DatabasePromotionStore(database, database, {}),
      reader: database,
      rules: [],
      logger: mockServices.logger.mock(),
      now,
    }).run();
    await fire(new DatabaseAlertStore(database), ['cart', 'web']);
    const { counts, owners, promoted, alerts, findings, ...places } =
      await ownership.entity('system:default/shop', {});
    expect(counts).toEqual({
      services: 2,
      workloads: 3,
      namespaces: 0,
      paths: 0,
      contested: 2,
      unowned: 1,
      alerts: 1,
      findings: 1,
      promotions: 0,
      drift: 1,
      driftUnknown: 2,
      secrets: 0,
      secretsUnknown: 0,
    });
    expect(owners).toEqual([
      { team: 'group:default/checkout', things: 2 },
      { team: 'group:default/payments', things: 2 },
    ]);
    // A service whose files lie below an environment has a directory that is none.
    await database('files').where({ path: 'apps/pay' }).delete();
    const { counts: less } = await ownership.entity('system:default/shop', {});
    expect(less).not.toHaveProperty('findings');
    expect(promoted.map(({ name }) => name)).toEqual(['cart', 'pay']);
    expect(alerts).toMatchObject([{ labels: { pod: 'cart' } }]);
    expect(findings).toMatchObject([
      { repository, fact: { message: 'of the cart' } },
    ]);
    expect(places).toEqual({
      environments: ['staging', 'production'],
      clusters: ['prod'],
      repositories: [repository],
      pending: 0,
    });
  });

  it('pages, filters, and leaves out what somebody may not see', async () => {
    const { ownership } = await open([system('shop')]);
    const ref = 'system:default/shop';
    const found: OwnedThing[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await ownership.entityThings(ref, { cursor, limit: 2 });
      expect(page.totalItems).toBe(5);
      found.push(...page.items);
      cursor = page.nextCursor;
      more = cursor !== undefined;
    }
    expect(named(found)).toEqual([cart[0], pay[0], pay[1], ...cart.slice(1)]);
    const drifts = await ownership.entityThings(ref, { trouble: 'drift' });
    expect(named(drifts.items)).toEqual([pay[1]]);
    const mine = { marks: ['group:default/checkout'] };
    const seen = await ownership.entityThings(ref, {}, mine);
    expect(seen.restricted).toBe(true);
    // What nobody owns is everybody's business.
    expect(named(seen.items)).toEqual([cart[0], pay[0], cart[2]]);
    await expect(ownership.entity(ref, {}, mine)).resolves.toMatchObject({
      restricted: true,
      counts: { workloads: 1 },
      owners: [{ team: 'group:default/checkout', things: 2 }],
    });
  });
});

/** Alerts about Deployments of the shop. */
async function fire(store: DatabaseAlertStore, names: string[]): Promise<void> {
  const startsAt = '2026-11-28T09:00:00.000Z';
  await store.accept(
    [
      {
        receiver: 'fake',
        plumbing: 0,
        followUps: [],
        alerts: names.map(name => ({
          status: 'firing',
          fingerprintKey: name,
          question: { key: name, text: name },
          startsAt,
          name: 'KubePodCrashLooping',
          labels: { pod: name },
          annotations: {},
          links: [],
        })),
      },
    ],
    new Date(startsAt),
  );
  const claimed = await store.claimQuestions('replica', {
    now: new Date(startsAt),
    until: new Date('2026-11-28T10:00:00.000Z'),
    limit: 10,
  });
  for (const question of claimed) {
    await store.resolve(question, {
      ownership: 'nobody',
      resolution: {
        subject: {
          type: 'object',
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: question.text,
          reasons: [],
          confidence: 'certain',
        },
        owners: [],
        contested: false,
        cluster: 'prod',
        query: question.text,
        resolvedAt: startsAt,
        unknown: [],
      },
    });
  }
}
