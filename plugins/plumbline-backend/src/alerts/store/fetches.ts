import { Knex } from 'knex';
import { ClaimedFetch, ClaimOptions } from './AlertStore';
import { claimRows } from './claimRows';

interface FetchRow {
  id: string;
  receiver: string;
  task: string;
  due_at: string;
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
  return rows.map(({ id, receiver, task, due_at: dueAt, failures }) => ({
    id,
    receiver,
    task: JSON.parse(task),
    dueAt,
    failures,
    owner,
  }));
}

/** What was asked for again meanwhile stays to be fetched. */
export async function finishFetch(
  database: Knex,
  { id, owner, dueAt }: ClaimedFetch,
): Promise<void> {
  const mine = () =>
    database('alert_fetches').where({ id, claim_owner: owner });
  if ((await mine().where('due_at', dueAt).delete()) === 0) {
    await mine().update({ claim_owner: null, claim_until: null });
  }
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
