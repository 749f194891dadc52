import { SourceStatus } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { leased, NO_LEASE, noLongerDue } from './leases';
import { SourceRow } from './rows';
import { Lease, ReadMeta, ReplaceResult } from './SourceStore';

/** A source with fewer objects may lose any of them at once. */
const REMOVAL_GUARD_FROM = 20;
const REMOVAL_GUARD_SHARE = 0.5;
const MAX_SKIPPED_SHOWN = 50;

/** How many objects are there before a read, and how many of them it no longer has. */
export interface Removal {
  present: number;
  removed: number;
}

/** Whether so many objects would go that a second read has to say the same. */
export function needsConfirmation(present: number, removed: number): boolean {
  return (
    present > REMOVAL_GUARD_FROM && removed > present * REMOVAL_GUARD_SHARE
  );
}

/**
 * Whether the read has to wait until a second one says the same. The same picture of a cluster, read again, says nothing
 * new: only one that was taken later confirms.
 */
export async function waitForConfirmation(
  tx: Knex,
  lease: Lease,
  source: SourceRow,
  { present, removed }: Removal,
  { now, confirmAt, taken }: ReadMeta & { taken?: Date },
): Promise<boolean> {
  const isSamePicture =
    taken !== undefined &&
    source.unconfirmed_taken !== null &&
    taken.toISOString() <= source.unconfirmed_taken;
  if (
    !needsConfirmation(present, removed) ||
    (source.confirm_removal && !isSamePicture)
  ) {
    return false;
  }
  await leased(tx, lease).update({
    ...NO_LEASE,
    confirm_removal: true,
    ...(taken && !isSamePicture && { unconfirmed_taken: taken.toISOString() }),
    due_at: isSamePicture ? noLongerDue(tx, lease) : confirmAt.toISOString(),
    last_attempt: now.toISOString(),
    error: `The last read no longer had ${removed} of ${present} objects: kept until a second read confirms it`,
  });
  return true;
}

export function unconfirmed({ removed, present }: Removal): ReplaceResult {
  return { result: 'unconfirmed', removed, of: present };
}

export function replaced(changes: {
  written: number;
  removed: number;
}): ReplaceResult {
  return { result: 'replaced', ...changes };
}

export async function succeed(
  tx: Knex,
  lease: Lease,
  read: ReadMeta,
  found: {
    revision: string | null;
    last_success: string;
    counts: NonNullable<SourceStatus['counts']>;
    skipped: NonNullable<SourceStatus['skipped']>;
  },
): Promise<void> {
  await leased(tx, lease).update({
    ...NO_LEASE,
    revision: found.revision,
    facts_version: read.factsVersion,
    last_success: found.last_success,
    last_attempt: read.now.toISOString(),
    error: null,
    failures: 0,
    confirm_removal: false,
    unconfirmed_taken: null,
    due_at: noLongerDue(tx, lease),
    counts: JSON.stringify(found.counts),
    skipped:
      found.skipped.length > 0
        ? JSON.stringify(found.skipped.slice(0, MAX_SKIPPED_SHOWN))
        : null,
    took_ms: Math.round(read.tookMs),
  });
}
