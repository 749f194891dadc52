import {
  componentEntityV1alpha1Validator,
  entityEnvelopeSchemaValidator,
  groupEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
  systemEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import { CatalogEntry } from '@plumbline/plugin-plumbline-common';
import { draftsOf, EntityChoice, existingRefs } from './drafts';
import { entityOf } from './entities';
import { entityName } from './names';

const everything = new Set<EntityChoice>([
  'services',
  'systems',
  'repositories',
  'clusters',
  'namespaces',
  'groups',
]);
const options = { namespace: 'default', unowned: 'unknown', guesses: false };

function entry(
  type: CatalogEntry['type'],
  name: string,
  rest: Partial<CatalogEntry> = {},
): CatalogEntry {
  return {
    id: `${type}:${name}`,
    type,
    name,
    owners: [],
    contested: false,
    ...rest,
  };
}

describe('entityName', () => {
  it.each([
    ['cart', [], 'cart'],
    ['Cart_v1.2', [], 'cart_v1.2'],
    ['acme/app-config', [], 'acme-app-config'],
    ['--cart--', [], 'cart'],
    ['../../etc/passwd', [], 'etc-passwd'],
    ['<script>', [], 'script'],
    ['Пэйментс', [], 'service'],
    ['', [], 'service'],
    ['cart', ['cart'], 'cart-2c70e12b'],
    ['x'.repeat(300), [], `${'x'.repeat(54)}-2c70e12b`],
    [`${'x'.repeat(53)}-${'y'.repeat(30)}`, [], `${'x'.repeat(53)}-2c70e12b`],
  ])('makes of %s, beside %s, %s', (text, taken: string[], expected) => {
    const name = entityName(text, 'b', {
      otherwise: 'service',
      isTaken: each => taken.includes(each),
    });
    expect(name).toBe(expected.replace('2c70e12b', '3e23e816'));
    expect(name).toMatch(/^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/);
  });
});

describe('entityOf', () => {
  it('makes entities that the catalog accepts, with relations to each other', async () => {
    const entries = [
      entry('cluster', 'prod-eu', { environment: 'production' }),
      entry('repository', 'acme/app-config', {
        owners: ['group:default/platform'],
        ownerSource: 'codeowners',
        url: 'https://github.com/acme/app-config',
      }),
      entry('team', 'group:default/payments', {
        title: 'Payments',
        contacts: [{ type: 'email', value: 'pay@acme.example' }],
      }),
      entry('team', 'user:default/jo'),
      entry('namespace', 'shop', { cluster: 'prod-eu' }),
      entry('namespace', 'declared-only'),
      entry('service', 'cart', {
        owners: ['group:default/payments', 'group:default/other'],
        ownerSource: 'object-label',
        ownerConfidence: 'certain',
        contested: true,
        repository: 'acme/app-config',
        path: 'apps/cart',
        url: 'https://github.com/acme/app-config/blob/HEAD/apps/cart',
        environments: ['staging', 'production'],
        partOf: 'Shop Front',
      }),
      entry('service', 'evil', {
        owners: [`group:default/${'t'.repeat(300)}/x`],
        url: 'data:text/html,<script>alert(1)</script>',
        path: 'x'.repeat(5_000),
        partOf: 'Shop Front',
      }),
      entry('service', 'known', { entity: 'component:default/known' }),
      entry('service', 'twin', { sameAs: 'service:cart' }),
      entry('service', 'several', {
        entities: ['component:default/a', 'component:default/b'],
      }),
    ];
    const drafts = draftsOf(entries, everything, false);
    const refs = new Map(
      drafts.map(draft => [
        draft.id,
        `${draft.kind.toLowerCase()}:default/${entityName(draft.wanted, draft.id, { otherwise: draft.otherwise, isTaken: () => false })}`,
      ]),
    );
    const entities = drafts.map(draft =>
      entityOf(draft, (refs.get(draft.id) ?? '').split('/')[1], refs, options),
    );
    const validators = [
      componentEntityV1alpha1Validator,
      resourceEntityV1alpha1Validator,
      systemEntityV1alpha1Validator,
      groupEntityV1alpha1Validator,
    ];
    for (const entity of entities) {
      expect(() => entityEnvelopeSchemaValidator()(entity)).not.toThrow();
      const valid = await Promise.all(
        validators.map(({ check }) => check(entity)),
      );
      expect([entity.metadata.name, valid.includes(true)]).toEqual([
        entity.metadata.name,
        true,
      ]);
    }
    expect(
      entities.map(({ kind, metadata, spec }) => [kind, metadata.name, spec]),
    ).toEqual([
      ['Resource', 'prod-eu', { type: 'kubernetes-cluster', owner: 'unknown' }],
      [
        'Resource',
        'acme-app-config',
        { type: 'git-repository', owner: 'group:default/platform' },
      ],
      [
        'Group',
        'payments',
        {
          type: 'team',
          profile: { displayName: 'Payments', email: 'pay@acme.example' },
          children: [],
        },
      ],
      [
        'Resource',
        'prod-eu-shop',
        {
          type: 'kubernetes-namespace',
          owner: 'unknown',
          dependsOn: ['resource:default/prod-eu'],
        },
      ],
      [
        'Component',
        'cart',
        {
          type: 'service',
          lifecycle: 'production',
          owner: 'group:default/payments',
          system: 'system:default/shop-front',
          dependsOn: ['resource:default/acme-app-config'],
        },
      ],
      [
        'Component',
        'evil',
        {
          type: 'service',
          lifecycle: 'unknown',
          owner: expect.stringMatching(/^group:default\/t{54}-[0-9a-f]{8}$/),
          system: 'system:default/shop-front',
        },
      ],
      // As many parts are another team's.
      ['System', 'shop-front', { owner: 'unknown' }],
    ]);
    const cart = entities[4];
    expect(cart.metadata).toEqual({
      name: 'cart',
      namespace: 'default',
      links: [
        {
          url: 'https://github.com/acme/app-config/blob/HEAD/apps/cart',
          title: 'In its repository',
        },
      ],
      annotations: {
        'backstage.io/managed-by-location': 'plumbline:index',
        'backstage.io/managed-by-origin-location': 'plumbline:index',
        'backstage.io/source-location':
          'url:https://github.com/acme/app-config/tree/HEAD/apps/cart/',
        'plumbline.dev/id': 'service:cart',
        'plumbline.dev/owner-source': 'object-label',
        'plumbline.dev/confidence': 'certain',
        'plumbline.dev/contested': 'true',
        'plumbline.dev/repository': 'acme/app-config',
        'plumbline.dev/path': 'apps/cart',
        'plumbline.dev/environments': 'staging,production',
      },
    });
    expect(JSON.stringify(entities)).not.toContain('data:text');
    expect(entities[6].metadata.title).toBe('Shop Front');
  });

  it.each<[boolean, string, string]>([
    [false, 'unknown', 'group:default/payments'],
    [true, 'group:default/bitnami', 'group:default/bitnami'],
  ])(
    'takes guesses for owners where that is wanted (%s): %s, of the whole %s',
    (guesses, owner, ownerOfAll) => {
      const guessed = (name: string, team: string) =>
        entry('service', name, {
          owners: [team],
          ownerSource: 'chart-maintainer',
          ownerConfidence: 'guess',
          partOf: 'shop',
        });
      const entries = [
        guessed('cart', 'group:default/bitnami'),
        guessed('web', 'group:default/bitnami'),
        entry('service', 'pay', {
          owners: ['group:default/payments'],
          partOf: 'shop',
        }),
      ];
      const [cart, , , system] = draftsOf(entries, everything, guesses).map(
        draft =>
          entityOf(draft, draft.wanted, new Map(), { ...options, guesses }),
      );
      expect(cart.spec).toMatchObject({ owner });
      expect(cart.metadata.annotations).toMatchObject({
        'plumbline.dev/owner-source': 'chart-maintainer',
        'plumbline.dev/confidence': 'guess',
      });
      expect(system).toMatchObject({
        kind: 'System',
        spec: { owner: ownerOfAll },
      });
    },
  );

  it('makes no System beside one that there is, and refers to that one', () => {
    const entries = [
      entry('service', 'cart', {
        partOf: 'shop',
        system: 'system:other/shop',
      }),
    ];
    const drafts = draftsOf(entries, everything, false);
    expect(drafts.map(({ kind }) => kind)).toEqual(['Component']);
    expect(
      entityOf(drafts[0], 'cart', existingRefs(entries), options).spec,
    ).toMatchObject({ system: 'system:other/shop' });
  });

  it('makes groups, or anything else, only where the configuration asks', () => {
    const entries = [
      entry('team', 'group:default/payments'),
      entry('service', 'cart', { partOf: 'shop' }),
    ];
    const kinds = (...choices: EntityChoice[]) =>
      draftsOf(entries, new Set(choices), false).map(({ kind }) => kind);
    expect(kinds('services')).toEqual(['Component']);
    expect(kinds('groups')).toEqual(['Group']);
    expect(kinds('systems')).toEqual(['System']);
    expect(kinds()).toEqual([]);
  });
});
