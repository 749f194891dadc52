import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { catalogSource, createLookup } from '@plumbline/gitops-lookup';
import { TeamFact } from '@plumbline/gitops-reader';
import { CatalogEntry } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { fill } from '../__testUtils__/fill';
import { live, seed } from '../__testUtils__/ownershipSeed';
import { encodeCursor } from '../database/cursor';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { DatabaseSourceStore } from '../index/DatabaseSourceStore';
import {
  addNotes,
  deferNotes,
  oldestNotes,
} from '../ownership/derive/changeNotes';
import { OwnershipWorker } from '../ownership/derive/OwnershipWorker';
import { contactsOf } from '../ownership/pages/pageOfTeams';
import { pageOfOwned } from '../ownership/pages/pageOfThings';
import { ServiceMaker } from '../promotion/services/ServiceMaker';
import { DatabasePromotionStore } from '../promotion/store/DatabasePromotionStore';
import { catalogStatus } from './catalogState';
import { DatabaseCatalog } from './DatabaseCatalog';
import { circlesOf } from './entityClaims';
import { pageOfEntries } from './pageOfEntries';
import { readCatalog } from './readCatalog';

const databases = testDatabases();

function entity(
  kind: string,
  name: string,
  spec: Entity['spec'] = {},
  annotations: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-origin-location': 'url:https://x.example/y',
        ...annotations,
      },
    },
    spec,
  };
}

const found = entity(
  'Component',
  'lost-and-found',
  { owner: 'finders' },
  {
    'backstage.io/source-location':
      'url:https://github.com/acme/app/tree/main/apps/lost/',
  },
);
const web = entity(
  'Component',
  'storefront',
  { owner: 'group:default/web' },
  {
    'backstage.io/kubernetes-label-selector': 'app=web',
    'backstage.io/kubernetes-namespace': 'shop',
  },
);
function placedIn(directory: string, name: string): Entity {
  return entity(
    'Component',
    name,
    { owner: name },
    {
      'backstage.io/source-location': `url:https://github.com/acme/app/tree/main/${directory}`,
    },
  );
}
function inNamespace(namespace: string, of: Entity): Entity {
  return { ...of, metadata: { ...of.metadata, namespace } };
}
const finders = {
  ...entity('Group', 'finders', {
    profile: { displayName: 'The Finders', email: 'find@acme.example' },
  }),
};
const own = entity(
  'Component',
  'cart',
  { owner: 'nobody-else' },
  { 'backstage.io/managed-by-origin-location': 'plumbline:index' },
);

describe.each(databases.ids)('the catalog on %s', id => {
  jest.setTimeout(60_000);
  const now = () => new Date('2026-11-28T10:00:00.000Z');
  const find = { ownership: {}, entityNames: ['{name}'] };

  async function open() {
    const database = await databases.migrated(id);
    await fill(
      database,
      seed({
        clusters: [
          {
            facts: {
              cluster: 'prod',
              environment: 'production',
              objects: live().map(object =>
                object.name === 'web' || object.controller
                  ? { ...object, labels: { app: 'web' } }
                  : object,
              ),
              skipped: [],
            },
          },
        ],
      }),
    );
    const worker = new OwnershipWorker({
      ...find,
      limits: { driftDueMs: 0 },
      client: database,
      reader: database,
      logger: mockServices.logger.mock(),
      now,
    });
    await worker.drain();
    const store = new DatabaseCatalog(database, find.entityNames);
    const logger = mockServices.logger.mock();
    const readOnly = async (entities: Entity[] | Error) => {
      const catalog = catalogServiceMock({
        entities: entities instanceof Error ? [] : entities,
      });
      if (entities instanceof Error) {
        catalog.streamEntities = () => {
          throw entities;
        };
      }
      await readCatalog({
        catalog,
        auth: mockServices.auth(),
        store,
        logger,
        now,
      });
    };
    const read = async (entities: Entity[] | Error) => {
      await readOnly(entities);
      await worker.drain();
    };
    return { database, read, readOnly, worker, store, logger };
  }

  /** Another repository that has a service `cart`. */
  async function secondCart(database: Knex) {
    const [source] = await database('sources').where({ name: 'acme/app' });
    const name = 'repository:acme/pay';
    await database('sources').insert({ ...source, id: name, name: 'acme/pay' });
    const [{ id: _, ...fact }] = await database('repository_facts').where({
      kind: 'services',
      name: 'cart',
    });
    await database('repository_facts').insert({ ...fact, source_id: name });
    await addNotes(database, [
      { type: 'repository', kind: '', namespace: '', name },
    ]);
  }

  async function joinCarts(database: Knex) {
    await new ServiceMaker({
      store: new DatabasePromotionStore(database, database, {}),
      reader: database,
      rules: [{ name: 'cart', members: [{ service: 'cart' }] }],
      logger: mockServices.logger.mock(),
      now,
    }).run();
  }

  async function ownersOf(database: Knex): Promise<Record<string, string>> {
    const rows: { type: string; name: string; facts: string }[] =
      await database('ownership_things').orderBy(['type', 'name']).select();
    return Object.fromEntries(
      rows.map(({ type, name, facts }) => [
        `${type} ${name}`,
        JSON.parse(facts)
          .owners.map((owner: { team: string }) => owner.team)
          .join(),
      ]),
    );
  }

  async function entriesOf(database: Knex): Promise<CatalogEntry[]> {
    const items: CatalogEntry[] = [];
    let cursor: string | undefined;
    do {
      const page = await pageOfEntries(database, { limit: 2, cursor }, find);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return items;
  }

  it('takes spec.owner for the place of the source and the workloads that carry the labels', async () => {
    const { database, read } = await open();
    await expect(ownersOf(database)).resolves.toMatchObject({
      'workload lost': '',
      'workload web': 'group:default/shop-team',
      'service lost': '',
    });
    await read([found, web, finders, own]);
    await expect(ownersOf(database)).resolves.toMatchObject({
      'workload lost': 'group:default/finders',
      // A label of the namespace is stronger.
      'workload web': 'group:default/shop-team',
      'service lost': 'group:default/finders',
    });
    const facts: { facts: string }[] =
      await database('ownership_things').select('facts');
    expect(JSON.stringify(facts)).not.toContain('nobody-else');
    const lookup = createLookup({ index: new DatabaseIndex(database), now });
    const answer = await lookup.answer('Deployment/shop/web');
    expect(answer.contested).toBe(true);
    expect(answer.claims).toContainEqual(
      expect.objectContaining({
        source: 'catalog-entity',
        team: 'group:default/web',
        evidence: expect.objectContaining({
          field: 'spec.owner',
          object: expect.objectContaining({
            kind: 'Component',
            name: 'storefront',
          }),
        }),
      }),
    );
    await expect(
      lookup.answer('acme/app:apps/lost/a.yaml'),
    ).resolves.toMatchObject({
      owners: [{ team: 'group:default/finders', title: 'The Finders' }],
      contact: [{ value: 'find@acme.example' }],
    });
    await read([web, finders]);
    await expect(ownersOf(database)).resolves.toMatchObject({
      'workload lost': '',
      'service lost': '',
    });
  });

  it('tells what can have an entity, and what has one already', async () => {
    const { database, read } = await open();
    expect((await pageOfEntries(database, {}, find)).catalogAsOf).toBe(
      undefined,
    );
    await read([
      found,
      finders,
      entity('Component', 'cart', { owner: 'group:default/checkout' }),
      entity('Resource', 'prod', { type: 'kubernetes-cluster' }),
    ]);
    const entries = await entriesOf(database);
    expect(
      entries.map(({ type, name, entity: ref = '-' }) =>
        [type, name, ref].join(' '),
      ),
    ).toEqual([
      'cluster prod resource:default/prod',
      'repository acme/app -',
      ...entries
        .filter(({ type }) => type === 'team')
        .map(({ name, entity: ref = '-' }) => `team ${name} ${ref}`),
      'namespace shop -',
      'service cart component:default/cart',
      'service lost component:default/lost-and-found',
    ]);
    expect(
      entries.find(({ name }) => name === 'group:default/finders'),
    ).toMatchObject({
      title: 'The Finders',
      entity: 'group:default/finders',
      contacts: [{ type: 'email', value: 'find@acme.example' }],
    });
    expect(entries.find(({ name }) => name === 'cart')).toMatchObject({
      owners: ['group:default/checkout'],
      ownerSource: 'codeowners',
      ownerConfidence: 'likely',
      repository: 'acme/app',
      path: 'apps/cart',
    });
    await read([found, finders]);
    expect(
      (await entriesOf(database)).find(({ name }) => name === 'cart'),
    ).not.toHaveProperty('entity');
  });

  it('tells of a team without an entity where it has something, and which providers could not tell all', async () => {
    const { database, read } = await open();
    await read([found, finders]);
    const [source] = await database('teams').where({
      ref: 'group:default/payments',
    });
    const { id: _, ...described } = source;
    await database('teams').insert({ ...described, origin: 'provider:host' });
    const sourcesOf = async () =>
      Object.fromEntries(
        (await entriesOf(database))
          .filter(({ type }) => type === 'team')
          .map(({ name, sources = [] }) => [name, sources]),
      );
    await expect(sourcesOf()).resolves.toEqual({
      'group:default/checkout': ['repository:acme/app'],
      'group:default/finders': [],
      'group:default/payments': ['cluster:prod', 'provider:host'],
      'group:default/shop-team': ['cluster:prod'],
    });
    // Of one with too many, any source may have something.
    const things: { id: number }[] =
      await database('ownership_things').select();
    const [{ id: __, ...thing }] = things;
    for (let at = 0; at < 201; at += 1) {
      const row_key = `many-${at}`;
      await database('ownership_things').insert({
        ...thing,
        row_key,
        source_id: `repository:many-${at}`,
      });
      const [{ id: thing_id }] = await database('ownership_things')
        .where({ row_key })
        .select('id');
      await database('ownership_owners').insert({
        ...{ team: 'group:default/shop-team', thing_id, type: 'path' },
        ...{ risk: 1, sort: '' },
      });
    }
    await expect(sourcesOf()).resolves.toMatchObject({
      'group:default/shop-team': [],
    });
    const lists = async () => {
      const { unlisted, neverListed } = await pageOfEntries(database, {}, find);
      return { unlisted, neverListed };
    };
    await expect(lists()).resolves.toEqual({});
    const sources = new DatabaseSourceStore(database);
    await sources.recordListingFailure('host', 'repository', '502', now());
    await expect(lists()).resolves.toEqual({
      unlisted: ['provider:host'],
      neverListed: true,
    });
    const listed = { now: now(), factsVersion: 'test' };
    await sources.recordListing('host', 'repository', [], listed);
    await sources.recordListingFailure('host', 'repository', '502', now());
    await expect(lists()).resolves.toEqual({ unlisted: ['provider:host'] });
  });

  it('takes the owner of what stands for a whole repository for that of its Resource as well', async () => {
    const { database, read } = await open();
    const told = async () => {
      const { owners, ownerSource, ownerConfidence } =
        (await entriesOf(database)).find(({ type }) => type === 'repository') ??
        {};
      return [owners, ownerSource, ownerConfidence];
    };
    await read([
      finders,
      entity(
        'Component',
        'app',
        { owner: 'finders' },
        {
          'backstage.io/source-location':
            'url:https://github.com/acme/app/tree/main/',
        },
      ),
    ]);
    expect(await told()).toEqual([
      ['group:default/finders'],
      'repository-default',
      'likely',
    ]);
    await read([finders]);
    expect(await told()).toEqual([[], undefined, undefined]);
  });

  it('keeps what it knew while the catalog is down, and until a second read misses most of it', async () => {
    const { database, read, logger } = await open();
    const many = Array.from({ length: 30 }, (_, at) =>
      entity('Component', `c${at}`, { owner: 'x' }),
    );
    await read([found, finders, ...many]);
    const count = async () =>
      (await database('catalog_entities').select('ref')).length;
    await read(new Error('connect ECONNREFUSED'));
    expect(await count()).toBe(32);
    await expect(catalogStatus(database)).resolves.toMatchObject({
      lastSuccess: now().toISOString(),
      error: expect.stringContaining('ECONNREFUSED'),
    });
    await read([finders]);
    expect(await count()).toBe(32);
    expect(logger.warn).toHaveBeenCalledTimes(2);
    await expect(ownersOf(database)).resolves.toMatchObject({
      'service lost': 'group:default/finders',
    });
    await read([finders]);
    expect(await count()).toBe(1);
    await expect(catalogStatus(database)).resolves.toEqual({
      lastSuccess: now().toISOString(),
      pending: false,
      notes: [],
    });
    // Of two reads in part, only what both miss goes.
    await read(many);
    await read(many.slice(0, 10));
    await read(many.slice(10, 14));
    expect(
      (await database('catalog_entities').orderBy('ref').select('name')).map(
        ({ name }) => name,
      ),
    ).toEqual(
      many
        .slice(0, 14)
        .map(({ metadata }) => metadata.name)
        .sort(),
    );
  });

  it('stands among the sources: how old it is, why, and what is wrong in it', async () => {
    const { database, read, store } = await open();
    const sources = new DatabaseSourceStore(database);
    const listed = async () => {
      const { items, summary } = await sources.list({ kind: 'catalog' }, now());
      return { items, stale: summary.stale };
    };
    const seen = async () => {
      const lookup = createLookup({ index: new DatabaseIndex(database), now });
      const { asOf, stale } = await lookup.answer('Deployment/shop/web');
      const inGit = await lookup.answer('acme/app:apps/lost/a.yaml');
      const { items } = await pageOfOwned(
        database,
        'group:default/finders',
        { type: 'service' },
        now(),
      );
      const [{ claims, stale: reason }] = items;
      return {
        answer: asOf[catalogSource],
        path: inGit.asOf[catalogSource],
        stale: stale.filter(({ source }) => source === catalogSource),
        claim: claims.map(({ asOf: at, stale: old }) => [at, old]),
        thing: reason,
      };
    };
    await expect(listed()).resolves.toEqual({ items: [], stale: 0 });
    await read([
      found,
      web,
      finders,
      entity('Group', 'a', { parent: 'b' }),
      entity('Group', 'b', { parent: 'a' }),
    ]);
    const known = {
      id: catalogSource,
      kind: 'catalog',
      name: 'Backstage catalog',
      provider: 'catalog',
      state: 'ok',
      lastSuccess: now().toISOString(),
      lastAttempt: now().toISOString(),
      counts: { objects: 5, skipped: 0 },
      tookMs: expect.any(Number),
      notes: [expect.stringContaining('are parents of each other')],
    };
    await expect(listed()).resolves.toEqual({ items: [known], stale: 0 });
    const at = now().toISOString();
    await expect(seen()).resolves.toEqual({
      answer: at,
      path: at,
      stale: [],
      claim: [[at, undefined]],
      thing: undefined,
    });
    await read(new Error('connect ECONNREFUSED'));
    await expect(listed()).resolves.toEqual({
      items: [{ ...known, state: 'stale', error: 'connect ECONNREFUSED' }],
      stale: 1,
    });
    await expect(seen()).resolves.toEqual({
      answer: at,
      path: at,
      stale: [{ source: catalogSource, reason: 'connect ECONNREFUSED' }],
      claim: [[at, 'connect ECONNREFUSED']],
      thing: 'connect ECONNREFUSED',
    });
    // No worker takes it for a repository or cluster.
    await database('sources').whereNot({ kind: 'catalog' }).delete();
    await expect(
      sources.claim('somebody', { now: now(), until: now() }),
    ).resolves.toBeUndefined();
    await store.forget();
    await expect(listed()).resolves.toEqual({ items: [], stale: 0 });
  });

  it('forgets what it said when it is not to be read any more', async () => {
    const { database, read, store, worker } = await open();
    await read([found, finders]);
    await store.forget();
    await worker.drain();
    await expect(ownersOf(database)).resolves.toMatchObject({
      'workload lost': '',
      'service lost': '',
    });
    expect((await pageOfEntries(database, {}, find)).catalogAsOf).toBe(
      undefined,
    );
    expect(await database('teams').where({ origin: 'portal' })).toEqual([]);
  });

  it('says so while it is not worked out what a read changed', async () => {
    const { database, readOnly, worker } = await open();
    const state = async () => {
      const { catalogAsOf, catalogPending = false } = await pageOfEntries(
        database,
        {},
        find,
      );
      return [catalogAsOf !== undefined, catalogPending];
    };
    await readOnly([entity('Component', 'cart', { owner: 'x' })]);
    await expect(state()).resolves.toEqual([true, true]);
    await worker.drain();
    await expect(state()).resolves.toEqual([true, false]);
  });

  it('waits for nothing that cannot be worked out, and says of its source alone that not all is known', async () => {
    const { database, readOnly, worker } = await open();
    const unread = async () =>
      (await entriesOf(database)).flatMap(({ name, unread: is }) =>
        is ? [name] : [],
      );
    const defer = async (type: 'repository' | 'thing') => {
      const notes = await oldestNotes(database, [type], 1, now());
      expect(notes).toHaveLength(1);
      await database.transaction(tx => deferNotes(tx, notes, now()));
    };
    await readOnly([entity('Component', 'cart', { owner: 'x' })]);
    await defer('repository');
    await worker.drain();
    await expect(catalogStatus(database)).resolves.toMatchObject({
      pending: false,
    });
    await expect(unread()).resolves.toEqual(['acme/app']);
    await addNotes(database, [
      { type: 'thing', kind: 'Namespace', namespace: '', name: 'broken' },
    ]);
    await expect(unread()).resolves.toEqual(['prod', 'acme/app']);
    await defer('thing');
    await expect(unread()).resolves.toEqual(['acme/app']);
  });

  it('takes no name for an entity that several services have, or that stands for another one', async () => {
    const { database, read, worker } = await open();
    const cart = entity('Component', 'cart', { owner: 'x' });
    const entityOf = async () =>
      (await entriesOf(database))
        .filter(({ name }) => name === 'cart')
        .map(({ repository, entity: ref = '-' }) => `${repository} ${ref}`);
    await read([cart]);
    await expect(entityOf()).resolves.toEqual([
      'acme/app component:default/cart',
    ]);
    await secondCart(database);
    await worker.drain();
    await expect(entityOf()).resolves.toEqual(['acme/app -', 'acme/pay -']);
    await expect(ownersOf(database)).resolves.not.toMatchObject({
      'service cart': 'group:default/x',
    });
    await database('repository_facts')
      .where({ source_id: 'repository:acme/pay' })
      .delete();
    await addNotes(database, [
      {
        type: 'repository',
        kind: '',
        namespace: '',
        name: 'repository:acme/pay',
      },
    ]);
    await worker.drain();
    await expect(entityOf()).resolves.toEqual([
      'acme/app component:default/cart',
    ]);
    // Its source is the directory of another service.
    await read([
      entity(
        'Component',
        'cart',
        { owner: 'x' },
        {
          'backstage.io/source-location':
            'url:https://github.com/acme/app/tree/main/apps/lost/',
        },
      ),
    ]);
    await expect(entityOf()).resolves.toEqual(['acme/app -']);
  });

  it.each<[string, string, Entity[], string[]]>([
    [
      'two Components in its directory',
      'lost',
      ['lost-api', 'lost-worker'].map(name => placedIn('apps/lost/', name)),
      ['component:default/lost-api', 'component:default/lost-worker'],
    ],
    [
      'of those in its directory the one with its name',
      'lost',
      ['lost', 'lost-worker'].map(name => placedIn('apps/lost/', name)),
      ['component:default/lost'],
    ],
    [
      'one name in two namespaces',
      'cart',
      ['default', 'legacy'].map(namespace =>
        inNamespace(namespace, entity('Component', 'cart', { owner: 'x' })),
      ),
      ['component:default/cart', 'component:legacy/cart'],
    ],
    [
      'two that look for its workloads',
      'cart',
      ['a', 'b'].map(name =>
        entity(
          'Component',
          name,
          { owner: name },
          { 'backstage.io/kubernetes-id': 'cart' },
        ),
      ),
      ['component:default/a', 'component:default/b'],
    ],
    [
      'the one with its name, whoever else looks for its workloads',
      'cart',
      ['a', 'b', 'cart'].map(name =>
        entity(
          'Component',
          name,
          { owner: name },
          name === 'cart' ? {} : { 'backstage.io/kubernetes-id': 'cart' },
        ),
      ),
      ['component:default/cart'],
    ],
  ])(
    'tells of a service which entities it has: %s',
    async (_, name, entities, expected) => {
      const { database, read } = await open();
      await read(entities);
      const entry = (await entriesOf(database)).find(
        each => each.type === 'service' && each.name === name,
      );
      expect([entry?.entity, entry?.entities]).toEqual(
        expected.length === 1
          ? [expected[0], undefined]
          : [undefined, expected],
      );
      const row = await database('ownership_things')
        .where({ type: 'service', name })
        .first();
      expect(JSON.parse(row.facts)).toMatchObject(
        expected.length === 1
          ? { entity: expected[0] }
          : { entities: expected },
      );
    },
  );

  it('makes no entity for the same service elsewhere either, where one has several', async () => {
    const { database, read, worker } = await open();
    await secondCart(database);
    await worker.drain();
    await read(
      ['api', 'worker'].map(name =>
        entity(
          'Component',
          `cart-${name}`,
          { owner: 'x' },
          {
            'backstage.io/source-location':
              'url:https://github.com/acme/pay/tree/main/apps/cart/',
          },
        ),
      ),
    );
    await joinCarts(database);
    const both = [
      'component:default/cart-api',
      'component:default/cart-worker',
    ];
    expect(
      (await entriesOf(database))
        .filter(({ name }) => name === 'cart')
        .map(({ repository, entities, sameAs }) => [
          repository,
          entities,
          sameAs,
        ]),
    ).toEqual([
      ['acme/app', both, undefined],
      ['acme/pay', both, undefined],
    ]);
  });

  it('lets one entity stand for a service that several repositories tell of, and says why', async () => {
    const { database, read, worker } = await open();
    await secondCart(database);
    await worker.drain();
    await read([
      entity(
        'Component',
        'cart',
        { owner: 'x' },
        {
          'backstage.io/source-location':
            'url:https://github.com/acme/pay/tree/main/apps/cart/',
        },
      ),
    ]);
    const carts = async () => {
      const entries = (await entriesOf(database)).filter(
        ({ name }) => name === 'cart',
      );
      const ids = new Map(
        entries.map(({ id: key, repository }) => [key, repository]),
      );
      return entries.map(({ repository, entity: ref, sameAs, sameBecause }) =>
        [
          repository,
          ref ?? (sameAs === undefined ? '-' : `as ${ids.get(sameAs)}`),
          ...(sameBecause === undefined ? [] : [sameBecause]),
        ].join(': '),
      );
    };
    await expect(carts()).resolves.toEqual([
      'acme/app: -',
      'acme/pay: component:default/cart',
    ]);
    await joinCarts(database);
    const because =
      'the configuration says that acme/app:apps/cart (cart), acme/pay:apps/cart (cart) are cart';
    await expect(carts()).resolves.toEqual([
      `acme/app: component:default/cart: ${because}`,
      `acme/pay: component:default/cart: ${because}`,
    ]);
    await read([finders]);
    await read([finders]);
    await expect(carts()).resolves.toEqual([
      `acme/app: -: ${because}`,
      `acme/pay: as acme/app: ${because}`,
    ]);
  });

  it('looks at everything once when a large catalog is read first', async () => {
    const { database, read, readOnly } = await open();
    const many = Array.from({ length: 600 }, (_, at) =>
      entity(
        'Component',
        `c${at}`,
        { owner: 'x' },
        { 'backstage.io/kubernetes-id': `c${at}` },
      ),
    );
    await readOnly([found, finders, ...many]);
    const things = await database('ownership_changes').where({ type: 'thing' });
    expect(things.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'Deployment cart',
      'Deployment lost',
      'Deployment web',
      'Namespace shop',
      'Pod alone',
    ]);
    await read([found, finders, ...many]);
    await expect(ownersOf(database)).resolves.toMatchObject({
      'workload lost': 'group:default/finders',
    });
    const stopped = new AbortController();
    stopped.abort(new Error('The process ends'));
    await expect(
      new DatabaseCatalog(database, []).replace(
        [
          {
            ref: 'component:default/late',
            kind: 'Component',
            namespace: 'default',
            name: 'late',
            workloads: [],
          },
        ],
        { now: now() },
        stopped.signal,
      ),
    ).rejects.toThrow('The process ends');
    expect(await database('catalog_entities').where({ name: 'late' })).toEqual(
      [],
    );
  });

  it('looks for labels after it has written, and goes on where it was cut off', async () => {
    const { database, readOnly, logger } = await open();
    const things = async () => {
      const notes = await database('ownership_changes').where({
        type: 'thing',
      });
      return notes.map(({ kind, name }) => `${kind} ${name}`);
    };
    await database.schema.renameTable('objects', 'away');
    await readOnly([web]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    await expect(database('catalog_entities').pluck('name')).resolves.toEqual([
      'storefront',
    ]);
    await expect(catalogStatus(database)).resolves.toMatchObject({
      pending: true,
    });
    await database.schema.renameTable('away', 'objects');
    await readOnly([web]);
    // Not what a ReplicaSet made, though it carries the label.
    await expect(things()).resolves.toEqual(['Deployment web']);
    await database('ownership_changes').delete();
    await expect(catalogStatus(database)).resolves.toMatchObject({
      pending: false,
    });
  });

  it('looks at fewer objects at once the more labels it looks for', async () => {
    const { database, readOnly } = await open();
    const edges: number[] = [];
    database.on('query', ({ sql, bindings }) => {
      if (/from .objects. .* offset /.test(sql)) {
        edges.push(bindings.at(-1));
      }
    });
    await readOnly(
      Array.from({ length: 60 }, (_, at) =>
        entity(
          'Component',
          `c${at}`,
          { owner: 'x' },
          { 'backstage.io/kubernetes-id': `c${at}` },
        ),
      ),
    );
    // Of 50 labels, and of the other 10.
    expect(edges).toEqual([499, 2_499]);
  });

  it('reads of a path alone what is said of the directories above it', async () => {
    const { database, read } = await open();
    await read([found, finders]);
    const index = new DatabaseIndex(database);
    const directories = async (paths?: string[]) =>
      (
        await index.ownershipRules('acme/app', paths)
      )?.rules.directoryClaims?.map(({ directory }) => directory);
    await expect(directories()).resolves.toEqual(['apps/lost']);
    await expect(directories(['apps/lost/x/a.yaml'])).resolves.toEqual([
      'apps/lost',
    ]);
    await expect(directories(['apps/cart/a.yaml'])).resolves.toBeUndefined();
    await expect(directories([])).resolves.toBeUndefined();
  });

  it('leaves to Git what the index reads itself', async () => {
    const { database, read } = await open();
    const said = {
      ...found,
      metadata: {
        ...found.metadata,
        annotations: {
          ...found.metadata.annotations,
          'backstage.io/managed-by-location':
            'url:https://github.com/acme/app/blob/main/apps/lost/a.yaml',
        },
      },
    };
    await read([said, finders]);
    await expect(ownersOf(database)).resolves.toMatchObject({
      'workload lost': '',
      'service lost': '',
    });
    expect(
      (await entriesOf(database)).find(({ name }) => name === 'lost'),
    ).toMatchObject({ entity: 'component:default/lost-and-found' });
  });

  it('finds a Component among many by the label that is its own', async () => {
    const { database, read } = await open();
    const many = Array.from({ length: 120 }, (_, at) =>
      entity(
        'Component',
        `c${at}`,
        { owner: `team-${at}` },
        {
          'backstage.io/kubernetes-label-selector': `environment=production,app=${at === 119 ? 'web' : `app-${at}`}`,
        },
      ),
    );
    await read(many);
    const index = new DatabaseIndex(database);
    await expect(
      index.catalogClaims([
        { labels: { environment: 'production', app: 'web' }, places: [] },
      ]),
    ).resolves.toMatchObject([[{ raw: 'team-119' }]]);
    await read(
      many.map((each, at) => ({
        ...each,
        metadata: {
          ...each.metadata,
          annotations: {
            ...each.metadata.annotations,
            'backstage.io/kubernetes-label-selector': `app=web,x=${at}`,
          },
        },
      })),
    );
    await expect(catalogStatus(database)).resolves.toMatchObject({
      notes: [expect.stringContaining('by the label app=web')],
    });
  });

  it.each([
    [-1e300, ''],
    [0.5, ''],
    [5, ''],
    [4, 'x'],
    [3, '1e9'],
    [4, '99999999999'],
  ])('refuses a cursor with %s and %j', async (list, after) => {
    const { database } = await open();
    await expect(
      pageOfEntries(database, { cursor: encodeCursor([list, after]) }, find),
    ).rejects.toThrow('cursor: not one that an earlier page gave');
  });

  it('tells groups that are parents of each other, and goes on', async () => {
    const { database, read } = await open();
    await read([
      entity('Group', 'a', { parent: 'b' }),
      entity('Group', 'b', { parent: 'group:default/c' }),
      entity('Group', 'c', { parent: 'a' }),
      entity('Group', 'd', { parent: 'a' }),
      found,
    ]);
    await expect(catalogStatus(database)).resolves.toMatchObject({
      notes: [
        'Groups are parents of each other: group:default/a → group:default/b → group:default/c → group:default/a',
      ],
    });
    await expect(ownersOf(database)).resolves.toMatchObject({
      'service lost': 'group:default/finders',
    });
  });
});

it('tells a way to reach a team once, whoever else tells it', () => {
  const ref = 'group:default/payments';
  const url = 'https://chat.example/payments';
  const team = (contacts: TeamFact['contacts']): TeamFact => ({
    ref,
    aliases: [],
    contacts,
  });
  expect(
    contactsOf({ ref }, [
      team([{ type: 'chat', value: '#payments' }]),
      team([
        { type: 'chat', value: '#payments', url },
        { type: 'oncall', value: '#payments' },
      ]),
    ]),
  ).toEqual([
    { type: 'chat', value: '#payments', url },
    { type: 'oncall', value: '#payments' },
  ]);
});

it('finds no circle where there is none', () => {
  expect(
    circlesOf([
      {
        ref: 'group:default/a',
        kind: 'Group',
        namespace: 'default',
        name: 'a',
        parent: 'gone',
        workloads: [],
      },
    ]),
  ).toEqual([]);
});
