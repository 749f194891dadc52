import { TestDatabases } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

export const migrationsDirectory = resolvePackagePath(
  '@plumbline/plugin-plumbline-backend',
  'migrations',
);

const POSTGRES = 'POSTGRES_18';
const POSTGRES_VARIABLE =
  'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

/**
 * The databases that every store test runs on. Postgres needs its variable, which `npm test` sets
 * (scripts/postgres.mjs); where tests decide over a change, its absence is a failure, not a skip.
 */
export function testDatabases(): {
  ids: [id: 'SQLITE_3' | 'POSTGRES_18'][];
  migrated(id: 'SQLITE_3' | 'POSTGRES_18'): Promise<Knex>;
  empty(id: 'SQLITE_3' | 'POSTGRES_18'): Promise<Knex>;
} {
  const hasPostgres = Boolean(process.env[POSTGRES_VARIABLE]);
  if (process.env.CI && !hasPostgres) {
    throw new Error(
      `${POSTGRES_VARIABLE} is not set: run the tests with \`npm test\`, or start one with \`node scripts/postgres.mjs\``,
    );
  }
  const databases = TestDatabases.create({
    ids: hasPostgres ? ['SQLITE_3', POSTGRES] : ['SQLITE_3'],
  });
  return {
    ids: hasPostgres ? [['SQLITE_3'], [POSTGRES]] : [['SQLITE_3']],
    empty: id => databases.init(id),
    async migrated(id) {
      const knex = await databases.init(id);
      await knex.migrate.latest({ directory: migrationsDirectory });
      return knex;
    },
  };
}
