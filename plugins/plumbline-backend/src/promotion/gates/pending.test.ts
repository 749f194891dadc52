import { mockServices } from '@backstage/backend-test-utils';
import {
  FactIndexSeed,
  repositoryFacts,
} from '@plumbline/gitops-lookup/testUtils';
import { DeclaredObject, readCluster } from '@plumbline/gitops-reader';
import {
  GateReading,
  PinnedRepository,
  PromotionGates,
} from '@plumbline/plugin-plumbline-node';
import { rowsOf } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { testDatabases } from '../../__testUtils__/databases';
import { fill } from '../../__testUtils__/fill';
import { DatabaseHistoryStore } from '../history/DatabaseHistoryStore';
import { ServiceMaker } from '../services/ServiceMaker';
import { DatabasePromotionStore } from '../store/DatabasePromotionStore';
import { bounded } from './bounded';
import { DatabaseGateStore } from './DatabaseGateStore';
import { GateProviders } from './GateProviders';
import { readGates } from './readGates';

jest.setTimeout(60_000);

const databases = testDatabases();
const now = new Date('2026-11-23T12:00:00Z');
const logger = mockServices.logger.mock();

function cart(environment: string, value: string): DeclaredObject {
  const location = {
    repository: 'acme/app',
    revision: 'a'.repeat(40),
    path: `apps/cart/${environment}/kustomization.yaml`,
    line: 7,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'cart',
    environment,
    location,
    claims: [],
    config: [],
    versions: [
      {
        kind: 'image',
        name: 'ghcr.io/acme/cart',
        value,
        evidence: { type: 'file', location },
        key: 'images[0].newTag',
      },
    ],
  };
}

const objects = [cart('staging', '1.1'), cart('production', '1.0')];

const seed: FactIndexSeed = {
  repositories: [
    {
      facts: repositoryFacts({
        repository: 'acme/app',
        revision: 'a'.repeat(40),
        objects,
      }),
      info: { webUrl: 'https://host.example/acme/app' },
      files: objects.map(({ location }) => location.path),
      changes: new Map(),
    },
  ],
  clusters: [
    {
      facts: readCluster({ cluster: 'hub', environment: 'tools' }, [
        {
          apiVersion: 'kargo.akuity.io/v1alpha1',
          kind: 'Stage',
          metadata: { name: 'prod', namespace: 'shop' },
          spec: {
            requestedFreight: [
              {
                origin: { kind: 'Warehouse', name: 'shop' },
                sources: { stages: ['staging'] },
              },
            ],
          },
        },
        {
          apiVersion: 'kargo.akuity.io/v1alpha1',
          kind: 'Freight',
          metadata: { name: 'f1', namespace: 'shop' },
          alias: 'lucky-cart',
          origin: { kind: 'Warehouse', name: 'shop' },
          images: [{ repoURL: 'ghcr.io/acme/cart', tag: '1.1' }],
          status: { currentlyIn: { staging: {} } },
        },
        {
          apiVersion: 'promoter.argoproj.io/v1alpha1',
          kind: 'GitRepository',
          metadata: { name: 'app', namespace: 'promoter' },
          spec: { github: { owner: 'acme', name: 'app' } },
        },
        {
          apiVersion: 'promoter.argoproj.io/v1alpha1',
          kind: 'PromotionStrategy',
          metadata: { name: 'app', namespace: 'promoter' },
          spec: {
            gitRepositoryRef: { name: 'app' },
            environments: [{ branch: 'environment/production' }],
          },
          status: {
            environments: [
              {
                branch: 'environment/production',
                active: { dry: { sha: 'c'.repeat(40) } },
                proposed: { dry: { sha: 'd'.repeat(40) } },
              },
            ],
          },
        },
      ]),
    },
  ],
  teams: [],
};

/** Gates that answer as they are told, and remember what they were asked. */
class FakeGates implements PromotionGates {
  readonly id = 'fake';
  asked: PinnedRepository[] = [];
  answer: (repository: string) => GateReading = repository => ({
    repository,
    error: 'not told what to say',
  });

  knows({ webUrl }: { webUrl?: string }): boolean {
    return webUrl?.startsWith('https://host.example/') ?? false;
  }

  async *read(
    repositories: AsyncIterable<PinnedRepository>,
  ): AsyncGenerator<GateReading> {
    for await (const repository of repositories) {
      this.asked.push(repository);
      yield this.answer(repository.name);
    }
  }
}

describe.each(databases.ids)('what is on its way on %s', id => {
  async function shown(knex: Knex): Promise<string[]> {
    const store = new DatabasePromotionStore(knex, knex, {});
    const [row] = rowsOf(await store.matrix({}, now));
    const service = await store.service(row.id, now);
    return [
      ...(service?.cells ?? []).flatMap(({ environment, pending = [] }) =>
        pending.map(
          ({ source, title, to, state, asOf }) =>
            `${environment}: ${source} ${title} > ${to} ${state} ${asOf?.slice(11, 16)}`,
        ),
      ),
      ...(service?.freshness.problems ?? []).map(({ error }) => error),
    ];
  }

  it('comes from hosts and clusters, and stays when they cannot be read', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, seed);
    await new ServiceMaker({
      store: new DatabasePromotionStore(knex, knex, {}),
      reader: knex,
      rules: [],
      logger,
      now: () => now,
    }).run();
    const clusters = [
      'production: kargo Freight lucky-cart to stage prod > 1.1 waiting 00:00',
      `production: gitops-promoter ${'d'.repeat(12)} to environment/production > ${'d'.repeat(12)} ready 00:00`,
    ];
    expect(await shown(knex)).toEqual(clusters);

    const gates = new FakeGates();
    const store = new DatabaseGateStore(knex, new DatabaseHistoryStore(knex));
    const read = () =>
      readGates(gates, {
        store,
        branchOf: async () => ({}),
        logger,
        now: () => now,
        signal: new AbortController().signal,
      });
    gates.answer = repository => ({
      repository,
      changes: [
        {
          id: '#12',
          title: `Cart 1.1\0${'x'.repeat(1_000)}`,
          url: 'data:text/html,x',
          files: [
            {
              path: 'apps/cart/production/kustomization.yaml',
              versions: [
                {
                  key: 'images[0].newTag',
                  name: 'ghcr.io/acme/cart',
                  from: '1.0',
                  to: '1.1',
                },
              ],
            },
          ],
          gates: [{ kind: 'check', name: 'ci', state: 'failed' }],
        },
      ],
      deployments: [
        { environment: 'staging', ref: 'v1.1', running: true, gates: [] },
      ],
      memory: 'etag',
    });
    await read();
    const line = {
      line: 7,
      key: 'images[0].newTag',
      name: 'ghcr.io/acme/cart',
    };
    expect(gates.asked).toEqual([
      {
        name: 'acme/app',
        webUrl: 'https://host.example/acme/app',
        pins: [
          {
            ...line,
            path: 'apps/cart/staging/kustomization.yaml',
            value: '1.1',
          },
          {
            ...line,
            path: 'apps/cart/production/kustomization.yaml',
            value: '1.0',
          },
        ],
      },
    ]);
    const told = [
      'staging: fake Deployment of v1.1 to staging > undefined running 12:00',
      `production: fake #12 Cart 1.1${'x'.repeat(292)} > 1.1 blocked 12:00`,
      ...clusters,
    ];
    expect(await shown(knex)).toEqual(told);

    gates.answer = repository => ({ repository, error: 'the host is down' });
    await read();
    expect(gates.asked[1].memory).toBe('etag');
    expect(await shown(knex)).toEqual([...told, 'the host is down']);

    // Deployments that nobody shows stay, with their age.
    const later = new Date('2026-11-23T13:30:00Z');
    gates.answer = repository => ({
      repository,
      changes: [],
      problem: 'nobody shows deployments',
    });
    await readGates(gates, {
      store,
      branchOf: async () => ({ branch: 'main' }),
      logger,
      now: () => later,
      signal: new AbortController().signal,
    });
    expect(gates.asked[2].branch).toBe('main');
    expect(await shown(knex)).toEqual([
      told[0],
      ...clusters,
      'nobody shows deployments',
    ]);

    await store.keepOnly([]);
    expect(await shown(knex)).toEqual(clusters);

    // Nor is one kept that is on no host which is asked.
    await read();
    await knex('sources').update({ web_url: 'https://other.example/x' });
    await read();
    expect(await knex('promotion_gates').select('source_id')).toEqual([]);
    await knex('sources').update({ web_url: 'https://host.example/acme/app' });

    // What is gone is not told of any more, and not kept.
    await read();
    await knex('sources')
      .where('id', 'repository:acme/app')
      .update({ gone_since: now.toISOString() });
    expect(await shown(knex)).toEqual(clusters);
    await read();
    expect(await knex('promotion_gates').select('source_id')).toEqual([]);
  });
});

describe('bounded', () => {
  it.each([
    ['values.yaml', 'image.tag', '1.1', '1.1'],
    ['values.yaml', 'db.password', 'hunter2secret', undefined],
    ['shop/.env', 'TAG', '1.1', undefined],
  ])('keeps of %s what may be shown of %s', (path, key, to, kept) => {
    const [{ files }] = bounded({
      changes: [
        {
          id: '#12',
          title: 'Cart',
          files: [{ path, versions: [{ key, name: 'cart', from: '1.0', to }] }],
          gates: [],
        },
      ],
      deployments: [],
    }).changes;
    expect(files[0].versions?.[0].to).toBe(kept);
  });

  it('keeps no credential that a title, a gate or an address quotes', () => {
    const password = 'hunter2secret';
    const facts = bounded({
      changes: [
        {
          id: '#12',
          title: `Set password=${password} of the cart`,
          url: `https://user:${password}@host.example/pull/12?token=${password}`,
          files: [],
          gates: [
            {
              kind: 'check',
              name: `login with password=${password}`,
              state: 'failed',
              // Not seen any more when it was cut before.
              reason: `${'x '.repeat(140)}https://user:${password.repeat(3)}@host.example`,
            },
          ],
        },
      ],
      deployments: [],
    });
    expect(JSON.stringify(facts)).not.toContain('hunter2');
    expect(facts.changes[0].title).toMatch(/^Set password=.*the cart$/);
    expect(facts.changes[0].url).toBe(
      'https://host.example/pull/12?token=masked',
    );
  });
});

describe('GateProviders', () => {
  it('refuses two of one id, and what is no id', () => {
    const providers = new GateProviders();
    providers.addGates(new FakeGates());
    expect(providers.all.map(({ id }) => id)).toEqual(['fake']);
    expect(() => providers.addGates(new FakeGates())).toThrow(
      "There are two gates with the id 'fake'",
    );
    const odd = Object.assign(new FakeGates(), { id: 'Odd one' });
    expect(() => providers.addGates(odd)).toThrow(
      "'Odd one' cannot be the id of gates",
    );
  });
});
