import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import knexFactory, { Knex } from 'knex';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

export interface BenchDatabase {
  name: 'sqlite' | 'postgres';
  knex: Knex;
  stop(): Promise<void>;
}

/** A new, migrated database of the portal's kind: SQLite in a file, or a Postgres of its own on loopback. */
export async function openDatabase(
  name: BenchDatabase['name'],
): Promise<BenchDatabase> {
  const opened = name === 'sqlite' ? await openSqlite() : await openPostgres();
  await opened.knex.migrate.latest({
    directory: resolvePackagePath(
      '@plumbline/plugin-plumbline-backend',
      'migrations',
    ),
  });
  return opened;
}

async function openSqlite(): Promise<BenchDatabase> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-bench-'));
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: path.join(directory, 'bench.sqlite') },
    useNullAsDefault: true,
  });
  await knex.raw('PRAGMA foreign_keys = ON');
  return {
    name: 'sqlite',
    knex,
    async stop() {
      await knex.destroy();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function openPostgres(): Promise<BenchDatabase> {
  const { startPostgres } = await import('../../scripts/postgres.mjs');
  const server = await startPostgres();
  const knex = knexFactory({
    client: 'pg',
    connection: server.connectionString,
  });
  return {
    name: 'postgres',
    knex,
    async stop() {
      await knex.destroy();
      await server.stop();
    },
  };
}
