import { ClaimView, Fix, OwnedThing } from '@plumbline/plugin-plumbline-common';
import {
  codeownersMark,
  fixesFor,
  Neighbours,
  patternOf,
  suggestOwners,
} from './suggest';

const revision = 'a'.repeat(40);

function thing(rest: Partial<OwnedThing> = {}): OwnedThing {
  return {
    id: '1',
    type: 'workload',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'cart',
    cluster: 'prod',
    size: 1,
    state: 'unowned',
    contested: false,
    owners: [],
    claims: [],
    firstSeen: '2026-11-28T00:00:00.000Z',
    ownedSince: '2026-11-28T00:00:00.000Z',
    ...rest,
  };
}

const declared: Partial<OwnedThing> = {
  repository: 'acme/app',
  location: {
    repository: 'acme/app',
    revision,
    path: 'apps/cart/base/deployment.yaml',
    line: 3,
  },
};

function claim(
  source: ClaimView['source'],
  raw: string,
  rest: Partial<ClaimView> = {},
): ClaimView {
  return {
    source,
    raw,
    team: `group:default/${raw.replace(/^.*\//, '')}`,
    decisive: false,
    evidence: {
      type: 'file',
      location: {
        repository: 'acme/app',
        revision,
        path: 'CODEOWNERS',
        line: 2,
      },
      text: `/apps/cart/ ${raw} # by request`,
    },
    ...rest,
  };
}

describe('suggestOwners', () => {
  const around = (
    type: Neighbours['type'],
    total: number,
    ...teams: [team: string, things: number][]
  ): Neighbours => ({
    where: `by ${type}`,
    type,
    total,
    teams: teams.map(([team, things]) => ({ team, things })),
  });

  it.each<[string, ClaimView[], Neighbours[], string[]]>([
    ['nothing', [], [], []],
    [
      'the directory before the namespace before the author',
      [],
      [
        around('author', 1, ['c', 1]),
        around('namespace', 1, ['b', 1]),
        around('directory', 1, ['a', 1]),
      ],
      ['a', 'b', 'c'],
    ],
    [
      'a share of a directory may weigh less than all of a namespace',
      [],
      [around('directory', 10, ['a', 3]), around('namespace', 2, ['b', 2])],
      ['b', 'a'],
    ],
    [
      'what decides before all around it',
      [
        claim('object-label', 'x', { decisive: true }),
        claim('codeowners', 'y'),
      ],
      [
        around('directory', 1, ['group:default/y', 1]),
        around('namespace', 1, ['group:default/y', 1]),
      ],
      ['group:default/x', 'group:default/y'],
    ],
    [
      'three at most, by name where equal',
      [],
      [around('directory', 4, ['d', 1], ['c', 1], ['b', 1], ['a', 1])],
      ['a', 'b', 'c'],
    ],
  ])('%s', (_, claims, neighbours, expected) => {
    expect(
      suggestOwners({ claims, owners: [] }, neighbours).map(({ team }) => team),
    ).toEqual(expected);
  });
});

describe('fixesFor', () => {
  const marks = { codeowners: '.github/CODEOWNERS', mark: '@acme/payments' };
  const team = 'group:default/payments';

  it.each<
    [
      string,
      OwnedThing,
      typeof marks | { mark: string } | undefined,
      Partial<Fix>[],
    ]
  >([
    [
      'a label where it is declared, or a line of CODEOWNERS',
      thing(declared),
      marks,
      [
        {
          type: 'label',
          path: 'apps/cart/base/deployment.yaml',
          line: 3,
          content: 'metadata:\n  labels:\n    team: payments',
        },
        {
          type: 'codeowners',
          path: '.github/CODEOWNERS',
          content: '/apps/cart/base/ @acme/payments',
        },
      ],
    ],
    [
      'a first CODEOWNERS',
      thing({ ...declared, type: 'service', kind: undefined }),
      { mark: '@acme/payments' },
      [{ type: 'codeowners', path: '.github/CODEOWNERS' }],
    ],
    [
      'a label in the cluster, when nothing declares it',
      thing({ name: `cart'; rm -rf /` }),
      undefined,
      [
        {
          type: 'label',
          content: `kubectl --context prod --namespace shop label 'deployment/cart'\\''; rm -rf /' team=payments --overwrite`,
        },
      ],
    ],
    [
      'the line that says something else, once however often it does',
      thing({
        ...declared,
        contested: true,
        owners: [
          {
            team,
            raw: 'payments',
            source: 'object-label',
            confidence: 'certain',
            evidence: claim('object-label', 'payments').evidence,
          },
        ],
        claims: [
          claim('object-label', 'payments', { decisive: true }),
          claim('namespace-label', 'shop'),
          claim('codeowners', '@acme/checkout'),
          claim('codeowners', '@acme/checkout'),
        ],
      }),
      marks,
      [
        {
          type: 'codeowners',
          path: 'CODEOWNERS',
          line: 2,
          content: '/apps/cart/ @acme/payments # by request',
        },
      ],
    ],
  ])('%s', (_, of, repository, expected) => {
    expect(fixesFor(of, team, repository)).toEqual(
      expected.map(fix => expect.objectContaining(fix)),
    );
  });
});

it.each<[OwnedThing['type'], string, string, string]>([
  ['path', '', 'a.yaml', '*'],
  ['path', 'apps', 'apps/a.yaml', '/apps/'],
  ['path', 'apps/*', 'apps/a.yaml', '/apps/*'],
  ['path', 'apps/a b#.yaml', 'apps/a b#.yaml', '/apps/a\\ b\\#.yaml'],
  ['service', 'cart', 'apps/cart', '/apps/cart/'],
  ['workload', 'cart', 'apps/cart/a.yaml', '/apps/cart/'],
  ['workload', 'cart', 'a.yaml', '/a.yaml'],
])('CODEOWNERS calls %s %s (%s) %s', (type, name, path, expected) => {
  expect(
    patternOf({
      type,
      name,
      location: { repository: 'acme/app', revision, path },
    }),
  ).toBe(expected);
});

it.each([
  ['group:default/payments', ['pay', '@other/pay', '@acme/pay'], '@acme/pay'],
  ['group:default/payments', ['@other/pay'], '@other/pay'],
  ['group:default/payments', [], '@acme/payments'],
  ['user:default/jo', [], '@jo'],
])('CODEOWNERS names %s %j %s', (team, aliases, expected) => {
  expect(codeownersMark(team, aliases, 'acme/app')).toBe(expected);
});
