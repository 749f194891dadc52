import { parsedFiles, pinsOf } from '../../__testUtils__/parsedFiles';
import { ParsedRepository } from '../reader';
import { readers } from '..';
import { memoryTree } from '../../files/memoryTree';
import { readRepository, RepositoryReader } from '../../readRepository';

/** `environment cluster Kind namespace/name: image=version file:line`, of all but engine objects. */
function told(files: Record<string, string>): string[] {
  const repository: ParsedRepository = parsedFiles(files);
  return ['kustomize', 'argocd', 'flux', 'helm']
    .flatMap(
      wanted =>
        readers.find(({ name }) => name === wanted)?.read(repository).objects ??
        [],
    )
    .filter(({ kind }) => !/^(Application|Kustomization|AppProject)/.test(kind))
    .map(object => {
      const { environment, cluster, kind, namespace, name } = object;
      return `${environment} ${cluster} ${kind} ${namespace}/${name}: ${pinsOf(object).join(', ')}`;
    })
    .sort();
}

const url = 'https://github.com/acme/app-config';

function app(name: string, source: string, more = ''): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
spec:
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  source:
    repoURL: ${url}
${source}${more}---
`;
}

const deployment = (image: string) =>
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  template:
    spec:
      containers: [{name: a, image: "${image}"}]
`;

const web = {
  'web/Chart.yaml': 'name: web\n',
  'web/values.yaml': 'image:\n  repository: acme/web\n  tag: latest\n',
  'web/templates/web.yaml': deployment(
    '{{ .Values.image.repository }}:{{ .Values.image.tag }}',
  ),
};

describe('engine objects that charts make', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'deploy charts, once for each environment, with values over the defaults',
      {
        ...web,
        'apps/Chart.yaml': 'name: apps\n',
        'apps/values-staging.yaml': 'tag: v3\n',
        'apps/values-prod.yaml': 'tag: v2\n',
        'apps/templates/web.yaml': app(
          'cart',
          '    path: web\n    helm:\n      valuesObject:\n        image:\n          tag: {{ .Values.tag }}\n',
        ),
      },
      [
        'production undefined Deployment shop/cart: acme/web=v2 apps/templates/web.yaml:13 spec.source.helm.valuesObject.image.tag',
        'staging undefined Deployment shop/cart: acme/web=v3 apps/templates/web.yaml:13 spec.source.helm.valuesObject.image.tag',
      ],
    ],
    [
      'deploy no chart beside three others that they deploy',
      {
        'apps/all.yaml': ['a', 'b', 'c']
          .map(name => app(name, `    path: prod/${name}\n`))
          .join(''),
        ...Object.fromEntries(
          ['a', 'b', 'c', 'left'].flatMap(name => [
            [`prod/${name}/Chart.yaml`, `name: ${name}\n`],
            [
              `prod/${name}/templates/x.yaml`,
              deployment(`acme/${name}:1`).replace('{{ .Release.Name }}', name),
            ],
          ]),
        ),
      },
      [
        ...['a', 'b', 'c'].map(
          name =>
            `production undefined Deployment shop/${name}: acme/${name}=1 prod/${name}/templates/x.yaml:8 spec.template.spec.containers[name=a].image`,
        ),
        'undefined undefined Deployment undefined/left: acme/left=1 prod/left/templates/x.yaml:8 spec.template.spec.containers[name=a].image',
      ],
    ],
    [
      'take values files and parameters',
      {
        ...web,
        'web/values-prod.yaml': 'image:\n  tag: v7\n',
        'apps/Chart.yaml': 'name: apps\n',
        'apps/values-prod.yaml': 'env: prod\ntag: v8\n',
        'apps/templates/web.yaml':
          app(
            'cart',
            '    path: web\n    helm:\n      valueFiles: ["values-{{ .Values.env }}.yaml"]\n',
          ) +
          app(
            'pinned',
            '    path: web\n    helm:\n      parameters: [{name: image.tag, value: {{ .Values.tag }}}]\n',
          ),
      },
      [
        'production undefined Deployment shop/cart: acme/web=v7 web/values-prod.yaml:2 image.tag',
        'production undefined Deployment shop/pinned: acme/web=v8 apps/templates/web.yaml:23 spec.source.helm.parameters.0.value',
      ],
    ],
    [
      'deploy charts that deploy others, and leave off what a value turns off',
      {
        ...web,
        'root.yaml': app(
          'root',
          '    path: apps\n    helm:\n      valueFiles: [values-prod.yaml]\n',
        ),
        'apps/Chart.yaml': 'name: apps\n',
        'apps/values-prod.yaml': 'web: true\n',
        'apps/templates/more.yaml': app(
          'more',
          '    path: more\n    helm:\n      values: |\n        on: {{ .Values.web }}\n',
        ),
        'more/Chart.yaml': 'name: more\n',
        'more/templates/a.yaml': `{{ if .Values.on }}\n${app('on', '    path: web\n')}{{ end }}\n{{ if .Values.off }}\n${app('off', '    path: web\n')}{{ end }}\n`,
      },
      [
        'production undefined Deployment shop/on: acme/web=latest web/values.yaml:3 image.tag',
      ],
    ],
    [
      'deploy kustomizations and plain files',
      {
        'apps/Chart.yaml': 'name: apps\n',
        'apps/templates/all.yaml': `{{ range list "plain" "built" }}\n${app(
          '{{ . }}',
          '    path: {{ . }}\n',
        )}{{ end }}\n`,
        'plain/a.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
        'built/kustomization.yaml': 'namePrefix: b-\nresources: [a.yaml]\n',
        'built/a.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
      },
      [
        'undefined undefined ConfigMap shop/a: ',
        'undefined undefined ConfigMap shop/b-a: ',
      ],
    ],
    [
      'are told for each of two places of one environment',
      {
        ...web,
        'web/values-eu-prod.yaml': 'image:\n  tag: v7\n',
        'web/values-us-prod.yaml': 'image:\n  tag: v8\n',
        'apps/Chart.yaml': 'name: apps\n',
        'apps/values-eu-prod.yaml': 'place: eu\n',
        'apps/values-us-prod.yaml': 'place: us\n',
        'apps/templates/web.yaml': app(
          'cart',
          '    path: web\n    helm:\n      valueFiles: ["values-{{ .Values.place }}-prod.yaml"]\n',
        ),
      },
      [
        'production undefined Deployment shop/cart: acme/web=v7 web/values-eu-prod.yaml:2 image.tag',
        'production undefined Deployment shop/cart: acme/web=v8 web/values-us-prod.yaml:2 image.tag',
      ],
    ],
    [
      'say no version where values that are not known may set another',
      {
        ...web,
        'apps/Chart.yaml': 'name: apps\n',
        'apps/values-prod.yaml': 'a: 1\n',
        'apps/templates/a.yaml':
          app(
            'files',
            '    path: web\n    helm:\n      valueFiles: ["{{ .Capabilities.KubeVersion }}.yaml"]\n',
          ) +
          app(
            'inline',
            '    path: web\n    helm:\n      values: |\n        image:\n          tag: {{ .Release.Name }}\n',
          ) +
          app(
            'conditional',
            '    path: web\n    helm:\n      values: |\n        a: 1\n{{ if .Capabilities.x }}\n        image: {tag: v9}\n{{ end }}\n',
          ),
      },
      [
        'production undefined Deployment shop/conditional: ',
        'production undefined Deployment shop/files: ',
        'production undefined Deployment shop/inline: ',
      ],
    ],
    [
      'are left alone where it is unknown what they deploy, or whether they are there',
      {
        ...web,
        'apps/Chart.yaml': 'name: apps\n',
        'apps/values-prod.yaml': 'a: 1\n',
        'apps/templates/a.yaml': `${
          app('path', '    path: {{ .Release.Name }}\n') +
          app('web-{{ .Release.Name }}', '    path: web\n') +
          app(
            'revision',
            '    path: web\n    targetRevision: "{{ .Release.Name }}"\n',
          )
        }{{ if .Capabilities.x }}\n${app('maybe', '    path: web\n')}{{ end }}\n`,
      },
      [],
    ],
    [
      'are left alone where defaults lead nowhere, and do not hide environments of a chart',
      {
        ...web,
        'web/templates/a.yaml': deployment('acme/a:1').replace(
          '.Release',
          '.Chart',
        ),
        'web/values-prod.yaml': 'image: {tag: v7}\nname: x\n',
        'apps/Chart.yaml': 'name: apps\n',
        'apps/values.yaml': "env: ''\n",
        'apps/templates/a.yaml':
          app(
            'cart',
            '    path: web\n    helm:\n      valueFiles: ["values-{{ .Values.env }}.yaml"]\n',
          ) + app('gone', '    path: gone\n'),
      },
      [
        'production undefined Deployment undefined/web: acme/a=1 web/templates/a.yaml:8 spec.template.spec.containers[name=a].image',
      ],
    ],
  ])('%s', (_, files, expected) => {
    expect(told(files)).toEqual(expected);
  });

  it('finds nothing missing that defaults of a chart ask for', () => {
    const repository = parsedFiles({
      'web/a.txt': '',
      'apps/Chart.yaml': 'name: apps\n',
      'apps/templates/a.yaml':
        app('web', '    path: web\n') + app('gone', '    path: gone\n'),
      'sure/Chart.yaml': 'name: sure\n',
      'sure/values-prod.yaml': 'a: 1\n',
      'sure/templates/a.yaml': app('lost', '    path: lost\n'),
    });
    expect(
      readers
        .find(({ name }) => name === 'argocd')
        ?.read(repository)
        .findings?.map(
          ({ rule, location: { path, line } }) => `${rule} ${path}:${line}`,
        ),
    ).toEqual(['source-path-missing sure/templates/a.yaml:9']);
  });

  it('come to an end where a chart deploys itself', () => {
    const many = Array.from({ length: 60 }, (_, index) => index);
    const files = {
      'apps/Chart.yaml': 'name: apps\n',
      'apps/values-prod.yaml': `many: ${JSON.stringify(many)}\n`,
      'apps/templates/a.yaml': `{{ range .Values.many }}\n${app(
        'n{{ . }}-{{ $.Release.Name | default "x" | len }}-{{ $.Release.Name }}',
        '    path: apps\n    helm:\n      valueFiles: [values-prod.yaml]\n',
      ).replace('name: n', 'name: a')}{{ end }}\n${app(
        'root',
        '    path: apps\n    helm:\n      valueFiles: [values-prod.yaml]\n',
      )}`,
    };
    const begun = process.cpuUsage().user;
    expect(told(files)).toEqual([]);
    expect(process.cpuUsage().user - begun).toBeLessThan(2_000_000);
  });

  it('are the same when they are read again after a change', async () => {
    const files = {
      ...web,
      'apps/Chart.yaml': 'name: apps\n',
      'apps/values-prod.yaml': 'tag: v2\n',
      'apps/templates/web.yaml': app(
        'cart',
        '    path: web\n    helm:\n      valuesObject:\n        image:\n          tag: {{ .Values.tag }}\n',
      ),
    };
    const reader = new RepositoryReader();
    await reader.read(memoryTree(files));
    for (const change of [
      { 'apps/values-prod.yaml': 'tag: v3\n' },
      { 'web/values.yaml': 'image:\n  repository: acme/other\n' },
      { 'apps/templates/web.yaml': 'a: 1\n' },
    ]) {
      const after = { ...files, ...change };
      const again = await reader.read(memoryTree(after));
      expect(again).toEqual(await readRepository(memoryTree(after)));
    }
  });
});
