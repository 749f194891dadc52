import { Knex } from 'knex';
import { leased, toClaimed } from './leases';
import { SourceRow } from './rows';
import { ClaimedSource, Lease } from './SourceStore';

/** Leases a cluster that nobody follows. Everything of it is listed anew where its facts were made by other readers. */
export async function claimFollowed(
  database: Knex,
  owner: string,
  options: { now: Date; until: Date; factsVersion: string },
): Promise<ClaimedSource | undefined> {
  const now = options.now.toISOString();
  const claimable = (query: Knex.QueryBuilder) =>
    query
      .where('followed', true)
      .whereNull('gone_since')
      .where(due => {
        due.whereNull('due_at').orWhere('due_at', '<=', now);
      })
      .where(free => {
        free.whereNull('lease_until').orWhere('lease_until', '<=', now);
      });
  const rows: SourceRow[] = await claimable(database('sources'))
    // The one that was left alone longest.
    .orderByRaw('last_attempt IS NOT NULL, last_attempt, id')
    .limit(10)
    .select();
  for (const row of rows) {
    const claimed = await database.transaction(async tx => {
      const taken = await claimable(tx('sources').where({ id: row.id })).update(
        {
          lease_owner: owner,
          lease_until: options.until.toISOString(),
          last_attempt: now,
          facts_version: options.factsVersion,
        },
      );
      if (taken === 1 && row.facts_version !== options.factsVersion) {
        await tx('cluster_resources')
          .where('source_id', row.id)
          .update({ resource_version: null });
      }
      return taken === 1;
    });
    if (claimed) {
      return toClaimed(row, owner, row.due_at ?? undefined);
    }
  }
  return undefined;
}

export async function renewFollowed(
  database: Knex,
  lease: Lease,
  options: { until: Date; factsVersion: string },
): Promise<'held' | 'lost' | 'refresh'> {
  const mine = () =>
    leased(database, lease).where('followed', true).whereNull('gone_since');
  const held = await mine().update({
    lease_until: options.until.toISOString(),
  });
  const row: SourceRow | undefined =
    held === 1 ? await mine().first() : undefined;
  if (!row) {
    return 'lost';
  }
  return row.facts_version === options.factsVersion ? 'held' : 'refresh';
}

export async function failuresOf(
  database: Knex,
  sourceId: string,
): Promise<number> {
  const row: Pick<SourceRow, 'failures'> | undefined = await database('sources')
    .where({ id: sourceId })
    .first('failures');
  return row?.failures ?? 0;
}

export async function shareOf(
  database: Knex,
  replica: string,
  options: { now: Date; until: Date },
): Promise<number> {
  const alive_until = options.until.toISOString();
  await database('replicas')
    .insert({ id: replica, alive_until })
    .onConflict('id')
    .merge();
  await database('replicas')
    .where('alive_until', '<=', options.now.toISOString())
    .delete();
  const [replicas] = await database('replicas').count({ total: '*' });
  const [clusters] = await database('sources')
    .where('followed', true)
    .whereNull('gone_since')
    .count({ total: '*' });
  return Math.ceil(
    Number(clusters.total) / Math.max(1, Number(replicas.total)),
  );
}

export async function leave(database: Knex, replica: string): Promise<void> {
  await database('replicas').where({ id: replica }).delete();
}
