import { configMap, Harm, kustomization, times } from './texts';

const applicationSet = (generators: string, goTemplate = true) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: bomb\nspec:\n  goTemplate: ${goTemplate}\n  generators:\n${generators}  template:\n    metadata:\n      name: '{{.a}}{{.b}}{{.c}}'\n    spec:\n      source: { repoURL: https://github.com/acme/app-config, path: 'apps/{{.a}}' }\n      destination: { namespace: '{{.b}}' }\n`;

const list = (size: number, name: string, indent: string) =>
  `${indent}- list:\n${indent}    elements:\n${times(size, at => `${indent}      - ${name}: x${at}\n`)}`;

/** What engines, templates and patterns can be made to do. */
export const engines: readonly Harm[] = [
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
];
