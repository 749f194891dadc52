import { claimsForPath } from './claims/claimsForPath';
import { Finding, SkippedFile } from './facts';
import { memoryTree } from './files/memoryTree';
import { readRepository, RepositoryReader } from './readRepository';

jest.setTimeout(60_000);

const manifest = (kind: string, name: string, namespace?: string, more = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${namespace ? `  namespace: ${namespace}\n` : ''}${more}`;
const team = (name: string) => `  labels:\n    team: ${name}\n`;

describe('readRepository', () => {
  it('places an Application where it leads, whichever folder it lies in', async () => {
    const application = (name: string, path: string, destination: string) =>
      `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  source: {repoURL: 'https://git.example/acme/${path.startsWith('hub') ? 'app-config' : 'shop'}.git', path: ${path}}
  destination: {${destination}}
`;
    const { objects } = await readRepository(
      memoryTree({
        // One Argo CD deploys to its own cluster and to another one.
        'hub/root.yaml': application('root', 'hub/apps', 'name: in-cluster'),
        'hub/apps/eu.yaml': application(
          'cart-eu',
          'cart/overlays/production-eu',
          'name: in-cluster',
        ),
        'hub/apps/us.yaml': application(
          'cart-us',
          'cart/overlays/production-us',
          'name: prod-us',
        ),
        'clusters/prod-hub/cart.yaml': application(
          'cart-staging',
          'cart/overlays/staging',
          "server: 'https://10.0.0.1'",
        ),
        'clusters/dev-hub/none.yaml': '',
      }),
    );
    expect(
      objects.map(
        ({ name, environment, cluster }) =>
          `${name} ${environment ?? '?'}/${cluster ?? '?'}`,
      ),
    ).toEqual([
      'root ?/?',
      'cart-staging staging/?',
      'cart-eu production/?',
      'cart-us production/prod-us',
    ]);
  });

  it('tells an object of a base in each environment that deploys it, whatever else reads its file', async () => {
    const { objects } = await readRepository(
      memoryTree({
        'hub/base/kustomization.yaml': 'resources: [set.yaml]\n',
        'hub/base/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  generators:
    - git: {repoURL: 'https://git.example/acme/app-config.git', directories: [{path: FILLED_IN}]}
  template:
    metadata: {name: '{{path[1]}}'}
    spec:
      source: {repoURL: 'https://git.example/acme/app-config.git', path: '{{path}}'}
      destination: {namespace: shop}
`,
        ...Object.fromEntries(
          ['dev', 'prod'].flatMap(name => [
            [
              `hub/envs/${name}/kustomization.yaml`,
              `resources: [../../base]\npatches:\n  - target: {kind: ApplicationSet}\n    patch: |-\n      - {op: replace, path: /spec/generators/0/git/directories/0/path, value: apps/*/envs/${name}}\n`,
            ],
            [
              `apps/cart/envs/${name}/kustomization.yaml`,
              'resources: [a.yaml]\n',
            ],
            [
              `apps/cart/envs/${name}/a.yaml`,
              manifest('ConfigMap', `cart-${name}`),
            ],
          ]),
        ),
      }),
    );
    expect(
      objects
        .filter(({ kind }) => kind === 'Application')
        .map(({ name, environment }) => `${name} ${environment}`),
    ).toEqual(['cart development', 'cart production']);
  });

  it('gathers what labels, namespaces, CODEOWNERS and paths claim', async () => {
    const { objects, ownership, counts } = await readRepository(
      memoryTree({
        '.github/CODEOWNERS':
          '* @acme/all\n/teams/payments/ @acme/payments @acme/backup\n/legacy/\n',
        CODEOWNERS: '* @acme/never-read',
        'teams/payments/prod/namespace.yaml': manifest(
          'Namespace',
          'shop',
          undefined,
          team('payments'),
        ),
        'teams/payments/prod/cart.yaml': manifest(
          'Pod',
          'cart',
          'shop',
          team('checkout'),
        ),
        'legacy/old.yaml': manifest('Pod', 'old', 'elsewhere'),
        'README.md': 'hello',
      }),
    );
    const claims = Object.fromEntries(
      objects.map(object => [
        object.name,
        object.claims.map(
          ({ source, raw, catchAll, explicitlyUnowned, evidence }) => [
            source,
            raw,
            evidence.type === 'file' &&
              `${evidence.location.path}:${evidence.location.line ?? ''}`,
            ...(catchAll ? ['all'] : []),
            ...(explicitlyUnowned ? ['unowned'] : []),
          ],
        ),
      ]),
    );
    expect(claims).toEqual({
      shop: [
        ['object-label', 'payments', 'teams/payments/prod/namespace.yaml:6'],
        ['codeowners', '@acme/payments', '.github/CODEOWNERS:2'],
        ['codeowners', '@acme/backup', '.github/CODEOWNERS:2'],
        ['path-convention', 'payments', 'teams/payments/prod/namespace.yaml:'],
      ],
      cart: [
        ['object-label', 'checkout', 'teams/payments/prod/cart.yaml:7'],
        ['namespace-label', 'payments', 'teams/payments/prod/namespace.yaml:6'],
        ['codeowners', '@acme/payments', '.github/CODEOWNERS:2'],
        ['codeowners', '@acme/backup', '.github/CODEOWNERS:2'],
        ['path-convention', 'payments', 'teams/payments/prod/cart.yaml:'],
      ],
      old: [['codeowners', '', '.github/CODEOWNERS:3', 'unowned']],
    });
    expect(objects.map(({ environment }) => environment)).toEqual(
      expect.arrayContaining(['production', undefined]),
    );
    expect(ownership.codeowners?.path).toBe('.github/CODEOWNERS');
    expect(
      claimsForPath(ownership, 'acme/app-config', 'r', 'README.md'),
    ).toEqual([
      {
        source: 'codeowners',
        raw: '@acme/all',
        catchAll: true,
        evidence: {
          type: 'file',
          location: {
            repository: 'acme/app-config',
            revision: 'r',
            path: '.github/CODEOWNERS',
            line: 1,
          },
          text: '* @acme/all',
        },
      },
    ]);
    expect(counts).toEqual({ files: 6, parsed: 5 });
  });

  it.each([
    [
      'of the same environment',
      { 'dev/n.yaml': 'a', 'prod/n.yaml': 'b' },
      ['b'],
    ],
    ['when all say the same', { 'x/n.yaml': 'b', 'y/n.yaml': 'b' }, ['b']],
    ['but not when they disagree', { 'x/n.yaml': 'a', 'y/n.yaml': 'b' }, []],
    ['but not of another environment', { 'dev/n.yaml': 'a' }, []],
  ])('inherits from a Namespace %s', async (_, namespaces, expected) => {
    const files = Object.fromEntries(
      Object.entries(namespaces).map(([path, name]) => [
        path,
        manifest('Namespace', 'shop', undefined, team(name)),
      ]),
    );
    const { objects } = await readRepository(
      memoryTree({
        ...files,
        'prod/cart.yaml': manifest('Pod', 'cart', 'shop'),
      }),
    );
    const cart = objects.find(({ name }) => name === 'cart');
    expect(cart?.claims.map(({ raw }) => raw)).toEqual(expected);
  });

  const labels = (environment: string) =>
    `  labels: {acme.example/environment-name: "${environment}"}\n`;

  it.each<
    [
      what: string,
      files: Record<string, string>,
      environment: string | undefined,
    ]
  >([
    [
      'its own label',
      { 'a/cart.yaml': manifest('Pod', 'cart', 'shop', labels('prd')) },
      'production',
    ],
    [
      'its path before its label',
      { 'dev/cart.yaml': manifest('Pod', 'cart', 'shop', labels('prd')) },
      'development',
    ],
    [
      'no word for one',
      { 'a/cart.yaml': manifest('Pod', 'cart', 'shop', labels('web')) },
      undefined,
    ],
    [
      'the label of its namespace',
      {
        'a/cart.yaml': manifest('Pod', 'cart', 'shop'),
        'a/n.yaml': manifest('Namespace', 'shop', undefined, labels('uat')),
      },
      'uat',
    ],
    [
      'the label of the namespace that its directory is called after',
      {
        'shop/cart.yaml': manifest('Pod', 'cart'),
        'shop/n.yaml': manifest('Namespace', 'shop', undefined, labels('uat')),
      },
      'uat',
    ],
    [
      'no label where namespaces of that name say several',
      {
        'a/cart.yaml': manifest('Pod', 'cart', 'shop'),
        'a/n.yaml': manifest('Namespace', 'shop', undefined, labels('uat')),
        'b/n.yaml': manifest('Namespace', 'shop', undefined, labels('prod')),
      },
      undefined,
    ],
    [
      'its namespace, where another one differs in nothing else',
      {
        'a/cart.yaml': manifest('Pod', 'cart', 'shop-prod'),
        'a/n.yaml': manifest('Namespace', 'shop-dev', undefined, ''),
      },
      'production',
    ],
    [
      'no namespace alone',
      {
        'a/cart.yaml': manifest('Pod', 'cart', 'shop-prod'),
        'a/n.yaml': manifest('Namespace', 'web-dev', undefined, ''),
      },
      undefined,
    ],
    [
      'its path before its namespace',
      {
        'staging/cart.yaml': manifest('Pod', 'cart', 'shop-prod'),
        'a/n.yaml': manifest('Namespace', 'shop-dev', undefined, ''),
      },
      'staging',
    ],
    [
      'no archive where an engine deploys it',
      {
        'apps/archive/cart/cart.yaml': manifest('Pod', 'cart', 'shop'),
        'flux.yaml':
          'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a, namespace: flux-system}\nspec: {path: ./apps/archive/cart, sourceRef: {kind: GitRepository, name: flux-system}}\n',
      },
      undefined,
    ],
    [
      'an archive where an engine object lies whose chart does not',
      {
        '.archive/cart/kustomization.yaml': 'resources: [r.yaml]\n',
        '.archive/cart/r.yaml':
          'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: cart, namespace: shop}\nspec: {chartRef: {kind: OCIRepository, name: web, namespace: flux-system}}\n',
        'sources/web.yaml':
          'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: web, namespace: flux-system}\nspec: {url: "oci://ghcr.io/acme/web", ref: {tag: 1.2.3}}\n',
      },
      'archived',
    ],
    [
      'an archive otherwise',
      { 'apps/archive/cart/cart.yaml': manifest('Pod', 'cart', 'shop') },
      'archived',
    ],
  ])(
    'takes for the environment of an object %s',
    async (_, files, expected) => {
      const { objects } = await readRepository(memoryTree(files));
      expect(objects.find(({ name }) => name === 'cart')?.environment).toBe(
        expected,
      );
    },
  );

  it('tells apart what one line of a template makes', async () => {
    const secret = (store: string, namespace: string) =>
      `{store: ${store}, namespace: ${namespace}}`;
    const { secrets } = await readRepository(
      memoryTree({
        'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
        'c/values.yaml': `secrets:\n  a: ${secret('s1', 'n1')}\n  b: ${secret('s2', 'n2')}\n`,
        'c/values-prod.yaml': 'secrets: {a: {store: s3}}\n',
        'c/values-dev.yaml': 'secrets: {b: null}\n',
        'c/templates/s.yaml':
          '{{- range $name, $secret := .Values.secrets }}\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: {{ $name }}, namespace: {{ $secret.namespace }}}\nspec:\n  secretStoreRef: {name: {{ $secret.store }}}\n{{- end }}\n',
      }),
    );
    expect(
      secrets
        .map(({ name, namespace, environment, store }) =>
          [environment, namespace, name, store].join(' '),
        )
        .sort(),
    ).toEqual([
      'development n1 a s1',
      'production n1 a s3',
      'production n2 b s2',
    ]);
  });

  it('asks the labels that it was told to ask', async () => {
    const tree = memoryTree({
      'a.yaml': manifest(
        'Pod',
        'x',
        's',
        '  labels: {team: a, acme/tribe: b}\n',
      ),
    });
    const { objects } = await readRepository(tree, {
      ownershipLabels: ['tribe'],
    });
    expect(objects[0].claims.map(({ raw }) => raw)).toEqual(['b']);
  });

  it('finds what Git leaves behind of a merge', async () => {
    const { findings } = await readRepository(
      memoryTree({
        'a/kustomization.yaml':
          'resources:\n<<<<<<< HEAD\n- a.yaml\n=======\n- b.yaml\n>>>>>>> topic\n',
        'b/config.yaml': 'text: |\n  <<<<<<< HEAD\n',
        CODEOWNERS: '* @acme/a\n<<<<<<< HEAD\n=======\n>>>>>>> x\n',
      }),
    );
    expect(
      findings
        .filter(({ rule }) => rule === 'merge-conflict')
        .map(({ location: { path, line } }) => `${path}:${line}`)
        .sort(),
    ).toEqual(['CODEOWNERS:2', 'a/kustomization.yaml:2']);
  });

  it('takes the owners of an overlay for what it makes of a base that nobody claims', async () => {
    const { objects } = await readRepository(
      memoryTree({
        'shop/base/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
        'shop/base/a.yaml': manifest('ConfigMap', 'a'),
        'shop/base/b.yaml': manifest(
          'ConfigMap',
          'b',
          undefined,
          team('kiosk'),
        ),
        'shop/overlays/eu/kustomization.yaml': 'resources: [../../base]\n',
        'shop/overlays/OWNERS': 'approvers: [ana]\n',
        'clusters/overlays/eu/kustomization.yaml':
          'resources: [../../../shop/base]\n',
        'clusters/OWNERS': 'approvers: [pat]\n',
      }),
    );
    expect(
      objects
        .map(({ name, builtBy, claims }) =>
          [builtBy, name, ...claims.map(({ raw }) => raw)].join(' '),
        )
        .sort(),
    ).toEqual([
      'clusters/overlays/eu a',
      'clusters/overlays/eu b kiosk',
      'shop/overlays/eu a ana',
      'shop/overlays/eu b kiosk',
    ]);
  });

  it.each<[what: string, files: Record<string, string>, owners: string]>([
    ['nearer', { OWNERS: 'ana', 'shop/overlays/eu/OWNERS': 'pat' }, 'pat'],
    [
      'no nearer',
      { 'shop/OWNERS': 'ana', 'shop/overlays/eu/OWNERS': 'pat' },
      'ana',
    ],
    [
      'no nearer than those of the base',
      { 'shop/base/OWNERS': 'ana', 'shop/overlays/eu/OWNERS': 'pat' },
      'ana',
    ],
    ['the same', { OWNERS: 'ana' }, 'ana'],
  ])(
    'asks owners of an overlay that are %s for what it makes of a base',
    async (_, files, owners) => {
      const { objects } = await readRepository(
        memoryTree({
          ...Object.fromEntries(
            Object.entries(files).map(([path, name]) => [
              path,
              `approvers: [${name}]\n`,
            ]),
          ),
          'shop/base/kustomization.yaml': 'resources: [a.yaml]\n',
          'shop/base/a.yaml': manifest('ConfigMap', 'a'),
          'shop/overlays/eu/kustomization.yaml': 'resources: [../../base]\n',
        }),
      );
      expect(objects.flatMap(({ claims }) => claims.map(c => c.raw))).toEqual([
        owners,
      ]);
    },
  );

  it('says the only cluster of nothing that an overlay makes of a base', async () => {
    const { objects } = await readRepository(
      memoryTree({
        'clusters/home/a.yaml': manifest('ConfigMap', 'a'),
        'apps/base/kustomization.yaml': 'resources: [b.yaml]\n',
        'apps/base/b.yaml': manifest('ConfigMap', 'b'),
        'apps/production/kustomization.yaml': 'resources: [../base]\n',
        'tools/c.yaml': manifest('ConfigMap', 'c'),
      }),
    );
    expect(
      objects.map(({ name, environment, cluster }) => [
        name,
        environment,
        cluster,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['a', undefined, 'home'],
        ['b', 'production', undefined],
        ['c', undefined, 'home'],
      ]),
    );
  });

  it('is calm about what was put away and what tests take, unless it is a leak', async () => {
    const { findings } = await readRepository(
      memoryTree({
        '.archive/cart/kustomization.yaml': 'resources: [gone.yaml]\n',
        '.archive/cart/secret.yaml': manifest(
          'Secret',
          'db',
          undefined,
          'stringData: { password: hunter2-hunter2 }\n',
        ),
        'cart/kustomization.yaml': 'resources: [gone.yaml]\n',
        'hack/templates/cart/kustomization.yaml': 'resources: [../base]\n',
        'local-dev.yaml': manifest(
          'Secret',
          'db',
          undefined,
          'stringData: { password: hunter2-hunter2 }\n',
        ),
        'tool/tests/testdata/cart/kustomization.yaml':
          'resources: [gone.yaml]\n',
      }),
    );
    expect(
      findings
        .map(({ rule, severity, location }) =>
          [severity, rule, location.path].join(' '),
        )
        .sort(),
    ).toEqual([
      'error kustomize-missing-resource cart/kustomization.yaml',
      'error plaintext-secret .archive/cart/secret.yaml',
      'info kustomize-missing-resource .archive/cart/kustomization.yaml',
      'info kustomize-missing-resource hack/templates/cart/kustomization.yaml',
      'info kustomize-missing-resource tool/tests/testdata/cart/kustomization.yaml',
      'info plaintext-secret local-dev.yaml',
    ]);
  });

  it('reads on past everything that cannot be read, and says what that was', async () => {
    const good = manifest('Pod', 'good', 'shop');
    const { objects, skipped, findings, counts } = await readRepository(
      memoryTree({
        'good.yaml': good,
        'bomb.yaml': `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
          .split('')
          .map(
            (key, at) =>
              `${key}: &${key} [${`*${'abcdefghi'[at]},`.repeat(10)}]`,
          )
          .join('\n')}`,
        'huge.yaml': new Uint8Array(50 * 1024 * 1024),
        'link.yaml': { type: 'symlink' },
        vendored: { type: 'submodule' },
        'binary.yaml': new Uint8Array([0x61, 0, 0x62]),
        'latin1.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xe4]),
        'template.yaml': '{% if x %}\na: b\n{% endif %}\n',
        'gone.yaml': { error: 'the object is missing' },
        'half.yaml': `${good}---\na: [\n`,
        'weird.yaml':
          'apiVersion: v1\nkind: Deployment\nmetadata: {name: w, labels: 1, annotations: []}\nspec: {template: {spec: {containers: {a: 1}, volumes: 3}}}\n',
        'picture.png': new Uint8Array([0, 1, 2]),
      }),
    );
    expect(objects.map(({ name }) => name).sort()).toEqual([
      'good',
      'good',
      'w',
    ]);
    expect(
      Object.fromEntries(skipped.map(({ path, reason }) => [path, reason])),
    ).toEqual({
      'bomb.yaml': expect.stringContaining('expands to more than 100,000'),
      'huge.yaml': '50.0 MB, larger than the 5 MB that are read of a file',
      'link.yaml': 'symlink, not followed',
      vendored: 'submodule, another repository',
      'binary.yaml': 'binary content',
      'latin1.yaml': 'not UTF-8 text',
      'template.yaml': expect.stringMatching(
        /^line 1: does not parse as YAML.*\(a template\?\)$/,
      ),
      'gone.yaml': 'the object is missing',
      'half.yaml': expect.stringMatching(
        /^line \d+: does not parse.*one other document was read$/,
      ),
    });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(counts.files).toBe(12);
    expect(counts.parsed).toBe(3);
  });

  it('lets no secret value through, wherever it hides', async () => {
    const secret = 'hunter2-hunter2';
    const base64 = Buffer.from(secret).toString('base64');
    const reader = new RepositoryReader();
    const facts = await reader.read(
      memoryTree({
        'chart/Chart.yaml': 'name: chart',
        'chart/templates/secret.yaml': `kind: Secret\nmetadata: {name: {{ .Release.Name }}}\nstringData:\n  a: ${secret}\n`,
        'no-chart/templates/secret.yaml': `${manifest('Secret', 'template')}stringData: {a: ${secret}}\n`,
        'a.yaml': `${manifest('Secret', 'plain', 'shop')}  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"a":"${secret}"}}'\ndata: {password: ${base64}}\nstringData: {other: ${secret}}\n`,
        'b.json': JSON.stringify({
          apiVersion: 'v1',
          kind: 'List',
          items: [
            {
              apiVersion: 'v1',
              kind: 'Secret',
              metadata: { name: 'json' },
              data: { password: base64 },
            },
          ],
        }),
        'kustomization.yaml': `resources: [a.yaml]\nsecretGenerator:\n- name: gen\n  literals: [password=${secret}]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Secret\n    metadata: {name: plain, namespace: shop}\n    stringData: {a: ${secret}}\n`,
        'broken.yaml': `kind: Secret\ndata: {a: "${secret}\n`,
        'c.yaml': `${manifest('ConfigMap', 'embedding', 'shop')}data:\n  secret.yaml: |\n    kind: Secret\n    stringData:\n      password: ${secret}\n`,
      }),
    );
    const kept = [...(reader.parsed?.files.values() ?? [])];
    // What parsing keeps is as clean as the facts that are made of it.
    expect(kept.map(({ path }) => path)).toContain(
      'no-chart/templates/secret.yaml',
    );
    const json = JSON.stringify([facts, kept]);
    expect(json).not.toContain(secret);
    expect(json).not.toContain(base64);
    expect(facts.secrets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['plain', 'json']),
    );
    expect(
      facts.findings
        .filter(({ rule }) => rule === 'plaintext-secret')
        .map(
          ({ location }) =>
            `${location.repository} ${location.path}:${location.line}`,
        )
        .sort(),
    ).toEqual([
      'acme/app-config a.yaml:8',
      'acme/app-config b.json:1',
      'acme/app-config c.yaml:7',
      'acme/app-config chart/templates/secret.yaml:4',
      'acme/app-config kustomization.yaml:4',
      'acme/app-config no-chart/templates/secret.yaml:5',
    ]);
  });

  it('calls a plain Secret that every overlay deletes no leak, and names its keys', async () => {
    const plain = (name: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\nstringData:\n  user: shop-rw\n  password: Tr0ub4dor-x9\n  token: changeme\n`;
    const facts = await readRepository(
      memoryTree({
        'base/kustomization.yaml': 'resources: [all.yaml]\n',
        'base/all.yaml': `${plain('gone')}---\n${plain('kept')}`,
        'overlays/production/kustomization.yaml':
          'resources: [../../base]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Secret\n    metadata: {name: gone}\n    $patch: delete\n',
      }),
    );
    expect(
      facts.findings.map(({ severity, message }) => [severity, message]),
    ).toEqual([
      [
        'info',
        'Secret "gone" holds a plain value in Git: password; and what looks like a placeholder: token; every kustomization that takes it deletes it',
      ],
      [
        'error',
        'Secret "kept" holds a plain value in Git: password; and what looks like a placeholder: token',
      ],
    ]);
  });

  it('reads copies as if each were alone, wherever they lie', async () => {
    const settings =
      'env:\n  - name: DATABASE_PASSWORD\n    value: tr0ub4dor&3\n';
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: cart\nstringData:\n  password: tr0ub4dor&3\n';
    const files = {
      'compose.yaml': 'password: postgres://cart:tr0ub4dor3@db/cart\n',
      'prod/values.yaml': 'password: postgres://cart:tr0ub4dor3@db/cart\n',
      'prod/env.yaml': settings,
      'staging/env.yaml': settings,
      'prod/secret.yaml': secret,
      'staging/secret.yaml': secret,
      'staging/secret.json': secret,
    };
    const told = (facts: { findings: Finding[]; skipped: SkippedFile[] }) => [
      ...facts.findings
        .filter(({ rule }) => /^plaintext/.test(rule))
        .map(({ rule, location }) => `${location.path} ${rule}`),
      ...facts.skipped.map(({ path, reason }) => `${path} ${reason}`),
    ];
    const alone = await Promise.all(
      Object.entries(files).map(async ([path, text]) =>
        told(await readRepository(memoryTree({ [path]: text }))),
      ),
    );
    const together = told(await readRepository(memoryTree(files)));
    expect(together.sort()).toEqual(alone.flat().sort());
    expect(together).toMatchInlineSnapshot(`
     [
       "prod/env.yaml plaintext-credential",
       "prod/secret.yaml plaintext-secret",
       "prod/values.yaml plaintext-credential",
       "staging/env.yaml plaintext-credential",
       "staging/secret.json plaintext-secret",
       "staging/secret.yaml plaintext-secret",
     ]
    `);
  });

  it('parses a file once, and again only when it changed', async () => {
    const reader = new RepositoryReader();
    const files = {
      'a.yaml': manifest('Pod', 'a'),
      'b.yaml': '{% broken',
      CODEOWNERS: '* @acme/all',
    };
    const first = await reader.read(memoryTree(files));
    const again = memoryTree(files);
    expect(await reader.read(again)).toEqual(first);
    expect(again.reads).toEqual([]);
    const changed = memoryTree({ ...files, 'a.yaml': manifest('Pod', 'z') });
    const { objects } = await reader.read(changed);
    expect(changed.reads).toEqual(['a.yaml']);
    expect(objects.map(({ name }) => name)).toEqual(['z']);
  });

  it('tells its progress, lets others work, and stops when asked to', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [
        `${at}.yaml`,
        manifest(
          'ConfigMap',
          `c${at}`,
          'shop',
          `data: {${'a: b, c: d,'.repeat(100)}}`,
        ),
      ]),
    );
    const progress: number[] = [];
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await readRepository(memoryTree(files), {
      onProgress: ({ files: total, read }) => {
        expect(total).toBe(400);
        progress.push(read);
      },
    });
    clearInterval(timer);
    expect(progress[0]).toBe(0);
    expect(progress[progress.length - 1]).toBe(400);
    expect(turns).toBeGreaterThan(1);
    await expect(
      readRepository(memoryTree(files), { signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i);
  });

  it('fails when the tree cannot be listed, for a partial read must not look like an empty one', async () => {
    await expect(
      readRepository({
        ...memoryTree({}),
        list: () => Promise.reject(new Error('the repository vanished')),
      }),
    ).rejects.toThrow('vanished');
  });
});
