import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Emitted, KnownEntity } from './changes';

const ENTITIES = 'plumbline__entities';
const STATE = 'plumbline__state';
const CHUNK = 200;

/** The module shares the database of the catalog: tables and migrations have names of their own. */
export const migrations = {
  directory: resolvePackagePath(
    '@plumbline/plugin-catalog-backend-module-plumbline',
    'migrations',
  ),
  tableName: 'plumbline__knex_migrations',
};

export type StateName = 'verified_at';

/** What the catalog was given, kept in its database. */
export class DatabaseEmitted {
  readonly #database: Knex;

  private constructor(database: Knex) {
    this.#database = database;
  }

  static async create(
    database: Pick<DatabaseService, 'getClient' | 'migrations'>,
  ): Promise<DatabaseEmitted> {
    const client = await database.getClient();
    if (!database.migrations?.skip) {
      await client.migrate.latest(migrations);
    }
    return new DatabaseEmitted(client);
  }

  async all(): Promise<KnownEntity[]> {
    const rows: (Omit<KnownEntity, 'sources'> & { sources: string | null })[] =
      await this.#database(ENTITIES)
        .orderBy('ref')
        .select(
          'ref',
          'id',
          'digest',
          'sources',
          'emitted_at as at',
          'missing_since as missingSince',
        );
    return rows.map(row => ({
      ...row,
      sources: row.sources === null ? null : JSON.parse(row.sources),
    }));
  }

  /** What these come from, where it is no longer what it was. */
  async recordSources(
    changed: readonly Pick<Emitted, 'ref' | 'sources'>[],
  ): Promise<void> {
    for (const chunk of chunksOf(changed)) {
      await this.#database.transaction(async tx => {
        for (const { ref, sources } of chunk) {
          await tx(ENTITIES)
            .where({ ref })
            .update({ sources: textOf(sources) });
        }
      });
    }
  }

  /** These are missing since now, the others that were are no more. */
  async recordMissing(
    missing: readonly string[],
    present: readonly string[],
    now: Date,
  ): Promise<void> {
    await this.#database.transaction(async tx => {
      for (const [refs, since] of [
        [missing, now.toISOString()],
        [present, null],
      ] as const) {
        for (const chunk of chunksOf(refs)) {
          await tx(ENTITIES)
            .whereIn('ref', chunk)
            .update({ missing_since: since });
        }
      }
    });
  }

  /** After the catalog took them. */
  async record(
    written: readonly Emitted[],
    removed: readonly string[],
    now: Date,
  ): Promise<void> {
    const at = now.toISOString();
    await this.#database.transaction(async tx => {
      for (const chunk of chunksOf(removed)) {
        await tx(ENTITIES).whereIn('ref', chunk).delete();
      }
      for (const chunk of chunksOf(written)) {
        await tx(ENTITIES)
          .insert(
            chunk.map(({ ref, id, digest, sources }) => ({
              ref,
              id,
              digest,
              sources: textOf(sources),
              emitted_at: at,
              missing_since: null,
            })),
          )
          .onConflict('ref')
          .merge();
      }
    });
  }

  async state(name: StateName): Promise<string | undefined> {
    const row: { value: string } | undefined = await this.#database(STATE)
      .where({ name })
      .first('value');
    return row?.value;
  }

  async setState(name: StateName, value: string | undefined): Promise<void> {
    if (value === undefined) {
      await this.#database(STATE).where({ name }).delete();
    } else {
      await this.#database(STATE)
        .insert({ name, value })
        .onConflict('name')
        .merge();
    }
  }
}

function textOf(sources: Emitted['sources']): string | null {
  return sources && JSON.stringify(sources);
}

export function* chunksOf<T>(
  items: readonly T[],
  size = CHUNK,
): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) {
    yield items.slice(start, start + size);
  }
}
