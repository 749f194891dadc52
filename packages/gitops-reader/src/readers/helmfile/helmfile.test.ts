import { helmReader } from '../helm';
import { parsedFiles, pinsOf, placesOf } from '../../__testUtils__/parsedFiles';
import { helmfileReader } from '.';
import { isHelmfileName } from './fileNames';

/** `environment namespace/name` and the versions of each release. */
function releases(files: Record<string, string>) {
  return (helmfileReader.read(parsedFiles(files)).objects ?? []).map(
    ({ environment, namespace, name, versions }) => [
      `${environment ?? '-'} ${namespace ?? ''}/${name}`,
      ...pinsOf({ versions }),
    ],
  );
}

describe('releases of helmfiles', () => {
  it('pins charts', () => {
    expect(
      releases({
        'helmfile.yaml':
          'repositories:\n  - name: acme\n    url: https://charts.example.com\nreleases:\n  - name: redis\n    namespace: shop\n    chart: acme/redis\n    version: 1.20\n    values:\n      - image: {repository: ghcr.io/acme/redis, tag: "7"}\n',
      }),
    ).toEqual([
      [
        '- shop/redis',
        'redis=1.20 helmfile.yaml:8 version',
        'ghcr.io/acme/redis=7 helmfile.yaml:10 image.tag',
      ],
    ]);
  });

  it('knows helmfiles of other names by what they hold, and the cluster that they are called after', () => {
    const state = (more: string) =>
      `${more}releases:\n- {name: redis, namespace: shop, chart: acme/redis, version: 1.2.3}\n`;
    const { objects = [] } = helmfileReader.read(
      parsedFiles({
        'clusters/eu-1.yaml': state('helmDefaults: {wait: true}\n'),
        'other.yaml': state(''),
        'observability.yaml.gotmpl': `values: [{{ env "X" }}]\nenvironments: {dev: {}}\n---\nreleases:\n- name: tempo\n  chart: acme/tempo\n  version: 2.0.1\n`,
        'values.yaml.gotmpl': 'releases:\n- name: x\n  chart: acme/x\n',
        'parts.yaml': `helmDefaults: {wait: true}\n---\n${state('')}`,
        'set.yaml': state('apiVersion: a/v1\nkind: X\ntemplates: {}\n'),
      }),
    );
    expect(
      objects.map(({ cluster, name, versions }) => [
        cluster,
        name,
        ...pinsOf({ versions }),
      ]),
    ).toEqual([
      [undefined, 'tempo', 'tempo=2.0.1 observability.yaml.gotmpl:7 version'],
      [undefined, 'redis', 'redis=1.2.3 parts.yaml:4 version'],
      ['eu-1', 'redis', 'redis=1.2.3 clusters/eu-1.yaml:3 version'],
    ]);
  });

  it('reads the values of environments, part after part', () => {
    expect(
      releases({
        'deploy/helmfile.yaml.gotmpl': `environments:
  staging:
    values: [envs/staging.env]
  prod:
    values:
      - envs/{{ .Environment.Name }}.env
      - canary: true
---
releases:
  - name: cart
    namespace: shop
    chart: acme/cart
    version: {{ .Values.CART_CHART | quote }}
    values:
      - values/cart.yaml
      - values/cart.yaml.gotmpl
      - values/{{ .Environment.Name }}.yaml
  - name: debug
    installed: {{ eq .Environment.Name "staging" }}
    chart: acme/debug
  - name: canary
    condition: canary
    chart: acme/{{ requiredEnv "CHART" }}
`,
        'deploy/envs/staging.env':
          'CART_TAG: "2"\nCART_CHART: 4.1.0\ncanary: false\n',
        'deploy/envs/prod.env': 'CART_TAG: "1"\nCART_CHART: 4.0.0\n',
        'deploy/values/cart.yaml':
          'image:\n  repository: ghcr.io/acme/cart\n  tag: latest\n',
        'deploy/values/cart.yaml.gotmpl':
          'image:\n  tag: {{ .StateValues.CART_TAG | quote }}\nhost: {{ requiredEnv "HOST" }}\n',
      }),
    ).toEqual([
      [
        'staging shop/cart',
        'cart=4.1.0 deploy/helmfile.yaml.gotmpl:13 version',
        'ghcr.io/acme/cart=2 deploy/envs/staging.env:1 CART_TAG',
      ],
      ['staging /debug'],
      [
        'production shop/cart',
        'cart=4.0.0 deploy/helmfile.yaml.gotmpl:13 version',
        'ghcr.io/acme/cart=1 deploy/envs/prod.env:1 CART_TAG',
      ],
      ['production /canary'],
    ]);
  });

  it('follows bases, templates and other helmfiles', () => {
    expect(
      releases({
        'helmfile.yaml':
          'bases: [base.yaml]\nenvironments: {dev: {}, prod: {}}\nhelmfiles:\n  - path: apps/*.gotmpl\n    values: [{replicas: 1}]\n  - git::https://example.com/x.git@helmfile.yaml\n',
        'base.yaml': 'templates:\n  unused: {}\n',
        'apps/web.yaml.gotmpl': `templates:
  default: &default
    namespace: web-{{ .Environment.Name }}
    installedTemplate: '{{\`{{ ne .Release.Name "off" }}\`}}'
  chart:
    chart: acme/{{\`{{ .Release.Name }}\`}}
    version: "1"
releases:
  - name: web
    <<: *default
    inherit: [{template: chart}]
  - name: off
    <<: *default
`,
      }),
    ).toEqual([
      ['development web-dev/web', 'web=1 apps/web.yaml.gotmpl:9 version'],
      ['production web-prod/web', 'web=1 apps/web.yaml.gotmpl:9 version'],
    ]);
  });

  it('has charts of this repository rendered for each release', () => {
    const repository = parsedFiles({
      'helmfile.yaml':
        'environments: {staging: {}, prod: {}}\n---\nreleases:\n  - name: web\n    namespace: shop\n    chart: ./charts/web\n    values:\n      - image: {tag: "{{ .Environment.Name }}-1"}\n',
      'charts/web/Chart.yaml': 'name: web\n',
      'charts/web/values.yaml':
        'image:\n  repository: ghcr.io/acme/web\n  tag: x\n',
      'charts/web/templates/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
    });
    const { objects = [] } = helmReader.read(repository);
    expect(
      objects.map(object => [
        `${object.environment} ${object.namespace}/${object.name}`,
        ...pinsOf(object),
      ]),
    ).toEqual([
      [
        'staging shop/web',
        'ghcr.io/acme/web=staging-1 helmfile.yaml:8 image.tag',
      ],
      [
        'production shop/web',
        'ghcr.io/acme/web=prod-1 helmfile.yaml:8 image.tag',
      ],
    ]);
    expect(placesOf(objects[0])).toContain(
      'application helmfile.yaml:4 release web of a helmfile',
    );
  });

  it('finds environments that are there for some environments alone', () => {
    expect(
      releases({
        'helmfile.yaml.gotmpl':
          'environments:\n  {{ if eq .Environment.Name "default" }}\n  default: {}\n  {{ else }}\n  prod:\n    values: ["{{ env "X" }}/prod.yaml", {a: 1}]\n  {{ end }}\n---\nreleases: [{name: web, chart: a/b, condition: web.enabled, namespace: "{{ .Values.a }}"}]\n',
      }),
    ).toEqual([['production 1/web']]);
    expect(
      releases({
        'helmfile.yaml.gotmpl':
          'environments:\n  {{ .Environment.Name }}:\n    values: [a.yaml]\n---\nreleases: [{name: web, chart: a/b}]\n',
      }),
    ).toEqual([['- /web']]);
  });

  it.each<[string, string, string, string[]]>([
    [
      'the environment',
      'environments: {dev: {kubeContext: acme-dev}, prod: {kubeContext: "gke_acme-shop_europe-west1_shop-1"}}\nhelmDefaults: {kubeContext: other}\n---\n',
      '',
      ['development acme-dev', 'production gke_acme-shop_europe-west1_shop-1'],
    ],
    [
      'the release',
      'environments: {prod: {kubeContext: acme-prod}}\n---\n',
      ', kubeContext: "arn:aws:eks:eu-west-1:123456789012:cluster/shop-{{ .Environment.Name }}"',
      ['production shop-prod'],
    ],
    [
      'helmDefaults',
      'environments: {prod: {}}\nhelmDefaults: {kubeContext: kind-acme}\n---\n',
      '',
      ['production kind-acme'],
    ],
    [
      'nothing that is known',
      'helmDefaults: {kubeContext: \'{{ requiredEnv "CLUSTER" }}\'}\n---\n',
      '',
      ['- -'],
    ],
  ])(
    'has the cluster of the context that %s names',
    (_, before, more, places) => {
      const { objects = [] } = helmfileReader.read(
        parsedFiles({
          'helmfile.yaml': `${before}releases: [{name: web, chart: acme/web${more}}]\n`,
        }),
      );
      expect(
        objects.map(
          ({ environment, cluster }) =>
            `${environment ?? '-'} ${cluster ?? '-'}`,
        ),
      ).toEqual(places);
    },
  );

  it('tells no release without an environment that would lack a file of values', () => {
    const files = {
      'prod/web.yaml': 'replicas: 2\n',
      'helmfile.yaml':
        'environments: {default: {}, prod: {}}\n---\nreleases:\n  - name: web\n    chart: acme/web\n    values: ["{{ .Environment.Name }}/web.yaml"]\n  - name: redis\n    chart: acme/redis\n    missingFileHandler: Info\n    values: ["{{ .Environment.Name }}/web.yaml"]\n',
    };
    expect(releases(files)).toEqual([
      ['- /redis'],
      ['production /web'],
      ['production /redis'],
    ]);
    expect(
      releases({
        'helmfile.yaml':
          'releases: [{name: web, chart: acme/web, values: [made/later.yaml]}]\n',
      }),
    ).toEqual([['- /web']]);
    expect(
      releases({
        'helmfile.yaml':
          'environments: {default: {kubeContext: INVALID}, prod: {}}\n---\nreleases: [{name: web, chart: acme/web}]\n',
      }),
    ).toEqual([['production /web']]);
  });

  it('does not go round in circles', () => {
    const files: Record<string, string> = {};
    for (let n = 0; n < 12; n++) {
      files[`d${n}/helmfile.yaml`] =
        'environments: {dev: {}, prod: {}}\nbases: [helmfile.yaml, ../a.yaml]\nhelmfiles: [., helmfile.yaml, "*.yaml", "../*/helmfile.yaml", {path: ../a.yaml, values: [{x: 1}]}]\nreleases: [{name: r, chart: a/b}]\n';
    }
    files['a.yaml'] =
      'bases: [d0/helmfile.yaml]\nhelmfiles: ["*/helmfile.yaml"]\n';
    const started = process.cpuUsage().user;
    releases(files);
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
  });

  it('says what it cannot tell, and names no secret that is read elsewhere', () => {
    const { findings = [], secrets = [] } = helmfileReader.read(
      parsedFiles({
        'helmfile.yaml':
          'helmfiles: [git::https://example.com/x@h.yaml]\nreleases:\n  - name: {{ env "NAME" }}\n    chart: a/b\n  - name: web\n    chart: a/b\n    secrets: [secrets.yaml, other/secrets.yaml]\n',
        'secrets.yaml': 'a: b\n',
      }),
    );
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(
      ['helmfile-unknown info'],
    );
    expect(
      secrets.map(({ name, mechanism }) => `${mechanism} ${name}`),
    ).toEqual(['sops secrets.yaml']);
  });

  it.each([
    ['helmfile.yaml', true],
    ['a/helmfile.yml', true],
    ['helmfile.yaml.gotmpl', true],
    ['helmfile_rbac.yaml', true],
    ['apps.helmfile.yaml', true],
    ['helmfile.d/10-apps.yaml', true],
    ['.github/workflows/helmfile.yaml', false],
    ['helmfile.d/services/values.yaml', false],
    ['myhelmfile.yaml', false],
    ['helmfile.lock', false],
  ])('takes %s for a helmfile: %s', (path, is) => {
    expect(isHelmfileName(path)).toBe(is);
  });
});
