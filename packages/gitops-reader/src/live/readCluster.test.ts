import { JsonObject, LiveObject } from '../facts';
import { readCluster } from './readCluster';
import { readLiveObject } from './readLiveObject';

const meta = (name: string, rest: JsonObject = {}): JsonObject => ({
  name,
  namespace: 'shop',
  ...rest,
});
const ownedBy = (
  apiVersion: string,
  kind: string,
  name: string,
  uid?: string,
): JsonObject => ({
  ownerReferences: [
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'not-the-controller' },
    { apiVersion, kind, name, controller: true, ...(uid ? { uid } : {}) },
  ],
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

describe('roots', () => {
  const deployment = object(
    'apps/v1',
    'Deployment',
    meta('cart', { uid: 'd1' }),
  );
  const replicaSet = object(
    'apps/v1',
    'ReplicaSet',
    meta('cart-6f5c9799d8', {
      uid: 'r1',
      // The deployment controller copies these from the Deployment.
      annotations: {
        'argocd.argoproj.io/tracking-id': 'cart:apps/Deployment:shop/cart',
        'meta.helm.sh/release-name': 'cart',
        'meta.helm.sh/release-namespace': 'shop',
      },
      ...ownedBy('apps/v1', 'Deployment', 'cart', 'd1'),
    }),
  );
  const pod = object(
    'v1',
    'Pod',
    meta('cart-6f5c9799d8-mf6hp', {
      labels: { 'pod-template-hash': '6f5c9799d8' },
      ...ownedBy('apps/v1', 'ReplicaSet', 'cart-6f5c9799d8', 'r1'),
    }),
  );

  it('climbs from a pod to its Deployment, past marks that a controller copied', () => {
    const live = read([pod, replicaSet, deployment]);
    expect(live.get('Pod/cart-6f5c9799d8-mf6hp')).toMatchObject({
      controller: { kind: 'ReplicaSet', name: 'cart-6f5c9799d8' },
      root: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
      },
    });
    expect(live.get('ReplicaSet/cart-6f5c9799d8')?.deployedBy).toBeUndefined();
    expect(live.get('Deployment/cart')?.root).toBeUndefined();
  });

  it('finds the Deployment by the template hash when the snapshot has no ReplicaSets', () => {
    expect(
      read([pod, deployment]).get('Pod/cart-6f5c9799d8-mf6hp')?.root,
    ).toMatchObject({ kind: 'Deployment', name: 'cart' });
    expect(read([pod]).get('Pod/cart-6f5c9799d8-mf6hp')?.root).toMatchObject({
      kind: 'ReplicaSet',
      name: 'cart-6f5c9799d8',
    });
  });

  it('does not trust an owner that was replaced by another of the same name', () => {
    const other = object('apps/v1', 'Deployment', meta('cart', { uid: 'd2' }));
    const live = read([pod, replicaSet, other]);
    expect(live.get('Pod/cart-6f5c9799d8-mf6hp')?.root).toMatchObject({
      kind: 'ReplicaSet',
    });
  });

  it.each([
    [
      'CronJob',
      [
        object('batch/v1', 'CronJob', meta('settle')),
        object(
          'batch/v1',
          'Job',
          meta('settle-29923688', ownedBy('batch/v1', 'CronJob', 'settle')),
        ),
        object(
          'v1',
          'Pod',
          meta('x', ownedBy('batch/v1', 'Job', 'settle-29923688')),
        ),
      ],
      { kind: 'CronJob', name: 'settle' },
    ],
    [
      'Rollout',
      [
        object('argoproj.io/v1alpha1', 'Rollout', meta('web')),
        object(
          'apps/v1',
          'ReplicaSet',
          meta('web-1', ownedBy('argoproj.io/v1alpha1', 'Rollout', 'web')),
        ),
        object(
          'v1',
          'Pod',
          meta('x', ownedBy('apps/v1', 'ReplicaSet', 'web-1')),
        ),
      ],
      { kind: 'Rollout', name: 'web' },
    ],
    [
      'Node of a static pod',
      [
        object('v1', 'Node', { name: 'cp-1' }),
        object('v1', 'Pod', meta('x', ownedBy('v1', 'Node', 'cp-1'))),
      ],
      { apiVersion: 'v1', kind: 'Node', name: 'cp-1' },
    ],
    [
      'custom resource that stands in Git, not the one above it',
      [
        object('platform.acme.example/v1', 'Tenant', meta('t')),
        object(
          'postgresql.cnpg.io/v1',
          'Cluster',
          meta('db', {
            labels: {
              'kustomize.toolkit.fluxcd.io/name': 'shop',
              'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
            },
            ...ownedBy('platform.acme.example/v1', 'Tenant', 't'),
          }),
        ),
        object(
          'v1',
          'Pod',
          meta('x', ownedBy('postgresql.cnpg.io/v1', 'Cluster', 'db')),
        ),
      ],
      { kind: 'Cluster', name: 'db' },
    ],
    [
      'custom resource that the snapshot lacks',
      [
        object(
          'v1',
          'Pod',
          meta('x', ownedBy('tekton.dev/v1', 'TaskRun', 'build')),
        ),
      ],
      { kind: 'TaskRun', name: 'build' },
    ],
  ])('ends at the %s', (_, objects, root) => {
    expect(read(objects).get('Pod/x')?.root).toMatchObject(root);
  });

  it('ends a circle of owners', () => {
    const live = read([
      object('a/v1', 'A', meta('a', ownedBy('a/v1', 'B', 'b'))),
      object('a/v1', 'B', meta('b', ownedBy('a/v1', 'A', 'a'))),
    ]);
    expect(live.get('A/a')?.root).toMatchObject({ kind: 'B' });
  });

  it('climbs past a copied label when the engine does not list the object', () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'shop',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const live = read([
      object(
        'kustomize.toolkit.fluxcd.io/v1',
        'Kustomization',
        { name: 'shop', namespace: 'flux-system' },
        {
          spec: { path: './apps' },
          status: {
            inventory: {
              entries: [{ id: 'shop_db_acme.example_Db', v: 'v1' }],
            },
          },
        },
      ),
      object('acme.example/v1', 'Db', meta('db', { labels })),
      object(
        'apps/v1',
        'StatefulSet',
        meta('db', { labels, ...ownedBy('acme.example/v1', 'Db', 'db') }),
      ),
      object(
        'v1',
        'Pod',
        meta('db-0', ownedBy('apps/v1', 'StatefulSet', 'db')),
      ),
    ]);
    expect(live.get('Pod/db-0')?.root).toMatchObject({
      kind: 'Db',
      name: 'db',
    });
  });
});

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

  const application = (name: string, status?: JsonObject) =>
    object(
      'argoproj.io/v1alpha1',
      'Application',
      { name, namespace: 'argocd' },
      {
        spec: {
          source: {
            repoURL: 'https://github.com/acme/app-config',
            path: './apps/cart',
            targetRevision: 'main',
          },
          destination: {
            server: 'https://kubernetes.default.svc',
            namespace: 'shop',
          },
        },
        ...(status ? { status } : {}),
      },
    );

  it('reads the resources that an Application lists', () => {
    const live = read([
      application('cart', {
        sync: { status: 'OutOfSync', revision: 'abc' },
        health: { status: 'Degraded' },
        resources: [
          {
            group: 'apps',
            version: 'v1',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'cart',
          },
        ],
      }),
      object('apps/v1', 'Deployment', meta('cart')),
    ]);
    expect(live.get('Deployment/cart')?.deployedBy).toEqual({
      kind: 'Application',
      namespace: 'argocd',
      name: 'cart',
      mark: 'status.resources',
    });
    expect(live.get('Application/cart')).toMatchObject({
      status: 'OutOfSync, Degraded',
      engine: {
        repoUrl: 'https://github.com/acme/app-config',
        path: 'apps/cart',
        revision: 'main',
        destinationCluster: 'prod-eu',
        destinationNamespace: 'shop',
      },
      versions: [{ kind: 'revision', value: 'abc' }],
    });
  });

  it('takes the instance label as a hint only where an Application could mean it', () => {
    const labelled = object(
      'apps/v1',
      'Deployment',
      meta('cart', { labels: { 'app.kubernetes.io/instance': 'cart' } }),
    );
    expect(
      read([application('cart'), labelled]).get('Deployment/cart')?.deployedBy,
    ).toMatchObject({ name: 'cart', mark: expect.stringContaining('hint') });
    const listing = application('cart', {
      resources: [{ kind: 'Service', namespace: 'shop', name: 'cart' }],
    });
    expect(
      read([listing, labelled]).get('Deployment/cart')?.deployedBy,
    ).toBeUndefined();
  });

  it('fills in the namespace of the Application that a tracking id names', () => {
    const live = read([
      application('cart'),
      object('v1', 'Service', meta('cart', argo('cart:/Service:shop/cart'))),
    ]);
    expect(live.get('Service/cart')?.deployedBy).toMatchObject({
      namespace: 'argocd',
    });
  });

  it('follows Flux: sources, inventory, releases, remote clusters', () => {
    const live = read([
      object(
        'source.toolkit.fluxcd.io/v1',
        'GitRepository',
        { name: 'config', namespace: 'flux-system' },
        {
          spec: {
            url: 'https://github.com/acme/app-config',
            ref: { branch: 'main' },
          },
        },
      ),
      object(
        'kustomize.toolkit.fluxcd.io/v1',
        'Kustomization',
        { name: 'shop', namespace: 'flux-system' },
        {
          spec: {
            path: './clusters/prod',
            sourceRef: { kind: 'GitRepository', name: 'config' },
            targetNamespace: 'shop',
          },
          status: {
            lastAppliedRevision: 'main@sha1:0123',
            inventory: {
              entries: [
                { id: 'shop_cart__Service', v: 'v1' },
                {
                  id: '_system__cart_rbac.authorization.k8s.io_ClusterRole',
                  v: 'v1',
                },
                { id: 'broken', v: 'v1' },
              ],
            },
          },
        },
      ),
      object(
        'kustomize.toolkit.fluxcd.io/v1',
        'Kustomization',
        { name: 'remote', namespace: 'flux-system' },
        {
          spec: {
            path: './x',
            kubeConfig: { secretRef: { name: 'prod-us-kubeconfig' } },
            sourceRef: { kind: 'GitRepository', name: 'config' },
          },
        },
      ),
      object('v1', 'Service', meta('cart')),
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
        name: 'system:cart',
      }),
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', meta('redis'), {
        spec: {
          releaseName: 'cache',
          chart: {
            spec: {
              chart: 'redis',
              version: '19.x',
              sourceRef: { kind: 'HelmRepository', name: 'bitnami' },
            },
          },
        },
        status: { history: [{ chartName: 'redis', chartVersion: '19.6.4' }] },
      }),
      object(
        'apps/v1',
        'StatefulSet',
        meta('cache', {
          annotations: {
            'meta.helm.sh/release-name': 'cache',
            'meta.helm.sh/release-namespace': 'shop',
          },
        }),
      ),
    ]);
    const shop = {
      kind: 'Kustomization',
      namespace: 'flux-system',
      name: 'shop',
    };
    expect(live.get('Service/cart')?.deployedBy).toMatchObject(shop);
    expect(live.get('ClusterRole/system:cart')?.deployedBy).toMatchObject(shop);
    expect(live.get('Kustomization/shop')?.engine).toEqual({
      repoUrl: 'https://github.com/acme/app-config',
      path: 'clusters/prod',
      revision: 'main',
      destinationCluster: 'prod-eu',
      destinationNamespace: 'shop',
    });
    expect(live.get('Kustomization/remote')?.engine?.destinationCluster).toBe(
      'prod-us',
    );
    expect(live.get('StatefulSet/cache')?.deployedBy).toMatchObject({
      kind: 'HelmRelease',
      name: 'redis',
    });
    expect(live.get('HelmRelease/redis')?.versions).toMatchObject([
      { kind: 'chart', name: 'redis', value: '19.6.4' },
    ]);
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

  it('finds the one workload behind a selector, a claim, a scaler', () => {
    const template = (labels: JsonObject, claim?: string): JsonObject => ({
      spec: {
        template: {
          metadata: { labels },
          spec: {
            containers: [],
            ...(claim
              ? { volumes: [{ persistentVolumeClaim: { claimName: claim } }] }
              : {}),
          },
        },
      },
    });
    const live = read([
      object(
        'apps/v1',
        'Deployment',
        meta('a'),
        template({ app: 'a', tier: 'x' }, 'data'),
      ),
      object(
        'apps/v1',
        'Deployment',
        meta('b'),
        template({ app: 'b', tier: 'x' }),
      ),
      object('v1', 'Service', meta('one'), {
        spec: { selector: { tier: 'x', app: 'a' } },
      }),
      object('v1', 'Service', meta('both'), {
        spec: { selector: { tier: 'x' } },
      }),
      object('v1', 'PersistentVolumeClaim', meta('data')),
      object('autoscaling/v2', 'HorizontalPodAutoscaler', meta('h'), {
        spec: {
          scaleTargetRef: {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'b',
          },
        },
      }),
      object(
        'v1',
        'Node',
        { name: 'n' },
        {
          status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] },
        },
      ),
    ]);
    const a = { kind: 'Deployment', name: 'a' };
    expect(live.get('Service/one')?.points?.target).toMatchObject(a);
    expect(live.get('Service/both')?.points?.target).toBeUndefined();
    expect(
      live.get('PersistentVolumeClaim/data')?.points?.target,
    ).toMatchObject(a);
    expect(live.get('HorizontalPodAutoscaler/h')?.points?.target).toMatchObject(
      {
        namespace: 'shop',
        name: 'b',
      },
    );
    expect(live.get('Node/n')?.points).toEqual({ addresses: ['10.0.0.1'] });
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
