import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import createKnex, { Knex } from 'knex';
import { Worker } from 'node:worker_threads';
import { analyzeTables } from './analyzeTables';
import { keepStatements, SqliteConnection } from './keepStatements';

/** How often a thread of its own moves what was written from the log of SQLite to its file. */
const CHECKPOINT_MS = 250;
/** In pages of 4 KB: above this the writer does it itself. By itself alone, as SQLite has it, it would at every thousand. */
const LONGEST_LOG = 16_000;
const USUAL_LOG = 1_000;

/** SQLite's own choice is 2 MB, which the upper pages of the indexes of a large organisation do not fit into. */
const READER_CACHE_KIB = 32_768;

/** The plugin's database, and how to ask it while something is being written. */
export interface OpenedDatabase {
  client: Knex;
  /** The same database. On SQLite a connection of its own: the client has but one, which a transaction holds. */
  reader: Knex;
  /** Tells the database how much its tables hold, where it does not find that out by itself: every minute is often enough. */
  analyze?(): Promise<void>;
  /** Closes what Backstage does not know of. */
  close(): Promise<void>;
}

/** The plugin's database, migrated. */
export async function openDatabase(
  database: DatabaseService,
): Promise<OpenedDatabase> {
  const client = await database.getClient();
  if (!database.migrations?.skip) {
    await client.migrate.latest({
      directory: resolvePackagePath(
        '@plumbline/plugin-plumbline-backend',
        'migrations',
      ),
    });
  }
  const filename = sqliteFile(client);
  if (filename === undefined) {
    return { client, reader: client, close: async () => {} };
  }
  // Readers see the last committed state while a writer works.
  await client.raw('PRAGMA journal_mode = WAL');
  const reader = createKnex({
    client: client.client.config.client,
    connection: { filename, options: { readonly: true } },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: SqliteConnection, done: () => void) {
        keepStatements(connection);
        connection.exec(`PRAGMA cache_size = -${READER_CACHE_KIB}`);
        done();
      },
    },
  });
  // The pool of the client is Backstage's, and has made its one connection by now.
  const connection = await client.client.acquireConnection();
  keepStatements(connection);
  client.client.releaseConnection(connection);
  const stopCheckpoints = await startCheckpoints(client, filename);
  return {
    client,
    reader,
    async analyze() {
      await analyzeTables(client);
    },
    async close() {
      await stopCheckpoints();
      await reader.destroy();
    },
  };
}

/**
 * A checkpoint waits for the disk twice. Left to the writer it stops everybody for tens of milliseconds, and in a storm of writes more
 * than once in a second. Where there can be no thread for it, it stays with the writer.
 */
async function startCheckpoints(
  client: Knex,
  filename: string,
): Promise<() => Promise<void>> {
  const longestLog = (pages: number) =>
    client.raw(`PRAGMA wal_autocheckpoint = ${pages}`);
  let driver: string;
  try {
    driver = resolvePackagePath('better-sqlite3');
  } catch {
    return async () => {};
  }
  const worker = new Worker(
    resolvePackagePath(
      '@plumbline/plugin-plumbline-backend',
      'assets/sqlite/checkpoints.js',
    ),
    {
      // Not the flags of this process, which may load modules that no thread needs.
      execArgv: [],
      workerData: {
        driver,
        filename,
        everyMs: CHECKPOINT_MS,
      },
    },
  );
  worker.unref();
  worker.once('error', () => {
    longestLog(USUAL_LOG).catch(() => undefined);
  });
  await longestLog(LONGEST_LOG);
  return async () => {
    await worker.terminate();
  };
}

/** `undefined` for other databases, and for one in memory, which no second connection can see. */
function sqliteFile(client: Knex): string | undefined {
  const { client: kind, connection } = client.client.config;
  const filename: unknown = connection?.filename;
  return kind === 'better-sqlite3' &&
    typeof filename === 'string' &&
    filename !== '' &&
    !filename.includes(':memory:')
    ? filename
    : undefined;
}
