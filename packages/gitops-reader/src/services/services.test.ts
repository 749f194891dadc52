import { DeclaredObject, ServicePin } from '../facts';
import { memoryTree } from '../files/memoryTree';
import { readRepository } from '../readRepository';
import { versionPin } from '../workloads/versionPin';
import { servicesOf } from '.';

const at = (path: string) => ({
  repository: 'acme/app',
  revision: 'r',
  path,
  line: 3,
});

function workload(
  name: string,
  path: string,
  tag: string,
  more: Partial<DeclaredObject> = {},
): DeclaredObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name,
    location: at(path),
    claims: [],
    config: [],
    versions: [versionPin('image', `acme/${name}`, tag, at(path), 'image')],
    ...more,
  };
}

/** `environment/cluster version …` of each place. */
function shown(objects: DeclaredObject[], pins: ServicePin[] = []) {
  return servicesOf({ objects, pins }).map(
    ({ name, path, environments }) =>
      `${path}: ${name} ${environments
        .map(
          ({ environment, cluster, namespace, versions }) =>
            `${environment ?? '?'}${cluster ? `/${cluster}` : ''}${namespace ? `@${namespace}` : ''}=${versions.map(({ value, digest }) => (digest ? `${value}#${digest}` : value)).join('+')}`,
        )
        .join(' ')}`,
  );
}

describe('servicesOf', () => {
  const production = { environment: 'production' };
  const staging = { environment: 'staging' };

  it.each<[what: string, objects: DeclaredObject[], expected: string[]]>([
    [
      'the same thing in all environments, in their order',
      [
        workload('cart', 'apps/cart/production/a.yaml', '1', production),
        workload('cart', 'apps/cart/dev/a.yaml', '2', {
          environment: 'development',
        }),
      ],
      ['apps/cart: cart development=2 production=1'],
    ],
    [
      'what each cluster has one of, by what it is the version of',
      [
        {
          ...workload('version', 'clusters/prod-1/a.yaml', '', {
            ...production,
            cluster: 'prod-1',
          }),
          kind: 'ClusterVersion',
          versions: [
            versionPin('chart', 'openshift', '4.1', at('a.yaml'), 'spec'),
          ],
        },
      ],
      [': openshift production/prod-1=4.1'],
    ],
    [
      'the same thing in clusters that are called by their environments',
      [
        workload('cart', 'clusters/prod/worker/cart/a.yaml', '1', {
          ...production,
          cluster: 'prod-worker',
        }),
        workload('cart', 'clusters/staging/worker/cart/a.yaml', '2', {
          ...staging,
          cluster: 'staging-worker',
        }),
      ],
      ['cart: cart staging/staging-worker=2 production/prod-worker=1'],
    ],
    [
      'the same thing in environments that hold nothing but files',
      ['dev', 'prod'].flatMap(name => {
        const environment = name === 'prod' ? 'production' : 'development';
        return [
          workload('cart', `${name}/cart.yaml`, '1', { environment }),
          workload('web', `clusters/${name}/web.yaml`, '2', {
            environment,
            cluster: name,
          }),
        ];
      }),
      [
        ': cart development=1 production=1',
        ': web development/dev=2 production/prod=2',
      ],
    ],
    [
      'a base that one environment builds',
      [
        workload('cart', 'apps/cart/base/a.yaml', '1', {
          ...production,
          builtBy: 'apps/cart/overlays/production',
        }),
        workload('cart', 'apps/cart/base/a.yaml', '1', {
          builtBy: 'apps/cart/base',
        }),
      ],
      ['apps/cart: cart production=1'],
    ],
    [
      'a base that an engine deploys, too',
      [
        workload('cart', 'cart/a.yaml', '1', {
          environment: 'development',
          builtBy: 'cart-dev',
        }),
        workload('cart', 'cart/a.yaml', '1', {
          builtBy: 'cart',
          config: [{ role: 'application', location: at('apps/cart.yaml') }],
        }),
      ],
      ['cart: cart development=1 ?=1'],
    ],
    [
      'two of one environment apart, by what their directories add',
      ['production-1', 'production-2'].map(name =>
        workload('cart', `cart/overlays/${name}/a.yaml`, name, production),
      ),
      [
        'cart: cart production/production-1=production-1 production/production-2=production-2',
      ],
    ],
    [
      'places by whatever else their names hold',
      [
        workload('cart', 'cart/overlays/moc-prod/a.yaml', '1', production),
        workload('cart', 'cart/overlays/ocp4-stage/a.yaml', '2', staging),
      ],
      ['cart: cart staging/ocp4-stage=2 production/moc-prod=1'],
    ],
    [
      'two of one environment apart, by the values that set another version',
      [
        workload('cart', 'cart/templates/a.yaml', '', {
          ...production,
          versions: [
            ['cart', '2', 'cart/values.yaml'],
            ['proxy', '5', 'cart/values.yaml'],
            ['cart', '1', 'cart/values-idfprod.yaml'],
            ['cron', '7', 'cart/values-us-prod.yaml'],
          ].map(([name, tag, path]) =>
            versionPin('image', `acme/${name}`, tag, at(path), 'tag'),
          ),
        }),
      ],
      ['cart/templates: cart production=2+5+7 production/idfprod=1'],
    ],
    [
      'nothing that tests alone apply',
      [
        workload('cart', 'test/testdata/a.yaml', '1'),
        workload('cart', 'test/a.yaml', '2'),
        workload('web', 'e2e/a.yaml', '3', { builtBy: 'e2e' }),
      ],
      ['test: cart ?=2', 'e2e: web ?=3'],
    ],
    [
      'two of one environment apart, by their clusters',
      ['eu', 'us'].map(cluster =>
        workload('cart', `cart/${cluster}/a.yaml`, cluster, {
          ...production,
          cluster,
        }),
      ),
      ['cart: cart production/eu=eu production/us=us'],
    ],
    [
      'one object in two namespaces of one environment',
      ['shop', 'test-shop'].map(namespace =>
        workload('cart', 'cart/production/a.yaml', namespace, {
          ...production,
          namespace,
        }),
      ),
      ['cart: cart production@shop=shop production@test-shop=test-shop'],
    ],
    [
      'names that hold their environment',
      [
        workload('cart-prod', 'apps/cart-prod/a.yaml', '1', production),
        workload('cart-staging', 'apps/cart-staging/a.yaml', '2', staging),
        workload(
          'prod-scheduler',
          'apps/prod-scheduler/a.yaml',
          '3',
          production,
        ),
      ],
      [
        'apps/cart: cart staging=2 production=1',
        'apps/prod-scheduler: prod-scheduler production=3',
      ],
    ],
    [
      'names that hold their cluster',
      ['eu-1', 'us-1'].map(cluster =>
        workload(`cart-${cluster}`, 'argocd/a.yaml', cluster, { cluster }),
      ),
      ['argocd: cart ?/eu-1=eu-1 ?/us-1=us-1'],
    ],
    [
      'names that hold their place in other words',
      ['eu', 'us'].map(region =>
        workload(
          `cart-prod-${region}`,
          `cart/overlays/production-${region}/a.yaml`,
          region,
          production,
        ),
      ),
      ['cart: cart production/production-eu=eu production/production-us=us'],
    ],
    [
      'no jobs of a deployment',
      [
        workload('migrate', 'cart/production/a.yaml', '1', {
          ...production,
          kind: 'Job',
          annotations: { 'argocd.argoproj.io/hook': 'PreSync' },
        }),
      ],
      [],
    ],
    [
      'releases of a helmfile that are called by their stage',
      ['main', 'canary', 'staging'].map(name =>
        workload(name, 'services/cart/helmfile.yaml', name, {
          kind: 'Release',
          cluster: name === 'staging' ? undefined : 'eu-1',
        }),
      ),
      ['services/cart: cart staging=staging ?/eu-1=main+canary'],
    ],
    [
      'not the environment that one of many in a cluster tells',
      [
        workload('view', 'main/view/staging/a.yaml', '1', {
          ...staging,
          cluster: 'main',
        }),
        ...['a', 'b', 'c', 'd', 'e'].map(name =>
          workload(name, `main/${name}/a.yaml`, '1', { cluster: 'main' }),
        ),
      ],
      [
        ...['a', 'b', 'c', 'd', 'e'].map(name => `${name}: ${name} ?/main=1`),
        'view: view staging/main=1',
      ],
    ],
    [
      'the environment of a cluster that others tell',
      [
        workload('cart', 'cart/eu-1/a.yaml', '1', { cluster: 'eu-1' }),
        workload('shop', 'shop/production/eu-1/a.yaml', '1', {
          ...production,
          cluster: 'eu-1',
        }),
      ],
      ['cart: cart production/eu-1=1', 'shop: shop production/eu-1=1'],
    ],
    [
      'names that merely hold such a word',
      [
        workload('test-runner', 'apps/test-runner/a.yaml', '1'),
        workload('live', 'apps/live/a.yaml', '1', staging),
      ],
      ['apps/live: live staging=1', 'apps/test-runner: test-runner ?=1'],
    ],
    [
      'rings',
      ['ring-10', 'ring-2'].map(environment =>
        workload('cart', `cart/rings/${environment}/a.yaml`, '1', {
          environment,
        }),
      ),
      ['cart: cart ring-2=1 ring-10=1'],
    ],
    [
      'a chart by its directory',
      [
        workload('cart', 'charts/cart/templates/web/a.yaml', '1', {
          ...production,
          builtBy: 'charts/cart',
        }),
      ],
      ['charts/cart: cart production=1'],
    ],
    [
      'nothing that the kustomization beside it leaves out',
      [
        workload('cart', 'apps/prod/cart.yaml', '1', {
          ...production,
          builtBy: 'apps/prod',
        }),
        workload('web', 'apps/prod/web.yaml', '2', production),
        workload('shop', 'apps/prod/shop.yaml', '3', {
          ...production,
          config: [{ role: 'application', location: at('apps/shop.yaml') }],
        }),
        workload('setup', 'apps/prod/setup.yaml', '4'),
        workload('cron', 'apps/prod/jobs/cron.yaml', '5', production),
        workload('till', 'apps/prod/till/till.yaml', '6', {
          ...production,
          builtBy: 'apps/prod',
        }),
        workload('old-till', 'apps/prod/till/old.yaml', '7', production),
      ],
      [
        'apps: cart production=1',
        'apps/jobs: cron production=5',
        'apps/prod: setup ?=4',
        'apps: shop production=3',
        'apps/till: till production=6',
      ],
    ],
    [
      'nothing that is left out beside plain files which an engine applies',
      [
        workload('cart', 'apps/web/cart.yaml', '1', {
          cluster: 'home',
          config: [{ role: 'application', location: at('apps.yaml') }],
        }),
        workload('old', 'apps/web/old.yaml', '2', { cluster: 'home' }),
      ],
      ['apps/web: cart ?/home=1'],
    ],
    [
      'no directory that is left out beside those which an engine has taken',
      [
        ...['a', 'b', 'c'].map(name =>
          workload(name, `apps/prod/${name}/a.yaml`, '1', {
            ...production,
            builtBy: 'apps/prod',
            config: [{ role: 'application', location: at('apps.yaml') }],
          }),
        ),
        workload('left', 'apps/prod/left/a.yaml', '2', {
          ...production,
          builtBy: 'apps/prod/left',
        }),
        workload('plain', 'apps/prod/plain/a.yaml', '3', production),
        workload('own', 'apps/prod/own/a.yaml', '4', {
          ...production,
          builtBy: 'apps/prod/own',
          config: [{ role: 'application', location: at('own.yaml') }],
        }),
        workload('source', 'apps/prod/flux-system/a.yaml', '5', {
          ...production,
          builtBy: 'apps/prod/flux-system',
        }),
        workload('web', 'apps/dev/web/a.yaml', '6', staging),
      ],
      [
        'apps/a: a production=1',
        'apps/b: b production=1',
        'apps/c: c production=1',
        'apps/own: own production=4',
        'apps/flux-system: source production=5',
        'apps/web: web staging=6',
      ],
    ],
    [
      'nothing of the archive, nor of variables that nothing fills',
      [
        workload('old', '.archive/old/a.yaml', '1', {
          environment: 'archived',
        }),
        workload('cart', 'cart/production/a.yaml', '${TAG}', production),
      ],
      ['cart: cart production='],
    ],
    [
      'parts of a whole by their own names, where a label says that of the whole',
      ['cart', 'till', 'web'].flatMap((part, index) => [
        workload(`${part}-api`, `${part}/prod/a.yaml`, String(index), {
          ...production,
          labels: { 'app.kubernetes.io/name': 'shop' },
        }),
        workload('controller', `engines/${part}/a.yaml`, String(index), {
          labels: { 'app.kubernetes.io/name': 'engine' },
        }),
      ]),
      [
        'cart: cart-api production=0',
        'engines/cart: engine ?=0',
        'engines/till: engine ?=1',
        'engines/web: engine ?=2',
        'till: till-api production=1',
        'web: web-api production=2',
      ],
    ],
    [
      'what one chart makes of several releases by the release',
      ['labs-cart', 'labs-shop', 'base-service-eu'].map((instance, index) =>
        workload(
          `${instance}-base`,
          'charts/base/templates/a.yaml',
          String(index),
          {
            ...production,
            builtBy: 'charts/base',
            labels: {
              'app.kubernetes.io/name': 'base-service',
              'app.kubernetes.io/instance': instance,
            },
          },
        ),
      ),
      [
        'charts: base-service production=2',
        'charts: labs-cart production=0',
        'charts: labs-shop production=1',
      ],
    ],
    [
      'what charts of several parts make by the parts, and releases of several environments as one',
      [
        ['cart', 'cart-prod', '2'],
        ['cart', 'cart-staging', '3'],
        ['postgresql', 'cart-prod', '15'],
        ['postgresql', 'cart-staging', '16'],
        ['wordpress', 'prod', '5'],
        ['wordpress', 'staging', '6'],
        ['mail', 'blog-prod-eu', '7'],
        ['mail', 'blog-staging', '8'],
        ['redis', 'shop', '1'],
        ['shop', 'shop', '1'],
        ['redis', 'till', '1'],
        ['till', 'till', '1'],
      ].map(([name, instance, tag]) => {
        const environment = instance.includes('staging')
          ? 'staging'
          : 'production';
        return workload(name, `apps/${environment}/${name}.yaml`, tag, {
          environment,
          labels: {
            'app.kubernetes.io/name': name,
            'app.kubernetes.io/instance': instance,
          },
        });
      }),
      [
        'apps: cart staging=3 production=2',
        'apps: mail staging=8 production=7',
        'apps: postgresql staging=16 production=15',
        'apps: redis production=1',
        'apps: shop production=1',
        'apps: till production=1',
        'apps: wordpress staging=6 production=5',
      ],
    ],
    [
      'nothing of words that stand for a version',
      [
        ...[
          'app_version',
          '<tag>',
          '__TAG__',
          'overridden-by-ci',
          'provide_through_flag',
          'CHANGEME',
          'DEFINED-IN-PIPELINE',
          'patch-me-see-overlays',
        ],
        'latest',
        'v1.0-setup',
        'setup-in-2',
      ].map((tag, index) =>
        workload('cart', `cart/production/${index}.yaml`, tag, production),
      ),
      ['cart: cart production=latest+v1.0-setup+setup-in-2'],
    ],
    [
      'tag and digest as a tag',
      [
        workload('cart', 'cart/production/a.yaml', '1@sha256:ab', production),
        workload('cart', 'cart/production/b.yaml', 'sha256:cd', production),
      ],
      ['cart: cart production=1#sha256:ab+sha256:cd'],
    ],
  ])('finds %s', (_, objects, expected) => {
    expect(shown(objects)).toEqual(expected);
  });

  it('takes a version of any length', () => {
    const version = `set${'_by'.repeat(50_000)}\n`;
    expect(shown([workload('cart', 'cart/a.yaml', version)])).toEqual([
      `cart: cart ?=${version}`,
    ]);
  });

  const application = (more: Partial<DeclaredObject>): DeclaredObject =>
    workload('cart', 'argocd/cart.yaml', '1.2', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      versions: [
        versionPin(
          'chart',
          'cart',
          '1.2',
          at('argocd/cart.yaml'),
          'spec.source.targetRevision',
        ),
      ],
      ...more,
    });

  it.each<[engine: DeclaredObject['engine'], expected: string]>([
    [{ destinationCluster: 'prod-eu' }, 'production/prod-eu'],
    [{ path: 'cart/overlays/staging' }, 'staging'],
    [{ path: 'cart/overlays/production-eu' }, 'production/production-eu'],
    [
      { path: 'cart/overlays/prod-us', destinationCluster: 'us-1' },
      'production/us-1',
    ],
    [{ valuesFiles: ['values.yaml', 'values-prod.yaml'] }, 'production'],
    [{ valuesFiles: ['cart/values-prod-eu.yaml'] }, 'production/prod-eu'],
    [{ revision: 'env/staging' }, 'staging'],
    [{ revision: 'stage/uat' }, 'uat'],
    [{ revision: 'env/ab-test-a' }, 'ab-test-a'],
    [{ revision: 'env/1.2' }, '?'],
    [{ destinationNamespace: 'cart-dev' }, 'development'],
    [{ destinationNamespace: 'dev-portal' }, '?'],
    [{ destinationCluster: 'in-cluster', revision: 'main' }, '?'],
    [{ destinationCluster: '<CLUSTER_NAME>' }, '?'],
    [{ destinationCluster: 'API_SERVER' }, '?'],
  ])('sees where an Application leads: %j', (engine, expected) => {
    expect(shown([application({ engine })])).toEqual([
      `argocd: cart ${expected}=1.2`,
    ]);
  });

  it('does not count an engine object beside what it deploys, unless it says more', () => {
    const deployed = (tag: string) =>
      workload('web', 'cart/production/a.yaml', tag, {
        ...production,
        config: [{ role: 'application', location: at('argocd/cart.yaml') }],
      });
    const revision = application({
      versions: [
        versionPin('revision', 'app', 'main', at('argocd/cart.yaml'), 'k'),
      ],
    });
    expect(shown([revision, deployed('1')])).toEqual([
      'cart: web production=1',
    ]);
    expect(shown([revision])).toEqual(['argocd: cart ?=main']);
    const deployedBySet = workload('web', 'cart/production/a.yaml', '1', {
      ...production,
      builtBy: 'cart/production',
    });
    const pointing = { ...revision, engine: { path: './cart/production' } };
    expect(shown([pointing, deployedBySet])).toEqual([
      'cart: web production=1',
    ]);
    expect(shown([application({}), deployed('1')])).toEqual([
      'argocd: cart ?=1.2',
      'cart: web production=1',
    ]);
  });

  const pin = (service: string, environment: string, path = 'tags') => ({
    service,
    path,
    environment,
    pin: versionPin(
      'image',
      service,
      `v-${environment}`,
      at(`tags/${environment}/${service}`),
      'image_tag',
    ),
  });

  it('adds versions that stand in files of their own', () => {
    const pins = [pin('router', 'production'), pin('router', 'staging')];
    expect(shown([], pins)).toEqual([
      'tags: router staging=v-staging production=v-production',
    ]);
    expect(
      shown([workload('router', 'charts/router/a.yaml', '0')], pins),
    ).toEqual([
      'charts/router: router staging=v-staging production=v-production',
    ]);
    const inCluster = (cluster: string) =>
      workload('router', 'charts/router/a.yaml', '0', {
        ...production,
        cluster,
      });
    expect(shown([inCluster('eu-1')], pins)).toEqual([
      'charts/router: router staging=v-staging production/eu-1=0+v-production',
    ]);
    expect(shown([inCluster('eu-1'), inCluster('us-1')], pins)).toEqual([
      'charts/router: router staging=v-staging production=v-production production/eu-1=0 production/us-1=0',
    ]);
  });

  it('does not count a line of a file beside an object that says it', () => {
    const line = pin('cart', 'production');
    const object = workload('cart', 'charts/cart/templates/a.yaml', '', {
      cluster: 'eu-1',
      versions: [line.pin],
    });
    expect(shown([{ ...object, ...production }], [line])).toEqual([
      'charts/cart/templates: cart production/eu-1=v-production',
    ]);
    expect(shown([object], [line])).toEqual([
      'charts/cart/templates: cart production=v-production ?/eu-1=v-production',
    ]);
  });

  it.each<[what: string, place: Partial<DeclaredObject>, expected: string]>([
    [
      'beside what it makes, where nothing is known of the place of either',
      { builtBy: 'charts/cart' },
      'charts/cart: cart ?=0+7',
    ],
    [
      'not beside what runs somewhere',
      { builtBy: 'charts/cart', environment: 'production' },
      'charts/cart: cart production=0',
    ],
  ])('tells charts that a chart brings %s', (_, place, expected) => {
    const path = 'charts/cart/templates/a.yaml';
    const brought = {
      service: 'cart',
      path: 'charts/cart',
      pin: versionPin('chart', 'redis', '7', at('charts/cart/Chart.yaml'), 'x'),
    };
    expect(
      shown(
        [workload('cart', path, '0', place)],
        [
          brought,
          {
            ...brought,
            pin: versionPin('image', 'redis', '8', at('charts/cart/x'), 'y'),
          },
        ],
      ),
    ).toEqual([expected]);
  });

  it('tells regions below or above an environment apart', async () => {
    const kustomization = (tag: string) =>
      `resources: [../../../base]\nimages: [{name: acme/cart, newTag: "${tag}"}]\n`;
    const values = (tag: string) =>
      `image: {repository: acme/web, tag: "${tag}"}\n`;
    const facts = await readRepository(
      memoryTree({
        'apps/cart/base/kustomization.yaml': 'resources: [a.yaml]\n',
        'apps/cart/base/a.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\nspec: {template: {spec: {containers: [{name: a, image: "acme/cart:0"}]}}}\n',
        'apps/cart/overlays/prod/eu-west-1/kustomization.yaml':
          kustomization('1'),
        'apps/cart/overlays/prod/us-east-1/kustomization.yaml':
          kustomization('2'),
        'eu-west-1/prod/till/kustomization.yaml': kustomization('15'),
        'us-east-1/prod/till/kustomization.yaml': kustomization('16'),
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'base/a.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: till}\nspec: {template: {spec: {containers: [{name: a, image: "acme/cart:0"}]}}}\n',
        'envs/prod/eu/values-web.yaml': values('3'),
        'envs/prod/us/values-web.yaml': values('4'),
        'envs/staging/eu/api/values.yaml': values('5'),
        'envs/staging/us/api/values.yaml': values('6'),
        // A service that is called like a part of the world.
        'envs/staging/central/values.yaml': values('7'),
        'envs/prod/central/values.yaml': values('8'),
        // What is below a directory that merely ends in an environment is told apart by its path.
        'things/pay-dev/eu/values.yaml': values('9'),
        'things/pay-prod/eu/values.yaml': values('10'),
        'things/pay-prod/us/values.yaml': values('11'),
        // Regions and layers that only the name of a file tells.
        'envs/prod/values-eu.yaml': values('12'),
        'envs/prod/values-us.yaml': values('13'),
        'envs/prod/values-common.yaml': values('14'),
      }),
    );
    expect(shown(facts.objects, facts.pins)).toEqual([
      'api: api staging/eu=5 staging/us=6',
      'apps/cart: cart production/eu-west-1=1 production/us-east-1=2',
      'central: central staging=7 production=8',
      ': envs production=14 production/eu=12 production/us=13',
      'things/eu: things development=9 production=10',
      'things/us: things production=11',
      ': till production/eu-west-1=15 production/us-east-1=16',
      ': web production/eu=3 production/us=4',
    ]);
  });

  it('tells files of one environment apart by their names', () => {
    const pins = ['eu', 'us', ''].map(region => {
      const file = at(`chart/values-prod${region && `-${region}`}.yaml`);
      return {
        service: 'cart',
        path: 'chart',
        environment: 'production',
        pin: versionPin('image', 'cart', `v-${region}`, file, 'image.tag'),
      };
    });
    expect(shown([], pins)).toEqual([
      'chart: cart production=v- production/prod-eu=v-eu production/prod-us=v-us',
    ]);
  });

  it('leaves out files of the archive', () => {
    const { environment: _, ...lone } = pin('old', '', 'archive/old');
    expect(shown([], [lone])).toEqual([]);
  });

  it.each(['policies/samples/a.yaml', 'tests/assertions/a.yaml'])(
    'leaves out what only tests apply: %s',
    path => {
      expect(shown([workload('cart', path, '1')])).toEqual([]);
      expect(shown([workload('cart', path, '1', production)])).toHaveLength(1);
    },
  );

  it('tells an object of an operator by the chart that it installs', () => {
    const chart = versionPin(
      'chart',
      'cart',
      '1',
      at('a.yaml'),
      'spec.version',
    );
    expect(
      shown([
        workload('cart', 'cart/a.yaml', '', { kind: 'App', versions: [chart] }),
      ]),
    ).toEqual(['cart: cart ?=1']);
  });

  it('leaves out templates of things, which are called by nothing', () => {
    expect(
      shown([workload('${app}-list', '.taskfiles/list.tmpl.yaml', '1')]),
    ).toEqual([]);
  });

  it('knows environments by configured names, in their order', () => {
    const services = servicesOf(
      {
        objects: ['moon', 'earth'].map(environment =>
          workload('cart', `cart/${environment}/a.yaml`, '1', { environment }),
        ),
        pins: [],
      },
      { environments: [{ name: 'moon' }, { name: 'earth' }] },
    );
    expect(services).toHaveLength(1);
    expect(
      services[0].environments.map(({ environment }) => environment),
    ).toEqual(['moon', 'earth']);
  });

  it('puts what is claimed in production first, each claim once', () => {
    const claim = (raw: string) => ({
      source: 'object-label' as const,
      raw,
      evidence: { type: 'file' as const, location: at('a.yaml') },
    });
    const [service] = servicesOf({
      objects: [
        workload('cart', 'cart/staging/a.yaml', '1', {
          ...staging,
          claims: [claim('b'), claim('a')],
        }),
        workload('cart', 'cart/production/a.yaml', '1', {
          ...production,
          claims: [claim('a')],
        }),
      ],
      pins: [],
    });
    expect(service.claims.map(({ raw }) => raw)).toEqual(['a', 'b']);
  });

  it('tells each object that deploys a service once, wherever it is declared', () => {
    const [service] = servicesOf({
      objects: [
        workload('cart', 'cart/staging/a.yaml', '1', staging),
        workload('cart', 'cart/production/a.yaml', '1', {
          ...production,
          namespace: 'shop',
        }),
        workload('cart', 'cart/production-2/a.yaml', '2', {
          ...production,
          cluster: 'prod-2',
          namespace: 'shop',
        }),
      ],
      pins: [],
    });
    expect(service.objects).toEqual([
      { kind: 'Deployment', name: 'cart' },
      { kind: 'Deployment', namespace: 'shop', name: 'cart' },
    ]);
  });
});

describe('tenants of one environment that are built of one base', () => {
  const flux = (tenant: string, spec = '') =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${tenant}, namespace: flux-system}\nspec: {path: ./prod/${tenant}, sourceRef: {kind: GitRepository, name: flux-system}${spec}}\n`;
  const argo = (tenant: string, destination: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${tenant}, namespace: argocd}\nspec:\n  source: {repoURL: "https://github.com/acme/app-config", path: prod/${tenant}}\n  destination: {${destination}}\n`;

  it.each<
    [
      what: string,
      engine: ((tenant: string) => string) | undefined,
      places: string[],
    ]
  >([
    [
      'into namespaces, by Flux',
      tenant => flux(tenant, `, targetNamespace: ${tenant}`),
      ['production@tenant-a=a', 'production@tenant-b=b'],
    ],
    [
      'into namespaces, by Argo CD',
      tenant =>
        argo(
          tenant,
          `server: https://kubernetes.default.svc, namespace: ${tenant}`,
        ),
      ['production@tenant-a=a', 'production@tenant-b=b'],
    ],
    [
      'into clusters, by Flux',
      tenant =>
        flux(tenant, `, kubeConfig: {secretRef: {name: ${tenant}-kubeconfig}}`),
      ['production/tenant-a=a', 'production/tenant-b=b'],
    ],
    [
      'into clusters, by Argo CD',
      tenant => argo(tenant, `name: ${tenant}, namespace: shop`),
      ['production/tenant-a=a', 'production/tenant-b=b'],
    ],
    // Where they go is not known: that they are two places is a guess that nothing confirms.
    ['into what nobody here tells', undefined, ['production=a+b']],
    ['into one namespace, by engines of their own', flux, ['production=a+b']],
  ])(
    'are the places that engines make of them: %s',
    async (_, engine, places) => {
      const files: Record<string, string> = {
        'base/kustomization.yaml': 'resources: [cart.yaml]\n',
        'base/cart.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\nspec: {template: {spec: {containers: [{name: cart, image: "acme/cart:0"}]}}}\n',
      };
      for (const name of ['a', 'b']) {
        files[`prod/tenant-${name}/kustomization.yaml`] =
          `resources: [../../base]\nimages: [{name: acme/cart, newTag: ${name}}]\n`;
        if (engine) {
          files[`engines/${name}.yaml`] = engine(`tenant-${name}`);
        }
      }
      const { objects } = await readRepository(memoryTree(files));
      const [found] = shown(
        objects.filter(({ kind }) => kind === 'Deployment'),
      );
      expect(found).toBe(`: cart ${places.join(' ')}`);
    },
  );
});
