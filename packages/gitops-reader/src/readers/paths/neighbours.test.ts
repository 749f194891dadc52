import { PathPlace, Places } from '.';

const each = (names: string[], ...paths: string[]) =>
  names.flatMap(name => paths.map(path => path.replaceAll('NAME', name)));
const values = each(
  ['dev', 'prod', 'summit', 'common'],
  'environments/values-NAME.yaml',
);

it.each<[what: string, paths: string[], path: string, place: PathPlace]>([
  [
    'what stands beside the same without an environment, as the custom is',
    each(['a', 'b', 'room-vpn'], 'NAME/x.yaml', 'NAME-dev/x.yaml'),
    'room-vpn-dev/x.yaml',
    { environment: 'development' },
  ],
  [
    'what is called like one that stands beside others in a neighbour',
    ['eu/web-dev/x.yaml', 'eu/web-prod/x.yaml', 'us/web-prod/x.yaml'],
    'us/web-prod/x.yaml',
    { environment: 'production' },
  ],
  [
    'not where it stands beside none there, either',
    ['eu/web-prod/x.yaml', 'eu/other/x.yaml', 'us/web-prod/x.yaml'],
    'us/web-prod/x.yaml',
    {},
  ],
  [
    'nor where it is further away',
    ['a/eu/web-dev/x.yaml', 'a/eu/web-prod/x.yaml', 'us/web-prod/x.yaml'],
    'us/web-prod/x.yaml',
    {},
  ],
  [
    'what holds the very files that environments beside it hold',
    each(
      ['dev', 'prod', 'tt02'],
      'helm/values/NAME/web.yaml',
      'helm/values/NAME/db.yaml',
    ),
    'helm/values/tt02/web.yaml',
    { environment: 'tt02' },
  ],
  [
    'not where it holds other files',
    [
      ...each(
        ['dev', 'prod'],
        'helm/values/NAME/web.yaml',
        'helm/values/NAME/db.yaml',
      ),
      ...['web.yaml', 'other.yaml'].map(file => `helm/values/cart/${file}`),
    ],
    'helm/values/cart/web.yaml',
    {},
  ],
  [
    'nor where several others do so',
    each(['dev', 'prod', 'a', 'b', 'c'], 'x/NAME/web.yaml', 'x/NAME/db.yaml'),
    'x/a/web.yaml',
    {},
  ],
  [
    'nor where Terraform does',
    each(['dev', 'prod', 'network'], 'y/NAME/main.tf', 'y/NAME/a.yaml'),
    'y/network/a.yaml',
    {},
  ],
  [
    'but not the other one',
    each(['a', 'b', 'c'], 'NAME/x.yaml', 'NAME-dev/x.yaml'),
    'c/x.yaml',
    {},
  ],
  [
    'nor one where two things do so',
    each(['shop', 'web'], 'NAME/x.yaml', 'NAME-dev/x.yaml'),
    'shop-dev/x.yaml',
    {},
  ],
  [
    'clusters by the names that gcloud gives them',
    [
      'releases/gke_shop-prod-1_europe-west1_web-production-1/x.yaml',
      'releases/gke_shop-staging_us-central1-a_web/x.yaml',
    ],
    'releases/gke_shop-prod-1_europe-west1_web-production-1/x.yaml',
    {
      environment: 'production',
      cluster: 'gke_shop-prod-1_europe-west1_web-production-1',
    },
  ],
  [
    'sites beside environments, again and again',
    each(
      ['a', 'b', 'c'],
      'NAME/overlays/osaka0/x.yaml',
      'NAME/overlays/stage0/x.yaml',
    ),
    'a/overlays/osaka0/x.yaml',
    { cluster: 'osaka0' },
  ],
  [
    'clusters of one owner in overlays, again and again',
    each(['a', 'b', 'c'], 'NAME/overlays/acme/acme-cl1/x.yaml'),
    'a/overlays/acme/acme-cl1/x.yaml',
    { cluster: 'acme-cl1' },
  ],
  [
    'no cluster of what clusters share',
    [
      'clusters/lib/dex/x.yaml',
      ...each(['dev', 'prod'], 'clusters/acme-NAME/x.yaml'),
    ],
    'clusters/lib/dex/x.yaml',
    {},
  ],
  [
    'no cluster of what holds the policies of clusters',
    each(['ztp-policies', 'acme1', 'acme2'], 'clusters/NAME/x.yaml'),
    'clusters/ztp-policies/x.yaml',
    {},
  ],
  [
    'no environment of a channel beside others',
    each(['development', 'stable-1.2'], 'logging/overlays/NAME/x.yaml'),
    'logging/overlays/development/x.yaml',
    {},
  ],
  [
    'an environment beside another one and a channel',
    each(['dev', 'prod', 'beta'], 'logging/overlays/NAME/x.yaml'),
    'logging/overlays/dev/x.yaml',
    { environment: 'development' },
  ],
  [
    'no environment of what each file of a directory is',
    ['kargo/stages/ring-1-stage.yaml', 'kargo/stages/ring-2-stage.yaml'],
    'kargo/stages/ring-1-stage.yaml',
    {},
  ],
  [
    'what stands beside environments in overlays, and is built like them',
    each(['dev', 'tst', 'prd', 'local'], 'apps/cart/overlays/NAME/x.yaml'),
    'apps/cart/overlays/local/x.yaml',
    { environment: 'local' },
  ],
  [
    'but not what is a kustomization as they are, and no more',
    each(['dev', 'prod', 'tls'], 'cart/overlays/NAME/kustomization.yaml'),
    'cart/overlays/tls/kustomization.yaml',
    {},
  ],
  [
    'but not what holds the word of an environment',
    each(['dev', 'tst', 'prd', 'init-prd-db'], 'cart/overlays/NAME/x.yaml'),
    'cart/overlays/init-prd-db/x.yaml',
    {},
  ],
  [
    'but not beside a lone one',
    each(['prd', 'local'], 'apps/cart/overlays/NAME/x.yaml'),
    'apps/cart/overlays/local/x.yaml',
    {},
  ],
  [
    'but not beside other things',
    each(
      ['a', 'b', 'c'],
      'NAME/overlays/http2/x.yaml',
      'NAME/overlays/default/x.yaml',
    ),
    'a/overlays/http2/x.yaml',
    {},
  ],
  [
    'clusters by any name, side by side',
    each(
      ['main', 'staging'],
      'kubernetes/NAME/apps/x.yaml',
      'kubernetes/NAME/bootstrap/x.yaml',
    ),
    'kubernetes/main/apps/x.yaml',
    { cluster: 'main' },
  ],
  [
    'that of an environment, too',
    each(
      ['main', 'staging'],
      'kubernetes/NAME/apps/x.yaml',
      'kubernetes/NAME/bootstrap/x.yaml',
    ),
    'kubernetes/staging/apps/x.yaml',
    { environment: 'staging', cluster: 'staging' },
  ],
  [
    'clusters as overlays of all clusters',
    each(['local.home', 'base'], 'clusters/overlays/NAME/x.yaml'),
    'clusters/overlays/local.home/apps/x.yaml',
    { cluster: 'local.home' },
  ],
  [
    'which may tell their environment',
    [],
    'clusters/overlays/prod-eu/x.yaml',
    { environment: 'production', cluster: 'prod-eu' },
  ],
  [
    'but not the only one below kubernetes',
    ['kubernetes/main/apps/x.yaml', 'kubernetes/main/flux/x.yaml'],
    'kubernetes/main/apps/x.yaml',
    {},
  ],
  [
    'environments by names of their own, which values files bear',
    values,
    'apps/cart/values-summit.yaml',
    { environment: 'summit' },
  ],
  [
    'but not what is for all of them',
    values,
    'apps/cart/values-common.yaml',
    {},
  ],
  [
    'clusters by number below environments of any name',
    each(['dev', 'prd', 'snd'], 'environments/NAME/01/x.yaml'),
    'environments/snd/01/x.yaml',
    { environment: 'snd', cluster: 'snd-01' },
  ],
  [
    'which are the same where they alone hold those numbers',
    [
      ...each(['dev', 'prd', 'snd'], 'environments/NAME/01/x.yaml'),
      'apps/cart/deploy/snd/01/x.yaml',
    ],
    'apps/cart/deploy/snd/01/x.yaml',
    { environment: 'snd', cluster: 'snd-01' },
  ],
  [
    'but not where they hold something else',
    [
      ...each(['dev', 'prd', 'snd'], 'environments/NAME/01/x.yaml'),
      'apps/cart/snd/x.yaml',
    ],
    'apps/cart/snd/x.yaml',
    {},
  ],
  [
    'nor what is common to them',
    each(['dev', 'prd', 'common'], 'environments/NAME/01/x.yaml'),
    'environments/common/01/x.yaml',
    {},
  ],
  [
    'nor beside a lone environment with numbers',
    each(['dev', 'snd'], 'environments/NAME/01/x.yaml'),
    'environments/snd/01/x.yaml',
    {},
  ],
  [
    'what stands in place of environments again and again',
    each(['a', 'b', 'c'], 'apps/NAME/envs/local/x.yaml'),
    'apps/a/envs/local/x.yaml',
    { environment: 'local' },
  ],
  [
    'but not of what is kept for them',
    each(['a', 'b', 'c'], 'services/NAME/env/secrets/x.yaml'),
    'services/a/env/secrets/x.yaml',
    {},
  ],
  [
    'and not now and then',
    each(['a', 'b'], 'apps/NAME/envs/local/x.yaml'),
    'apps/a/envs/local/x.yaml',
    {},
  ],
  [
    'nor a region, a layer or what may be a cluster',
    each(['a', 'b', 'c'], 'NAME/envs/europe/x', 'NAME/envs/acme-1/x'),
    'a/envs/europe/x',
    {},
  ],
  [
    'an environment in a crowd that it repeats',
    [
      ...each(['a', 'b', 'c', 'd'], 'apps/NAME/x.yaml'),
      ...each(['a', 'b'], 'apps/staging/NAME/x.yaml'),
    ],
    'apps/staging/a/x.yaml',
    { environment: 'staging' },
  ],
  [
    'but not a namespace in a crowd, whatever else it holds',
    [
      ...each(['a', 'b', 'c', 'd'], 'apps/NAME/x.yaml'),
      ...each(['a', 'tool'], 'apps/development/NAME/x.yaml'),
    ],
    'apps/development/a/x.yaml',
    {},
  ],
  [
    'a host beside others of its domain',
    each(['data', 'staging'], 'NAME.shop.example.org/x.yaml'),
    'staging.shop.example.org/x.yaml',
    { environment: 'staging' },
  ],
  [
    'nor where values are for anything',
    each(['dev', 'prod', 'summit'], 'c/values-NAME.yaml'),
    'c/values-summit.yaml',
    {},
  ],
  [
    'no steps that are counted, with no environment beside them',
    ['jobs/stage-1/a.yaml', 'jobs/stage-2/a.yaml'],
    'jobs/stage-1/a.yaml',
    {},
  ],
  [
    'but stages beside what comes after them',
    ['jobs/stage-1/a.yaml', 'jobs/stage-2/a.yaml', 'jobs/prod-1/a.yaml'],
    'jobs/stage-1/a.yaml',
    { environment: 'staging' },
  ],
  [
    'clusters by region, where an environment holds several',
    [
      ...each(['eu-west-1', 'us-east-1'], 'clusters/prod/NAME/a.yaml'),
      'clusters/dev/eu-west-1/a.yaml',
    ],
    'clusters/dev/eu-west-1/a.yaml',
    { environment: 'development', cluster: 'dev-eu-west-1' },
  ],
  [
    'and not where each has one',
    each(['prod', 'dev'], 'clusters/NAME/eu-west-1/a.yaml'),
    'clusters/dev/eu-west-1/a.yaml',
    { environment: 'development', cluster: 'dev' },
  ],
  [
    'clusters that something of a repository groups',
    [
      ...each(['aws/prod-1', 'gcp/dev-1'], 'clusters/NAME/apps.yaml'),
      'clusters/aws/readme.yaml',
    ],
    'clusters/aws/prod-1/apps.yaml',
    { environment: 'production', cluster: 'prod-1' },
  ],
  [
    'those by the group as well, where each has one of the name',
    each(['eu', 'acme'], 'clusters/NAME/prod/flux-system/gotk-sync.yaml'),
    'clusters/acme/prod/a.yaml',
    { environment: 'production', cluster: 'acme-prod' },
  ],
  [
    'no part of a cluster, be it one that Flux starts from',
    each(['home', 'away'], 'clusters/NAME/kubernetes/flux-system/a.yaml'),
    'clusters/home/kubernetes/a.yaml',
    { cluster: 'home' },
  ],
  [
    'nor an environment of it that starts nothing by itself',
    each(['dev', 'prod'], 'clusters/home/NAME/apps/a.yaml'),
    'clusters/home/dev/apps/a.yaml',
    { environment: 'development', cluster: 'home' },
  ],
  [
    'clusters by what Flux writes for them',
    each(
      ['aws-one', 'gcp-one'],
      'NAME/flux-system/gotk-sync.yaml',
      'NAME/a.yaml',
    ),
    'aws-one/a.yaml',
    { cluster: 'aws-one' },
  ],
  [
    'and not one alone, which may be called by anything',
    ['deploy/flux-system/gotk-sync.yaml', 'deploy/a.yaml', 'docs/a.yaml'],
    'deploy/a.yaml',
    {},
  ],
])('%s', (_, paths, path, place) => {
  const { environment, cluster } = new Places(paths).of(path);
  expect({ environment, cluster }).toEqual({
    environment: undefined,
    cluster: undefined,
    ...place,
  });
});

it('does not follow values that would name another environment', () => {
  const before = new Set(values);
  const places = new Places(before);
  places.of('apps/cart/values-moon.yaml');
  const moon = 'environments/values-moon.yaml';
  const after = new Set([...before, moon]);
  expect(places.follow(before, after, new Set([moon]))).toBe(false);
});

it('does not follow a file that makes another environment of a directory', () => {
  const before = new Set([
    ...each(['dev', 'prod'], 'values/NAME/web.yaml', 'values/NAME/db.yaml'),
    'values/cart-dev/web.yaml',
  ]);
  const places = new Places(before);
  places.of('values/cart-dev/web.yaml');
  const file = 'values/cart-dev/db.yaml';
  const after = new Set([...before, file]);
  expect(places.follow(before, after, new Set([file]))).toBe(false);
});

it('does not follow a file that makes a cluster of a directory', () => {
  const before = new Set(
    each(['a', 'b'], 'NAME/flux-system/kustomization.yaml', 'NAME/a.yaml'),
  );
  const places = new Places(before);
  places.of('a/a.yaml');
  const file = 'a/flux-system/gotk-sync.yaml';
  const after = new Set([...before, file]);
  expect(places.follow(before, after, new Set([file]))).toBe(false);
});
