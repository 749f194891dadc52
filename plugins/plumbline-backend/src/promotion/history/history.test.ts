import { GitMirrors, GitSource } from '@plumbline/git-source';
import {
  temporaryDirectory,
  TestGitServer,
  TestRepository,
} from '@plumbline/git-source/testUtils';
import { repositoryFacts } from '@plumbline/gitops-lookup/testUtils';
import { DeclaredObject } from '@plumbline/gitops-reader';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import path from 'node:path';
import { testDatabases } from '../../__testUtils__/databases';
import { claimNext } from '../../__testUtils__/fill';
import { HistoryReader } from '../../history/HistoryReader';
import { DatabaseSourceStore } from '../../index/DatabaseSourceStore';
import { historiesOf, historyKey } from '../store/histories';
import { pinKeyOf } from '../store/pinKey';
import { DatabaseHistoryStore } from './DatabaseHistoryStore';
import { PinLease } from './HistoryStore';
import { readHistory } from './readHistory';

jest.setTimeout(120_000);

const databases = testDatabases();
const base = temporaryDirectory();
const image = 'ghcr.io/acme/cart';
let clock = Date.parse('2026-11-23T00:00:00Z');
const now = () => new Date(clock);
let count = 0;

function mirrorsOf(replica: string): GitMirrors {
  return GitMirrors.create({ directory: path.join(base, replica + count) });
}

function overlay(tag: string, more = ''): string {
  return `images:\n  - name: ${image}\n    newTag: ${tag}\n${more}`;
}

/** A repository on disk, indexed as the collector does it, with one line that pins a version in each of some files. */
class Indexed {
  readonly repository = TestRepository.create(path.join(base, `r${++count}`));
  readonly #knex: Knex;
  readonly #sources: DatabaseSourceStore;
  readonly name = `acme/r${count}`;
  readonly mirrors = GitMirrors.create({
    directory: path.join(base, `m${count}`),
  });
  source: GitSource = { name: this.name, url: this.repository.dir };

  constructor(knex: Knex) {
    this.#knex = knex;
    this.#sources = new DatabaseSourceStore(knex);
  }

  /** Indexes the head, with these tags pinned on the third line of these files. */
  async index(tags: Record<string, string>): Promise<void> {
    clock += 3600_000;
    const opened = await this.mirrors.open(this.source);
    const { revision } = opened.tree;
    const listed = await opened.tree.list();
    await opened.close();
    const objects = Object.entries(tags).map(([file, value], at) => {
      const location = { repository: this.name, revision, path: file, line: 3 };
      const object: DeclaredObject = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'cart',
        environment: ['staging', 'production'][at],
        location,
        claims: [],
        config: [],
        versions: [
          {
            kind: 'image',
            name: image,
            value,
            evidence: { type: 'file', location },
            key: 'images[0].newTag',
          },
        ],
      };
      return object;
    });
    await this.#sources.recordListing(
      'test',
      'repository',
      [{ name: this.name }],
      { now: now(), factsVersion: '1' },
    );
    await this.#sources.requestRefresh(`repository:${this.name}`, now());
    await this.#sources.replaceRepository(
      await claimNext(this.#sources, now()),
      {
        revision,
        facts: repositoryFacts({ repository: this.name, revision, objects }),
        files: new Map(listed.map(file => [file.path, file])),
        factsVersion: '1',
        now: now(),
        confirmAt: now(),
        tookMs: 1,
      },
    );
  }

  /** A replica, with the mirrors on its disk. */
  reader(mirrors = this.mirrors): HistoryReader<PinLease> {
    const store = new DatabaseHistoryStore(this.#knex);
    return new HistoryReader({
      store,
      read: (lease, opened, proceed) =>
        readHistory({ lease, store, history: opened, now, proceed }),
      opener: () => ({
        head: () => Promise.reject(new Error('not asked')),
        open: () => mirrors.open(this.source),
        readFile: () => Promise.reject(new Error('not asked')),
        history: () => mirrors.history(this.source),
      }),
      find: async () => ({ name: this.name, url: this.source.url }),
      logger: mockServices.logger.mock(),
      now,
    });
  }

  async read(signal = new AbortController().signal): Promise<void> {
    await this.reader().run(signal);
  }

  /** The same repository as others reach it, so that each replica needs a mirror. */
  serve(): void {
    this.source = { name: this.name, url: `file://${this.repository.dir}` };
  }

  /** `from>to subject` of each change, newest first. */
  async shown(file: string): Promise<string[]> {
    const pin = {
      repository: this.name,
      path: file,
      key: 'images[0].newTag',
      name: image,
    };
    const found = (await historiesOf(this.#knex, [pin])).get(
      historyKey(`repository:${this.name}`, pinKeyOf(pin)),
    );
    return [
      ...(found?.changes ?? []).map(
        ({ from = '', to = '', subject, renamedFrom }) =>
          `${from}>${to} ${subject}${renamedFrom ? ` (was ${renamedFrom})` : ''}`,
      ),
      ...(found?.ends ? [found.ends] : []),
    ];
  }

  async versions(): Promise<number> {
    const row = await this.#knex('promotion_sources')
      .where('source_id', `repository:${this.name}`)
      .first('version', 'error');
    if (row.error !== null) {
      throw new Error(row.error);
    }
    return row.version;
  }
}

describe.each(databases.ids)('history of pins on %s', id => {
  let knex: Knex;
  beforeAll(async () => {
    knex = await databases.migrated(id);
  });

  it('tells what a line held, adds what comes on top, and follows renames, reverts and removals', async () => {
    const indexed = new Indexed(knex);
    const { repository } = indexed;
    const [staging, production] = ['staging', 'prod'].map(
      name => `${name}/kustomization.yaml`,
    );
    const old = 'live/kustomization.yaml';
    repository.commit('First', { [staging]: overlay('1'), 'a.txt': 'a' });
    repository.commit('Stage 2', { [staging]: overlay('2') });
    repository.commit('Something else', { [staging]: overlay('2', '# x\n') });
    repository.commit('Live 1', { [old]: overlay('1') });
    repository.git('mv', 'live', 'prod');
    repository.commit('Call it prod', {});
    repository.commit('Take it out', { [staging]: 'images: []\n' });
    repository.commit('Stage 3', { [staging]: overlay('3') });
    repository.commit('Promote 2', { [production]: overlay('2') });
    await indexed.index({ [staging]: '3', [production]: '2' });
    await indexed.read();
    expect(await indexed.shown(staging)).toEqual([
      '>3 Stage 3',
      '2> Take it out',
      '1>2 Stage 2',
      '>1 First',
    ]);
    expect(await indexed.shown(production)).toEqual([
      '1>2 Promote 2',
      `1>1 Call it prod (was ${old})`,
      '>1 Live 1',
    ]);
    const before = await indexed.versions();

    // A merge: what it brought was written on the branch, and landed with the merge.
    repository.git('checkout', '-q', '-b', 'change');
    repository.commit('Stage 4 (#12)', { [staging]: overlay('4') });
    repository.git('checkout', '-q', 'main');
    repository.commit('Meanwhile', { 'a.txt': 'b' });
    repository.git('merge', '-q', '--no-ff', 'change', '-m', 'Merge change');
    repository.commit('Go back', { [production]: overlay('1') });
    await indexed.index({ [staging]: '4', [production]: '1' });
    await indexed.read();
    expect((await indexed.shown(staging)).slice(0, 2)).toEqual([
      '3>4 Stage 4 (#12)',
      '>3 Stage 3',
    ]);
    expect((await indexed.shown(production)).slice(0, 2)).toEqual([
      '2>1 Go back',
      '1>2 Promote 2',
    ]);
    expect(await indexed.versions()).toBe(before + 1);

    // Nothing that matters.
    repository.commit('Other', { 'a.txt': 'c' });
    await indexed.index({ [staging]: '4', [production]: '1' });
    await indexed.read();
    expect(await indexed.versions()).toBe(before + 1);

    // A line that is pinned from now on has a history, too.
    repository.commit('Third, token=hunter2', { 'third/k.yaml': overlay('7') });
    await indexed.index({
      [staging]: '4',
      [production]: '1',
      'third/k.yaml': '7',
    });
    await indexed.read();
    expect(await indexed.shown('third/k.yaml')).toEqual([
      '>7 Third, token=••••••',
    ]);
    expect(await indexed.shown(staging)).toHaveLength(5);

    // Rewritten: what is shown is what the branch is now, and that is said.
    repository.git('reset', '-q', '--hard', 'HEAD~3');
    repository.commit('Stage 9', { [staging]: overlay('9') });
    await indexed.index({ [staging]: '9', [production]: '1' });
    await indexed.read();
    const rewritten = await indexed.shown(staging);
    expect(rewritten.slice(0, 2)).toEqual(['4>9 Stage 9', '3>4 Stage 4 (#12)']);
    expect(rewritten.pop()).toMatch(/^the branch was rewritten on 2026-11-2/);
  });

  it('leaves what a mirror does not have yet to the replica that has it, and fetches what nobody reads', async () => {
    const indexed = new Indexed(knex);
    const { repository } = indexed;
    const { signal } = new AbortController();
    const file = 'staging/kustomization.yaml';
    indexed.serve();
    repository.commit('Stage 1', { [file]: overlay('1') });
    repository.commit('Stage 2', { [file]: overlay('2') });
    const other = mirrorsOf('other');
    const known = ['1>2 Stage 2', '>1 Stage 1'];
    await (await other.open(indexed.source)).close();
    await indexed.index({ [file]: '2' });
    await indexed.read();
    expect(await indexed.shown(file)).toEqual(known);

    // A push that only one of them has read: the other one knows less, and takes nothing away.
    repository.commit('Stage 3', { [file]: overlay('3') });
    await indexed.index({ [file]: '3' });
    await indexed.reader(other).run(signal);
    expect(await indexed.shown(file)).toEqual(known);
    await indexed.versions();
    await indexed.read();
    expect(await indexed.shown(file)).toEqual(['2>3 Stage 3', ...known]);

    // A push, after which all disks are new.
    repository.commit('Stage 4', { [file]: overlay('4') });
    await indexed.index({ [file]: '4' });
    const fresh = indexed.reader(mirrorsOf('fresh'));
    await fresh.run(signal);
    expect(await indexed.shown(file)).toHaveLength(3);
    clock += 11 * 60_000;
    await fresh.run(signal);
    expect(await indexed.shown(file)).toEqual([
      '3>4 Stage 4',
      '2>3 Stage 3',
      ...known,
    ]);
  });

  it('is cut off where a clone is shallow', async () => {
    const origin = new Indexed(knex);
    const file = 'staging/kustomization.yaml';
    for (const tag of ['1', '2', '3', '4']) {
      origin.repository.commit(`Stage ${tag}`, { [file]: overlay(tag) });
    }
    const indexed = new Indexed(knex);
    const dir = path.join(base, `shallow${count}`);
    indexed.repository.git(
      'clone',
      '-q',
      '--depth=2',
      `file://${origin.repository.dir}`,
      dir,
    );
    indexed.source = { name: indexed.name, url: dir };
    await indexed.index({ [file]: '4' });
    await indexed.read();
    expect(await indexed.shown(file)).toEqual([
      '3>4 Stage 4',
      'the clone is shallow: older commits are not at hand',
    ]);
  });

  it('fetches the contents of a mirror that has none, and goes on where it was ended', async () => {
    const indexed = new Indexed(knex);
    const { repository } = indexed;
    const file = 'staging/kustomization.yaml';
    for (let tag = 0; tag < 30; tag += 1) {
      repository.commit(`Stage ${tag}`, { [file]: overlay(String(tag)) });
    }
    repository.git('config', 'uploadpack.allowFilter', 'true');
    repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    const server = await TestGitServer.start({ root: base });
    try {
      indexed.source = {
        name: indexed.name,
        url: `${server.url}/${path.basename(repository.dir)}`,
      };
      await indexed.index({ [file]: '29' });
      const ending = new AbortController();
      const read = indexed.read(ending.signal);
      // Ended in the middle: the first batch is stored.
      while ((await indexed.shown(file)).length === 0) {
        await new Promise(resolve => setTimeout(resolve, 5));
      }
      ending.abort();
      await read;
      await indexed.read();
      const shown = await indexed.shown(file);
      expect(shown).toHaveLength(30);
      expect(shown[0]).toBe('28>29 Stage 29');
      const [{ rows }] = await knex('promotion_changes as c')
        .join('promotion_pins as p', 'p.id', 'c.pin_id')
        .where('p.source_id', `repository:${indexed.name}`)
        .count({ rows: '*' });
      expect(Number(rows)).toBe(30);
    } finally {
      await server.close();
    }
  });
});
