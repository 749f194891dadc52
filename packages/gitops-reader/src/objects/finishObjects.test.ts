import { Claim } from '../facts';
import { memoryTree } from '../files/memoryTree';
import { readRepository } from '../readRepository';

function deployment(name: string): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - {name: c, image: ghcr.io/acme/${name}:1.0.0}\n`;
}

function application(name: string, path: string, rest = ''): string {
  return `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, namespace: argocd${rest}}\nspec:\n  source: {repoURL: https://github.com/acme/app-config, path: ${path}, helm: {valueFiles: [../../apps/${name}/values.yaml]}}\n  destination: {namespace: ${name}, name: prod}\n`;
}

const base = (directory: string, name: string) => ({
  [`${directory}/deployment.yaml`]: deployment(name),
  [`${directory}/kustomization.yaml`]: 'resources: [deployment.yaml]\n',
});

const chart = {
  'charts/service/Chart.yaml': 'apiVersion: v2\nname: service\nversion: 1.0.0',
  'charts/service/templates/d.yaml': deployment('{{ .Release.Name }}'),
};

describe('owners of what is made of others', () => {
  it.each<
    [
      what: string,
      codeowners: string,
      files: Record<string, string>,
      expected: Record<string, string[]>,
    ]
  >([
    [
      'an overlay elsewhere that gives the name',
      '/lib/ @platform\n/apps/cart/ @checkout',
      {
        ...base('lib/service/base', 'service'),
        'apps/cart/prod/kustomization.yaml':
          'resources: [../../../lib/service/base]\nnamePrefix: cart-\n',
      },
      { 'cart-service': ['@checkout', '(@platform)'] },
    ],
    [
      'a patch that gives the name',
      '/lib/ @platform\n/apps/ @checkout',
      {
        ...base('lib/service/base', 'service'),
        'apps/kustomization.yaml':
          'resources: [../lib/service/base]\npatches:\n  - target: {kind: Deployment}\n    patch: |-\n      - {op: replace, path: /metadata/name, value: cart}\n',
      },
      { cart: ['@checkout', '(@platform)'] },
    ],
    [
      'a base that a catch-all claims',
      '* @platform\n/teams/payments/ @payments',
      {
        ...base('bases/web', 'web'),
        'teams/payments/prod/kustomization.yaml':
          'resources: [../../../bases/web]\nnamePrefix: pay-\n',
      },
      { 'pay-web': ['@payments', 'payments', '(@platform)'] },
    ],
    [
      'an overlay that nobody claims',
      '/lib/ @platform\n/other/ @checkout',
      {
        ...base('lib/service/base', 'service'),
        'apps/cart/kustomization.yaml':
          'resources: [../../lib/service/base]\nnamePrefix: cart-\n',
      },
      { 'cart-service': ['@platform'] },
    ],
    [
      'overlays that name things after an environment or a variant',
      '/base/ @checkout\n/overlays/ @sre',
      {
        ...base('base/cart', 'cart'),
        'overlays/prod/kustomization.yaml':
          'resources: [../../base/cart]\nnamePrefix: prod-\n',
        'overlays/next/kustomization.yaml':
          'resources: [../../base/cart]\nnameSuffix: -v2\n',
      },
      { 'prod-cart': ['@checkout'], 'cart-v2': ['@checkout'] },
    ],
    [
      'a kustomization that puts many together',
      '* @all\n/clusters/ @platform\n/apps/cart/ @checkout',
      {
        ...base('apps/cart', 'cart'),
        'clusters/prod/kustomization.yaml':
          'resources: [../../apps/cart]\nnamespace: prod\n',
      },
      { cart: ['@checkout'] },
    ],
    [
      'a layer beside a base that a catch-all claims',
      '* @platform\n/cart/overlays/eu/ @eu',
      {
        ...base('cart/base', 'cart'),
        'cart/overlays/eu/kustomization.yaml':
          'resources: [../../base]\nnamespace: cart\n',
      },
      { cart: ['@eu', '(@platform)'] },
    ],
    [
      'a layer beside a base of its own',
      '/apps/cart/base/ @checkout\n/apps/*/overlays/production/ @sre',
      {
        ...base('apps/cart/base', 'cart'),
        'apps/cart/overlays/production/kustomization.yaml':
          'resources: [../../base]\nnamePrefix: eu-\n',
      },
      { 'eu-cart': ['@checkout'] },
    ],
    [
      'releases of one chart',
      '/charts/ @platform\n/apps/cart/ @checkout\n/argo/ @argo',
      {
        ...chart,
        'argo/all.yaml': `${application('cart', 'charts/service')}---\n${application('search', 'charts/service')}`,
        'argo/idx.yaml': application('idx', 'charts/service'),
        'apps/cart/values.yaml': 'a: 1',
        'apps/search/values.yaml': 'a: 1',
      },
      {
        cart: ['@checkout', '(@platform)'],
        search: ['@platform'],
        // Whoever keeps all Applications need not own what is made.
        idx: ['@platform'],
      },
    ],
    [
      'a release with an Application of its own, in a line or a directory',
      '/charts/ @platform\n/argo/ @argo\n/argo/cart.yaml @checkout\n/argo/search/ @search',
      {
        ...chart,
        'argo/cart.yaml': application('cart', 'charts/service'),
        'argo/idx.yaml': application('idx', 'charts/service'),
        'argo/search/app.yaml': application('search', 'charts/service'),
      },
      {
        cart: ['@checkout', '(@platform)'],
        idx: ['@platform'],
        search: ['@search', '(@platform)'],
      },
    ],
    [
      'a part of a chart that several releases use',
      '/umbrella/ @platform\n/umbrella/charts/cart/ @checkout\n/argo/b2b/ @argo',
      {
        'umbrella/Chart.yaml': 'apiVersion: v2\nname: umbrella\nversion: 1.0.0',
        'umbrella/charts/cart/Chart.yaml':
          'apiVersion: v2\nname: cart\nversion: 1.0.0',
        'umbrella/charts/cart/templates/d.yaml': deployment(
          '{{ .Release.Name }}-cart',
        ),
        'argo/shop.yaml': application('shop', 'umbrella'),
        'argo/b2b/shop.yaml': application('b2b', 'umbrella'),
      },
      { 'shop-cart': ['@checkout'], 'b2b-cart': ['@checkout'] },
    ],
    [
      'a chart in several environments',
      '/charts/ @checkout\n/argo/ @argo',
      {
        ...chart,
        'argo/prod.yaml': application('service-prod', 'charts/service'),
        'argo/staging.yaml': application('service-staging', 'charts/service'),
      },
      { 'service-prod': ['@checkout'], 'service-staging': ['@checkout'] },
    ],
    [
      'a chart that one release uses',
      '/charts/ @platform\n/apps/cart/ @checkout\n/argo/ @argo',
      {
        ...chart,
        'argo/cart.yaml': application('cart', 'charts/service'),
        'apps/cart/values.yaml': 'a: 1',
      },
      { cart: ['@platform'] },
    ],
  ])('%s', async (_, codeowners, files, expected) => {
    const { objects } = await readRepository(
      memoryTree({ '.github/CODEOWNERS': codeowners, ...files }),
    );
    const said = objects
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ name, claims }) => [name, claims.map(claimText)]);
    expect(Object.fromEntries(said)).toEqual(expected);
    expect(objects.every(({ template }) => template === undefined)).toBe(true);
  });

  it('takes the label of what deploys it', async () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd, labels: {team: platform}}
spec:
  goTemplate: true
  generators:
    - git: {repoURL: https://github.com/acme/app-config, revision: HEAD, directories: [{path: sets/*/*}]}
  template:
    metadata:
      name: '{{.path.basename}}'
      labels: {team: '{{index .path.segments 1}}'}
    spec:
      source: {repoURL: https://github.com/acme/app-config, path: '{{.path.path}}'}
      destination: {namespace: x, server: https://kubernetes.default.svc}
`;
    const { objects } = await readRepository(
      memoryTree({
        'argo/cart.yaml': application(
          'cart',
          'apps/cart',
          ', labels: {team: checkout}',
        ),
        'argo/service.yaml': application(
          'web',
          'charts/service',
          ', labels: {team: web-crew}',
        ),
        'argo/set.yaml': set,
        'flux/pay.yaml':
          'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: pay, namespace: flux-system, labels: {team: payments}}\nspec: {path: ./apps/pay, sourceRef: {kind: GitRepository, name: flux-system}}\n',
        'apps/cart/d.yaml': deployment('cart'),
        'apps/pay/d.yaml': deployment('pay'),
        'sets/search/idx/d.yaml': deployment('idx'),
        ...chart,
      }),
    );
    expect(
      Object.fromEntries(
        objects
          .filter(({ kind }) => kind === 'Deployment')
          .map(({ name, claims }) => [
            name,
            claims.map(
              ({ source, raw, evidence }) =>
                `${source} ${raw} ${evidence.type === 'file' ? evidence.location.path : ''}`,
            ),
          ]),
      ),
    ).toEqual({
      cart: ['engine-object checkout argo/cart.yaml'],
      pay: ['engine-object payments flux/pay.yaml'],
      idx: ['engine-object search argo/set.yaml'],
      web: ['engine-object web-crew argo/service.yaml'],
    });
    expect(
      objects.find(
        ({ kind, name }) => kind === 'Application' && name === 'cart',
      )?.claims,
    ).toHaveLength(1);
  });
});

function claimText({ raw, catchAll }: Claim): string {
  return catchAll ? `(${raw})` : raw;
}
