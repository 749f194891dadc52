import { DeclaredObject } from '../../facts';
import { helmReader } from '../helm';
import { kustomizeReader } from '../kustomize';
import { parsedFiles, pinsOf, placesOf } from '../../__testUtils__/parsedFiles';
import { parseInventoryId } from './fluxObjects';
import { fluxReader } from './reader';
import { fillVariables } from './variables';

function read(files: Record<string, string>): DeclaredObject[] {
  const repository = parsedFiles(files);
  return [kustomizeReader, fluxReader].flatMap(
    reader => reader.read(repository).objects ?? [],
  );
}

const source = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: config, namespace: flux-system}
spec:
  url: ssh://git@github.com/acme/app-config
  ref: {branch: main}
`;
const kustomization = (name: string, spec: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec:
  sourceRef: {kind: GitRepository, name: config}
${spec}`;
const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: keda, namespace: keda}
spec:
  chart:
    spec:
      chart: keda
      version: \${KEDA_VERSION}
      sourceRef: {kind: HelmRepository, name: kedacore}
  values:
    image: {repository: ghcr.io/keda/keda, tag: 41}
    proxy: {image: "\${MIRROR:=docker.io}/envoy:v1"}
`;

it('tells what Flux builds below a directory without a kustomization once', () => {
  const objects = read({
    'clusters/production/flux-system/components.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: source-controller, namespace: flux-system}\n',
    'clusters/production/flux-system/sync.yaml': `${source}---\n${kustomization('config', '  path: ./clusters/production\n')}`,
    'clusters/production/flux-system/kustomization.yaml':
      'resources: [components.yaml, sync.yaml]\ncommonLabels: {team: platform}\n',
    'clusters/production/apps.yaml': kustomization('apps', '  path: ./apps\n'),
    'apps/cart/kustomization.yaml': 'resources: [a.yaml]\n',
    'apps/cart/a.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\n',
  });
  expect(
    objects.map(({ kind, name, environment, labels }) =>
      [kind, name, environment, labels?.team].filter(Boolean).join(' '),
    ),
  ).toEqual([
    'Deployment cart production',
    'Kustomization apps production',
    'Deployment source-controller production platform',
    'GitRepository config production platform',
    'Kustomization config production platform',
  ]);
});

describe('a Kustomization over another source', () => {
  const from = (kind: string, ref: string, url: string) =>
    `apiVersion: source.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata: {name: other, namespace: flux-system}\nspec: {url: "${url}", ref: ${ref}}\n---\n`;
  const git = 'https://git.example/acme/podinfo';
  const oci = 'oci://ghcr.io/acme/manifests';
  const over = (kind: string, spec: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: podinfo, namespace: flux-system}\nspec:\n  sourceRef: {kind: ${kind}, name: other}\n${spec}`;
  it.each<[string, string, string, string, string, string[]]>([
    [
      'a tag, and images',
      'GitRepository',
      git,
      '{tag: v6.5.1}',
      '  path: ./kustomize\n  images:\n    - {name: acme/podinfo, newTag: 6.50}\n    - {name: acme/b, newName: acme/c, digest: "sha256:1"}\n    - {name: acme/d, newName: acme/e}\n',
      [
        `${git}=v6.5.1 a.yaml:4 spec.ref.tag`,
        'acme/podinfo=6.50 a.yaml:13 spec.images.0.newTag',
        'acme/c=sha256:1 a.yaml:14 spec.images.1.digest',
      ],
    ],
    [
      'a commit before a branch',
      'GitRepository',
      git,
      '{commit: 0a1b2c3, branch: main}',
      '',
      [`${git}=0a1b2c3 a.yaml:4 spec.ref.commit`],
    ],
    [
      'a branch, which pins nothing',
      'GitRepository',
      git,
      '{branch: main}',
      '',
      [],
    ],
    [
      'an artifact by a range',
      'OCIRepository',
      oci,
      '{semver: ">=1.0.0"}',
      '  path: ./\n',
      [`${oci}=>=1.0.0 a.yaml:4 spec.ref.semver`],
    ],
    [
      'an artifact by its digest',
      'OCIRepository',
      oci,
      '{digest: "sha256:2", tag: v1}',
      '  path: ./elsewhere\n',
      [`${oci}=sha256:2 a.yaml:4 spec.ref.digest`],
    ],
    [
      'an artifact of what is here',
      'OCIRepository',
      oci,
      '{tag: latest}',
      '  path: ./apps\n',
      [],
    ],
    [
      'this repository',
      'GitRepository',
      'https://git.example/acme/app-config',
      '{tag: v1}',
      '  path: ./apps\n',
      [],
    ],
  ])('pins %s', (_, kind, url, ref, spec, expected) => {
    const objects = read({
      'a.yaml': from(kind, ref, url) + over(kind, spec),
      'deploy/apps/b.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n',
    });
    const made = objects.filter(object => object.kind === 'Kustomization');
    expect(made.map(pinsOf)).toEqual([expected]);
  });
});

describe('a cluster that Flux deploys', () => {
  const objects = read({
    'clusters/production/source.yaml': source,
    'clusters/production/keda.yaml': kustomization(
      'keda',
      '  path: ./components/keda\n  postBuild:\n    substitute:\n      KEDA_VERSION: 2.20.1\n',
    ),
    'clusters/development/keda.yaml': kustomization(
      'keda',
      '  path: ./components/keda\n  targetNamespace: keda-dev\n  postBuild:\n    substitute:\n      KEDA_VERSION: "2.20.2"\n',
    ),
    'components/keda/release.yaml': release,
    'components/keda/source.yaml':
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: kedacore, namespace: keda}\nspec: {url: "https://charts.example/kedacore"}\n',
  });
  const releases = objects.filter(({ kind }) => kind === 'HelmRelease');

  it('shows the object once for each place, with the version of the place', () => {
    expect(
      releases.map(object => [
        object.environment,
        object.namespace,
        pinsOf(object)[0],
      ]),
    ).toEqual([
      [
        'production',
        'keda',
        'keda=2.20.1 clusters/production/keda.yaml:9 spec.postBuild.substitute.KEDA_VERSION',
      ],
      [
        'development',
        'keda-dev',
        'keda=2.20.2 clusters/development/keda.yaml:10 spec.postBuild.substitute.KEDA_VERSION',
      ],
    ]);
  });

  it('pins the images of values, numbers as written and defaults filled in', () => {
    expect(pinsOf(releases[0]).slice(1)).toEqual([
      'ghcr.io/keda/keda=41 components/keda/release.yaml:11 spec.values.image.tag',
      'docker.io/envoy=v1 components/keda/release.yaml:12 spec.values.proxy.image',
    ]);
  });

  it('names the places and the source', () => {
    expect(placesOf(releases[0])).toEqual([
      'manifest components/keda/release.yaml:1',
      'overlay clusters/production/keda.yaml:9 fills in ${KEDA_VERSION}',
      'application clusters/production/keda.yaml:1 Kustomization flux-system/keda deploys it',
    ]);
    expect(releases[0].engine).toMatchObject({
      repoUrl: 'https://charts.example/kedacore',
      chart: 'keda',
    });
    expect(
      objects.find(({ kind }) => kind === 'Kustomization')?.engine,
    ).toEqual({
      repoUrl: 'ssh://git@github.com/acme/app-config',
      path: 'components/keda',
      revision: 'main',
    });
  });
});

describe('engines that deploy engines', () => {
  it('hand down their environment and cluster', () => {
    const objects = read({
      'clusters/production/root.yaml': `${source}---\n${kustomization('apps', '  path: ./apps\n')}`,
      'apps/cart.yaml': kustomization('cart', '  path: ./services/cart\n'),
      'services/cart/a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cart}\n',
    });
    expect(objects.find(({ name }) => name === 'cart')).toBeDefined();
    expect(objects.find(({ kind }) => kind === 'ConfigMap')).toMatchObject({
      environment: 'production',
      cluster: 'production',
    });
  });

  it.each([
    ['edge-eu-kubeconfig', 'flux-system', 'edge-eu'],
    ['cluster-kubeconfig', 'edge-us', 'edge-us'],
    ['kubeconfig', 'edge-us', 'edge-us'],
    ['payments-cluster-kubeconfig', 'edge-us', 'payments-cluster'],
  ])('deploy to another cluster by %s in %s', (secret, namespace, cluster) => {
    const objects = read({
      'hub/a.yaml': `${source}---\n${kustomization('all', `  path: ./apps\n  kubeConfig: {secretRef: {name: ${secret}}}\n`).replace('flux-system}', `${namespace}}`).replace('name: config}', 'name: config, namespace: flux-system}')}`,
      'apps/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n',
    });
    expect(objects.find(({ kind }) => kind === 'ConfigMap')?.cluster).toBe(
      cluster,
    );
  });

  it('deploy nothing where they name no source, for then they are patches of others', () => {
    const objects = read({
      'a/root.yaml': `${source}---\n${kustomization('apps', '  path: ./apps\n')}`,
      'a/patch.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\nspec: {postBuild: {substitute: {ENV: staging}}}\n',
      'apps/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n',
    });
    expect(
      objects.filter(({ kind }) => kind === 'ConfigMap').map(placesOf),
    ).toEqual([
      [
        'manifest apps/c.yaml:1',
        'application a/root.yaml:8 Kustomization flux-system/apps deploys it',
      ],
    ]);
  });

  it('stand where their neighbours do, also when their source is not known here', () => {
    const unknown = (name: string, path: string) =>
      kustomization(name, `  path: ./${path}\n`).replace('config', 'made');
    const objects = read({
      'apps/dev/ci/ks.yaml': unknown('ci', 'apps/dev/ci/app'),
      'apps/dev/ci/app/c.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n',
      'apps/home/a.yaml': unknown('home', 'apps/home/x'),
      'apps/media/a.yaml': unknown('media', 'apps/media/x'),
      'apps/tools/a.yaml': unknown('tools', 'apps/tools/x'),
    });
    expect(objects.find(({ name }) => name === 'ci')?.environment).toBe(
      undefined,
    );
  });

  it.each<[what: string, overlays: string[], expected: string[]]>([
    [
      'once, where its path says nothing else of where it goes',
      ['cluster'],
      ['eu-cart production'],
    ],
    [
      'once more each, where they tell several environments',
      ['dev', 'prod'],
      [
        '${name}-cart by apps/mapi/dev',
        '${name}-cart by apps/mapi/prod',
        'eu-cart undefined',
      ],
    ],
  ])(
    'apply an overlay in a directory without a kustomization %s',
    (_, overlays, expected) => {
      const objects = read({
        'flux/a.yaml': `${source}---\n${kustomization('all', '  path: ./apps/mapi\n  postBuild: {substitute: {name: eu}}\n')}`,
        ...Object.fromEntries(
          overlays.map(name => [
            `apps/mapi/${name}/kustomization.yaml`,
            'resources: [../../../stages/prod]\n',
          ]),
        ),
        'stages/prod/kustomization.yaml': 'resources: [../../base]\n',
        'stages/dev/a.yaml': '',
        'base/kustomization.yaml': 'resources: [c.yaml]\n',
        'base/c.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "${name}-cart"}\n',
      });
      expect(
        objects
          .filter(({ kind }) => kind === 'ConfigMap')
          .map(
            ({ name, environment, builtBy }) =>
              `${name} ${builtBy ? `by ${builtBy}` : environment}`,
          )
          .sort(),
      ).toEqual(expected);
    },
  );

  it('take kustomizations below a directory without one as kustomizations', () => {
    const objects = read({
      'flux/a.yaml': `${source}---\n${kustomization('all', '  path: ./deep\n  patches: [{target: {kind: ConfigMap}, patch: "[{op: add, path: /metadata/labels, value: {team: a}}]"}]\n')}`,
      'deep/plain.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\n',
      'deep/built/kustomization.yaml': 'namePrefix: x-\nresources: [c.yaml]',
      'deep/built/c.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: built}\n',
    });
    const maps = objects.filter(({ kind }) => kind === 'ConfigMap');
    expect(
      maps
        .filter(object =>
          placesOf(object).some(place => place.startsWith('application')),
        )
        .map(({ name, labels }) => [name, labels?.team])
        .sort(),
    ).toEqual([
      ['plain', 'a'],
      ['x-built', 'a'],
    ]);
  });
});

it('follows a chart from an OCI repository and values from a generated ConfigMap', () => {
  const objects = read({
    'app/kustomization.yaml':
      'resources: [oci.yaml, hr.yaml]\nconfigMapGenerator:\n  - name: values\n    files: [values.yaml]\n',
    'app/oci.yaml':
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: stack, namespace: mon}\nspec:\n  url: oci://ghcr.io/charts/kube-stack\n  ref:\n    tag: 88.1.5\n',
    'app/hr.yaml':
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: stack, namespace: mon}\nspec:\n  chartRef: {kind: OCIRepository, name: stack}\n  valuesFrom: [{kind: ConfigMap, name: values}]\n',
    'app/values.yaml': 'image:\n  repository: ghcr.io/a/b\n  tag: "3"\n',
  });
  const found = objects.find(({ kind }) => kind === 'HelmRelease');
  expect(pinsOf(found as DeclaredObject)).toEqual([
    'kube-stack=88.1.5 app/oci.yaml:7 spec.ref.tag',
    'ghcr.io/a/b=3 app/values.yaml:3 image.tag',
  ]);
});

it.each<[string, string, string[]]>([
  [
    'the own ones over those of a ConfigMap',
    'valuesFrom: [{kind: ConfigMap, name: values}], values: {image: {tag: "1.6"}}',
    ['a/b=1.6 app/hr.yaml:4 spec.values.image.tag'],
  ],
  [
    'the key of a ConfigMap, as the last generator gives it',
    'valuesFrom: [{kind: ConfigMap, name: values}]',
    ['a/b=2 app/prod.yaml:1 image.tag'],
  ],
  [
    'another key',
    'valuesFrom: [{kind: ConfigMap, name: values, valuesKey: more.yaml}]',
    ['a/c=3 app/more.yaml:1 image.tag'],
  ],
  [
    'nothing below what the cluster alone knows',
    'valuesFrom: [{kind: ConfigMap, name: values}, {kind: ConfigMap, name: elsewhere}]',
    [],
  ],
  [
    'what Secrets leave as it is',
    'valuesFrom: [{kind: ConfigMap, name: values}, {kind: Secret, name: elsewhere}]',
    ['a/b=2 app/prod.yaml:1 image.tag'],
  ],
  [
    'none below more sources than anybody has',
    `valuesFrom: [${'{kind: ConfigMap, name: values}, '.repeat(51)}]`,
    [],
  ],
  [
    'a value for one path',
    'valuesFrom: [{kind: ConfigMap, name: values}, {kind: ConfigMap, name: values, valuesKey: TAG, targetPath: image.tag}]',
    ['a/b=9 app/kustomization.yaml:1 data.TAG'],
  ],
])('pins the version that wins among values: %s', (_, spec, expected) => {
  const objects = read({
    'app/kustomization.yaml':
      '{resources: [../base, hr.yaml], configMapGenerator: [{name: values, behavior: merge, files: [values.yaml=prod.yaml, more.yaml], literals: [TAG=9]}]}\n',
    'base/kustomization.yaml':
      'configMapGenerator: [{name: values, files: [values.yaml]}]\n',
    'base/values.yaml': 'image: {repository: a/b, tag: "1"}\n',
    'app/prod.yaml': 'image: {repository: a/b, tag: "2"}\n',
    'app/more.yaml': 'image: {repository: a/c, tag: "3"}\n',
    'app/hr.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: stack}\nspec: {${spec}}\n`,
  });
  const found = objects.find(({ kind }) => kind === 'HelmRelease');
  expect(pinsOf(found as DeclaredObject)).toEqual(expected);
});

it('takes the file of an overlay in place of the text of its base', () => {
  const objects = read({
    'app/kustomization.yaml':
      'resources: [../base, hr.yaml]\nconfigMapGenerator: [{name: values, behavior: merge, files: [values.yaml]}]\n',
    'base/kustomization.yaml':
      'configMapGenerator: [{name: values, literals: ["values.yaml={image: {repository: a/b, tag: 1.0.0}}"]}]\n',
    'app/values.yaml': 'image: {repository: a/b, tag: 2.0.0}\n',
    'app/hr.yaml':
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: stack}\nspec: {valuesFrom: [{kind: ConfigMap, name: values}]}\n',
  });
  const found = objects.find(({ kind }) => kind === 'HelmRelease');
  expect(pinsOf(found as DeclaredObject)).toEqual([
    'a/b=2.0.0 app/values.yaml:1 image.tag',
  ]);
});

it('fills variables into the source of a chart, for each place that builds it', () => {
  const place = (cluster: string, version: string) => ({
    [`clusters/${cluster}/grafana.yaml`]: kustomization(
      'grafana',
      `  path: ./components/grafana\n  postBuild:\n    substitute:\n      VERSION: ${version}\n`,
    ),
  });
  const objects = read({
    ...place('production', '12.10.3'),
    ...place('development', '12.11.1'),
    'components/grafana/oci.yaml':
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: chart, namespace: mon}\nspec:\n  url: oci://ghcr.io/charts/grafana\n  ref:\n    tag: ${VERSION}\n',
    'components/grafana/hr.yaml':
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: grafana, namespace: mon}\nspec:\n  chartRef: {kind: OCIRepository, name: chart}\n',
  });
  expect(
    objects.filter(({ kind }) => kind === 'HelmRelease').flatMap(pinsOf),
  ).toEqual([
    'grafana=12.10.3 clusters/production/grafana.yaml:9 spec.postBuild.substitute.VERSION',
    'grafana=12.11.1 clusters/development/grafana.yaml:9 spec.postBuild.substitute.VERSION',
  ]);
});

it.each([
  [
    'shop_cart__Service',
    { namespace: 'shop', name: 'cart', group: '', kind: 'Service' },
  ],
  ['_shop__Namespace', { name: 'shop', group: '', kind: 'Namespace' }],
  [
    '_system__x_rbac.authorization.k8s.io_ClusterRole',
    {
      name: 'system:x',
      group: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
    },
  ],
  ['nonsense', undefined],
  ['a_b', undefined],
])('reads the inventory entry %s', (id, expected) => {
  expect(parseInventoryId(id)).toEqual(expected);
});

it('survives engines of every shape', () => {
  const files: Record<string, string> = {};
  for (const [position, spec] of [
    'spec: 3',
    'spec: {path: ../../../etc, sourceRef: []}',
    'spec: {path: [], patches: {}, images: x, postBuild: {substitute: []}}',
    'spec: {chartRef: 1, chart: {spec: []}, valuesFrom: {a: b}, values: [1]}',
    'spec: {generators: [1, {}, {merge: {generators: 3}}], template: []}',
    'spec: {sources: [null, {path: {}}], source: {kustomize: {images: [1]}}}',
  ].entries()) {
    for (const [apiVersion, kind] of [
      ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization'],
      ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'],
      ['argoproj.io/v1alpha1', 'Application'],
      ['argoproj.io/v1alpha1', 'ApplicationSet'],
      ['source.toolkit.fluxcd.io/v1', 'GitRepository'],
    ]) {
      files[`e/${kind}${position}.yaml`] =
        `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a${position}}\n${spec}\n`;
    }
  }
  expect(() => read(files)).not.toThrow();
});

it.each<[string, string]>([
  ['a ${NAME} b', 'a cart b'],
  ['${NONE}', '${NONE}'],
  ['${NONE:-x}', 'x'],
  ['${NONE:=x}', 'x'],
  ['${EMPTY:-x}', 'x'],
  ['${EMPTY-x}', ''],
  ['${NONE:-${NAME}-y}', 'cart-y'],
  ['${NONE:-${OTHER:=z}}', 'z'],
  ['$${NAME}', '${NAME}'],
  ['${NAME^^} ${NAME^} ${UPPER,,}', 'CART Cart x'],
  ['${NAME/a/b}', '${NAME/a/b}'],
  ['${NAME', '${NAME'],
  ['$NAME {NAME}', '$NAME {NAME}'],
  ['${'.repeat(30), '${'.repeat(30)],
])('fills %s in', (text, expected) => {
  const values = new Map([
    ['NAME', 'cart'],
    ['EMPTY', ''],
    ['UPPER', 'X'],
  ]);
  expect(fillVariables(text, name => values.get(name))).toBe(expected);
});

it('takes variables from ConfigMaps of this repository, what the Kustomization says itself first', () => {
  const objects = read({
    'clusters/prod/a.yaml': `${source}---\n${kustomization(
      'a',
      `  path: ./app
  postBuild:
    substitute: {A: own}
    substituteFrom:
      - {kind: ConfigMap, name: first}
      - {kind: ConfigMap, name: second}
      - {kind: Secret, name: hidden}
`,
    )}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: first, namespace: flux-system}\ndata:\n  A: first\n  B: first\n  C: first\n`,
    'clusters/prod/b.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: second, namespace: flux-system}\ndata:\n  B: second\n',
    'app/d.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: "${A}-${D}"}\nspec: {template: {spec: {containers: [{name: x, image: "x:${B}"}, {name: y, image: "y:${C}"}]}}}\n',
  });
  const found = objects.find(({ kind }) => kind === 'Deployment');
  expect(found?.name).toBe('own-${D}');
  expect(pinsOf(found as DeclaredObject)).toEqual([
    'x=second clusters/prod/b.yaml:5 data.B',
    expect.stringMatching(/^y=first clusters\/prod\/a.yaml:\d+ data.C$/),
  ]);
});

describe('artifacts', () => {
  const generator = (copies: string, kind = 'GitRepository') =>
    `${source}---
apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: {name: parts, namespace: flux-system}
spec:
  sources: [{alias: repo, kind: ${kind}, name: config}]
  artifacts:
    - name: apps
      copy:
${copies}`;
  const copy = (from: string, to: string) =>
    `        - {from: "@repo/${from}", to: "@artifact/${to}"}\n`;
  it.each<[string, string, string, string[]]>([
    ['what lies in a directory', copy('apps/base/**', ''), './cart', ['base']],
    [
      'several directories, at their places',
      copy('apps/base/**', 'base/') + copy('apps/prod/**', 'prod/'),
      './prod/cart',
      ['prod'],
    ],
    [
      'a directory under its own name',
      copy('apps/prod', ''),
      './prod/cart',
      ['prod'],
    ],
    [
      'a directory below another one',
      copy('apps/prod/', 'x/y/'),
      './x/y/cart',
      ['prod'],
    ],
    ['nothing of the path', copy('other/**', 'other/'), './prod/cart', []],
    ['a file here and there', copy('apps/*.yaml', ''), './prod/cart', []],
  ])('copy %s', (_, copies, path, expected) => {
    const objects = read({
      'flux/source.yaml': generator(copies),
      'flux/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  sourceRef: {kind: ExternalArtifact, name: apps}
  path: ${path}
  commonMetadata: {labels: {by: flux}}
`,
      'apps/base/cart/c.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: base}\n',
      'apps/prod/cart/c.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: prod}\n',
    });
    expect(
      objects
        .filter(({ kind, labels }) => kind === 'ConfigMap' && labels?.by)
        .map(({ name }) => name),
    ).toEqual(expected);
  });

  it('of somebody else are not taken for this repository', () => {
    const objects = read({
      'clusters/prod/k.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: kyverno, namespace: flux-system}
spec: {url: oci://ghcr.io/vendor/kyverno}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: kyverno, namespace: flux-system}
spec:
  sourceRef: {kind: OCIRepository, name: kyverno}
  path: ./
`,
      'clusters/dev/c.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: dev}\n',
    });
    expect(objects.map(({ kind }) => kind)).not.toContain('ConfigMap');
  });
});

it('tells where a patch says a version once more, for it has the last word', () => {
  const head =
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: cart}\nspec:\n';
  const objects = read({
    'cart/base/kustomization.yaml': 'resources: [release.yaml, web.yaml]\n',
    'cart/base/release.yaml': `${head}  chart: {spec: {chart: cart, version: 1.0.0}}\n  values:\n    web: {image: "acme/web:2"}\n    job: {image: "acme/job:3"}\n`,
    'cart/base/web.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: "acme/web:2"}]}}}\n',
    'cart/prod/kustomization.yaml':
      'resources: [../base]\npatches: [{path: release.yaml}, {path: web.yaml}]\n',
    'cart/prod/release.yaml': `${head}  chart: {spec: {version: 1.0.0}}\n  interval: 1m\n  values:\n    job: {image: "acme/job:3"}\n`,
    'cart/prod/web.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      priorityClassName: high\n      containers:\n      - name: web\n        image: acme/web:2\n',
  });
  expect(
    objects
      .filter(({ builtBy }) => builtBy === 'cart/prod')
      .flatMap(pinsOf)
      .map(pin => pin.split(' ').slice(0, 2).join(' ')),
  ).toEqual([
    'cart=1.0.0 cart/prod/release.yaml:5',
    'acme/web=2 cart/base/release.yaml:7',
    'acme/job=3 cart/prod/release.yaml:8',
    'acme/web=2 cart/prod/web.yaml:10',
  ]);
});

describe('a HelmRelease of Flux v1', () => {
  const old = (spec: string, head = 'helm.fluxcd.io/v1') =>
    `apiVersion: ${head}\nkind: HelmRelease\nmetadata: {name: cart, namespace: shop}\nspec:\n${spec}`;

  it.each<
    [
      what: string,
      files: Record<string, string>,
      engine: object,
      pins: string[],
    ]
  >([
    [
      'takes a chart of a repository, and has images in its values',
      {
        'cart.yaml': old(
          '  releaseName: shop-cart\n  chart:\n    repository: https://charts.example/\n    name: web\n    version: 1.2.3\n  values:\n    image: {repository: acme/cart, tag: 7}\n',
        ),
      },
      {
        repoUrl: 'https://charts.example/',
        chart: 'web',
        revision: '1.2.3',
        destinationNamespace: 'shop',
        releaseName: 'shop-cart',
      },
      [
        'web=1.2.3 cart.yaml:9 spec.chart.version',
        'acme/cart=7 cart.yaml:11 spec.values.image.tag',
      ],
    ],
    [
      'takes a chart of a Git repository, in the words of its first years',
      {
        'cart.yaml': old(
          '  targetNamespace: web\n  chart: {git: "git@github.com:acme/charts", path: charts/web, ref: v2}\n',
          'flux.weave.works/v1beta1',
        ),
      },
      {
        repoUrl: 'git@github.com:acme/charts',
        path: 'charts/web',
        revision: 'v2',
        destinationNamespace: 'web',
        releaseName: 'shop-web-cart',
      },
      ['git@github.com:acme/charts=v2 cart.yaml:6 spec.chart.ref'],
    ],
    [
      'takes values of ConfigMaps, below its own',
      {
        'cart.yaml': old(
          '  chart: {repository: https://charts.example, name: web, version: 1.0.0}\n  valuesFrom:\n    - configMapKeyRef: {name: values, key: v.yaml}\n    - secretKeyRef: {name: passwords}\n  values: {proxy: {image: {tag: 3}}}\n',
        ),
        'values.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: values, namespace: shop}\ndata:\n  v.yaml: |\n    image: acme/cart:5\n    proxy: {image: {repository: envoy, tag: 2}}\n',
      },
      { chart: 'web' },
      [
        'web=1.0.0 cart.yaml:5 spec.chart.version',
        'acme/cart=5 values.yaml:6 data.v.yaml.image',
        'envoy=3 cart.yaml:9 spec.values.proxy.image.tag',
      ],
    ],
    [
      'tells nothing below values that stand elsewhere',
      {
        'cart.yaml': old(
          '  chart: {repository: https://charts.example, name: web, version: 1.0.0}\n  valuesFrom:\n    - configMapKeyRef: {name: values}\n    - externalSourceRef: {url: https://values.example}\n',
        ),
        'values.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: values, namespace: shop}\ndata: {values.yaml: "image: acme/cart:5"}\n',
      },
      { chart: 'web' },
      ['web=1.0.0 cart.yaml:5 spec.chart.version'],
    ],
  ])('%s', (_, files, engine, pins) => {
    const objects = read(files).filter(({ kind }) => kind === 'HelmRelease');
    expect(objects).toHaveLength(1);
    expect(objects[0].engine).toMatchObject(engine);
    expect(pinsOf(objects[0])).toEqual(pins);
    expect(placesOf(objects[0])[0]).toBe('manifest cart.yaml:1');
    expect(placesOf(objects[0])).toContain(
      'application cart.yaml:1 is of Flux v1: its Helm operator installs it',
    );
  });

  it.each([
    'spec: 3',
    'spec: {chart: [], valuesFrom: [1, {configMapKeyRef: 2}]}',
  ])('pins nothing where it makes no sense: %s', spec => {
    const objects = read({
      'a.yaml': `apiVersion: helm.fluxcd.io/v1\nkind: HelmRelease\nmetadata: {name: a}\n${spec}\n`,
    });
    expect(objects.flatMap(({ versions }) => versions)).toEqual([]);
  });

  it('installs a chart of this repository', () => {
    const repository = parsedFiles({
      'cart.yaml': old(
        '  releaseName: cart\n  chart: {git: "git@github.com:acme/app-config", path: charts/web}\n  values: {image: {tag: 7}}\n',
      ),
      'charts/web/Chart.yaml': 'name: web\nversion: 0.1.0\n',
      'charts/web/values.yaml': 'image: {repository: acme/web, tag: 1}\n',
      'charts/web/templates/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: {{ .Values.image.repository }}:{{ .Values.image.tag }}\n',
    });
    const [deployment] = (helmReader.read(repository).objects ?? []).filter(
      ({ kind }) => kind === 'Deployment',
    );
    expect(deployment).toMatchObject({ name: 'cart', namespace: 'shop' });
    expect(pinsOf(deployment)).toEqual([
      'acme/web=7 cart.yaml:7 spec.values.image.tag',
    ]);
  });
});
