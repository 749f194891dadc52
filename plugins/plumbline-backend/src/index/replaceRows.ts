import { Knex } from 'knex';
import { chunksInTurns } from '../database/chunks';
import { FileRow, ObjectToWrite, TeamToWrite } from './rows';

/** What tells whether a row of an object has to be written. */
export interface KnownRow {
  id: number;
  row_key: string;
  digest: string;
  gone_since: string | null;
}

/** The rows of a source that are there, whether their objects are or not. */
export function rowsOf(
  tx: Knex,
  sourceId: string,
): Knex.QueryBuilder<KnownRow, KnownRow[]> {
  return tx('objects')
    .where('source_id', sourceId)
    .select('id', 'row_key', 'digest', 'gone_since');
}

/** What a read changes about the objects of its source. */
export interface ObjectChanges {
  /** Objects that are present before the read. */
  present: number;
  written: ObjectToWrite[];
  removed: { id: number }[];
}

export async function compareObjects(
  tx: Knex,
  sourceId: string,
  objects: ObjectToWrite[],
): Promise<ObjectChanges> {
  const rows = await rowsOf(tx, sourceId);
  const known = new Map(rows.map(row => [row.row_key, row]));
  const written: ObjectToWrite[] = [];
  for (const object of objects) {
    const before = known.get(object.row.row_key);
    known.delete(object.row.row_key);
    if (before?.digest === object.row.digest && before.gone_since === null) {
      continue;
    }
    written.push({ ...object, ...(before && { id: before.id }) });
  }
  return {
    present: rows.filter(row => row.gone_since === null).length,
    written,
    removed: [...known.values()].filter(row => row.gone_since === null),
  };
}

/**
 * `INSERT … ON CONFLICT (source_id, row_key) DO UPDATE SET …`, and the paths and links that lead to what was written. Rows
 * that are there bring their number: an INSERT without one takes a fresh number even where it ends as an update, and a
 * cluster whose objects change all day would run out of them. Returns the numbers of all rows.
 */
export async function writeObjects(
  tx: Knex,
  written: ObjectToWrite[],
): Promise<number[]> {
  const ids: number[] = [];
  const known = written.filter(({ id }) => id !== undefined);
  const fresh = written.filter(({ id }) => id === undefined);
  const replaced = known.flatMap(({ id = 0, row }) =>
    row.origin === 'declared' ? [id] : [],
  );
  for await (const chunk of chunksInTurns(replaced)) {
    await tx('object_paths').whereIn('object_id', chunk).delete();
  }
  for await (const chunk of chunksInTurns(known)) {
    ids.push(...(await writeChunk(tx, chunk)));
  }
  for await (const chunk of chunksInTurns(fresh)) {
    ids.push(...(await writeChunk(tx, chunk)));
  }
  return ids;
}

/** Either all of them bring their number, or none. */
async function writeChunk(tx: Knex, chunk: ObjectToWrite[]): Promise<number[]> {
  const rows: { id: number; row_key: string }[] = await tx('objects')
    .insert(
      chunk.map(({ id, row }) => (id === undefined ? row : { id, ...row })),
    )
    .onConflict(['source_id', 'row_key'])
    .merge()
    .returning(['id', 'row_key']);
  const ids = new Map(rows.map(row => [row.row_key, row.id]));
  const paths = chunk.flatMap(({ row, places }) =>
    places.map(place => ({ ...place, object_id: ids.get(row.row_key) })),
  );
  for await (const part of chunksInTurns(paths)) {
    await tx('object_paths').insert(part);
  }
  await writeLinks(tx, chunk, ids);
  return [...ids.values()];
}

/** An engine lists hundreds of objects and changes often, its list seldom: only what differs is written. */
async function writeLinks(
  tx: Knex,
  objects: ObjectToWrite[],
  ids: Map<string, number>,
): Promise<void> {
  const rows: { target: string; object_id: number }[] = await tx(
    'object_links',
  ).whereIn('object_id', [...ids.values()]);
  const stale = new Map<number, Set<string>>();
  for (const { target, object_id } of rows) {
    const targets = stale.get(object_id) ?? new Set();
    stale.set(object_id, targets.add(target));
  }
  const fresh = objects.flatMap(({ row, links }) => {
    const object_id = ids.get(row.row_key) ?? 0;
    const known = stale.get(object_id);
    return links
      .filter(link => !known?.delete(link))
      .map(target => ({ target, object_id }));
  });
  for (const [object_id, targets] of stale) {
    for await (const part of chunksInTurns([...targets])) {
      await tx('object_links')
        .where({ object_id })
        .whereIn('target', part)
        .delete();
    }
  }
  for await (const part of chunksInTurns(fresh)) {
    await tx('object_links').insert(part);
  }
}

export async function deleteObjects(tx: Knex, ids: number[]): Promise<void> {
  for await (const chunk of chunksInTurns(ids)) {
    await tx('object_paths').whereIn('object_id', chunk).delete();
    await tx('object_links').whereIn('object_id', chunk).delete();
    await tx('objects').whereIn('id', chunk).delete();
  }
}

export async function markObjectsGone(
  tx: Knex,
  ids: number[],
  since: string,
): Promise<void> {
  for await (const chunk of chunksInTurns(ids)) {
    await tx('objects').whereIn('id', chunk).update({ gone_since: since });
  }
}

export async function replaceFiles(
  tx: Knex,
  sourceId: string,
  files: FileRow[],
): Promise<void> {
  const known = new Map<string, Pick<FileRow, 'digest' | 'change'>>();
  const before: FileRow[] = await tx('files')
    .where('source_id', sourceId)
    .select('path', 'digest', 'change');
  for (const row of before) {
    known.set(row.path, row);
  }
  const written: FileRow[] = [];
  for (const file of files) {
    const row = known.get(file.path);
    known.delete(file.path);
    if (row?.digest !== file.digest || row.change !== file.change) {
      written.push(file);
    }
  }
  for await (const chunk of chunksInTurns([...known.keys()])) {
    await tx('files')
      .where('source_id', sourceId)
      .whereIn('path', chunk)
      .delete();
  }
  for await (const chunk of chunksInTurns(written)) {
    await tx('files').insert(chunk).onConflict(['source_id', 'path']).merge();
  }
}

export async function replaceTeamRows(
  tx: Knex,
  origin: string,
  teams: TeamToWrite[],
): Promise<void> {
  const before: { id: number; row_key: string; digest: string }[] = await tx(
    'teams',
  )
    .where('origin', origin)
    .select('id', 'row_key', 'digest');
  const known = new Map(before.map(row => [row.row_key, row]));
  const written: TeamToWrite[] = [];
  const stale: number[] = [];
  for (const team of teams) {
    const row = known.get(team.row.row_key);
    known.delete(team.row.row_key);
    if (row?.digest === team.row.digest) {
      continue;
    }
    written.push(team);
    if (row) {
      stale.push(row.id);
    }
  }
  stale.push(...[...known.values()].map(row => row.id));
  for await (const chunk of chunksInTurns(stale)) {
    await tx('team_aliases').whereIn('team_id', chunk).delete();
    await tx('teams').whereIn('id', chunk).delete();
  }
  for await (const chunk of chunksInTurns(written)) {
    const rows: { id: number; row_key: string }[] = await tx('teams')
      .insert(chunk.map(({ row }) => row))
      .returning(['id', 'row_key']);
    const ids = new Map(rows.map(row => [row.row_key, row.id]));
    const aliases = chunk.flatMap(({ row, keys }) =>
      keys.map(key => ({ key, team_id: ids.get(row.row_key) })),
    );
    for await (const part of chunksInTurns(aliases)) {
      await tx('team_aliases').insert(part);
    }
  }
}
