import { repositoryFacts } from '@plumbline/gitops-lookup/testUtils';
import { FactsQuery } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { setImmediate } from 'node:timers/promises';
import { claimNext } from '../__testUtils__/fill';
import { testDatabases } from '../__testUtils__/databases';
import { DatabaseAlertStore } from '../alerts/store/DatabaseAlertStore';
import { DatabaseSourceStore } from './DatabaseSourceStore';
import { addSaidFinding } from './saidFindings';

jest.setTimeout(60_000);

const databases = testDatabases();
const repository = 'acme/app';

function at(minutes: number): Date {
  return new Date(Date.UTC(2026, 10, 23, 2, minutes));
}

describe.each(databases.ids)('findings that people make, on %s', id => {
  let database: Knex;
  let sources: DatabaseSourceStore;
  let alerts: DatabaseAlertStore;

  beforeEach(async () => {
    database = await databases.migrated(id);
    sources = new DatabaseSourceStore(database);
    alerts = new DatabaseAlertStore(database);
    await read(0, { CODEOWNERS: '1' });
    await alerts.accept(
      [
        {
          receiver: 'fake',
          plumbing: 0,
          followUps: [],
          alerts: ['a', 'b'].map(name => ({
            status: 'firing',
            fingerprintKey: name,
            question: { key: name, text: name },
            startsAt: at(0).toISOString(),
            name: 'Down',
            labels: { name },
            annotations: {},
            links: [],
          })),
        },
      ],
      at(1),
    );
  });

  /** Reads the repository, with these files and what their content is called. */
  async function read(
    minute: number,
    files: Record<string, string>,
  ): Promise<void> {
    const now = at(minute);
    const factsVersion = `${minute}`;
    await sources.recordListing('test', 'repository', [{ name: repository }], {
      now,
      factsVersion,
    });
    const revision = String(minute).padStart(40, '0');
    await sources.replaceRepository(await claimNext(sources, now), {
      revision,
      facts: repositoryFacts({ repository, revision }),
      files: new Map(
        Object.entries(files).map(([path, digest]) => [path, { digest }]),
      ),
      factsVersion,
      now,
      confirmAt: now,
      tookMs: 1,
    });
  }

  async function judge(
    name: string,
    verdict: 'right' | 'wrong',
    path = 'CODEOWNERS',
  ): Promise<boolean> {
    const { items } = await alerts.page({});
    const alert = items.find(({ labels }) => labels.name === name);
    return await alerts.verdict(
      alert?.id ?? 'none',
      {
        verdict,
        by: 'user:default/a',
        at: at(2).toISOString(),
        ...(verdict === 'wrong' && {
          finding: {
            rule: 'wrong-owner',
            severity: 'warning',
            location: { repository, revision: '0'.repeat(40), path, line: 1 },
            message: 'A person says that it is another one',
            fix: '/apps/cart/ @acme/payments',
          },
        }),
      },
      {
        owners: ['@acme/checkout', 'group:default/payments'],
        environments: ['production'],
        clusters: ['prod-eu'],
      },
    );
  }

  const found = async (query: FactsQuery = {}) =>
    (await sources.facts('findings', query)).items.map(
      ({ fact }) => fact.location.path,
    );

  it('stand among those of the repository while somebody says so', async () => {
    expect(await judge('a', 'wrong')).toBe(true);
    expect(await judge('b', 'wrong')).toBe(true);
    const { items, totalItems } = await sources.facts('findings', {
      rule: 'wrong-owner',
    });
    expect(totalItems).toBe(1);
    expect(items).toMatchObject([
      {
        repository,
        teams: ['group:default/checkout', 'group:default/payments'],
        fact: { fix: '/apps/cart/ @acme/payments', location: { line: 1 } },
      },
    ]);
    for (const query of [
      { team: 'group:default/payments', severity: 'warning' },
      { team: '@acme/checkout' },
      { environment: 'production', cluster: 'prod-eu' },
      { text: 'another one', repository },
    ] satisfies FactsQuery[]) {
      expect(await found(query)).toEqual(['CODEOWNERS']);
    }
    expect(await found({ team: 'group:default/search' })).toEqual([]);
    expect(await sources.repository(repository, at(3))).toMatchObject({
      totals: { findings: 1 },
      source: { counts: { findings: 1 } },
    });

    await judge('a', 'right');
    expect(await found()).toEqual(['CODEOWNERS']);
    await judge('b', 'right');
    expect(await found()).toEqual([]);
  });

  it('outlast a read that leaves their file as it is, and go when it changes', async () => {
    await judge('a', 'wrong');
    await judge('b', 'wrong', 'docs/CODEOWNERS');
    await read(10, { CODEOWNERS: '1', 'README.md': '2' });
    expect(await found()).toEqual(['CODEOWNERS', 'docs/CODEOWNERS']);
    const {
      items: [{ fact }],
    } = await sources.facts('findings', {});
    expect(fact.location.revision).toBe('10'.padStart(40, '0'));
    await read(20, { CODEOWNERS: '1', 'docs/CODEOWNERS': '3' });
    expect(await found()).toEqual(['CODEOWNERS']);
    await read(30, { CODEOWNERS: '4' });
    expect(await found()).toEqual([]);
  });

  it('stay where one says so while the last other one stops saying it', async () => {
    if (id === 'SQLITE_3') {
      // One writes at a time.
      return;
    }
    await judge('a', 'wrong');
    const [{ fact: said }] = (await sources.facts('findings', {})).items;
    const isWaiting = async () => {
      const {
        rows: [{ total }],
      } = await database.raw(
        `SELECT count(*) AS total FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return Number(total) > 0;
    };
    let judged = false;
    const judging = await database.transaction(async tx => {
      const key = await addSaidFinding(tx, {
        finding: said,
        owners: [],
        environments: [],
        clusters: [],
      });
      const other = judge('a', 'right').then(() => {
        judged = true;
      });
      while (!judged && !(await isWaiting())) {
        await setImmediate();
      }
      await tx('alerts')
        .where('question_key', 'b')
        .update({ verdict_fact: key });
      return { other };
    });
    await judging.other;
    expect(await found()).toEqual(['CODEOWNERS']);
  });

  it('go with the alerts, and are none where nothing is known of it', async () => {
    await judge('a', 'wrong');
    expect(await judge('none', 'wrong', 'docs/CODEOWNERS')).toBe(false);
    expect(await found()).toEqual(['CODEOWNERS']);
    await alerts.deleteOld(at(60), at(60));
    expect(await found()).toEqual([]);
  });
});
