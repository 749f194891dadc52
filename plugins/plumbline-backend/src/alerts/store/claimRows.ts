import { Knex } from 'knex';
import { ClaimOptions } from './AlertStore';

/**
 * Takes rows that are due and that no other replica works on, the longest due first. A replica that dies leaves claims
 * that end by themselves.
 */
export async function claimRows<T>(
  database: Knex,
  { table, key }: { table: string; key: string },
  owner: string,
  options: ClaimOptions,
): Promise<T[]> {
  const now = options.now.toISOString();
  const free = (query: Knex.QueryBuilder) =>
    query
      .where('due_at', '<=', now)
      .where(unclaimed =>
        unclaimed.whereNull('claim_until').orWhere('claim_until', '<=', now),
      );
  const keys: string[] = await free(database(table))
    .orderBy('due_at')
    .orderBy(key)
    .limit(options.limit)
    .pluck(key);
  const claimed: T[] = [];
  if (keys.length > 0) {
    const until = options.until.toISOString();
    await free(database(table).whereIn(key, keys)).update({
      claim_owner: owner,
      claim_until: until,
    });
    claimed.push(
      ...(await database(table)
        .whereIn(key, keys)
        .where({ claim_owner: owner, claim_until: until })
        .select()),
    );
  }
  return claimed;
}
