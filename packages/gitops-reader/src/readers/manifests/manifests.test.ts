import { claimsForPath } from '../../claims/claimsForPath';
import { memoryTree } from '../../files/memoryTree';
import { readRepository } from '../../readRepository';

async function objectsOf(files: Record<string, string>) {
  const { objects } = await readRepository(memoryTree(files));
  return objects;
}

describe('manifestsReader', () => {
  it('reads several documents, lists, and the line of everything that it says', async () => {
    const objects = await objectsOf({
      'shop/cart.yaml': `# the cart
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
  labels:
    team: payments
spec:
  template:
    spec:
      initContainers:
        - name: migrate
          image: ghcr.io/acme/cart:1.2
      containers:
        - name: cart
          image: "registry.acme.example:5000/cart@sha256:0123"
          envFrom:
            - secretRef: {name: cart-env}
          env:
            - name: X
              valueFrom: {secretKeyRef: {name: cart-key, key: x}}
        - name: proxy
          image: proxy
      volumes:
        - secret: {secretName: cart-tls}
      imagePullSecrets:
        - name: registry
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: {name: cart}
  - apiVersion: v1
    kind: ConfigMapList
    items:
      - metadata: {name: inner}
`,
    });
    expect(
      objects.map(({ kind, name, location }) => [kind, name, location.line]),
    ).toEqual([
      ['Deployment', 'cart', 2],
      ['Service', 'cart', 33],
      ['ConfigMap', 'inner', 39],
    ]);
    const location = {
      repository: 'acme/app-config',
      revision: 'a'.repeat(40),
      path: 'shop/cart.yaml',
    };
    expect(objects[0]).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'cart',
      location: { ...location, line: 2 },
      labels: { team: 'payments' },
      claims: [
        {
          source: 'object-label',
          raw: 'payments',
          evidence: {
            type: 'file',
            location: { ...location, line: 8 },
            text: 'team: payments',
          },
        },
      ],
      config: [{ role: 'manifest', location: { ...location, line: 2 } }],
      versions: [
        {
          kind: 'image',
          name: 'registry.acme.example:5000/cart',
          value: 'sha256:0123',
          key: 'spec.template.spec.containers[name=cart].image',
          evidence: {
            type: 'file',
            location: { ...location, line: 17 },
            text: 'image: registry.acme.example:5000/cart@sha256:0123',
          },
        },
        {
          kind: 'image',
          name: 'ghcr.io/acme/cart',
          value: '1.2',
          key: 'spec.template.spec.initContainers[name=migrate].image',
          evidence: {
            type: 'file',
            location: { ...location, line: 14 },
            text: 'image: ghcr.io/acme/cart:1.2',
          },
        },
      ],
      secretRefs: ['cart-env', 'cart-key', 'cart-tls', 'registry'],
    });
  });

  it('takes nobody for the owner of a sample by its labels', async () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: x, labels: {owner: demo-team}}\n';
    const objects = await objectsOf({
      'policies/a/samples/pod.yaml': pod,
      'policies/a/pod.yaml': pod,
    });
    expect(
      objects.map(({ location, claims }) => [
        location.path,
        claims.map(({ raw }) => raw),
      ]),
    ).toEqual([
      ['policies/a/samples/pod.yaml', []],
      ['policies/a/pod.yaml', ['demo-team']],
    ]);
  });

  it('tells images whose registry a template left out', async () => {
    const [{ versions }] = await objectsOf({
      'a.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a, image: "/cart:1"}, {name: b, image: "/:2"}]}\n',
    });
    expect(versions.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'cart 1',
    ]);
  });

  it.each([
    ['a name that is missing', 'apiVersion: v1\nkind: Pod\nmetadata: {}'],
    [
      'a name that is no text',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: {a: 1}}',
    ],
    [
      'a name to be generated',
      'apiVersion: v1\nkind: Pod\nmetadata: {generateName: x-}',
    ],
    [
      'a form to copy',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: <NAME>-web}',
    ],
    ['a kind that is missing', 'apiVersion: v1\nmetadata: {name: x}'],
    [
      'an API version that is none',
      'apiVersion: 2.0\nkind: X\nmetadata: {name: x}',
    ],
    [
      'a kustomization',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: x}',
    ],
    [
      'a catalog entity',
      'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}',
    ],
    [
      'a chainsaw test',
      'apiVersion: chainsaw.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: x}',
    ],
    [
      'a suite of gator',
      'apiVersion: test.gatekeeper.sh/v1alpha1\nkind: Suite\nmetadata: {name: x}',
    ],
    [
      'local configuration',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, annotations: {config.kubernetes.io/local-config: "true"}}',
    ],
    ['a list', '- apiVersion: v1'],
    ['text', 'apiVersion'],
    ['a list of nothing', 'apiVersion: v1\nkind: List\nitems: [null, 1, []]'],
  ])('takes %s for no object', async (_, text) => {
    expect(await objectsOf({ 'a.yaml': text })).toEqual([]);
  });

  it('leaves out tests, templates of charts and what belongs to tools', async () => {
    const pod = (name: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n`;
    const objects = await objectsOf({
      'tests/policy/chainsaw-test.yaml': 'kind: Test',
      'tests/policy/resources/pod.yaml': pod('tested'),
      'policies/.chainsaw-test/pod.yaml': pod('tested-too'),
      'policies/tests/limits/kyverno-test.yaml': 'policies: [../limits.yaml]',
      'policies/tests/limits/resources/pod.yaml': pod('judged'),
      'rules/kyverno-test.yaml': 'policies: [pod.yaml]',
      'rules/pod.yaml': pod('beside-a-test'),
      'charts/cart/Chart.yaml': 'name: cart',
      'charts/cart/templates/pod.yaml': pod('template'),
      'node_modules/x/pod.yaml': pod('dependency'),
      '.github/pod.yaml': pod('workflow'),
      'templates/pod.yaml': pod('no-chart'),
      'pod.json': '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"json"}}',
      'crd.yml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: xs.acme.example}',
    });
    // A chart's templates are the helm reader's.
    const plain = objects.filter(({ builtBy }) => builtBy === undefined);
    expect(plain.map(({ name }) => name).sort()).toEqual([
      'beside-a-test',
      'json',
      'no-chart',
      'xs.acme.example',
    ]);
  });

  it('lets a Namespace speak for the directory that is called after it', async () => {
    const namespace = (name: string) =>
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  annotations:\n    acme.example/team-name: payments\n`;
    const { ownership } = await readRepository(
      memoryTree({
        'namespaces/live/shop/00-namespace.yaml': namespace('shop'),
        'namespaces/live/shop/resources/rds.tf': '',
        'namespaces/live/other/namespace.yaml': namespace('cart'),
      }),
    );
    const short = (path: string) =>
      claimsForPath(ownership, 'acme/app-config', 'r', path).map(
        ({ source, raw, evidence }) => [
          source,
          raw,
          evidence.type === 'file' && evidence.location.line,
        ],
      );
    expect(short('namespaces/live/shop/resources/rds.tf')).toEqual([
      ['namespace-label', 'payments', 6],
    ]);
    expect(short('namespaces/live/other/x.tf')).toEqual([]);
  });

  it('keeps hostile text as the data that it is', async () => {
    const [object] = await objectsOf({
      'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: x
  labels: {team: "<script>alert(1)</script>", "a/<b>": "<img src=x>"}
  annotations: {long: "${'x'.repeat(600)}", short: x}
`,
    });
    expect(object.labels).toEqual({
      team: '<script>alert(1)</script>',
      'a/<b>': '<img src=x>',
    });
    expect(object.annotations).toEqual({ short: 'x' });
    expect(object.claims[0].raw).toBe('<script>alert(1)</script>');
  });
});
