import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import knexFactory, { Knex } from 'knex';
// Opened as the backend opens it, with its own connection for questions.
import {
  openDatabase as openAsTheBackend,
  OpenedDatabase,
} from '../../plugins/plumbline-backend/src/database/openDatabase';

export interface BenchDatabase {
  name: 'sqlite' | 'postgres';
  client: OpenedDatabase['client'];
  reader: OpenedDatabase['reader'];
  /** Lets the database know how much its tables hold, as the portal does every minute and Postgres by itself. */
  analyze(): Promise<void>;
  stop(): Promise<void>;
}

export interface Server {
  client: Knex;
  stop(): Promise<void>;
}

/** A new, migrated database of the portal's kind: SQLite in a file, or a Postgres of its own on loopback. */
export async function openDatabase(
  name: BenchDatabase['name'],
): Promise<BenchDatabase> {
  const server = name === 'sqlite' ? await openSqlite() : await openPostgres();
  const { client, reader, analyze, close } = await openAsTheBackend({
    getClient: async () => server.client,
  });
  return {
    name,
    client,
    reader,
    async analyze() {
      await (analyze?.() ?? client.raw('ANALYZE'));
    },
    async stop() {
      await close();
      await server.stop();
    },
  };
}

/** An empty SQLite in a file of its own. */
export async function openSqlite(): Promise<Server> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-bench-'));
  const client = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: path.join(directory, 'bench.sqlite') },
    useNullAsDefault: true,
  });
  await client.raw('PRAGMA foreign_keys = ON');
  return {
    client,
    async stop() {
      await client.destroy();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function openPostgres(): Promise<Server> {
  const { startPostgres } = await import('../../scripts/postgres.mjs');
  const server = await startPostgres();
  const client = knexFactory({
    client: 'pg',
    connection: server.connectionString,
  });
  return {
    client,
    async stop() {
      await client.destroy();
      await server.stop();
    },
  };
}
