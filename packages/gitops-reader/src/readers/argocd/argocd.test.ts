import { parsedFiles, placesOf, pinsOf } from '../../__testUtils__/parsedFiles';
import { DeclaredObject, JsonObject } from '../../facts';
import { helmReader } from '../helm';
import { kustomizeReader } from '../kustomize';
import { memoryTree } from '../../files/memoryTree';
import { readRepository } from '../../readRepository';
import { applicationFact, parseTrackingId } from './application';
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
        rendersChart: true,
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
        rendersChart: true,
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
    'https://kubernetes.default.svc',
    'https://kubernetes.default.svc:443/',
    'https://kubernetes.default:443',
  ])('knows its own cluster as %s', server => {
    const spec = { source: { repoURL: url }, destination: { server } };
    expect(applicationFact({ spec })?.destinationCluster).toBeUndefined();
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

  it('is nothing where the Application is the input of a test', () => {
    const called = (name: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}}\nspec:\n  destination: {name: prod-eu}\n  source: {repoURL: "${url}", path: web}\n`;
    expect(
      read({
        'apps/web.yaml': called('web'),
        'policies/test/chainsaw-test.yaml': 'kind: Test\n',
        'policies/test/web.yaml': called('tested'),
      }).map(({ name }) => name),
    ).toEqual(['web']);

    const clusters = (files: Record<string, string>) =>
      read({ ...files, 'web/a.yaml': deployment('a', 'a:1') })
        .filter(({ kind }) => kind === 'Deployment')
        .map(({ cluster }) => cluster);
    expect(clusters({ 'apps/web.yaml': called('web') })).toEqual(['prod-eu']);
    expect(clusters({ 'testdata/web.yaml': called('web') })).not.toContain(
      'prod-eu',
    );
    expect(
      clusters({
        'policies/test/chainsaw-test.yaml': 'kind: Test\n',
        'policies/test/kustomization.yaml': 'resources: [web.yaml]\n',
        'policies/test/web.yaml': called('tested'),
      }),
    ).not.toContain('prod-eu');
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

  it.each<[string, string, string[]]>([
    ['top', '', ['a', 'b']],
    [
      'with globs',
      '    directory: {recurse: true, include: "{a,deep/*}.yaml"}\n',
      ['a', 'c'],
    ],
    [
      'without some',
      '    directory: {recurse: true, exclude: "deep/*"}\n',
      ['a', 'b'],
    ],
    ['as a plugin makes them', '    plugin: {name: mine}\n', []],
  ])('takes the files of a directory: %s', (_, source, expected) => {
    const map = (name: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
    const objects = read({
      'app.yaml': application(`    path: plain\n${source}`),
      'plain/a.yaml': map('a'),
      'plain/b.yaml': map('b'),
      'plain/deep/c.yaml': map('c'),
    });
    expect(
      objects
        .filter(({ cluster, kind }) => cluster && kind === 'ConfigMap')
        .map(({ name }) => name),
    ).toEqual(expected);
  });

  it('lays what image updaters write beside a source over it, at its own line', () => {
    const objects = read({
      'app.yaml': application(
        '    path: apps/cart\n    kustomize: {images: ["ghcr.io/acme/cart:2"]}\n',
      ),
      'apps/cart/kustomization.yaml': 'resources: [d.yaml]',
      'apps/cart/d.yaml': deployment('cart', 'ghcr.io/acme/cart:1'),
      'apps/cart/.argocd-source-cart.yaml':
        'kustomize:\n  images:\n    - ghcr.io/acme/cart:3\n',
      'apps/cart/.argocd-source-other.yaml':
        'kustomize:\n  images:\n    - ghcr.io/acme/cart:4\n',
    });
    const cart = objects.find(({ kind }) => kind === 'Deployment');
    expect(pinsOf(cart as DeclaredObject)).toEqual([
      'ghcr.io/acme/cart=3 apps/cart/.argocd-source-cart.yaml:3 images[name=ghcr.io/acme/cart].newTag',
    ]);
  });

  it('replaces lists and texts of a source with those of a file beside it, and adds to its maps', async () => {
    const tree = memoryTree({
      'app.yaml': application(
        `    path: apps/cart
    kustomize:
      namePrefix: a-
      commonLabels: {tier: web, team: alpha}
      images: ["ghcr.io/acme/cart=reg.io/cart:1", "busybox:1.36"]
`,
      ),
      'apps/cart/kustomization.yaml': 'resources: [d.yaml]',
      'apps/cart/d.yaml': deployment('cart', 'ghcr.io/acme/cart:0'),
      'apps/cart/.argocd-source-cart.yaml': `kustomize:
  namePrefix: b-
  commonLabels: {team: beta}
  images:
    - ghcr.io/acme/cart=reg.io/cart:2
`,
    });
    const { objects, findings } = await readRepository(tree);
    const [cart] = objects.filter(({ kind }) => kind === 'Deployment');
    expect(cart).toMatchObject({
      name: 'b-cart',
      labels: { tier: 'web', team: 'beta' },
    });
    expect(pinsOf(cart)).toEqual([
      'reg.io/cart=2 apps/cart/.argocd-source-cart.yaml:5 images[name=ghcr.io/acme/cart].newTag',
    ]);
    expect(findings).toEqual([]);
  });

  it('pins what parameters, values as text and globs of values files set', () => {
    const objects = read({
      'app.yaml': application(`    path: chart
    helm:
      valueFiles: [env/*.yaml]
      values: |
        side:
          image:
            repository: acme/side
            tag: 1.50
      parameters:
        - {name: image.repository, value: acme/web}
        - {name: image.tag, value: "7"}
`),
      'chart/Chart.yaml': 'name: web\nversion: 1.0.0\n',
      'chart/env/b.yaml': 'more: {image: {repository: acme/more, tag: b}}\n',
      'chart/env/a.yaml': 'more: {image: {repository: acme/more, tag: a}}\n',
    });
    const app = objects.find(({ kind }) => kind === 'Application');
    expect(pinsOf(app as DeclaredObject).slice(1)).toEqual([
      'acme/more=b chart/env/b.yaml:1 more.image.tag',
      'acme/side=1.50 app.yaml:18 spec.source.helm.values.side.image.tag',
      'acme/web=7 app.yaml:21 spec.source.helm.parameters.1.value',
    ]);
    expect(app?.engine?.valuesFiles).toEqual([
      'chart/env/a.yaml',
      'chart/env/b.yaml',
    ]);
    expect(app?.environment).toBe('production');
  });

  const files = 'valueFiles: [a.yaml, prod.yaml]';
  it.each<[string, string, string[], Record<string, string>?]>([
    ['files', files, ['acme/web=1.1 chart/prod.yaml:1 image.tag']],
    [
      'a text over files',
      `${files}, values: "image: {tag: a}"`,
      ['acme/web=a app.yaml:12 spec.source.helm.values.image.tag'],
    ],
    [
      'an object, beside which a text does not count',
      `${files}, values: "side: {image: 'a:1'}", valuesObject: {image: {tag: "1.2"}}`,
      ['acme/web=1.2 app.yaml:12 spec.source.helm.valuesObject.image.tag'],
    ],
    [
      'parameters over all of them',
      `${files}, valuesObject: {image: {tag: "1.2"}}, parameters: [{name: image.tag, value: "1.3"}]`,
      ['acme/web=1.3 app.yaml:12 spec.source.helm.parameters.0.value'],
    ],
    [
      'a parameter for the whole image',
      `${files}, parameters: [{name: image, value: "acme/other:5"}]`,
      ['acme/other=5 app.yaml:12 spec.source.helm.parameters.0.value'],
    ],
    [
      'a parameter that only a run knows',
      `${files}, parameters: [{name: image.tag, value: $ARGOCD_APP_REVISION}]`,
      [],
    ],
    [
      'what an image updater wrote in place of the parameters',
      `${files}, parameters: [{name: image.tag, value: "1.3"}]`,
      ['acme/web=1.4 chart/.argocd-source-cart.yaml:1 helm.parameters.0.value'],
      {
        'chart/.argocd-source-cart.yaml':
          'helm: {parameters: [{name: image.tag, value: "1.4"}]}\n',
      },
    ],
    [
      'files of which the last is named after the Application',
      'valueFiles: [a.yaml, $ARGOCD_APP_NAME.yaml]',
      ['acme/web=1.6 chart/cart.yaml:1 image.tag'],
      { 'chart/cart.yaml': 'image: {tag: "1.6"}\n' },
    ],
    [
      'nothing of files below one that is not known',
      'valueFiles: [a.yaml, "{{env}}.yaml"]',
      [],
    ],
  ])('pins the version that wins: %s', (_, helm, expected, more = {}) => {
    const objects = read({
      'app.yaml': application(`    path: chart\n    helm: {${helm}}\n`),
      'chart/Chart.yaml': 'name: web\nversion: 1.0.0\n',
      'chart/values.yaml': 'image: {repository: acme/web, tag: "0.9"}\n',
      'chart/a.yaml': 'image: {tag: "1.0"}\n',
      'chart/prod.yaml': 'image: {tag: "1.1"}\n',
      ...more,
    });
    const app = objects.find(({ kind }) => kind === 'Application');
    expect(pinsOf(app as DeclaredObject).slice(1)).toEqual(expected);
  });

  it('does not take the version of a chart where a file of elsewhere may set it', () => {
    const objects = read({
      'app.yaml': application(
        '    path: chart\n    helm: {valueFiles: ["{{env}}.yaml", local.yaml]}\n',
      ),
      'chart/Chart.yaml': 'name: web\nversion: 1.0.0\nappVersion: "7"\n',
      'chart/values.yaml': 'replicas: 1\n',
      'chart/local.yaml': 'image: {repository: acme/web}\n',
    });
    const app = objects.find(({ kind }) => kind === 'Application');
    expect(pinsOf(app as DeclaredObject).slice(1)).toEqual([]);
  });

  it('shows versions of a set where its lists and files write them', () => {
    const objects = read({
      'set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: web, namespace: argocd}
spec:
  generators:
    - matrix:
        generators:
          - list:
              elements:
                - {env: dev, version: 1.50}
                - env: prod
                  version: "1.4"
          - git:
              repoURL: git@github.com:acme/app-config.git
              files: [{path: "teams/*.yaml"}]
  template:
    metadata: {name: "{{team.name}}-{{env}}"}
    spec:
      source:
        chart: web
        repoURL: https://charts.example
        targetRevision: "v{{version}}"
        helm:
          parameters:
            - {name: image.tag, value: "{{team.tag}}"}
`,
      'teams/a.yaml': 'team:\n  name: a\n  tag: "7"\n',
    });
    expect(
      objects
        .filter(({ kind }) => kind === 'Application')
        .map(object => [object.namespace, object.name, ...pinsOf(object)]),
    ).toEqual([
      [
        'argocd',
        'a-dev',
        'web=v1.50 set.yaml:10 spec.generators.0.matrix.generators.0.list.elements.0.version',
        'image=7 teams/a.yaml:3 team.tag',
      ],
      [
        'argocd',
        'a-prod',
        'web=v1.4 set.yaml:12 spec.generators.0.matrix.generators.0.list.elements.1.version',
        'image=7 teams/a.yaml:3 team.tag',
      ],
    ]);
  });

  it('shows versions of a merge in a matrix where the last element writes them, and none at one that lost', () => {
    const set = (last: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: web, namespace: argocd}
spec:
  generators:
    - matrix:
        generators:
          - list: {elements: [{env: dev}]}
          - merge:
              mergeKeys: [app]
              generators:
                - list: {elements: [{app: one, v: "1"}]}
                - ${last}
  template:
    metadata: {name: "{{app}}-{{env}}"}
    spec:
      source: {chart: web, repoURL: https://charts.example, targetRevision: "{{v}}"}
`;
    const versions = (last: string) =>
      read({ 'set.yaml': set(last) })
        .filter(({ kind }) => kind === 'Application')
        .flatMap(pinsOf);
    expect(
      versions('list: {elements: [{app: one, v: "9", env: "{{env}}"}]}'),
    ).toEqual([
      'web=9 set.yaml:13 spec.generators.0.matrix.generators.1.merge.generators.1.list.elements.0.v',
    ]);
    expect(versions('list: {elementsYaml: "[{app: one, v: 9}]"}')).toEqual([
      'web=9 set.yaml:17 spec.source.targetRevision',
    ]);
  });

  it.each<[string, string, string[], string[]]>([
    ['asks for no other', '{{.name}}', ['a', 'b'], []],
    ['asks for one that some have', '{{.env}}', ['a'], ['env 13']],
    ['asks within what is missing', '{{.x.y | default "z"}}', [], ['x 13']],
    [
      'asks with care',
      '{{index . "env"}}{{if .env}}{{.env}}{{end}}',
      ['a', 'b'],
      [],
    ],
  ])(
    'makes no Application without a key where a set %s',
    (_, asked, made, findings) => {
      const set = (more: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: web, namespace: argocd}
spec:
  goTemplate: true
${more}
  generators:
    - list: {elements: [{name: a, env: dev}, {name: b}]}
  template:
    metadata: {name: "{{.name}}"}
    spec:
      destination:
        namespace: 'x${asked}'
      source: {chart: web, repoURL: https://charts.example, targetRevision: 1.0.0}
`;
      const said = (more: string) => {
        const facts = argocdReader.read(parsedFiles({ 'set.yaml': set(more) }));
        return {
          made: (facts.objects ?? [])
            .filter(({ kind }) => kind === 'Application')
            .map(({ name }) => name),
          findings: (facts.findings ?? []).map(
            ({ message, location }) =>
              `${/parameter (\w+)/.exec(message)?.[1]} ${location.line}`,
          ),
        };
      };
      expect(said('  goTemplateOptions: [missingkey=error]')).toEqual({
        made,
        findings,
      });
      expect(said('  syncPolicy: {}').made).toEqual(['a', 'b']);
    },
  );

  it('says which values files are not there', () => {
    const missing = (more: string) =>
      argocdReader
        .read(
          parsedFiles({
            'app.yaml': application(
              `    path: chart\n    helm:\n      valueFiles: [nothing.yaml, "secrets+age-import:///keys/age.txt?../../cart.yaml", "{{x}}.yaml", "$ARGOCD_APP_REVISION.yaml", "$ARGOCD_APP_NAME.yaml"]\n${more}`,
            ),
            'chart/cart.yaml': 'a: 1\n',
            'chart/Chart.yaml': 'name: web\nversion: 1.0.0\n',
          }),
        )
        .findings?.map(({ rule, location }) => `${rule}:${location.line}`);
    expect(missing('')).toEqual(['values-file-missing:13']);
    expect(missing('      ignoreMissingValueFiles: true\n')).toEqual([]);
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
