import { JsonObject, LiveObject } from '../facts';
import { readCluster } from './readCluster';
import { readLiveObject } from './readLiveObject';

const meta = (name: string, rest: JsonObject = {}): JsonObject => ({
  name,
  namespace: 'shop',
  ...rest,
});
const object = (
  apiVersion: string,
  kind: string,
  metadata: JsonObject,
  rest: JsonObject = {},
): JsonObject => ({ apiVersion, kind, metadata, ...rest });

function read(objects: JsonObject[]): Map<string, LiveObject> {
  const facts = readCluster({ cluster: 'prod-eu' }, objects);
  return new Map(
    facts.objects.map(live => [`${live.kind}/${live.name}`, live]),
  );
}

describe('who deploys an object', () => {
  const argo = (id: string) => ({
    annotations: { 'argocd.argoproj.io/tracking-id': id },
  });
  it.each<[string, JsonObject, object | undefined]>([
    [
      'a tracking id',
      object(
        'apps/v1',
        'Deployment',
        meta('cart', argo('shop-cart:apps/Deployment:shop/cart')),
      ),
      { kind: 'Application', name: 'shop-cart' },
    ],
    [
      'an application outside of the namespace of Argo CD',
      object(
        'v1',
        'Service',
        meta('cart', argo('team-a_cart:/Service:shop/cart')),
      ),
      { kind: 'Application', namespace: 'team-a', name: 'cart' },
    ],
    [
      'a cluster-scoped object, a colon in its name',
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
        name: 'system:cart',
        ...argo('cart:rbac.authorization.k8s.io/ClusterRole:shop/system:cart'),
      }),
      { kind: 'Application', name: 'cart' },
    ],
    [
      'a tracking id of another object',
      object('v1', 'Service', meta('copy', argo('cart:/Service:shop/cart'))),
      undefined,
    ],
    [
      'a tracking id of another group',
      object(
        'v1',
        'Service',
        meta('cart', argo('cart:serving.knative.dev/Service:shop/cart')),
      ),
      undefined,
    ],
    [
      'nonsense',
      object('v1', 'Service', meta('cart', argo('::::/'))),
      undefined,
    ],
    [
      'the instance label alone',
      object(
        'apps/v1',
        'Deployment',
        meta('cart', { labels: { 'app.kubernetes.io/instance': 'cart' } }),
      ),
      undefined,
    ],
    [
      'Flux Helm labels before Kustomize labels',
      object(
        'apps/v1',
        'Deployment',
        meta('cart', {
          labels: {
            'helm.toolkit.fluxcd.io/name': 'cart',
            'helm.toolkit.fluxcd.io/namespace': 'shop',
            'kustomize.toolkit.fluxcd.io/name': 'apps',
          },
        }),
      ),
      { kind: 'HelmRelease', namespace: 'shop', name: 'cart' },
    ],
    [
      'Helm annotations',
      object(
        'v1',
        'Service',
        meta('cart', {
          annotations: {
            'meta.helm.sh/release-name': 'cart',
            'meta.helm.sh/release-namespace': 'shop',
          },
        }),
      ),
      {
        kind: 'HelmRelease',
        namespace: 'shop',
        name: 'cart',
        mark: 'meta.helm.sh/release-name',
      },
    ],
  ])('%s', (_, input, expected) => {
    const found = readLiveObject(input, 'c')?.deployedBy;
    expect({ by: found }).toMatchObject({ by: expected });
  });
});

describe('what an object says of itself', () => {
  it('reads claims, images, secrets, and leaves secrets and copies of configuration behind', () => {
    const live = read([
      object('v1', 'Namespace', { name: 'shop', labels: { team: 'shop' } }),
      object(
        'apps/v1',
        'Deployment',
        meta('cart', {
          labels: { team: 'team-cart' },
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': 'hunter2',
            'example.com/blob': 'x'.repeat(2000),
            note: 'kept',
          },
          managedFields: [{ manager: 'kubectl' }],
        }),
        {
          spec: {
            replicas: 3,
            template: {
              metadata: { labels: { team: 'payments' } },
              spec: {
                containers: [
                  {
                    name: 'cart',
                    image: 'registry:5000/acme/cart:1.8.2',
                    envFrom: [{ secretRef: { name: 'cart-db' } }],
                  },
                ],
              },
            },
          },
          status: { readyReplicas: 2 },
        },
      ),
      object(
        'v1',
        'Secret',
        meta('cart-db', {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': 'hunter2',
          },
        }),
        { data: { password: 'aHVudGVyMg==' }, stringData: { a: 'hunter2' } },
      ),
    ]);
    expect(live.get('Namespace/shop')?.claims).toMatchObject([
      { source: 'namespace-label', raw: 'shop' },
    ]);
    expect(live.get('Deployment/cart')).toMatchObject({
      claims: [
        {
          source: 'object-label',
          raw: 'team-cart',
          evidence: { field: 'metadata.labels.team' },
        },
        {
          source: 'pod-template-label',
          raw: 'payments',
          evidence: { field: 'spec.template.metadata.labels.team' },
        },
      ],
      annotations: { note: 'kept' },
      versions: [
        {
          name: 'registry:5000/acme/cart',
          value: '1.8.2',
          key: 'spec.template.spec.containers[name=cart].image',
        },
      ],
      secretRefs: ['cart-db'],
      status: '2 of 3 ready',
    });
    expect(JSON.stringify([...live.values()])).not.toMatch(
      /hunter2|aHVudGVyMg|managedFields/,
    );
  });

  it.each<[string, JsonObject, Partial<LiveObject>]>([
    [
      'a report on an object',
      object('openreports.io/v1alpha1', 'Report', meta('r'), {
        scope: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'cart',
        },
        summary: { pass: 12, warn: 1, fail: 2, error: 0, skip: 0 },
      }),
      {
        status: '2 fail, 1 warn, 12 pass',
        points: {
          target: {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'cart',
          },
        },
      },
    ],
    [
      'a report on a namespace',
      object('wgpolicyk8s.io/v1alpha2', 'PolicyReport', meta('r')),
      { status: 'no results' },
    ],
    [
      'a constraint',
      object(
        'constraints.gatekeeper.sh/v1beta1',
        'K8sRequiredLabels',
        { name: 'owner' },
        { spec: {}, status: { totalViolations: 1 } },
      ),
      { status: 'deny, 1 violation' },
    ],
    [
      'a constraint that is new',
      object(
        'constraints.gatekeeper.sh/v1beta1',
        'K8sRequiredLabels',
        { name: 'owner' },
        { spec: { enforcementAction: 'dryrun' } },
      ),
      { status: 'dryrun, not audited yet' },
    ],
    [
      'a kind of that name of somebody else',
      object('acme.example/v1', 'Report', meta('r'), { summary: { fail: 2 } }),
      {},
    ],
  ])('counts what policies found: %s', (_, given, expected) => {
    const live = readLiveObject(given, 'c');
    expect({ status: live?.status, points: live?.points }).toEqual({
      status: undefined,
      points: undefined,
      ...expected,
    });
  });

  it('says why a pod waits, and which digest it runs', () => {
    const live = readLiveObject(
      object('v1', 'Pod', meta('p'), {
        spec: { containers: [{ name: 'cart', image: 'acme/cart:1' }] },
        status: {
          phase: 'Running',
          containerStatuses: [
            {
              name: 'cart',
              ready: false,
              restartCount: 7,
              imageID: 'docker-pullable://acme/cart@sha256:00ff',
              state: { waiting: { reason: 'CrashLoopBackOff' } },
              lastState: { terminated: { reason: 'OOMKilled' } },
            },
          ],
        },
      }),
      'c',
    );
    expect(live).toMatchObject({
      status: 'CrashLoopBackOff, last OOMKilled, 7 restarts',
      versions: [{ value: '1' }, { value: 'sha256:00ff' }],
    });
  });

  it('opens lists, counts what it cannot read, and survives anything', () => {
    const facts = readCluster({ cluster: 'c', environment: 'production' }, [
      {
        kind: 'List',
        items: [object('v1', 'Service', meta('a')), { kind: 'X' }, 3],
      },
      object('v1', 'Service', meta('a')),
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p', ownerReferences: 'no' },
        spec: { containers: [1, null] },
        status: [],
      },
    ]);
    expect(facts.objects.map(o => o.name)).toEqual(['a', 'p']);
    expect(facts.skipped).toHaveLength(1);
    expect(facts.environment).toBe('production');
  });
});

it('keeps no credential, wherever an object carries it', () => {
  const planted = 'hunter2-Sw0rdfish';
  const address = `https://bot:${planted}@git.example/acme/app`;
  const live = read([
    object('argoproj.io/v1alpha1', 'Application', meta('cart'), {
      spec: { source: { repoURL: address, path: 'cart' } },
      status: { sync: { revision: 'f'.repeat(40) } },
    }),
    object('source.toolkit.fluxcd.io/v1', 'GitRepository', meta('fleet'), {
      spec: { url: address },
    }),
    object(
      'apps/v1',
      'Deployment',
      meta('cart', {
        annotations: { 'acme.example/api-token': planted, docs: address },
        managedFields: [
          {
            manager: 'kubectl-edit',
            operation: 'Update',
            fieldsV1: { 'f:spec': { 'f:replicas': {} } },
          },
        ],
      }),
    ),
    object('v1', 'Pod', meta('cart-1'), {
      status: {
        containerStatuses: [
          {
            name: 'main',
            state: {
              waiting: {
                reason: 'CreateContainerConfigError',
                message: `secret "db" not found, ${planted}`,
              },
            },
          },
        ],
      },
    }),
    object('v1', 'Secret', meta('db', { labels: { team: 'payments' } }), {
      stringData: { note: planted },
    }),
  ]);
  expect(JSON.stringify([...live.values()])).not.toContain(planted);
  expect(live.get('Application/cart')?.engine?.repoUrl).toBe(
    'https://git.example/acme/app',
  );
  // What reading needs of that which is cut.
  expect(live.get('Deployment/cart')?.writers).toMatchObject([
    { manager: 'kubectl-edit', fields: ['spec.replicas'] },
  ]);
  expect(live.get('Pod/cart-1')?.secretStates).toEqual([
    { name: 'db', state: 'missing' },
  ]);
  expect(live.get('Secret/db')?.labels).toEqual({ team: 'payments' });
});
