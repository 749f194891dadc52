import { Knex } from 'knex';
import { ClaimedFetch, ClaimOptions } from './AlertStore';
import { claimRows } from './claimRows';

interface FetchRow {
  id: string;
  receiver: string;
  task: string;
  failures: number;
}

export async function claimFetches(
  database: Knex,
  owner: string,
  options: ClaimOptions,
): Promise<ClaimedFetch[]> {
  const rows: FetchRow[] = await claimRows(
    database,
    { table: 'alert_fetches', key: 'id' },
    owner,
    options,
  );
  return rows.map(({ id, receiver, task, failures }) => ({
    id,
    receiver,
    task: JSON.parse(task),
    failures,
    owner,
  }));
}

export async function finishFetch(
  database: Knex,
  { id, owner }: ClaimedFetch,
): Promise<void> {
  await database('alert_fetches').where({ id, claim_owner: owner }).delete();
}

export async function failFetch(
  database: Knex,
  { id, owner }: ClaimedFetch,
  retryAt: Date,
): Promise<void> {
  await database('alert_fetches')
    .where({ id, claim_owner: owner })
    .update({
      due_at: retryAt.toISOString(),
      failures: database.raw('failures + 1'),
      claim_owner: null,
      claim_until: null,
    });
}
