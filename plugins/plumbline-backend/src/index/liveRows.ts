import { Knex } from 'knex';
import { chunksInTurns, chunksOf } from '../database/chunks';
import {
  deleteObjects,
  KnownRow,
  markObjectsGone,
  rowsOf,
  writeObjects,
} from './replaceRows';
import { ObjectToWrite } from './rows';
import { takeTurns } from '../database/turns';

/** Rows that are looked at in one step where all of a resource are gone through. */
const STEP = 5_000;

/** Those of the rows with these keys. */
export async function knownRows(
  tx: Knex,
  sourceId: string,
  keys: string[],
): Promise<Map<string, KnownRow>> {
  const known = new Map<string, KnownRow>();
  for await (const chunk of chunksInTurns(keys)) {
    for (const row of await rowsOf(tx, sourceId).whereIn('row_key', chunk)) {
      known.set(row.row_key, row);
    }
  }
  return known;
}

/** How many objects came and went, for counts. */
export interface LiveChanges {
  /** Numbers of the rows of all of them, written or not. */
  ids: number[];
  appeared: number;
  vanished: number;
}

/** Writes the rows that differ from those that are there. A row with `gone_since` says that its object is gone. */
export async function writeLiveRows(
  tx: Knex,
  sourceId: string,
  objects: ObjectToWrite[],
): Promise<LiveChanges> {
  const known = await knownRows(
    tx,
    sourceId,
    objects.map(({ row }) => row.row_key),
  );
  const changes: LiveChanges = { ids: [], appeared: 0, vanished: 0 };
  const written: ObjectToWrite[] = [];
  for (const object of objects) {
    const { row } = object;
    const before = known.get(row.row_key);
    const wasThere = before !== undefined && before.gone_since === null;
    const isThere = row.gone_since === null;
    if (
      before?.digest === row.digest &&
      (wasThere ? isThere : before.gone_since !== null && !isThere)
    ) {
      changes.ids.push(before.id);
      continue;
    }
    written.push({ ...object, ...(before && { id: before.id }) });
    changes.appeared += Number(isThere && !wasThere);
    changes.vanished += Number(wasThere && !isThere);
  }
  changes.ids.push(...(await writeObjects(tx, written)));
  return changes;
}

/** The objects of a resource that are there, in steps. */
export async function* presentRows(
  database: Knex,
  sourceId: string,
  { group, kind }: { group: string; kind: string },
): AsyncGenerator<{ id: number }[]> {
  const turn = takeTurns();
  let after = 0;
  for (;;) {
    const rows: { id: number }[] = await database('objects')
      .where({
        source_id: sourceId,
        kind,
        api_group: group,
        origin: 'live',
        gone_since: null,
      })
      .where('id', '>', after)
      .orderBy('id')
      .limit(STEP)
      .select('id');
    const last = rows.at(-1);
    if (!last) {
      return;
    }
    after = last.id;
    yield rows;
    await turn();
  }
}

/** The kinds of objects that are there, whatever read them. */
export async function presentKinds(
  tx: Knex,
  sourceId: string,
): Promise<{ group: string; kind: string }[]> {
  return await tx('objects')
    .where({ source_id: sourceId, origin: 'live', gone_since: null })
    .distinct('api_group as group', 'kind');
}

/** Marks all objects of a resource as gone. */
export async function markResourceGone(
  tx: Knex,
  sourceId: string,
  resource: { group: string; kind: string },
  since: string,
): Promise<void> {
  for await (const rows of presentRows(tx, sourceId, resource)) {
    await markObjectsGone(
      tx,
      rows.map(row => row.id),
      since,
    );
  }
}

/**
 * Deletes objects that have been gone for long, and the oldest of those that have not where a cluster has too many of
 * them. In small transactions: nothing has to be gone at once.
 */
export async function forgetGoneObjects(
  database: Knex,
  before: Date,
  { atMost }: { atMost: number },
): Promise<number> {
  const sources: { id: string }[] = await database('sources')
    .where('kind', 'cluster')
    .select('id');
  const turn = takeTurns();
  let deleted = 0;
  for (const { id } of sources) {
    const gone = () =>
      database('objects').where('source_id', id).whereNotNull('gone_since');
    const [{ total }]: { total: number | string }[] = await gone().count({
      total: '*',
    });
    const tooMany = Math.max(0, Number(total) - atMost);
    const old: { id: number }[] = await gone()
      .where('gone_since', '<', before.toISOString())
      .select('id');
    const beyond: { id: number }[] =
      tooMany > old.length
        ? await gone()
            .orderBy('gone_since')
            .orderBy('id')
            .limit(tooMany)
            .select('id')
        : old;
    for (const chunk of chunksOf(beyond.map(row => row.id))) {
      await turn();
      await database.transaction(tx => deleteObjects(tx, chunk));
      deleted += chunk.length;
    }
  }
  return deleted;
}
