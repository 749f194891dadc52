import { Knex } from 'knex';
import { lockSource } from './leases';
import { knownRows } from './liveRows';
import { chunksOf } from '../database/chunks';
import { hasIndexableName, liveToRow, ObjectToWrite } from './rows';
import { ClusterToRead, Lease } from './SourceStore';
import { takeTurns } from '../database/turns';

/** Objects that are held in memory until they are staged. */
const BATCH = 500;

/** What is read in one step where staged rows are written. */
const STEP = 200;

const TABLE = 'staged_objects';

interface StagedRow {
  source_id: string;
  row_key: string;
  object_id: number | null;
  payload: string | null;
}

/**
 * Puts the objects of a picture aside, a batch at a time, so that no picture is too large for the memory. Nothing of them
 * shows, and what a read left that failed or died is thrown away.
 */
export async function stageCluster(
  database: Knex,
  lease: Lease,
  picture: Pick<ClusterToRead, 'environment' | 'objects'>,
): Promise<void> {
  const { sourceId } = lease;
  const staged = async (work: (tx: Knex) => Promise<unknown>) =>
    await database.transaction(async tx => {
      // A worker that lost its lease must not mix its rows with those of the next one.
      await lockSource(tx, lease);
      await work(tx);
    });
  await staged(tx => forgetStaged(tx, sourceId));
  const turn = takeTurns();
  let batch: ObjectToWrite[] = [];
  const flush = async () => {
    const rows = batch;
    batch = [];
    await staged(tx => stageRows(tx, sourceId, rows));
  };
  for await (const object of picture.objects) {
    if (hasIndexableName(object)) {
      batch.push(liveToRow(sourceId, object, picture.environment));
    }
    if (batch.length >= BATCH) {
      await flush();
    }
    await turn();
  }
  await flush();
}

/** Of what is as it was, only that it is there. */
async function stageRows(
  tx: Knex,
  sourceId: string,
  objects: ObjectToWrite[],
): Promise<void> {
  const known = await knownRows(
    tx,
    sourceId,
    objects.map(({ row }) => row.row_key),
  );
  const rows = objects.map(({ row, links }): StagedRow => {
    const before = known.get(row.row_key);
    const isSame = before?.digest === row.digest && before.gone_since === null;
    return {
      source_id: sourceId,
      row_key: row.row_key,
      object_id: before?.id ?? null,
      payload: isSame ? null : JSON.stringify({ row, links }),
    };
  });
  for (const chunk of chunksOf(rows)) {
    // `kubectl get all` and a dump of the same kind overlap in one picture: the first one counts.
    await tx(TABLE).insert(chunk).onConflict(['source_id', 'row_key']).ignore();
  }
}

/** How many objects are staged. */
export async function countStaged(tx: Knex, sourceId: string): Promise<number> {
  const [{ total }]: { total: number | string }[] = await tx(TABLE)
    .where('source_id', sourceId)
    .count({ total: '*' });
  return Number(total);
}

/** The kinds of what is staged, once that is written. */
export async function stagedKinds(
  tx: Knex,
  sourceId: string,
): Promise<{ group: string; kind: string }[]> {
  return await tx(TABLE)
    .join('objects', {
      'objects.source_id': 'staged_objects.source_id',
      'objects.row_key': 'staged_objects.row_key',
    })
    .where('staged_objects.source_id', sourceId)
    .distinct('objects.api_group as group', 'objects.kind');
}

/** Numbers of rows whose objects are there and are not staged. */
export async function absentFromStaged(
  tx: Knex,
  sourceId: string,
): Promise<number[]> {
  const rows: { id: number }[] = await tx('objects')
    .where({
      'objects.source_id': sourceId,
      origin: 'live',
      gone_since: null,
    })
    .whereNotExists(
      tx(TABLE)
        .whereRaw('staged_objects.source_id = objects.source_id')
        .whereRaw('staged_objects.row_key = objects.row_key')
        .select('staged_objects.row_key'),
    )
    .select('id');
  return rows.map(({ id }) => id);
}

/** The staged objects that are new or changed, in steps. */
export async function* changedStaged(
  tx: Knex,
  sourceId: string,
): AsyncGenerator<ObjectToWrite[]> {
  const turn = takeTurns();
  let after = '';
  for (;;) {
    const rows: StagedRow[] = await tx(TABLE)
      .where('source_id', sourceId)
      .where('row_key', '>', after)
      .whereNotNull('payload')
      .orderBy('row_key')
      .limit(STEP)
      .select();
    const last = rows.at(-1);
    if (!last) {
      return;
    }
    after = last.row_key;
    yield rows.map(({ object_id, payload }) => ({
      ...toWrite(payload ?? ''),
      ...(object_id !== null && { id: object_id }),
    }));
    await turn();
  }
}

function toWrite(payload: string): ObjectToWrite {
  const { row, links }: Pick<ObjectToWrite, 'row' | 'links'> =
    JSON.parse(payload);
  return { row, links, places: [] };
}

export async function forgetStaged(tx: Knex, sourceId: string): Promise<void> {
  await tx(TABLE).where('source_id', sourceId).delete();
}
