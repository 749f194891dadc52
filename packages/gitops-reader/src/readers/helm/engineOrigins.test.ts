import { parsedFiles, pinsOf } from '../../__testUtils__/parsedFiles';
import { helmReader } from './reader';

/** `environment name: chart=version file:line key`, of the Applications that a chart makes. */
function told(files: Record<string, string>): string[] {
  return (helmReader.read(parsedFiles(files)).objects ?? [])
    .filter(({ kind }) => /^(Application|HelmRelease)$/.test(kind))
    .map(
      object =>
        `${object.environment} ${object.name}: ${pinsOf(object).join(', ')}`,
    )
    .sort();
}

const app = (name: string, version: string) =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: "${name}"}
spec:
  source:
    repoURL: https://charts.acme.example
    chart: db
    targetRevision: ${version}
`;

const charts = (template: string, values: Record<string, string>) => ({
  'apps/Chart.yaml': 'name: apps\n',
  'apps/templates/a.yaml': template,
  ...Object.fromEntries(
    Object.entries(values).map(([name, text]) => [`apps/${name}`, text]),
  ),
});

const each = (version: string) =>
  `{{- range $key, $app := .Values.apps }}\n---\n${app('{{ $app.name | default $key }}', version)}{{- end }}\n`;

describe('versions that an app of apps takes from values', () => {
  it.each<[string, string, Record<string, string>, string[]]>([
    [
      'are told where each environment sets them',
      app('db', '{{ .Values.db.version | quote }}'),
      {
        'values.yaml': 'db:\n  version: 1.0.0\n',
        'values-prod.yaml': 'db: {version: 1.1.0}\n',
        'values-staging.yaml': 'db: {on: true}\n',
      },
      [
        'production db: db=1.1.0 apps/values-prod.yaml:1 db.version',
        'staging db: db=1.0.0 apps/values.yaml:2 db.version',
      ],
    ],
    [
      'are told at the element of a list that says them',
      each('{{ $app.version }}'),
      {
        'values-prod.yaml':
          'apps:\n- name: a\n  version: 1.0\n- name: b\n  version: 1.0\n- {name: c, version: 2}\n',
      },
      [
        'production a: db=1.0 apps/values-prod.yaml:3 apps.0.version',
        'production b: db=1.0 apps/values-prod.yaml:5 apps.1.version',
        'production c: db=2 apps/values-prod.yaml:6 apps.2.version',
      ],
    ],
    [
      'are told at the entry of a map that says them, or at the default for all',
      each('{{ $app.version | default $.Values.version }}'),
      {
        'values-prod.yaml':
          'version: v1\napps:\n  a: {version: v2}\n  b: {version: v2}\n  c: {}\n',
      },
      [
        'production a: db=v2 apps/values-prod.yaml:3 apps.a.version',
        'production b: db=v2 apps/values-prod.yaml:4 apps.b.version',
        'production c: db=v1 apps/values-prod.yaml:1 version',
      ],
    ],
    [
      'stay with the template where several values may bring them',
      each('{{ $app.version }}').replace('$app.name', '"db"'),
      {
        'values-prod.yaml': 'apps:\n- {version: v1}\nmore:\n- {version: v1}\n',
      },
      [
        'production db: db=v1 apps/templates/a.yaml:10 spec.source.targetRevision',
      ],
    ],
    [
      'stay with the template where it makes them of more than one value',
      `${app('db', '"v{{ .Values.version }}"')}---\n${app('fixed', '1.0.0')}`,
      { 'values-prod.yaml': 'version: 1.0.0\n' },
      [
        'production db: db=v1.0.0 apps/templates/a.yaml:8 spec.source.targetRevision',
        'production fixed: db=1.0.0 apps/templates/a.yaml:17 spec.source.targetRevision',
      ],
    ],
    [
      'are told of releases of Flux as well',
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: db}\nspec:\n  chart:\n{{- with .Values.db }}\n    spec: {chart: db, version: "{{ .version }}"}\n{{- end }}\n',
      { 'values-prod.yaml': 'db:\n  version: 1.1.0\n' },
      ['production db: db=1.1.0 apps/values-prod.yaml:2 db.version'],
    ],
  ])('%s', (_, template, values, expected) => {
    expect(told(charts(template, values))).toEqual(expected);
  });

  it('are not told of a file whose value the object that deploys the chart replaces', () => {
    const files = charts(each('{{ $app.version }}'), {
      'values.yaml': 'apps:\n  db: {version: v1}\n',
    });
    const root = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: root}
spec:
  destination: {server: https://kubernetes.default.svc, namespace: prod}
  source:
    repoURL: https://github.com/acme/app-config
    path: apps
    helm: {valuesObject: {apps: {db: {version: v1}}}}
`;
    expect(told({ ...files, 'root.yaml': root })).toEqual([
      'undefined db: db=v1 apps/templates/a.yaml:10 spec.source.targetRevision',
    ]);
  });
});
