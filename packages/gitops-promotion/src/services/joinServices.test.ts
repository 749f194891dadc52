import { Pin } from '../types';
import { joinServices, RepositoryService, ServiceRule } from './joinServices';
import { DeployedPart } from './PlaceNames';

function service(
  repository: string,
  name: string,
  places: Record<string, string>,
  image = `ghcr.io/acme/${name}`,
): RepositoryService {
  return {
    repository,
    name,
    path: `apps/${name}`,
    places: Object.entries(places).map(([environment, value]) => {
      const pin: Pin = {
        kind: 'image',
        name: image,
        value,
        repository,
        path: `apps/${name}/${environment}.yaml`,
        key: 'tag',
      };
      return { ...(environment && { environment }), pins: [pin] };
    }),
  };
}

function placed(
  all: RepositoryService,
  where: { cluster?: string; namespace?: string },
): RepositoryService {
  return { ...all, places: all.places.map(place => ({ ...place, ...where })) };
}

/** `name: repository … | environment …` */
function shown(services: RepositoryService[], rules?: ServiceRule[]) {
  return joinServices(services, { rules }).map(
    ({ name, members, places }) =>
      `${name}: ${members.map(each => each.repository).join(' ')} | ${places.map(place => place.environment || '-').join(' ')}`,
  );
}

const dev = service('lower', 'cart', { development: '2', staging: '1' });
const live = service('live', 'cart', { production: '1' });

describe('joinServices', () => {
  it.each<
    [
      what: string,
      services: RepositoryService[],
      rules: ServiceRule[],
      expected: string[],
    ]
  >([
    [
      'two repositories that pin one image under one name',
      [dev, live],
      [],
      ['cart: lower live | development staging production'],
    ],
    [
      'one name for two things',
      [dev, service('live', 'cart', { production: '1' }, 'docker.io/cart')],
      [],
      ['cart: lower | development staging', 'cart: live | production'],
    ],
    [
      'one place twice',
      [dev, service('other', 'cart', { staging: '1' })],
      [],
      ['cart: lower | development staging', 'cart: other | staging'],
    ],
    [
      'one environment twice, in other clusters',
      [
        placed(dev, { cluster: 'a' }),
        placed(service('other', 'cart', { staging: '1' }), { cluster: 'b' }),
      ],
      [],
      ['cart: lower | development staging', 'cart: other | staging'],
    ],
    [
      'owners that have nothing in common',
      [
        { ...dev, owners: ['shop'] },
        { ...live, owners: ['payments'] },
      ],
      [],
      ['cart: lower | development staging', 'cart: live | production'],
    ],
    [
      'owners in common, or none on one side',
      [
        { ...dev, owners: ['shop', 'ops'] },
        { ...live, owners: ['shop'] },
        service('ring', 'cart', { dr: '1' }),
      ],
      [],
      ['cart: lower live ring | development staging production dr'],
    ],
    [
      'other namespaces',
      [
        placed(dev, { namespace: 'shop' }),
        placed(live, { namespace: 'payments' }),
      ],
      [],
      ['cart: lower | development staging', 'cart: live | production'],
    ],
    [
      'two of one repository stay two: its reader knew both',
      [dev, { ...service('lower', 'cart', { production: '1' }), path: 'x' }],
      [],
      ['cart: lower | development staging', 'cart: lower | production'],
    ],
    [
      'a rule joins',
      [
        service('games', 'mangos', { '': '1' }),
        service('games', 'mangos-ptr', { '': '2' }),
      ],
      [
        {
          name: 'mangos',
          members: [
            { service: 'mangos', environment: 'live' },
            { service: 'mangos-*', environment: 'ptr' },
          ],
        },
      ],
      ['mangos: games games | live ptr'],
    ],
    [
      'a rule separates',
      [dev, live],
      [{ name: 'old cart', members: [{ repository: 'live' }] }],
      ['old cart: live | production', 'cart: lower | development staging'],
    ],
    [
      'patterns',
      [dev, live],
      [
        { name: 'no', members: [{ path: '*/*/*' }] },
        { name: 'yes', members: [{ path: 'a*s/*t', repository: 'l*' }] },
      ],
      ['yes: lower live | development staging production'],
    ],
  ])('%s', (_, services, rules, expected) =>
    expect(shown(services, rules)).toEqual(expected),
  );

  it('takes what merely deploys another repository for a part of it', () => {
    const deploys = (url: string, value: string, environment: string) => {
      const told = service('argocd', 'cart', { [environment]: value }, url);
      told.places[0].pins[0].kind = 'revision';
      return told;
    };
    const url = 'https://git.example/Lower.git';
    const joined = joinServices([deploys(url, 'main', 'staging'), dev]);
    expect(joined).toHaveLength(1);
    expect(joined[0].places).toEqual(dev.places);
    expect(joined[0].members.map(({ repository }) => repository)).toEqual([
      'lower',
      'argocd',
    ]);
    expect(joined[0].reasons).toContain('argocd deploys cart from lower');
    for (const other of [
      // A version of its own, a place of its own, another repository.
      deploys(url, 'v1.2.0', 'staging'),
      deploys(url, 'main', 'production'),
      deploys('https://git.example/other', 'main', 'staging'),
    ]) {
      expect(joinServices([other, dev])).toHaveLength(2);
    }
    // Two that might be meant.
    const twin = { ...dev, path: 'elsewhere' };
    expect(
      joinServices([deploys(url, 'main', 'staging'), dev, twin]),
    ).toHaveLength(3);
  });

  const clusters = [
    { name: 'prod-eu', environment: 'production', aliases: ['frankfurt'] },
    { name: 'prod-us', environment: 'production' },
    { name: 'stage-us', environment: 'staging' },
  ];
  it.each<
    [
      what: string,
      written: [environment: string | undefined, cluster?: string][],
      expected: string[],
      deployed: DeployedPart[],
    ]
  >([
    [
      'by what engines deploy to one cluster alone',
      [
        ['production', 'east'],
        ['production', 'west'],
        ['staging', 'south'],
        ['production', 'north'],
      ],
      [
        'production/prod-us (east)',
        'production/west',
        'staging/south',
        'production/prod-eu (north)',
      ],
      [
        { path: 'cart/overlays/east', cluster: 'prod-us' },
        { path: 'west/cart', cluster: 'prod-us' },
        { path: 'west/cart', cluster: 'https://10.0.0.1' },
        // Of another environment than the place says.
        { path: 'south', cluster: 'prod-us' },
        {
          path: 'chart',
          valuesFiles: ['values.yaml', 'chart/values-north.yaml'],
          cluster: 'frankfurt',
        },
      ],
    ],
    [
      'by their names, their aliases and the words for their environment',
      [
        ['production', 'prod-us'],
        ['production', 'frankfurt'],
        ['staging', 'stg-us'],
      ],
      [
        'production/prod-us',
        'production/prod-eu (frankfurt)',
        'staging/stage-us (stg-us)',
      ],
      [],
    ],
    [
      'in the environment of their cluster, where nothing else says one',
      [[undefined, 'prod-us']],
      ['production/prod-us'],
      [],
    ],
    [
      'as they are written, where no cluster is meant',
      [
        ['production', 'prod-ap'],
        ['production', 'stage-us'],
        ['staging', 'prod_us'],
        ['staging'],
      ],
      [
        'production/prod-ap',
        'production/stage-us',
        'staging/prod_us',
        'staging',
      ],
      [],
    ],
    [
      'apart, where two names lead to one cluster',
      [
        ['production', 'frankfurt'],
        ['production', 'production-eu'],
      ],
      ['production/frankfurt', 'production/production-eu'],
      [],
    ],
  ])('tells places %s', (_, written, expected, deployed) => {
    const [joined] = joinServices(
      [
        {
          ...dev,
          deployed,
          places: written.map(([environment, cluster]) => ({
            environment,
            cluster,
            pins: [],
          })),
        },
      ],
      { clusters },
    );
    expect(
      joined.places.map(
        ({ environment, cluster, called }) =>
          `${environment}${cluster ? `/${cluster}` : ''}${called ? ` (${called})` : ''}`,
      ),
    ).toEqual(expected);
  });

  it('says why', () => {
    expect(joinServices([dev, live])[0].reasons).toEqual([
      'lower calls it cart below apps/cart in each of these places',
      'lower and live both call it cart and pin ghcr.io/acme/cart',
    ]);
  });
});
