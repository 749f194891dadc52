import { DeclaredObject, Finding } from '../facts';
import { argocdReader } from '../readers/argocd';
import { fluxReader } from '../readers/flux';
import { kustomizeReader } from '../readers/kustomize';
import { memoryTree } from '../files/memoryTree';
import { parsedFiles, pinsOf } from '../__testUtils__/parsedFiles';
import { readRepository } from '../readRepository';
import { modelOf } from './model';
import { normalizeRepositoryUrl } from '../engines/ownRepository';

function read(files: Record<string, string>, repository?: string) {
  const parsed = parsedFiles(files, repository);
  const results = [kustomizeReader, argocdReader, fluxReader].map(reader =>
    reader.read(parsed),
  );
  return {
    objects: results.flatMap(({ objects = [] }): DeclaredObject[] => objects),
    findings: results.flatMap(({ findings = [] }): Finding[] => findings),
    guesses: results.flatMap(({ guesses = [] }) => guesses),
  };
}

const application = (name: string, spec: string) =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  destination: {name: prod-eu, namespace: shop}
${spec}`;
const source = (path: string, revision = 'main', url = 'acme/app-config') =>
  `  source:
    repoURL: https://github.com/${url}.git
    path: ${path}
    targetRevision: ${revision}
`;
const map = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

it.each([
  ['git@github.com:Acme/App.git', 'github.com/acme/app'],
  ['ssh://git@github.com:22/acme/app', 'github.com/acme/app'],
  ['https://user:x@git.example.com:8443/acme/app/', 'git.example.com/acme/app'],
  [
    'https://acme@dev.azure.com/acme/shop/_git/app',
    'dev.azure.com/acme/shop/app',
  ],
  ['git@ssh.dev.azure.com:v3/acme/shop/app', 'dev.azure.com/acme/shop/app'],
  ['https://git.example.com/scm/shop/app.git', 'git.example.com/shop/app'],
  ['ssh://git@git.example.com:7999/shop/app.git', 'git.example.com/shop/app'],
])('normalises %s', (url, expected) => {
  expect(normalizeRepositoryUrl(url)).toBe(expected);
});

it('puts what names no namespace into that of its Application, ExternalSecrets of old too', () => {
  const secret = (apiVersion: string) =>
    `apiVersion: ${apiVersion}\nkind: ExternalSecret\nmetadata: {name: a}\n`;
  const { objects } = read({
    'a.yaml': application('cart', source('apps/cart')),
    'apps/cart/a.yaml': secret('kubernetes-client.io/v1'),
    'apps/cart/b.yaml': secret('external-secrets.io/v1'),
  });
  expect(
    objects
      .filter(({ kind }) => kind === 'ExternalSecret')
      .map(({ namespace }) => namespace),
  ).toEqual(['shop', 'shop']);
});

it.each([
  ['cart-prod', 'production'],
  ['cart-eu-staging', 'staging'],
  ['cart-non-prod', 'nonproduction'],
  ['cart-pre-prod', 'preproduction'],
  ['cart-nonprod', 'nonproduction'],
  ['cart-dev-prod', undefined],
  ['letsencrypt-prod', undefined],
  ['staging', undefined],
  ['cart', undefined],
  ['test', undefined],
])('takes what goes to %s for that of %s', (namespace, environment) => {
  const { objects } = read({
    'a.yaml': application('cart', source('apps/cart')).replace(
      '{name: prod-eu, namespace: shop}',
      `{server: "https://kubernetes.default.svc", namespace: ${namespace}}`,
    ),
    'apps/cart/a.yaml': map('a'),
  });
  expect(
    objects.map(object => [object.kind, object.environment]).sort(),
  ).toEqual([
    ['Application', environment],
    ['ConfigMap', environment],
  ]);
});

it.each([
  ['another cluster', 'clusters/overlays/lab-2', 'apps', ['lab-1', 'lab-2']],
  [
    'the same cluster',
    'bootstrap/overlays/lab-1',
    'clusters/overlays/lab-1',
    ['lab-1'],
  ],
])(
  'follows what people start %s with beside what engines deploy',
  (_, directory, builds, expected) => {
    const { objects } = read({
      'root.yaml': application(
        'root',
        source('clusters/overlays/lab-1'),
      ).replace('name: prod-eu', 'server: https://kubernetes.default.svc'),
      'clusters/overlays/lab-1/kustomization.yaml':
        'resources: [../../../apps]\n',
      [`${directory}/kustomization.yaml`]: `resources: [../../../${builds}]\n`,
      'apps/kustomization.yaml': 'resources: [set.yaml]\n',
      'apps/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: apps, namespace: argocd}
spec:
  generators: [{list: {elements: [{name: cart}]}}]
  template:
    metadata: {name: '{{name}}'}
    spec:
      destination: {server: 'https://kubernetes.default.svc', namespace: shop}
      source: {repoURL: 'https://github.com/acme/app-config.git', path: 'things/{{name}}', targetRevision: main}
`,
      'things/cart/c.yaml': map('cart'),
    });
    expect(
      objects
        .filter(({ kind }) => kind === 'ConfigMap')
        .map(({ cluster }) => cluster)
        .sort(),
    ).toEqual(expected);
  },
);

describe('the tree that an engine wants', () => {
  it.each<[string, string, string[], boolean]>([
    ['is here', source('apps/cart'), [], true],
    [
      'has no such path',
      source('apps/nothing'),
      ['source-path-missing error a.yaml:8'],
      false,
    ],
    [
      'is another branch',
      source('apps/cart', 'release-2'),
      ['source-revision-not-read info a.yaml:8'],
      false,
    ],
    ['is the default branch', source('apps/cart', 'HEAD'), [], true],
    [
      'is another repository',
      source('apps/x', 'main', 'acme/other'),
      [],
      false,
    ],
    ['is still to be filled in', source('apps/<NAME>'), [], false],
  ])('%s', (_, spec, rules, deployed) => {
    const { objects, findings } = read({
      'a.yaml': application('a', spec),
      'b.yaml': application('b', source('apps/other')),
      'apps/cart/c.yaml': map('cart'),
      'apps/other/c.yaml': map('other'),
    });
    expect(
      findings.map(
        ({ rule, severity, location }) =>
          `${rule} ${severity} ${location.path}:${location.line}`,
      ),
    ).toEqual(rules);
    expect(
      objects.some(({ name, cluster }) => name === 'cart' && cluster),
    ).toBe(deployed);
  });

  it('is guessed to be this one when its paths are here, and said so', () => {
    const { objects, findings, guesses } = read(
      {
        'a.yaml': application('a', source('apps/cart')),
        'b.yaml': application('b', source('apps/x', 'main', 'acme/other')),
        'apps/cart/c.yaml': map('cart'),
      },
      'checkout',
    );
    expect(objects.find(({ name }) => name === 'cart')?.cluster).toBe(
      'prod-eu',
    );
    expect(findings).toEqual([]);
    expect(guesses).toEqual([
      {
        about: 'repository-url',
        guess: 'github.com/acme/app-config is this repository',
        why: '1 of 1 paths that engines read there are here',
      },
    ]);
  });

  it.each([
    ['acme/app-config', 'prod-eu', []],
    // There is one of this name alone then, and its path may be a slip.
    ['acme/else', undefined, ['source-path-missing']],
  ])(
    'of a checkout that says no owner is the one that has something here: %s beside others/app-config',
    (url, cluster, rules) => {
      const { objects, findings } = read(
        {
          'a.yaml': application('a', source('apps/cart', 'main', url)),
          'b.yaml': application(
            'b',
            source('apps/x', 'main', 'others/app-config'),
          ),
          'apps/cart/c.yaml': map('cart'),
        },
        'app-config',
      );
      expect(objects.find(({ name }) => name === 'cart')?.cluster).toBe(
        cluster,
      );
      expect(findings.map(({ rule }) => rule)).toEqual(rules);
    },
  );
});

it.each<[string, string, string, number]>([
  ['a name of both parts', 'acme_app-config', '{path: "*"}', 2],
  ['a name that may be its own', 'acme-app-config', '{path: "*"}', 0],
  [
    'a name of its own, and directories that are left out',
    'checkout',
    '{path: "*"}, {path: web, exclude: true}, {path: sets, exclude: true}',
    1,
  ],
  [
    'directories of which some are here',
    'checkout',
    '{path: sets/*}, {path: a/b, exclude: true}, {path: cart, exclude: true}',
    0,
  ],
  [
    'a name that many repositories have',
    'checkout',
    '{path: cart/*}, {path: web, exclude: true}',
    0,
  ],
  ['nothing but a name of its own', 'checkout', '{path: "*"}', 0],
])(
  'knows the repository of a generator by %s',
  (_, name, directories, count) => {
    const { objects, findings } = read(
      {
        'sets/web.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: web, namespace: argocd}
spec:
  generators:
  - git: {repoURL: 'https://github.com/acme/app-config', directories: [${directories}]}
  template:
    metadata: {name: '{{path.basename}}'}
    spec:
      destination: {name: prod-eu, namespace: shop}
      source: {repoURL: 'https://github.com/acme/app-config', path: '{{path}}'}
`,
        'cart/c.yaml': map('cart'),
        'web/c.yaml': map('web'),
      },
      name,
    );
    expect(
      objects.filter(({ kind, cluster }) => kind === 'ConfigMap' && cluster),
    ).toHaveLength(count);
    expect(findings.map(({ rule }) => rule)).toEqual(
      count === 0 ? ['applicationset-unknown'] : [],
    );
  },
);

it('knows clusters by their Secrets, of which nothing else is kept', async () => {
  const secret = (name: string, tier: string, values: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster, tier: ${tier}}}\n${values}\n`;
  const { objects, findings } = await readRepository(
    memoryTree({
      'clusters/one.yaml': secret(
        'one',
        'prod',
        'stringData: {name: prod-eu, server: "https://prod-eu.example:6443", config: "hunter2-hunter2"}',
      ),
      'clusters/two.yaml': secret(
        'two',
        'prod',
        `data: {name: ${btoa('prod-us')}, server: ${btoa('https://me:hunter2@prod-us.example')}}`,
      ),
      'clusters/three.yaml': secret('three', 'dev', 'stringData: {name: dev}'),
      'set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: cart, namespace: argocd}
spec:
  generators: [{clusters: {selector: {matchLabels: {tier: prod}}}}]
  template:
    metadata: {name: "cart-{{name}}"}
    spec:
      source: {repoURL: "https://github.com/acme/app-config", path: apps/cart, targetRevision: HEAD}
      destination: {server: "{{server}}", namespace: shop}
`,
      'apps/cart/a.yaml': map('cart'),
    }),
  );
  expect(
    objects
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(({ cluster }) => cluster),
  ).toContain('prod-eu');
  expect(
    objects
      .filter(({ kind }) => kind === 'Application')
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['cart-prod-eu', 'cart-prod-us']);
  expect(
    findings
      .filter(({ rule }) => rule === 'plaintext-secret')
      .map(({ location, message }) => `${location.path} ${message}`),
  ).toEqual([
    expect.stringMatching(/one.yaml .*config/),
    expect.stringMatching(/two.yaml .*server/),
  ]);
  expect(JSON.stringify([objects, findings])).not.toContain('hunter2');
});

it.each<[where: string, elements: string, expected: string[]]>([
  [
    'by the names beside their addresses',
    '[{cluster: acme-dev, url: "https://10.0.0.1"}, {cluster: acme-prod, url: "https://10.0.0.2/"}]',
    ['development acme-dev', 'production acme-prod'],
  ],
  [
    'by what is told of a cluster',
    '[{url: "https://10.0.0.1", more: {cluster: {name: c1, address: "https://10.0.0.1"}}}]',
    ['- c1'],
  ],
  [
    'by no name of something else',
    '[{name: cart, url: "https://10.0.0.1"}, {cluster: "https://10.0.0.2", url: "https://10.0.0.2"}]',
    ['- -'],
  ],
  [
    'by the environments that their hosts speak of',
    '[{url: "https://k8s.dev.acme.example"}, {url: "https://api-prod-1.acme.example:6443"}]',
    ['development -', 'production -'],
  ],
  [
    'by no domain, nor by what they are reached by',
    '[{url: "https://k8s.acme.dev"}, {url: "https://rancher.prod.acme.example/k8s/clusters/c-1"}, {url: "https://dev.prod.acme.example"}]',
    ['- -'],
  ],
])('knows clusters at addresses %s', (_, elements, expected) => {
  const { variants } = modelOf(
    parsedFiles({
      'set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: apps, namespace: argocd}
spec:
  generators: [{list: {elements: ${elements}}}]
  template:
    metadata: {name: cart}
    spec:
      destination: {server: '{{url}}', namespace: shop}
      source: {repoURL: 'https://github.com/acme/app-config.git', path: apps/cart}
`,
      'apps/cart/c.yaml': map('cart'),
    }),
  );
  expect(
    variants
      .map(
        ({ environment = '-', cluster = '-' }) => `${environment} ${cluster}`,
      )
      .sort(),
  ).toEqual(expected);
});

it('says once for each line what is not there, and not of clusters that may not be there', () => {
  const set = (generators: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: web, namespace: argocd}
spec:
  generators:
${generators}
  template:
    metadata: {name: "web-{{at}}"}
    spec:
${source('"apps/{{at}}"').replace(/^ {2}/gm, '      ')}`;
  const list = '{list: {elements: [{at: cart}, {at: a}, {at: b}]}}';
  const findings = (generators: string) =>
    read({
      'set.yaml': set(generators),
      'apps/cart/c.yaml': map('cart'),
    })
      .findings.filter(({ rule }) => rule === 'source-path-missing')
      .map(({ message }) => message);
  expect(findings(`    - ${list}`)).toEqual([
    'ApplicationSet argocd/web deploys apps/a, apps/b, which are not there.',
  ]);
  expect(
    findings(
      `    - {merge: {mergeKeys: [at], generators: [{clusters: {}}, ${list}]}}`,
    ),
  ).toEqual([]);
});

describe('engines that deploy engines', () => {
  it('are taken as they come out, patched and with their variables', () => {
    const flux = (name: string, spec: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec:\n  sourceRef: {kind: GitRepository, name: config}\n${spec}`;
    const { objects } = read({
      'clusters/prod/apps.yaml': flux(
        'apps',
        `  path: ./apps
  postBuild: {substitute: {REGION: eu}}
  patches:
    - target: {kind: Kustomization}
      patch: |
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: all}
        spec: {targetNamespace: shop}
`,
      ),
      'apps/cart.yaml': flux('cart', '  path: ./services/\${REGION}\n'),
      'services/eu/c.yaml': map('cart'),
      'services/us/c.yaml': map('elsewhere'),
    });
    expect(
      objects
        .filter(({ kind }) => kind === 'ConfigMap')
        .map(({ name, namespace, cluster, environment }) => [
          name,
          namespace,
          cluster,
          environment,
        ]),
    ).toEqual([['cart', 'shop', 'prod', 'production']]);
  });

  it('end, when they deploy themselves', () => {
    const { objects } = read({
      'apps/root.yaml': application('root', source('apps')),
      'apps/c.yaml': map('cart'),
    });
    expect(objects.map(({ name, cluster }) => [name, cluster])).toEqual([
      ['cart', 'prod-eu'],
      ['root', 'prod-eu'],
    ]);
  });
});

it('takes environment and cluster from one chain, when clusters share an engine object', () => {
  const flux = (name: string, spec: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec:\n  sourceRef: {kind: GitRepository, name: config}\n${spec}`;
  const cluster = (name: string, environment: string) => ({
    [`clusters/${name}/apps.yaml`]: flux(
      'apps',
      `  path: ./clusters/${name}/apps\n  postBuild: {substitute: {ENVIRONMENT: ${environment}}}\n`,
    ),
    [`clusters/${name}/apps/kustomization.yaml`]:
      'resources: [../../../apps/cart/base]\n',
    [`apps/cart/${environment}/c.yaml`]: map(`cart-${environment}`),
  });
  const { objects } = read({
    ...cluster('dev-00', 'dev'),
    ...cluster('prod-00', 'prod'),
    ...cluster('prod-01', 'prod'),
    'apps/cart/base/kustomization.yaml': 'resources: [k.yaml]\n',
    'apps/cart/base/k.yaml': flux(
      'cart',
      '  path: ./apps/cart/${ENVIRONMENT}\n',
    ),
  });
  expect(
    objects
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(
        ({ name, environment, cluster: at }) => `${name} ${environment} ${at}`,
      )
      .sort(),
  ).toEqual([
    'cart-dev development dev-00',
    'cart-prod production prod-00',
    'cart-prod production prod-01',
  ]);
});

it('leaves what Flux deploys in the cluster that it runs in, and plain files in the environment of their directory', () => {
  const flux = (name: string, path: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec:\n  sourceRef: {kind: GitRepository, name: config}\n  path: ./${path}\n`;
  const { objects } = read({
    'clusters/shop-prod/all.yaml': flux('all', 'deployments'),
    'deployments/map.yaml': map('shared'),
    'deployments/cart/prod/map.yaml': map('cart-prod'),
    'deployments/cart/staging/map.yaml': map('cart-staging'),
    'deployments/cart/staging/k.yaml': flux('cart', 'services/cart'),
    'services/cart/kustomization.yaml': 'resources: [map.yaml]\n',
    'services/cart/map.yaml': map('cart'),
  });
  expect(
    objects
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(
        ({ name, environment, cluster }) => `${name} ${environment} ${cluster}`,
      )
      .sort(),
  ).toEqual([
    'cart staging shop-prod',
    'cart-prod production shop-prod',
    'cart-staging staging shop-prod',
    'shared production shop-prod',
  ]);
});

it('takes the source of the same cluster, when each has one of the same name', () => {
  const cluster = (name: string, branch: string) => ({
    [`clusters/${name}/sync.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec:
  url: ssh://git@github.com/acme/app-config
  ref: {branch: ${branch}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  sourceRef: {kind: GitRepository, name: flux-system}
  path: ./apps
`,
  });
  const { variants, said } = modelOf(
    parsedFiles({
      ...cluster('dev', 'next'),
      ...cluster('prod', 'main'),
      'apps/c.yaml': map('cart'),
    }),
  );
  expect(variants.map(variant => variant.cluster)).toEqual(['prod']);
  expect(said.flux.findings.map(({ rule }) => rule)).toEqual([
    'source-revision-not-read',
  ]);
});

it.each([
  ['main', ['dev', 'prod'], 1],
  ['the branch of all that is here', ['next', 'next'], 2],
  ['neither of two branches of environments', ['env/dev', 'env/prod'], 0],
])('takes %s for the branch that is read', (what, branches, count) => {
  const { variants } = modelOf(
    parsedFiles({
      ...Object.fromEntries(
        (what === 'main' ? [...branches, 'main'] : branches).map(
          (branch, at) => [
            `argocd/${at}.yaml`,
            `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a${at}}\nspec:\n  source: {repoURL: "https://github.com/acme/app-config", path: apps, targetRevision: ${branch}}\n  destination: {name: c${at}}\n`,
          ],
        ),
      ),
      'apps/c.yaml': map('cart'),
    }),
  );
  expect(variants).toHaveLength(count);
});

it('finds the line of an overlay that sets the version of a chart which an operator installs', () => {
  const { objects } = read({
    'base/kustomization.yaml': 'resources: [a.yaml]\n',
    'base/a.yaml':
      'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: api}\nspec: {chart: api, version: "1"}\n',
    'prod/kustomization.yaml':
      'resources: [../base]\npatches:\n  - target: {kind: HelmChart}\n    patch: |-\n      - op: replace\n        path: /spec/version\n        value: "2"\n',
  });
  expect(objects.map(pinsOf)).toEqual([
    ['api=2 prod/kustomization.yaml:7 spec.version'],
  ]);
});

describe('a version that an overlay sets in an engine object', () => {
  const strategic = (spec: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: api}\nspec:\n${spec}`;
  const json = (operations: string) =>
    `patches:\n  - target: {kind: HelmRelease}\n    patch: |-\n${operations}`;
  it.each<[string, Record<string, string>, string]>([
    [
      'added',
      {
        'kustomization.yaml': 'patches: [{path: p.yaml}]\n',
        'p.yaml': strategic('  values:\n    job:\n      image: api:2\n'),
      },
      'api=2 patched/p.yaml:7 spec.values.job.image',
    ],
    [
      'replaced',
      {
        'kustomization.yaml': 'patches: [{path: p.yaml}]\n',
        'p.yaml': strategic('  values: {web: {image: "api:2"}}\n'),
      },
      'api=2 patched/p.yaml:5 spec.values.web.image',
    ],
    [
      'in the kustomization itself',
      {
        'kustomization.yaml': `patches:\n  - patch: |\n      ${strategic('  values: {job: {image: "api:2"}}').replaceAll('\n', '\n      ')}\n`,
      },
      'api=2 patched/kustomization.yaml:8 spec.values.job.image',
    ],
    [
      'by an operation on the field',
      {
        'kustomization.yaml': json(
          '      - op: add\n        path: /spec/values/job/image\n        value: api:2\n',
        ),
      },
      'api=2 patched/kustomization.yaml:7 spec.values.job.image',
    ],
    [
      'by an operation on what holds the field',
      {
        'kustomization.yaml': json(
          '      - op: add\n        path: /spec/values/side\n        value:\n          image: api:2\n',
        ),
      },
      'api=2 patched/kustomization.yaml:8 spec.values.side.image',
    ],
    [
      'as the version of the chart',
      {
        'kustomization.yaml': 'patches: [{path: p.yaml}]\n',
        'p.yaml': strategic('  chart:\n    spec:\n      version: "2"\n'),
      },
      'api=2 patched/p.yaml:7 spec.chart.spec.version',
    ],
  ])('%s', (_, files, expected) => {
    const { objects } = read({
      'base/kustomization.yaml': 'resources: [r.yaml]\n',
      'base/r.yaml': strategic(
        '  chart:\n    spec: {chart: api, version: "1"}\n  values:\n    job: {}\n    web: {image: "api:1"}\n',
      ),
      ...Object.fromEntries(
        Object.entries(files).map(([name, text]) => [
          `patched/${name}`,
          name === 'kustomization.yaml'
            ? `resources: [../base]\n${text}`
            : text,
        ]),
      ),
    });
    const [release, ...others] = objects;
    expect(others).toEqual([]);
    expect(pinsOf(release)).toContain(expected);
  });
});
