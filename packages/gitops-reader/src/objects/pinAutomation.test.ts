import { RepositoryFacts } from '../facts';
import { memoryTree } from '../files/memoryTree';
import { policyMarkers } from './pinAutomation';
import { readRepository, RepositoryReader } from '../readRepository';

const deployment = (image: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\nspec:\n  template:\n    spec:\n      containers:\n        - name: cart\n          image: ${image}\n`;

const automations = ({ objects }: Pick<RepositoryFacts, 'objects'>) =>
  objects.flatMap(({ kind, versions }) =>
    versions.map(({ name, value, automation }) => [
      kind,
      `${name}:${value}`,
      automation,
    ]),
  );

it.each([
  ['all of it', '"apps:cart"', { by: 'flux', policy: 'apps:cart' }],
  [
    'the tag',
    '"apps:cart:tag"',
    { by: 'flux', policy: 'apps:cart', field: 'tag' },
  ],
  [
    'the digest',
    '"apps:cart.v1:digest"',
    { by: 'flux', policy: 'apps:cart.v1', field: 'digest' },
  ],
  ['what is no part', '"apps:cart:other"', undefined],
  ['what names no namespace', '"cart"', undefined],
])('reads a marker for %s', (_, policy, expected) => {
  const markers = policyMarkers(
    `a: 1\nimage: x:1 # {"$imagepolicy": ${policy}}\r\n# {"$imagepolicy": ${policy}}\nb: 2\n`,
  );
  expect([...(markers ?? [])]).toEqual(expected ? [[2, expected]] : []);
});

it('tells who rewrites versions: of manifests, kustomizations, values and releases', async () => {
  const facts = await readRepository(
    memoryTree({
      'plain/cart.yaml': deployment(
        'ghcr.io/acme/cart:1 # {"$imagepolicy": "flux-system:cart"}',
      ),
      'built/kustomization.yaml':
        'resources: [cart.yaml]\nimages:\n  - name: ghcr.io/acme/cart\n    newTag: "2" # {"$imagepolicy": "flux-system:cart:tag"}\n',
      'built/cart.yaml': deployment('ghcr.io/acme/cart:1'),
      'release.yaml':
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: keda, namespace: keda}\nspec:\n  chart:\n    spec:\n      chart: keda\n      version: 1.0.0\n      sourceRef: {kind: HelmRepository, name: kedacore}\n  values:\n    image:\n      repository: ghcr.io/keda/keda # {"$imagepolicy": "flux-system:keda:name"}\n      tag: 3 # {"$imagepolicy": "flux-system:keda:tag"}\n',
    }),
  );
  expect(automations(facts)).toEqual(
    expect.arrayContaining([
      [
        'Deployment',
        'ghcr.io/acme/cart:1',
        { by: 'flux', policy: 'flux-system:cart' },
      ],
      [
        'Deployment',
        'ghcr.io/acme/cart:2',
        { by: 'flux', policy: 'flux-system:cart', field: 'tag' },
      ],
      ['HelmRelease', 'keda:1.0.0', undefined],
      [
        'HelmRelease',
        'ghcr.io/keda/keda:3',
        { by: 'flux', policy: 'flux-system:keda', field: 'tag' },
      ],
    ]),
  );
});

it('knows what Argo CD Image Updater watches, in the Application and in what it deploys', async () => {
  const facts = await readRepository(
    memoryTree({
      'app.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: cart
  annotations:
    argocd-image-updater.argoproj.io/image-list: cart=ghcr.io/acme/cart:~1.2, nginx
spec:
  source: {repoURL: 'https://github.com/acme/app-config', path: cart}
  destination: {name: prod, namespace: shop}
`,
      'cart/a.yaml': deployment('ghcr.io/acme/cart:1.2.3'),
      'cart/b.yaml': deployment('ghcr.io/acme/cart-db:1').replace(
        /name: cart}/,
        'name: db}',
      ),
      'cart/c.yaml': deployment('docker.io/library/nginx:1').replace(
        /name: cart}/,
        'name: web}',
      ),
    }),
  );
  expect(automations(facts)).toEqual([
    [
      'Deployment',
      'ghcr.io/acme/cart:1.2.3',
      { by: 'argocd-image-updater', policy: 'cart=ghcr.io/acme/cart:~1.2' },
    ],
    ['Deployment', 'ghcr.io/acme/cart-db:1', undefined],
    [
      'Deployment',
      'docker.io/library/nginx:1',
      { by: 'argocd-image-updater', policy: 'nginx' },
    ],
  ]);
});

it('knows what an ImageUpdater watches', async () => {
  const application = (name: string, labels = '{}') =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, labels: ${labels}}\nspec:\n  source: {repoURL: 'https://github.com/acme/app-config', path: ${name}}\n  destination: {name: prod, namespace: shop}\n`;
  const facts = await readRepository(
    memoryTree({
      'updater.yaml': `apiVersion: argocd-image-updater.argoproj.io/v1alpha1
kind: ImageUpdater
metadata: {name: all}
spec:
  applicationRefs:
  - namePattern: cart-*
    images: [{alias: cart, imageName: 'ghcr.io/acme/cart:~1.2'}]
  - namePattern: '*'
    labelSelectors: {matchLabels: {team: web}}
    images: [{alias: web, imageName: nginx}]
  - {namePattern: '*', useAnnotations: true}
`,
      'a.yaml': application('cart-eu'),
      'b.yaml': application('other'),
      'c.yaml': application('web', '{team: web}'),
      'cart-eu/a.yaml': deployment('ghcr.io/acme/cart:1.2.3'),
      'other/a.yaml': deployment('ghcr.io/acme/cart:1.2.4'),
      'web/a.yaml': deployment('nginx:1'),
    }),
  );
  expect(automations(facts)).toEqual([
    [
      'Deployment',
      'ghcr.io/acme/cart:1.2.3',
      { by: 'argocd-image-updater', policy: 'ghcr.io/acme/cart:~1.2' },
    ],
    ['Deployment', 'ghcr.io/acme/cart:1.2.4', undefined],
    ['Deployment', 'nginx:1', { by: 'argocd-image-updater', policy: 'nginx' }],
  ]);
});

it('follows a comment that alone has changed, and keeps objects that it does not touch', async () => {
  const files = (policy: string) =>
    memoryTree({
      'a/kustomization.yaml': `resources: [cart.yaml]\nimages:\n  - name: x\n    newTag: "2" # {"$imagepolicy": "apps:${policy}:tag"}\n`,
      'a/cart.yaml': deployment('x:1'),
      'b.yaml': deployment('y:1'),
    });
  const reader = new RepositoryReader();
  const one = await reader.read(files('one'));
  const other = await reader.read(files('other'));
  expect(automations(other)).toContainEqual([
    'Deployment',
    'x:2',
    { by: 'flux', policy: 'apps:other', field: 'tag' },
  ]);
  expect(other.objects.filter(object => one.objects.includes(object))).toEqual(
    other.objects.filter(({ location }) => location.path === 'b.yaml'),
  );
  expect((await reader.read(files('other'))).objects).toEqual(other.objects);
});

it.each<[what: string, head: string, policies: (string | undefined)[]]>([
  [
    'what annotations of Flux v1 say',
    'apiVersion: helm.fluxcd.io/v1\nmetadata: {name: a, annotations: {fluxcd.io/automated: "true", filter.fluxcd.io/chart-image: "semver:~1", flux.weave.works/tag.proxy: "glob:v*"}}',
    [
      undefined,
      'filter.fluxcd.io/chart-image: semver:~1',
      'flux.weave.works/tag.proxy: glob:v*',
      'fluxcd.io/automated',
      undefined,
    ],
  ],
  [
    'nothing where they lock it',
    'apiVersion: helm.fluxcd.io/v1\nmetadata: {name: a, annotations: {fluxcd.io/automated: "true", fluxcd.io/locked: "true"}}',
    [undefined, undefined, undefined, undefined, undefined],
  ],
])('tells %s', async (_, head, policies) => {
  const { objects } = await readRepository(
    memoryTree({
      'a.yaml': `${head}\nkind: HelmRelease\nspec:\n  chart: {repository: https://charts.example, name: a, version: 1.0.0}\n  values:\n    image: acme/a:1\n    proxy: {image: {repository: envoy, tag: v1}}\n    job: {image: acme/job:1}\n    deep: {down: {image: acme/deep:1}}\n`,
    }),
  );
  expect(
    objects[0].versions.map(({ automation }) => automation?.policy),
  ).toEqual(policies);
});

it('tells of what a chart makes who updates the release', async () => {
  const { objects } = await readRepository(
    memoryTree({
      'cart.yaml':
        'apiVersion: helm.fluxcd.io/v1\nkind: HelmRelease\nmetadata: {name: a, annotations: {fluxcd.io/automated: "true"}}\nspec:\n  releaseName: cart\n  chart: {git: "https://github.com/acme/app-config", path: web}\n  values: {image: {tag: 7}}\n',
      'web/Chart.yaml': 'name: web\nversion: 0.1.0\n',
      'web/values.yaml': 'image: {repository: acme/web, tag: 1}\n',
      'web/templates/web.yaml': deployment(
        '{{ .Values.image.repository }}:{{ .Values.image.tag }}',
      ),
    }),
  );
  expect(automations({ objects })).toContainEqual([
    'Deployment',
    'acme/web:7',
    { by: 'flux', policy: 'fluxcd.io/automated' },
  ]);
});

it('tells of each overlay who updates its own release', async () => {
  const overlay = (annotations: string) =>
    `resources: [../../base]\npatches:\n  - target: {kind: HelmRelease}\n    patch: |\n      apiVersion: helm.fluxcd.io/v1\n      kind: HelmRelease\n      metadata: {name: a, annotations: {${annotations}}}\n`;
  const { objects } = await readRepository(
    memoryTree({
      'base/kustomization.yaml': 'resources: [cart.yaml]\n',
      'base/cart.yaml':
        'apiVersion: helm.fluxcd.io/v1\nkind: HelmRelease\nmetadata: {name: a, annotations: {fluxcd.io/automated: "true"}}\nspec:\n  releaseName: cart\n  chart: {git: "https://github.com/acme/app-config", path: web}\n  values: {image: {tag: 7}}\n',
      'overlays/staging/kustomization.yaml': overlay(
        'filter.fluxcd.io/chart-image: "semver:~7"',
      ),
      'overlays/production/kustomization.yaml': overlay(
        'fluxcd.io/locked: "true"',
      ),
      'web/Chart.yaml': 'name: web\nversion: 0.1.0\n',
      'web/values.yaml': 'image: {repository: acme/web, tag: 1}\n',
      'web/templates/web.yaml': deployment(
        '{{ .Values.image.repository }}:{{ .Values.image.tag }}',
      ),
    }),
  );
  expect(
    objects
      .filter(({ kind }) => /HelmRelease|Deployment/.test(kind))
      .flatMap(({ kind, environment, versions }) =>
        versions
          .filter(pin => pin.kind === 'image')
          .map(
            ({ automation }) => `${kind} ${environment} ${automation?.policy}`,
          ),
      )
      .sort(),
  ).toEqual([
    'Deployment production undefined',
    'Deployment staging filter.fluxcd.io/chart-image: semver:~7',
    'HelmRelease production undefined',
    'HelmRelease staging filter.fluxcd.io/chart-image: semver:~7',
  ]);
});
