import { Pin, PinChange, PlacedPins, RunningState } from '../types';
import { assess } from './assess';
import { whyNotAsDeclared } from './divergence';

const order = (environment: string) =>
  ({ development: 0, staging: 1, production: 2, 'production-eu': 2 })[
    environment
  ];
const unread: RunningState = { state: 'unknown', reason: 'no cluster' };
const sha = (digit: string) => digit.repeat(40);

function pin(value: string, more: Partial<Pin> = {}): Pin {
  return {
    kind: 'image',
    name: 'ghcr.io/acme/cart',
    value,
    repository: 'acme/app',
    path: 'apps/cart/kustomization.yaml',
    line: 3,
    key: 'newTag',
    ...more,
  };
}

/** Values that a line held, the newest first, a day apart. */
function held(...values: string[]): PinChange[] {
  return values.map((to, at) => ({
    to,
    ...(values[at + 1] && { from: values[at + 1] }),
    commit: sha('c'),
    at: `2026-11-${String(20 - at).padStart(2, '0')}T10:00:00Z`,
    author: 'Shop',
    subject: `Set ${to}`,
  }));
}

function place(
  environment: string,
  pins: Pin | Pin[],
  more: Partial<PlacedPins> = {},
): PlacedPins {
  return {
    environment,
    pins: Array.isArray(pins) ? pins : [pins],
    running: unread,
    ...more,
  };
}

function runs(
  value: string,
  name = 'ghcr.io/acme/cart',
  pinned: Pin['kind'] = 'image',
): RunningState {
  return {
    state: 'known',
    versions: [
      {
        cluster: 'eu',
        kind: 'Deployment',
        object: 'cart',
        pinned,
        name,
        value,
      },
    ],
  };
}

/** `environment/cluster verdict` of each place. */
function shown(places: PlacedPins[]) {
  return assess('cart', places, { order }).map(
    ({ environment, cluster, verdict, relation, lag }) =>
      [
        cluster ? `${environment}/${cluster}` : environment,
        verdict === relation ? verdict : `${verdict} ${relation}`,
        lag?.versions !== undefined && `${lag.versions} versions`,
        lag?.step,
        lag?.waitingSince && `since ${lag.waitingSince.slice(0, 10)}`,
      ]
        .filter(Boolean)
        .join(' '),
  );
}

describe('assess', () => {
  it.each<[what: string, places: PlacedPins[], expected: string[]]>([
    [
      'environments are put in order, each beside the one before',
      [
        place('production', pin('1.0.0')),
        place('development', pin('1.1.0')),
        place('staging', pin('1.1.0')),
      ],
      ['development first', 'staging same', 'production behind minor'],
    ],
    [
      'an environment that does not hold the service is passed over',
      [place('development', pin('1.1.0')), place('production', pin('1.1.0'))],
      ['development first', 'production same'],
    ],
    [
      'how far behind, and since when',
      [
        place('staging', pin('v4', { history: held('v4', 'v3', 'v2', 'v1') })),
        place('production', pin('v2', { history: held('v2', 'v1') })),
      ],
      ['staging first', 'production behind 2 versions since 2026-11-19'],
    ],
    [
      'a version that the one before jumped over',
      [
        place('staging', pin('v4', { history: held('v4', 'v3', 'v1') })),
        place('production', pin('v2')),
      ],
      ['staging first', 'production behind 2 versions since 2026-11-19'],
    ],
    [
      'commits have no order, but what a line held before has',
      [
        place('staging', pin(sha('b'), { history: held(sha('b'), sha('a')) })),
        place('production', pin(sha('a'))),
      ],
      ['staging first', 'production behind 1 versions since 2026-11-20'],
    ],
    [
      'the same the other way around',
      [
        place('staging', pin(sha('a'))),
        place(
          'production',
          pin(sha('b'), { history: held(sha('b'), sha('a')) }),
        ),
      ],
      ['staging first', 'production ahead 1 versions'],
    ],
    [
      'the one before went back',
      [
        place(
          'staging',
          pin(sha('a'), { history: held(sha('a'), sha('b'), sha('a')) }),
        ),
        place('production', pin(sha('b'))),
      ],
      ['staging rolled-back first', 'production ahead'],
    ],
    [
      'it went back itself',
      [
        place('staging', pin(sha('b'))),
        place(
          'production',
          pin(sha('a'), { history: held(sha('a'), sha('b'), sha('a')) }),
        ),
      ],
      ['staging first', 'production rolled-back behind'],
    ],
    [
      'environments whose order is not known are not judged',
      [
        place('', pin('1')),
        place('blue', pin('2')),
        place('production', pin('3')),
        place('green', pin('4')),
      ],
      ['production first', 'unknown', 'blue unknown', 'green unknown'],
    ],
    [
      'environments of one position stand beside each other',
      [
        place('staging', pin('v3')),
        place('production', pin('v2')),
        place('production-eu', pin('v3')),
      ],
      ['staging first', 'production behind', 'production-eu same'],
    ],
    [
      'commits of which nothing is known are different, and no more',
      [place('staging', pin(sha('b'))), place('production', pin(sha('a')))],
      ['staging first', 'production different'],
    ],
    [
      'numbers keep their text: 1.10 is not 1.1',
      [place('staging', pin('1.10')), place('production', pin('1.1'))],
      ['staging first', 'production behind minor'],
    ],
    [
      'ahead',
      [place('staging', pin('1.0.0')), place('production', pin('2.0.0'))],
      ['staging first', 'production ahead major'],
    ],
    [
      'moving names are never in sync',
      [place('staging', pin('latest')), place('production', pin('latest'))],
      ['staging floating first', 'production floating'],
    ],
    [
      'a digest beside a tag is no order',
      [place('staging', pin('sha256:00')), place('production', pin('1.0.0'))],
      ['staging first', 'production different'],
    ],
    [
      'one tag with two digests',
      [
        place('staging', pin('1.0.0', { digest: 'sha256:00' })),
        place('production', pin('1.0.0', { digest: 'sha256:11' })),
      ],
      ['staging first', 'production different'],
    ],
    [
      'rolled back: to what stood here before, or to an older version',
      [
        place('staging', pin('1.2.0')),
        place(
          'production',
          pin('1.1.0', { history: held('1.1.0', '1.2.0', '1.1.0') }),
        ),
      ],
      ['staging first', 'production rolled-back behind minor'],
    ],
    [
      'all environments went back together',
      [
        place('staging', pin('1.1.0', { history: held('1.1.0', '1.2.0') })),
        place('production', pin('1.1.0', { history: held('1.1.0', '1.2.0') })),
      ],
      ['staging rolled-back first', 'production same'],
    ],
    [
      'the cluster runs another version than Git asks for',
      [
        place('staging', pin('1.2.0'), { running: runs('1.2.0') }),
        place('production', pin('1.2.0'), { running: runs('1.1.0') }),
      ],
      ['staging first', 'production diverged same'],
    ],
    [
      'a digest in the cluster is not held against a tag',
      [place('production', pin('1.2.0'), { running: runs('sha256:00') })],
      ['production first'],
    ],
    [
      'other images of the same pods do not count',
      [
        place('production', pin('1.2.0'), {
          running: runs('9', 'docker.io/envoy'),
        }),
      ],
      ['production first'],
    ],
    [
      'one image twice in one place is not merged',
      [
        place('staging', pin('1.2.0')),
        place('production', [pin('1.2.0'), pin('1.1.0', { line: 9 })]),
      ],
      ['staging first', 'production unknown'],
    ],
    [
      'two lines that say the same are one version',
      [
        place('staging', pin('1.2.0')),
        place('production', [pin('1.2.0'), pin('1.2.0', { line: 9 })]),
      ],
      ['staging first', 'production same'],
    ],
    [
      'the clusters of an environment, beside the one before that went furthest',
      [
        place('staging', pin('1.1.0'), { cluster: 'a' }),
        place('staging', pin('1.2.0'), { cluster: 'b' }),
        place('production', pin('1.2.0'), { cluster: 'eu' }),
        place('production', pin('1.1.0'), { cluster: 'us' }),
      ],
      [
        'staging/a first',
        'staging/b first',
        'production/eu same',
        'production/us behind minor',
      ],
    ],
    [
      'clusters before whose versions have no order',
      [
        place('staging', pin(sha('a')), { cluster: 'a' }),
        place('staging', pin(sha('b')), { cluster: 'b' }),
        place('production', pin(sha('a'))),
      ],
      ['staging/a first', 'staging/b first', 'production unknown'],
    ],
    [
      'nothing pinned, and another thing pinned',
      [
        place('development', []),
        place('staging', pin('1')),
        place('production', pin('1', { kind: 'chart', name: 'cart' })),
      ],
      ['development unknown', 'staging unknown', 'production unknown'],
    ],
    [
      'what goes with it moves while it stays',
      [
        place('staging', [pin('1.0.0'), pin('2.0.0', { name: 'proxy' })]),
        place('production', [pin('1.0.0'), pin('1.0.0', { name: 'proxy' })]),
      ],
      ['staging first', 'production behind major'],
    ],
    [
      'what goes with it moves both ways',
      [
        place('staging', [
          pin('1'),
          pin('2', { name: 'a' }),
          pin('1', { name: 'b' }),
        ]),
        place('production', [
          pin('1'),
          pin('1', { name: 'a' }),
          pin('2', { name: 'b' }),
        ]),
      ],
      ['staging first', 'production different'],
    ],
  ])('%s', (_, places, expected) => expect(shown(places)).toEqual(expected));

  it('asks git for the order of commits where it can', () => {
    const [, production] = assess(
      'cart',
      [place('staging', pin(sha('b'))), place('production', pin(sha('a')))],
      { order, commits: () => ({ order: 'older', commits: 7 }) },
    );
    expect(production).toMatchObject({
      verdict: 'behind',
      lag: { commits: 7 },
      before: { environment: 'staging' },
    });
  });

  it('takes 50 environments', () => {
    const cells = assess(
      'cart',
      Array.from({ length: 50 }, (_, at) =>
        place(`ring-${at}`, pin(`1.${49 - at}.0`)),
      ),
      { order: name => Number(name.slice(5)) },
    );
    expect(cells.slice(1).every(({ verdict }) => verdict === 'behind')).toBe(
      true,
    );
  });
});

describe('what runs beside what is pinned', () => {
  const flux = `main@sha1:${sha('a')}`;
  it.each<
    [
      kind: Pin['kind'],
      wanted: string,
      running: string,
      expected: 'as-declared' | 'diverged' | 'unknown',
    ]
  >([
    ['image', '1.2.0', '1.2.0', 'as-declared'],
    ['image', '1.2.0', 'v1.2.0', 'as-declared'],
    ['image', '1.2.0', '1.1.0', 'diverged'],
    ['image', '1.2.0', `sha256:${sha('a')}`, 'unknown'],
    ['image', `sha256:${sha('a')}`, `sha256:${sha('a')}`, 'as-declared'],
    ['image', `sha256:${sha('a')}`, '1.2.0', 'unknown'],
    ['image', 'latest', 'latest', 'unknown'],
    ['chart', '1.2.3', '1.2.3+4f2c9d1a8b7e', 'as-declared'],
    ['chart', '1.2.3', '1.2.4+4f2c9d1a8b7e', 'diverged'],
    ['chart', '1.2.3+a', '1.2.3+b', 'diverged'],
    ['revision', sha('a'), sha('a'), 'as-declared'],
    ['revision', 'aaaaaaa', sha('a'), 'as-declared'],
    ['revision', sha('b'), sha('a'), 'diverged'],
    ['revision', sha('a'), flux, 'as-declared'],
    ['revision', sha('b'), flux, 'diverged'],
    ['revision', 'v1.2.0', sha('a'), 'unknown'],
    ['revision', 'v1.2.0', `v1.2.0@sha1:${sha('a')}`, 'as-declared'],
    ['revision', 'refs/tags/v1.2.0', 'v1.2.0', 'as-declared'],
    ['revision', 'v1.2.0', `v1.1.0@sha1:${sha('a')}`, 'diverged'],
    ['revision', 'v1.2.0', `main@sha1:${sha('a')}`, 'unknown'],
    ['revision', sha('a'), 'v1.2.0', 'unknown'],
    ['revision', 'main', flux, 'unknown'],
  ])('%s %s, %s runs: %s', (kind, wanted, running, expected) => {
    const asked = pin(wanted, { kind });
    const state = runs(running, asked.name, kind);
    const [cell] = assess(
      'cart',
      [place('production', asked, { running: state })],
      { order },
    );
    const versions = state.state === 'known' ? state.versions : [];
    const told =
      whyNotAsDeclared(asked, versions) === undefined
        ? 'as-declared'
        : 'unknown';
    expect(cell.diverged ? 'diverged' : told).toBe(expected);
  });

  it('compares a kind of pin with its own kind alone', () => {
    const image = pin('1.2.0', { name: 'redis' });
    const chart = runs('18.0.0', 'redis', 'chart');
    const [cell] = assess(
      'redis',
      [place('production', image, { running: chart })],
      { order },
    );
    expect(cell.diverged).toBeUndefined();
    expect(
      whyNotAsDeclared(image, chart.state === 'known' ? chart.versions : []),
    ).toBe('no version of redis was seen to run');
  });

  it.each([
    [['1.2.0', '1.2.0'], undefined],
    [
      ['1.2.0', `sha256:${sha('a')}`],
      `sha256:${sha('a')} in c1 cannot be compared with 1.2.0`,
    ],
  ])('in clusters that run %j', (values, expected) => {
    const asked = pin('1.2.0');
    const versions = values.flatMap((value, at) => {
      const state = runs(value, asked.name, 'image');
      return state.state === 'known'
        ? state.versions.map(version => ({ ...version, cluster: `c${at}` }))
        : [];
    });
    expect(whyNotAsDeclared(asked, versions)).toBe(expected);
  });

  it('is one of several that are pinned', () => {
    const [cell] = assess(
      'cart',
      [
        place('production', [pin('1.2.0'), pin('1.1.0', { line: 9 })], {
          running: runs('1.1.0'),
        }),
      ],
      { order },
    );
    expect(cell.diverged).toBeUndefined();
  });
});
