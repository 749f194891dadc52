import { parsedFiles, pinsOf } from '../../../__testUtils__/parsedFiles';
import { KustomizeBuilder } from '../build/build';
import { kustomizeReader } from '../reader';

const values = (tag: string, name = 'acme/cart') =>
  `image:\n  repository: ${name}\n  tag: ${tag}\n`;

const chart = {
  'k/charts/cart/Chart.yaml': 'name: cart\nversion: 0.1.0\nappVersion: "7"\n',
  'k/charts/cart/values.yaml': values('default'),
};

const entry = (fields: string) =>
  `helmCharts:\n  - name: cart\n    repo: https://charts.example\n    version: 1.2.3\n${fields}`;

const chartPin = (line = 4) =>
  `cart=1.2.3 k/kustomization.yaml:${line} helmCharts[name=cart].version`;

const inline =
  '    valuesInline:\n      image: {repository: acme/cart, tag: inline}\n';

describe('versions of charts that a kustomization has rendered', () => {
  it.each<[what: string, files: Record<string, string>, pins: string[]]>([
    [
      'values in place',
      { 'k/kustomization.yaml': entry(inline) },
      [
        chartPin(),
        'acme/cart=inline k/kustomization.yaml:6 helmCharts[name=cart].valuesInline.image.tag',
      ],
    ],
    [
      'a file, and files in addition, the last of which wins',
      {
        'k/kustomization.yaml': entry(
          '    valuesFile: a.yaml\n    additionalValuesFiles: [b.yaml, ../c.yaml]\n',
        ),
        'k/a.yaml': `${values('a')}proxy:\n  image: envoy:1\n`,
        'k/b.yaml': 'image:\n  tag: b\n',
        'c.yaml': 'image:\n  tag: 3.10\n',
      },
      [
        chartPin(),
        'acme/cart=3.10 c.yaml:2 image.tag',
        'envoy=1 k/a.yaml:5 proxy.image',
      ],
    ],
    [
      'values in place over those of the file, where nothing else is said',
      {
        'k/kustomization.yaml': entry(`    valuesFile: a.yaml\n${inline}`),
        'k/a.yaml': values('a'),
      },
      [
        chartPin(),
        'acme/cart=inline k/kustomization.yaml:7 helmCharts[name=cart].valuesInline.image.tag',
      ],
    ],
    [
      'values in place under those of the file',
      {
        'k/kustomization.yaml': entry(
          `    valuesFile: a.yaml\n    valuesMerge: merge\n${inline}`,
        ),
        'k/a.yaml': values('a'),
      },
      [chartPin(), 'acme/cart=a k/a.yaml:3 image.tag'],
    ],
    [
      'values in place instead of those of the file',
      {
        'k/kustomization.yaml': entry(
          `    valuesFile: a.yaml\n    valuesMerge: replace\n${inline}`,
        ),
        'k/a.yaml': `${values('a')}proxy:\n  image: envoy:1\n`,
      },
      [
        chartPin(),
        'acme/cart=inline k/kustomization.yaml:8 helmCharts[name=cart].valuesInline.image.tag',
      ],
    ],
    [
      'files in addition over values in place',
      {
        'k/kustomization.yaml': entry(
          `    additionalValuesFiles: [b.yaml]\n${inline}`,
        ),
        'k/b.yaml': 'image:\n  tag: b\n',
      },
      [chartPin(), 'acme/cart=b k/b.yaml:2 image.tag'],
    ],
    [
      'a way to merge that kustomize does not know',
      {
        'k/kustomization.yaml': entry(`    valuesMerge: deep\n${inline}`),
      },
      [chartPin()],
    ],
    [
      'values in place under defaults of a chart that is elsewhere',
      { 'k/kustomization.yaml': entry(`    valuesMerge: merge\n${inline}`) },
      [chartPin()],
    ],
    [
      'files that are not here, or outside: they may set anything',
      {
        'k/kustomization.yaml': entry(
          `    additionalValuesFiles: [made-by-ci.yaml]\n${inline}`,
        ),
        'l/kustomization.yaml': entry(
          '    valuesFile: ../../etc/values.yaml\n',
        ),
      },
      [chartPin()],
    ],
    [
      'a variable that is filled in later',
      {
        'k/kustomization.yaml': entry('    valuesFile: a.yaml\n'),
        'k/a.yaml': values('${TAG}'),
      },
      [chartPin()],
    ],
    [
      'a chart that stands here: its own version, defaults and appVersion',
      {
        ...chart,
        'k/kustomization.yaml':
          'helmCharts:\n  - name: cart\n    version: 9\n    valuesInline:\n      image: {tag: inline}\n      job: {image: {repository: acme/job}}\n',
      },
      [
        'acme/cart=inline k/kustomization.yaml:5 helmCharts[name=cart].valuesInline.image.tag',
        'acme/job=7 k/charts/cart/Chart.yaml:3 appVersion',
      ],
    ],
    [
      'defaults of a chart that stands here over values in place',
      {
        'k/charts/cart/Chart.yaml': chart['k/charts/cart/Chart.yaml'],
        'k/charts/cart/values.yaml': values('default'),
        'k/kustomization.yaml': `helmCharts:\n  - name: cart\n    valuesMerge: merge\n${inline}`,
      },
      ['acme/cart=default k/charts/cart/values.yaml:3 image.tag'],
    ],
    [
      'a chart that was pulled into another directory',
      {
        'k/kustomization.yaml': `helmGlobals: {chartHome: ../pulled}\n${entry('')}`,
        'pulled/cart-1.2.3/cart/Chart.yaml': 'name: cart\nversion: 1.2.3\n',
        'pulled/cart-1.2.3/cart/values.yaml': values('pulled'),
      },
      [
        chartPin(5),
        'acme/cart=pulled pulled/cart-1.2.3/cart/values.yaml:3 image.tag',
      ],
    ],
    [
      'two charts that call their images the same',
      {
        'k/kustomization.yaml':
          'helmCharts:\n  - {name: a, valuesFile: a.yaml}\n  - {name: b, valuesFile: b.yaml}\n',
        'k/a.yaml': `image:\n  tag: "1"\n${values('5', 'busybox').replace('image', 'initImage')}`,
        'k/b.yaml': `image:\n  tag: "2"\n${values('6', 'busybox').replace('image', 'initImage')}`,
      },
      [
        'a.image=1 k/a.yaml:2 image.tag',
        'busybox=5 k/a.yaml:5 initImage.tag',
        'b.image=2 k/b.yaml:2 image.tag',
        'busybox=6 k/b.yaml:5 initImage.tag',
      ],
    ],
    [
      'images of the kustomization over those of values',
      {
        'k/kustomization.yaml': `${entry(inline)}images:\n  - {name: acme/cart, newName: mirror/cart, newTag: "9"}\n`,
      },
      [
        chartPin(),
        'mirror/cart=9 k/kustomization.yaml:8 images[name=acme/cart].newTag',
      ],
    ],
    [
      'images of an overlay over those of values: a name, a version, an end that is not known',
      {
        'base/kustomization.yaml':
          'helmCharts:\n  - name: cart\n    valuesInline: {a: {image: "a:1"}, b: {image: "b:1"}, c: {image: "c:1"}}\n',
        'k/kustomization.yaml':
          'resources: [../base, a.yaml]\nimages:\n  - {name: a, newTag: "2"}\n  - {name: b, newName: mirror/b}\n  - {name: c, tagSuffix: -x}\n',
        'k/a.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "a:0"}]}\n',
      },
      [
        'mirror/b=1 base/kustomization.yaml:3 helmCharts[name=cart].valuesInline.b.image',
        'a=2 k/kustomization.yaml:3 images[name=a].newTag',
      ],
    ],
    [
      'a generator',
      {
        'k/kustomization.yaml': 'generators: [g.yaml]\n',
        'k/g.yaml':
          'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: g}\nname: cart\nversion: 1.2.3\nvaluesInline:\n  image:\n    repository: acme/cart\n    tag: inline\n',
      },
      [
        'cart=1.2.3 k/g.yaml:5 helmCharts[name=cart].version',
        'acme/cart=inline k/g.yaml:9 helmCharts[name=cart].valuesInline.image.tag',
      ],
    ],
    [
      'fields of old, in a kustomization and in a generator',
      {
        'k/kustomization.yaml':
          'generators: [g.yaml]\nhelmChartInflationGenerator:\n  - chartName: cart\n    chartVersion: 1.2.3\n    values: a.yaml\n',
        'k/a.yaml': values('a'),
        'k/g.yaml':
          'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: g}\nchartName: web\nchartVersion: 2.0.0\nvaluesLocal: {image: "acme/web:1"}\n',
      },
      [
        'web=2.0.0 k/g.yaml:5 helmChartInflationGenerator[name=web].chartVersion',
        'acme/web=1 k/g.yaml:6 helmChartInflationGenerator[name=web].valuesLocal.image',
        'cart=1.2.3 k/kustomization.yaml:4 helmChartInflationGenerator[name=cart].chartVersion',
        'acme/cart=a k/a.yaml:3 image.tag',
      ],
    ],
    [
      'nonsense of every shape',
      {
        'k/kustomization.yaml':
          'helmGlobals: 7\nhelmCharts: [null, 7, {name: {}}, {name: a, valuesFile: [x], valuesInline: 7, additionalValuesFiles: {a: b}}, {name: b, chartHome: /etc, additionalValuesFiles: [7]}]\n',
      },
      [],
    ],
  ])('%s', (_, files, pins) => {
    const build = new KustomizeBuilder(parsedFiles(files)).build('k');
    expect(pinsOf({ versions: build?.versions ?? [] })).toEqual(pins);
    expect(build?.partial.every(text => / is not rendered$/.test(text))).toBe(
      true,
    );
  });

  it('stand for the charts, all of them', () => {
    const { objects } = kustomizeReader.read(
      parsedFiles({
        'cart/production/kustomization.yaml':
          'helmCharts:\n  - name: cart\n    version: 1.2.3\n    valuesInline: {a: {image: "busybox:1"}, b: {image: "busybox:2"}}\n',
      }),
    );
    expect(
      objects?.map(object => [
        object.kind,
        object.name,
        object.versions.map(({ name, value }) => `${name}=${value}`),
      ]),
    ).toEqual([
      ['Kustomization', 'cart', ['cart=1.2.3', 'busybox=1', 'busybox=2']],
    ]);
  });

  it('are about the kustomization that takes the values, wherever those stand', () => {
    const { objects } = kustomizeReader.read(
      parsedFiles({
        'apps/cart/overlays/production/kustomization.yaml':
          'resources: [../../../web/base]\nhelmCharts:\n  - name: cart\n    additionalValuesFiles: [../../../../values/prod.yaml, ../../../../c.yaml]\n',
        'apps/web/base/kustomization.yaml':
          'helmCharts:\n  - {name: web, valuesFile: values/web.yaml}\n',
        'apps/web/base/values/web.yaml': values('3', 'acme/web'),
        'values/prod.yaml': values('2'),
        'c.yaml': 'proxy: {image: "envoy:1"}\n',
      }),
    );
    expect(
      objects?.map(({ name, versions }) => [
        name,
        versions.map(pin => `${pin.name}=${pin.value}`),
      ]),
    ).toEqual([
      ['web', ['acme/web=3']],
      ['cart', ['acme/cart=2', 'envoy=1']],
    ]);
  });

  it('are told within bounds, however often files and charts are named', () => {
    const images = Array.from(
      { length: 200 },
      (_, at) => `a${at}: {image: "a${at}:1"}\n`,
    ).join('');
    const many = new KustomizeBuilder(
      parsedFiles({
        'k/kustomization.yaml': `helmCharts:\n${'  - {name: a, valuesFile: b.yaml}\n'.repeat(1_000)}images: [{name: a0, newTag: "2"}, {name: a1, newName: b}]\n`,
        'k/b.yaml': images,
      }),
    ).build('k');
    expect(many?.versions.length).toBeLessThan(5_000);
    expect(many?.partial).toContain('the repository builds too many objects');
    expect(many?.partial).toContain(
      'what comes after 500 charts is not rendered',
    );

    // What stands behind may set any of them.
    const files = (count: number) =>
      new KustomizeBuilder(
        parsedFiles({
          'k/kustomization.yaml': entry(
            `    additionalValuesFiles: [${'b.yaml, '.repeat(count)}]\n`,
          ),
          'k/b.yaml': values('1'),
        }),
      ).build('k');
    expect(files(50)?.versions).toHaveLength(2);
    expect(files(51)?.versions).toHaveLength(1);
  });

  it('are told once, however many bases stand on the same one', () => {
    const levels = Array.from({ length: 30 }, (_, at) => [
      `k${at + 1}/kustomization.yaml`,
      `resources: [../k${at}, ../k${at}]\n`,
    ]);
    const build = new KustomizeBuilder(
      parsedFiles({
        'k0/kustomization.yaml':
          'resources: [a.yaml]\nhelmCharts: [{name: a, version: "1"}]\nvars:\n  - {name: A, objref: {apiVersion: v1, kind: Service, name: a}}\n',
        'k0/a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n',
        ...Object.fromEntries(levels),
      }),
    ).build('k30');
    expect(build?.versions).toHaveLength(1);
    expect(build?.vars).toHaveLength(1);
  });
});
