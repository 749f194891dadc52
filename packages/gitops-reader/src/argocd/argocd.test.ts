import { parsedFiles, placesOf, pinsOf } from '../parsedFiles';
import { DeclaredObject, JsonObject } from '../facts';
import { helmReader } from '../helm';
import { kustomizeReader } from '../kustomize';
import { applicationFact, parseTrackingId } from './application';
import { treeIndexOf } from '../deployments';
import { expandApplicationSet } from './applicationSet';
import { globPattern } from './globs';
import { argocdReader } from './reader';

const url = 'https://github.com/acme/app-config.git';
const deployment = (name: string, image: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [{name: a, image: "${image}"}]}}}\n`;

function read(files: Record<string, string>): DeclaredObject[] {
  const repository = parsedFiles(files);
  return [kustomizeReader, argocdReader, helmReader].flatMap(
    reader => reader.read(repository).objects ?? [],
  );
}

describe('what an Application deploys', () => {
  it.each<[string, JsonObject, unknown]>([
    [
      'a chart with values from another repository',
      {
        sources: [
          {
            chart: 'redis',
            repoURL: 'https://charts.example',
            targetRevision: '1.*',
            helm: { valueFiles: ['$values/redis/prod.yaml', '$nobody/x.yaml'] },
          },
          { repoURL: url, ref: 'values' },
        ],
        destination: { name: 'prod-eu', namespace: 'shop' },
      },
      {
        repoUrl: 'https://charts.example',
        revision: '1.*',
        chart: 'redis',
        valuesFiles: ['redis/prod.yaml'],
        valuesRepoUrl: url,
        destinationCluster: 'prod-eu',
        destinationNamespace: 'shop',
      },
    ],
    [
      'values beside a chart in Git, some of them out of the tree',
      {
        source: {
          repoURL: url,
          path: 'charts/web/',
          helm: {
            valueFiles: [
              'values-prod.yaml',
              '../shared.yaml',
              '/global.yaml',
              '../../../x',
              'https://example/x.yaml',
            ],
          },
        },
        destination: { server: 'https://kubernetes.default.svc' },
      },
      {
        repoUrl: url,
        path: 'charts/web',
        valuesFiles: [
          'charts/web/values-prod.yaml',
          'charts/shared.yaml',
          'global.yaml',
        ],
      },
    ],
    [
      'the dry source of a hydrator',
      {
        sourceHydrator: {
          drySource: { repoURL: url, path: 'apps', targetRevision: 'HEAD' },
        },
      },
      { repoUrl: url, path: 'apps', revision: 'HEAD' },
    ],
    ['nothing', { sources: 'x', source: [] }, {}],
  ])('%s', (_, spec, expected) => {
    expect(applicationFact({ spec })).toEqual(expected);
  });

  it.each([
    ['cart:apps/Deployment:shop/cart', 'cart', undefined, 'cart'],
    ['team-a_cart:/Service:shop/cart', 'cart', 'team-a', 'cart'],
    [
      'a:rbac.authorization.k8s.io/Role:n/system:x:y',
      'a',
      undefined,
      'system:x:y',
    ],
  ])('reads the tracking id %s', (id, application, namespace, name) => {
    expect(parseTrackingId(id)).toMatchObject({
      application: { name: application, ...(namespace ? { namespace } : {}) },
      name,
    });
  });
  it.each(['', 'cart', 'a:b:c', ':/x:y/z', 'a:apps/Deployment:shop'])(
    'leaves %j alone',
    id => expect(parseTrackingId(id)).toBeUndefined(),
  );
});

describe('objects that an Application of the same repository deploys', () => {
  const application = (source: string, destination = 'name: prod-eu') =>
    `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  destination:
    ${destination}
    namespace: shop
  source:
    repoURL: git@github.com:acme/app-config.git
    targetRevision: main
${source}`;

  it('changes a kustomization as the Application says', () => {
    const objects = read({
      'argocd/cart.yaml': application(`    path: apps/cart
    kustomize:
      images:
        - ghcr.io/acme/cart:2.0.0
      commonLabels: {team: payments}
`),
      'apps/cart/kustomization.yaml': 'resources: [d.yaml]',
      'apps/cart/d.yaml': deployment('cart', 'ghcr.io/acme/cart:1'),
    });
    const cart = objects.find(({ kind }) => kind === 'Deployment');
    expect(cart).toMatchObject({
      namespace: 'shop',
      cluster: 'prod-eu',
      environment: 'production',
      builtBy: 'apps/cart',
    });
    expect(placesOf(cart as DeclaredObject)).toEqual([
      'manifest apps/cart/d.yaml:1',
      'overlay argocd/cart.yaml:15 sets labels team',
      'overlay argocd/cart.yaml:14 sets image ghcr.io/acme/cart to 2.0.0',
      'application argocd/cart.yaml:1 Application argocd/cart deploys it',
    ]);
    expect(cart?.claims).toMatchObject([
      { raw: 'payments', evidence: { location: { path: 'argocd/cart.yaml' } } },
      { source: 'pod-template-label' },
    ]);
    expect(objects.filter(({ kind }) => kind === 'Deployment')).toHaveLength(1);
    expect(
      objects.find(({ kind }) => kind === 'Application')?.engine,
    ).toMatchObject({ path: 'apps/cart', destinationCluster: 'prod-eu' });
  });

  it('takes plain files, those further down only when told to', () => {
    const names = (recurse: string) =>
      read({
        'a.yaml': application(`    path: plain\n${recurse}`),
        'plain/a.yaml': deployment('a', 'a:1'),
        'plain/deep/b.yaml': deployment('b', 'b:1'),
        'plain/values.yaml': 'image: {tag: x}',
      })
        .filter(({ kind }) => kind === 'Deployment')
        .map(({ name, cluster }) => `${name} ${cluster}`);
    expect(names('')).toEqual(['a prod-eu']);
    expect(names('    directory: {recurse: true}\n')).toEqual([
      'a prod-eu',
      'b prod-eu',
    ]);
  });

  it('knows the values of a chart, and the names that its templates make of the release', () => {
    const objects = read({
      'app.yaml': application(`    path: chart
    helm:
      releaseName: web
      valueFiles: [values-prod.yaml]
`),
      'chart/Chart.yaml': 'name: storefront\nversion: 1.0.0\nappVersion: "7"\n',
      'chart/values.yaml':
        'on: true\nimage:\n  repository: ghcr.io/acme/web\n  tag: ""\nside:\n  image: {repository: ghcr.io/acme/side, tag: ""}\n',
      'chart/values-prod.yaml': 'image:\n  tag: "1.2"\n',
      'chart/templates/web.yaml':
        '{{- if .Values.on }}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}-web\nspec:\n  image: {{ .Values.image.tag }}\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include "full" . }}\n',
    });
    const web = objects.find(({ name }) => name === 'web-web');
    expect(web).toMatchObject({
      kind: 'Deployment',
      namespace: 'shop',
      cluster: 'prod-eu',
      location: { path: 'chart/templates/web.yaml', line: 3 },
    });
    expect(pinsOf(web as DeclaredObject)[0]).toBe(
      'ghcr.io/acme/web=1.2 chart/values-prod.yaml:2 image.tag',
    );
    expect(objects.some(({ kind }) => kind === 'Service')).toBe(false);
    const app = objects.find(({ kind }) => kind === 'Application');
    expect(pinsOf(app as DeclaredObject)).toEqual([
      'git@github.com:acme/app-config.git=main app.yaml:10 spec.source.targetRevision',
      'ghcr.io/acme/web=1.2 chart/values-prod.yaml:2 image.tag',
      'ghcr.io/acme/side=7 chart/Chart.yaml:3 appVersion',
    ]);
    expect(placesOf(app as DeclaredObject).slice(1)).toEqual([
      'values chart/Chart.yaml:- is the chart',
      'values chart/values.yaml:- defaults of the chart',
      'values chart/values-prod.yaml:- values of the release',
    ]);
  });

  it('keeps away from paths of other repositories', () => {
    const objects = read({
      'a.yaml': application('    path: apps/cart\n').replace(
        'acme/app-config.git',
        'acme/other.git',
      ),
      'b.yaml': application('    path: apps/b\n').replaceAll('cart', 'b'),
      'apps/b/x.yaml': deployment('b', 'b:1'),
      'apps/cart/kustomization.yaml': 'resources: [d.yaml]',
      'apps/cart/d.yaml': deployment('cart', 'x:1'),
    });
    expect(
      objects.find(({ name, kind }) => name === 'cart' && kind === 'Deployment')
        ?.cluster,
    ).toBeUndefined();
  });
});

describe('ApplicationSets', () => {
  const repository = parsedFiles({
    'apps/cart/overlays/prod/kustomization.yaml': '',
    'apps/web/overlays/prod/kustomization.yaml': '',
    'apps/old/overlays/prod/kustomization.yaml': '',
    'apps/.hidden/overlays/prod/kustomization.yaml': '',
    'envs/prod.yaml': 'cluster: {name: prod-eu}\n',
    'envs/many.yaml': '[{cluster: {name: a}}, {cluster: {name: b}}]',
  });
  const expand = (generators: JsonObject[], path: string, name = 'x') =>
    expandApplicationSet(
      {
        spec: {
          goTemplate: /\{\{ [.i]/.test(path),
          generators,
          template: { metadata: { name }, spec: { source: { path } } },
        },
      },
      {
        repository,
        index: treeIndexOf(repository),
        isOwn: (found: string | undefined) => found === url,
        isRead: () => true,
        clusters: [],
      },
    );
  const paths = (result: ReturnType<typeof expand>) =>
    result.applications.map(
      ({ application }) => applicationFact(application)?.path,
    );

  it.each<[string, JsonObject[], string, string[], number]>([
    [
      'lists',
      [{ list: { elements: [{ env: 'dev' }, { env: 'prod' }] } }],
      'apps/{{env}}',
      ['apps/dev', 'apps/prod'],
      0,
    ],
    [
      'directories, hidden and excluded ones left out',
      [
        {
          git: {
            repoURL: url,
            directories: [
              { path: 'apps/old/*/*', exclude: true },
              { path: 'apps/*/overlays/*' },
            ],
          },
        },
      ],
      '{{ .path.path }}',
      ['apps/cart/overlays/prod', 'apps/web/overlays/prod'],
      0,
    ],
    [
      'parts of a path',
      [{ git: { repoURL: url, directories: [{ path: 'apps/cart/*/*' }] } }],
      '{{path[1]}}/{{path.basename}}/{{ path.basenameNormalized }}',
      ['cart/prod/prod'],
      0,
    ],
    [
      'parts of a path, with Go templates',
      [{ git: { repoURL: url, directories: [{ path: 'apps/cart/*/*' }] } }],
      '{{ index .path.segments 1 }}/{{ .path.basename | normalize }}',
      ['cart/prod'],
      0,
    ],
    [
      'files, one Application for each item',
      [{ git: { repoURL: url, files: [{ path: 'envs/*.yaml' }] } }],
      '{{ .cluster.name }}/{{ .path.filename }}',
      ['a/many.yaml', 'b/many.yaml', 'prod-eu/prod.yaml'],
      0,
    ],
    [
      'products',
      [
        {
          matrix: {
            generators: [
              { list: { elements: [{ a: '1' }, { a: '2' }] } },
              { list: { elements: [{ b: 'x' }] } },
            ],
          },
        },
      ],
      '{{a}}/{{b}}',
      ['1/x', '2/x'],
      0,
    ],
    [
      'clusters that a list names',
      [
        {
          merge: {
            mergeKeys: ['nameNormalized'],
            generators: [
              { clusters: { values: { root: 'apps/cart', dir: 'base' } } },
              {
                list: {
                  elements: [{ nameNormalized: 'eu', 'values.dir': 'eu' }],
                },
              },
            ],
          },
        },
      ],
      '{{values.root}}/{{values.dir}}',
      ['apps/cart/base', 'apps/cart/eu'],
      1,
    ],
    ['pull requests', [{ pullRequest: { github: {} } }], 'x', [], 1],
    [
      'directories of another repository',
      [{ git: { repoURL: 'https://x/y', directories: [{ path: '*' }] } }],
      'x',
      [],
      1,
    ],
  ])('%s', (_, generators, path, expected, unknown) => {
    const result = expand(generators, path);
    expect(paths(result)).toEqual(expected);
    expect(result.unknown).toHaveLength(unknown);
  });

  it('stays bounded', () => {
    const elements = Array.from({ length: 300 }, (_, n) => ({ n }));
    const list = { list: { elements } };
    expect(
      expand([{ matrix: { generators: [list, list] } }], 'x').applications
        .length,
    ).toBeLessThanOrEqual(2000);
    expect(globPattern('*a'.repeat(50), { greedy: true })).toBeUndefined();
  });
});
