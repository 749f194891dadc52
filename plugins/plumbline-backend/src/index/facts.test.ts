import {
  declaredObject,
  repositoryFacts,
} from '@plumbline/gitops-lookup/testUtils';
import { Finding, RepositoryFacts, TeamFact } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { claimNext, knownFiles } from '../__testUtils__/fill';
import { DatabaseIndex } from './DatabaseIndex';
import { DatabaseSourceStore } from './DatabaseSourceStore';

jest.setTimeout(60_000);

const databases = testDatabases();
const repository = 'acme/app';
const revisions = ['a', 'b', 'c'].map(digit => digit.repeat(40));

function at(minutes: number): Date {
  return new Date(Date.UTC(2026, 10, 23, 2, minutes));
}

function finding(
  rule: string,
  severity: Finding['severity'],
  path: string,
  revision: string,
  line = 1,
): Finding {
  const location = { repository, revision, path, line };
  return { rule, severity, location, message: `About ${path}` };
}

function factsAt(revision: string): RepositoryFacts {
  const location = (path: string) => ({ repository, revision, path, line: 1 });
  return repositoryFacts({
    repository,
    revision,
    objects: [
      {
        ...declaredObject('Deployment', 'shop/cart', 'apps/cart/a.yaml'),
        environment: 'production',
        cluster: 'prod-eu',
        location: location('apps/cart/a.yaml'),
        config: [],
      },
    ],
    ownership: {
      repositoryClaims: [],
      codeowners: { path: 'CODEOWNERS', text: '/apps/cart/ @acme/payments\n' },
    },
    findings: [
      finding('yaml-duplicate-key', 'warning', 'apps/cart/a.yaml', revision),
      finding('plaintext-secret', 'error', 'apps/web/b.yaml', revision, 7),
      finding('plaintext-secret', 'info', '100%_sure.yaml', revision),
    ],
    secrets: [
      {
        mechanism: 'sealed-secrets',
        kind: 'SealedSecret',
        namespace: 'shop',
        name: 'cart-db',
        environment: 'production',
        location: location('apps/cart/a.yaml'),
      },
      {
        mechanism: 'sealed-secrets',
        kind: 'SealedSecret',
        namespace: 'shop',
        name: 'cart-db',
        environment: 'staging',
        location: location('apps/cart/a.yaml'),
      },
    ],
    credentials: [
      {
        provider: 'aws',
        method: 'static',
        reason: 'aws-access-key-id',
        location: location('.github/workflows/ci.yaml'),
      },
    ],
    policies: [
      {
        engine: 'kyverno',
        kind: 'ClusterPolicy',
        name: 'require-limits',
        action: 'audit',
        location: location('policies/p.yaml'),
      },
    ],
    guesses: [{ about: 'service', guess: 'cart is one', why: 'its path' }],
  });
}

describe.each(databases.ids)('facts of repositories on %s', id => {
  let database: Knex;
  let store: DatabaseSourceStore;

  beforeEach(async () => {
    database = await databases.migrated(id);
    store = new DatabaseSourceStore(database);
    await store.replaceTeams('config', [
      {
        ref: 'group:default/pay',
        aliases: ['@acme/payments'],
        contacts: [],
      },
    ]);
  });

  async function read(facts: RepositoryFacts, minutes: number) {
    await store.recordListing('git', 'repository', [{ name: repository }], {
      now: at(minutes),
      factsVersion: 'v1',
    });
    return await store.replaceRepository(await claimNext(store, at(minutes)), {
      revision: facts.revision,
      facts,
      files: knownFiles([]),
      factsVersion: 'v1',
      now: at(minutes),
      confirmAt: at(minutes),
      tookMs: 1,
    });
  }

  const rows = (): Promise<{ id: number; row_key: string }[]> =>
    database('repository_facts').orderBy('row_key').select('id', 'row_key');

  it('lists the worst first, whatever is filtered by', async () => {
    await read(factsAt(revisions[0]), 0);
    const rulesOf = async (query: Parameters<typeof store.facts>[1]) => {
      const { items, totalItems } = await store.facts('findings', query);
      expect(totalItems).toBe(items.length);
      return items.map(({ fact }) => `${fact.rule} ${fact.location.path}`);
    };
    const [secret, key, sure] = await rulesOf({});
    expect([secret, key, sure]).toEqual([
      'plaintext-secret apps/web/b.yaml',
      'yaml-duplicate-key apps/cart/a.yaml',
      'plaintext-secret 100%_sure.yaml',
    ]);
    expect(await rulesOf({ repository })).toEqual([secret, key, sure]);
    expect(await rulesOf({ repository: 'acme/other' })).toEqual([]);
    expect(await rulesOf({ severity: 'error' })).toEqual([secret]);
    expect(await rulesOf({ rule: 'plaintext-secret' })).toEqual([secret, sure]);
    expect(await rulesOf({ text: '0%_S' })).toEqual([sure]);
    // The team of CODEOWNERS, as the directory of the whole index knows it.
    expect(await rulesOf({ team: 'group:default/pay' })).toEqual([key]);
    expect(await rulesOf({ team: '@acme/payments' })).toEqual([key]);
    expect(await rulesOf({ team: 'group:default/search' })).toEqual([]);
    // The places of what the file declares.
    expect(await rulesOf({ environment: 'production' })).toEqual([key]);
    expect(await rulesOf({ cluster: 'prod-eu', severity: 'error' })).toEqual(
      [],
    );
  });

  it('knows the team of a mark as soon as anybody tells of it', async () => {
    await store.replaceTeams('config', []);
    await read(factsAt(revisions[0]), 0);
    const teams = async (team: string) => {
      const { items } = await store.facts('findings', { team });
      return items.flatMap(found => found.teams);
    };
    expect(await teams('group:default/payments')).toEqual([
      'group:default/payments',
    ]);
    await store.replaceTeams('config', [
      { ref: 'group:default/pay', aliases: ['@acme/payments'], contacts: [] },
    ]);
    expect(await teams('group:default/pay')).toEqual(['group:default/pay']);
  });

  it('tells apart whose a finding is where the names of teams fold to one', async () => {
    const facts = factsAt(revisions[0]);
    const text =
      '* @other/payments\n/apps/cart/ @acme/payments\n/apps/web/ @acme/payments-team\n';
    await read(
      {
        ...facts,
        ownership: {
          ...facts.ownership,
          codeowners: { path: 'CODEOWNERS', text },
        },
      },
      0,
    );
    const group = (ref: string, ...aliases: string[]): TeamFact => ({
      ref: `group:${ref}`,
      aliases,
      contacts: [],
    });
    await store.replaceTeams('config', []);
    await store.replaceTeams('github', [
      group('acme/payments', 'payments', '@acme/payments'),
      group('other/payments', 'payments', '@other/payments'),
      group('default/payments-team', '@acme/payments-team'),
    ]);
    const pathsOf = async (team: string) =>
      (await store.facts('findings', { team })).items.map(
        ({ fact }) => fact.location.path,
      );
    for (const [ref, mark, path] of [
      ['group:acme/payments', '@acme/payments', 'apps/cart/a.yaml'],
      ['group:other/payments', '@other/payments', '100%_sure.yaml'],
      ['group:default/payments-team', 'payments-team', 'apps/web/b.yaml'],
    ]) {
      expect([ref, await pathsOf(ref)]).toEqual([ref, [path]]);
      expect([mark, await pathsOf(mark)]).toEqual([mark, [path]]);
    }
    expect((await store.repository(repository, at(1)))?.teams).toEqual([
      'group:acme/payments',
      'group:default/payments-team',
      'group:other/payments',
    ]);
  });

  it('gives every fact once, a page at a time', async () => {
    await read(factsAt(revisions[0]), 0);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.facts('findings', { limit: 1, cursor });
      expect(page.totalItems).toBe(3);
      seen.push(...page.items.map(({ fact }) => fact.location.path));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([
      'apps/web/b.yaml',
      'apps/cart/a.yaml',
      '100%_sure.yaml',
    ]);
  });

  it('fills the pages of a team, and asks as often for each, however many facts there are', async () => {
    const facts = factsAt(revisions[0]);
    const many = Array.from({ length: 2_000 }, (_, index) =>
      finding(
        'yaml-duplicate-key',
        index % 2 === 0 ? 'warning' : 'info',
        `apps/${index % 3 === 0 ? 'cart' : 'web'}/${String(index).padStart(4, '0')}.yaml`,
        revisions[0],
      ),
    );
    await read({ ...facts, findings: many }, 0);
    let asked = 0;
    database.on('query', () => asked++);
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      asked = 0;
      const page = await store.facts('findings', {
        team: 'group:default/pay',
        severity: 'info',
        limit: 100,
        cursor,
      });
      expect(asked).toBeLessThanOrEqual(6);
      expect(page.totalItems).toBe(333);
      sizes.push(page.items.length);
      seen.push(...page.items.map(({ fact }) => fact.location.path));
      cursor = page.nextCursor;
    } while (cursor);
    expect(sizes).toEqual([100, 100, 100, 33]);
    expect(seen).toEqual(
      many
        .filter(
          ({ severity, location }) =>
            severity === 'info' && location.path.startsWith('apps/cart/'),
        )
        .map(({ location }) => location.path),
    );
  });

  it('tells how much there is of what', async () => {
    await read(factsAt(revisions[0]), 0);
    expect(await store.repository(repository, at(1))).toMatchObject({
      source: { id: `repository:${repository}`, state: 'ok' },
      totals: {
        services: 1,
        findings: 3,
        secrets: 1,
        credentials: 1,
        policies: 1,
        guesses: 1,
      },
      rules: [
        { rule: 'plaintext-secret', severity: 'error', total: 1 },
        { rule: 'yaml-duplicate-key', severity: 'warning', total: 1 },
        { rule: 'plaintext-secret', severity: 'info', total: 1 },
      ],
      teams: ['group:default/pay'],
      environments: ['staging', 'production'],
      clusters: ['prod-eu'],
    });
    expect(await store.repository('acme/none', at(1))).toBeUndefined();
  });

  it('writes only what changed, and shows the commit of today', async () => {
    await read(factsAt(revisions[0]), 0);
    const before = await rows();
    await read(factsAt(revisions[1]), 1);
    expect(await rows()).toEqual(before);
    const { items } = await store.facts('secrets', {});
    expect(items[0].fact.location.revision).toBe(revisions[1]);
    const changed = factsAt(revisions[2]);
    changed.findings.pop();
    await read(changed, 2);
    const after = await rows();
    expect(after).toEqual(
      before.filter(row => after.some(other => other.id === row.id)),
    );
    expect(after).toHaveLength(before.length - 1);
  });

  it('keeps what an unreadable file said, at the commit where it could be read', async () => {
    await read(factsAt(revisions[0]), 0);
    await read(
      {
        ...factsAt(revisions[1]),
        findings: [],
        skipped: [{ path: 'apps/web/b.yaml', reason: 'too large' }],
      },
      1,
    );
    const { items } = await store.facts('findings', {});
    expect(items.map(({ fact }) => fact.location)).toEqual([
      {
        repository,
        revision: revisions[0],
        path: 'apps/web/b.yaml',
        line: 7,
      },
    ]);
  });

  it('finds secrets by name and namespace', async () => {
    await read(factsAt(revisions[0]), 0);
    const index = new DatabaseIndex(database);
    const found = await index.secrets('shop', ['cart-db']);
    expect(found).toMatchObject(
      ['production', 'staging'].map(environment => ({
        name: 'cart-db',
        environment,
        location: { repository, revision: revisions[0] },
      })),
    );
    // One line of Git is one row, however many environments build it.
    const { items } = await store.facts('secrets', { environment: 'staging' });
    expect(items.map(({ places }) => places)).toEqual([
      [{ environment: 'production' }, { environment: 'staging' }],
    ]);
    expect(await index.secrets('other', ['cart-db'])).toEqual([]);
  });

  it('forgets a repository with all that it said', async () => {
    await read(factsAt(revisions[0]), 0);
    await store.recordListing('git', 'repository', [], {
      now: at(1),
      factsVersion: 'v1',
    });
    await store.deleteGone(at(2));
    expect(await rows()).toEqual([]);
    expect(await database('repository_fact_marks').select()).toEqual([]);
  });
});
