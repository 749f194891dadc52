import { Pin, RunningState } from '@plumbline/gitops-promotion';
import {
  declaredObject,
  liveObject,
  repositoryFacts,
} from '@plumbline/gitops-lookup/testUtils';
import {
  DeclaredObject,
  LiveObject,
  VersionPin,
} from '@plumbline/gitops-reader';
import { testDatabases } from '../../__testUtils__/databases';
import { fill } from '../../__testUtils__/fill';
import { readClusters } from './clusters';
import { RunningVersions } from './runningVersions';

jest.setTimeout(120_000);

const databases = testDatabases();
const image = 'ghcr.io/acme/cart';
const pin: Pin = {
  kind: 'image',
  name: image,
  value: '1.2.0',
  repository: 'acme/app',
  path: 'cart.yaml',
  line: 7,
  key: 'image',
};

function declared(
  kind: string,
  name: string,
  rest: Partial<DeclaredObject> = {},
): DeclaredObject {
  const location = {
    repository: pin.repository,
    revision: 'a'.repeat(40),
    path: pin.path,
    line: 7,
  };
  return {
    ...declaredObject(kind, name, `${pin.repository}:${pin.path}:7`),
    location,
    versions: [
      {
        kind: 'image',
        name: image,
        value: pin.value,
        key: pin.key,
        evidence: { type: 'file', location },
      },
    ],
    ...rest,
  };
}

function live(
  kind: string,
  name: string,
  value: string,
  rest: Partial<LiveObject> = {},
): LiveObject {
  const object = liveObject(kind, name, 'eu', rest);
  const version: VersionPin = {
    kind: 'image',
    name: image,
    value,
    key: 'image',
    evidence: { type: 'object', cluster: 'eu', object, field: 'image' },
  };
  return { ...object, versions: [version] };
}

const others = [live('Deployment', 'shop/other', '9')];

function shown(state: RunningState): string {
  if (state.state !== 'known') {
    return `${state.state}: ${state.reason}`;
  }
  const versions = state.versions.map(
    ({ namespace, object, value }) => `${namespace}/${object} ${value}`,
  );
  return [
    versions.join(', '),
    ...(state.incomplete ? [state.incomplete] : []),
  ].join('; ');
}

describe.each(databases.ids)('versions that run, on %s', id => {
  it.each<
    [
      what: string,
      objects: DeclaredObject[],
      running: LiveObject[],
      expected: string,
      place?: { namespace?: string; resources?: Record<string, string> },
    ]
  >([
    [
      'what Git declares is there',
      [declared('Deployment', 'shop/cart')],
      [live('Deployment', 'shop/cart', '1.1.0')],
      'shop/cart 1.1.0',
    ],
    [
      'it is not, and others of its kind are',
      [declared('Deployment', 'shop/cart')],
      others,
      'missing: eu has no Deployment cart',
    ],
    [
      'nothing of its kind is in the picture',
      [declared('StatefulSet', 'shop/cart')],
      others,
      'unknown: not every StatefulSet of eu was read',
    ],
    [
      'a kind of the same name in another group',
      [declared('Deployment', 'shop/cart', { apiVersion: 'apps.acme.io/v1' })],
      [live('Deployment', 'shop/cart', '1.1.0')],
      'unknown: Deployment cart need not be an object of the cluster that it stands for',
    ],
    [
      'an Application that lives in a hub',
      [declared('Application', 'argocd/cart')],
      others,
      'unknown: Application cart need not be an object of the cluster that it stands for',
    ],
    [
      'what is written for a tool alone',
      [declared('Release', 'shop/cart', { apiVersion: 'helmfile.com/v1' })],
      others,
      'unknown: Release cart need not be an object of the cluster that it stands for',
    ],
    [
      'the Deployment of another namespace',
      [declared('Deployment', 'shop/cart')],
      [live('Deployment', 'payments/cart', '1.1.0')],
      'missing: eu has no Deployment cart',
    ],
    [
      'one place of two, by its namespace',
      [declared('Deployment', 'cart')],
      [
        live('Deployment', 'shop/cart', '1.1.0'),
        live('Deployment', 'payments/cart', '1.2.0'),
      ],
      'payments/cart 1.2.0',
      { namespace: 'payments' },
    ],
    [
      'two teams call it alike',
      [],
      [
        live('Deployment', 'shop/cart', '1.1.0'),
        live('Deployment', 'payments/cart', '1.2.0'),
      ],
      'unknown: eu holds Deployment cart in several namespaces, and nothing tells which is meant',
    ],
    [
      'a kind that was listed completely',
      [declared('Deployment', 'shop/cart')],
      [],
      'missing: eu has no Deployment cart',
      { resources: { Deployment: 'current' } },
    ],
    [
      'a kind that may not be read',
      [declared('Deployment', 'shop/cart')],
      [],
      'unknown: not every Deployment of eu was read',
      { resources: { Deployment: 'forbidden' } },
    ],
  ])('%s', async (_, objects, running, expected, more = {}) => {
    const knex = await databases.migrated(id);
    await fill(knex, {
      repositories: [
        {
          facts: repositoryFacts({ repository: pin.repository, objects }),
          files: [pin.path],
        },
      ],
      clusters: [{ facts: { cluster: 'eu', objects: running, skipped: [] } }],
      teams: [],
    });
    for (const [kind, state] of Object.entries(more.resources ?? {})) {
      await knex('sources')
        .where('id', 'cluster:eu')
        .update({ followed: true });
      await knex('cluster_resources').insert({
        source_id: 'cluster:eu',
        api_group: 'apps',
        version: 'v1',
        listed_at: '2026-11-23T00:00:00.000Z',
        kind,
        state,
      });
    }
    const { namespace } = more;
    const place = {
      environment: 'production',
      cluster: 'eu',
      ...(namespace && { namespace }),
      pins: [pin],
    };
    const service = { name: 'cart', members: [], reasons: [], places: [place] };
    const found = await RunningVersions.read(knex, await readClusters(knex), [
      service,
    ]);
    expect(shown(found.of('cart', place))).toBe(expected);
  });

  it.each<[what: string, us: LiveObject[] | undefined, expected: string]>([
    [
      'runs it, too',
      [live('Deployment', 'shop/cart', '1.1.0', { cluster: 'us' })],
      'shop/cart 1.2.0, shop/cart 1.1.0',
    ],
    [
      'was read and has none',
      [live('Deployment', 'shop/other', '9', { cluster: 'us' })],
      'shop/cart 1.2.0',
    ],
    [
      'was never read',
      undefined,
      'shop/cart 1.2.0; us was never read completely',
    ],
    [
      'was read without Deployments',
      [live('StatefulSet', 'shop/cart-db', '9', { cluster: 'us' })],
      'shop/cart 1.2.0; not every Deployment of us was read',
    ],
    [
      'runs another image under the name',
      [liveObject('Deployment', 'shop/cart', 'us')],
      'shop/cart 1.2.0; what runs in us names no version of what is pinned',
    ],
  ])('of two clusters that a place means, one %s', async (_, us, expected) => {
    const knex = await databases.migrated(id);
    const environment = 'production';
    const store = await fill(knex, {
      repositories: [
        {
          facts: repositoryFacts({
            repository: pin.repository,
            objects: [declared('Deployment', 'shop/cart')],
          }),
          files: [pin.path],
        },
      ],
      clusters: [
        {
          facts: {
            cluster: 'eu',
            environment,
            objects: [live('Deployment', 'shop/cart', '1.2.0'), ...others],
            skipped: [],
          },
        },
        ...(us
          ? [
              {
                facts: { cluster: 'us', environment, objects: us, skipped: [] },
              },
            ]
          : []),
      ],
      teams: [],
    });
    if (!us) {
      await store.recordListing(
        'provider of us',
        'cluster',
        [{ name: 'us', environment }],
        { now: new Date('2026-11-23T00:00:00Z'), factsVersion: '1' },
      );
    }
    const place = { environment, pins: [pin] };
    const service = { name: 'cart', members: [], reasons: [], places: [place] };
    const elsewhere = {
      ...service,
      name: 'none',
      places: [{ environment, namespace: 'none', pins: [pin] }],
    };
    const found = await RunningVersions.read(knex, await readClusters(knex), [
      service,
      elsewhere,
    ]);
    expect(shown(found.of('cart', place))).toBe(expected);
    expect(shown(found.of('none', elsewhere.places[0]))).toBe(
      us
        ? 'unknown: no object in a cluster is known to be this service'
        : 'unknown: us was never read completely',
    );
  });

  it('judges no part of what is called alike as if it were all', async () => {
    const knex = await databases.migrated(id);
    const many = ['a', 'b', 'c', 'd'].map(namespace =>
      live('Deployment', `${namespace}/web`, '9'),
    );
    await fill(knex, {
      repositories: [],
      clusters: [
        {
          facts: {
            cluster: 'eu',
            objects: [...many, live('Deployment', 'shop/cart', '1.2.0')],
            skipped: [],
          },
        },
      ],
      teams: [],
    });
    const place = { environment: 'production', cluster: 'eu', pins: [pin] };
    const services = ['web', 'cart'].map(name => ({
      name,
      members: [],
      reasons: [],
      places: [place],
    }));
    const clusters = await readClusters(knex);
    const found = await RunningVersions.read(knex, clusters, services, 4);
    expect(shown(found.of('web', place))).toBe(
      'unknown: too many objects are called so to look at all of them',
    );
    expect(shown(found.of('cart', place))).toBe('shop/cart 1.2.0');
    const all = await RunningVersions.read(knex, clusters, services, 6);
    expect(shown(all.of('web', place))).toMatch(/^unknown: eu holds/);
  });
});
