import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  CatalogEntriesPage,
  CatalogEntry,
} from '@plumbline/plugin-plumbline-common';
import { Settings } from '../settings';
import { DatabaseEmitted } from './DatabaseEmitted';
import { EmittedCheck } from './EmittedCheck';
import { PlumblineEntityProvider } from './PlumblineEntityProvider';

const databases = TestDatabases.create({
  ids: process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING
    ? ['SQLITE_3', 'POSTGRES_18']
    : ['SQLITE_3'],
});

const settings: Settings = {
  schedule: { frequency: { trigger: 'manual' }, timeout: { minutes: 1 } },
  entities: new Set(['services', 'groups']),
  namespace: 'default',
  unowned: 'unknown',
  guesses: false,
  maxRemovalPercentage: 20,
};

function service(name: string, rest: Partial<CatalogEntry> = {}): CatalogEntry {
  return {
    id: `id-${name}`,
    type: 'service',
    name,
    owners: ['group:default/payments'],
    contested: false,
    repository: 'acme/app',
    ...rest,
  };
}

function repositoryOf(name: string, unread = false): CatalogEntry {
  return {
    id: `repository:${name}`,
    type: 'repository',
    name,
    owners: [],
    contested: false,
    ...(unread && { unread }),
  };
}

function manyServices(count: number): CatalogEntry[] {
  return Array.from({ length: count }, (_, at) => service(`service-${at}`));
}

/** Plumbline with a repository and these entries of it, in pages of 100. */
class FakePlumbline {
  repository = repositoryOf('acme/app');
  entries: CatalogEntry[] = [];
  /** Other repositories. */
  others: CatalogEntry[] = [];
  unlisted: string[] = [];
  neverListed = false;
  notes: string[] = [];
  catalogPending?: boolean;
  catalogAsOf?: string = '2026-11-28T10:00:00.000Z';
  /** From which entry on it does not answer. */
  fails?: number;

  async page(query: { cursor?: string }): Promise<CatalogEntriesPage> {
    const start = Number(query.cursor ?? 0);
    if (this.fails !== undefined && start >= this.fails) {
      throw new Error('Plumbline is down');
    }
    const end = start + 100;
    return {
      items: [
        ...(start === 0 ? [this.repository, ...this.others] : []),
        ...this.entries.slice(start, end),
      ],
      ...(this.catalogPending && end >= this.entries.length
        ? { catalogPending: true }
        : {}),
      ...(end < this.entries.length && { nextCursor: String(end) }),
      ...(this.catalogAsOf && { catalogAsOf: this.catalogAsOf }),
      unlisted: this.unlisted,
      neverListed: this.neverListed,
      notes: this.notes,
    };
  }
}

describe.each(databases.eachSupportedId())(
  'PlumblineEntityProvider on %s',
  id => {
    jest.setTimeout(60_000);
    let now = new Date('2026-11-28T10:00:00.000Z');

    async function open(others: Entity[] = []) {
      const knex = await databases.init(id);
      const plumbline = new FakePlumbline();
      const catalog = new Map<string, Entity>(
        others.map(entity => [stringifyEntityRef(entity), entity]),
      );
      const mutations: EntityProviderMutation[] = [];
      const logger = mockServices.logger.mock();
      const connection = {
        async applyMutation(mutation: EntityProviderMutation) {
          mutations.push(mutation);
          if (mutation.type === 'delta') {
            for (const each of mutation.removed) {
              catalog.delete(
                'entityRef' in each
                  ? each.entityRef
                  : stringifyEntityRef(each.entity),
              );
            }
            for (const { entity } of mutation.added) {
              catalog.set(stringifyEntityRef(entity), entity);
            }
          }
        },
        refresh: async () => {},
      };
      const start = async (changed: Partial<Settings> = {}) => {
        const emitted = await DatabaseEmitted.create({
          getClient: async () => knex,
        });
        const provider = new PlumblineEntityProvider({
          settings: { ...settings, ...changed },
          client: plumbline,
          emitted,
          check: new EmittedCheck({
            auth: mockServices.auth(),
            catalog: catalogServiceMock({ entities: [...catalog.values()] }),
          }),
          taskRunner: { run: async () => {} },
          logger,
          now: () => now,
        });
        await provider.connect(connection);
        return provider;
      };
      const written = () =>
        mutations.flatMap(mutation =>
          mutation.type === 'delta'
            ? mutation.added.map(({ entity }) => stringifyEntityRef(entity))
            : ['everything'],
        );
      return {
        plumbline,
        catalog,
        mutations,
        connection,
        start,
        written,
        logger,
      };
    }

    it('gives what changed alone, also after a restart', async () => {
      const { plumbline, mutations, start, written, catalog } = await open();
      plumbline.entries = manyServices(1_200);
      const provider = await start();
      await expect(provider.run()).resolves.toEqual({
        entities: 1_200,
        written: 1_200,
        removed: 0,
        waiting: 0,
      });
      expect(catalog.size).toBe(1_200);
      mutations.length = 0;
      const restarted = await start();
      await expect(restarted.run()).resolves.toMatchObject({ written: 0 });
      plumbline.entries[700] = service('service-700', {
        owners: ['group:default/checkout'],
      });
      await expect(restarted.run()).resolves.toMatchObject({ written: 1 });
      expect(written()).toEqual(['component:default/service-700']);
      plumbline.entries.splice(3, 1);
      await expect(restarted.run()).resolves.toMatchObject({
        written: 0,
        removed: 1,
      });
      expect(catalog.has('component:default/service-3')).toBe(false);
      expect(mutations).toHaveLength(2);
    });

    it('lets most of what it gave go only after a second read misses it too', async () => {
      const { plumbline, start, catalog } = await open();
      plumbline.entries = manyServices(100);
      const provider = await start();
      await provider.run();
      plumbline.entries = [...manyServices(50), service('new')];
      await expect(provider.run()).rejects.toThrow(
        "50 of 100 entities are no longer in Plumbline's index: they stay until a second read confirms it",
      );
      expect(catalog.size).toBe(101);
      // What comes back was never gone.
      plumbline.entries = [...manyServices(99), service('new')];
      await expect(provider.run()).resolves.toMatchObject({ removed: 1 });
      // Another half: the first read says nothing about these.
      plumbline.entries = manyServices(100).slice(0, 30);
      await expect(provider.run()).rejects.toThrow('70 of 100');
      plumbline.entries = manyServices(100).slice(30, 60);
      await expect(provider.run()).rejects.toThrow('30 of 100');
      expect([...catalog.keys()].sort()).toEqual(
        manyServices(60)
          .map(({ name }) => `component:default/${name}`)
          .sort(),
      );
      plumbline.entries = [service('new')];
      await expect(provider.run()).rejects.toThrow('of 60');
      await expect((await start()).run()).resolves.toMatchObject({
        waiting: 0,
      });
      expect([...catalog.keys()]).toEqual(['component:default/new']);
    });

    it('takes nothing away that comes from what is not read yet', async () => {
      const { plumbline, start, catalog } = await open();
      const { repository } = plumbline;
      plumbline.entries = manyServices(30);
      const provider = await start();
      await provider.run();
      plumbline.entries = [];
      plumbline.repository = { ...repository, unread: true };
      for (let run = 1; run <= 3; run += 1) {
        await expect(provider.run()).resolves.toMatchObject({ removed: 0 });
      }
      // Nothing is listed yet.
      plumbline.repository = service('x');
      await expect(provider.run()).resolves.toMatchObject({ removed: 0 });
      expect(catalog.size).toBe(31);
      plumbline.repository = repository;
      await expect(provider.run()).rejects.toThrow('31 of 31');
    });

    it.each([
      [
        'a System',
        'system:default/shop',
        ['a', 'b'].map(name =>
          service(name, { partOf: 'shop', repository: `acme/${name}` }),
        ),
      ],
      [
        'a Group',
        'group:default/shop',
        [
          service('shop', {
            type: 'team',
            name: 'group:default/shop',
            sources: ['repository:acme/a', 'repository:acme/b'],
          }),
        ],
      ],
    ])(
      'gives %s up once all that it came from was read without it',
      async (_, ref, entries) => {
        const { plumbline, start, catalog } = await open();
        const never = Array.from({ length: 1_000 }, (__, at) =>
          repositoryOf(`acme/never-${at}`, true),
        );
        const read = (...names: string[]) => {
          plumbline.others = [
            ...['a', 'b'].map(name =>
              repositoryOf(`acme/${name}`, !names.includes(name)),
            ),
            ...never,
          ];
        };
        const run = async () => {
          // Each time as after a restart.
          await (
            await start({ entities: new Set(['systems', 'groups']) })
          ).run();
          return catalog.has(ref);
        };
        const others = manyServices(3);
        plumbline.entries = [...others, ...entries];
        read('a', 'b');
        expect(await run()).toBe(true);
        // Nobody reads `b` for now: that may have it still, whatever else was read how often.
        plumbline.entries = others;
        read('a');
        for (let times = 0; times < 3; times += 1) {
          expect(await run()).toBe(true);
        }
        // What has it again is asked anew.
        plumbline.entries = [...others, ...entries.slice(0, 1)];
        expect(await run()).toBe(true);
        plumbline.entries = others;
        read();
        expect(await run()).toBe(true);
        // One is always changing: each was read without it all the same.
        read('a');
        expect(await run()).toBe(true);
        read('b');
        expect(await run()).toBe(true);
        read();
        expect(await run()).toBe(false);
      },
    );

    it('keeps what a provider that fails may have', async () => {
      const { plumbline, start, catalog } = await open();
      plumbline.entries = [
        service('team', {
          type: 'team',
          name: 'group:default/payments',
          sources: ['provider:github'],
        }),
        service('gone', { repository: 'acme/gone' }),
      ];
      const provider = await start();
      await provider.run();
      plumbline.entries = [];
      plumbline.unlisted = ['provider:github'];
      plumbline.neverListed = true;
      for (let times = 0; times < 3; times += 1) {
        await provider.run();
      }
      expect([...catalog.keys()]).toEqual([
        'group:default/payments',
        'component:default/gone',
      ]);
      // Of what it listed once, only teams may be missing for want of a list.
      plumbline.neverListed = false;
      await provider.run();
      await provider.run();
      expect([...catalog.keys()]).toEqual(['group:default/payments']);
      plumbline.unlisted = [];
      await provider.run();
      await provider.run();
      expect(catalog.size).toBe(0);
    });

    it('keeps the name of what is not read for it', async () => {
      const { plumbline, start, catalog } = await open();
      const idOf = (ref: string) =>
        catalog.get(ref)?.metadata.annotations?.['plumbline.dev/id'];
      const twin = service('twin');
      const other = service('twin', { id: 'other', repository: 'acme/other' });
      plumbline.entries = [twin];
      plumbline.others = [repositoryOf('acme/other')];
      const provider = await start();
      await provider.run();
      plumbline.repository = repositoryOf('acme/app', true);
      plumbline.entries = [other];
      await provider.run();
      expect(catalog.size).toBe(2);
      expect(idOf('component:default/twin')).toBe('id-twin');
      plumbline.repository = repositoryOf('acme/app');
      plumbline.entries = [other, twin];
      await expect(provider.run()).resolves.toMatchObject({ written: 0 });
      // Gone for certain, it leaves its name to what comes.
      plumbline.entries = [other, service('twin', { id: 'moved' })];
      await expect(provider.run()).resolves.toMatchObject({
        written: 1,
        removed: 0,
      });
      expect(idOf('component:default/twin')).toBe('moved');
      expect(catalog.size).toBe(2);
    });

    it('gives services that move all at once their names after a second read', async () => {
      const { plumbline, start, catalog } = await open();
      plumbline.entries = manyServices(30);
      const provider = await start();
      await provider.run();
      const refs = [...catalog.keys()].sort();
      plumbline.entries = plumbline.entries.map(each => ({
        ...each,
        id: `moved-${each.id}`,
      }));
      await expect(provider.run()).rejects.toThrow('30 of 30');
      await expect(provider.run()).resolves.toMatchObject({
        written: 30,
        removed: 0,
      });
      expect([...catalog.keys()].sort()).toEqual(refs);
    });

    it('says once what is wrong in the catalog', async () => {
      const { plumbline, start, logger } = await open();
      const provider = await start();
      plumbline.notes = ['Groups are parents of each other: a → b → a'];
      await provider.run();
      await provider.run();
      expect(logger.warn.mock.calls).toEqual([plumbline.notes]);
    });

    it('changes nothing while Plumbline is down, answers in part or does not know the catalog', async () => {
      const { plumbline, start, mutations, catalog } = await open();
      plumbline.entries = manyServices(300);
      const provider = await start();
      plumbline.catalogAsOf = undefined;
      await expect(provider.run()).resolves.toBeUndefined();
      expect(mutations).toEqual([]);
      plumbline.catalogAsOf = now.toISOString();
      plumbline.catalogPending = true;
      await expect(provider.run()).resolves.toBeUndefined();
      expect(mutations).toEqual([]);
      plumbline.catalogPending = false;
      await provider.run();
      mutations.length = 0;
      plumbline.entries = manyServices(150);
      for (const fails of [0, 100]) {
        plumbline.fails = fails;
        await expect(provider.run()).rejects.toThrow('Plumbline is down');
      }
      expect(mutations).toEqual([]);
      expect(catalog.size).toBe(300);
    });

    it('goes on where it was when the catalog fails in between', async () => {
      const { plumbline, start, connection, catalog, written } = await open();
      plumbline.entries = manyServices(1_100);
      const provider = await start();
      const { applyMutation } = connection;
      let calls = 0;
      connection.applyMutation = async mutation => {
        calls += 1;
        if (calls === 2) {
          throw new Error('The catalog is down');
        }
        await applyMutation(mutation);
      };
      await expect(provider.run()).rejects.toThrow('The catalog is down');
      expect(catalog.size).toBe(500);
      await expect((await start()).run()).resolves.toMatchObject({
        written: 600,
      });
      expect(new Set(written()).size).toBe(1_100);
      expect(written()).toHaveLength(1_100);
    });

    it('leaves the names of others alone, and keeps those that it gave', async () => {
      const foreign: Entity = {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'cart', namespace: 'default' },
        spec: {},
      };
      const { plumbline, start, catalog } = await open([foreign]);
      plumbline.entries = [
        service('cart'),
        service('known', { entity: 'component:default/known' }),
        service('twin', { id: 'b' }),
        service('twin', { id: 'c' }),
        service('team', { type: 'team', name: 'group:default/a/b' }),
      ];
      const provider = await start();
      await provider.run();
      expect(catalog.get('component:default/cart')).toBe(foreign);
      const names = [...catalog.keys()].sort();
      expect(names).toEqual([
        'component:default/cart',
        expect.stringMatching(/^component:default\/cart-[0-9a-f]{8}$/),
        'component:default/twin',
        expect.stringMatching(/^component:default\/twin-[0-9a-f]{8}$/),
        'group:default/b',
      ]);
      // A third one that would come first, and another order of the rest.
      plumbline.entries = [
        service('twin', { id: 'a' }),
        ...plumbline.entries.reverse(),
      ];
      await expect(provider.run()).resolves.toMatchObject({
        written: 1,
        removed: 0,
      });
      // Somebody registers an entity for it: that one is taken.
      plumbline.entries = plumbline.entries.filter(
        ({ name }) => name !== 'cart',
      );
      await expect(provider.run()).resolves.toMatchObject({ removed: 1 });
    });

    it('gives again what somebody deleted', async () => {
      const { plumbline, start, catalog, written, mutations } = await open();
      plumbline.entries = manyServices(30);
      await (await start()).run();
      catalog.delete('component:default/service-7');
      mutations.length = 0;
      now = new Date(now.getTime() + 30 * 60_000);
      await (await start()).run();
      expect(written()).toEqual([]);
      now = new Date(now.getTime() + 60 * 60_000);
      await (await start()).run();
      expect(written()).toEqual(['component:default/service-7']);
    });
  },
);
