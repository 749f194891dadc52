import { JsonObject } from '../../facts';
import { treeIndexOf } from '../../engines';
import { parsedFiles } from '../../__testUtils__/parsedFiles';
import { applicationFact } from './application';
import { expandApplicationSet } from './applicationSet';
import { globPattern } from './globs';
import { slugify } from './slugify';

const url = 'https://github.com/acme/app-config.git';

describe('ApplicationSets', () => {
  const repository = parsedFiles({
    'apps/cart/overlays/prod/kustomization.yaml': '',
    'apps/web/overlays/prod/kustomization.yaml': '',
    'apps/old/overlays/prod/kustomization.yaml': '',
    'apps/.hidden/overlays/prod/kustomization.yaml': '',
    'envs/prod.yaml': 'cluster: {name: prod-eu}\n',
    'envs/many.yaml': '[{cluster: {name: a}}, {cluster: {name: b}}]',
  });
  const context = {
    repository,
    index: treeIndexOf(repository),
    isOwn: (found: string | undefined) => found === url,
    isRead: (revision: string | undefined) => revision !== 'old',
    clusters: [{ name: 'prod-eu', labels: { tier: 'prod' } }, { name: 'dev' }],
  };
  const expand = (
    generators: JsonObject[],
    path: string,
    more: JsonObject = {},
  ) =>
    expandApplicationSet(
      {
        spec: {
          goTemplate: /\{\{-? ?(\.|if|index|default|slugify)/.test(path),
          generators,
          template: { metadata: { name: 'x' }, spec: { source: { path } } },
          ...more,
        },
      },
      context,
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
      ['apps/cart/base', 'apps/cart/base', 'apps/cart/base', 'apps/cart/eu'],
      1,
    ],
    [
      'the second of a matrix, made from the first',
      [
        {
          matrix: {
            generators: [
              { git: { repoURL: url, directories: [{ path: 'apps/c*' }] } },
              {
                git: {
                  repoURL: url,
                  pathParamPrefix: 'in',
                  directories: [{ path: '{{path}}/*/*' }],
                },
              },
            ],
          },
        },
      ],
      '{{path.basename}}:{{in.path.basename}}:{{in.path[0]}}',
      ['cart:prod:apps'],
      0,
    ],
    [
      'a list as text, made from the first of a matrix',
      [
        {
          matrix: {
            generators: [
              { list: { elements: [{ all: [{ e: 'a' }, { e: 'b' }] }] } },
              { list: { elementsYaml: '{{ .all | toJson }}' } },
            ],
          },
        },
      ],
      'x/{{ .e }}',
      ['x/a', 'x/b'],
      0,
    ],
    [
      'a merge, later ones over the first, strangers left out',
      [
        {
          merge: {
            mergeKeys: ['env'],
            generators: [
              {
                list: {
                  elements: [
                    { env: 'dev', at: 'a' },
                    { env: 'prod', at: 'a' },
                  ],
                },
              },
              {
                list: {
                  elements: [
                    { env: 'prod', at: 'b' },
                    { env: 'qa', at: 'c' },
                  ],
                },
              },
            ],
          },
        },
      ],
      '{{env}}/{{at}}',
      ['dev/a', 'prod/b'],
      0,
    ],
    [
      'what a selector leaves',
      [
        {
          list: {
            elements: [
              { env: 'dev', tier: 'a' },
              { env: 'prod', tier: 'b' },
              { env: 'qa' },
            ],
          },
          selector: {
            matchExpressions: [
              { key: 'tier', operator: 'Exists' },
              { key: 'env', operator: 'NotIn', values: ['dev'] },
            ],
          },
        },
      ],
      '{{env}}',
      ['prod'],
      0,
    ],
    [
      'values with parameters in them',
      [
        {
          git: {
            repoURL: url,
            directories: [{ path: 'apps/w*' }],
            values: { where: 'deploy/{{path.basename}}' },
          },
        },
      ],
      '{{values.where}}',
      ['deploy/web'],
      0,
    ],
    [
      'a template of its own over that of the set',
      [
        {
          list: {
            elements: [{ a: '1' }],
            template: { spec: { source: { path: 'own/{{a}}' } } },
          },
        },
      ],
      'common/{{a}}',
      ['own/1'],
      0,
    ],
    [
      'clusters whose Secret stands in Git, by their labels',
      [{ clusters: { selector: { matchLabels: { tier: 'prod' } } } }],
      '{{ .metadata.labels.tier }}/{{ .nameNormalized }}',
      ['prod/prod-eu'],
      1,
    ],
    [
      'all clusters, one of them for those that nothing names',
      [{ clusters: {} }],
      'x/{{name}}',
      ['x/{{name}}', 'x/prod-eu', 'x/dev'],
      1,
    ],
    [
      'functions of Go templates',
      [{ list: { elements: [{ a: 'Web Shop', n: 3, l: ['x', 'y'] }] } }],
      '{{- if eq .n 3 }}{{ .a | lower | replace " " "-" }}{{ end }}/{{ index .l 1 }}/{{ default "d" .a | trunc 3 | upper }}/{{ slugify .a }}',
      ['web-shop/y/WEB/web-shop'],
      0,
    ],
    [
      'Go templates that are not understood, left as they are',
      [{ list: { elements: [{ a: 'x' }] } }],
      '{{ .a | sha1sum | mystery }}',
      ['{{ .a | sha1sum | mystery }}'],
      0,
    ],
    [
      'a default that is nothing',
      [{ list: { elements: [{ a: 'x' }] } }],
      'apps/{{ .a }}{{ .b | default "" }}',
      ['apps/x'],
      0,
    ],
    [
      'a name that no parameter has',
      [{ list: { elements: [{ a: 'x' }] } }],
      'z/{{ .b }}',
      ['z/{{ .b }}'],
      0,
    ],
    [
      'another revision of this repository',
      [
        {
          git: { repoURL: url, revision: 'old', directories: [{ path: '*' }] },
        },
      ],
      'x/{{path}}',
      [],
      1,
    ],
    ['pull requests', [{ pullRequest: { github: {} } }], '{{number}}', [], 1],
    [
      'what a plugin finds, where the template says the rest',
      [{ plugin: { configMapRef: { name: 'settings' } } }],
      'x',
      ['x'],
      1,
    ],
    [
      'nothing of a list without elements',
      [{ list: { elements: [] } }],
      'x',
      [],
      0,
    ],
    [
      'directories of another repository',
      [{ git: { repoURL: 'https://x/y', directories: [{ path: '*' }] } }],
      'x/{{path}}',
      [],
      1,
    ],
  ])('%s', (_, generators, path, expected, unknown) => {
    const result = expand(generators, path);
    expect(paths(result)).toEqual(expected);
    expect(result.unknown).toHaveLength(unknown);
  });

  it.each([
    ['a namespace', { destination: { namespace: '{{ns}}' } }],
    ['a cluster', { destination: { server: '{{server}}' } }],
    ['a revision', { source: { path: 'x', targetRevision: '{{head_sha}}' } }],
    ['one of its sources', { sources: [{ repoURL: '{{url}}', path: 'x' }] }],
  ])('does not guess %s that nothing is known of', (_, spec) => {
    const result = expand([{ plugin: {} }], 'x', {
      template: { metadata: { name: 'x' }, spec },
    });
    expect(result.applications).toEqual([]);
  });

  it('patches what the template makes', () => {
    const { applications } = expand(
      [{ list: { elements: [{ at: 'patched' }] } }],
      'x/{{ .at }}',
      { templatePatch: 'spec:\n  source:\n    path: {{ .at }}\n' },
    );
    expect(
      applications.map(({ application }) => applicationFact(application)?.path),
    ).toEqual(['patched']);
  });

  it('makes nothing of a patch that is not understood', () => {
    const result = expand(
      [{ list: { elements: [{ at: 'a' }] } }],
      'x/{{ .at }}',
      {
        templatePatch: 'spec: {{ mystery .at }}\n',
      },
    );
    expect(result.applications).toEqual([]);
    expect(result.unknown).toEqual(['a template that is not understood']);
  });

  it('stays bounded', () => {
    const elements = Array.from({ length: 300 }, (_, n) => ({ n }));
    const list = { list: { elements } };
    const result = expand([{ matrix: { generators: [list, list] } }], 'x');
    expect(result.applications).toHaveLength(1000);
    expect(result.cut).toBe(true);
    expect(expand([list], 'x').cut).toBe(false);
    expect(globPattern('*a'.repeat(50), { greedy: true })).toBeUndefined();
  });
});

it.each<[string, boolean, string, boolean]>([
  ['apps/*', false, 'apps/a', true],
  ['apps/*', false, 'apps/a/b', false],
  ['apps/*', true, 'apps/a/b', true],
  ['apps/**/x', false, 'apps/a/b/x', true],
  ['a?[bc].yaml', false, 'axc.yaml', true],
  ['a[!b].yaml', false, 'ab.yaml', false],
  ['a.yaml', false, 'axyaml', false],
  ['{a,b/*}.yaml', true, 'b/c.yaml', true],
  ['{a', true, '{a', false],
])('the pattern %s (greedy %s) on %s: %s', (glob, greedy, path, expected) => {
  expect(globPattern(glob, { greedy, alternatives: true })?.test(path)).toBe(
    expected,
  );
});

it.each<[unknown[], string]>([
  [['Web_Shop/Cart'], 'web-shop-cart'],
  [[8, 'web-shop-cart'], 'web-shop'],
  [[6, true, 'web-shop-cart'], 'web'],
  [[6, false, 'web-shop-cart'], 'web-sh'],
])('slugify %j', (args, expected) => {
  expect(slugify(args)).toBe(expected);
});
