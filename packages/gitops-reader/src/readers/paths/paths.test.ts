import {
  canonicalPlace,
  classifyEnvironment,
  conventionClaims,
  environmentOf,
  environmentOrder,
  pathsReader,
  Places,
  subjectOf,
} from '.';
import { parsedFiles } from '../../__testUtils__/parsedFiles';

/** Rows of which the last cells may be missing, each as one argument. */
function rows<T>(table: T[]): [T][] {
  return table.map(row => [row]);
}

describe('classifyEnvironment', () => {
  it.each([
    ['dev', 'development'],
    ['Development', 'development'],
    ['int', 'integration'],
    ['stg', 'staging'],
    ['prd', 'production'],
    ['live', 'production'],
    ['production-1', 'production'],
    ['prod-eu', 'production'],
    ['eu-west-1-prod', 'production'],
    ['prod1', 'production'],
    ['stone-stg-rh01', 'staging'],
    ['c2-production', 'production'],
    ['pre-prod', 'preproduction'],
    ['uat', 'uat'],
    ['pro', 'production'],
    ['fonts-pro', undefined],
    ['non-prod', 'nonproduction'],
    ['dev-prod', undefined],
    ['product', undefined],
    ['devices', undefined],
    ['c3', undefined],
    ['', undefined],
  ])('%s is %s', (name, environment) => {
    expect(classifyEnvironment(name)).toBe(environment);
  });

  it.each([
    ['prod-eu', 'production_eu', true],
    ['PRD1', 'production-1', true],
    ['pre-prod-eu', 'preprod-eu', true],
    ['prod-eu', 'prod-us', false],
    ['prod1', 'prod2', false],
    ['prod-eu', 'staging-eu', false],
    ['eu-1', 'eu-1', true],
  ])('%s and %s are one place: %s', (one, other, same) => {
    expect(canonicalPlace(one) === canonicalPlace(other)).toBe(same);
  });

  it('orders environments as they are promoted', () => {
    const names = ['prod-eu', 'dev', 'moon', 'uat', 'staging', 'test'];
    expect(
      names.sort((a, b) => environmentOrder(a) - environmentOrder(b)),
    ).toEqual(['dev', 'test', 'staging', 'uat', 'prod-eu', 'moon']);
  });
});

describe('environmentOf', () => {
  it.each(
    rows<[path: string, environment?: string, cluster?: string]>([
      ['apps/cart/overlays/production/kustomization.yaml', 'production'],
      ['apps/cart/overlays/prod-eu/kustomization.yaml', 'production'],
      ['production/cart.yaml', 'production'],
      ['components/x/staging/base/a.yaml', 'staging'],
      ['charts/cart/values-prod.yaml', 'production'],
      ['charts/cart/values.staging.yaml', 'staging'],
      ['charts/cart/prod-values.yaml', 'production'],
      ['charts/cart/enc-prod.secret.values.yaml', 'production'],
      ['charts/cart/staging.secret.yaml', 'staging'],
      ['charts/cart/prod.yaml', 'production'],
      ['environments/test/a.yaml', 'test'],
      ['environments/test.yaml', 'test'],
      ['image-tags/integration/router', 'integration'],
      ['clusters/prod-eu/apps.yaml', 'production', 'prod-eu'],
      ['clusters/c3/apps.yaml', undefined, 'c3'],
      ['clusters/production/staging/a.yaml', 'staging', 'production'],
      ['clusters/prod-eu.yaml', 'production'],
      ['.archive/apps/production/a.yaml', 'archived'],
      ['apps/cart/overlays/demo/a.yaml', 'demo'],
      ['envs/uat-2/a.yaml', 'uat'],
      ['apps/cart/rings/ring-3/base/a.yaml', 'ring-3'],
      ['charts/cart/secrets.prod.enc.yaml', 'production'],
      ['clusters/c2-production/a.yaml', 'production', 'c2-production'],
      ['cluster/apps/a.yaml'],
      ['cluster/prod-1/a.yaml', 'production', 'prod-1'],
      ['envs/acc/a.yaml', 'uat'],
      ['apps/cart/overlays/hml/a.yaml', 'homologation'],
      ['charts/cart/values-homolog.yaml', 'homologation'],
      ['envs/rec/a.yaml', 'recette'],
      ['apps/rec/a.yaml'],
      ['apps/cart/overlays/pre/a.yaml', 'preproduction'],
      ['apps/cart/overlays/sit/a.yaml', 'integration'],
      ['clusters/acme-acc-01/a.yaml', 'uat', 'acme-acc-01'],
      // Names of things that happen to hold such a word.
      ['overlays/pre-sync/a.yaml'],
      ['pre/a.yaml'],
      ['overlays/registry-integration/a.yaml'],
      ['overlays/tech-preview/a.yaml'],
      ['issuers/letsencrypt-prod/a.yaml'],
      ['bases/clusters/capa/a.yaml'],
      ['apps/test-runner/a.yaml'],
      ['apps/production-scheduler/a.yaml'],
      ['zones/staging.example.com.yaml'],
      ['charts/demo/values.yaml'],
      ['charts/cart/values-dev-portal.yaml'],
      ['tags/latest/a.yaml'],
      ['apps/archive/a.yaml'],
      ['apps/_disabled/cart/a.yaml', 'archived'],
      ['charts/geth/values-archive.yaml'],
      ['apps/live-chat/a.yaml'],
      ['apps/dev-portal/a.yaml'],
      ['apps/production-images/a.yaml'],
      ['test/fixtures/a.yaml'],
      ['apps/integration/a.yaml'],
      ['apps/cart/values.yaml'],
      ['a.yaml'],
    ]),
  )('places %s', ([path, environment, cluster]) => {
    const place = environmentOf(path);
    expect([place.environment, place.cluster]).toEqual([environment, cluster]);
    expect(place.reason !== undefined).toBe(
      environment !== undefined || cluster !== undefined,
    );
  });

  it('learns from the rest of the tree', () => {
    const places = new Places([
      'apps/cart/dev/a.yaml',
      'apps/cart/prod/a.yaml',
      'apps/cart/test/a.yaml',
      'apps/test/a.yaml',
      'clusters/cluster-00/a.yaml',
      'apps/overlays/cluster-00/a.yaml',
    ]);
    expect(places.of('apps/cart/test/a.yaml').environment).toBe('test');
    expect(places.of('apps/test/a.yaml').environment).toBeUndefined();
    expect(places.of('apps/overlays/cluster-00/a.yaml').cluster).toBe(
      'cluster-00',
    );
  });

  const tree = (...paths: string[]) => new Places(paths);

  it.each(
    rows<
      [
        what: string,
        places: Places,
        path: string,
        environment?: string,
        cluster?: string,
      ]
    >([
      [
        'a namespace among namespaces is no environment',
        tree('apps/a/x.yaml', 'apps/b/x.yaml', 'apps/c/x.yaml'),
        'apps/development/x.yaml',
      ],
      [
        'nor is one in a base',
        tree('apps/base/development/x.yaml'),
        'apps/base/development/x.yaml',
      ],
      [
        'what stands beside its environment again and again is one of its own',
        tree(
          ...['a', 'b'].flatMap(service =>
            ['production', 'production-downstream', 'staging'].map(
              name => `${service}/${name}/kustomization.yaml`,
            ),
          ),
        ),
        'a/production-downstream/x.yaml',
        'production-downstream',
      ],
      [
        'scripts for production are none',
        tree(
          'production/kustomization.yaml',
          'staging/kustomization.yaml',
          'production-scripts/run.sh',
        ),
        'production-scripts/x.yaml',
      ],
      [
        'a word of many meanings is one when it is built like its neighbours',
        tree('a/dev/x.yaml', 'a/prod/x.yaml', 'a/test/x.yaml'),
        'a/test/x.yaml',
        'test',
      ],
      [
        'and none when it is not',
        tree('a/dev/x.yaml', 'a/prod/x.yaml', 'a/test/run.go'),
        'a/test/run.yaml',
      ],
      [
        'names that are the same but for their environment',
        tree('ns/cart-dev/a.yaml', 'ns/cart-prod/a.yaml'),
        'ns/cart-prod/a.yaml',
        'production',
      ],
      [
        'files, too',
        tree('apps/cart-test.yaml', 'apps/cart-prod.yaml'),
        'apps/cart-test.yaml',
        'test',
      ],
      [
        'values of the same kind',
        tree('c/values-web-dev.yaml', 'c/values-web-prod.yaml'),
        'c/values-web-dev.yaml',
        'development',
      ],
      [
        'a cluster among clusters, called by its environment',
        tree(
          ...['a', 'b', 'c'].flatMap(service => [
            `${service}/staging/stg-eu-01/x.yaml`,
            `${service}/staging/payments-dev/x.yaml`,
          ]),
        ),
        'a/staging/payments-dev/x.yaml',
        'staging',
        'payments-dev',
      ],
      [
        'the hub that manages clusters, which stands in no list of them',
        tree(
          ...['obs', 'edu'].map(name => `acm/clusters/ocp-${name}/x.yaml`),
          ...['a', 'b', 'c'].flatMap(service =>
            ['obs', 'edu', 'infra'].map(
              name => `${service}/overlays/ocp-${name}/x.yaml`,
            ),
          ),
        ),
        'a/overlays/ocp-infra/x.yaml',
        undefined,
        'ocp-infra',
      ],
      [
        'what is named like two clusters beside it in one place alone',
        tree(
          ...['obs', 'edu'].map(name => `acm/clusters/ocp-${name}/x.yaml`),
          ...['obs', 'edu', 'infra'].map(
            name => `a/overlays/ocp-${name}/x.yaml`,
          ),
        ),
        'a/overlays/ocp-infra/x.yaml',
      ],
      [
        'a name of any kind among the overlays of clusters, here and there again',
        tree(
          ...['obs', 'edu', 'infra'].map(n => `clusters/ocp-${n}/x.yaml`),
          ...['ocp-obs', 'ocp-edu', 'ocp-infra', 'tirana'].map(
            name => `a/overlays/${name}/x.yaml`,
          ),
          ...['ocp-edu', 'tirana'].map(name => `b/overlays/${name}/x.yaml`),
        ),
        'b/overlays/tirana/x.yaml',
        undefined,
        'tirana',
      ],
      [
        'which it is not where it stands once',
        tree(
          ...['obs', 'edu', 'infra'].map(n => `clusters/ocp-${n}/x.yaml`),
          ...['ocp-obs', 'ocp-edu', 'ocp-infra', 'tirana'].map(
            name => `a/overlays/${name}/x.yaml`,
          ),
        ),
        'a/overlays/tirana/x.yaml',
      ],
      [
        'the environment outside of a cluster counts for more than its name',
        tree('clusters/prod-eu/x.yaml'),
        'a/rings/ring-1/prod-eu/x.yaml',
        'ring-1',
        'prod-eu',
      ],
      [
        'clusters by name, below their environments, where each starts by itself',
        tree(
          'clusters/prod/hub/apps.yaml',
          'clusters/prod/hub/secrets/x.yaml',
          'clusters/prod/worker/apps.yaml',
        ),
        'clusters/prod/hub/secrets/x.yaml',
        'production',
        'prod-hub',
      ],
      [
        'which apps are not that have one Application each',
        tree(
          'clusters/prod/cart/application.yaml',
          'clusters/prod/shop/application.yaml',
        ),
        'clusters/prod/cart/application.yaml',
        'production',
        'prod',
      ],
      [
        'which apps below an environment are not',
        tree('clusters/prod/shop/x.yaml', 'clusters/prod/cart/x.yaml'),
        'clusters/prod/shop/x.yaml',
        'production',
        'prod',
      ],
      [
        'a cluster that holds other environments is not of the one that it is called like',
        tree('clusters/dev/staging/x.yaml', 'tenants/dev/base/x.yaml'),
        'tenants/dev/base/x.yaml',
        undefined,
        'dev',
      ],
      [
        'but one that holds its own is',
        tree('clusters/dev/staging/x.yaml', 'clusters/dev/dev/x.yaml'),
        'tenants/dev/x.yaml',
        'development',
        'dev',
      ],
      [
        'clusters by number, below their environments',
        tree('clusters/prod/01/x.yaml', 'clusters/ptl/00/x.yaml'),
        'clusters/prod/01/x.yaml',
        'production',
        'prod-01',
      ],
      [
        'of which one may be for tests',
        tree('clusters/prod/01/x.yaml', 'clusters/test/01/x.yaml'),
        'clusters/test/01/x.yaml',
        'test',
        'test-01',
      ],
      [
        'and which is then the only cluster of nothing else',
        tree(
          'clusters/prod/01/x.yaml',
          'clusters/test/01/x.yaml',
          'apps/cart/base/x.yaml',
        ),
        'apps/cart/base/x.yaml',
      ],
      [
        'nor are their files, whatever these are called',
        tree(
          'acme/lets-encrypt-issuer/base/production.yaml',
          'acme/lets-encrypt-issuer/base/staging.yaml',
        ),
        'acme/lets-encrypt-issuer/base/production.yaml',
      ],
      [
        'but an issuer may well have values for environments',
        tree('issuers/values/production.yaml', 'issuers/values/staging.yaml'),
        'issuers/values/production.yaml',
        'production',
      ],
      [
        'a name below that of a host which stands beside it',
        tree('x/shop.example.org/a.yaml', 'x/staging.shop.example.org/a.yaml'),
        'x/staging.shop.example.org/a.yaml',
        'staging',
      ],
      [
        'which says nothing of the host itself',
        tree('x/shop.example.org/a.yaml', 'x/staging.shop.example.org/a.yaml'),
        'x/shop.example.org/a.yaml',
      ],
      [
        'nor of one without such a neighbour',
        tree('x/bank.example.org/a.yaml', 'x/staging.shop.example.org/a.yaml'),
        'x/staging.shop.example.org/a.yaml',
      ],
      [
        'nor of the file of a certificate',
        tree('certs/shop.example.org.yaml', 'certs/dev.shop.example.org.yaml'),
        'certs/dev.shop.example.org.yaml',
      ],
      [
        'an environment that only this repository calls so',
        tree(
          ...['prod', 'stg', 'ptl'].map(name => `clusters/${name}/00/x.yaml`),
          ...['prod', 'stg', 'ptl'].map(name => `apps/cart/${name}/00/x.yaml`),
        ),
        'apps/cart/ptl/00/x.yaml',
        'ptl',
        'ptl-00',
      ],
      [
        'a lone name where names end with their environments',
        tree(
          ...['a', 'b', 'c'].flatMap(name => [
            `ns/${name}-dev/x.yaml`,
            `ns/${name}-prod/x.yaml`,
          ]),
        ),
        'ns/d-prod/x.yaml',
        'production',
      ],
      [
        'words without anything between, where others confirm them',
        tree('c/values-idfdev.yaml', 'c/values-idfprod.yaml'),
        'c/values-idfprod.yaml',
        'production',
      ],
      [
        'and not where nobody does',
        tree('c/endpoint.yaml', 'c/sprint.yaml', 'c/mint.yaml'),
        'c/endpoint.yaml',
      ],
      [
        'issuers of certificates are no environments',
        tree('i/letsencrypt-prod.yaml', 'i/letsencrypt-staging.yaml'),
        'i/letsencrypt-prod.yaml',
      ],
      [
        'an environment that only this repository calls so',
        tree(
          ...['prod', 'stg', 'test', 'ithc'].map(
            name => `k8s/environments/${name}/flux.yaml`,
          ),
        ),
        'k8s/environments/ithc/flux.yaml',
        'ithc',
      ],
      [
        'but not what is built like none of those beside it',
        tree(
          ...['prod', 'stg', 'test'].map(name => `environments/${name}/a.yaml`),
          'environments/tools/b.yaml',
        ),
        'environments/tools/b.yaml',
      ],
      [
        'nor what is for all of them',
        tree(
          ...['prod', 'stg', 'test', 'global'].map(
            name => `environments/${name}/a.yaml`,
          ),
        ),
        'environments/global/a.yaml',
      ],
      [
        'a directory of things that were put away',
        tree('apps/archive/cart/a.yaml', 'apps/archive/README.md'),
        'apps/archive/cart/a.yaml',
        'archived',
      ],
      [
        'something that is called archive',
        tree('apps/archive/a.yaml', 'apps/archive/cart/a.yaml'),
        'apps/archive/cart/a.yaml',
      ],
      [
        'and has layers',
        tree('apps/archive/base/a.yaml', 'apps/archive/overlays/prod/a.yaml'),
        'apps/archive/overlays/prod/a.yaml',
        'production',
      ],
      [
        'and goes by several words',
        tree('ns/web-archive/a.yaml', 'ns/web-prod/a.yaml'),
        'ns/web-archive/a.yaml',
      ],
      [
        'the only cluster',
        tree('kubernetes/clusters/home-0/x.yaml'),
        'kubernetes/apps/x.yaml',
        undefined,
        'home-0',
      ],
      [
        'but not beside those of an environment, whatever that is called',
        tree(
          ...['dev', 'prod', 'test'].flatMap(name => [
            `clusters/${name}/00/x.yaml`,
            `clusters/${name}/01/x.yaml`,
          ]),
          'clusters/dev/02/x.yaml',
        ),
        'apps/cart/x.yaml',
      ],
      [
        'numbers of an environment that is called like tests',
        tree('clusters/dev/00/x.yaml', 'clusters/test/00/x.yaml'),
        'clusters/test/00/x.yaml',
        'test',
        'test-00',
      ],
      [
        'hosts of clusters, below what they are for',
        tree(
          'clusters/pro/c1.pro.acme.example/conf.yaml',
          'clusters/pre/c2.pre.acme.example/conf.yaml',
        ),
        'clusters/pro/c1.pro.acme.example/conf.yaml',
        'production',
        'c1.pro.acme.example',
      ],
      [
        'a cluster that is called like its host, wherever it stands',
        tree('clusters/overlays/demo.acme.example/x.yaml'),
        'apps/overlays/demo.acme.example/x.yaml',
        'demo',
        'demo.acme.example',
      ],
      [
        'but not where others go by other names',
        tree('clusters/capa/x.yaml', 'workload-clusters/a/x.yaml'),
        'apps/x.yaml',
      ],
      [
        'but not for what stands elsewhere',
        tree('kubernetes/clusters/home-0/x.yaml'),
        'talos/x.yaml',
      ],
      [
        'a cluster with a name like any other, which elsewhere is something else',
        tree('clusters/home/x.yaml', 'clusters/away/x.yaml'),
        'apps/home/x.yaml',
      ],
    ]),
  )('sees neighbours: %j', ([, places, path, environment, cluster]) => {
    const place = places.of(path);
    expect([place.environment, place.cluster]).toEqual([environment, cluster]);
  });

  it('follows configured environments, and their order', () => {
    const rules = [
      { name: 'moon', aliases: ['luna', 'm-*', 'sites/*/dark'] },
      { name: 'prd' },
      { name: 'dev' },
    ];
    const places = new Places([], rules);
    expect(
      [
        'apps/moon/a.yaml',
        'apps/luna/a.yaml',
        'apps/m-1/a.yaml',
        'sites/x/dark/a.yaml',
        'overlays/production/a.yaml',
        'overlays/staging/a.yaml',
        'apps/mx/a.yaml',
      ].map(path => places.of(path).environment),
    ).toEqual(['moon', 'moon', 'moon', 'moon', 'prd', 'staging', undefined]);
    expect(
      ['staging', 'dev', 'luna', 'prd', 'ring-1'].sort(
        (a, b) => environmentOrder(a, rules) - environmentOrder(b, rules),
      ),
    ).toEqual(['luna', 'prd', 'dev', 'staging', 'ring-1']);
    expect(classifyEnvironment('production', rules)).toBe('prd');
  });

  it('says once for each name what it guessed', () => {
    const { guesses = [] } = pathsReader.read(
      parsedFiles({
        'a/overlays/prd/a.yaml': 'a: 1',
        'b/overlays/prd/a.yaml': 'a: 1',
        'c/a.yaml': 'a: 1',
        'app/fixtures/user_dev.json': '{}',
        'app/fixtures/user_prod.json': '{}',
      }),
    );
    expect(guesses.map(({ about, guess, why }) => [about, guess, why])).toEqual(
      [
        [
          'environment',
          'directory prd: environment production',
          'it is named so, as in a/overlays/prd/a.yaml and one more directory',
        ],
      ],
    );
    const many = pathsReader.read(
      parsedFiles(
        Object.fromEntries(
          Array.from({ length: 60 }, (_, n) => [
            `clusters/c-${n}/a.yaml`,
            'a: 1',
          ]),
        ),
      ),
    );
    expect(many.guesses).toHaveLength(51);
    expect(many.guesses?.at(-1)?.guess).toMatch(/^10 more/);
  });

  it('recognises the clusters below the environments of many services', () => {
    const places = new Places(
      ['a', 'b', 'c', 'd'].flatMap(service => [
        `components/${service}/production/kflux-prd-rh02/kustomization.yaml`,
        `components/${service}/production/base/kustomization.yaml`,
        `components/${service}/staging/stone-stage-p01/kustomization.yaml`,
        `components/${service}/staging/v1-2/kustomization.yaml`,
      ]),
    );
    expect(
      places.of('components/a/production/kflux-prd-rh02/patches/x.yaml'),
    ).toMatchObject({ environment: 'production', cluster: 'kflux-prd-rh02' });
    expect(
      places.of('components/a/staging/stone-stage-p01/x.yaml'),
    ).toMatchObject({ environment: 'staging', cluster: 'stone-stage-p01' });
    expect(places.of('components/a/production/base/x.yaml')).toEqual({
      environment: 'production',
      reason: 'directory production',
    });
    expect(
      places.of('components/a/staging/v1-2/x.yaml').cluster,
    ).toBeUndefined();
  });
});

describe('subjectOf', () => {
  it.each([
    ['components/cart', 'cart'],
    ['components/cart/operator', 'cart'],
    ['cart/deploy/k8s', 'cart'],
    ['apps/app', 'app'],
    ['manifests/app', 'app'],
    ['operator', 'operator'],
    ['cart/web', 'web'],
    ['components/third-party/tekton/v0.79.0/operator', 'tekton'],
  ])('of %s is %s', (path, subject) => {
    expect(subjectOf(path.split('/'))).toBe(subject);
  });
});

describe('conventionClaims', () => {
  it.each(
    rows<[path: string, team?: string]>([
      ['teams/payments/cart.yaml', 'payments'],
      ['kubernetes/teams/payments/apps/cart/a.yaml', 'payments'],
      ['squads/search/a.yaml', 'search'],
      ['tenants/base/checkout/a.yaml', 'checkout'],
      ['tenants/production/checkout/a.yaml', 'checkout'],
      ['tenants/customer/teams/payments/a.yaml', 'payments'],
      ['teams/payments/tenants/customer/a.yaml', 'payments'],
      ['teams/dev-team/cart/a.yaml', 'dev-team'],
      ['tenants/base/dev-team/a.yaml', 'dev-team'],
      ['teams/qa/runner/a.yaml', 'qa'],
      ['squads/live-events/cart/a.yaml', 'live-events'],
      ['teams/prod-support/cart/a.yaml', 'prod-support'],
      ['teams/prod-eu/payments/a.yaml', 'payments'],
      ['services/teams/deploy/a.yaml'],
      ['config/teams/rbac/a.yaml'],
      ['teams/README.md'],
      ['teams/payments.yaml'],
      ['teams/base/a.yaml'],
      ['teams/_template/a.yaml'],
      ['teams/common/a.yaml'],
      ['apps/teams-bot/a.yaml'],
    ]),
  )('reads %s', ([path, team]) => {
    const claims = conventionClaims(path, 'acme/app', 'r');
    expect(
      claims.map(({ raw, evidence }) => [
        raw,
        evidence.text?.endsWith(`/${raw}/`),
      ]),
    ).toEqual(team ? [[team, true]] : []);
  });
});
