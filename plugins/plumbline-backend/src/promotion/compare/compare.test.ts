import { repositoryFacts } from '@plumbline/gitops-lookup/testUtils';
import { PlacedPins } from '@plumbline/gitops-promotion';
import { placeId, PromotedCell } from '@plumbline/plugin-plumbline-common';
import { testDatabases } from '../../__testUtils__/databases';
import { fill } from '../../__testUtils__/fill';
import { compareKeys, ConfigurationFile, withoutPlace } from './compareKeys';
import { changesSince, compareVersionsOf } from './compareVersionsOf';
import { ConfigurationReader } from './ConfigurationReader';
import { keysOf } from './configurationKeys';
import { placesOf } from './placesOf';

jest.setTimeout(60_000);

const databases = testDatabases();
const staging = { environment: 'staging', cluster: 'stg-1' };
const production = { environment: 'production', cluster: 'prod-eu' };

function file(path: string, text: string): ConfigurationFile {
  return {
    repository: 'acme/app',
    path,
    url: `/file/${path}`,
    keys: keysOf(path, text).keys,
  };
}

function compared(from: Record<string, string>, to: Record<string, string>) {
  const files = (all: Record<string, string>) =>
    Object.entries(all).map(([path, text]) => file(path, text));
  const { differences, hidden } = compareKeys(
    { place: staging, files: files(from) },
    { place: production, files: files(to) },
  );
  return {
    hidden,
    differences: differences.map(
      ({ document, key, from: one, to: other, byName }) =>
        `${document ? `${document}: ` : ''}${key}: ${told(one)} -> ${told(other)}${byName ? ' by name' : ''}`,
    ),
  };
}

function told(side: { value?: string; line: number } | undefined): string {
  return side ? `${side.value ?? 'hidden'}@${side.line}` : 'absent';
}

describe('compareKeys', () => {
  it.each([
    [
      'objects of files whose paths differ in the environment alone',
      {
        'apps/staging/d.yaml':
          'kind: Deployment\nmetadata: {name: cart}\nspec:\n  replicas: 1\n',
      },
      {
        'apps/production/d.yaml':
          'kind: Deployment\nmetadata: {name: cart}\nspec:\n  replicas: 4\n  paused: true\n',
      },
      [
        'Deployment cart: spec.replicas: 1@4 -> 4@4',
        'Deployment cart: spec.paused: absent -> true@5',
      ],
    ],
    [
      'values files by their suffix, and what they call by the environment',
      {
        'values-stg.yaml': 'host: cart.staging.acme.example\nnamespace: shop\n',
      },
      { 'values-prod.yaml': 'host: cart.prod.acme.example\nnamespace: shop\n' },
      ['host: cart.staging.acme.example@1 -> cart.prod.acme.example@1 by name'],
    ],
    [
      'lists by the names of their items; plain lists as a whole',
      {
        'staging/a.yaml':
          'env:\n  - {name: A, value: one}\n  - {name: B, value: two}\nargs: [x, y]\n',
      },
      {
        'production/a.yaml':
          'env:\n  - {name: B, value: three}\n  - {name: A, value: one}\nargs: [y]\n',
      },
      ['env[name=B].value: two@3 -> three@2', 'args: ["x","y"]@4 -> ["y"]@4'],
    ],
    [
      'numbers as they are written',
      { 'staging/a.yaml': 'a: 1.10\n' },
      { 'production/a.yaml': 'a: 1.1\n' },
      ['a: 1.10@1 -> 1.1@1'],
    ],
    [
      'nothing',
      { 'staging/a.yaml': 'a: 1\n' },
      { 'production/a.yaml': 'a: 1\n' },
      [],
    ],
    [
      'what is no YAML',
      { 'staging/a.yaml': 'a: [1\n' },
      { 'production/a.yaml': 'b: 1\n' },
      ['b: absent -> 1@1'],
    ],
  ])('%s', (_, from, to, expected) => {
    expect(compared(from, to)).toEqual({ hidden: 0, differences: expected });
  });

  it.each([
    [
      'a Secret',
      'kind: Secret\nmetadata: {name: a}\nstringData:\n  key: hunter2\n',
      3,
    ],
    [
      'a sealed one',
      'kind: SealedSecret\nmetadata: {name: a}\nspec:\n  encryptedData: {key: hunter2}\n',
      3,
    ],
    ['a file of sops', 'db: hunter2\nsops: {version: "3"}\n', 2],
    ['a key that says so', 'database:\n  password: hunter2\n', 1],
    [
      'a variable that says so',
      'env:\n  - name: DB_PASSWORD\n    value: hunter2\n',
      1,
    ],
    ['an address with a password', 'url: postgres://cart:hunter2@db/cart\n', 1],
    [
      'a connection string',
      'dsn: "Server=db;Password=hunter2;Timeout=3"\nurl: jdbc:x://db?password=hunter2\n',
      2,
    ],
    [
      'a key on several lines',
      'tls:\n  crt: |\n    -----BEGIN PRIVATE KEY-----\n    hunter2\n    -----END PRIVATE KEY-----\n',
      1,
    ],
    [
      'a list at the end of which an option says so',
      'replicas: 1\nargs:\n  - --port=80\n  - --log\n  - --db-password=hunter2\n',
      1,
    ],
    [
      'a text that goes on for lines',
      'args: >-\n  --port=80\n  --log\n  --db-password=hunter2\n',
      1,
    ],
    [
      'what an alias brings',
      'defaults: &d\n  args:\n    - --port=80\n    - --password=hunter2\nweb:\n  replicas: 1\n  <<: *d\n',
      2,
    ],
    [
      'lines that end as they did on old machines',
      'a: 1\rb: 2\rpassword: hunter2\r',
      1,
    ],
  ])('tells the keys of %s, never a value', (_, text, hidden) => {
    const other = text.replaceAll('hunter2', 'hunter3');
    const both = compared(
      { 'staging/a.yaml': text },
      { 'production/a.yaml': other },
    );
    expect(both.hidden).toBe(hidden);
    const alone = compared({}, { 'production/a.yaml': other });
    expect(alone.differences.join('\n')).toMatch(/absent -> hidden/);
    expect(JSON.stringify([both, alone])).not.toMatch(/hunter/);
  });
});

it.each([
  [
    { environment: 'production', cluster: 'prod-eu' },
    'apps/overlays/prod-eu/values-production.yaml queue-eu',
    'apps/overlays/*/values-*.yaml queue-eu',
  ],
  [
    { environment: 'production', cluster: 'one', called: ['eu'] },
    'eu/cart.eu.example/queue/one/phone',
    '*/cart.*.example/queue/*/phone',
  ],
  [
    { environment: 'production', namespace: 'test-shop' },
    'test-shop/cart.test-shop.svc latest-shop',
    '*/cart.*.svc latest-shop',
  ],
])('without %j', (place, text, expected) => {
  expect(withoutPlace(place)(text)).toBe(expected);
});

describe('placesOf', () => {
  const cell = (
    id: string,
    before?: string,
    relation: PromotedCell['relation'] = 'same',
  ) => {
    const place = (text: string) => {
      const [environment, cluster, namespace] = text.split('/');
      return {
        environment,
        ...(cluster && cluster !== '-' && { cluster }),
        ...(namespace && { namespace }),
      };
    };
    return {
      ...place(id),
      relation,
      ...(before && { before: place(before) }),
    };
  };
  const regions = [
    cell('staging/a'),
    cell('staging/b'),
    cell('production/eu', 'staging/b', 'behind'),
    cell('production/us', 'staging/b'),
  ];
  const twins = [cell('production/eu/shop'), cell('production/eu/test-shop')];
  it.each([
    [regions, {}, 'staging/b > production/eu'],
    [regions, { to: 'production/us' }, 'staging/b > production/us'],
    [regions, { from: 'staging/a' }, 'staging/a > production/us'],
    [
      regions,
      { from: 'production', to: 'production' },
      'production/eu > production/us',
    ],
    [
      regions,
      { from: 'production/us', to: 'production/eu' },
      'production/us > production/eu',
    ],
    [regions, { to: 'staging' }, 'production/eu > staging/b'],
    [
      regions,
      { from: 'production/eu', to: 'production/eu' },
      'InputError: from and to: must be two places',
    ],
    [
      regions,
      { from: 'qa' },
      'NotFoundError: cart has no place qa; it has staging/a, staging/b, production/eu, production/us',
    ],
    [
      [cell('dev'), cell('staging'), cell('production')],
      {},
      'staging > production',
    ],
    [twins, {}, 'production/eu/shop > production/eu/test-shop'],
    [
      [cell('production/-/a'), cell('production')],
      { from: 'production' },
      'production > production/-/a',
    ],
    [
      [cell('production')],
      {},
      'InputError: cart has one place: there is nothing to compare it with',
    ],
  ])('of %#, asked for %j, are %s', (cells, query, expected) => {
    const found = () => {
      try {
        const { from, to } = placesOf({ name: 'cart', cells }, query);
        return `${placeId(from)} > ${placeId(to)}`;
      } catch (error) {
        return String(error);
      }
    };
    expect(found()).toBe(expected);
  });

  it('names each place in a way of its own', () => {
    const ids = [
      { environment: 'a/b' },
      { environment: 'a', cluster: 'b' },
      { environment: 'a', namespace: 'b' },
      { environment: 'a', cluster: '-', namespace: 'b' },
      { environment: '' },
      { environment: '-' },
    ].map(placeId);
    expect(ids).toEqual(['a%2Fb', 'a/b', 'a/-/b', 'a/%2D/b', '-', '%2D']);
  });
});

const pin = {
  kind: 'image' as const,
  name: 'ghcr.io/acme/cart',
  value: '1.3.0',
  repository: 'acme/app',
  path: 'a.yaml',
  key: 'image',
};

describe('compareVersionsOf', () => {
  it('puts what is pinned side by side, with the order where there is one', () => {
    expect(
      compareVersionsOf(
        {
          pins: [
            { ...pin, url: '/a' },
            { ...pin, name: 'proxy', value: 'latest' },
          ],
        },
        {
          pins: [
            { ...pin, name: 'GHCR.io/acme/cart', value: '1.1.0' },
            { ...pin, name: 'new', value: '1' },
          ],
        },
      ),
    ).toEqual([
      {
        kind: 'image',
        name: 'ghcr.io/acme/cart',
        from: { value: '1.3.0', url: '/a' },
        to: { value: '1.1.0' },
        order: 'newer',
      },
      {
        kind: 'image',
        name: 'proxy',
        from: { value: 'latest' },
        order: 'unknown',
        reason: 'one of the two does not pin it',
      },
      {
        kind: 'image',
        name: 'new',
        to: { value: '1' },
        order: 'unknown',
        reason: 'one of the two does not pin it',
      },
    ]);
  });
});

describe.each(databases.ids)('the configuration of a place on %s', id => {
  it('leaves out the file that is too large, and none that fits', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, {
      repositories: [
        {
          facts: repositoryFacts({ repository: 'acme/app', revision: 'abc' }),
          files: [],
          changes: new Map(),
        },
      ],
      clusters: [],
      teams: [],
    });
    const reader = new ConfigurationReader({
      reader: knex,
      readFile: async (_, revision, path) =>
        revision === 'abc' && path === 'large.yaml'
          ? new Uint8Array(2_000_001)
          : new TextEncoder().encode('replicas: 2\n'),
    });
    const place = (...paths: string[]): PlacedPins => ({
      environment: 'dev',
      pins: paths.map(path => ({ ...pin, path })),
      running: { state: 'unknown', reason: '' },
    });
    const { from } = await reader.readBoth(
      place('large.yaml', 'small.yaml'),
      place('other.yaml'),
    );
    expect(from.files.map(({ path }) => path)).toEqual(['small.yaml']);
    expect(from.unread).toEqual([
      {
        repository: 'acme/app',
        path: 'large.yaml',
        reason: 'the files of this place are too large together',
      },
    ]);
  });
});

describe('changesSince', () => {
  const change = (from: string | undefined, to: string) => ({
    from,
    to,
    commit: to,
    at: '2026-01-01T00:00:00Z',
    author: 'robot',
    subject: to,
  });
  const history = [change('3', '3'), change('2', '3'), change('1', '2')];
  it.each([
    ['3', []],
    ['2', ['3']],
    ['1', ['3', '2']],
    ['0', undefined],
  ])('since %s', (version, expected) => {
    expect(changesSince(history, version)?.map(({ to }) => to)).toEqual(
      expected,
    );
  });
  it('is not known without a history', () => {
    expect(changesSince(undefined, '1')).toBeUndefined();
    expect(changesSince([], '1')).toBeUndefined();
  });
});
