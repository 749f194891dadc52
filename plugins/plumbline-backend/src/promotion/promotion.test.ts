import {
  FactIndexSeed,
  liveObject,
  repositoryFacts,
} from '@plumbline/gitops-lookup/testUtils';
import { DeclaredObject } from '@plumbline/gitops-reader';
import {
  AttentionQuery,
  MatrixQuery,
  rowsOf,
} from '@plumbline/plugin-plumbline-common';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import {
  claimNext,
  fill,
  knownFiles,
  replaceCluster,
} from '../__testUtils__/fill';
import { DatabasePromotionStore } from './store/DatabasePromotionStore';
import { pinKeyOf } from './store/pinKey';
import { DefaultPromotion } from './PromotionService';
import { ConfigurationReader } from './compare/ConfigurationReader';
import { gatherServices, joinAll } from './services/gatherServices';
import { ServiceMaker } from './services/ServiceMaker';

jest.setTimeout(120_000);

const databases = testDatabases();
const revision = 'a'.repeat(40);
const now = new Date('2026-11-23T12:00:00Z');
const environments = ['dev', 'staging', 'production'];

function workload(
  repository: string,
  name: string,
  environment: string,
  version: string,
): DeclaredObject {
  const location = {
    repository,
    revision,
    path: `apps/${name}/${environment}/kustomization.yaml`,
    line: 7,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name,
    ...(environment && { environment }),
    location,
    claims: [],
    config: [],
    versions: [
      {
        kind: 'image',
        name: `ghcr.io/acme/${name}`,
        value: version,
        evidence: { type: 'file', location },
        key: 'images[0].newTag',
      },
    ],
  };
}

function seeded(
  name: string,
  services: Record<string, Record<string, string>>,
): FactIndexSeed['repositories'][number] {
  const objects = Object.entries(services).flatMap(([service, places]) =>
    Object.entries(places).map(([environment, version]) =>
      workload(name, service, environment, version),
    ),
  );
  return {
    facts: repositoryFacts({
      repository: name,
      revision,
      objects,
      ownership: {
        repositoryClaims: [],
        codeowners: { path: 'CODEOWNERS', text: '/apps/cart/ @acme/shop\n' },
      },
    }),
    files: objects.map(object => object.location.path),
    changes: new Map(),
  };
}

const seed: FactIndexSeed = {
  repositories: [
    seeded('acme/app', {
      cart: { dev: '1.2.0', staging: '1.2.0' },
      search: { dev: '2.0.0', staging: '2.1.0', production: '2.0.0' },
      web: { dev: 'v5', staging: 'v5', production: 'v5' },
    }),
    seeded('acme/live', { cart: { production: '1.1.0' } }),
  ],
  clusters: [
    {
      facts: {
        cluster: 'eu',
        environment: 'production',
        skipped: [],
        objects: [live('cart', '1.1.0'), live('web', 'v4')],
      },
    },
  ],
  teams: [{ ref: 'group:default/shop', aliases: ['@acme/shop'], contacts: [] }],
};

function live(name: string, version: string) {
  return {
    ...liveObject('Deployment', `shop/${name}`, 'eu'),
    versions: [
      {
        kind: 'image' as const,
        name: `ghcr.io/acme/${name}`,
        value: version,
        evidence: {
          type: 'object' as const,
          cluster: 'eu',
          object: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          field: 'image',
        },
        key: 'image',
      },
    ],
  };
}

/** What the sources were seen under. */
async function markOf(knex: Knex): Promise<string> {
  const { seen } = await knex('promotion_sources')
    .where('source_id', 'cluster:eu')
    .first('seen');
  return JSON.parse(seen)[0];
}

/** The cluster is followed, and its Deployments were listed. */
async function follow(knex: Knex, cluster = 'eu'): Promise<void> {
  const source_id = `cluster:${cluster}`;
  await knex('sources').where('id', source_id).update({ followed: true });
  await knex('cluster_resources')
    .insert({
      source_id,
      api_group: 'apps',
      kind: 'Deployment',
      version: 'v1',
      state: 'current',
      listed_at: '2026-11-23T00:00:00.000Z',
    })
    .onConflict(['source_id', 'api_group', 'kind'])
    .merge();
}

/** The version of web in production came at a time. */
async function land(knex: Knex, at: string): Promise<void> {
  const source_id = 'repository:acme/app';
  const path = 'apps/web/production/kustomization.yaml';
  const name = 'ghcr.io/acme/web';
  await knex('promotion_sources').insert({ source_id });
  await knex('promotion_pins').insert({
    source_id,
    path,
    pin_key: pinKeyOf({
      repository: 'acme/app',
      path,
      key: 'images[0].newTag',
      name,
    }),
  });
  const [pin] = await knex('promotion_pins').select('id');
  await knex('promotion_changes').insert({
    pin_id: pin.id,
    position: 1,
    landed: revision,
    facts: JSON.stringify({
      from: 'v4',
      to: 'v5',
      commit: revision,
      at,
      author: 'A committer',
      subject: 'web: v5',
    }),
  });
}

function make(knex: Knex, rules = []) {
  const store = new DatabasePromotionStore(knex, knex, {});
  return {
    store,
    maker: new ServiceMaker({
      store,
      reader: knex,
      rules,
      logger: mockServices.logger.mock(),
      now: () => now,
    }),
    shown: async (query: MatrixQuery = {}) =>
      rowsOf(await store.matrix(query, now)).map(
        ({ name, teams, cells }) =>
          `${name}${teams.length > 0 ? ` (${teams.join()})` : ''}: ${cells
            .map(
              ({ environment, version, verdict, runs }) =>
                `${environment} ${version} ${verdict}${runs === 'unknown' ? '' : ` ${runs}`}`,
            )
            .join(', ')}`,
      ),
  };
}

describe.each(databases.ids)('promotion on %s', id => {
  it('compares two environments by the files that configure them', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, seed);
    await knex('sources')
      .where('id', 'repository:acme/app')
      .update({ web_url: 'https://host.example/acme/app' });
    const { store, maker } = make(knex);
    await maker.run();
    const files: Record<string, string> = {
      'apps/search/dev/kustomization.yaml':
        'replicas: [{name: search, count: 1}]\nnamespace: dev\n\n\n\n\nimages: 2.0.0\nemail: dev\n',
      'apps/search/staging/kustomization.yaml':
        'replicas: [{name: search, count: 2}]\nnamespace: staging\n\n\n\n\nimages: 2.1.0\nemail: ops\ntoken: hunter2\n',
    };
    const promotion = new DefaultPromotion({
      store,
      configuration: new ConfigurationReader({
        reader: knex,
        readFile: async (_repository, _revision, path) =>
          Object.hasOwn(files, path) ? Buffer.from(files[path]) : undefined,
      }),
      now: () => now,
    });
    const page = rowsOf(await store.matrix({ text: 'search' }, now));
    const [{ id: search }] = page;
    const found = await promotion.compare(search, {
      from: 'dev',
      to: 'staging',
    });
    const at = (environment: string, line: number) => ({
      path: `apps/search/${environment}/kustomization.yaml`,
      line,
      url: `https://host.example/acme/app/blob/${revision}/apps/search/${environment}/kustomization.yaml#L${line}`,
    });
    expect(found).toMatchObject({
      from: { environment: 'dev' },
      to: { environment: 'staging' },
      versions: [
        {
          name: 'ghcr.io/acme/search',
          from: { value: '2.0.0', url: at('dev', 7).url },
          to: { value: '2.1.0', url: at('staging', 7).url },
          order: 'older',
        },
      ],
      // The line that pins the version is told above.
      configuration: [
        {
          key: 'replicas[name=search].count',
          from: { ...at('dev', 1), value: '1' },
          to: { ...at('staging', 1), value: '2' },
        },
        {
          key: 'email',
          from: { ...at('dev', 8), value: 'dev' },
          to: { ...at('staging', 8), value: 'ops' },
        },
        { key: 'token', to: at('staging', 9) },
        { key: 'namespace', byName: true },
      ],
      hidden: 0,
      unread: [],
    });
    expect(found.configuration).toHaveLength(4);
    expect(JSON.stringify(found)).not.toContain('hunter2');
    // What is not on this machine is said, and nothing is made of it.
    expect(
      await promotion.compare(search, { from: 'dev', to: 'production' }),
    ).toMatchObject({
      unread: [
        {
          path: 'apps/search/production/kustomization.yaml',
          reason: 'it is not on this machine',
        },
      ],
    });
    await expect(
      promotion.compare(search, { from: 'dev', to: 'dev' }),
    ).rejects.toThrow('two places');
    await expect(
      promotion.compare(search, { from: 'dev', to: 'qa' }),
    ).rejects.toThrow('search has no place qa; it has dev, staging');
  });

  it('makes services of all repositories and clusters, and pages through them', async () => {
    const knex = await databases.migrated(id);
    const sources = await fill(knex, seed);
    const { store, maker, shown } = make(knex);
    expect(await maker.run()).toBe(3);
    const cart =
      'cart (group:default/shop): dev 1.2.0 first, staging 1.2.0 same, production 1.1.0 behind as-declared';
    const search =
      'search: dev 2.0.0 first, staging 2.1.0 ahead, production 2.0.0 behind missing';
    const web =
      'web: dev v5 first, staging v5 same, production v5 diverged diverged';
    expect(await shown()).toEqual([cart, search, web]);
    // Nothing changed: nothing is made.
    expect(await maker.run()).toBe(0);
    expect(await store.changedSources('other')).toHaveLength(3);

    for (const [query, expected] of [
      [{ team: 'group:default/shop' }, [cart]],
      [{ team: '@acme/shop' }, [cart]],
      [{ team: 'nobody' }, []],
      [{ environment: 'production', text: 'SEA' }, [search]],
      [{ text: '100%' }, []],
      [{ repository: 'acme/live' }, [cart]],
      [{ verdict: 'diverged' }, [web]],
      [{ verdict: 'same' }, [cart, web]],
      [{ behind: true }, [cart, search]],
      [{ waiting: 0 }, []],
      [{ since: '2026-01-01T00:00:00Z' }, []],
      [{ sort: 'attention' }, [web, search, cart]],
      [{ sort: 'waiting' }, [cart, search, web]],
      [{ sort: 'changed' }, [cart, search, web]],
    ] satisfies [MatrixQuery, string[]][]) {
      expect([query, await shown(query)]).toEqual([query, expected]);
    }
    for (const sort of ['name', 'attention', 'waiting', 'changed'] as const) {
      const all = rowsOf(await store.matrix({ sort }, now));
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.matrix({ sort, limit: 1, cursor }, now);
        expect(page.totalItems).toBe(3);
        expect(page.environments.map(({ name }) => name)).toEqual(environments);
        paged.push(...rowsOf(page).map(({ name }) => name));
        cursor = page.nextCursor;
      } while (cursor);
      expect(paged).toEqual(all.map(({ name }) => name));
    }
    await expect(store.matrix({ cursor: 'x' }, now)).rejects.toThrow(
      'cursor: not one that an earlier page gave',
    );

    const [row] = rowsOf(await store.matrix({}, now));
    const found = await store.service(row.id, now);
    expect(found).toMatchObject({
      name: 'cart',
      teams: ['group:default/shop'],
      members: [
        { repository: 'acme/app', path: 'apps/cart' },
        { repository: 'acme/live', path: 'apps/cart' },
      ],
      reasons: [
        expect.stringContaining('acme/app calls it cart'),
        expect.stringContaining('pin ghcr.io/acme/cart'),
      ],
      cells: [
        { environment: 'dev', runs: 'unknown' },
        { environment: 'staging' },
        {
          environment: 'production',
          before: { environment: 'staging' },
          running: {
            state: 'known',
            versions: [{ cluster: 'eu', object: 'cart', value: '1.1.0' }],
          },
        },
      ],
    });
    expect(await store.service('none', now)).toBeUndefined();

    const attention = async (query: AttentionQuery) => {
      const { items, nextCursor } = await store.attention(query, now);
      return [
        ...items.map(
          ({ kind, service, environment, version }) =>
            `${service.name} ${kind} in ${environment} at ${version}`,
        ),
        ...(nextCursor ? ['more'] : []),
      ];
    };
    const all = [
      'web diverged in production at v5',
      'search missing in production at 2.0.0',
      'search ahead in staging at 2.1.0',
    ];
    expect(await attention({})).toEqual(all);
    expect(await attention({ limit: 1 })).toEqual([all[0], 'more']);
    const { nextCursor } = await store.attention({ limit: 1 }, now);
    expect(await attention({ cursor: nextCursor })).toEqual(all.slice(1));
    expect(await attention({ kind: 'ahead' })).toEqual([all[2]]);
    expect(await attention({ team: '@acme/shop' })).toEqual([]);
    expect(await attention({ environment: 'production' })).toEqual(
      all.slice(0, 2),
    );
    // Only the last of the services has it in this environment: those before are read past.
    expect(await attention({ kind: 'ahead', environment: 'dev' })).toEqual([]);
    expect(await attention({ environment: 'staging', limit: 1 })).toEqual([
      all[2],
    ]);
    // What changed long ago is no reason to page through when a kind is asked for.
    const long = { changed_at: '2020-01-01T00:00:00.000Z' };
    await knex('promotion_services').update(long);
    expect(await attention({ kind: 'ahead', limit: 1 })).toEqual([all[2]]);
    await knex('promotion_services').update({ changed_at: '' });

    // A push changes what it touches, and a repository that goes takes its services along.
    const pushed = seeded('acme/app', {
      cart: { dev: '1.3.0', staging: '1.2.0' },
      web: { dev: 'v5', staging: 'v5', production: 'v5' },
    });
    await sources.requestRefresh('repository:acme/app', now);
    await sources.replaceRepository(await claimNext(sources, now), {
      revision,
      facts: pushed.facts,
      files: knownFiles(pushed.files),
      factsVersion: '1',
      now,
      confirmAt: now,
      tookMs: 1,
    });
    expect(await maker.run()).toBe(2);
    expect(await shown()).toEqual([
      'cart (group:default/shop): dev 1.3.0 first, staging 1.2.0 behind, production 1.1.0 behind as-declared',
      web,
    ]);
    await sources.recordListing('provider of acme/live', 'repository', [], {
      now,
      factsVersion: '1',
    });
    await maker.run();
    expect((await shown())[0]).toBe(
      'cart (group:default/shop): dev 1.3.0 first, staging 1.2.0 behind',
    );
  });

  it('makes nothing anew because a cluster was heard of, and tells when it was', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, seed);
    const { store, maker } = make(knex);
    await maker.run();
    const cluster = () => knex('sources').where('id', 'cluster:eu');
    const last_success = '2026-11-23T09:00:00.000Z';
    await cluster().update({ last_success });
    expect(await store.changedSources(await markOf(knex))).toHaveLength(1);
    expect(await maker.run()).toBe(0);
    const [row] = rowsOf(await store.matrix({}, now));
    const found = await store.service(row.id, now);
    expect(found?.cells.at(-1)?.running).toMatchObject({ asOf: last_success });

    await follow(knex);
    await maker.run();
    await cluster().update({ last_success: '2026-11-23T10:00:00.000Z' });
    expect(await store.changedSources(await markOf(knex))).toEqual([]);
    await knex('cluster_resources').update({
      last_event_at: '2026-11-23T10:00:00.000Z',
    });
    expect(await store.changedSources(await markOf(knex))).toHaveLength(1);
  });

  it('tells what runs once the cluster was read after the version came', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, seed);
    await follow(knex);
    const { store, maker, shown } = make(knex);
    await land(knex, '2026-11-23T10:00:00.000Z');
    await maker.run();
    expect((await shown())[2]).toContain('production v5 same');
    expect(await maker.run()).toBe(0);
    await knex('sources')
      .where('id', 'cluster:eu')
      .update({ last_success: '2026-11-23T11:00:00.000Z' });
    expect(await store.changedSources(await markOf(knex))).toEqual([]);
    await maker.run();
    expect((await shown())[2]).toContain('production v5 diverged diverged');
  });

  it('tells that all run it once the last cluster of the environment was read', async () => {
    const knex = await databases.migrated(id);
    const sources = await fill(knex, seed);
    await sources.recordListing(
      'provider of us',
      'cluster',
      [{ name: 'us', environment: 'production' }],
      { now, factsVersion: '1' },
    );
    const { store, maker, shown } = make(knex);
    await maker.run();
    const [cart] = rowsOf(await store.matrix({}, now));
    const last = async () => (await store.service(cart.id, now))?.cells.at(-1);
    expect(await last()).toMatchObject({
      environment: 'production',
      runs: 'unknown',
      runsReason: 'us was never read completely',
      running: { state: 'known', versions: [{ cluster: 'eu' }] },
    });
    // What was seen in one cluster is told whatever the others run.
    expect((await shown())[2]).toContain('production v5 diverged diverged');
    await follow(knex, 'us');
    await maker.run();
    expect(await last()).toMatchObject({ runs: 'unknown' });
    await knex('sources')
      .where('id', 'cluster:us')
      .update({ last_success: now.toISOString() });
    expect(await store.changedSources(await markOf(knex))).toEqual([]);
    await maker.run();
    expect(await last()).toMatchObject({ runs: 'as-declared' });
  });

  it('counts versions beside the one of a place, however many lines say them', async () => {
    const knex = await databases.migrated(id);
    const object = workload('acme/app', 'cart', 'production', '1.1.0');
    const [version] = object.versions;
    const versions = [
      version,
      { ...version, key: 'image.tag' },
      { ...version, key: 'job.image.tag', value: '1.0.9' },
    ];
    await fill(knex, {
      ...seed,
      repositories: [
        {
          facts: repositoryFacts({
            repository: 'acme/app',
            revision,
            objects: [{ ...object, versions }],
          }),
          files: [object.location.path],
        },
      ],
    });
    const { store, maker } = make(knex);
    await maker.run();
    const [cart] = rowsOf(await store.matrix({}, now));
    expect(cart.cells).toMatchObject([{ more: 1 }]);
    expect((await store.service(cart.id, now))?.cells).toMatchObject([
      { more: 1, pins: { length: 3 } },
    ]);
  });

  it('finds the services of a cluster under each name of it', async () => {
    const knex = await databases.migrated(id);
    const address = 'https://10.0.0.1:6443';
    const object = {
      ...workload('acme/app', 'cart', 'production', '1.1.0'),
      cluster: address,
    };
    await fill(knex, {
      ...seed,
      repositories: [
        {
          facts: repositoryFacts({
            repository: 'acme/app',
            revision,
            objects: [object],
          }),
          files: [object.location.path],
        },
      ],
      clusters: [
        {
          facts: { cluster: 'eu', skipped: [], objects: [] },
          info: { aliases: [address] },
        },
      ],
    });
    const { store, maker } = make(knex);
    await maker.run();
    const changed = await store.changedSources('other');
    const [eu] = changed.filter(({ kind }) => kind === 'cluster');
    expect(await store.namesOf(eu)).toEqual(['cart']);
  });

  it('says which places are in a freeze, and which changes landed in one', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, seed);
    await land(knex, '2026-11-20T23:00:00.000Z');
    await make(knex).maker.run();
    const weekend = {
      kind: 'freeze' as const,
      name: 'Weekend',
      environments: ['production'],
      timeZone: 'UTC',
      weekly: [
        {
          from: { weekday: 5, minutes: 960 },
          to: { weekday: 1, minutes: 480 },
        },
      ],
    };
    const sale = {
      kind: 'window' as const,
      name: 'Sale',
      teams: ['@acme/shop'],
      timeZone: 'UTC',
      range: { from: '2026-12-01T00:00', to: '2026-12-02T00:00' },
    };
    const store = new DatabasePromotionStore(knex, knex, {
      calendar: [weekend, sale],
    });
    const frozen = async (at: Date) => {
      const page = await store.matrix({}, at);
      return {
        freezes: page.freezes?.length,
        places: rowsOf(page).flatMap(({ name, cells }) =>
          cells.flatMap(({ environment, freeze }) =>
            freeze ? [`${name} in ${environment}: ${freeze.name}`] : [],
          ),
        ),
      };
    };
    const cart = environments.map(name => `cart in ${name}: Sale`);
    expect(await frozen(now)).toEqual({ freezes: 1, places: cart });
    expect(await frozen(new Date('2026-12-01T12:00:00Z'))).toEqual({
      places: [],
    });
    expect(await frozen(new Date('2026-11-22T12:00:00Z'))).toEqual({
      freezes: 2,
      places: [
        ...cart,
        'search in production: Weekend',
        'web in production: Weekend',
      ],
    });
    const rows = rowsOf(await store.matrix({}, now));
    const web = await store.service(rows[2].id, now);
    const [place] = web?.cells.slice(-1) ?? [];
    expect(place.freeze).toBeUndefined();
    expect(place.pins[0].history).toMatchObject([
      {
        to: 'v5',
        freeze: {
          kind: 'freeze',
          name: 'Weekend',
          until: '2026-11-23T08:00:00.000Z',
        },
      },
    ]);
    const shop = await store.service(rows[0].id, now);
    expect(shop?.cells[0].freeze).toEqual({
      kind: 'window',
      name: 'Sale',
      until: '2026-12-01T00:00:00.000Z',
    });
  });

  it('goes on when one service cannot be made, and tries it again later', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, seed);
    const { store, shown } = make(knex);
    let time = now;
    const maker = new ServiceMaker({
      store,
      reader: knex,
      rules: [],
      logger: mockServices.logger.mock(),
      now: () => time,
    });
    const replace = jest.spyOn(store, 'replace');
    replace.mockImplementation(async (names, services) => {
      if (names.includes('search')) {
        throw new Error('cannot be made');
      }
      return DatabasePromotionStore.prototype.replace.call(
        store,
        names,
        services,
      );
    });
    expect(await maker.run()).toBe(2);
    expect(await shown()).toHaveLength(2);
    replace.mockRestore();
    await maker.run();
    expect(await shown()).toHaveLength(2);
    time = new Date(now.getTime() + 3600_000);
    await maker.run();
    expect(await shown()).toHaveLength(3);

    // Nor is one that waited for a cluster tried again and again: together with others, then alone.
    jest.spyOn(store, 'namesReadSince').mockResolvedValue(['search']);
    const failing = jest
      .spyOn(store, 'replace')
      .mockRejectedValue(new Error('cannot be made'));
    await maker.run();
    await maker.run();
    expect(failing).toHaveBeenCalledTimes(2);
    time = new Date(now.getTime() + 2 * 3600_000);
    await maker.run();
    expect(failing).toHaveBeenCalledTimes(4);
  });

  it('shows no mark of a place that has no column', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, {
      ...seed,
      repositories: [
        seeded('acme/app', { cart: { '': 'latest', production: '1.1.0' } }),
      ],
    });
    const { maker, shown } = make(knex);
    await maker.run();
    expect(await shown({ verdict: 'floating' })).toEqual([]);
    expect(await shown({ verdict: 'unknown' })).toEqual([]);
    expect(await shown({ verdict: 'first' })).toHaveLength(1);
  });

  it('leaves no service out whose name a rule uses for another one', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, {
      ...seed,
      repositories: [
        seeded('acme/app', {
          cart: { dev: '1.2.0' },
          basket: { staging: '1.2.0' },
        }),
        seeded('acme/other', { basket: { production: '9' } }),
      ],
    });
    const rules = [
      {
        name: 'cart',
        members: [
          { repository: 'acme/app', service: 'cart' },
          { repository: 'acme/app', service: 'basket' },
        ],
      },
    ];
    const all = await joinAll(knex, { rules });
    const { names, services } = await gatherServices(
      knex,
      ['cart'],
      { rules },
      all,
    );
    expect(names).toEqual(['cart', 'basket']);
    expect(services.map(({ service }) => service.name)).toEqual([
      'cart',
      'basket',
    ]);
  });

  it('tells places by the names of their clusters, and anew when those change', async () => {
    const knex = await databases.migrated(id);
    const object = {
      ...workload('acme/app', 'cart', 'production', '1.1.0'),
      cluster: 'frankfurt',
    };
    const sources = await fill(knex, {
      ...seed,
      repositories: [
        {
          facts: repositoryFacts({
            repository: 'acme/app',
            revision,
            objects: [object],
          }),
          files: [object.location.path],
        },
      ],
    });
    const { store, maker } = make(knex);
    const places = async () =>
      rowsOf(await store.matrix({}, now)).flatMap(({ cells }) =>
        cells.map(({ cluster, runs }) => `${cluster} ${runs}`),
      );
    await maker.run();
    expect(await places()).toEqual(['frankfurt unknown']);
    await knex('sources')
      .where('id', 'cluster:eu')
      .update({ aliases: JSON.stringify(['frankfurt']) });
    await maker.run();
    expect(await places()).toEqual(['eu as-declared']);
    await knex('sources').where('id', 'cluster:eu').update({ aliases: null });
    await maker.run();
    expect(await places()).toEqual(['frankfurt unknown']);
    // What deploys it knows where it goes.
    const application = {
      ...liveObject('Application', 'argocd/cart-eu', 'eu'),
      engine: {
        repoUrl: 'https://git.example/acme/app.git',
        path: 'apps/cart/frankfurt',
        destinationCluster: 'eu',
      },
    };
    const { facts } = seed.clusters[0];
    await sources.requestRefresh('cluster:eu', now);
    await replaceCluster(sources, await claimNext(sources, now), {
      facts: { ...facts, objects: [...facts.objects, application] },
      factsVersion: '1',
      taken: new Date(now.getTime() + 120_000),
      now: new Date(now.getTime() + 120_000),
      keepGoneSince: now,
      confirmAt: now,
      tookMs: 1,
    });
    await maker.run();
    expect(await places()).toEqual(['eu as-declared']);
    const [{ id: cart }] = rowsOf(await store.matrix({}, now));
    expect((await store.service(cart, now))?.cells[0].called).toEqual([
      'frankfurt',
    ]);
  });

  it('can be ended anywhere, and goes on', async () => {
    const knex = await databases.migrated(id);
    await fill(knex, seed);
    const { maker, shown } = make(knex);
    const ended = new AbortController();
    ended.abort();
    await maker.run(ended.signal);
    expect(await shown()).toEqual([]);
    await maker.run();
    expect(await shown()).toHaveLength(3);
  });
});
