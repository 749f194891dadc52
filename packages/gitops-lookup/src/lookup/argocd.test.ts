import { JsonObject, readCluster } from '@plumbline/gitops-reader';
import { MemoryIndex } from '../memory/MemoryIndex';
import { declaredObject, repositoryFacts } from '../testUtils';
import { ArgoInstallation } from './argocd';
import { createLookup } from './createLookup';

const spoke = 'https://prod.example';

interface Described {
  /** Where it stands: `cluster/namespace`. */
  at: string;
  to?: string;
  lists?: 'cart' | 'other';
  name?: string;
}

/** `at` stands for who owns it, so that an answer tells which one was found. */
function application({ at, to, lists, name = 'cart' }: Described): JsonObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: at.split('/')[1],
      labels: { team: at.replace('/', '-') },
    },
    spec: {
      source: { repoURL: 'https://git.example/acme/apps', path: 'cart' },
      destination: {
        server: to ?? 'https://kubernetes.default.svc',
        namespace: 'shop',
      },
    },
    ...(lists && {
      status: {
        resources: [
          { group: 'apps', kind: 'Deployment', namespace: 'shop', name: lists },
        ],
      },
    }),
  };
}

function deployment(metadata: JsonObject): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart', namespace: 'shop', ...metadata },
  };
}

const tracked = (installationId?: string, app = 'cart') =>
  deployment({
    annotations: {
      'argocd.argoproj.io/tracking-id': `${app}:apps/Deployment:shop/cart`,
      ...(installationId && {
        'argocd.argoproj.io/installation-id': installationId,
      }),
    },
  });
const labelled = (key: string, value = 'cart') =>
  deployment({ labels: { [key]: value } });

function lookupOf(
  applications: Described[],
  object: JsonObject,
  argocd: ArgoInstallation[],
) {
  const index = new MemoryIndex();
  const clusters = new Map<string, JsonObject[]>([['prod', [object]]]);
  for (const each of applications) {
    const [cluster] = each.at.split('/');
    const objects = clusters.get(cluster) ?? [];
    clusters.set(cluster, [...objects, application(each)]);
  }
  for (const [cluster, objects] of clusters) {
    index.addCluster(
      readCluster({ cluster }, objects),
      cluster === 'prod' ? { aliases: [spoke] } : {},
    );
  }
  return { index, lookup: createLookup({ index, argocd }) };
}

const a = { namespaces: ['argo-a'], installationId: 'a' };
const b = { namespaces: ['argo-b'], installationId: 'b' };
const own = 'acme.example/application';

describe('which Application Argo CD means', () => {
  const two = [{ at: 'prod/argo-a' }, { at: 'prod/argo-b' }];
  const hubs = [
    { at: 'hub-1/argocd', to: spoke },
    { at: 'hub-2/argocd', to: spoke },
  ];

  it.each<
    [
      what: string,
      applications: Described[],
      object: JsonObject,
      argocd: ArgoInstallation[],
      team: string | undefined,
    ]
  >([
    ['the only one', [two[0]], tracked(), [], 'prod-argo-a'],
    ['none of two that nothing tells apart', two, tracked('b'), [], undefined],
    [
      'the one that lists the object',
      [
        { ...two[0], lists: 'other' },
        { ...two[1], lists: 'cart' },
      ],
      tracked(),
      [],
      'prod-argo-b',
    ],
    [
      'none of two that list an object without a mark',
      two.map(each => ({ ...each, lists: 'cart' as const })),
      deployment({}),
      [],
      undefined,
    ],
    [
      'of two that list an object without a mark, the one without an id',
      two.map(each => ({ ...each, lists: 'cart' as const })),
      deployment({}),
      [a],
      'prod-argo-b',
    ],
    ['the one of its installation', two, tracked('b'), [a, b], 'prod-argo-b'],
    [
      'the one of its installation, though another one lists it',
      [{ ...two[0], lists: 'cart' }, two[1]],
      tracked('b'),
      [a, b],
      'prod-argo-b',
    ],
    [
      'not the one of an installation that is known to be another',
      two,
      tracked('b'),
      [a],
      'prod-argo-b',
    ],
    [
      'not one with an id where the object has none',
      two,
      tracked(),
      [a],
      'prod-argo-b',
    ],
    [
      'none where the object has the id of one without this Application',
      [two[0]],
      tracked('b'),
      [a, b],
      undefined,
    ],
    [
      'one with its namespace in the mark',
      two,
      tracked(undefined, 'argo-b_cart'),
      [],
      'prod-argo-b',
    ],
    [
      'one in another namespace of the installation',
      [two[0], { at: 'prod/team-x' }],
      tracked('b', 'team-x_cart'),
      [a, { ...b, namespaces: ['argo-b', 'team-x'] }],
      'prod-team-x',
    ],
    ['the only hub', [hubs[0]], tracked(), [], 'hub-1-argocd'],
    [
      'the hub that deploys here',
      [{ at: 'hub-1/argocd', to: 'https://other.example' }, hubs[1]],
      tracked(),
      [],
      'hub-2-argocd',
    ],
    [
      'none of two hubs that nothing tells apart',
      hubs,
      tracked(),
      [],
      undefined,
    ],
    [
      'the hub that lists the object',
      [{ ...hubs[0], lists: 'cart' }, hubs[1]],
      tracked(),
      [],
      'hub-1-argocd',
    ],
    [
      'the hub of its installation',
      hubs,
      tracked('two'),
      [
        { cluster: 'hub-1', namespaces: ['argocd'], installationId: 'one' },
        { cluster: 'hub-2', namespaces: ['argocd'], installationId: 'two' },
      ],
      'hub-2-argocd',
    ],
    [
      'the one in the cluster before a hub',
      [{ at: 'prod/argocd' }, hubs[0]],
      tracked(),
      [],
      'prod-argocd',
    ],
    [
      'the hub of its installation, not the one in the cluster',
      [{ at: 'prod/argocd' }, hubs[0]],
      tracked('one'),
      [{ cluster: 'hub-1', namespaces: ['argocd'], installationId: 'one' }],
      'hub-1-argocd',
    ],
    [
      'nothing by a label that nobody configured',
      [{ ...two[0], lists: 'other' }],
      labelled(own),
      [],
      undefined,
    ],
    [
      'the one of a label of its own',
      two,
      labelled(own),
      [{ namespaces: ['argo-b'], instanceLabelKey: own }, a],
      'prod-argo-b',
    ],
    [
      'one in another namespace by its label',
      [two[0], { at: 'prod/team-x' }],
      labelled(own, 'team-x_cart'),
      [{ namespaces: ['argo-a', 'team-x'], instanceLabelKey: own }],
      'prod-team-x',
    ],
    [
      'nothing by a label that was copied from what it lists',
      [{ ...two[0], lists: 'other' }],
      labelled(own),
      [{ namespaces: ['argo-a'], instanceLabelKey: own }],
      undefined,
    ],
    [
      'the one of the label where it lists the object',
      [{ ...two[0], lists: 'cart' }, two[1]],
      labelled(own),
      [
        { namespaces: ['argo-a'], instanceLabelKey: own },
        { namespaces: ['argo-b'], instanceLabelKey: own },
      ],
      'prod-argo-a',
    ],
    [
      'the tracking id before the label',
      [two[0], { at: 'prod/argo-b', name: 'chart' }],
      deployment({
        labels: { [own]: 'chart' },
        annotations: {
          'argocd.argoproj.io/tracking-id': 'cart:apps/Deployment:shop/cart',
        },
      }),
      [{ namespaces: ['argo-b'], instanceLabelKey: own }],
      'prod-argo-a',
    ],
    [
      'the label before the release of Helm',
      [two[0]],
      deployment({
        labels: { [own]: 'cart' },
        annotations: { 'meta.helm.sh/release-name': 'other' },
      }),
      [{ namespaces: ['argo-a'], instanceLabelKey: own }],
      'prod-argo-a',
    ],
    [
      'nothing by the label of charts, also where it is configured',
      [{ ...two[0], lists: 'other' }],
      labelled('app.kubernetes.io/instance'),
      [
        {
          namespaces: ['argo-a'],
          instanceLabelKey: 'app.kubernetes.io/instance',
        },
      ],
      undefined,
    ],
  ])('is %s', async (_, applications, object, argocd, team) => {
    const { lookup } = lookupOf(applications, object, argocd);
    const { owners } = await lookup.answer('Deployment/shop/cart cluster=prod');
    expect(owners.map(({ raw }) => raw)).toEqual(team ? [team] : []);
  });

  it('says that several may be meant', async () => {
    const { lookup } = lookupOf(hubs, tracked(), []);
    const { unknown } = await lookup.answer(
      'Deployment/shop/cart cluster=prod',
    );
    expect(unknown).toContainEqual(
      'Application argocd/cart in hub-1, Application argocd/cart in hub-2 may each be the Application that deploys Deployment shop/cart; plumbline.argocd can tell their installations apart.',
    );
  });

  it('finds in Git the Application of a hub that is not read', async () => {
    const { index, lookup } = lookupOf([], tracked('two'), [
      { cluster: 'hub', namespaces: ['argo-2'], installationId: 'two' },
    ]);
    const declared = (namespace: string) =>
      declaredObject(
        'Application',
        `${namespace}/cart`,
        `acme/apps:${namespace}.yaml:1`,
        { engine: { destinationCluster: spoke, path: 'cart' } },
      );
    index.addRepository(
      repositoryFacts({
        repository: 'acme/apps',
        objects: [declared('argo-1'), declared('argo-2')],
      }),
    );
    const { config } = await lookup.answer('Deployment/shop/cart cluster=prod');
    expect(config.map(({ path }) => path)).toEqual(['argo-2.yaml']);
  });
});
