import { JsonObject } from '../facts';
import { cleanLiveObject } from './cleanLiveObject';
import { readCluster } from './readCluster';

const planted = 'hunter2-Sw0rdfish';

const pod = (container: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'cart', namespace: 'shop', ...metadata },
  spec: { containers: [{ name: 'main', image: 'cart:1.0', ...container }] },
});

const other = (kind: string, rest: JsonObject): JsonObject => ({
  apiVersion: 'example.com/v1',
  kind,
  metadata: { name: 'cart', namespace: 'shop' },
  ...rest,
});

describe('cleanLiveObject', () => {
  it.each<[string, JsonObject]>([
    ['a literal', pod({ env: [{ name: 'GREETING', value: planted }] })],
    ['an argument', pod({ args: [`--password=${planted}`] })],
    ['a command', pod({ command: ['sh', '-c', `login ${planted}`] })],
    [
      'a header of a probe',
      pod({
        livenessProbe: {
          httpGet: { httpHeaders: [{ name: 'Authorization', value: planted }] },
        },
      }),
    ],
    [
      'a copy of the whole object',
      pod(
        {},
        {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': `{"data":"${planted}"}`,
          },
        },
      ),
    ],
    [
      'a long annotation',
      pod({}, { annotations: { notes: `${planted} `.repeat(40) } }),
    ],
    [
      'an annotation by its name',
      pod({}, { annotations: { 'acme.example/api-token': planted } }),
    ],
    [
      'a list that somebody manages',
      pod({}, { managedFields: [{ manager: planted }] }),
    ],
    ['values of a ConfigMap', other('ConfigMap', { data: { a: planted } })],
    [
      'bytes of a ConfigMap',
      other('ConfigMap', { binaryData: { a: btoa(planted) } }),
    ],
    ['an object that was', other('ControllerRevision', { data: planted })],
    [
      'a Secret inside of something',
      other('Bundle', {
        spec: {
          objects: [
            { kind: 'Secret', data: { a: planted } },
            { kind: 'Secret', stringData: { a: planted } },
          ],
        },
      }),
    ],
    [
      'a Secret that is written out',
      other('Bundle', {
        spec: { text: `kind: Secret\nstringData:\n  note: ${planted}\n` },
      }),
    ],
    [
      'values of a release',
      other('HelmRelease', { spec: { values: { note: planted } } }),
    ],
    [
      'values of an Application',
      other('Application', {
        spec: {
          source: {
            helm: {
              values: planted,
              valuesObject: { note: planted },
              parameters: [{ name: 'note', value: planted }],
            },
          },
        },
      }),
    ],
    [
      'what Flux puts in',
      other('Kustomization', {
        spec: { postBuild: { substitute: { NOTE: planted } } },
      }),
    ],
    [
      'a message',
      other('Job', { status: { conditions: [{ message: planted }] } }),
    ],
    ['a password', other('Database', { spec: { adminPassword: planted } })],
    [
      'a password in an address',
      other('Database', { spec: { at: `postgres://cart:${planted}@db/cart` } }),
    ],
    [
      'a long text in a list',
      other('Bundle', { spec: { lines: [`${planted} `.repeat(40)] } }),
    ],
  ])('cuts %s', (_, object) => {
    const before = JSON.stringify(object);
    expect(before).toMatch(
      new RegExp(`${planted}|${btoa(planted).replace(/=+$/, '')}`),
    );
    const clean = JSON.stringify(cleanLiveObject(object));
    expect(clean).toContain('"name":"cart"');
    expect(clean).not.toContain(planted);
    expect(clean).not.toContain(btoa(planted));
    expect(JSON.stringify(object)).toBe(before);
  });

  it('keeps the counts of what policies found, and nothing that they quote', () => {
    const report = {
      apiVersion: 'wgpolicyk8s.io/v1alpha2',
      kind: 'PolicyReport',
      metadata: {
        name: 'r',
        namespace: 'shop',
        uid: 'u',
        annotations: { 'audit.kyverno.io/last-scan-time': '2026-11-23' },
        labels: { 'cpol.kyverno.io/no-latest': '12' },
      },
      scope: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
      summary: { fail: 2, pass: 3 },
      results: [
        { policy: 'no-latest', message: planted, properties: { at: planted } },
      ],
    };
    expect(cleanLiveObject(report)).toEqual({
      apiVersion: report.apiVersion,
      kind: report.kind,
      metadata: { name: 'r', namespace: 'shop', uid: 'u' },
      scope: report.scope,
      summary: report.summary,
    });
    const constraint = {
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind: 'K8sRequiredLabels',
      metadata: { name: 'owner' },
      spec: { enforcementAction: 'warn', parameters: { message: planted } },
      status: {
        totalViolations: 41,
        violations: [{ kind: 'Pod', name: 'a', message: planted }],
      },
    };
    expect(cleanLiveObject(constraint)).toEqual({
      ...constraint,
      spec: { enforcementAction: 'warn' },
      status: { totalViolations: 41 },
    });
  });

  it('cuts credentials that are known by their form, wherever they stand', () => {
    const token = `ghp_${'aZ3kQ9xB7cD1'.repeat(3)}`;
    const clean = cleanLiveObject(other('Note', { spec: { text: token } }));
    expect(clean).toMatchObject({ spec: { text: '(secret value)' } });
  });

  it('drops Secrets', () => {
    expect(cleanLiveObject(other('Secret', {}))).toBeUndefined();
    expect(cleanLiveObject(other('SecretList', {}))).toBeUndefined();
  });

  it('keeps the names of keys, and what only looks like a secret', () => {
    expect(
      cleanLiveObject(
        other('ConfigMap', { data: { 'app.yaml': 'a: 1', empty: null } }),
      ),
    ).toMatchObject({ data: { 'app.yaml': '', empty: '' } });
    const reference = {
      env: [
        {
          name: 'PASSWORD',
          valueFrom: { secretKeyRef: { name: 'cart', key: 'password' } },
        },
      ],
    };
    expect(cleanLiveObject(pod(reference))).toEqual(pod(reference));
  });

  it('survives names that mean something to JavaScript', () => {
    const object: JsonObject = JSON.parse(
      '{"kind":"X","__proto__":{"polluted":true},"constructor":{"a":"b"}}',
    );
    expect(JSON.stringify(cleanLiveObject(object))).toBe(
      '{"kind":"X","__proto__":{"polluted":true},"constructor":{"a":"b"}}',
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('changes nothing that is read', () => {
    const meta = (name: string, rest: JsonObject = {}): JsonObject => ({
      name,
      namespace: 'shop',
      labels: { team: 'payments', app: 'cart' },
      ...rest,
    });
    const controlledBy = (kind: string, name: string): JsonObject => ({
      uid: `uid of ${name}`,
      creationTimestamp: '2026-11-20T10:00:00Z',
      ownerReferences: [
        { apiVersion: 'apps/v1', kind, name, controller: true },
      ],
    });
    const template: JsonObject = {
      metadata: { labels: { app: 'cart' } },
      spec: {
        imagePullSecrets: [{ name: 'registry' }],
        containers: [
          {
            name: 'main',
            image: `ghcr.io/acme/cart:1.0@sha256:${'0f'.repeat(32)}`,
            env: [
              { name: 'MODE', value: 'fast' },
              {
                name: 'KEY',
                valueFrom: { secretKeyRef: { name: 'cart', key: 'k' } },
              },
            ],
            envFrom: [{ secretRef: { name: 'cart-env' } }],
          },
        ],
        volumes: [{ name: 'tls', secret: { secretName: 'cart-tls' } }],
      },
    };
    const objects: JsonObject[] = [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'shop', annotations: { owner: 'group:payments' } },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: meta('cart', {
          annotations: {
            'argocd.argoproj.io/tracking-id': 'cart:apps/Deployment:shop/cart',
          },
        }),
        spec: { replicas: 2, template },
        status: { readyReplicas: 1 },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: meta('cart-1', controlledBy('Deployment', 'cart')),
        spec: { replicas: 2, template },
        status: {},
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: meta('cart-1-a', controlledBy('ReplicaSet', 'cart-1')),
        spec: template.spec,
        status: {
          phase: 'Running',
          containerStatuses: [
            {
              name: 'main',
              imageID: `docker-pullable://ghcr.io/acme/cart@sha256:${'0f'.repeat(32)}`,
              restartCount: 3,
              state: { waiting: { reason: 'CrashLoopBackOff', message: 'x' } },
              lastState: { terminated: { reason: 'OOMKilled' } },
            },
          ],
        },
      },
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'cart', namespace: 'argocd' },
        spec: {
          destination: { server: 'https://kubernetes.default.svc' },
          source: {
            repoURL: 'https://git.example/acme/app',
            path: 'apps/cart',
            targetRevision: 'main',
            helm: { valueFiles: ['prod.yaml'], values: 'a: 1' },
          },
        },
        status: {
          sync: { status: 'Synced', revision: 'f'.repeat(40) },
          health: { status: 'Healthy' },
          resources: [
            {
              group: 'apps',
              kind: 'Deployment',
              namespace: 'shop',
              name: 'cart',
            },
          ],
        },
      },
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name: 'fleet', namespace: 'flux-system' },
        spec: {
          url: 'https://git.example/acme/fleet',
          ref: { branch: 'main' },
        },
      },
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'apps', namespace: 'flux-system' },
        spec: {
          path: './apps',
          sourceRef: { kind: 'GitRepository', name: 'fleet' },
          postBuild: { substitute: { A: 'b' } },
        },
        status: {
          lastAppliedRevision: `main@sha1:${'e'.repeat(40)}`,
          inventory: { entries: [{ id: 'shop_cart__Service', v: 'v1' }] },
          conditions: [{ type: 'Ready', status: 'False', reason: 'Failed' }],
        },
      },
      {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: meta('redis'),
        spec: {
          chart: {
            spec: {
              chart: './charts/redis',
              version: '1.x',
              valuesFiles: ['./charts/redis/prod.yaml'],
              sourceRef: {
                kind: 'GitRepository',
                name: 'fleet',
                namespace: 'flux-system',
              },
            },
          },
          values: { a: 1 },
        },
        status: { history: [{ chartName: 'redis', chartVersion: '1.2.3' }] },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: meta('cart'),
        spec: { selector: { app: 'cart' } },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: meta('cart'),
        spec: {
          tls: [{ secretName: 'cart-tls' }],
          defaultBackend: { service: { name: 'cart' } },
        },
      },
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: meta('cart'),
        spec: {
          maxReplicas: 4,
          scaleTargetRef: { kind: 'Deployment', name: 'cart' },
        },
        status: { currentReplicas: 2 },
      },
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'pv-1' },
        spec: { claimRef: { namespace: 'shop', name: 'cart-data' } },
        status: { phase: 'Bound' },
      },
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'node-1' },
        status: {
          addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
          conditions: [{ type: 'Ready', status: 'True' }],
        },
      },
    ];
    const clean = objects.map(object => cleanLiveObject(object) ?? {});
    const read = (list: JsonObject[]) =>
      readCluster({ cluster: 'prod', environment: 'production' }, list);
    expect(read(clean)).toEqual(read(objects));
    expect(read(clean).skipped).toEqual([]);
    expect(clean.map(object => cleanLiveObject(object))).toEqual(clean);
  });
});
