import { JsonObject, parseKubernetesYaml } from '@plumbline/gitops-reader';
import {
  renderClusterRole,
  selectResources,
} from '@plumbline/kubernetes-access';
import { definitionOf, definitions } from './__testUtils__/customResources';
import { following, stopAll } from './__testUtils__/following';
import {
  startKubernetes,
  TestCluster,
  until,
} from './__testUtils__/kubernetes';
import { MemoryPicture } from './__testUtils__/MemoryPicture';
import { isObject } from './connect/json';

// Real servers take seconds to start, and a busy machine makes that many.
jest.setTimeout(300_000);

const namespaces = '/api/v1/namespaces';
const deployments = '/apis/apps/v1/namespaces/shop/deployments';
const kustomizations =
  '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/shop/kustomizations';
const secretValue = 'a-value-that-nobody-may-see';

/** Where objects of the printed role are created. */
const paths: Record<string, string> = {
  Namespace: namespaces,
  ServiceAccount: `${namespaces}/plumbline/serviceaccounts`,
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
};

/** Applies what `plumbline rbac` prints, and makes a token as it says. */
async function grant(cluster: TestCluster): Promise<string> {
  const text = renderClusterRole({
    rules: selectResources(),
    name: 'plumbline',
    namespace: 'plumbline',
  });
  const { objects, skipped } = parseKubernetesYaml('rbac.yaml', text);
  expect(skipped).toEqual([]);
  for (const object of objects) {
    await cluster.send('POST', paths[String(object.kind)], object);
  }
  const { status } = await cluster.send(
    'POST',
    `${namespaces}/plumbline/serviceaccounts/plumbline/token`,
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  );
  return isObject(status) ? String(status.token) : '';
}

function deployment(name: string): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      annotations: {
        'argocd.argoproj.io/tracking-id': `shop:apps/Deployment:shop/${name}`,
        'kubectl.kubernetes.io/last-applied-configuration': '{"a":"copy"}',
      },
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: 'shop/app:1.0.0' }] },
      },
    },
  };
}

const named = (apiVersion: string, kind: string, name: string): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name },
});

function managersOf(object: JsonObject | undefined): string[] {
  const { managedFields } = isObject(object?.metadata) ? object.metadata : {};
  return Array.isArray(managedFields)
    ? managedFields.map(entry => String(isObject(entry) && entry.manager))
    : [];
}

function at(object: JsonObject | undefined, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isObject(value) ? value[key] : undefined),
    object,
  );
}

describe('a cluster', () => {
  let cluster: TestCluster;
  let access: JsonObject;

  beforeAll(async () => {
    cluster = await startKubernetes({ controllers: true });
    access = {
      url: cluster.url,
      caData: Buffer.from(cluster.ca).toString('base64'),
      token: await grant(cluster),
    };
    for (const definition of definitions) {
      await cluster.send(
        'POST',
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
        definitionOf(definition),
      );
    }
    await cluster.send('POST', namespaces, named('v1', 'Namespace', 'shop'));
    await cluster.send('POST', `${namespaces}/shop/configmaps`, {
      ...named('v1', 'ConfigMap', 'settings'),
      data: { password: secretValue },
    });
    await cluster.send('POST', `${namespaces}/shop/secrets`, {
      ...named('v1', 'Secret', 'credentials'),
      stringData: { password: secretValue },
    });
    await cluster.send('POST', deployments, deployment('cart'), {
      userAgent: 'argocd-controller/v0.0.0',
    });
  });

  afterEach(stopAll);

  afterAll(async () => {
    await cluster.stop();
  });

  it('is read with the printed role: what matters whole, the rest as metadata', async () => {
    const { picture, stop } = following(access);
    await until(() => picture.of('Pod').size > 0);
    await until(() => picture.of('ConfigMap').has('shop/settings'));
    await until(() => picture.of('ReplicaSet').size > 0);
    await until(() => picture.of('CustomResourceDefinition').size > 0);
    const kinds = [
      'argoproj.io/Application',
      'batch/CronJob',
      'bitnami.com/SealedSecret',
      'constraints.gatekeeper.sh/K8sRequiredLabels',
      'kargo.akuity.io/Stage',
      'kyverno.io/ClusterPolicy',
      'promoter.argoproj.io/PromotionStrategy',
      'wgpolicyk8s.io/PolicyReport',
    ];
    await until(() => kinds.every(kind => picture.kept.has(kind)));
    await stop();

    const cart = picture.of('Deployment').get('shop/cart');
    expect(cart).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        annotations: {
          'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/cart',
        },
      },
      spec: { replicas: 1 },
    });
    expect(at(cart, 'metadata', 'annotations')).not.toHaveProperty([
      'kubectl.kubernetes.io/last-applied-configuration',
    ]);
    expect(managersOf(cart)).toContain('argocd-controller');
    const [pod] = picture.of('Pod').values();
    expect(pod).toMatchObject({
      metadata: { ownerReferences: [{ kind: 'ReplicaSet' }] },
      spec: { containers: [{ image: 'shop/app:1.0.0' }] },
      status: { phase: 'Pending' },
    });
    for (const kind of [
      'ConfigMap',
      'ReplicaSet',
      'CustomResourceDefinition',
    ]) {
      const [object] = picture.of(kind).values();
      expect(object).toMatchObject({ kind });
      expect(Object.keys(object).sort()).toEqual([
        'apiVersion',
        'kind',
        'metadata',
      ]);
    }
    const everything = JSON.stringify(
      [...picture.kept.values()].map(({ objects }) => [...objects.values()]),
    );
    expect(everything).not.toContain(secretValue);
    expect([...picture.kept.values()].filter(({ failure }) => failure)).toEqual(
      [],
    );
  });

  it('shows changes under the names of those who made them', async () => {
    const { picture } = following(access);
    await until(() => picture.of('Deployment').has('shop/cart'));
    const cart = () => picture.of('Deployment').get('shop/cart');
    const manages = (name: string) => () => managersOf(cart()).includes(name);

    await cluster.send(
      'PATCH',
      `${deployments}/cart?fieldManager=kubectl-edit`,
      { spec: { template: { spec: { priorityClassName: '' } } } },
      { contentType: 'application/strategic-merge-patch+json' },
    );
    await cluster.send(
      'PATCH',
      `${deployments}/cart?fieldManager=kubectl-edit`,
      { metadata: { labels: { edited: 'by-hand' } } },
      { contentType: 'application/strategic-merge-patch+json' },
    );
    await until(manages('kubectl-edit'));
    await cluster.send(
      'PATCH',
      `${deployments}/cart?fieldManager=kustomize-controller`,
      {
        ...named('apps/v1', 'Deployment', 'cart'),
        metadata: { name: 'cart', labels: { applied: 'yes' } },
      },
      { contentType: 'application/apply-patch+yaml' },
    );
    await until(manages('kustomize-controller'));
    await cluster.send(
      'PATCH',
      `${deployments}/cart/scale`,
      { spec: { replicas: 3 } },
      {
        contentType: 'application/merge-patch+json',
        userAgent: 'k9s/v0.32.0',
      },
    );
    await until(() => at(cart(), 'spec', 'replicas') === 3);
    await until(() => picture.of('Pod').size === 3);

    await cluster.send('POST', kustomizations, {
      ...named('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'apps'),
      spec: { path: './apps' },
    });
    await cluster.send(
      'PATCH',
      `${kustomizations}/apps/status`,
      { status: { lastAppliedRevision: 'main@sha1:abc' } },
      {
        contentType: 'application/merge-patch+json',
        userAgent: 'kustomize-controller/v0.0.0',
      },
    );
    const apps = () => picture.of('Kustomization').get('shop/apps');
    await until(
      () => at(apps(), 'status', 'lastAppliedRevision') === 'main@sha1:abc',
    );
    expect(at(apps(), 'spec', 'path')).toBe('./apps');
    expect(managersOf(apps())).toContain('kustomize-controller');
    await cluster.send('DELETE', `${kustomizations}/apps`);
    await until(() => apps() === undefined);

    await cluster.send('DELETE', `${deployments}/cart`);
    await until(() => cart() === undefined);
    await until(() => picture.of('Pod').size === 0);
    await cluster.send('POST', deployments, deployment('cart'));
    await until(() => cart() !== undefined);
    expect(picture.diary.filter(entry => entry === 'list Deployment')).toEqual([
      'list Deployment',
    ]);
  });

  it('is followed on from where the last one stopped, without a list', async () => {
    const first = following(access);
    await until(() =>
      first.picture.diary.includes('heard CustomResourceDefinition'),
    );
    await first.stop();
    await cluster.send('POST', deployments, deployment('late'));
    const { picture } = first;
    picture.diary.length = 0;
    const second = following(access, { picture });
    await until(() => picture.of('Deployment').has('shop/late'));
    await until(() => picture.diary.includes('heard CustomResourceDefinition'));
    await second.stop();
    expect(picture.diary.filter(entry => entry.startsWith('list'))).toEqual([]);

    // Reading less, or another cluster of the same name, starts anew.
    picture.diary.length = 0;
    const third = following(
      { ...access, resources: { metadataOnly: ['deployments.apps'] } },
      { picture },
    );
    await until(() => picture.diary.includes('heard Deployment'));
    await third.stop();
    expect(picture.diary).toContain('list Deployment');
    expect(picture.of('Deployment').get('shop/late')).not.toHaveProperty(
      'spec',
    );
    await cluster.send('DELETE', `${deployments}/late`);
  });

  it('loses nothing when the API server dies and comes back', async () => {
    const { picture } = following(access);
    await until(() => picture.diary.includes('heard Deployment'));
    const names = ['one', 'two', 'three', 'four'];
    for (const name of names) {
      await cluster.send('POST', deployments, deployment(name));
    }
    await cluster.restart();
    await cluster.send('DELETE', `${deployments}/one`);
    await cluster.send('POST', deployments, deployment('five'));
    await until(
      () =>
        picture.of('Deployment').has('shop/five') &&
        !picture.of('Deployment').has('shop/one'),
    );
    expect([...picture.of('Deployment').keys()].sort()).toEqual([
      'shop/cart',
      'shop/five',
      'shop/four',
      'shop/three',
      'shop/two',
    ]);
  });

  it('notices kinds that come and go', async () => {
    const { picture } = following({
      ...access,
      resources: { add: ['workflows.argoproj.io'] },
    });
    await until(() => picture.diary.includes('heard CustomResourceDefinition'));
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const workflow = {
      group: 'argoproj.io',
      version: 'v1alpha1',
      kind: 'Workflow',
      plural: 'workflows',
    };
    await cluster.send('POST', crds, definitionOf(workflow));
    await until(() => picture.diary.includes('heard Workflow'));
    await cluster.send(
      'POST',
      '/apis/argoproj.io/v1alpha1/namespaces/shop/workflows',
      {
        ...named('argoproj.io/v1alpha1', 'Workflow', 'build'),
        spec: { entrypoint: 'main' },
      },
    );
    await until(() => picture.of('Workflow').has('shop/build'));
    expect(picture.of('Workflow').get('shop/build')).not.toHaveProperty('spec');
    await cluster.send('DELETE', `${crds}/workflows.argoproj.io`);
    await until(() => !picture.kept.has('argoproj.io/Workflow'));
    expect(picture.of('Deployment').size).toBeGreaterThan(0);
  });

  it('never asked for a Secret, and could not have read one', async () => {
    const user = 'system:serviceaccount:plumbline:plumbline';
    const asked = (await cluster.audit()).filter(
      event => at(event, 'user', 'username') === user,
    );
    const resources = new Set(
      asked.map(event => at(event, 'objectRef', 'resource')),
    );
    expect(resources).toContain('deployments');
    expect(resources).not.toContain('secrets');
    expect(new Set(asked.map(event => event.verb))).toEqual(
      new Set(['get', 'list', 'watch']),
    );
    // The role is enough: nothing stayed refused. A server that starts refuses everything until it has read the roles.
    const answers = new Map(
      asked.map(event => [
        String(event.requestURI).split('?')[0],
        at(event, 'responseStatus', 'code'),
      ]),
    );
    expect([...answers].filter(([, code]) => code === 403)).toEqual([]);
    for (const path of ['', '/credentials']) {
      await expect(
        cluster.send('GET', `${namespaces}/shop/secrets${path}`, undefined, {
          token: String(access.token),
        }),
      ).rejects.toThrow('403');
    }
  });
});

describe('a second cluster beside it', () => {
  let cluster: TestCluster;
  let access: JsonObject;
  const configMaps = `${namespaces}/default/configmaps`;
  const cronJobs = '/apis/batch/v1beta1/namespaces/default/cronjobs';

  beforeAll(async () => {
    cluster = await startKubernetes({
      // Watches go to etcd itself, which forgets after seconds what usually takes minutes.
      flags: ['--watch-cache=false', '--etcd-compaction-interval=2s'],
      tokens: [
        { token: 'token-of-limited', user: 'limited' },
        { token: 'token-of-nobody', user: 'nobody' },
      ],
    });
    access = { url: cluster.url, caData: cluster.ca, token: cluster.token };
    const names = Array.from({ length: 1_200 }, (_, index) => `c-${index}`);
    await inParallel(names, name =>
      cluster.send('POST', configMaps, named('v1', 'ConfigMap', name)),
    );
  });

  afterEach(stopAll);

  afterAll(async () => {
    await cluster.stop();
  });

  const listsOf = (picture: MemoryPicture, kind: string) =>
    picture.diary.filter(entry => entry === `list ${kind}`).length;

  it('is listed in pages', async () => {
    const { picture } = following(access);
    let pages = 0;
    picture.onPage = async () => {
      pages += 1;
    };
    await until(() => picture.diary.includes('heard ConfigMap'));
    expect(picture.of('ConfigMap').size).toBeGreaterThanOrEqual(1_200);
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(listsOf(picture, 'ConfigMap')).toBe(1);
  });

  it('is listed again when a page is too old, and when the watch is', async () => {
    const slow = new MemoryPicture();
    let waited = false;
    slow.onPage = async () => {
      if (!waited) {
        // Longer than etcd remembers: the next page is gone.
        waited = true;
        await later(6_000);
      }
    };
    const first = following(
      { ...access, resources: { exclude: excludedBut('configmaps') } },
      { picture: slow },
    );
    await until(() => slow.diary.includes('heard ConfigMap'));
    expect(listsOf(slow, 'ConfigMap')).toBeGreaterThanOrEqual(2);
    expect(slow.of('ConfigMap').size).toBeGreaterThanOrEqual(1_200);
    await first.stop();

    await cluster.send('DELETE', `${configMaps}/c-0`);
    await cluster.send('POST', configMaps, named('v1', 'ConfigMap', 'new'));
    await later(6_000);
    slow.onPage = async () => {};
    slow.diary.length = 0;
    const second = following(access, { picture: slow });
    await until(
      () =>
        slow.of('ConfigMap').has('default/new') &&
        !slow.of('ConfigMap').has('default/c-0'),
    );
    expect(listsOf(slow, 'ConfigMap')).toBe(1);
    await second.stop();
  });

  it('is listed again where most would be gone, and where only lists are allowed', async () => {
    const picture = new MemoryPicture();
    picture.doubted = 'ConfigMap';
    const doubted = following(access, { picture });
    await until(() => picture.diary.includes('listed ConfigMap 1200'));
    expect(picture.diary).toContain('unconfirmed ConfigMap');
    await doubted.stop();
  });

  it('takes objects of 1.5 MB', async () => {
    const { picture } = following(access);
    await until(() => picture.diary.includes('heard CronJob'));
    for (let index = 0; index < 25; index += 1) {
      await cluster.send('POST', cronJobs, largeCronJob(`large-${index}`));
    }
    await until(() => picture.of('CronJob').size === 25);
    // A list of all is more than a page may have.
    const fresh = following(access);
    await until(() => fresh.picture.of('CronJob').size === 25);
    expect(fresh.picture.failureOf('CronJob')).toBeUndefined();
  });

  it('shows what is forbidden, reads the rest, and goes on once it is allowed', async () => {
    const limited = { ...access, token: 'token-of-limited' };
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    const role = (rules: JsonObject[]): JsonObject => ({
      ...named('rbac.authorization.k8s.io/v1', 'ClusterRole', 'limited'),
      rules,
    });
    const rule = (resources: string[], verbs: string[]): JsonObject => ({
      apiGroups: [''],
      resources,
      verbs,
    });
    await cluster.send(
      'POST',
      `${rbac}/clusterroles`,
      role([
        rule(['namespaces'], ['list', 'watch']),
        rule(['services'], ['list']),
      ]),
    );
    await cluster.send('POST', `${rbac}/clusterrolebindings`, {
      ...named('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'limited'),
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'limited',
      },
      subjects: [
        {
          kind: 'User',
          name: 'limited',
          apiGroup: 'rbac.authorization.k8s.io',
        },
      ],
    });
    const { picture } = following(limited);
    await until(() => picture.failureOf('Node') !== undefined);
    expect(picture.failureOf('Node')).toEqual({
      state: 'forbidden',
      reason: expect.stringContaining(
        'User "limited" cannot list resource "nodes"',
      ),
    });
    await until(() => picture.of('Namespace').has('kube-system'));
    // Services may be listed, not watched.
    await until(() => listsOf(picture, 'Service') > 2);
    expect(picture.failureOf('Service')).toBeUndefined();
    await cluster.send(
      'PUT',
      `${rbac}/clusterroles/limited`,
      role([rule(['namespaces', 'services', 'nodes'], ['list', 'watch'])]),
    );
    await until(() => picture.diary.includes('heard Node'));
    expect(picture.failureOf('Node')).toBeUndefined();
  });

  it('ends following when the index takes no more', async () => {
    const picture = new MemoryPicture();
    const { done } = following(access, { picture });
    await until(() => picture.diary.includes('heard Namespace'));
    picture.onApply = async () => {
      throw new Error('Another replica follows it');
    };
    await cluster.send('POST', namespaces, named('v1', 'Namespace', 'x'));
    await expect(done).rejects.toThrow('Another replica follows it');
  });
});

/** As large as etcd takes an object. */
function largeCronJob(name: string): JsonObject {
  return {
    ...named('batch/v1beta1', 'CronJob', name),
    spec: {
      schedule: '0 0 1 1 *',
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                {
                  name: 'app',
                  image: 'shop/app:1.0.0',
                  env: [{ name: 'LARGE', value: 'x'.repeat(1_450_000) }],
                },
              ],
            },
          },
        },
      },
    },
  };
}

/** Everything that is read by default but these. */
function excludedBut(...kept: string[]): string[] {
  return selectResources().flatMap(({ group, whole = [], metadata = [] }) =>
    [...whole, ...metadata]
      .map(name => (group ? `${name}.${group}` : name))
      .filter(name => !kept.includes(name)),
  );
}

async function inParallel<T>(
  items: T[],
  task: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let item = queue.shift(); item; item = queue.shift()) {
        await task(item);
      }
    }),
  );
}

function later(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
