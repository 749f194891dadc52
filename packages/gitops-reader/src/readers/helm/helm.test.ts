import { JsonObject } from '../../facts';
import { parsedFiles, pinsOf } from '../../__testUtils__/parsedFiles';
import { pinsOfValuesFiles } from './pins';
import { helmReader } from './reader';
import { renderedObjects } from './template/documents';
import { parseTemplate } from './template/parse';
import { RenderContext, Renderer } from './template/render';
import { ChartFiles, copyOf, mapOf, unknown } from './template/value';
import { valuesCharts } from './valuesCharts';
import { valuesImages } from './valuesImages';

it('looks for charts in values of any size', () => {
  const values = Object.fromEntries(
    Array.from({ length: 300_000 }, (_, each) => [`a${each}`, {}]),
  );
  const chart = { chart: 'dns', repoURL: 'oci://r.example', version: '1' };
  expect(valuesCharts({ ...values, dns: chart })).toMatchObject([
    { chart: 'dns' },
  ]);
});

it('takes what is filled in elsewhere for unknown', () => {
  const { objects = [] } = helmReader.read(
    parsedFiles({
      'web/Chart.yaml': 'name: web\n',
      'web/values.yaml':
        'place: overridden_by_ci\nlist: [{zone: provide-through-flag}]\nteam: set-theory\n',
      'web/templates/web.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: {{ .Values.place }}-apps\n  labels: {team: {{ .Values.team }}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: zone-{{ (index .Values.list 0).zone }}\n',
    }),
  );
  expect(
    objects.map(({ name, namespace, labels }) => [name, namespace, labels]),
  ).toEqual([['web', undefined, { team: 'set-theory' }]]);
});

describe('images in values', () => {
  it.each<[string, JsonObject, unknown[]]>([
    [
      'parts of an image',
      { image: { registry: 'r.example', repository: 'a/b', tag: 41 } },
      [{ name: 'r.example/a/b', version: '41', path: ['image', 'tag'] }],
    ],
    [
      'the name of an image beside its tag',
      {
        image: { name: 'ghcr.io/a/b', tag: '1' },
        other: { name: 'a', tag: 1 },
      },
      [{ name: 'ghcr.io/a/b', version: '1', path: ['image', 'tag'] }],
    ],
    [
      'a digest',
      { web: { image: { repository: 'a', digest: 'sha256:00' } } },
      [{ name: 'a', version: 'sha256:00', path: ['web', 'image', 'digest'] }],
    ],
    [
      'a tag alone',
      { image: { tag: 'v2' } },
      [{ version: 'v2', holder: 'image' }],
    ],
    [
      'a whole reference',
      { sidecarImage: 'r.example:5000/x:1', image: 'untagged' },
      [{ name: 'r.example:5000/x', version: '1' }],
    ],
    [
      'lists',
      { jobs: [{ image: { repository: 'a', tag: 'b' } }] },
      [{ path: ['jobs', 0, 'image', 'tag'] }],
    ],
    [
      'whole references of a mapping of images',
      { images: { web: 'r.example/web:1', pullPolicy: 'Always', tag: '2' } },
      [{ name: 'r.example/web', version: '1', path: ['images', 'web'] }],
    ],
    [
      'what is no image',
      {
        tag: 'x',
        git: { repository: 'https://github.com/a/b', tag: 'v1' },
        image: [],
        imagePullPolicy: 'Always',
      },
      [],
    ],
  ])('%s', (_, values, expected) => {
    expect(valuesImages(values)).toMatchObject(expected);
  });
});

describe('parts that values switch off', () => {
  const image = (name: string) => `image: {repository: ${name}, tag: "1"}`;
  it.each<[what: string, layers: string[], images: string[]]>([
    [
      'pin nothing',
      [
        `web: {${image('web')}}\nmetrics: {enabled: false, ${image('exporter')}}`,
      ],
      ['web'],
    ],
    [
      'pin nothing, however deep the image stands',
      [
        `canary:\n  create: false\n  deployment: {create: true, ${image('web')}}`,
      ],
      [],
    ],
    [
      'are on again where a later layer says so',
      [`db: {enabled: false, ${image('db')}}`, 'db: {enabled: true}'],
      ['db'],
    ],
    [
      'are off where a later layer says so',
      [`db: {${image('db')}}`, 'db: {enabled: false}'],
      [],
    ],
    [
      'may be on where that is not known',
      [`db: {enabled: false, ${image('db')}}`, 'db: {enabled: "{{ .x }}"}'],
      ['db'],
    ],
    ['are none at the root', [`enabled: false\n${image('web')}`], ['web']],
  ])('%s', (_, texts, images) => {
    const repository = parsedFiles(
      Object.fromEntries(texts.map((text, at) => [`v/${at}.yaml`, text])),
    );
    expect(
      pinsOfValuesFiles(repository, [...repository.paths]).map(
        ({ name }) => name,
      ),
    ).toEqual(images);
  });
});

/** `Kind name line`, with the namespace where there is one; `?` for one that may be left out. */
function rendered(
  text: string,
  values: JsonObject = {},
  more: Partial<RenderContext> = {},
): string[] {
  const template = parseTemplate(text);
  const root = mapOf([
    ['Values', copyOf(values)],
    ['Release', mapOf([['Name', more.closed ? 'prod' : unknown]])],
    ['Chart', mapOf([['Name', 'web']])],
    [
      'Files',
      new ChartFiles(path => (path === 'tags/prod/web' ? 'tag: v7' : '')),
    ],
  ]);
  const renderer = new Renderer({
    root,
    defines: template.defines,
    closed: false,
    budget: { steps: 100_000 },
    ...more,
  });
  return renderedObjects(renderer.render(template)).map(
    ({ value, name, line, conditional }) =>
      `${value.kind} ${name} ${line}${conditional ? '?' : ''}`,
  );
}

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: ';
const fullname = `{{- define "web.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}{{ .Release.Name }}
{{- else }}{{ printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- end }}
`;

describe('objects of templates', () => {
  it.each<[string, string, JsonObject, string[]]>([
    ['a plain name', `${service}web`, {}, ['Service web 1']],
    [
      'names of release and chart',
      'apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    name: no\n  name: "{{ .Release.Name }}-{{- .Chart.Name }}"\n',
      {},
      ['Service prod-web 1'],
    ],
    [
      'values and what stands in for them',
      `${service}{{ .Values.a | default "x" }}-{{ default "y" .Values.b | upper | lower }}`,
      { a: 'cart' },
      ['Service cart-y 1'],
    ],
    [
      'the usual full name',
      `${fullname}${service}{{ include "web.fullname" . }}`,
      {},
      ['Service prod-web 9'],
    ],
    [
      'a full name that is given',
      `${fullname}${service}{{ template "web.fullname" $ }}-x`,
      { fullnameOverride: 'shop' },
      ['Service shop-x 9'],
    ],
    [
      'one for each item',
      `{{- range $key, $app := .Values.apps }}\n---\n${service}{{ $key }}-{{ .name }}-{{ $.Chart.Name }}\n{{- end }}`,
      { apps: { b: { name: '2' }, a: { name: '1' } } },
      ['Service a-1-web 3', 'Service b-2-web 3'],
    ],
    [
      'what the values switch off',
      `{{ if and .Values.on (not .Values.off) }}${service}a{{ else }}${service}b{{ end }}`,
      { on: true, off: true },
      ['Service b 4'],
    ],
    [
      'files of the chart',
      `${service}web-{{ (.Files.Get (printf "tags/%s/web" .Values.env) | fromYaml).tag }}`,
      { env: 'prod' },
      ['Service web-v7 1'],
    ],
    [
      'files of the chart that are handed on by another name',
      `{{ define "tag" }}{{ $file := .files.Get (printf "tags/%s/web" .env) | fromYaml }}{{ $file.tag }}{{ end }}${service}web-{{ include "tag" (dict "files" $.Files "env" .Values.env) }}-{{ .Values.Get "tags/prod/web" }}`,
      { env: 'prod' },
      ['Service web-v7-… 1'],
    ],
    [
      'labels from values',
      `${service}web\n  labels:\n    {{- toYaml .Values.labels | nindent 4 }}`,
      { labels: { team: 'payments' } },
      ['Service web 1'],
    ],
    [
      'several documents',
      '# comment\n---\napiVersion: v1\nkind: A\nmetadata:\n  name: a\n--- # x\napiVersion: v1\nkind: B\nmetadata:\n  name: b\n',
      {},
      ['A a 3', 'B b 8'],
    ],
    ['no object', 'just text {{/* }} a comment */}}', {}, []],
  ])('%s', (_, text, values, expected) => {
    expect(rendered(text, values, { closed: true })).toEqual(expected);
  });

  it.each<[string, string, JsonObject, string[]]>([
    [
      'a name of an unknown release',
      `${fullname}${service}{{ include "web.fullname" . }}-x`,
      {},
      ['Service …-x 9'],
    ],
    [
      'a function that is not known',
      `${service}a-{{ mystery .Values }}`,
      {},
      ['Service a-… 1'],
    ],
    [
      'an object that other values may switch on',
      `{{ if .Values.on }}${service}a{{ end }}`,
      {},
      ['Service a 1?'],
    ],
    [
      'a loop over what is not known',
      `{{ range .Values.apps }}${service}{{ .name }}\n---\n{{ end }}`,
      {},
      ['Service … 1?'],
    ],
    [
      'a name that depends on what is not known',
      `apiVersion: v1\nkind: Service\nmetadata:\n  {{ if mystery }}\n  name: a\n  {{ else }}\n  name: b\n  {{ end }}`,
      {},
      ['Service … 1'],
    ],
    [
      'an API version by the version of the cluster',
      'apiVersion: {{ include "lib.version" . }}\nkind: Deployment\nmetadata:\n  name: a',
      {},
      ['Deployment a 1'],
    ],
    [
      'a kind that is not known',
      'apiVersion: v1\nkind: {{ mystery }}\nmetadata:\n  name: a',
      {},
      [],
    ],
    [
      'a structure that is not known',
      `${service}a\nspec:\n  {{ include "lib.spec" . }}: [\n`,
      {},
      ['Service a 1'],
    ],
  ])('where not all is known: %s', (_, text, values, expected) => {
    expect(rendered(text, values)).toEqual(expected);
  });

  it.each([
    '{{ if }}',
    '{{ "',
    '{{ (a }}',
    '{{ range',
    '{{ $x := (((( }}',
    '{{ end }}{{ end }}{{ else }}',
    '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
    '{{ $x := "aaaaaaaaaa" }}{{ range until 1000 }}{{ $x = printf "%s%s" $x $x }}{{ end }}',
    '{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}a{{ end }}{{ end }}{{ end }}',
    '{{ '.repeat(5000),
    `{{ ${'('.repeat(5000)} }}`,
    '{{ if true }}'.repeat(5000),
    '{{ index . "__proto__" "constructor" }}{{ set .Values "__proto__" (dict "a" 1) }}',
  ])('stays bounded and in its bounds: %.40s', text => {
    const started = process.cpuUsage().user;
    let failed: unknown;
    try {
      rendered(text);
    } catch (error) {
      failed = error;
    }
    expect(failed ?? new Error()).toBeInstanceOf(Error);
    expect(process.cpuUsage().user - started).toBeLessThan(1_000_000);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });
});

it('reads a chart that nobody here deploys once for each values file of an environment', () => {
  const { objects = [], consumed } = helmReader.read(
    parsedFiles({
      'c/Chart.yaml': 'name: web\nappVersion: "9"\n',
      'c/values.yaml':
        'image: {repository: ghcr.io/a/web}\nother: {image: {repository: x, tag: y}}\n',
      'c/values-staging.yaml': 'image:\n  tag: "2"\n',
      'c/values-prod.yaml': 'image:\n  tag: "1"\n',
      'c/templates/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec: {{ .Values.image.tag }}\n',
    }),
  );
  expect(objects.map(object => [object.environment, pinsOf(object)])).toEqual([
    ['staging', ['ghcr.io/a/web=2 c/values-staging.yaml:2 image.tag']],
    ['production', ['ghcr.io/a/web=1 c/values-prod.yaml:2 image.tag']],
  ]);
  expect(
    ['c/Chart.yaml', 'c/templates/web.yaml'].map(path => consumed?.has(path)),
  ).toEqual([false, true]);
});

describe('charts of a repository', () => {
  const deployment = (name: string, image: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  labels:\n    team: payments\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: ${image}\n`;
  const valued =
    '"{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"';

  /** What is told of each environment: objects with their versions, and pins. */
  function told(files: Record<string, string>) {
    const { objects = [], pins = [] } = helmReader.read(parsedFiles(files));
    return [
      ...objects.map(object =>
        [
          `${object.environment ?? '-'} ${object.kind} ${object.name}`,
          ...pinsOf(object),
        ].join(', '),
      ),
      ...pins.map(
        ({ environment, pin, ...of }) =>
          `${environment ?? '-'} pin ${of.service}, ${pinsOf({ versions: [pin] }).join()}`,
      ),
    ];
  }

  it.each<[string, Record<string, string>, string[]]>([
    [
      'the version of the chart where no tag is given',
      {
        'c/Chart.yaml': 'name: web\nappVersion: "9"\n',
        'c/values.yaml': 'image: {repository: ghcr.io/a/web, tag: ""}\n',
        'c/templates/web.yaml': deployment('web', valued),
      },
      ['- Deployment web, ghcr.io/a/web=9 c/Chart.yaml:2 appVersion'],
    ],
    [
      'the image of what an operator is to run',
      {
        'c/Chart.yaml': 'name: catalog\n',
        'c/values.yaml': 'catalog: {version: v4}\n',
        'c/templates/catalog.yaml':
          'apiVersion: operators.acme.example/v1\nkind: Catalog\nmetadata:\n  name: certified\nspec:\n  image: quay.io/a/catalog:{{ .Values.catalog.version }}\n',
      },
      [
        '- Catalog certified, quay.io/a/catalog=v4 c/values.yaml:1 catalog.version',
      ],
    ],
    [
      'values beside the only chart of a directory',
      {
        'deploy/web/Chart.yaml':
          'name: web\ndependencies:\n  - {name: service, version: "3", repository: https://charts.example}\n',
        'deploy/web/values.yaml': 'image: {repository: ghcr.io/a/web}\n',
        'deploy/web/templates/web.yaml': deployment('web', valued),
        'deploy/values-dev.yaml': 'image: {tag: "2"}\n',
        'deploy/prod-values.yaml': 'image: {tag: "1"}\n',
        'deploy/grafana-values-prod.yaml':
          'image: {repository: g/grafana, tag: "9"}\n',
      },
      [
        'development Deployment web, ghcr.io/a/web=2 deploy/values-dev.yaml:1 image.tag',
        'production Deployment web, ghcr.io/a/web=1 deploy/prod-values.yaml:1 image.tag',
        'development pin web, service=3 deploy/web/Chart.yaml:3 dependencies[name=service].version',
        'production pin web, service=3 deploy/web/Chart.yaml:3 dependencies[name=service].version',
      ],
    ],
    [
      'values beside the directory of the chart that is called alike',
      {
        'apps/web/charts/web/Chart.yaml': 'name: web\n',
        'apps/web/charts/web/values.yaml':
          'image: {repository: ghcr.io/a/web}\n',
        'apps/web/charts/web/templates/web.yaml': deployment('web', valued),
        'apps/web/values.production.yaml': 'image: {tag: "1"}\n',
      },
      [
        'production Deployment web, ghcr.io/a/web=1 apps/web/values.production.yaml:1 image.tag',
      ],
    ],
    [
      'a part that is one twice, by another name each time',
      {
        'c/Chart.yaml':
          'name: shop\ndependencies:\n  - {name: common, alias: api, repository: "file://../common"}\n  - {name: common, alias: worker, repository: "file://../common"}\n',
        'c/values.yaml':
          'api: {image: {tag: "1"}}\nworker: {image: {tag: "2"}}\n',
        'common/Chart.yaml': 'name: common\n',
        'common/values.yaml': 'image: {repository: ghcr.io/a/web}\n',
        'common/templates/web.yaml': deployment('{{ .Chart.Name }}', valued),
      },
      [
        '- Deployment api, ghcr.io/a/web=1 c/values.yaml:1 api.image.tag',
        '- Deployment worker, ghcr.io/a/web=2 c/values.yaml:2 worker.image.tag',
      ],
    ],
    [
      'a part whose condition nobody would write',
      {
        'c/Chart.yaml': `name: shop\ndependencies:\n  - {name: web, condition: ${'a.'.repeat(20)}b}\n`,
        'c/values.yaml': `${'{a: '.repeat(20)}{b: false}${'}'.repeat(20)}\n`,
        'c/charts/web/Chart.yaml': 'name: web\n',
        'c/charts/web/values.yaml':
          'image: {repository: ghcr.io/a/web, tag: "1"}\n',
        'c/charts/web/templates/web.yaml': deployment('web', valued),
      },
      [
        '- Deployment web, ghcr.io/a/web=1 c/charts/web/values.yaml:1 image.tag',
      ],
    ],
    [
      'a part once, by whichever of two conditions it is put in',
      {
        'c/Chart.yaml':
          'name: shop\ndependencies:\n  - {name: web, condition: web.old}\n  - {name: web, condition: web.new}\n  - {name: web, condition: web.other}\n',
        'c/values.yaml': 'web: {old: false, image: {tag: "1"}}\n',
        'c/charts/web/Chart.yaml': 'name: web\n',
        'c/charts/web/values.yaml': 'image: {repository: ghcr.io/a/web}\n',
        'c/charts/web/templates/web.yaml': deployment('web', valued),
      },
      ['- Deployment web, ghcr.io/a/web=1 c/values.yaml:1 web.image.tag'],
    ],
    [
      'the versions of a part that is not here, and those of one that is with the part',
      {
        'prod/c/Chart.yaml':
          'name: shop\ndependencies:\n  - {name: common, alias: api, repository: "file://../common"}\n  - {name: db, alias: store, repository: "file://../../modules/db"}\n',
        'prod/c/values.yaml':
          'api: {image: {repository: ghcr.io/a/api, tag: "1"}}\nstore: {image: {repository: ghcr.io/a/db, tag: "2"}}\n',
        'prod/common/Chart.yaml': 'name: common\n',
        'prod/common/templates/web.yaml': deployment('api', valued),
      },
      [
        'production Deployment api, ghcr.io/a/api=1 prod/c/values.yaml:1 api.image.tag',
        'production pin shop, ghcr.io/a/db=2 prod/c/values.yaml:2 store.image.tag',
      ],
    ],
    [
      'an image that the template writes',
      {
        'c/Chart.yaml': 'name: web\n',
        'c/templates/web.yaml': deployment('web', 'ghcr.io/a/web:3'),
      },
      [
        '- Deployment web, ghcr.io/a/web=3 c/templates/web.yaml:12 spec.template.spec.containers[name=web].image',
      ],
    ],
    [
      'a version that the values have by a name of their own, at its line there',
      {
        'c/Chart.yaml': 'name: web\n',
        'c/values.yaml':
          'images:\n  repositories: {web: ghcr.io/a/web}\n  tag: "1"\n',
        'c/values-prod.yaml': 'images:\n  tag: "2"\n',
        'c/values-dev.yaml': 'replicas: 1\n',
        'c/templates/web.yaml': deployment(
          'web',
          '{{ .Values.images.repositories.web }}:{{ .Values.images.tag | default .Chart.AppVersion }}',
        ),
      },
      [
        'production Deployment web, ghcr.io/a/web=2 c/values-prod.yaml:2 images.tag',
        'development Deployment web, ghcr.io/a/web=1 c/values.yaml:3 images.tag',
      ],
    ],
    [
      'versions of a list that the template goes through, at their lines there',
      {
        'c/Chart.yaml': 'name: web\n',
        'c/values.yaml':
          'versions:\n  - release: v1\nroutes:\n  - release: v2\n',
        'c/values-prod.yaml': 'versions:\n  - release: v2\n  - release: v3\n',
        'c/templates/web.yaml': `{{- $all := .Values.versions }}\n{{- range $key, $each := $all }}\n---\n${deployment(
          'web-{{ $each.release }}',
          'ghcr.io/a/web:{{ $each.release }}',
        )}\n{{- end }}\n`,
      },
      [
        'production Deployment web-v2, ghcr.io/a/web=v2 c/values-prod.yaml:2 versions.0.release',
        'production Deployment web-v3, ghcr.io/a/web=v3 c/values-prod.yaml:3 versions.1.release',
      ],
    ],
    [
      'of several items of one version that beside the image, in the values of the chart that holds this one',
      {
        'base/Chart.yaml': 'name: base\n',
        'base/templates/web.yaml': `{{- range $name, $app := .Values.apps }}\n---\n${deployment(
          '{{ $name }}',
          'ghcr.io/a/{{ $app.path }}:{{ $app.release }}',
        )}\n{{- end }}\n`,
        'shop/Chart.yaml':
          'name: shop\ndependencies:\n  - name: base\n    repository: file://../base\n',
        'shop/values.yaml':
          'base:\n  apps:\n    cart:\n      path: cart\n      release: v1\n    web:\n      path: web\n      release: v1\n',
      },
      [
        '- Deployment cart, ghcr.io/a/cart=v1 shop/values.yaml:5 base.apps.cart.release',
        '- Deployment web, ghcr.io/a/web=v1 shop/values.yaml:8 base.apps.web.release',
      ],
    ],
    [
      'which nothing tells where it stands in the template',
      {
        'c/Chart.yaml': 'name: web\n',
        'c/values.yaml': 'apps:\n  - release: v1\n  - release: v1\n',
        'c/templates/web.yaml': `{{- range $at, $app := .Values.apps }}\n---\n${deployment(
          'web-{{ $at }}',
          'ghcr.io/a/web:{{ $app.release }}',
        )}\n{{- end }}\n`,
      },
      [
        '- Deployment web-0, ghcr.io/a/web=v1 c/templates/web.yaml:14 spec.template.spec.containers[name=web].image',
        '- Deployment web-1, ghcr.io/a/web=v1 c/templates/web.yaml:14 spec.template.spec.containers[name=web].image',
      ],
    ],
    [
      'the version of the application, where the template asks for it',
      {
        'c/Chart.yaml': 'name: web\nappVersion: "3"\n',
        'c/values.yaml': 'path: ghcr.io/a/web\n',
        'c/templates/web.yaml': deployment(
          'web',
          '{{ .Values.path }}:{{ .Values.tag | default .Chart.AppVersion }}',
        ),
      },
      ['- Deployment web, ghcr.io/a/web=3 c/Chart.yaml:2 appVersion'],
    ],
    [
      'the registry that a template puts before the image, at the line of its version',
      {
        'c/Chart.yaml': 'name: web\n',
        'c/values.yaml':
          'global: {imageRegistry: reg.example}\nimage: {repository: team/web, tag: "1"}\n',
        'c/templates/web.yaml': deployment(
          'web',
          '"{{ .Values.global.imageRegistry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
        ),
      },
      ['- Deployment web, reg.example/team/web=1 c/values.yaml:2 image.tag'],
    ],
    [
      'the registry that a template takes in the place of that of the values, and the tag beside a digest',
      {
        'c/Chart.yaml': 'name: web\n',
        'c/values.yaml': `global: {imageRegistry: reg.example}
image:
  registry: docker.io
  repository: team/web
  tag: "1"
  digest: sha256:${'c'.repeat(64)}
`,
        'c/templates/web.yaml': deployment(
          'web',
          '"{{ .Values.global.imageRegistry | default .Values.image.registry }}/{{ .Values.image.repository }}@{{ .Values.image.digest }}"',
        ),
      },
      [
        `- Deployment web, reg.example/team/web=1@sha256:${'c'.repeat(64)} c/values.yaml:5 image.tag`,
      ],
    ],
    [
      'the line of the template, where it is not clear which value counts',
      {
        'c/Chart.yaml': 'name: web\n',
        'c/values.yaml': 'old: "3"\nnew: "3"\n',
        'c/templates/web.yaml': deployment(
          'web',
          'ghcr.io/a/web:{{ .Values.old | default .Values.new }}',
        ),
      },
      [
        '- Deployment web, ghcr.io/a/web=3 c/templates/web.yaml:12 spec.template.spec.containers[name=web].image',
      ],
    ],
    [
      'names that a library chart of elsewhere gives',
      {
        'c/Chart.yaml':
          'name: web\ndependencies:\n  - {name: common, version: "2", repository: oci://docker.io/bitnamicharts}\n',
        'c/values.yaml':
          'fullnameOverride: shop\nimage: {repository: ghcr.io/a/web, tag: "1"}\n',
        'c/templates/web.yaml': deployment(
          '{{ include "common.names.fullname" . }}',
          valued,
        ),
      },
      [
        '- Deployment shop, ghcr.io/a/web=1 c/values.yaml:2 image.tag',
        '- pin web, common=2 c/Chart.yaml:3 dependencies[name=common].version',
      ],
    ],
    [
      'pins of the chart where names depend on the release',
      {
        'c/Chart.yaml': 'name: web\n',
        'c/values.yaml': 'image: {repository: ghcr.io/a/web}\n',
        'c/prod/values.yaml': 'image:\n  tag: 1.10\n',
        'c/templates/web.yaml': deployment('{{ .Release.Name }}', valued),
      },
      ['production pin web, ghcr.io/a/web=1.10 c/prod/values.yaml:2 image.tag'],
    ],
    [
      'the chart of an application that nothing deploys here, of no environment',
      {
        'deploy/Chart.yaml':
          'name: web\ndependencies:\n  - {name: redis, version: "7", repository: https://charts.example}\n  - {name: minio, version: "5", repository: https://charts.example, condition: minio.enabled}\n',
        'deploy/values.yaml':
          'image: {repository: ghcr.io/a/web, tag: "1"}\nminio: {enabled: false}\n',
        'deploy/templates/web.yaml': deployment('{{ .Release.Name }}', valued),
        'deploy/templates/cache.yaml': deployment(
          '{{ .Release.Name }}-cache',
          'valkey:8',
        ),
        'deploy/templates/test.yaml': deployment(
          '{{ .Release.Name }}-test',
          'busybox:1',
        ).replace(
          'metadata:',
          'metadata:\n  annotations: {helm.sh/hook: test}',
        ),
      },
      [
        '- pin web, redis=7 deploy/Chart.yaml:3 dependencies[name=redis].version',
        '- pin web, ghcr.io/a/web=1 deploy/values.yaml:1 image.tag',
        '- pin web, valkey=8 deploy/templates/cache.yaml:12 spec.template.spec.containers[name=web].image',
      ],
    ],
    [
      'what a chart beside it brings, of which it is made',
      {
        'charts/base/Chart.yaml':
          'name: base\ndependencies:\n  - {name: redis, version: "7", repository: https://charts.example}\n',
        'charts/base/charts/cache/Chart.yaml':
          'name: cache\ndependencies:\n  - {name: common, version: "2", repository: https://charts.example}\n',
        'charts/base/charts/cache/templates/web.yaml': deployment(
          'cache',
          'valkey:8',
        ),
        'charts/web/Chart.yaml':
          'name: web\ndependencies:\n  - {name: base, version: "1", repository: file://../base}\n',
      },
      [
        '- Deployment cache, valkey=8 charts/base/charts/cache/templates/web.yaml:12 spec.template.spec.containers[name=web].image',
        '- pin base, redis=7 charts/base/Chart.yaml:3 dependencies[name=redis].version',
      ],
    ],
    [
      'no charts that the values of an environment switch off',
      {
        'c/Chart.yaml':
          'name: web\ndependencies:\n  - {name: redis, version: "7", repository: https://charts.example, condition: redis.enabled}\n  - {name: minio, version: "5", repository: https://charts.example, condition: minio.enabled}\n',
        'c/values.yaml': 'redis: {enabled: false}\n',
        'c/values-dev.yaml': 'a: 1\n',
        'c/values-prod.yaml': 'redis: {enabled: true}\n',
      },
      [
        'development pin web, minio=5 c/Chart.yaml:4 dependencies[name=minio].version',
        'production pin web, redis=7 c/Chart.yaml:3 dependencies[name=redis].version',
        'production pin web, minio=5 c/Chart.yaml:4 dependencies[name=minio].version',
      ],
    ],
    [
      'no object whose name begins with what only the release gives',
      {
        'c/Chart.yaml': 'name: web\n',
        'c/values.yaml': 'id: ""\n',
        'c/templates/web.yaml': deployment(
          '"{{ .Values.id }}-web"',
          'ghcr.io/a/web:3',
        ),
      },
      [
        '- pin web, ghcr.io/a/web=3 c/templates/web.yaml:12 spec.template.spec.containers[name=web].image',
      ],
    ],
    [
      'charts that a chart brings, by the lock where a range is asked for',
      {
        'env/prod/db/Chart.yaml':
          'name: db\ndependencies:\n  - name: postgresql\n    repository: https://charts.example.com\n    version: ~1.2\n  - name: local\n    repository: file://../local\n    version: 1.0.0\n  - name: redis\n    repository: oci://r.example/charts\n    version: 7.0.1\n',
        'env/prod/db/Chart.lock':
          'dependencies:\n- name: postgresql\n  repository: https://charts.example.com\n  version: 1.2.9\n',
      },
      [
        'production pin db, postgresql=1.2.9 env/prod/db/Chart.lock:4 dependencies[name=postgresql].version',
        'production pin db, redis=7.0.1 env/prod/db/Chart.yaml:11 dependencies[name=redis].version',
      ],
    ],
    [
      'a chart in the directory of its environment',
      {
        'cart/dev/Chart.yaml':
          'name: cart\ndependencies: [{name: web, version: 1.0.52, repository: "https://charts.example"}]\n',
        'cart/dev/test-values.yaml': 'web:\n  image: {tag: test}\n',
        'cart/dev/values.yaml':
          'web:\n  image: {repository: ghcr.io/a/web, tag: 1.0.52}\n',
        'cart/prod/Chart.yaml': 'name: cart\nappVersion: "9"\n',
        'cart/prod/values.yaml':
          'image: {repository: ghcr.io/a/web, tag: ""}\n',
        'cart/prod/templates/web.yaml': deployment('web', valued),
      },
      [
        'production Deployment web, ghcr.io/a/web=9 cart/prod/Chart.yaml:2 appVersion',
        'development pin cart, web=1.0.52 cart/dev/Chart.yaml:2 dependencies[name=web].version',
        'development pin cart, ghcr.io/a/web=1.0.52 cart/dev/values.yaml:2 web.image.tag',
      ],
    ],
    [
      'a chart within a chart, with what that says of it',
      {
        'c/Chart.yaml':
          'name: shop\ndependencies: [{name: web, condition: web.enabled}]\n',
        'c/values-dev.yaml': 'web: {enabled: false}\n',
        'c/values-prod.yaml': 'web:\n  image: {tag: "2"}\n',
        'c/charts/web/Chart.yaml': 'name: web\n',
        'c/charts/web/values.yaml':
          'image: {repository: ghcr.io/a/web, tag: "1"}\n',
        'c/charts/web/templates/web.yaml': deployment('web', valued),
      },
      [
        'production Deployment web, ghcr.io/a/web=2 c/values-prod.yaml:2 web.image.tag',
      ],
    ],
    [
      'what parts of a chart run under names that the release decides, by the names that the chart gives to the parts',
      {
        'c/Chart.yaml':
          'name: shop\ndependencies:\n  - {name: web, alias: api, repository: "file://../web"}\n  - {name: web, alias: admin, repository: "file://../web"}\n',
        'c/values-prod.yaml':
          'api: {image: {tag: "2"}}\nadmin: {image: {tag: "3"}}\njob: {image: {tag: "4"}, other: {image: {tag: "5"}}}\n',
        'web/Chart.yaml': 'name: web\n',
        'web/values.yaml': 'image: {repository: ghcr.io/a/web, tag: "1"}\n',
        'web/templates/web.yaml': deployment('{{ .Release.Name }}', valued),
        'c/charts/job/Chart.yaml': 'name: job\n',
        'c/charts/job/values.yaml':
          'image: {repository: ghcr.io/a/job, tag: "1"}\nother: {image: {repository: ghcr.io/a/other}}\n',
        'c/charts/job/templates/job.yaml': deployment(
          '{{ .Release.Name }}',
          valued,
        ),
      },
      [
        'production pin job, ghcr.io/a/job=4 c/values-prod.yaml:3 job.image.tag',
        'production pin api, ghcr.io/a/web=2 c/values-prod.yaml:1 api.image.tag',
        'production pin admin, ghcr.io/a/web=3 c/values-prod.yaml:2 admin.image.tag',
      ],
    ],
    [
      'what a model of charts beside them runs, by the name of each chart that is made of it',
      {
        'base/Chart.yaml': 'name: base\n',
        'base/values.yaml': 'image: {repository: ghcr.io/a/web}\n',
        'base/templates/web.yaml': deployment('{{ .Release.Name }}', valued),
        ...Object.fromEntries(
          ['api', 'cart'].flatMap((name, at) => [
            [
              `${name}/Chart.yaml`,
              `name: ${name}\ndependencies: [{name: base, repository: "file://../base"}]\n`,
            ],
            [`${name}/values-dev.yaml`, `base: {image: {tag: "${at + 1}"}}\n`],
          ]),
        ),
      },
      [
        'development pin api, ghcr.io/a/web=1 api/values-dev.yaml:1 base.image.tag',
        'development pin cart, ghcr.io/a/web=2 cart/values-dev.yaml:1 base.image.tag',
      ],
    ],
    [
      'images of charts of nothing but others, wherever they are installed',
      Object.fromEntries(
        ['a', 'b', 'c', 'd'].flatMap((name, at) => [
          [
            `net-1/${name}/Chart.yaml`,
            `name: ${name}\ndependencies: [{name: web, version: "7", repository: "https://charts.example"}]\n`,
          ],
          [
            `net-1/${name}/values.yaml`,
            at === 0
              ? 'web: {image: {repository: ghcr.io/a/web, tag: "1"}}\nother: {image: {repository: ghcr.io/a/x, tag: "2"}}\n'
              : 'a: 1\n',
          ],
        ]),
      ),
      [
        ...['a', 'b', 'c', 'd'].flatMap(name => [
          `- pin ${name}, web=7 net-1/${name}/Chart.yaml:2 dependencies[name=web].version`,
          ...(name === 'a'
            ? ['- pin a, ghcr.io/a/web=1 net-1/a/values.yaml:1 web.image.tag']
            : []),
        ]),
      ],
    ],
    [
      'no values of their own that an Application gives to a chart beside the manifests that it brings',
      {
        'apps/cart.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: cart}\nspec:\n  sources:\n    - {repoURL: https://git.example/acme/shop.git, path: clusters/prod/cart, ref: shop}\n    - repoURL: https://charts.example\n      chart: cart\n      targetRevision: "1"\n      helm: {valueFiles: [$shop/clusters/prod/cart/values.yaml]}\n',
        'clusters/prod/cart/values.yaml':
          'image: {repository: ghcr.io/a/cart, tag: "5"}\n',
        'clusters/prod/other/values.yaml':
          'image: {repository: ghcr.io/a/other, tag: "6"}\n',
      },
      [
        'production pin other, ghcr.io/a/other=6 clusters/prod/other/values.yaml:1 image.tag',
      ],
    ],
    [
      'values for a chart of elsewhere',
      {
        'envs/prod/cart-values.yaml':
          'image: {repository: ghcr.io/a/cart, tag: "5"}\n',
      },
      [
        'production pin cart, ghcr.io/a/cart=5 envs/prod/cart-values.yaml:1 image.tag',
      ],
    ],
    [
      'no version of the chart itself that a job replaces where it installs the chart, but those of environments',
      {
        '.github/workflows/deploy.yaml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          helm upgrade web ./deploy/web/ \\\n            --set image.tag=$SHA,replicas=2\n          helm template deploy/api --set image.tag=1\n',
        ...Object.fromEntries(
          ['web', 'api'].flatMap(name => [
            [`deploy/${name}/Chart.yaml`, `name: ${name}\nappVersion: "9"\n`],
            [
              `deploy/${name}/values.yaml`,
              `image: {repository: ghcr.io/a/${name}}\n`,
            ],
            [`deploy/${name}/values-dev.yaml`, 'replicas: 1\n'],
            [`deploy/${name}/values-prod.yaml`, 'image: {tag: "1"}\n'],
            [`deploy/${name}/templates/a.yaml`, deployment(name, valued)],
          ]),
        ),
      },
      [
        'development Deployment api, ghcr.io/a/api=9 deploy/api/Chart.yaml:2 appVersion',
        'production Deployment api, ghcr.io/a/api=1 deploy/api/values-prod.yaml:1 image.tag',
        'development Deployment web',
        'production Deployment web, ghcr.io/a/web=1 deploy/web/values-prod.yaml:1 image.tag',
      ],
    ],
    [
      'values of an environment that say by their keys alone what they are about',
      {
        'envs/prod.yaml':
          'cart: {image: {repository: ghcr.io/a/cart, tag: "5"}}\nglobal: {image: {tag: "6"}}\n',
      },
      [
        'production pin cart, ghcr.io/a/cart=5 envs/prod.yaml:1 cart.image.tag',
        'production pin envs, global.image=6 envs/prod.yaml:2 global.image.tag',
      ],
    ],
    [
      'values in directories of environments that are called like one of the charts',
      {
        ...Object.fromEntries(
          ['cart', 'web'].flatMap(name => [
            [`charts/${name}/Chart.yaml`, `name: ${name}\n`],
            [
              `charts/${name}/values.yaml`,
              `image: {repository: ghcr.io/a/${name}}\n`,
            ],
            [`charts/${name}/templates/a.yaml`, deployment(name, valued)],
          ]),
        ),
        'envs/prod/cart.yaml': 'image: {tag: "2"}\n',
        'envs/prod/web-values.yaml': 'image: {tag: "3"}\n',
        'envs/prod/db.yaml': 'image: {repository: db, tag: "4"}\n',
        'shop/prod/values/cart.yaml': 'image: {repository: shop, tag: "5"}\n',
      },
      [
        'production Deployment cart, ghcr.io/a/cart=2 envs/prod/cart.yaml:1 image.tag',
        'production Deployment web, ghcr.io/a/web=3 envs/prod/web-values.yaml:1 image.tag',
        'production pin db, db=4 envs/prod/db.yaml:1 image.tag',
        'production pin cart, shop=5 shop/prod/values/cart.yaml:1 image.tag',
      ],
    ],
    [
      'values in directories beside the only chart there',
      {
        'helm/cart/Chart.yaml': 'name: cart\n',
        'helm/cart/values.yaml': 'image: {repository: ghcr.io/a/cart}\n',
        'helm/cart/templates/a.yaml': deployment('cart', valued),
        'helm/values/dev.yaml': 'image: {tag: "2"}\n',
        'helm/values/db-prod.yaml': 'image: {repository: db, tag: "3"}\n',
        'shop/prod/values.yaml': 'image: {repository: shop, tag: "4"}\n',
        'deploy/values-prod.yaml': 'image: {tag: "1"}\n',
      },
      [
        'development Deployment cart, ghcr.io/a/cart=2 helm/values/dev.yaml:1 image.tag',
        'production Deployment cart, ghcr.io/a/cart=1 deploy/values-prod.yaml:1 image.tag',
        'production pin helm, db=3 helm/values/db-prod.yaml:1 image.tag',
        'production pin shop, shop=4 shop/prod/values.yaml:1 image.tag',
      ],
    ],
    [
      'values for a chart of elsewhere, by the names that values for all environments give to images',
      {
        'cart/values.yaml':
          'image: {repository: ghcr.io/a/cart, tag: "1"}\nold: {repository: ghcr.io/a/old, tag: "1"}\n',
        'cart/values-dev.yaml': 'image: {tag: "5"}\n',
        'cart/prod/values.yaml': 'image: {tag: "4"}\n',
      },
      [
        'development pin cart, ghcr.io/a/cart=5 cart/values-dev.yaml:1 image.tag',
        'production pin cart, ghcr.io/a/cart=4 cart/prod/values.yaml:1 image.tag',
      ],
    ],
    [
      'charts that values of an environment list for what deploys them',
      {
        'environments/prod/addons.yaml':
          'dns:\n  chartName: acme/external-dns\n  chartRepository: https://charts.example\n  defaultVersion: 1.2.0\nmetrics: {chartRepository: https://charts.example, chartVersion: "3"}\noff: {enabled: false, chart: off, chartRepository: https://charts.example, chartVersion: "1"}\nweb: {repository: ghcr.io/a/web, version: "7"}\nshop: {source: {chart: till, repoURL: https://charts.example, targetRevision: "4"}}\ngit: {chart: git, repoURL: https://git.example/x.git, targetRevision: main}\napi: {chart: charts/api, repository: ghcr.io/a/api, version: "8"}\n',
      },
      [
        'production pin addons, ghcr.io/a/web=7 environments/prod/addons.yaml:7 web.version',
        'production pin addons, ghcr.io/a/api=8 environments/prod/addons.yaml:10 api.version',
        'production pin dns, external-dns=1.2.0 environments/prod/addons.yaml:4 dns.defaultVersion',
        'production pin metrics, metrics=3 environments/prod/addons.yaml:5 metrics.chartVersion',
        'production pin shop, till=4 environments/prod/addons.yaml:8 shop.source.targetRevision',
      ],
    ],
    [
      'values that a kustomization gives to a chart of elsewhere, which are told there',
      {
        'envs/prod/kustomization.yaml':
          'helmCharts: [{name: cart, valuesFile: cart-values.yaml}]\n',
        'envs/prod/cart-values.yaml':
          'image: {repository: ghcr.io/a/cart, tag: "5"}\n',
      },
      [],
    ],
    [
      'nothing of tests, models and libraries',
      {
        'tests/c/Chart.yaml': 'name: web\n',
        'tests/c/templates/web.yaml': deployment('web', 'a:1'),
        'starter/Chart.yaml': 'name: <CHARTNAME>\n',
        'lib/Chart.yaml': 'name: lib\ntype: library\n',
        'lib/templates/web.yaml': deployment('web', 'a:1'),
      },
      [],
    ],
  ])('tells %s', (_, files, expected) => {
    expect(told(files)).toEqual(expected);
  });

  it('tells who a template says that it belongs to, and the secrets in it', () => {
    const {
      objects = [],
      secrets = [],
      guesses = [],
    } = helmReader.read(
      parsedFiles({
        'c/Chart.yaml': 'name: web\n',
        'c/values-summit.yaml': 'a: 1\n',
        'c/templates/web.yaml': `${deployment('web', 'a:1')}---\n{{ if .Values.x }}\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: {{ .Release.Name }}-db\nspec:\n  secretStoreRef: {name: vault}\n{{ end }}\n`,
      }),
    );
    expect(
      objects.flatMap(({ claims }) => claims.map(({ raw }) => raw)),
    ).toEqual(['payments']);
    expect(
      secrets.map(
        ({ kind, name, store, location }) =>
          `${kind} ${name} ${store} ${location.line}`,
      ),
    ).toEqual(['ExternalSecret …-db vault 15']);
    expect(guesses.map(({ about }) => about)).toEqual(['environment']);
  });

  it.each<[string, string, string[]]>([
    [
      'what its rules do, in each environment',
      'spec:\n  validationFailureAction: {{ .Values.action }}\n  rules: [{name: a, validate: {message: no}}]\n',
      ['development enforce -', 'production audit -'],
    ],
    [
      'that nobody knows what it does',
      'spec:\n  validationFailureAction: {{ .Release.Revision }}\n  rules: [{name: a, validate: {message: no}}]\n',
      [
        'development unknown what it does depends on values that are not in this repository',
        'production unknown what it does depends on values that are not in this repository',
      ],
    ],
    [
      'that some of its rules are not known',
      'spec:\n  rules:\n  - name: a\n    mutate: {}\n{{ if .Release.IsInstall }}\n  - name: b\n    validate: {message: no}\n{{ end }}\n',
      [
        'development unknown what it does depends on values that are not in this repository',
        'production unknown what it does depends on values that are not in this repository',
      ],
    ],
  ])('says of a policy %s', (_, spec, expected) => {
    const { policies = [] } = helmReader.read(
      parsedFiles({
        'c/Chart.yaml': 'name: web\n',
        'c/values.yaml': 'action: Enforce\n',
        'c/values-dev.yaml': 'a: 1\n',
        'c/values-prod.yaml': 'action: Audit\n',
        'c/templates/own.yaml': `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: own}\n${spec}`,
      }),
    );
    expect(
      policies.map(
        ({ environment, action, note = '-' }) =>
          `${environment} ${action} ${note}`,
      ),
    ).toEqual(expected);
  });

  it('puts no object into a namespace that is in none', () => {
    const { objects = [] } = helmReader.read(
      parsedFiles({
        'c/Chart.yaml': 'name: web\n',
        'c/templates/own.yaml': [
          'kyverno.io/v1 ClusterPolicy',
          'rbac.authorization.k8s.io/v1 ClusterRole',
          'v1 ConfigMap',
        ]
          .map(kind => kind.split(' '))
          .map(
            ([apiVersion, kind]) =>
              `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: own}\n`,
          )
          .join('---\n'),
        'apps/web.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec:\n  destination: {namespace: shop}\n  source: {path: c, repoURL: "https://github.com/acme/app-config"}\n',
      }),
    );
    expect(objects.map(({ kind, namespace }) => [kind, namespace])).toEqual([
      ['ClusterPolicy', undefined],
      ['ClusterRole', undefined],
      ['ConfigMap', 'shop'],
    ]);
  });

  it('finds the line of an image in the file of the chart that a template asks for it', () => {
    expect(
      told({
        'c/Chart.yaml': 'name: web\n',
        'c/values-prod.yaml': 'env: prod\n',
        'c/values-staging.yaml': 'env: staging\n',
        'c/images/prod/web.yaml': 'repository: ghcr.io/acme/web\ntag: v1\n',
        'c/images/staging/web.yaml': 'repository: ghcr.io/acme/web\ntag: v2\n',
        'c/templates/_image.tpl':
          '{{ define "image" }}{{ $image := .files.Get (printf "images/%s/web.yaml" .env) | fromYaml }}{{ $image.repository }}:{{ $image.tag }}{{ end }}',
        'c/templates/web.yaml': deployment(
          'web',
          '{{ include "image" (dict "files" $.Files "env" .Values.env) }}',
        ),
      }),
    ).toEqual([
      'production Deployment web, ghcr.io/acme/web=v1 c/images/prod/web.yaml:2 tag',
      'staging Deployment web, ghcr.io/acme/web=v2 c/images/staging/web.yaml:2 tag',
    ]);
  });

  it('lets an Application that is rendered override the values of the chart that it deploys', () => {
    expect(
      told({
        'apps/Chart.yaml': 'name: apps\n',
        'apps/values-prod.yaml': 'apps: [{name: cart, tag: v2}]\n',
        'apps/templates/apps.yaml':
          '{{- range .Values.apps }}\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: {{ .name }}\nspec:\n  source:\n    path: generic\n    repoURL: https://github.com/acme/app-config\n    targetRevision: main\n    helm:\n      values: |\n        image:\n          repository: ghcr.io/a/{{ .name }}\n          tag: {{ .tag }}\n---\n{{- end }}\n',
        'generic/Chart.yaml': 'name: generic\n',
        'generic/values.yaml':
          'image: {repository: ghcr.io/a/x, tag: latest}\n',
      }),
    ).toEqual([
      'production Application cart, https://github.com/acme/app-config=main apps/templates/apps.yaml:10 spec.source.targetRevision, ghcr.io/a/cart=v2 apps/templates/apps.yaml:15 spec.source.helm.valuesObject.image.tag',
      'production pin cart, ghcr.io/a/cart=v2 apps/templates/apps.yaml:15 spec.source.helm.valuesObject.image.tag',
    ]);
  });
});
