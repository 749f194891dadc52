import {
  classifyEnvironment,
  conventionClaims,
  environmentOf,
  environmentOrder,
  Places,
} from '.';

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
    ['non-prod', 'nonproduction'],
    ['dev-prod', undefined],
    ['product', undefined],
    ['devices', undefined],
    ['c3', undefined],
    ['', undefined],
  ])('%s is %s', (name, environment) => {
    expect(classifyEnvironment(name)).toBe(environment);
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
      ['charts/cart/prod.yaml', 'production'],
      ['environments/test/a.yaml', 'test'],
      ['environments/test.yaml', 'test'],
      ['image-tags/integration/router', 'integration'],
      ['clusters/prod-eu/apps.yaml', 'production', 'prod-eu'],
      ['clusters/c3/apps.yaml', undefined, 'c3'],
      ['clusters/production/staging/a.yaml', 'staging', 'production'],
      ['clusters/prod-eu.yaml', 'production'],
      ['.archive/apps/production/a.yaml', 'archived'],
      // Names of things that happen to hold such a word.
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
