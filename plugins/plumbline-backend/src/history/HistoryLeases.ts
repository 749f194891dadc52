import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { errorText, NO_LEASE } from '../index/leases';

/** Renewed while the work goes on; a reader that died leaves the rest to others after this time. */
const LEASE_MS = 10 * 60_000;
/** A history that could not be read is tried again after this time. */
const RETRY_MS = 5 * 60_000;

/** A repository whose history is not what its facts are of. */
export interface HistoryLease {
  sourceId: string;
  provider: string;
  /** The commit that the facts are of. */
  revision: string;
  /** Up to here the history is known. */
  head?: string;
}

/** The repositories that are due and may be read now, or one of them, whoever reads it. */
export type WhichHistories = { now: Date } | { sourceId: string };

/** What is left to be read, and who reads it. */
export interface HistoryLeaseStore<L extends HistoryLease> {
  readonly leases: HistoryLeases;
  due(which: WhichHistories): Promise<L[]>;
}

/** Leases of one process in a table with a row for each source, which is made when the first one is taken. */
export class HistoryLeases {
  readonly #database: Knex;
  readonly #table: string;
  readonly #owner = randomUUID();

  constructor(database: Knex, table: string) {
    this.#database = database;
    this.#table = table;
  }

  /**
   * Repositories that have a history, as `s`, and how far it is read, as `h`. What a directory without git holds has no commit. Left
   * out is what somebody reads, and what failed a short while ago.
   */
  repositories(which: WhichHistories): Knex.QueryBuilder {
    const rows = this.#database('sources as s')
      .leftJoin(`${this.#table} as h`, 'h.source_id', 's.id')
      .where('s.kind', 'repository')
      .whereNull('s.gone_since')
      .whereNotNull('s.revision')
      .whereNot('s.revision', 'like', 'working-tree%')
      .orderBy('s.id');
    if ('sourceId' in which) {
      return rows.where('s.id', which.sourceId);
    }
    const { now } = which;
    const retried = new Date(now.getTime() - RETRY_MS).toISOString();
    return rows
      .where(free =>
        free
          .whereNull('h.lease_until')
          .orWhere('h.lease_until', '<=', now.toISOString()),
      )
      .where(attempt =>
        attempt.whereNull('h.error').orWhere('h.checked_at', '<=', retried),
      );
  }

  /** Takes the lease, unless somebody has it. */
  async take(sourceId: string, now: Date): Promise<boolean> {
    await this.#database(this.#table)
      .insert({ source_id: sourceId })
      .onConflict('source_id')
      .ignore();
    const claimed = await this.#database(this.#table)
      .where('source_id', sourceId)
      .where(free => {
        free
          .whereNull('lease_until')
          .orWhere('lease_until', '<=', now.toISOString());
      })
      .update({ lease_owner: this.#owner, lease_until: untilOf(now) });
    return claimed === 1;
  }

  async renew(sourceId: string, now: Date): Promise<boolean> {
    const held = await this.#leased(this.#database, sourceId).update({
      lease_until: untilOf(now),
    });
    return held === 1;
  }

  /** Gives the lease back as if it had never been taken. */
  async giveBack(sourceId: string): Promise<void> {
    await this.#leased(this.#database, sourceId).update(NO_LEASE);
  }

  /** Gives the lease back, and says how it went. */
  async release(
    sourceId: string,
    { now, error }: { now: Date; error?: string },
  ): Promise<void> {
    await this.#leased(this.#database, sourceId).update({
      ...NO_LEASE,
      checked_at: now.toISOString(),
      error: error === undefined ? null : errorText(error),
    });
  }

  /** Refuses to write for a reader that lost its lease: another one may have gone on meanwhile. */
  async write<R>(
    { sourceId }: HistoryLease,
    work: (tx: Knex, row: R) => Promise<object>,
  ): Promise<void> {
    await this.#database.transaction(async tx => {
      const held = await this.#leased(tx, sourceId).update({
        lease_owner: this.#owner,
      });
      const row: R | undefined =
        held === 1 ? await this.#leased(tx, sourceId).first() : undefined;
      if (!row) {
        throw new NotFoundError(
          `The lease of the history of ${sourceId} was lost`,
        );
      }
      await this.#leased(tx, sourceId).update(await work(tx, row));
    });
  }

  #leased(database: Knex, sourceId: string): Knex.QueryBuilder {
    return database(this.#table).where({
      source_id: sourceId,
      lease_owner: this.#owner,
    });
  }
}

function untilOf(now: Date): string {
  return new Date(now.getTime() + LEASE_MS).toISOString();
}
