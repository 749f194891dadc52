import { readdirSync, readFileSync } from 'fs';
import { join, relative } from 'path';
import { DeclaredObject, JsonObject } from '../../facts';
import { textAt, textsAt } from '../../lib/json';
import { objectsOf } from '../manifests';
import { parsedFiles, pinsOf, placesOf } from '../../__testUtils__/parsedFiles';
import { containerImages } from '../../workloads/workload';
import { lineOf, parseYaml } from '../../yaml';
import { KustomizeBuilder } from './build/build';
import { buildKustomization, kustomizeReader } from './reader';
import { readRemote } from './build/remote';
import { originOf } from './resource';

const fixtures = join(__dirname, '__fixtures__', 'shop');

function filesBelow(directory: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(directory, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (entry.isFile() && !entry.parentPath.endsWith('golden')) {
      const path = join(entry.parentPath, entry.name);
      files[relative(fixtures, path).replaceAll('\\', '/')] = readFileSync(
        path,
        'utf8',
      );
    }
  }
  return files;
}

const shop = filesBelow(fixtures);

/** What must agree with kustomize: identity, labels, annotations and images. The hash of generated names is not computed. */
function essence(value: JsonObject) {
  const kind = textAt(value, 'kind') ?? '';
  const name = textAt(value, 'metadata', 'name') ?? '';
  return {
    object: [
      kind,
      textAt(value, 'metadata', 'namespace') ?? '',
      /^(ConfigMap|Secret)$/.test(kind)
        ? name.replace(/-[2456789bcdfghkmt]{10}$/, '')
        : name,
    ].join('/'),
    labels: textsAt(value, 'metadata', 'labels') ?? {},
    annotations: textsAt(value, 'metadata', 'annotations') ?? {},
    images: containerImages(value).map(({ key, image }) => `${key} ${image}`),
  };
}

const byObject = (a: { object: string }, b: { object: string }) =>
  a.object < b.object ? -1 : 1;

describe('agreement with kubectl kustomize', () => {
  it.each([
    'base',
    'overlays/staging',
    'overlays/production',
    'patches-of-all-kinds',
    'names',
  ])('%s', directory => {
    const golden = readFileSync(
      join(fixtures, 'golden', `${directory.replace('/', '-')}.yaml`),
      'utf8',
    );
    const expected = parseYaml('golden.yaml', golden)
      .documents.flatMap(document => [...objectsOf(document)])
      .map(({ value }) => essence(value));
    const build = new KustomizeBuilder(parsedFiles(shop)).build(directory);
    expect(build?.partial).toEqual([]);
    expect(
      build?.resources.map(({ value }) => essence(value)).sort(byObject),
    ).toEqual(expected.sort(byObject));
  });
});

describe('where a value is written', () => {
  const find = (directory: string, kind: string, name?: string) => {
    const found = buildKustomization(parsedFiles(shop), directory).objects.find(
      object =>
        object.kind === kind && (name === undefined || object.name === name),
    );
    return found as DeclaredObject;
  };

  it('pins images at the line that decides', () => {
    expect(pinsOf(find('overlays/production', 'Deployment'))).toEqual([
      'ghcr.io/acme/log-shipper=4 overlays/production/cart.yaml:10 spec.template.spec.containers[name=log-shipper].image',
      'envoyproxy/envoy=v1.31.0 components/monitored/kustomization.yaml:15 images[name=envoyproxy/envoy].newTag',
      `mirror.example/acme/cart=sha256:${'a'.repeat(64)} overlays/production/kustomization.yaml:17 images[name=ghcr.io/acme/cart].digest`,
      // Only the name was changed here: the tag is still that of the base.
      'mirror.example/acme/migrate=3 base/deployment.yaml:19 spec.template.spec.initContainers[name=migrate].image',
    ]);
    expect(pinsOf(find('names', 'CronJob'))).toEqual([
      'ghcr.io/acme/cart=1.1.0 names/kustomization.yaml:13 images[name=ghcr.io/acme/cart].newTag',
    ]);
    expect(pinsOf(find('patches-of-all-kinds', 'Rollout'))).toEqual([
      'ghcr.io/acme/web=3 patches-of-all-kinds/kustomization.yaml:45 spec.template.spec.containers[name=web].image',
    ]);
    expect(pinsOf(find('patches-of-all-kinds', 'Deployment'))[0]).toBe(
      'ghcr.io/acme/cart=1.2.3 patches-of-all-kinds/image.json:2 spec.template.spec.containers[name=cart].image',
    );
  });

  it('claims a team at the line that names it', () => {
    const claims = (object: DeclaredObject) =>
      object.claims.map(
        ({ source, raw, evidence }) =>
          evidence.type === 'file' &&
          `${source} ${raw} ${evidence.location.path}:${evidence.location.line}`,
      );
    expect(claims(find('overlays/staging', 'Deployment'))).toEqual([
      'object-label team-cart base/deployment.yaml:6',
      'pod-template-label checkout overlays/staging/kustomization.yaml:7',
    ]);
    expect(claims(find('names', 'Service'))).toEqual([
      'object-label team-blue names/kustomization.yaml:7',
    ]);
    expect(claims(find('overlays/production', 'CronJob'))).toEqual([
      'object-label finance overlays/production/kustomization.yaml:31',
    ]);
    expect(claims(find('patches-of-all-kinds', 'Deployment'))).toEqual([
      'object-label team-json patches-of-all-kinds/image.json:3',
    ]);
  });

  it('lists every place that touches an object', () => {
    expect(placesOf(find('overlays/production', 'Deployment'))).toEqual([
      'manifest base/deployment.yaml:1',
      'overlay base/kustomization.yaml:9 sets labels app.kubernetes.io/part-of',
      'overlay components/monitored/kustomization.yaml:9 patches it',
      'overlay components/monitored/kustomization.yaml:15 sets image envoyproxy/envoy to v1.31.0',
      'overlay overlays/production/cart.yaml:1 patches it',
      'overlay overlays/production/kustomization.yaml:3 sets namespace shop',
      'overlay overlays/production/kustomization.yaml:9 sets annotations acme.example/tier',
      'overlay overlays/production/kustomization.yaml:12 sets replicas to 5',
      `overlay overlays/production/kustomization.yaml:17 sets image mirror.example/acme/cart to sha256:${'a'.repeat(64)}`,
      'overlay overlays/production/kustomization.yaml:19 sets image registry.example:5000/acme/migrate to mirror.example/acme/migrate',
    ]);
  });

  it('follows Secrets to their new names', () => {
    expect(find('names', 'Deployment').secretRefs).toEqual(['eu-cart-db-blue']);
  });
});

describe('roots and what they consume', () => {
  const result = kustomizeReader.read(parsedFiles(shop));
  it('builds what no other kustomization builds on', () => {
    expect(
      [...new Set((result.objects ?? []).map(object => object.builtBy))].sort(),
    ).toEqual(['names', 'overlays/production', 'patches-of-all-kinds']);
  });
  it('consumes every file that it is made of', () => {
    expect(
      Object.keys(shop).filter(path => !result.consumed?.has(path)),
    ).toEqual([]);
  });
  it('reports an override that no container has a use for', () => {
    expect(result.findings).toMatchObject([
      {
        rule: 'image-override-unused',
        location: { path: 'overlays/staging/kustomization.yaml', line: 11 },
      },
    ]);
  });
});

describe('what cannot be built is said', () => {
  const deployment =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: a, image: "a:1"}]}}}\n';
  it.each<[string, Record<string, string>, string[], number]>([
    [
      'remote bases, and the overrides that may be meant for them',
      {
        'k/kustomization.yaml':
          'resources: ["https://user:hunter2@github.com/acme/base//deploy?ref=v1", a.yaml]\nimages: [{name: b, newTag: "2"}]\n',
        'k/a.yaml': deployment,
      },
      ['kustomize-remote-base'],
      1,
    ],
    [
      'a component by itself, whose patches and images are for others',
      {
        'k/kustomization.yaml':
          'kind: Component\nresources: [a.yaml]\nimages: [{name: b, newTag: "2"}]\npatches: [{path: p.yaml}]\n',
        'k/a.yaml': deployment,
        'k/p.yaml': deployment.replace('name: a', 'name: elsewhere'),
      },
      [],
      1,
    ],
    [
      'a kustomization below that does not parse',
      {
        'k/kustomization.yaml': 'resources: [base]',
        'k/base/kustomization.yaml': 'resources: [',
      },
      ['kustomize-missing-resource'],
      0,
    ],
    [
      'a file that is missing',
      {
        'k/kustomization.yaml': 'resources: [gone.yaml, a.yaml]',
        'k/a.yaml': deployment,
      },
      ['kustomize-missing-resource'],
      1,
    ],
    [
      'what lies in a submodule, or behind a symlink',
      {
        'k/kustomization.yaml': 'resources: [../shared/base/a, a.yaml]',
        'k/a.yaml': deployment,
        shared: '',
      },
      ['kustomize-remote-base'],
      1,
    ],
    [
      'patches of one file that find nothing, each',
      {
        'k/kustomization.yaml':
          'resources: [a.yaml]\npatches: [{path: p.yaml}]',
        'k/a.yaml': deployment,
        'k/p.yaml': ['x', 'y', 'z']
          .map(name => deployment.replace('name: a', `name: ${name}`))
          .join('---\n'),
      },
      ['x', 'y', 'z'].map(() => 'kustomize-patch-unmatched'),
      1,
    ],
    [
      'what many kustomizations miss, to each of them',
      {
        'k/kustomization.yaml': 'resources: [../l, ../m, ../n]',
        ...Object.fromEntries(
          ['l', 'm', 'n'].map(name => [
            `${name}/kustomization.yaml`,
            'resources: [../base]',
          ]),
        ),
      },
      ['l', 'm', 'n'].map(() => 'kustomize-missing-resource'),
      0,
    ],
    [
      'a path out of the tree',
      {
        'k/kustomization.yaml': 'resources: [../../../etc/passwd, /etc/passwd]',
      },
      ['kustomize-outside-tree', 'kustomize-outside-tree'],
      0,
    ],
    [
      'circles',
      {
        'k/kustomization.yaml': 'resources: [../l]',
        'l/kustomization.yaml': 'resources: [../k]\ncomponents: [../c]',
        'c/kustomization.yaml': 'kind: Component\ncomponents: [../c]',
      },
      ['kustomize-cycle', 'kustomize-cycle'],
      0,
    ],
    [
      'generators and charts',
      {
        'k/kustomization.yaml':
          'generators: [g.yaml]\nhelmCharts: [{name: redis, version: 1.2.3}]',
        'k/g.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: not-applied}',
      },
      ['kustomize-not-built', 'kustomize-not-built'],
      0,
    ],
    [
      'a patch for nobody',
      {
        'k/kustomization.yaml':
          'resources: [a.yaml]\npatches: [{patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}"}]',
        'k/a.yaml': deployment,
      },
      ['kustomize-patch-unmatched'],
      1,
    ],
    [
      'a target that no program of Go would read',
      {
        'k/kustomization.yaml':
          'resources: [a.yaml]\npatches: [{path: p.yaml, target: {name: "(?=a)a"}}]',
        'k/a.yaml': deployment,
        'k/p.yaml': 'metadata: {labels: {team: x}}',
      },
      ['kustomize-not-built'],
      1,
    ],
    [
      'the same object twice',
      {
        'k/kustomization.yaml': 'resources: [a.yaml, b.yaml]',
        'k/a.yaml': deployment,
        'k/b.yaml': deployment,
      },
      ['kustomize-duplicate-object'],
      1,
    ],
    [
      'nonsense of every shape',
      {
        'k/kustomization.yaml':
          'resources: [1, null, {a: b}]\npatches: [x, {target: 3, patch: "- 1"}]\nimages: {a: b}\nlabels: [[]]\nreplicas: [{name: a}]\nconfigMapGenerator: [null, {name: {}}]\nnamespace: {a: b}',
      },
      [],
      0,
    ],
  ])('%s', (_, files, rules, count) => {
    const { objects, findings, partial } = buildKustomization(
      parsedFiles(files),
      'k',
    );
    expect(findings.map(({ rule }) => rule)).toEqual(rules);
    expect(objects).toHaveLength(count);
    expect(JSON.stringify([findings, partial])).not.toContain('hunter2');
  });

  it('stands for what it takes from elsewhere, with the versions that it pins for it', () => {
    const { objects } = kustomizeReader.read(
      parsedFiles({
        'svc/proxy/production/base/kustomization.yaml':
          'resources: ["https://github.com/acme/proxy/deploy?ref=v1"]\nimages: [{name: acme/proxy, newTag: "1"}]',
        'svc/proxy/production/eu/kustomization.yaml':
          'resources: [../base]\nimages:\n  - name: acme/proxy\n    newTag: "2"',
      }),
    );
    expect(objects).toMatchObject([{ kind: 'Kustomization', name: 'proxy' }]);
    expect(objects?.flatMap(pinsOf)).toEqual([
      'https://github.com/acme/proxy=v1 svc/proxy/production/base/kustomization.yaml:1 resources[0]?ref',
      'acme/proxy=2 svc/proxy/production/eu/kustomization.yaml:4 images[name=acme/proxy].newTag',
    ]);
  });

  it.each([
    ['github.com/acme/base?ref=v1', 'github.com/acme/base', 'v1'],
    [
      'https://github.com/acme/tool/releases/download/v1.2.0/a.yaml',
      'https://github.com/acme/tool',
      'v1.2.0',
    ],
    [
      'https://github.com/acme/tool/raw/main/deploy/a.yaml',
      'https://github.com/acme/tool',
      'main',
    ],
    [
      'https://raw.githubusercontent.com/acme/tool/refs/tags/v2/a.yaml',
      'https://github.com/acme/tool',
      'v2',
    ],
    [
      'https://gitlab.example/acme/sub/tool/-/raw/v3.1/a.yaml',
      'https://gitlab.example/acme/sub/tool',
      'v3.1',
    ],
    [
      'https://acme.example/releases/tool/previous/v0.3.5/release.yaml',
      'https://acme.example/releases/tool/previous',
      'v0.3.5',
    ],
    [
      'https://acme.example/tool/2.9.0-rc.1/crds.yaml',
      'https://acme.example/tool',
      '2.9.0-rc.1',
    ],
    [
      'https://acme.example/nightly/v20251006-15a86e52ee/release.yaml',
      'https://acme.example/nightly',
      'v20251006-15a86e52ee',
    ],
    [
      'https://acme.example/api/v1/release.yaml',
      'https://acme.example/api/v1/release.yaml',
      undefined,
    ],
    [
      'https://acme.example/v1.2.3/charts',
      'https://acme.example/v1.2.3/charts',
      undefined,
    ],
  ])('reads the revision in %s', (entry, repository, revision) => {
    expect(readRemote(entry)).toMatchObject({ repository });
    expect(readRemote(entry).revision).toBe(revision);
  });

  it('stands for each thing that it takes by the directory that pins it', () => {
    const { objects = [] } = kustomizeReader.read(
      parsedFiles({
        'apps/admin/kustomization.yaml': 'resources: [identity, proxy/app]',
        'apps/admin/identity/kustomization.yaml':
          'resources: ["https://github.com/acme/identity?ref=v1"]',
        'apps/admin/proxy/app/kustomization.yaml':
          'resources: ["https://github.com/acme/proxy?ref=v2"]',
      }),
    );
    expect(
      objects.map(({ name, builtBy, location, versions }) => [
        name,
        builtBy,
        location.path,
        ...versions.map(({ value }) => value),
      ]),
    ).toEqual([
      [
        'identity',
        'apps/admin',
        'apps/admin/identity/kustomization.yaml',
        'v1',
      ],
      ['proxy', 'apps/admin', 'apps/admin/proxy/app/kustomization.yaml', 'v2'],
    ]);
  });

  it.each([
    ['apps/base/operators/cert-manager/app', 'cert-manager'],
    ['infrastructure/base', 'infrastructure'],
    ['clusters/prod/apps/proxy', 'proxy'],
    ['svc/proxy/overlays/prod', 'proxy'],
    ['deploy/manifests/base/proxy', 'proxy'],
  ])('stands for what %s is about, which is %s', (directory, name) => {
    const { objects = [] } = kustomizeReader.read(
      parsedFiles({
        [`${directory}/kustomization.yaml`]:
          'resources: ["https://github.com/acme/x?ref=v1"]',
      }),
    );
    expect(objects.map(object => object.name)).toEqual([name]);
  });

  it('takes the Secrets that KSOPS decrypts, without what is in them', () => {
    const { objects, partial, findings } = buildKustomization(
      parsedFiles({
        'k/kustomization.yaml':
          'namespace: shop\nnamePrefix: eu-\ngenerators: [g.yaml]\n',
        'k/g.yaml':
          'apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: {name: g}\nfiles: [s/a.enc.yaml]\nsecretFrom:\n- metadata: {name: b}\n  files: [s/b.enc.yaml]\n',
        'k/s/a.enc.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}\nsops: {mac: "ENC[AES256_GCM,data:x]", version: 3.8.1}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: a, annotations: {kustomize.config.k8s.io/behavior: merge}}\n',
        'k/s/b.enc.yaml': 'a: 1\n',
      }),
      'k',
    );
    expect([partial, findings]).toEqual([[], []]);
    expect(
      objects.map(({ kind, namespace, name, location }) => [
        `${kind} ${namespace}/${name}`,
        `${location.path}:${location.line}`,
      ]),
    ).toEqual([
      ['Secret shop/eu-a', 'k/s/a.enc.yaml:1'],
      ['Secret shop/eu-b', 'k/g.yaml:6'],
    ]);
  });

  it('names the line of a patch that gives an ImageStream its tags', () => {
    const stream = (tag: string) =>
      `apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: a}\nspec:\n  tags:\n  - name: ${tag}\n    from: {kind: DockerImage, name: 'acme/a:${tag}'}\n`;
    const { objects } = kustomizeReader.read(
      parsedFiles({
        'base/kustomization.yaml': 'resources: [a.yaml]',
        'base/a.yaml': stream('v1'),
        'o/kustomization.yaml':
          'resources: [../base]\npatches: [{path: p.yaml}]',
        'o/p.yaml': stream('v2'),
      }),
    );
    expect(objects?.flatMap(pinsOf)).toEqual([
      'acme/a=v2 o/p.yaml:7 spec.tags[name=v2].from.name',
    ]);
  });

  it.each([
    [
      'operations',
      'patches: [{target: {kind: HelmRelease}, path: p.yaml}]',
      '- {op: replace, path: /spec/interval, value: 1h}\n- op: replace\n  path: /spec/chart/spec/version\n  value: 1.0.0\n',
      'o/p.yaml:4',
    ],
    [
      'an object',
      'patches: [{path: p.yaml}]',
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec: {chart: {spec: {version: 1.0.0}}}\n',
      'o/p.yaml:4',
    ],
    [
      'an object that says nothing of it',
      'patches: [{path: p.yaml}]',
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec: {interval: 1h}\n',
      'base/a.yaml:7',
    ],
  ])(
    'names the line of %s that writes a version again',
    (_, patches, patch, at) => {
      const { objects } = kustomizeReader.read(
        parsedFiles({
          'base/kustomization.yaml': 'resources: [a.yaml]',
          'base/a.yaml':
            'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  chart:\n    spec:\n      version: 1.0.0\n      chart: cart\n      sourceRef: {kind: HelmRepository, name: acme}\n',
          'o/kustomization.yaml': `resources: [../base]\n${patches}`,
          'o/p.yaml': patch,
        }),
      );
      expect(objects?.flatMap(pinsOf)).toEqual([
        `cart=1.0.0 ${at} spec.chart.spec.version`,
      ]);
    },
  );

  it('names the lines of a list without names that a patch brings anew', () => {
    const sources = (revision: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  sources:\n  - repoURL: https://git.acme.example/a\n    targetRevision: ${revision}\n  - repoURL: https://git.acme.example/b\n    targetRevision: v2\n`;
    const { objects } = kustomizeReader.read(
      parsedFiles({
        'base/kustomization.yaml': 'resources: [a.yaml]',
        'base/a.yaml': sources('v1'),
        'o/kustomization.yaml':
          'resources: [../base]\npatches: [{path: p.yaml}]',
        'o/p.yaml': sources('v1'),
      }),
    );
    expect(objects?.flatMap(pinsOf)).toEqual([
      'https://git.acme.example/a=v1 o/p.yaml:7 spec.sources.0.targetRevision',
      'https://git.acme.example/b=v2 o/p.yaml:9 spec.sources.1.targetRevision',
    ]);
  });

  it.each(['', '  options: {allowNameChange: true}\n'])(
    'takes no namespace from a patch %j',
    options => {
      const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: ';
      const { objects } = kustomizeReader.read(
        parsedFiles({
          'k/kustomization.yaml': `resources: [a.yaml, b.yaml]\npatches:\n- path: p.yaml\n  target: {kind: ConfigMap}\n${options}`,
          'k/a.yaml': `${map}{name: a}`,
          'k/b.yaml': `${map}{name: a, namespace: own}`,
          'k/p.yaml': `${map}{name: a, namespace: given, labels: {team: shop}}`,
        }),
      );
      expect(
        objects?.map(({ namespace, labels }) => [namespace, labels?.team]),
      ).toEqual([
        [undefined, 'shop'],
        ['own', 'shop'],
      ]);
    },
  );

  it('leaves the Kustomization of Flux to Flux', () => {
    const { partial } = buildKustomization(
      parsedFiles({
        'k/kustomization.yaml':
          'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\n',
      }),
      'k',
    );
    expect(partial).toEqual(['k holds no kustomization']);
  });

  it('stays bounded when every layer doubles the one below', () => {
    const files: Record<string, string> = {
      'l0/kustomization.yaml': 'resources: [a.yaml]',
      'l0/a.yaml': deployment,
    };
    for (let level = 1; level < 40; level++) {
      files[`l${level}/kustomization.yaml`] =
        `resources: [../l${level - 1}, ../p${level}]`;
      files[`p${level}/kustomization.yaml`] =
        `namePrefix: p\nresources: [../l${level - 1}]`;
    }
    const { objects } = buildKustomization(parsedFiles(files), 'l39');
    expect(objects.length).toBeLessThanOrEqual(20_000);
  });

  it('parses and builds a base once, however many overlays stand on it', () => {
    const files: Record<string, string> = {
      'base/kustomization.yaml': 'resources: [a.yaml]',
      'base/a.yaml': deployment,
    };
    for (let overlay = 0; overlay < 50; overlay++) {
      files[`o/${overlay}/kustomization.yaml`] =
        `resources: [../../base]\nnamespace: n${overlay}`;
    }
    const repository = parsedFiles(files);
    const builder = new KustomizeBuilder(repository);
    const bases = new Set(
      Array.from({ length: 50 }, (_, overlay) => {
        builder.build(`o/${overlay}`);
        return builder.build('base');
      }),
    );
    expect(bases.size).toBe(1);
    expect(kustomizeReader.read(repository).objects).toHaveLength(50);
  });
});

describe('what a generator makes', () => {
  const built = (files: Record<string, string>, directory: string) =>
    new KustomizeBuilder(parsedFiles(files)).build(directory)?.resources ?? [];

  it('holds literals of ConfigMaps with their lines, merged and replaced by layers, and nothing of Secrets', () => {
    const files = {
      'base/kustomization.yaml':
        'configMapGenerator:\n  - name: vars\n    literals:\n      - tag=1.2\n      - "quoted=\'a=b\'"\n      - nothing\nsecretGenerator:\n  - name: vars\n    literals:\n      - password=x\n',
      'merged/kustomization.yaml':
        'resources: [../base]\nconfigMapGenerator:\n  - name: vars\n    behavior: merge\n    literals:\n      - tag=1.3\nsecretGenerator:\n  - name: vars\n    behavior: merge\n    literals: [password=y]\n',
      'replaced/kustomization.yaml':
        'resources: [../base]\nconfigMapGenerator:\n  - name: vars\n    behavior: replace\n    literals: [other=1]\n',
    };
    const [config, secret] = built(files, 'base');
    expect(config.value.data).toEqual({ tag: '1.2', quoted: 'a=b' });
    expect(lineOf(config, ['data', 'quoted'])).toBe(5);
    expect(secret.value).not.toHaveProperty('data');
    const [merged, mergedSecret] = built(files, 'merged');
    expect(merged.value.data).toEqual({ tag: '1.3', quoted: 'a=b' });
    expect(originOf(merged, ['data', 'tag'])?.location).toMatchObject({
      path: 'merged/kustomization.yaml',
      line: 6,
    });
    expect(mergedSecret.value).not.toHaveProperty('data');
    expect(built(files, 'replaced')[0].value.data).toEqual({ other: '1' });
  });
});
