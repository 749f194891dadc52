import { DeclaredObject } from '../../facts';
import { parsedFiles } from '../../__testUtils__/parsedFiles';
import { ParsedRepository } from '../reader';
import { Branch } from '../../files/tree';
import { versionPin } from '../../workloads/versionPin';
import { floatingVersions, structureReader } from '.';

const configMap = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const kustomization = (...resources: string[]) =>
  `resources:\n${resources.map(entry => `- ${entry}\n`).join('')}`;
const fluxKustomization = (name: string, path: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec:
  path: ./${path}
  sourceRef: {kind: GitRepository, name: flux-system}
`;

const application = (path: string, of = 'app-config') =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a, namespace: argocd}
spec:
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  source: {path: ${path}, repoURL: https://github.com/acme/${of}}
`;

const deployment = (name: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: x}\nspec: {template: {spec: {containers: [{name: c, image: "c:1"}]}}}\n`;

const pod = (image: string, n: number) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p${n}}\nspec: {containers: [{name: c, image: "${image}"}]}\n`;

/** `rule severity path`. */
function found(repository: ParsedRepository): string[] {
  return (structureReader.read(repository).findings ?? []).map(
    ({ rule, severity, location }) => `${rule} ${severity} ${location.path}`,
  );
}

describe('structure', () => {
  it.each<[what: string, files: Record<string, string>, expected: string[]]>([
    [
      'bases of elsewhere at no revision, unless for development or beside what runs',
      {
        'app/kustomization.yaml': kustomization(
          'https://github.com/acme/base//deploy',
          'github.com/acme/other?ref=v1',
          'https://acme.example/install.yaml',
          'https://raw.githubusercontent.com/acme/base/v1/a.yaml',
        ),
        'app/overlays/production/kustomization.yaml': kustomization(
          'git@github.com:acme/base.git/deploy?timeout=10',
          'https://github.com/acme/tool/releases/latest/download/install.yaml',
        ),
        'app/overlays/dev/kustomization.yaml': kustomization(
          'https://github.com/acme/base',
        ),
        'docs/kustomization.yaml': kustomization('https://github.com/acme/x'),
        'shop/Kustomization': kustomization('https://github.com/acme/x//base'),
      },
      [
        'version-floating warning app/kustomization.yaml',
        'version-floating warning app/overlays/production/kustomization.yaml',
        'version-floating warning app/overlays/production/kustomization.yaml',
        'version-floating info app/overlays/dev/kustomization.yaml',
        'version-floating warning shop/Kustomization',
      ],
    ],
    [
      'a manifest beside a kustomization that does not take it',
      {
        'app/kustomization.yaml': kustomization('a.yaml'),
        'app/a.yaml': configMap('a'),
        'app/b.yaml': configMap('b'),
      },
      ['orphan-file warning app/b.yaml'],
    ],
    [
      'nor what has an engine deploy the directory that it lies in',
      {
        'app/kustomization.yaml': kustomization('a.yaml'),
        'app/a.yaml': configMap('a'),
        'app/bootstrap.yaml': application('app'),
        'app/flux.yaml': fluxKustomization('app', 'app'),
        'app/other.yaml': application('other'),
        'app/tenants.yaml': application('app', 'tenants'),
        'other/kustomization.yaml': kustomization('o.yaml'),
        'other/o.yaml': configMap('o'),
      },
      ['orphan-file warning app/other.yaml'],
    ],
    [
      'nor the Application of others, beside what takes none',
      {
        'argo/kustomization.yaml': kustomization('ns.yaml'),
        'argo/ns.yaml': configMap('ns'),
        'argo/root.yaml': application('apps'),
        'argo/left-out.yaml': application('cart'),
        'apps/cart.yaml': application('cart'),
        'cart/c.yaml': configMap('c'),
        'apps/more/kustomization.yaml': kustomization('a.yaml'),
        'apps/more/a.yaml': application('cart'),
        'apps/more/b.yaml': application('boot'),
        'boot/a.yaml': application('cart'),
      },
      [
        'orphan-file warning argo/left-out.yaml',
        'orphan-file warning apps/more/b.yaml',
      ],
    ],
    [
      'not what a patch, a generator or another kustomization takes, nor what is no manifest',
      {
        'app/kustomization.yaml':
          'resources: [a.yaml]\npatches: [{path: p.yaml}]\nconfigMapGenerator: [{name: g, files: [g.yaml]}]\ncrds: [crd.yaml]\n',
        'app/crd.yaml': configMap('crd'),
        'app/a.yaml': configMap('a'),
        'app/p.yaml': configMap('a'),
        'app/g.yaml': configMap('g'),
        'app/values.yaml': 'a: 1\n',
        'app/other.yaml': configMap('other'),
        'more/kustomization.yaml': kustomization('../app/other.yaml'),
      },
      [],
    ],
    [
      'nor what a generator of secrets decrypts',
      {
        'app/kustomization.yaml': 'generators: [ksops.yaml]\n',
        'app/ksops.yaml':
          'apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: {name: s}\nfiles: [./secrets/a.enc.yaml, b.enc.yaml]\n',
        'app/b.enc.yaml': configMap('b'),
        'app/secrets/a.enc.yaml': configMap('a'),
      },
      [],
    ],
    [
      'nor plain manifests that somebody applies by hand',
      { 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('b') },
      [],
    ],
    [
      'nor archives, tests and charts',
      Object.fromEntries(
        ['.archive', 'test', 'docs'].flatMap(directory => [
          [`${directory}/kustomization.yaml`, kustomization('a.yaml')],
          [`${directory}/a.yaml`, configMap('a')],
          [`${directory}/b.yaml`, configMap('b')],
        ]),
      ),
      [],
    ],
    [
      'a manifest below a tree that is built',
      {
        ...Object.fromEntries(
          Array.from({ length: 10 }, (_, n) => [
            `apps/${n}/kustomization.yaml`,
            kustomization('a.yaml'),
          ]),
        ),
        ...Object.fromEntries(
          Array.from({ length: 10 }, (_, n) => [
            `apps/${n}/a.yaml`,
            configMap(`c${n}`),
          ]),
        ),
        'apps/x/one.yaml': configMap('one'),
        'other/one.yaml': configMap('one'),
      },
      ['orphan-file info apps/x/one.yaml'],
    ],
    [
      'a kustomization that no engine deploys, among many that one does',
      {
        ...Object.fromEntries(
          Array.from({ length: 11 }, (_, n) => [
            `apps/${n}/kustomization.yaml`,
            kustomization('a.yaml'),
          ]),
        ),
        'bootstrap/kustomization.yaml': kustomization('a.yaml'),
        'bootstrap/a.yaml': configMap('b'),
        ...Object.fromEntries(
          Array.from({ length: 11 }, (_, n) => [
            `apps/${n}/a.yaml`,
            configMap(`c${n}`),
          ]),
        ),
        ...Object.fromEntries(
          Array.from({ length: 10 }, (_, n) => [
            `flux/${n}.yaml`,
            fluxKustomization(`k${n}`, `apps/${n}`),
          ]),
        ),
      },
      ['kustomization-unused info apps/10/kustomization.yaml'],
    ],
    [
      'a kustomization that the one above it leaves out, unlike all beside it',
      {
        'flux/apps.yaml': fluxKustomization('apps', 'apps'),
        'apps/kustomization.yaml': kustomization('a', 'b', 'c'),
        ...Object.fromEntries(
          ['a', 'b', 'c', 'd'].flatMap(name => [
            [`apps/${name}/kustomization.yaml`, kustomization('x.yaml')],
            [`apps/${name}/x.yaml`, configMap(name)],
          ]),
        ),
        'base/kustomization.yaml': kustomization('x.yaml'),
        'base/x.yaml': configMap('base'),
      },
      ['kustomization-unused info apps/d/kustomization.yaml'],
    ],
    [
      'nothing where Flux applies all of a directory, kustomizations too',
      {
        ...Object.fromEntries(
          Array.from({ length: 11 }, (_, n) => [
            `apps/${n}/kustomization.yaml`,
            kustomization('a.yaml'),
          ]),
        ),
        ...Object.fromEntries(
          Array.from({ length: 11 }, (_, n) => [
            `apps/${n}/a.yaml`,
            configMap(`c${n}`),
          ]),
        ),
        ...Object.fromEntries(
          Array.from({ length: 11 }, (_, n) => [
            `cluster/${n}.yaml`,
            fluxKustomization(`k${n}`, `apps/${n}`),
          ]),
        ),
        'cluster/system/kustomization.yaml': kustomization('a.yaml', 'b.yaml'),
        'cluster/system/a.yaml': configMap('system'),
        'cluster/system/b.yaml': fluxKustomization('system', 'cluster'),
      },
      [],
    ],
    [
      'the same file in three places, once for each directory',
      Object.fromEntries(
        ['a', 'b', 'c'].flatMap(service => [
          ...['dev', 'staging', 'production'].map(name => [
            `${service}/overlays/${name}/limits.yaml`,
            configMap(service === 'c' ? name : service),
          ]),
          [`${service}/overlays/dev/x.yaml`, configMap('x')],
          [`${service}/overlays/staging/x.yaml`, configMap('x')],
        ]),
      ),
      [
        'copied-configuration info a/overlays/dev/limits.yaml',
        'copied-configuration info b/overlays/dev/limits.yaml',
      ],
    ],
    [
      'the same where one of them is called test',
      Object.fromEntries(
        ['a', 'b', 'c'].flatMap(service =>
          ['dev', 'test', 'production'].flatMap(name => [
            [
              `${service}/overlays/${name}/limits.yaml`,
              configMap(service === 'c' ? name : service),
            ],
            [`${service}/overlays/${name}/.sops.yaml`, 'creation_rules: []\n'],
          ]),
        ),
      ),
      [
        'copied-configuration info a/overlays/dev/limits.yaml',
        'copied-configuration info b/overlays/dev/limits.yaml',
      ],
    ],
    [
      'a kustomization of several environments',
      {
        'app/kustomization.yaml': kustomization(
          'overlays/staging',
          'overlays/production',
        ),
        'app/overlays/staging/kustomization.yaml': kustomization('a.yaml'),
        'app/overlays/staging/a.yaml': configMap('a'),
        'app/overlays/production/kustomization.yaml': kustomization('a.yaml'),
        'app/overlays/production/a.yaml': configMap('b'),
      },
      ['mixed-concerns warning app/kustomization.yaml'],
    ],
    [
      'but not of engine objects for them, nor production built on staging',
      {
        'flux/kustomization.yaml': kustomization(
          'staging.yaml',
          'production.yaml',
        ),
        'flux/staging.yaml': fluxKustomization('s', 'app/staging'),
        'flux/production.yaml': fluxKustomization('p', 'app/production'),
        'app/staging/kustomization.yaml': kustomization('a.yaml'),
        'app/staging/a.yaml': configMap('a'),
        'app/production/kustomization.yaml': kustomization('../staging'),
      },
      [],
    ],
    [
      'nor of the clusters that a hub knows',
      {
        'hub/kustomization.yaml': kustomization(
          'staging.yaml',
          'production.yaml',
        ),
        'hub/staging.yaml':
          'apiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata: {name: staging}\n',
        'hub/production.yaml':
          'apiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata: {name: production}\n',
      },
      [],
    ],
    [
      'nor of the namespaces of one cluster, unless something runs there',
      {
        ...Object.fromEntries(
          ['ns', 'all'].flatMap(name => [
            [
              `${name}/kustomization.yaml`,
              kustomization('shop-dev.yaml', 'shop-prod.yaml'),
            ],
            ...['dev', 'prod'].map(each => [
              `${name}/shop-${each}.yaml`,
              `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}-${each}}\n---\n${
                name === 'ns'
                  ? `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q, namespace: ${name}-${each}}\n`
                  : deployment(each)
              }`,
            ]),
          ]),
        ),
      },
      ['mixed-concerns warning all/kustomization.yaml'],
    ],
    [
      'images without a tag, as they come out of the build',
      {
        'cart/base/kustomization.yaml': kustomization('pods.yaml'),
        'cart/base/pods.yaml': ['cart', 'side/car', '${IMAGE}', 'REPLACE']
          .map(pod)
          .join('---\n'),
        'cart/overlays/production/kustomization.yaml': `${kustomization('../../base')}images: [{name: cart, newTag: '1'}]\n`,
        'cart/overlays/staging/kustomization.yaml': `${kustomization('../../base')}images: [{name: side/car, newName: other}, {name: cart, digest: 'sha256:0123'}]\n`,
        'old/kustomization.yaml': kustomization('x.yaml'),
        'old/x.yaml': pod('cart', 1),
      },
      ['version-floating warning cart/base/pods.yaml'],
    ],
    [
      'images without a tag in files of environments that nothing builds',
      {
        'cart/production/pods.yaml': `${pod('cart', 1)}---\n${pod('web:1', 2)}`,
        'cart/development/pods.yaml': pod('cart', 1),
        'cart/pods.yaml': pod('shop', 1),
      },
      [
        'version-floating warning cart/production/pods.yaml',
        'version-floating info cart/development/pods.yaml',
      ],
    ],
    [
      'but not those that the cluster fills in',
      {
        'app/overlays/production/kustomization.yaml': kustomization('a.yaml'),
        'app/overlays/production/a.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, annotations: {image.openshift.io/triggers: "[]"}}\nspec: {template: {spec: {containers: [{name: a, image: a}]}}}\n',
      },
      [],
    ],
    [
      'nor those that Skaffold builds and tags',
      {
        'skaffold.yaml':
          'apiVersion: skaffold/v4beta1\nkind: Config\nbuild: {artifacts: [{image: a}]}\n',
        'app/overlays/production/kustomization.yaml': kustomization('a.yaml'),
        'app/overlays/production/a.yaml': `${pod('a', 1)}---\n${pod('b', 2)}`,
      },
      ['version-floating warning app/overlays/production/a.yaml'],
    ],
    [
      'source code that holds its environments',
      {
        'shop/Dockerfile': 'FROM scratch\n',
        'shop/go.mod': 'module shop\n',
        'shop/deploy/overlays/production/kustomization.yaml':
          kustomization('a.yaml'),
        'shop/deploy/overlays/production/a.yaml': configMap('a'),
        'tools/Dockerfile': 'FROM scratch\n',
        'tools/go.mod': 'module tools\n',
      },
      ['mixed-concerns info shop/Dockerfile'],
    ],
    [
      'applications, their platform and policies in one repository, once',
      Object.fromEntries(
        [1, 2, 3].flatMap(n => [
          [`apps/a${n}/a.yaml`, deployment(`a${n}`)],
          [`infrastructure/b${n}/b.yaml`, deployment(`b${n}`)],
          [
            `policies/${n}.yaml`,
            `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p${n}}\n`,
          ],
        ]),
      ),
      ['mixed-concerns info policies/1.yaml'],
    ],
    [
      'but not where there are few of one, nor what is an exception or an engine of applications',
      Object.fromEntries([
        ...[1, 2, 3].flatMap(n => [
          [`apps/a${n}/a.yaml`, deployment(`a${n}`)],
          [
            `apps/a${n}/exception.yaml`,
            'apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: x}\n',
          ],
          [`infrastructure/apps/b${n}/b.yaml`, deployment(`b${n}`)],
          [
            `infrastructure/${n}.yaml`,
            fluxKustomization(`b${n}`, `apps/a${n}`),
          ],
        ]),
        ['infrastructure/ingress/a.yaml', deployment('ingress')],
        ['infrastructure/dns/a.yaml', deployment('dns')],
      ]),
      [],
    ],
  ])('finds %s', (_, files, expected) => {
    expect(found(parsedFiles(files))).toEqual(expected);
  });

  it.each<[names: string[], expected: string[]]>([
    [
      ['production', 'staging', 'feature/x', 'main'],
      ['production', 'staging'],
    ],
    [
      ['env/test', 'environments/eu-prod'],
      ['env/test', 'environments/eu-prod'],
    ],
    [['dev', 'main'], []],
    [
      ['dev', 'prod'],
      ['dev', 'prod'],
    ],
    [['test', 'production-images', 'live', 'release/1.0'], []],
  ])('knows environments among the branches %j', (names, expected) => {
    const branches = names.map((name): Branch => ({
      name,
      revision: 'b'.repeat(40),
      at: '2026-01-02T00:00:00Z',
      ahead: 2,
      behind: 1,
    }));
    const { findings = [] } = structureReader.read({
      ...parsedFiles({}),
      branches,
    });
    expect(
      findings.map(({ message }) => /branch (\S+) stands/.exec(message)?.[1]),
    ).toEqual(expected);
    for (const { fix } of findings) {
      expect(fix).toContain('last changed 2026-01-02, 2 ahead, 1 behind');
    }
  });

  it.each([
    ['no version', 'HelmRepository', '', ['warning cart/r.yaml:8']],
    ['one of an overlay', 'HelmRepository', '{version: 1.2.0}', []],
    ['that of the revision that it is taken from', 'GitRepository', '', []],
  ])('tells a chart with %s', (_, kind, patched, expected) => {
    const head =
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: cart\n';
    const { findings = [] } = structureReader.read(
      parsedFiles({
        'cart/kustomization.yaml': kustomization('r.yaml'),
        'cart/r.yaml': `${head}spec:\n  chart:\n    spec:\n      chart: cart\n      sourceRef: {kind: ${kind}, name: acme}\n`,
        'prod/kustomization.yaml': `${kustomization('../cart')}${patched ? 'patches: [{path: p.yaml}]\n' : ''}`,
        'prod/p.yaml': `${head}spec: {chart: {spec: ${patched || '{}'}}}\n`,
      }),
    );
    expect(
      findings
        .filter(({ rule }) => rule === 'version-floating')
        .map(
          ({ severity, location }) =>
            `${severity} ${location.path}:${location.line}`,
        ),
    ).toEqual(expected);
  });

  it('lists the gravest of too many, and says how many there are', () => {
    const { findings = [] } = structureReader.read(
      parsedFiles(
        Object.fromEntries(
          Array.from({ length: 60 }, (_, n) => [
            [`app${n}/kustomization.yaml`, kustomization('a.yaml')],
            [`app${n}/a.yaml`, configMap('a')],
            [`app${n}/b.yaml`, configMap('b')],
          ]).flat(),
        ),
      ),
    );
    expect(findings).toHaveLength(50);
    expect(findings.at(-1)?.message).toContain('There are 10 more findings');
  });
});

describe('floatingVersions', () => {
  const object = (
    kind: 'image' | 'chart' | 'revision',
    value: string,
    key: string,
    environment?: string,
    path = 'a.yaml',
  ): DeclaredObject => {
    const location = { repository: 'acme/x', revision: 'r', path, line: 1 };
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'cart',
      environment,
      location,
      claims: [],
      config: [],
      versions: [versionPin(kind, 'cart', value, location, key)],
    };
  };

  it.each<[DeclaredObject, string | undefined]>([
    [object('image', 'latest', 'image', 'production'), 'warning'],
    [object('image', 'main', 'image', 'staging'), 'warning'],
    [object('image', 'latest', 'image', 'development'), 'info'],
    [object('image', 'latest', 'image'), 'info'],
    [object('image', 'latest', 'k', 'production', 'c/values.yaml'), 'info'],
    [object('image', 'latest', 'image', 'archived'), undefined],
    [object('image', '1.2', 'image', 'production'), undefined],
    [object('image', 'main-1a2b3c', 'image', 'production'), undefined],
    [object('image', 'main-latest', 'image', 'production'), 'warning'],
    [object('image', 'latest-20260420', 'image', 'production'), undefined],
    [object('image', '1.2-thelatest', 'image', 'production'), undefined],
    [object('chart', '*', 'spec.chart.spec.version', 'production'), 'warning'],
    [object('chart', '1.x', 'spec.chart.spec.version', 'production'), 'info'],
    [
      object('chart', '>=1.2 <2', 'spec.chart.spec.version', 'production'),
      'info',
    ],
    [
      object('chart', '1.2.3-x', 'spec.chart.spec.version', 'production'),
      undefined,
    ],
    [object('revision', 'main', 'resources[1]?ref', 'production'), 'warning'],
    [object('revision', 'v1', 'resources[1]?ref', 'production'), undefined],
    [
      object('revision', 'HEAD', 'spec.source.targetRevision', 'production'),
      undefined,
    ],
  ])('judges %j', (declared, severity) => {
    expect(floatingVersions([declared])[0]?.severity).toBe(severity);
  });

  it('leaves what an ImageStream of OpenShift decides to that', () => {
    const declared = object('image', 'latest', 'image', 'production');
    const name = 'image-registry.openshift-image-registry.svc:5000/shop/cart';
    const versions = declared.versions.map(pin => ({ ...pin, name }));
    const stream = { ...declared, kind: 'ImageStream', versions: [] };
    const findings = (others: DeclaredObject[]) =>
      floatingVersions([{ ...declared, versions }, ...others]).length;
    expect([findings([]), findings([stream])]).toEqual([1, 0]);
  });

  it('looks at what no object is known to run', () => {
    const { versions } = object('image', 'latest', 'image');
    const [pin] = versions;
    const lone = { service: 'cart', path: 'cart', pin };
    expect(
      floatingVersions(
        [],
        [
          { ...lone, environment: 'production' },
          { ...lone, environment: 'archived' },
        ],
      ).map(({ severity, message }) => [severity, message.slice(-13)]),
    ).toEqual([['warning', '(production).']]);
  });

  it('names a line once, with all environments', () => {
    const [finding, ...others] = floatingVersions(
      ['development', 'production'].map(environment =>
        object('image', 'latest', 'image', environment),
      ),
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('(development, production)'),
    });
  });
});
