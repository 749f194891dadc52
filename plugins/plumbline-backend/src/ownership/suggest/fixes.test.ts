import { ClaimView, Fix, OwnedThing } from '@plumbline/plugin-plumbline-common';
import { codeownersMark, fixesFor, patternOf } from './fixes';

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

describe('fixesFor', () => {
  const team = 'group:default/payments';
  const location = (path: string) => ({
    repository: 'acme/app',
    revision,
    path,
  });
  const ruled = (raw: string, text: string) =>
    claim('codeowners', raw, {
      evidence: {
        type: 'file',
        location: { ...location('CODEOWNERS'), line: 2 },
        text,
      },
    });
  const contested = (rest: Partial<OwnedThing>, ...losing: ClaimView[]) =>
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
        ...losing,
      ],
      ...rest,
    });
  const marks = { codeowners: '.github/CODEOWNERS', mark: '@acme/payments' };

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
        // The rule is for more than this.
        { type: 'codeowners', content: '/apps/cart/base/ @acme/payments' },
        {
          type: 'codeowners',
          path: 'CODEOWNERS',
          line: 2,
          content: '/apps/cart/ @acme/payments # by request',
        },
      ],
    ],
    [
      'all that a line of its own says, and nothing that only looks alike',
      contested(
        { type: 'service', kind: undefined, location: location('apps/cart') },
        ...['@acme/pay', '@acme/checkout'].map(raw =>
          ruled(raw, 'apps/cart/** @acme/pay-eu @acme/pay @acme/checkout # us'),
        ),
      ),
      marks,
      [
        {
          line: 2,
          title: 'Say @acme/payments instead of @acme/pay @acme/checkout',
          content: 'apps/cart/** @acme/pay-eu @acme/payments # us',
        },
      ],
    ],
    [
      'the mark alone where the rest of the line is not known',
      contested(
        { type: 'service', kind: undefined, location: location('apps/cart') },
        ruled(
          '@acme/pay',
          `/apps/cart/ @acme/pay ${'x'.repeat(200)}`.slice(0, 200),
        ),
      ),
      marks,
      [{ line: 2, content: '@acme/payments' }],
    ],
    [
      'the file of an entity, where the catalog says something else',
      contested(
        {},
        claim('catalog-entity', 'checkout', {
          evidence: {
            type: 'object',
            cluster: '',
            object: {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              namespace: 'default',
              name: 'cart',
            },
            field: 'spec.owner',
          },
        }),
      ),
      marks,
      [
        {
          type: 'entity',
          title:
            'In the catalog, spec.owner of Component default/cart says checkout: correct it in the file that it is registered with',
          content: 'spec:\n  owner: group:default/payments',
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
