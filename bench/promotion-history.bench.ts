import { parseArgs } from 'node:util';
import { mockServices } from '@backstage/backend-test-utils';
import { GitMirrors } from '@plumbline/git-source';
import { RepositoryReader } from '@plumbline/gitops-reader';
import { DatabaseSourceStore } from '../plugins/plumbline-backend/src/index/DatabaseSourceStore';
import { DatabaseHistoryStore } from '../plugins/plumbline-backend/src/promotion/history/DatabaseHistoryStore';
import { HistoryReader } from '../plugins/plumbline-backend/src/history/HistoryReader';
import { readHistory } from '../plugins/plumbline-backend/src/promotion/history/readHistory';
import { BenchDatabase, openDatabase } from './src/databases';
import { percentile, printFigure, progress } from './src/figure';
import { Commit, withRepository } from './src/gitRepository';
import { generate } from './src/repository';

const name = 'acme/generated';

/** All files at once, then commits: one in ten releases a version, the others change something else. */
function* history(
  files: Map<string, string>,
  from: number,
  commits: number,
): Iterable<Commit> {
  const overlays = [...files.keys()].filter(file =>
    file.endsWith('production/kustomization.yaml'),
  );
  const others = [...files.keys()].filter(file =>
    file.endsWith('replicas.yaml'),
  );
  if (from === 0) {
    yield { subject: 'Generate', files };
  }
  for (let index = Math.max(from, 1); index < from + commits; index++) {
    const release = index % 10 === 0;
    const file = (release ? overlays : others)[
      index % (release ? overlays : others).length
    ];
    const text = files.get(file) ?? '';
    yield {
      subject: release ? `Release (#${index})` : `Scale (#${index})`,
      files: [
        [
          file,
          release
            ? text.replace(/newTag: .*/, `newTag: 2.${index}.0`)
            : `${text}# ${index}\n`,
        ],
      ],
    };
  }
}

/** Reads the files and then the history of a repository again and again, as the collector and its reader do. */
class Indexed {
  readonly #database: BenchDatabase;
  readonly #mirrors: GitMirrors;
  readonly #url: string;
  readonly #reader = new RepositoryReader();

  constructor(database: BenchDatabase, directory: string) {
    this.#database = database;
    this.#mirrors = GitMirrors.create({
      directory: `${directory}.${database.name}`,
    });
    this.#url = `file://${directory}`;
  }

  /** Milliseconds for the history alone, once the facts are of the newest commit. */
  async read(): Promise<number> {
    const { client, reader } = this.#database;
    const sources = new DatabaseSourceStore(client, reader);
    const now = new Date();
    const read = { factsVersion: 'bench', now, confirmAt: now, tookMs: 1 };
    await sources.recordListing('bench', 'repository', [{ name }], read);
    await sources.requestRefresh(`repository:${name}`, now);
    const claimed = await sources.claim('bench', {
      now,
      until: new Date(now.getTime() + 3_600_000),
    });
    if (!claimed) {
      throw new Error('The repository is not due');
    }
    const source = { name, url: this.#url };
    const opened = await this.#mirrors.open(source);
    const files = await opened.tree.list();
    await sources.replaceRepository(claimed, {
      ...read,
      revision: opened.tree.revision,
      facts: await this.#reader.read(opened.tree),
      files: new Map(files.map(file => [file.path, file])),
    });
    await opened.close();
    const started = performance.now();
    const histories = new DatabaseHistoryStore(client);
    await new HistoryReader({
      store: histories,
      read: (lease, commits, proceed) =>
        readHistory({
          lease,
          history: commits,
          proceed,
          store: histories,
          now: () => new Date(),
        }),
      opener: () => ({
        head: () => Promise.reject(new Error('not asked')),
        open: () => Promise.reject(new Error('not asked')),
        readFile: () => Promise.reject(new Error('not asked')),
        history: () => this.#mirrors.history(source),
      }),
      find: async () => source,
      logger: mockServices.rootLogger({ level: 'error' }),
      now: () => new Date(),
    }).run(new AbortController().signal);
    const took = performance.now() - started;
    const { error }: { error: string | null } =
      await client('promotion_sources').first('error');
    if (error !== null) {
      throw new Error(error);
    }
    return took;
  }
}

/**
 * What one more commit costs the history of pinned lines, beside reading all of it: `--services`, `--commits`, `--times`,
 * `--database sqlite|postgres`.
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      services: { type: 'string', default: '200' },
      commits: { type: 'string', default: '100000' },
      times: { type: 'string', default: '10' },
      database: { type: 'string', multiple: true },
    },
  });
  const commits = Number(values.commits);
  const files = generate(Number(values.services));
  const scale = `${commits} commits, ${files.size} files`;
  await withRepository(async ({ directory, add }) => {
    progress(`making ${scale}`);
    await add(history(files, 0, commits));
    // Each database is read up to here first.
    let next = Math.ceil(commits / 10) * 10;
    for (const kind of ['sqlite', 'postgres'] as const) {
      if (values.database && !values.database.includes(kind)) {
        continue;
      }
      const database = await openDatabase(kind);
      try {
        const indexed = new Indexed(database, directory);
        const all = await indexed.read();
        const once: { [what: string]: number[] } = {
          'a version': [],
          'something else': [],
        };
        for (let time = 0; time < Number(values.times); time++) {
          for (const [at, taken] of Object.values(once).entries()) {
            await add(history(files, next + at, 1));
            taken.push(await indexed.read());
          }
          next += 10;
        }
        for (const [what, taken] of Object.entries(once)) {
          printFigure({
            name: `history of one new commit that changes ${what} p50`,
            scale,
            database: kind,
            value: percentile(taken, 0.5),
            unit: 'ms',
            baseline: { what: 'reading all of the history', value: all },
            promise: 'what came, and not what was there',
          });
        }
      } finally {
        await database.stop();
      }
    }
  });
}
