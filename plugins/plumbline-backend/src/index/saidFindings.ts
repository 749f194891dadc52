import { Finding } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { FindingMarks, findingToRow, StoredFact } from './factRows';
import { deleteFacts, writeFacts } from './replaceFacts';

/** A finding that a person made, and whose it is. */
export interface SaidFinding extends FindingMarks {
  finding: Finding;
}

interface SaidRow {
  id: number;
  facts: string;
  said_of: string;
}

/**
 * Puts what a person found among the findings of its repository, once however many say so. Returns its row key; `undefined` where
 * the index does not know the repository.
 */
export async function addSaidFinding(
  tx: Knex,
  { finding, ...marks }: SaidFinding,
): Promise<string | undefined> {
  const { repository, path } = finding.location;
  const sourceId = `repository:${repository}`;
  // One after the other: two may say the same at once.
  const source = await tx('sources')
    .where({ id: sourceId })
    .forUpdate()
    .first('id');
  const written = source && findingToRow(sourceId, finding, marks);
  if (!written) {
    return undefined;
  }
  const { row_key } = written.row;
  // Held, so that it is not forgotten before it is said that it stands.
  const known = await tx('repository_facts')
    .where({ source_id: sourceId, row_key })
    .forUpdate()
    .first('id');
  if (!known) {
    const said_of = await digestAt(tx, sourceId, path);
    await writeFacts(tx, [{ ...written, row: { ...written.row, said_of } }]);
  }
  return row_key;
}

/** Forgets what was found in files that have changed since: whether it was put right, the next answer tells. */
export async function forgetChangedFindings(
  tx: Knex,
  sourceId: string,
): Promise<void> {
  const rows: SaidRow[] = await tx('repository_facts')
    .where('source_id', sourceId)
    .whereNotNull('said_of')
    .select('id', 'facts', 'said_of');
  const changed: number[] = [];
  for (const { id, facts, said_of } of rows) {
    const { fact }: StoredFact<'findings'> = JSON.parse(facts);
    if ((await digestAt(tx, sourceId, fact.location.path)) !== said_of) {
      changed.push(id);
    }
  }
  await deleteFacts(tx, changed);
}

/** Forgets what no alert says any more. */
export async function forgetUnsaidFindings(tx: Knex): Promise<void> {
  const unsaid = () =>
    tx('repository_facts')
      .whereNotNull('said_of')
      .whereNotExists(
        tx('alerts')
          .select(tx.raw('1'))
          .whereRaw('alerts.verdict_fact = repository_facts.row_key'),
      );
  // Waits for who is about to say one of them again, and then looks once more.
  const held: number[] = await unsaid().orderBy('id').forUpdate().pluck('id');
  const ids: number[] = await unsaid().whereIn('id', held).pluck('id');
  await deleteFacts(tx, ids);
}

/** How many there are in each of these sources, where there are any. */
export async function countSaidFindings(
  reader: Knex,
  sourceIds: string[],
): Promise<Map<string, number>> {
  const rows: { source_id: string; total: number | string }[] = await reader(
    'repository_facts',
  )
    .whereIn('source_id', sourceIds)
    .whereNotNull('said_of')
    .groupBy('source_id')
    .select('source_id')
    .count({ total: '*' });
  return new Map(
    rows.map(({ source_id, total }) => [source_id, Number(total)]),
  );
}

/** Empty where there is no such file. */
async function digestAt(
  tx: Knex,
  sourceId: string,
  path: string,
): Promise<string> {
  const file: { digest: string } | undefined = await tx('files')
    .where({ source_id: sourceId, path })
    .first('digest');
  return file?.digest ?? '';
}
