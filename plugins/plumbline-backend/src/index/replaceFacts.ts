import { Knex } from 'knex';
import { FactToWrite } from './factRows';
import { chunksInTurns } from '../database/chunks';
import { Unreadable } from './Unreadable';

interface KnownFact {
  id: number;
  row_key: string;
  digest: string;
}

/** Writes what changed among the facts that are read from a repository. */
export async function replaceFacts(
  tx: Knex,
  sourceId: string,
  facts: FactToWrite[],
  unreadable: Unreadable,
): Promise<void> {
  const before: KnownFact[] = await tx('repository_facts')
    .where('source_id', sourceId)
    .whereNull('said_of')
    .select('id', 'row_key', 'digest');
  const known = new Map(before.map(row => [row.row_key, row]));
  const written: FactToWrite[] = [];
  const replaced: number[] = [];
  for (const fact of facts) {
    const row = known.get(fact.row.row_key);
    known.delete(fact.row.row_key);
    if (row?.digest === fact.row.digest) {
      continue;
    }
    written.push(fact);
    if (row) {
      replaced.push(row.id);
    }
  }
  const removed = await unreadable.factsToRemove(
    tx,
    [...known.values()].map(row => row.id),
  );
  await deleteFacts(tx, [...replaced, ...removed]);
  await writeFacts(tx, written);
}

export async function writeFacts(
  tx: Knex,
  written: FactToWrite[],
): Promise<void> {
  for await (const chunk of chunksInTurns(written)) {
    const rows: { id: number; row_key: string }[] = await tx('repository_facts')
      .insert(chunk.map(({ row }) => row))
      .returning(['id', 'row_key']);
    const ids = new Map(rows.map(row => [row.row_key, row.id]));
    const marks = chunk.flatMap(fact =>
      fact.marks.map(mark => ({ ...mark, fact_id: ids.get(fact.row.row_key) })),
    );
    for await (const part of chunksInTurns(marks)) {
      await tx('repository_fact_marks').insert(part);
    }
  }
}

/** Forgets all facts of a repository. */
export async function deleteFactsOf(tx: Knex, sourceId: string): Promise<void> {
  const rows: { id: number }[] = await tx('repository_facts')
    .where('source_id', sourceId)
    .select('id');
  await deleteFacts(
    tx,
    rows.map(row => row.id),
  );
}

export async function deleteFacts(tx: Knex, ids: number[]): Promise<void> {
  for await (const chunk of chunksInTurns(ids)) {
    await tx('repository_fact_marks').whereIn('fact_id', chunk).delete();
    await tx('repository_facts').whereIn('id', chunk).delete();
  }
}
