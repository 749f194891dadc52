import { PortalEntity } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { needsConfirmation } from '../index/finishRead';
import { chunksInTurns } from '../database/chunks';
import { replaceTeamRows } from '../index/replaceRows';
import { RowKeys, teamToRow } from '../index/rows';
import { marks } from '../database/selectRows';
import { inTurns, mapInTurns, takeTurns } from '../database/turns';
import {
  addNotes,
  ChangeNote,
  lastNote,
  MADE,
  noteAllThings,
  repositoriesAtWork,
} from '../ownership/derive/changeNotes';
import { THING_KINDS } from '../ownership/derive/thingRows';
import {
  forgetSource,
  LABELS_TO_NOTE,
  readState,
  writeSource,
  writeState,
} from './catalogState';
import {
  circlesOf,
  labelsOfService,
  namesOfEntities,
  repositoryKey,
} from './entityClaims';
import {
  EntityRow,
  entityToRow,
  KnownEntityRow,
  MOST_OF_LABEL,
  rowToEntity,
} from './entityRows';

/** Teams of the catalog come after those of the configuration, and before those of hosts and repositories. */
const ORIGIN = 'portal';
/** Labels looked for in one pass over the workloads, and texts that one statement of it goes through, row by row and label by label. */
const LABELS = 50;
const TEXTS = 25_000;
/** Labels and places beyond which everything is looked at: the first read of a large catalog. */
const MOST_LABELS = 500;
const MOST_PLACES = 2_000;
/** Directories of a repository beyond which all of it is looked at. */
const DIRECTORIES = 100;
/** Labels that are told to be of too many entities. */
const TOLD_LABELS = 20;

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
  readonly #reader: Knex;

  /** `names`: templates of what entities of a service are called. `reader` is a second connection on SQLite, as for the index. */
  constructor(client: Knex, names: readonly string[], reader: Knex = client) {
    this.#client = client;
    this.#names = names;
    this.#reader = reader;
  }

  /**
   * The complete catalog takes the place of what was known, row by row where something differs, and what may have another owner
   * now is noted. When most of it is missing, what a second read misses as well goes.
   */
  async replace(
    entities: readonly PortalEntity[],
    { now, tookMs = 0 }: { now: Date; tookMs?: number },
    signal?: AbortSignal,
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
    const result = await this.#client.transaction(async tx => {
      const before = new Map<string, KnownEntityRow>(
        (await tx<KnownEntityRow>('catalog_entities').select()).map(row => [
          row.ref,
          row,
        ]),
      );
      const present = before.size;
      const changed = rows.filter(
        ({ row }) => before.get(row.ref)?.digest !== row.digest,
      );
      const others = changed.flatMap(({ row }) => before.get(row.ref) ?? []);
      const back = rows.flatMap(({ row: { ref } }) =>
        before.get(ref)?.missing_since ? [ref] : [],
      );
      rows.forEach(({ row }) => before.delete(row.ref));
      const missing = [...before.values()];
      const guarded = needsConfirmation(present, missing.length);
      const removed = missing.filter(row => !guarded || row.missing_since);
      const waiting = missing.filter(row => guarded && !row.missing_since);
      await writeRows(tx, changed, removed, signal);
      await writeMissing(tx, back, null);
      await writeMissing(
        tx,
        waiting.map(({ ref }) => ref),
        now.toISOString(),
      );
      if (waiting.length === 0) {
        await replaceTeamRows(tx, ORIGIN, teams);
      }
      await this.#note(
        tx,
        [...changed.map(({ row }) => row), ...others, ...removed],
        signal,
      );
      await writeSource(tx, {
        last_success: now.toISOString(),
        last_attempt: now.toISOString(),
        error:
          waiting.length > 0
            ? `The last read no longer had ${waiting.length} of ${present} entities: kept until a second read confirms it`
            : null,
        counts: JSON.stringify({ objects: entities.length, skipped: 0 }),
        took_ms: Math.round(tookMs),
      });
      await writeState(tx, {
        ...(changed.length + removed.length > 0 && {
          noted: String(await lastNote(tx)),
        }),
        notes: JSON.stringify([
          ...circlesOf(entities).map(
            circle => `Groups are parents of each other: ${circle}`,
          ),
          ...(await commonLabels(tx)),
        ]),
      });
      return {
        written: changed.length,
        removed: removed.length,
        unconfirmed: waiting.length,
      };
    });
    await this.#noteLabelled(signal);
    return result;
  }

  /** Nothing that it said counts any more. */
  async forget(): Promise<void> {
    await this.#client.transaction(async tx => {
      const rows = await tx<KnownEntityRow>('catalog_entities').select();
      await writeRows(tx, [], rows);
      await replaceTeamRows(tx, ORIGIN, []);
      await tx('catalog_state').whereNot({ name: LABELS_TO_NOTE }).delete();
      await forgetSource(tx);
      await this.#note(tx, rows);
    });
    await this.#noteLabelled();
    await this.#client('catalog_state').delete();
  }

  /** A read that failed changes nothing that is known. */
  async failed(error: string, now: Date): Promise<void> {
    await writeSource(this.#client, {
      error,
      last_attempt: now.toISOString(),
    });
  }

  /** Notes what an entity says something about: where its source is, what it is called, what its workloads carry. */
  async #note(
    tx: Knex,
    rows: EntityRow[],
    signal?: AbortSignal,
  ): Promise<void> {
    if (rows.length === 0) {
      return;
    }
    const entities = await mapInTurns(rows, rowToEntity);
    const sources = new Map<string, { id: string; name: string }[]>();
    const repositories: { id: string; name: string }[] = await tx('sources')
      .where({ kind: 'repository' })
      .select('id', 'name');
    for (const source of repositories) {
      const key = repositoryKey(source.name);
      const known = sources.get(key);
      if (known) {
        known.push(source);
      } else {
        sources.set(key, [source]);
      }
    }
    const noted = new Set(
      rows.flatMap(({ repository }) =>
        (sources.get(repository ?? '') ?? []).map(({ id }) => id),
      ),
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
    await mapInTurns(services, ({ name, source_id }) => {
      if (
        namesOfEntities(name, this.#names).some(each => named.has(each)) ||
        labelsOfService(name).some(label => labels.has(label))
      ) {
        noted.add(source_id);
      }
    });
    // The one that is being worked out now may have been read before this.
    for (const name of await repositoriesAtWork(tx)) {
      noted.add(name);
    }
    signal?.throwIfAborted();
    await addNotes(
      tx,
      [...noted].map(name => ({
        type: 'repository' as const,
        kind: '',
        namespace: '',
        name,
      })),
    );
    const places = entities.flatMap(({ source }) =>
      source
        ? (sources.get(repositoryKey(source.repository)) ?? []).map(
            ({ name }) => ({ repository: name, directory: source.directory }),
          )
        : [],
    );
    if (labels.size > MOST_LABELS || places.length > MOST_PLACES) {
      await noteAllThings(tx);
      return;
    }
    await noteDeclared(tx, places);
    if (labels.size > 0) {
      const waiting = await labelsToNote(tx);
      await writeState(tx, {
        [LABELS_TO_NOTE]: JSON.stringify([...new Set([...waiting, ...labels])]),
      });
    }
  }

  /**
   * Notes the objects that carry labels whose entities changed. That looks at everything that runs, so it is done after the change is
   * written and while others write; where it is cut off, the next read goes on.
   */
  async #noteLabelled(signal?: AbortSignal): Promise<void> {
    const labels = await labelsToNote(this.#client);
    if (labels.length === 0) {
      return;
    }
    const found = await labelled(this.#reader, labels, signal);
    await this.#client.transaction(async tx => {
      await addNotes(
        tx,
        found.map(key => ({ type: 'thing' as const, ...key })),
      );
      await writeState(tx, {
        [LABELS_TO_NOTE]: undefined,
        noted: String(await lastNote(tx)),
      });
    });
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

type ThingKey = Pick<ChangeNote, 'kind' | 'namespace' | 'name'>;

/** The objects that carry one of these labels, a part of all at a time so that nobody waits for it. */
async function labelled(
  reader: Knex,
  labels: string[],
  signal?: AbortSignal,
): Promise<ThingKey[]> {
  const turn = takeTurns();
  const found = new Map<string, ThingKey>();
  for (let start = 0; start < labels.length; start += LABELS) {
    const patterns = labels.slice(start, start + LABELS).map(label => {
      const at = label.indexOf('=');
      const pair = `${JSON.stringify(label.slice(0, at))}:${JSON.stringify(label.slice(at + 1))}`;
      return `%${pair.replace(/[\\%_]/g, '\\$&')}%`;
    });
    const most = Math.ceil(TEXTS / patterns.length);
    for (let after = 0, more = true; more;) {
      signal?.throwIfAborted();
      const edge: { id: number } | undefined = await reader('objects')
        .where('id', '>', after)
        .orderBy('id')
        .offset(most - 1)
        .first('id');
      const part = reader('objects').where('id', '>', after);
      if (edge) {
        part.where('id', '<=', edge.id);
      }
      const rows: ThingKey[] = await part
        .whereIn('kind', THING_KINDS)
        .whereRaw(`NOT (${MADE})`)
        .whereRaw(
          `(${patterns.map(() => `facts LIKE ? ESCAPE '\\'`).join(' OR ')})`,
          patterns,
        )
        .select('kind', 'namespace', 'name');
      for (const row of rows) {
        found.set(JSON.stringify([row.kind, row.namespace, row.name]), row);
      }
      after = edge?.id ?? after;
      more = edge !== undefined;
      await turn();
    }
  }
  return [...found.values()];
}

async function labelsToNote(database: Knex): Promise<string[]> {
  const labels = await readState(database, LABELS_TO_NOTE);
  return labels === undefined ? [] : JSON.parse(labels);
}

async function writeRows(
  tx: Knex,
  changed: { row: EntityRow; labels: string[] }[],
  removed: EntityRow[],
  signal?: AbortSignal,
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
    signal?.throwIfAborted();
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

async function writeMissing(
  tx: Knex,
  refs: string[],
  since: string | null,
): Promise<void> {
  for await (const chunk of chunksInTurns(refs)) {
    await tx('catalog_entities')
      .whereIn('ref', chunk)
      .update({ missing_since: since });
  }
}

/** Labels that so many entities look for that they tell nothing. */
async function commonLabels(tx: Knex): Promise<string[]> {
  const rows: { label: string }[] = await tx('catalog_labels')
    .groupBy('label')
    .havingRaw('count(*) > ?', [MOST_OF_LABEL])
    .orderBy('label')
    .limit(TOLD_LABELS)
    .select('label');
  return rows.map(
    ({ label }) =>
      `More than ${MOST_OF_LABEL} entities look for workloads by the label ${label}: none of them is taken`,
  );
}
