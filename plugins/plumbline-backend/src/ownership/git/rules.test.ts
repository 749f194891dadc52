import { mockServices } from '@backstage/backend-test-utils';
import { GitMirrors, GitSource } from '@plumbline/git-source';
import {
  temporaryDirectory,
  TestRepository,
} from '@plumbline/git-source/testUtils';
import { repositoryFacts } from '@plumbline/gitops-lookup/testUtils';
import { RuleCommitsPage } from '@plumbline/plugin-plumbline-common';
import { RepositoryOpener } from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import path from 'node:path';
import { testDatabases } from '../../__testUtils__/databases';
import { claimNext } from '../../__testUtils__/fill';
import { HistoryReader } from '../../history/HistoryReader';
import { DatabaseSourceStore } from '../../index/DatabaseSourceStore';
import { DatabaseOwnership } from '../DatabaseOwnership';
import { OwnershipWorker } from '../derive/OwnershipWorker';
import { GitOwnershipStore } from './GitOwnershipStore';
import { readRules } from './readRules';

jest.setTimeout(120_000);

const databases = testDatabases();
const base = temporaryDirectory();
const limits = { driftDueMs: 0 };
let count = 0;
let clock = Date.parse('2026-11-23T00:00:00Z');
const now = () => new Date(clock);

/** A repository on disk, indexed as the collector does it. */
class Indexed {
  readonly repository = TestRepository.create(path.join(base, `r${++count}`));
  readonly name = `acme/r${count}`;
  readonly mirrors = GitMirrors.create({
    directory: path.join(base, `m${count}`),
  });
  readonly ownership: DatabaseOwnership;
  source: GitSource = { name: this.name, url: this.repository.dir };
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
    this.ownership = new DatabaseOwnership(knex, now);
  }

  async index(codeowners = ''): Promise<void> {
    clock += 3_600_000;
    const sources = new DatabaseSourceStore(this.#knex);
    const opened = await this.mirrors.open(this.source);
    const { revision } = opened.tree;
    const listed = await opened.tree.list();
    await opened.close();
    await sources.recordListing(
      'test',
      'repository',
      [{ name: this.name, webUrl: `https://github.com/${this.name}` }],
      { now: now(), factsVersion: '1' },
    );
    await sources.requestRefresh(`repository:${this.name}`, now());
    await sources.replaceRepository(await claimNext(sources, now()), {
      revision,
      facts: repositoryFacts({
        repository: this.name,
        revision,
        ownership: {
          repositoryClaims: [],
          ...(codeowners && {
            codeowners: { path: 'docs/CODEOWNERS', text: codeowners },
          }),
        },
      }),
      files: new Map(listed.map(file => [file.path, file])),
      factsVersion: '1',
      now: now(),
      confirmAt: now(),
      tookMs: 1,
    });
    await new OwnershipWorker({
      client: this.#knex,
      reader: this.#knex,
      ownership: {},
      entityNames: [],
      limits,
      logger: mockServices.logger.mock(),
      now,
    }).drain();
  }

  async read(
    history: RepositoryOpener['history'] = () =>
      this.mirrors.history(this.source),
    most?: number,
  ): Promise<void> {
    const store = new GitOwnershipStore(this.#knex);
    await new HistoryReader({
      store,
      read: (lease, opened, proceed) =>
        readRules({ lease, store, history: opened, proceed, most }),
      opener: () => ({
        head: () => Promise.reject(new Error('not asked')),
        open: () => Promise.reject(new Error('not asked')),
        readFile: () => Promise.reject(new Error('not asked')),
        history,
      }),
      find: async () => ({ name: this.name, url: this.source.url }),
      logger: mockServices.logger.mock(),
      now,
    }).run(new AbortController().signal);
  }
}

/** `subject: rule before > after`. */
function shown({ items, incomplete }: RuleCommitsPage): string[] {
  return [
    ...items.map(
      ({ subject, rules }) =>
        `${subject}: ${rules
          .map(
            ({ rule, before = ['-'], after = ['-'] }) =>
              `${rule} ${before.join(' ')} > ${after.join(' ') || 'nobody'}`,
          )
          .join(', ')}`,
    ),
    ...incomplete.map(({ reason }) => reason),
  ];
}

describe.each(databases.ids)('the history of rules on %s', id => {
  it('tells who was named when, adds what comes on top, and starts over for a branch that was rewritten', async () => {
    const knex = await databases.migrated(id);
    const indexed = new Indexed(knex);
    const { repository, ownership } = indexed;
    const rules = (...lines: string[]) => `${lines.join('\n')}\n`;
    repository.commit('First', {
      'a.txt': 'a',
      'apps/cart/x.yaml': 'x',
      'docs/a.md': 'a',
    });
    repository.commit('Name owners', {
      CODEOWNERS: rules('* @acme/platform', '/apps/cart/ @acme/checkout'),
    });
    repository.commit('Say why', {
      CODEOWNERS: rules(
        '# why',
        '* @acme/platform',
        '/apps/cart/ @acme/checkout',
      ),
    });
    repository.git('checkout', '-q', '-b', 'change');
    const handed = rules('* @acme/platform', '/apps/cart/ @acme/payments');
    repository.commit('Hand cart over (#7)', { CODEOWNERS: handed });
    repository.git('checkout', '-q', 'main');
    repository.commit('Meanwhile', { 'a.txt': 'b' });
    repository.git('merge', '-q', '--no-ff', 'change', '-m', 'Merge change');
    // The same rules in another place change nothing.
    repository.git('mv', 'CODEOWNERS', 'docs/CODEOWNERS');
    repository.commit('Move them', {});
    await indexed.index(handed);
    await expect(ownership.ruleCommits('@acme/payments', {})).resolves.toEqual({
      items: [],
      incomplete: [
        { repository: indexed.name, reason: 'its history is not read yet' },
      ],
    });
    // Of a thing, the repository that its rule stands in counts.
    const [cart] = (await ownership.owned('payments', { type: 'path' })).items;
    const asWritten = await knex('ownership_things')
      .where({ row_key: cart.id })
      .first('repository');
    await knex('ownership_things')
      .where({ row_key: cart.id })
      .update({ repository: null });
    expect(
      shown(await ownership.ruleCommits('payments', { thing: cart.id })),
    ).toEqual(['its history is not read yet']);
    await knex('ownership_things')
      .where({ row_key: cart.id })
      .update(asWritten);
    // A replica whose disk has no mirror leaves it to the one that has.
    await indexed.read(async () => undefined);
    await indexed.read();
    const payments = await ownership.ruleCommits('@acme/payments', {});
    expect(shown(payments)).toEqual([
      'Hand cart over (#7): /apps/cart/ @acme/checkout > @acme/payments',
    ]);
    expect(payments.items[0]).toMatchObject({
      repository: indexed.name,
      pullRequest: '7',
      url: expect.stringMatching(/^https:\/\/github\.com\/acme\/.*\/commit\//),
    });
    const platform = await ownership.ruleCommits('platform', {});
    expect(shown(platform)).toEqual(['Name owners: * - > @acme/platform']);

    // What comes on top.
    const last = rules('* @acme/platform', '/apps/ @acme/payments');
    repository.commit('Widen, token=hunter2', { 'docs/CODEOWNERS': last });
    await indexed.index(last);
    await indexed.read();
    const first = await ownership.ruleCommits('payments', { limit: 1 });
    const rest = await ownership.ruleCommits('payments', {
      cursor: first.nextCursor,
    });
    expect([...shown(first), ...shown(rest)]).toEqual([
      'Widen, token=••••••: /apps/cart/ @acme/payments > -, /apps/ - > @acme/payments',
      'Hand cart over (#7): /apps/cart/ @acme/checkout > @acme/payments',
    ]);
    // Of one thing, the rule that decides about it.
    const [apps] = (await ownership.owned('payments', { type: 'path' })).items;
    expect(
      shown(await ownership.ruleCommits('payments', { thing: apps.id })),
    ).toEqual(['Widen, token=••••••: /apps/ - > @acme/payments']);
    await expect(
      ownership.ruleCommits('platform', { thing: apps.id }),
    ).rejects.toThrow(/no such thing/);

    // Rewritten: it is read anew.
    repository.git('reset', '-q', '--hard', 'HEAD~1');
    repository.commit('Nobody', {
      'docs/CODEOWNERS': rules('* @acme/platform', '/apps/'),
      'apps/OWNERS': 'approvers: [payments]\n',
    });
    await indexed.index(rules('* @acme/platform', '/apps/'));
    await indexed.read();
    expect(shown(await ownership.ruleCommits('platform', {}))).toEqual([
      'Name owners: * - > @acme/platform',
    ]);
  });

  it('works piece by piece, and says for good where commits are left out', async () => {
    const knex = await databases.migrated(id);
    const indexed = new Indexed(knex);
    const { repository, ownership } = indexed;
    const name = (team: string, more: Record<string, string> = {}) =>
      repository.commit(`Name ${team}`, {
        CODEOWNERS: `* @acme/${team}\n`,
        ...more,
      });
    ['one', 'two', 'three'].forEach(team => name(team));
    await indexed.index('* @acme/three\n');
    const store = new GitOwnershipStore(knex);
    const [lease] = await store.due({ now: now() });
    await store.leases.take(lease.sourceId, now());
    const history = await indexed.mirrors.history(indexed.source);
    if (!history) {
      throw new Error('There is no history');
    }
    const proceed = jest.fn(async () => {});
    await readRules({ lease, store, history, proceed });
    await store.leases.release(lease.sourceId, { now: now() });
    await history.close();
    // After each commit, and each content that is parsed: once, though one commit makes it and the next one finds it.
    expect(proceed).toHaveBeenCalledTimes(3 + 3);

    // More at once than are looked at.
    ['four', 'five', 'six'].forEach(team => name(team));
    await indexed.index('* @acme/six\n');
    await indexed.read(undefined, 2);
    name('six', { 'a.txt': 'a' });
    name('seven');
    await indexed.index('* @acme/seven\n');
    await indexed.read();
    const gap = /^more than 2 commits came on top of [0-9a-f]{7} that/;
    expect(shown(await ownership.ruleCommits('seven', {}))).toEqual([
      'Name seven: * @acme/six > @acme/seven',
      expect.stringMatching(gap),
    ]);
  });

  it('says where a clone is shallow', async () => {
    const knex = await databases.migrated(id);
    const origin = new Indexed(knex);
    for (const team of ['one', 'two', 'three']) {
      origin.repository.commit(`Name ${team}`, {
        CODEOWNERS: `* @acme/${team}\n`,
      });
    }
    const indexed = new Indexed(knex);
    const dir = path.join(base, `shallow${count}`);
    indexed.repository.git(
      ...['clone', '-q', '--depth=2', `file://${origin.repository.dir}`, dir],
    );
    indexed.source = { name: indexed.name, url: dir };
    await indexed.index('* @acme/three\n');
    await indexed.read();
    expect(shown(await indexed.ownership.ruleCommits('three', {}))).toEqual([
      'Name three: * @acme/two > @acme/three',
      'the clone is shallow: older commits are not at hand',
    ]);
  });
});
