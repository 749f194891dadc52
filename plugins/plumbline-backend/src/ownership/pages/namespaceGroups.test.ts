import { UnsettledThing } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { testDatabases } from '../../__testUtils__/databases';
import { encodeCursor } from '../../database/cursor';
import { DatabaseOwnership } from '../DatabaseOwnership';

jest.setTimeout(120_000);

interface Thing {
  type: 'workload' | 'namespace' | 'service' | 'path';
  namespace?: string;
  name: string;
  cluster?: string;
  repository?: string;
  risk?: number;
  size?: number;
  owner?: string;
}

const databases = testDatabases();
const clusters = ['prod-eu', 'prod-us', "it's"];
const time = '2026-11-28T10:00:00.000Z';

async function write(database: Knex, things: Thing[]): Promise<void> {
  for (const [at, { owner, ...thing }] of things.entries()) {
    const { namespace = '', name, cluster, repository } = thing;
    const [{ id }]: { id: number }[] = await database('ownership_things')
      .insert({
        row_key: `thing-${at}`,
        digest: '',
        source_id: 'cluster:x',
        kind: thing.type === 'namespace' ? 'Namespace' : 'Deployment',
        search: [namespace, name, cluster].join(' '),
        risk: -2,
        size: 1,
        state: owner ? 'owned' : 'unowned',
        contested: false,
        first_seen: time,
        owned_since: time,
        facts: JSON.stringify({
          owners: [],
          claims: [],
          ...(repository && {
            location: { repository, path: `clusters/${cluster}/ns.yaml` },
          }),
        }),
        ...thing,
        namespace,
      })
      .returning('id');
    if (owner) {
      await database('ownership_owners').insert({
        thing_id: id,
        team: owner,
        type: thing.type,
        risk: 0,
        sort: name,
      });
    }
  }
}

const fleet: Thing[] = clusters.flatMap((cluster): Thing[] => [
  { type: 'namespace', name: 'kube-public', cluster },
  { type: 'workload', namespace: 'kube-system', name: 'dns', cluster },
  { type: 'namespace', name: 'kube-system', cluster },
]);

const others: Thing[] = [
  { type: 'namespace', name: 'shop', cluster: 'prod-eu', repository: 'acme/a' },
  { type: 'namespace', name: 'shop', cluster: 'prod-us' },
  { type: 'workload', namespace: 'shop', name: 'web', cluster: 'prod-eu' },
  {
    type: 'workload',
    namespace: 'shop',
    name: 'cart',
    cluster: 'prod-us',
    owner: 'group:default/checkout',
  },
  { type: 'workload', namespace: 'lone', name: 'job', cluster: 'prod-eu' },
  // No namespace is known: each is a thing by itself.
  { type: 'workload', name: 'one' },
  { type: 'workload', name: 'two' },
  { type: 'service', name: 'api', size: 9 },
  { type: 'path', name: 'docs', risk: 1, size: 500 },
];

const line = ({ type, name, group }: UnsettledThing) =>
  group
    ? `${group.namespace}: ${group.workloads} of ${group.things} in ${group.clusters.join(', ')}`
    : `${type} ${name}`;

describe.each(databases.ids)('what nobody owns, by namespace, on %s', id => {
  async function open() {
    const database = await databases.migrated(id);
    await write(database, [...fleet, ...others]);
    return new DatabaseOwnership(database, () => new Date(time));
  }

  it('is a row for each namespace, those with most in them first, page by page', async () => {
    const ownership = await open();
    const all: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await ownership.unsettled('unowned', {
        by: 'namespace',
        limit: 2,
        cursor,
      });
      expect(page).toMatchObject({ totalItems: 8, totalThings: 17 });
      all.push(...page.items.map(line));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(4);
    expect(all).toEqual([
      'service api',
      "kube-system: 3 of 6 in it's, prod-eu, prod-us",
      'shop: 1 of 3 in prod-eu, prod-us',
      'workload job',
      'workload one',
      'workload two',
      "kube-public: 0 of 3 in it's, prod-eu, prod-us",
      'path docs',
    ]);
  });

  it('says of a page beyond the last how much there is', async () => {
    const ownership = await open();
    await expect(
      ownership.unsettled('unowned', {
        by: 'namespace',
        cursor: encodeCursor([9, 0, 0]),
      }),
    ).resolves.toMatchObject({ items: [], totalItems: 8, totalThings: 17 });
    await expect(
      ownership.unsettled('unowned', { by: 'namespace', text: 'nowhere' }),
    ).resolves.toMatchObject({ items: [], totalItems: 0, totalThings: 0 });
  });

  it('counts what fits alone, and opens to each thing', async () => {
    const ownership = await open();
    const { items } = await ownership.unsettled('unowned', {
      by: 'namespace',
      cluster: 'prod-eu',
    });
    expect(items.map(line)).toEqual([
      'kube-system: 1 of 2 in prod-eu',
      'shop: 1 of 2 in prod-eu',
      'workload job',
      'namespace kube-public',
    ]);
    const inside = await ownership.unsettled('unowned', { namespace: 'shop' });
    expect(inside.totalThings).toBeUndefined();
    expect(inside.items.map(line).sort()).toEqual([
      'namespace shop',
      'namespace shop',
      'workload web',
    ]);
  });

  it('tells one change for all clusters, and whose it may be by what lies in any of them', async () => {
    const ownership = await open();
    const { items } = await ownership.unsettled('unowned', {
      by: 'namespace',
    });
    const [, system, shop] = items;
    expect(system).toMatchObject({
      suggestions: [],
      fixes: [
        {
          title:
            'Label the namespace in its 3 clusters, with its team in place of TEAM_NAME: what runs in it follows',
          content: `for cluster in 'it'\\''s' prod-eu prod-us; do kubectl --context "$cluster" label namespace/kube-system team=TEAM_NAME --overwrite; done`,
        },
      ],
    });
    expect(shop.suggestions).toMatchObject([
      {
        team: 'group:default/checkout',
        why: [{ text: 'owns 1 of 1 thing in the namespace shop' }],
      },
    ]);
    // In one of the two a repository declares it.
    expect(shop.fixes).toMatchObject([
      { path: 'clusters/prod-eu/ns.yaml' },
      {
        content:
          'kubectl --context prod-us label namespace/shop team=checkout --overwrite',
      },
    ]);
  });

  it('labels no namespace by hand that a repository declares, whatever is filtered', async () => {
    const database = await databases.migrated(id);
    await write(database, [
      ...others,
      { type: 'workload', namespace: 'shop', name: 'api', cluster: 'prod-us' },
    ]);
    const ownership = new DatabaseOwnership(database, () => new Date(time));
    const { items } = await ownership.unsettled('unowned', {
      by: 'namespace',
      type: 'workload',
    });
    expect(
      items
        .filter(({ group }) => group?.namespace === 'shop')
        .flatMap(({ fixes }) => fixes)
        .map(({ content }) => content)
        .filter(content => content?.includes('namespace/shop')),
    ).toEqual([
      'kubectl --context prod-us label namespace/shop team=checkout --overwrite',
    ]);
  });
});
