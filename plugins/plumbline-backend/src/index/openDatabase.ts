import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import createKnex, { Knex } from 'knex';

/** The plugin's database, and how to ask it while something is being written. */
export interface OpenedDatabase {
  client: Knex;
  /** The same database. On SQLite a connection of its own: the client has but one, which a transaction holds. */
  reader: Knex;
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
  });
  return { client, reader, close: () => reader.destroy() };
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
