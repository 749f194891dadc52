import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { SourceRow } from './rows';
import { storable } from '../database/text';
import { ClaimedSource, Lease } from './SourceStore';

const MAX_ERROR_LENGTH = 2_000;

export const NO_LEASE = { lease_owner: null, lease_until: null };

export async function claim(
  database: Knex,
  owner: string,
  options: { now: Date; until: Date },
): Promise<ClaimedSource | undefined> {
  const now = options.now.toISOString();
  const claimable = (query: Knex.QueryBuilder) =>
    query
      .where('due_at', '<=', now)
      .where('followed', false)
      .whereNull('gone_since')
      .where(free => {
        free.whereNull('lease_until').orWhere('lease_until', '<=', now);
      });
  const rows: SourceRow[] = await claimable(database('sources'))
    .orderBy('due_at')
    .orderBy('id')
    .limit(10)
    .select();
  for (const row of rows) {
    const claimed = await claimable(
      database('sources').where({ id: row.id }),
    ).update({
      lease_owner: owner,
      lease_until: options.until.toISOString(),
    });
    if (claimed === 1) {
      return toClaimed(row, owner, row.due_at ?? now);
    }
  }
  return undefined;
}

export function toClaimed(
  row: SourceRow,
  owner: string,
  dueAt: string | undefined,
): ClaimedSource {
  return {
    sourceId: row.id,
    owner,
    ...(dueAt && { dueAt }),
    kind: row.kind,
    name: row.name,
    provider: row.provider,
    ...(row.revision && { revision: row.revision }),
    ...(row.facts_version && { factsVersion: row.facts_version }),
    ...(row.last_success && { lastSuccess: row.last_success }),
    failures: row.failures,
    confirmRemoval: Boolean(row.confirm_removal),
  };
}

export async function renew(
  database: Knex,
  lease: Lease,
  until: Date,
): Promise<boolean> {
  const held = await leased(database, lease).update({
    lease_until: until.toISOString(),
  });
  return held === 1;
}

export async function abandon(database: Knex, lease: Lease): Promise<void> {
  await leased(database, lease).update(NO_LEASE);
}

export async function unchanged(
  database: Knex,
  lease: Lease,
  now: Date,
): Promise<void> {
  await leased(database, lease).update({
    ...NO_LEASE,
    due_at: noLongerDue(database, lease),
    last_success: now.toISOString(),
    last_attempt: now.toISOString(),
    error: null,
    failures: 0,
  });
}

export async function failed(
  database: Knex,
  lease: Lease,
  failure: { now: Date; error: string; retryAt: Date },
): Promise<void> {
  await leased(database, lease).update({
    ...NO_LEASE,
    due_at: failure.retryAt.toISOString(),
    last_attempt: failure.now.toISOString(),
    error: errorText(failure.error),
    failures: database.raw('failures + 1'),
  });
}

export function leased(database: Knex, lease: Lease): Knex.QueryBuilder {
  return database('sources').where({
    id: lease.sourceId,
    lease_owner: lease.owner,
  });
}

/** What made the source due is done, unless another read was asked for while this one ran. */
export function noLongerDue(database: Knex, { dueAt }: Lease): Knex.Raw | null {
  return dueAt === undefined
    ? null
    : database.raw('CASE WHEN due_at = ? THEN NULL ELSE due_at END', [dueAt]);
}

/**
 * Holds the source's row until the transaction ends, and refuses to write for a worker that lost its lease: another one
 * may have stored a newer read meanwhile.
 */
export async function lockSource(tx: Knex, lease: Lease): Promise<SourceRow> {
  const held = await leased(tx, lease).update({ lease_owner: lease.owner });
  const row = held === 1 ? await leased(tx, lease).first() : undefined;
  if (!row) {
    throw new NotFoundError(
      `The lease of ${lease.sourceId} was lost: its read took too long or the source was deleted`,
    );
  }
  return row;
}

export function errorText(error: string): string {
  return storable(error.slice(0, MAX_ERROR_LENGTH));
}
