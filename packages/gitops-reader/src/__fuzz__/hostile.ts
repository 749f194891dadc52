import { Random } from './random';

type Files = Record<string, string>;

const times = (count: number, piece: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => piece(at)).join('');

const kustomization = (entries: string[], more = '') =>
  `resources:\n${entries.map(entry => `  - ${entry}\n`).join('')}${more}`;

const configMap = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data}`;

const applicationSet = (generators: string, goTemplate = true) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: bomb\nspec:\n  goTemplate: ${goTemplate}\n  generators:\n${generators}  template:\n    metadata:\n      name: '{{.a}}{{.b}}{{.c}}'\n    spec:\n      source: { repoURL: https://github.com/acme/app-config, path: 'apps/{{.a}}' }\n      destination: { namespace: '{{.b}}' }\n`;

const list = (size: number, name: string, indent: string) =>
  `${indent}- list:\n${indent}    elements:\n${times(size, at => `${indent}      - ${name}: x${at}\n`)}`;

/** Repositories that somebody wrote to do harm. The random numbers give their sizes. */
const hostile: ((random: Random) => Files)[] = [
  function aliasBomb(random) {
    const levels = 5 + random.below(20);
    return {
      'bomb.yaml': `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${times(levels, at => `a${at + 1}: &a${at + 1} [${Array.from({ length: 9 }, () => `*a${at}`).join(', ')}]\n`)}kind: ConfigMap\napiVersion: v1\nmetadata: { name: *a${levels} }\n`,
    };
  },
  function mergeBomb(random) {
    const levels = 5 + random.below(15);
    return {
      'merge.yaml': `a0: &a0 { k: v }\n${times(levels, at => `a${at + 1}: &a${at + 1}\n  <<: [*a${at}, *a${at}, *a${at}]\n  k${at}: *a${at}\n`)}`,
      'values.yaml': `image: &image\n  tag: 1\n  <<: *image\n`,
    };
  },
  function selfAlias() {
    return {
      'self.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: &m\n  name: x\n  labels: *m\ndata: &d { a: *d }\n',
    };
  },
  function deepFlow(random) {
    const depth = random.pick([150, 1000, 20_000, 100_000]);
    const open = random.pick(['[', '{a: ', '- ', '? ', '((', '{"a":']);
    return {
      'deep.yaml': open.repeat(depth),
      'deep.json': `${'['.repeat(depth)}${']'.repeat(depth)}`,
      'kind.json': `{"apiVersion":"v1","kind":"List","items":${'[{"items":'.repeat(depth)}`,
      CODEOWNERS: `${'a/'.repeat(depth)} @acme/x\n${'['.repeat(depth)} @acme/y\n`,
    };
  },
  function deepBlock(random) {
    const depth = random.pick([100, 199, 250, 1500]);
    return {
      'block.yaml': times(depth, at => `${' '.repeat(at)}a:\n`),
      'list.yaml': times(depth, at => `${'- '.repeat(at % 300)}a\n`),
      'values.yaml': times(depth, at => `${' '.repeat(at)}image:\n`),
    };
  },
  function deepLists(random) {
    const depth = 20 + random.below(180);
    return {
      'lists.json':
        `{"apiVersion":"v1","kind":"List","items":[`.repeat(depth) +
        ']}'.repeat(depth),
    };
  },
  function manyDocuments(random) {
    const count = random.pick([1000, 20_000]);
    return {
      'documents.yaml': '---\n'.repeat(count),
      'objects.yaml': times(
        count / 10,
        at => `---\n${configMap(`x${at}`, '  a: b\n')}`,
      ),
    };
  },
  function hugeScalars(random) {
    const size = random.pick([100_000, 2_000_000]);
    return {
      'scalar.yaml': configMap('x', `  a: "${'a'.repeat(size)}"\n`),
      'key.yaml': `${'k'.repeat(size)}: 1\n`,
      'name.yaml': `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${'n'.repeat(size)}\n`,
      'escapes.yaml': configMap('y', `  a: "${'\\x41'.repeat(size / 20)}"\n`),
      'spaces.yaml': `a:${' '.repeat(size)}b\n`,
      'quotes.yaml': `a: ${"''".repeat(size / 20)}\n`,
    };
  },
  function duplicateKeys(random) {
    const count = random.pick([100, 20_000]);
    return {
      'twice.yaml': `apiVersion: v1\nkind: ConfigMap\n${'metadata: { name: x }\n'.repeat(count)}`,
      'pollution.json':
        '{"apiVersion":"v1","kind":"ConfigMap","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"metadata":{"name":"__proto__","labels":{"__proto__":"team","team":"constructor"}}}',
      'pollution.yaml':
        'apiVersion: v1\nkind: Deployment\nmetadata:\n  name: constructor\n  namespace: __proto__\n  labels: { __proto__: x, team: __proto__, constructor: y }\n__proto__:\n  polluted: 1\n',
      'values.yaml':
        '__proto__:\n  image: { repository: a, tag: 1 }\nconstructor:\n  image: { repository: toString, tag: hasOwnProperty }\n',
      'kustomization.yaml': kustomization(
        ['pollution.yaml'],
        'namePrefix: __proto__\ncommonLabels: { __proto__: a, constructor: b }\nimages: [{ name: __proto__, newTag: constructor }]\npatches: [{ patch: "[{op: add, path: /__proto__/polluted, value: 1}, {op: add, path: /constructor/prototype/polluted, value: 1}]", target: { kind: Deployment } }]\n',
      ),
    };
  },
  function kustomizationsInCircles(random) {
    const length = 1 + random.below(80);
    return Object.fromEntries([
      ...Array.from({ length }, (_, at) => [
        `k${at}/kustomization.yaml`,
        kustomization([
          `../k${(at + 1) % length}`,
          '.',
          './',
          '../..',
          '/',
          '/etc',
          '../../../../etc/passwd',
          `../k${at}`,
        ]),
      ]),
      [
        'c/kustomization.yaml',
        'kind: Component\ncomponents: [., ../c, ../d]\n',
      ],
      [
        'd/kustomization.yaml',
        'kind: Component\ncomponents: [../c, ../d]\nresources: [../c]\n',
      ],
      [
        'kustomization.yaml',
        kustomization(['.', 'k0', 'c', 'kustomization.yaml']),
      ],
    ]);
  },
  function kustomizationsThatDouble(random) {
    const levels = 5 + random.below(25);
    return Object.fromEntries([
      ...Array.from({ length: levels }, (_, at) => [
        `k${at}/kustomization.yaml`,
        `namePrefix: a${at}-\nresources: [../k${at + 1}, ../l${at + 1}]\n`,
      ]),
      ...Array.from({ length: levels }, (_, at) => [
        `l${at}/kustomization.yaml`,
        `namePrefix: b${at}-\nresources: [../k${at + 1}, ../l${at + 1}]\n`,
      ]),
      [`k${levels}/kustomization.yaml`, kustomization(['a.yaml'])],
      [`k${levels}/a.yaml`, configMap('a', '  a: b\n')],
      [`l${levels}/kustomization.yaml`, kustomization(['a.yaml'])],
      [`l${levels}/a.yaml`, configMap('b', '  a: b\n')],
    ]);
  },
  function componentsThatDouble(random) {
    const levels = 5 + random.below(25);
    return Object.fromEntries([
      ...Array.from({ length: levels }, (_, at) => [
        `c${at}/kustomization.yaml`,
        `kind: Component\ncomponents: [../c${at + 1}, ../c${at + 1}, ../d${at + 1}]\n`,
      ]),
      ...Array.from({ length: levels }, (_, at) => [
        `d${at}/kustomization.yaml`,
        `kind: Component\ncomponents: [../c${at + 1}, ../d${at + 1}]\n`,
      ]),
      ['kustomization.yaml', 'components: [c0]\nresources: [a.yaml]\n'],
      ['a.yaml', configMap('a', '  a: b\n')],
    ]);
  },
  function manyPatches(random) {
    const count = random.pick([50, 500]);
    return {
      'kustomization.yaml': kustomization(
        ['all.yaml'],
        `patches:\n${times(count, at => `  - target: { kind: ConfigMap, name: "(a+)+x|${at}" }\n    patch: '[{"op":"add","path":"/data/k${at}","value":"v"}]'\n`)}`,
      ),
      'all.yaml': times(
        count,
        at => `---\n${configMap(`${'a'.repeat(30)}${at}`, '  a: b\n')}`,
      ),
    };
  },
  function jsonPatchOfNonsense() {
    const pointers = [
      '',
      '/',
      '//',
      '/-',
      '/spec/-1',
      '/spec/99999999999',
      '/~',
      '/~2',
      '/metadata/labels/a~1b',
      '/spec/template/spec/containers/-/image',
      'no-slash',
      `/${'a/'.repeat(5000)}`,
    ];
    return {
      'kustomization.yaml': kustomization(
        ['a.yaml'],
        `patchesJson6902:\n${pointers.map(pointer => `  - target: { version: v1, kind: ConfigMap, name: a }\n    patch: ${JSON.stringify(JSON.stringify(['add', 'remove', 'replace', 'move', 'copy', 'test', 'x', null].map(op => ({ op, path: pointer, from: '/metadata', value: {} }))))}\n`).join('')}`,
      ),
      'a.yaml': configMap('a', '  a: b\n'),
    };
  },
  function matrixBomb(random) {
    const size = random.pick([30, 300, 2000]);
    const flat = `    - matrix:\n        generators:\n${list(size, 'a', '          ')}${list(size, 'b', '          ')}`;
    const nested = `    - matrix:\n        generators:\n          - matrix:\n              generators:\n${list(size, 'a', '                ')}${list(size, 'b', '                ')}${list(size, 'c', '          ')}`;
    const merge = `    - merge:\n        mergeKeys: [a]\n        generators:\n${list(size, 'a', '          ')}${list(size, 'a', '          ')}`;
    return {
      'set.yaml': [flat, nested, merge]
        .map(generators => applicationSet(generators))
        .join('---\n'),
      'plain.yaml': applicationSet(flat, false),
      'apps/x1/a.yaml': configMap('a', '  a: b\n'),
    };
  },
  function gitGlobs(random) {
    const stars = '*'.repeat(1 + random.below(30));
    return {
      'set.yaml': applicationSet(
        `    - git:\n        repoURL: https://github.com/acme/app-config\n        directories: [{ path: '${stars}/${'**/'.repeat(20)}x' }, { path: '${'{a,b}'.repeat(20)}' }, { path: '${'[a-'.repeat(50)}' }, { path: '${'?*'.repeat(200)}' }]\n    - git:\n        repoURL: https://github.com/acme/app-config\n        files: [{ path: '${'**/*'.repeat(30)}.json' }]\n`,
      ),
      ...Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [
          `${'a/'.repeat(at)}c.json`,
          '{"a":{"b":1}}',
        ]),
      ),
    };
  },
  function templates(random) {
    const count = random.pick([100, 20_000]);
    const actions = [
      '{{ if .a }}',
      '{{ range $i, $e := until 999999999 }}',
      '{{ end }}',
      '{{ .a | repeat 1000000000 }}',
      '{{ printf "%999999999d" 1 }}',
      '{{ define "x" }}',
      '{{ template "x" . }}',
      '{{ include "x" . }}',
      '{{',
      '}}',
      '{{/*',
      '*/}}',
      '{{ (((((',
      '{{ "\\',
      '{{ `',
      '{{ regexReplaceAll "(a+)+$" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" "" }}',
      '{{ indent 99999999 .a }}',
      '{{ .a.b.c.d.e.__proto__.constructor }}',
    ];
    return {
      'charts/a/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
      'charts/a/values.yaml': 'a: 1\nimage: { repository: a, tag: 2 }\n',
      'charts/a/templates/a.yaml': Array.from({ length: count }, () =>
        random.pick(actions),
      ).join(random.pick(['', '\n', ' '])),
      'charts/a/templates/_b.tpl': random.pick(actions).repeat(count / 10),
      'set.yaml': applicationSet(
        `    - list: { elements: [{ a: x, b: y }] }\n`,
      ).replace(
        "'{{.b}}'",
        JSON.stringify(random.pick(actions).repeat(random.pick([1, 500]))),
      ),
      'helmfile.yaml': Array.from({ length: count / 10 }, () =>
        random.pick(actions),
      ).join('\n'),
    };
  },
  function substitutions(random) {
    const count = 1 + random.below(40);
    return {
      'clusters/a/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: a, namespace: flux-system }\nspec:\n  path: ./apps\n  sourceRef: { kind: GitRepository, name: flux-system }\n  postBuild:\n    substitute:\n${times(count, at => `      V${at}: "\${V${at + 1}}\${V${at + 1}}\${V${at}:=\${V${at}}}"\n`)}      V${count}: x\n---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: b, namespace: flux-system }\nspec:\n  path: ./clusters/a\n  dependsOn: [{ name: b }]\n  sourceRef: { kind: GitRepository, name: flux-system }\n`,
      'apps/a.yaml': configMap(
        '${V0}',
        `  a: "${'${V0}'.repeat(200)}"\n  b: "${'${'.repeat(2000)}"\n  c: "${'$'.repeat(5000)}{V0:-${'}'.repeat(100)}"\n`,
      ),
    };
  },
  function evilPatterns(random) {
    const evil = [
      '(a+)+$',
      '^(([a-z])+.)+[A-Z]([a-z])+$',
      '(.*)*x',
      '(a|aa)+$',
      '([a-zA-Z]+)*$',
      '(?=(a+))\\1+$',
      '[',
      '(',
      '*',
      '\\',
      'a{99999999}',
      '(?<n>a)\\k<n>',
      '(x+x+)+y',
    ];
    const path = `${'a'.repeat(60)}/${'x'.repeat(60)}!.yaml`;
    return {
      OWNERS: `filters:\n${evil.map(pattern => `  ${JSON.stringify(pattern)}:\n    approvers: [x]\n`).join('')}`,
      OWNERS_ALIASES: `aliases:\n  a: [b]\n  b: [a]\n  __proto__: [c]\n`,
      CODEOWNERS: `${evil.map(pattern => `${pattern} @acme/x\n`).join('')}${'*a'.repeat(50)} @acme/y\n${'**/'.repeat(100)}x @acme/z\n${times(random.pick([10, 5000]), at => `/a${at}/**/b*c*d*e*f @acme/t${at}\n`)}`,
      '.sops.yaml': `creation_rules:\n${evil.map(pattern => `  - path_regex: ${JSON.stringify(pattern)}\n    encrypted_regex: ${JSON.stringify(pattern)}\n`).join('')}`,
      'kustomization.yaml': kustomization(
        [`a.yaml`],
        `patches:\n${evil.map(pattern => `  - target: { name: ${JSON.stringify(pattern)}, labelSelector: ${JSON.stringify(pattern)} }\n    patch: "[]"\n`).join('')}replacements: [{ source: { kind: ConfigMap }, targets: [{ select: { name: "(a+)+$" }, fieldPaths: [".....", "a.[b=c].d"] }] }]\n`,
      ),
      'a.yaml': configMap('a'.repeat(60), '  a: b\n'),
      [path]: configMap('b', '  a: b\n'),
    };
  },
  function longLines(random) {
    const size = random.pick([1000, 300_000]);
    return {
      CODEOWNERS: `${'a'.repeat(size)} @${'b'.repeat(size)}\n${' '.repeat(size)}@x\n* ${'@acme/x '.repeat(size / 10)}\n[${'s'.repeat(size)}\n`,
      OWNERS: `approvers: [${'a, '.repeat(size / 10)}]\n`,
      'Chart.yaml': `name: ${'a'.repeat(size)}\nversion: ${'1.'.repeat(size)}\n`,
      Jenkinsfile: `${'withCredentials(['.repeat(size / 20)}`,
      'policy/a.rego': `${'deny[msg] {'.repeat(size / 10)}`,
      '.github/workflows/a.yaml': `jobs:\n  a:\n    steps:\n      - run: "${'docker login '.repeat(size / 20)}"\n      - run: ${JSON.stringify('$('.repeat(size / 4))}\n      - uses: ${'a/'.repeat(size / 4)}@v1\n      - env: { AWS_SECRET_ACCESS_KEY: ${JSON.stringify('${{ secrets.'.repeat(size / 20))} }\n`,
      '.gitlab-ci.yml': `a:\n  script: ["${'export A=$A '.repeat(size / 20)}"]\n`,
    };
  },
  function workflowCycles(random) {
    const count = 1 + random.below(40);
    return Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `.github/workflows/w${at}.yaml`,
        `on: workflow_call\njobs:\n  a:\n    uses: ./.github/workflows/w${(at + 1) % count}.yaml\n    secrets: inherit\n  b:\n    uses: ./.github/workflows/w${at}.yaml\n  c:\n    needs: [c]\n    strategy: { matrix: { x: [${'1,'.repeat(200)}] } }\n    steps: [{ uses: ./.github/actions/a }, { uses: ../../../x }, { uses: "" }, { uses: 7 }, null]\n`,
      ]).concat([
        [
          '.github/actions/a/action.yaml',
          'runs: { using: composite, steps: [{ uses: ./.github/actions/a }, { uses: ./.github/actions/b }] }\n',
        ],
        [
          '.github/actions/b/action.yml',
          'runs: { using: composite, steps: [{ uses: ./.github/actions/a }, { uses: ./.github/actions/a }] }\n',
        ],
        [
          '.gitlab-ci.yml',
          `${times(30, at => `j${at}:\n  extends: [j${at + 1}, j${(at + 2) % 30}, j${at}]\n`)}include: .gitlab-ci.yml\n`,
        ],
      ]),
    );
  },
  function helmfileCycles() {
    return {
      'helmfile.yaml':
        'bases: [helmfile.yaml, a.yaml]\nhelmfiles: [., helmfile.yaml, "*.yaml", ../helmfile.yaml, git::https://x/y@z?ref=a]\nreleases: [null, 7, [], { name: [] }, { name: a, chart: ., values: [helmfile.yaml, ., null, {}], version: {} }, { name: a, chart: ../.., needs: [a] }]\nenvironments: []\n',
      'a.yaml': 'bases: [helmfile.yaml]\nhelmfiles: [helmfile.yaml]\n',
      'Chart.yaml':
        'name: a\nversion: [1]\ndependencies: [{ name: a, repository: file://. }, { name: a, repository: file://../../.. }, null]\n',
      'charts/a/Chart.yaml':
        'name: a\nversion: 1.0.0\ndependencies: [{ name: root, repository: file://../.. }]\n',
    };
  },
  function applicationCycles(random) {
    const count = 1 + random.below(60);
    return {
      ...Object.fromEntries(
        Array.from({ length: count }, (_, at) => [
          `a${at}/app.yaml`,
          `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a${at} }\nspec:\n  source: { repoURL: https://github.com/acme/app-config, path: a${(at + 1) % count}, directory: { recurse: true, include: '{${'*,'.repeat(50)}}', exclude: '**' } }\n  destination: { name: in-cluster }\n---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: all${at} }\nspec:\n  source: { repoURL: https://github.com/acme/app-config, path: ., directory: { recurse: true } }\n---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: k${at}, namespace: flux-system }\nspec: { path: ./, sourceRef: { kind: GitRepository, name: flux-system } }\n`,
        ]),
      ),
    };
  },
  function wrongShapes(random) {
    const values = [
      'null',
      '7',
      '""',
      '[]',
      '{}',
      '[[]]',
      '[null]',
      'true',
      '{ a: [] }',
      '2026-01-01',
      '.nan',
      '"\\u0000"',
      '"../.."',
    ];
    const kinds = [
      'Deployment',
      'Kustomization',
      'Application',
      'ApplicationSet',
      'AppProject',
      'HelmRelease',
      'HelmChart',
      'Secret',
      'ExternalSecret',
      'SealedSecret',
      'SecretProviderClass',
      'VaultStaticSecret',
      'ClusterPolicy',
      'ConstraintTemplate',
      'ValidatingAdmissionPolicyBinding',
      'Namespace',
      'RoleBinding',
      'List',
      'Component',
      'Group',
      'User',
      'CronJob',
      'Pod',
      'ImageStream',
      'ImagePolicy',
      'Rollout',
      'OCIRepository',
      'ResourceSet',
    ];
    const versions = [
      'v1',
      'apps/v1',
      'argoproj.io/v1alpha1',
      'kustomize.toolkit.fluxcd.io/v1',
      'helm.toolkit.fluxcd.io/v2',
      'kustomize.config.k8s.io/v1beta1',
      'external-secrets.io/v1',
      'kyverno.io/v1',
      'backstage.io/v1alpha1',
      'batch/v1',
      'image.openshift.io/v1',
      'source.toolkit.fluxcd.io/v1',
      'secrets.hashicorp.com/v1beta1',
      'bitnami.com/v1alpha1',
      'templates.gatekeeper.sh/v1',
      'admissionregistration.k8s.io/v1',
    ];
    const fields = [
      'metadata',
      'spec',
      'spec.template',
      'spec.template.spec',
      'spec.template.spec.containers',
      'spec.source',
      'spec.sources',
      'spec.generators',
      'spec.chart',
      'spec.chart.spec',
      'spec.postBuild',
      'spec.postBuild.substitute',
      'spec.destination',
      'spec.rules',
      'spec.values',
      'spec.data',
      'spec.target',
      'metadata.labels',
      'metadata.annotations',
      'metadata.name',
      'metadata.namespace',
      'data',
      'stringData',
      'items',
      'resources',
      'images',
      'patches',
      'subjects',
      'sops',
      'spec.owner',
      'spec.profile',
    ];
    const object = () => {
      const chosen = Array.from({ length: 1 + random.below(8) }, () =>
        random.pick(fields),
      );
      return `${
        JSON.stringify({
          apiVersion: random.pick(versions),
          kind: random.pick(kinds),
          metadata: { name: 'x' },
        }).slice(0, -1) +
        chosen
          .map(field => {
            const parts = field.split('.');
            return `, ${parts.map(part => `"${part}": `).join('{')}${random.pick(values)}${'}'.repeat(parts.length - 1)}`;
          })
          .join('')
      }}\n`;
    };
    const names = [
      'a.yaml',
      'kustomization.yaml',
      'Chart.yaml',
      'values.yaml',
      'catalog-info.yaml',
      '.github/workflows/a.yaml',
      'helmfile.yaml',
      '.gitlab-ci.yml',
      'OWNERS',
      'OWNERS_ALIASES',
      '.sops.yaml',
      '.argocd-source.yaml',
      'x/kustomization.yaml',
      'clusters/prod/a.yaml',
      'x.json',
    ];
    return Object.fromEntries(
      names.map(name => [
        name,
        Array.from({ length: 1 + random.below(6) }, object).join('---\n'),
      ]),
    );
  },
  function hostilePaths(random) {
    const paths = [
      '../a.yaml',
      '../../etc/passwd',
      '/etc/passwd.yaml',
      './a.yaml',
      'a//b.yaml',
      'a/./b.yaml',
      'a/../../b.yaml',
      '-rf.yaml',
      '--help/kustomization.yaml',
      'a b/c d.yaml',
      ' .yaml',
      '\u0000.yaml',
      'a\nb/kustomization.yaml',
      '\u202egnp.yaml',
      '日本/環境.yaml',
      '💥/kustomization.yaml',
      `${'a/'.repeat(2000)}b.yaml`,
      `${'x'.repeat(5000)}.yaml`,
      '__proto__/kustomization.yaml',
      'constructor/values.yaml',
      'C:\\x\\kustomization.yaml',
      '.yaml',
      'kustomization.yaml/kustomization.yaml',
      'a/Kustomization',
      '%2e%2e/a.yaml',
      '*.yaml',
      '**/kustomization.yaml',
      '[a].yaml',
      '.git/config',
      'templates/x.yaml',
      'Chart.yaml',
      'templates/templates/templates/Chart.yaml',
      'OWNERS/OWNERS',
      '.github/CODEOWNERS',
      '.gitlab/CODEOWNERS',
      'docs/CODEOWNERS',
      'prod/dev/staging/prod.yaml',
    ];
    return Object.fromEntries(
      paths
        .filter(() => random.chance(0.7))
        .map(path => [
          path,
          random.pick([
            configMap('a', '  a: b\n'),
            kustomization([
              '..',
              '../..',
              '.',
              'b.yaml',
              '-rf.yaml',
              '/etc/passwd',
            ]),
            '* @acme/x\n',
            'approvers: [a]\n',
            'image: { repository: a, tag: 1 }\n',
            '',
          ]),
        ]),
    );
  },
  function bigAndMany(random) {
    const count = random.pick([300, 1500]);
    return Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `apps/a${at}/${random.pick(['kustomization.yaml', 'values.yaml', 'a.yaml', 'OWNERS'])}`,
        random.pick([
          kustomization(['../a0', '../a1']),
          'image: { repository: a, tag: 1 }\n',
          configMap('a', '  a: b\n'),
        ]),
      ]),
    );
  },
  function longRuns(random) {
    const size = random.pick([1_000, 20_000, 60_000]);
    const blank = '\\n\\t'.repeat(size);
    return {
      'kustomization.yaml': `patches:\n  - patch: "$patch: delete${blank}kind: Secret${blank}name:${blank}"\n`,
      'versions/release.env': `export a=${'\t'.repeat(size)}\u2028${'\t'.repeat(size)}"\nb${'\t'.repeat(size)}: c\n`,
      'versions/tags.txt': `.${'\t'.repeat(size)}\n`,
      'app.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec:\n  source: { repoURL: 'https://x${'/'.repeat(size)}a', path: a }\n  destination: { name: in-cluster }\n`,
      'catalog-info.yaml': `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n  annotations:\n    backstage.io/source-location: url:https://x/${'/'.repeat(size)}a\nspec: { owner: b }\n---\nkind: Component\napiVersion: backstage.io/v1alpha1\nmetadata:\n  name: b\n  annotations:\n    backstage.io/source-location: "url:https://x/b/src/${'e'.repeat(size)}/src/\\n"\nspec: { owner: b }\n`,
    };
  },
  function wideDirectories(random) {
    const count = random.pick([10, 1_000, 4_000]);
    const letters = (at: number) =>
      String(at).replace(/\d/g, digit => 'abcdefghij'[Number(digit)]);
    return Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `production/${letters(at)}-dev/a.txt`,
        '',
      ]),
    );
  },
];

/** One of them. */
export function hostileFiles(random: Random): { name: string; files: Files } {
  const make = random.pick(hostile);
  return { name: make.name, files: make(random) };
}
