import {
  JsonObject,
  LiveObject,
  ObjectRef,
  readCluster,
} from '@plumbline/gitops-reader';
import { MemoryIndex } from '../memory/MemoryIndex';
import { linkLive, Missing } from './linkLive';
import { Live, ObjectStore } from './ObjectStore';
import { SourceStore } from './SourceStore';

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

/** Every object with its links, loaded as a lookup loads them: until nothing is missing. */
async function read(
  objects: JsonObject[],
): Promise<Map<string, LiveObject & { root?: ObjectRef }>> {
  const index = new MemoryIndex();
  const { objects: facts } = readCluster({ cluster: 'prod-eu' }, objects);
  index.addCluster({ cluster: 'prod-eu', objects: facts, skipped: [] });
  const linked = new Map<string, LiveObject & { root?: ObjectRef }>();
  for (const fact of facts) {
    const live: Live = {
      origin: 'live',
      source: 'cluster:prod-eu',
      object: fact,
    };
    const store = new ObjectStore(index, new SourceStore(index));
    store.add([live]);
    for (let loaded = true; loaded;) {
      const missing: Missing = { keys: [], links: [] };
      linked.set(
        `${fact.kind}/${fact.name}`,
        linkLive(live, store, missing).object,
      );
      const [keys, links] = await Promise.all([
        store.load(missing.keys),
        store.loadLinks(missing.links),
      ]);
      loaded = keys || links;
    }
  }
  return linked;
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

  it('climbs from a pod to its Deployment, past marks that a controller copied', async () => {
    const live = await read([pod, replicaSet, deployment]);
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

  it('finds the Deployment by the template hash when the snapshot has no ReplicaSets', async () => {
    expect(
      (await read([pod, deployment])).get('Pod/cart-6f5c9799d8-mf6hp')?.root,
    ).toMatchObject({ kind: 'Deployment', name: 'cart' });
    expect(
      (await read([pod])).get('Pod/cart-6f5c9799d8-mf6hp')?.root,
    ).toMatchObject({
      kind: 'ReplicaSet',
      name: 'cart-6f5c9799d8',
    });
  });

  it('does not trust an owner that was replaced by another of the same name', async () => {
    const other = object('apps/v1', 'Deployment', meta('cart', { uid: 'd2' }));
    const live = await read([pod, replicaSet, other]);
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
  ])('ends at the %s', async (_, objects, root) => {
    expect((await read(objects)).get('Pod/x')?.root).toMatchObject(root);
  });

  it('ends a circle of owners', async () => {
    const live = await read([
      object('a/v1', 'A', meta('a', ownedBy('a/v1', 'B', 'b'))),
      object('a/v1', 'B', meta('b', ownedBy('a/v1', 'A', 'a'))),
    ]);
    expect(live.get('A/a')?.root).toMatchObject({ kind: 'B' });
  });

  it('climbs past a copied label when the engine does not list the object', async () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'shop',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const live = await read([
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

  it('reads the resources that an Application lists', async () => {
    const live = await read([
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

  it('takes the instance label as a hint only where an Application could mean it', async () => {
    const labelled = object(
      'apps/v1',
      'Deployment',
      meta('cart', { labels: { 'app.kubernetes.io/instance': 'cart' } }),
    );
    expect(
      (await read([application('cart'), labelled])).get('Deployment/cart')
        ?.deployedBy,
    ).toMatchObject({ name: 'cart', mark: expect.stringContaining('hint') });
    const listing = application('cart', {
      resources: [{ kind: 'Service', namespace: 'shop', name: 'cart' }],
    });
    expect(
      (await read([listing, labelled])).get('Deployment/cart')?.deployedBy,
    ).toBeUndefined();
  });

  it('fills in the namespace of the Application that a tracking id names', async () => {
    const live = await read([
      application('cart'),
      object('v1', 'Service', meta('cart', argo('cart:/Service:shop/cart'))),
    ]);
    expect(live.get('Service/cart')?.deployedBy).toMatchObject({
      namespace: 'argocd',
    });
  });

  it('follows Flux: sources, inventory, releases, remote clusters', async () => {
    const live = await read([
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
      source: {
        kind: 'GitRepository',
        namespace: 'flux-system',
        name: 'config',
      },
      lists: true,
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

describe('where the source of a HelmRelease leads', () => {
  const source = (kind: string, name: string, spec: JsonObject) =>
    object('source.toolkit.fluxcd.io/v1', kind, meta(name), { spec });
  const charts = source('HelmRepository', 'bitnami', {
    url: 'https://charts.example/bitnami',
  });
  const git = source('GitRepository', 'config', {
    url: 'https://git.example/acme/charts',
    ref: { branch: 'main' },
  });
  it.each<[string, JsonObject, JsonObject[], object]>([
    [
      'a chart of a Helm repository',
      {
        chart: {
          spec: {
            chart: 'redis',
            version: '19.x',
            sourceRef: { kind: 'HelmRepository', name: 'bitnami' },
          },
        },
      },
      [charts],
      {
        chart: 'redis',
        revision: '19.x',
        repoUrl: 'https://charts.example/bitnami',
      },
    ],
    [
      'a chart in Git',
      {
        chart: {
          spec: {
            chart: './charts/cart',
            valuesFiles: ['./charts/cart/prod.yaml'],
            sourceRef: { kind: 'GitRepository', name: 'config' },
          },
        },
      },
      [git],
      {
        path: 'charts/cart',
        revision: 'main',
        repoUrl: 'https://git.example/acme/charts',
        valuesFiles: ['charts/cart/prod.yaml'],
      },
    ],
    [
      'a HelmChart, which leads to another source',
      { chartRef: { kind: 'HelmChart', name: 'redis' } },
      [
        charts,
        source('HelmChart', 'redis', {
          chart: 'redis',
          version: '19.6.4',
          sourceRef: { kind: 'HelmRepository', name: 'bitnami' },
        }),
      ],
      {
        chart: 'redis',
        revision: '19.6.4',
        repoUrl: 'https://charts.example/bitnami',
      },
    ],
    [
      'a chart of an OCI registry',
      { chartRef: { kind: 'OCIRepository', name: 'cart-chart' } },
      [
        source('OCIRepository', 'cart-chart', {
          url: 'oci://registry.example/charts/cart/',
          ref: { semver: '1.x' },
        }),
      ],
      {
        chart: 'cart',
        revision: '1.x',
        repoUrl: 'oci://registry.example/charts/cart/',
      },
    ],
    [
      'a source that is not there',
      { chartRef: { kind: 'OCIRepository', name: 'cart-chart' } },
      [],
      { chart: 'cart-chart' },
    ],
  ])('%s', async (_, spec, sources, expected) => {
    const live = await read([
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', meta('r'), { spec }),
      ...sources,
    ]);
    const { source: from, ...engine } = live.get('HelmRelease/r')?.engine ?? {};
    expect(engine).toEqual({
      ...expected,
      destinationCluster: 'prod-eu',
      destinationNamespace: 'shop',
    });
    expect(from).toBeDefined();
  });
});

it('finds the Application of another cluster that lists what it deploys here', async () => {
  const index = new MemoryIndex();
  const hub = (server: string): JsonObject =>
    object(
      'argoproj.io/v1alpha1',
      'Application',
      { name: `to-${server}`, namespace: 'argocd' },
      {
        spec: { destination: { server, namespace: 'shop' } },
        status: {
          resources: [{ kind: 'Service', namespace: 'shop', name: 'cart' }],
        },
      },
    );
  index.addCluster(
    readCluster({ cluster: 'hub' }, [
      hub('https://us.example'),
      hub('https://eu.example'),
    ]),
  );
  const spoke = readCluster({ cluster: 'eu' }, [
    object('v1', 'Service', meta('cart')),
  ]);
  index.addCluster(spoke);
  const store = new ObjectStore(index, new SourceStore(index));
  const missing: Missing = { keys: [], links: [] };
  const [service] = spoke.objects;
  const live: Live = {
    origin: 'live',
    source: 'cluster:eu',
    object: service,
  };
  const names = ['eu', 'https://eu.example'];
  linkLive(live, store, missing, { clusterNames: names });
  await store.loadLinks(missing.links);
  expect(
    linkLive(live, store, missing, { clusterNames: names }).object.deployedBy,
  ).toEqual({
    kind: 'Application',
    namespace: 'argocd',
    name: 'to-https://eu.example',
    mark: 'status.resources',
  });
});

describe('what an object points at', () => {
  it('finds the one workload behind a selector, a claim, a scaler', async () => {
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
    const live = await read([
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

  it('finds the workload behind pods that no template of a built-in kind describes', async () => {
    const pod = (name: string, labels: JsonObject, owner: JsonObject) =>
      object('v1', 'Pod', meta(name, { labels, ...owner }), {
        spec: { containers: [] },
      });
    const select = (name: string, selector: JsonObject) =>
      object('v1', 'Service', meta(name), { spec: { selector } });
    const db = ownedBy('postgresql.cnpg.io/v1', 'Cluster', 'db');
    const live = await read([
      object('postgresql.cnpg.io/v1', 'Cluster', meta('db')),
      pod('db-1', { role: 'primary' }, db),
      pod('db-2', { role: 'replica' }, db),
      select('db-rw', { role: 'primary' }),
      // Each pod of a StatefulSet has a Service of its own.
      object('apps/v1', 'StatefulSet', meta('queue')),
      pod(
        'queue-0',
        { app: 'queue', 'statefulset.kubernetes.io/pod-name': 'queue-0' },
        ownedBy('apps/v1', 'StatefulSet', 'queue'),
      ),
      select('queue-0', {
        app: 'queue',
        'statefulset.kubernetes.io/pod-name': 'queue-0',
      }),
    ]);
    expect(live.get('Service/db-rw')?.points?.target).toMatchObject({
      kind: 'Cluster',
      name: 'db',
    });
    expect(live.get('Service/queue-0')?.points?.target).toMatchObject({
      kind: 'Pod',
      name: 'queue-0',
    });
  });
});
