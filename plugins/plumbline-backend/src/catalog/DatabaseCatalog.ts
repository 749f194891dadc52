import { PortalEntity } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { needsConfirmation } from '../index/finishRead';
import {
  inTurns as chunksInTurns,
  replaceTeamRows,
} from '../index/replaceRows';
import { RowKeys, storable, teamToRow } from '../index/rows';
import { inTurns } from '../index/turns';
import { addNotes } from '../ownership/changeNotes';
import { THING_KINDS } from '../ownership/thingRows';
import {
  circlesOf,
  labelsOfService,
  namesOfEntities,
  repositoryKey,
} from './entityClaims';
import { EntityRow, entityToRow, rowToEntity } from './entityRows';

/** Teams of the catalog come after those of the configuration, and before those of hosts and repositories. */
const ORIGIN = 'portal';
/** Labels looked for in one pass over the workloads. */
const LABELS = 50;
/** Directories of a repository beyond which all of it is looked at. */
const DIRECTORIES = 100;

/** Where reading the catalog stands. */
export interface CatalogStatus {
  /** RFC 3339; absent while it was never read. */
  lastSuccess?: string;
  /** Why the last attempt failed, or what waits to be confirmed. */
  error?: string;
  /** What is wrong in it. */
  notes: string[];
}

export interface CatalogReadResult {
  written: number;
  removed: number;
  /** Entities that a second read has to miss as well before they go. */
  unconfirmed: number;
}

/** What the portal's catalog said last. */
export class DatabaseCatalog {
  readonly #client: Knex;
  readonly #names: readonly string[];

  /** `names`: templates of what entities of a service are called. */
  constructor(client: Knex, names: readonly string[]) {
    this.#client = client;
    this.#names = names;
  }

  /**
   * The complete catalog takes the place of what was known, row by row where something differs, and what may have another owner
   * now is noted. When most of it is missing, that waits for a second read.
   */
  async replace(
    entities: readonly PortalEntity[],
    now: Date,
  ): Promise<CatalogReadResult> {
    const rows = await inTurns(
      (function* toRows() {
        for (const entity of entities) {
          yield entityToRow(entity);
        }
      })(),
    );
    const keys = new RowKeys();
    const teams = entities.flatMap(({ team }) =>
      team ? [teamToRow(ORIGIN, team, undefined, keys)] : [],
    );
    return await this.#client.transaction(async tx => {
      const before = new Map<string, EntityRow>(
        (await tx<EntityRow>('catalog_entities').select()).map(row => [
          row.ref,
          row,
        ]),
      );
      const present = before.size;
      const changed = rows.filter(
        ({ row }) => before.get(row.ref)?.digest !== row.digest,
      );
      const others = changed.flatMap(({ row }) => before.get(row.ref) ?? []);
      rows.forEach(({ row }) => before.delete(row.ref));
      const missing = [...before.values()];
      const waits =
        needsConfirmation(present, missing.length) &&
        (await readState(tx, 'unconfirmed')) === undefined;
      const removed = waits ? [] : missing;
      await writeRows(tx, changed, removed);
      if (!waits) {
        await replaceTeamRows(tx, ORIGIN, teams);
      }
      await this.#note(tx, [
        ...changed.map(({ row }) => row),
        ...others,
        ...removed,
      ]);
      const problem = waits
        ? `The last read no longer had ${missing.length} of ${present} entities: kept until a second read confirms it`
        : undefined;
      await writeState(tx, {
        last_success: now.toISOString(),
        error: problem,
        unconfirmed: waits ? String(missing.length) : undefined,
        notes: JSON.stringify(
          circlesOf(entities).map(
            circle => `Groups are parents of each other: ${circle}`,
          ),
        ),
      });
      return {
        written: changed.length,
        removed: removed.length,
        unconfirmed: waits ? missing.length : 0,
      };
    });
  }

  /** A read that failed changes nothing that is known. */
  async failed(error: string): Promise<void> {
    await writeState(this.#client, { error });
  }

  /** Notes what an entity says something about: where its source is, what it is called, what its workloads carry. */
  async #note(tx: Knex, rows: EntityRow[]): Promise<void> {
    if (rows.length === 0) {
      return;
    }
    const entities = await inTurns(rows.map(rowToEntity));
    const keys = new Set(rows.flatMap(({ repository }) => repository ?? []));
    const sources: { id: string; name: string }[] = await tx('sources')
      .where({ kind: 'repository' })
      .select('id', 'name');
    const noted = new Set(
      sources
        .filter(({ name }) => keys.has(repositoryKey(name)))
        .map(({ id }) => id),
    );
    // Services that one of the entities stands for, by name or label.
    const named = new Set(entities.map(({ name }) => name.toLowerCase()));
    const labels = new Set(
      entities.flatMap(({ workloads }) =>
        workloads.map(each => each.labels[0].join('=')),
      ),
    );
    const services: { name: string; source_id: string }[] = await tx(
      'ownership_things',
    )
      .where({ type: 'service' })
      .select('name', 'source_id');
    for (const { name, source_id } of services) {
      if (
        namesOfEntities(name, this.#names).some(each => named.has(each)) ||
        labelsOfService(name).some(label => labels.has(label))
      ) {
        noted.add(source_id);
      }
    }
    await addNotes(
      tx,
      [...noted].map(name => ({
        type: 'repository' as const,
        kind: '',
        namespace: '',
        name,
      })),
    );
    await noteDeclared(
      tx,
      entities.flatMap(({ source }) =>
        sources
          .filter(
            ({ name }) =>
              source &&
              repositoryKey(name) === repositoryKey(source.repository),
          )
          .map(({ name }) => ({
            repository: name,
            directory: source?.directory ?? '',
          })),
      ),
    );
    await noteLabelled(tx, [...labels]);
  }
}

/** Notes the objects that are declared in these directories. */
async function noteDeclared(
  tx: Knex,
  places: { repository: string; directory: string }[],
): Promise<void> {
  const directories = new Map<string, Set<string>>();
  for (const { repository, directory } of places) {
    const known = directories.get(repository) ?? new Set<string>();
    directories.set(repository, known.add(directory));
  }
  for (const [repository, within] of directories) {
    const all = within.has('') || within.size > DIRECTORIES;
    for (const directory of all ? [''] : within) {
      const inside = directory === '' ? '' : 'AND p.path >= ? AND p.path < ?';
      await tx.raw(
        `INSERT INTO ownership_changes (type, kind, namespace, name)
          SELECT DISTINCT 'thing', o.kind, o.namespace, o.name FROM object_paths p JOIN objects o ON o.id = p.object_id
          WHERE p.repository = ? ${inside} AND o.kind IN (${marks(THING_KINDS)})`,
        [
          repository,
          // `0` follows `/`.
          ...(directory === '' ? [] : [`${directory}/`, `${directory}0`]),
          ...THING_KINDS,
        ],
      );
    }
  }
}

/** Notes the objects that carry one of these labels: one pass over what runs, for many at a time. */
async function noteLabelled(tx: Knex, labels: string[]): Promise<void> {
  for (let start = 0; start < labels.length; start += LABELS) {
    const patterns = labels.slice(start, start + LABELS).map(label => {
      const at = label.indexOf('=');
      const pair = `${JSON.stringify(label.slice(0, at))}:${JSON.stringify(label.slice(at + 1))}`;
      return `%${pair.replace(/[\\%_]/g, '\\$&')}%`;
    });
    await tx.raw(
      `INSERT INTO ownership_changes (type, kind, namespace, name)
        SELECT DISTINCT 'thing', kind, namespace, name FROM objects
        WHERE kind IN (${marks(THING_KINDS)}) AND (${patterns.map(() => `facts LIKE ? ESCAPE '\\'`).join(' OR ')})`,
      [...THING_KINDS, ...patterns],
    );
  }
}

async function writeRows(
  tx: Knex,
  changed: { row: EntityRow; labels: string[] }[],
  removed: EntityRow[],
): Promise<void> {
  const refs = [...removed, ...changed.map(({ row }) => row)].map(
    ({ ref }) => ref,
  );
  for await (const chunk of chunksInTurns(refs)) {
    await tx('catalog_labels').whereIn('ref', chunk).delete();
  }
  for await (const chunk of chunksInTurns(removed)) {
    await tx('catalog_entities')
      .whereIn(
        'ref',
        chunk.map(({ ref }) => ref),
      )
      .delete();
  }
  for await (const chunk of chunksInTurns(changed)) {
    await tx('catalog_entities')
      .insert(chunk.map(({ row }) => row))
      .onConflict('ref')
      .merge();
  }
  const labels = changed.flatMap(({ row, labels: all }) =>
    all.map(label => ({ label, ref: row.ref })),
  );
  for await (const chunk of chunksInTurns(labels)) {
    await tx('catalog_labels').insert(chunk);
  }
}

/** Where reading the catalog stands. */
export async function catalogStatus(reader: Knex): Promise<CatalogStatus> {
  const lastSuccess = await readState(reader, 'last_success');
  const error = await readState(reader, 'error');
  const notes = await readState(reader, 'notes');
  return {
    ...(lastSuccess && { lastSuccess }),
    ...(error && { error }),
    notes: notes === undefined ? [] : JSON.parse(notes),
  };
}

async function readState(
  database: Knex,
  name: string,
): Promise<string | undefined> {
  const row: { value: string } | undefined = await database('catalog_state')
    .where({ name })
    .first('value');
  return row?.value;
}

async function writeState(
  database: Knex,
  values: { [name: string]: string | undefined },
): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) {
      await database('catalog_state').where({ name }).delete();
    } else {
      await database('catalog_state')
        .insert({ name, value: storable(value) })
        .onConflict('name')
        .merge();
    }
  }
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
