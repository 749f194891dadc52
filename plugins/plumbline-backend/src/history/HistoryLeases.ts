import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { errorText, NO_LEASE } from '../index/leases';

/** A history that could not be read is tried again after this time. */
const RETRY_MS = 5 * 60_000;

/** The right to read the history of a repository. */
export interface HistoryLease {
  sourceId: string;
  owner: string;
  provider: string;
}

/** Who may read which history. */
export interface HistoryLeaseStore<L extends HistoryLease> {
  /** Leases a repository whose history is not what its facts are. */
  claim(
    owner: string,
    options: { now: Date; until: Date; except?: ReadonlySet<string> },
  ): Promise<L | undefined>;
  renew(lease: L, until: Date): Promise<boolean>;
  /** Gives the lease back as if it had never been taken. */
  giveBack(lease: L): Promise<void>;
  /** Gives the lease back, and says how it went. */
  release(lease: L, result: { now: Date; error?: string }): Promise<void>;
}

/** What decides whether a history may be read now. */
export interface LeasableRow {
  id: string;
  error: string | null;
  checked_at: string | null;
  lease_until: string | null;
}

/** Leases in a table with a row for each source, which is made when the first one is taken. */
export class HistoryLeases {
  readonly #database: Knex;
  readonly #table: string;

  constructor(database: Knex, table: string) {
    this.#database = database;
    this.#table = table;
  }

  /** Takes the lease, unless somebody has it, or the last attempt failed a short while ago. */
  async take(
    row: LeasableRow,
    owner: string,
    {
      now,
      until,
      except,
    }: { now: Date; until: Date; except?: ReadonlySet<string> },
  ): Promise<boolean> {
    const at = now.toISOString();
    const failedLately =
      row.error !== null &&
      row.checked_at !== null &&
      Date.parse(row.checked_at) > now.getTime() - RETRY_MS;
    if (failedLately || except?.has(row.id) || (row.lease_until ?? '') > at) {
      return false;
    }
    await this.#database(this.#table)
      .insert({ source_id: row.id })
      .onConflict('source_id')
      .ignore();
    const claimed = await this.#database(this.#table)
      .where('source_id', row.id)
      .where(free => {
        free.whereNull('lease_until').orWhere('lease_until', '<=', at);
      })
      .update({ lease_owner: owner, lease_until: until.toISOString() });
    return claimed === 1;
  }

  async renew(lease: HistoryLease, until: Date): Promise<boolean> {
    const held = await this.#leased(this.#database, lease).update({
      lease_until: until.toISOString(),
    });
    return held === 1;
  }

  async giveBack(lease: HistoryLease): Promise<void> {
    await this.#leased(this.#database, lease).update(NO_LEASE);
  }

  async release(
    lease: HistoryLease,
    { now, error }: { now: Date; error?: string },
  ): Promise<void> {
    await this.#leased(this.#database, lease).update({
      ...NO_LEASE,
      checked_at: now.toISOString(),
      error: error === undefined ? null : errorText(error),
    });
  }

  /** Refuses to write for a reader that lost its lease: another one may have gone on meanwhile. */
  async write<R>(
    lease: HistoryLease,
    work: (tx: Knex, row: R) => Promise<object>,
  ): Promise<void> {
    await this.#database.transaction(async tx => {
      const held = await this.#leased(tx, lease).update({
        lease_owner: lease.owner,
      });
      const row: R | undefined =
        held === 1 ? await this.#leased(tx, lease).first() : undefined;
      if (!row) {
        throw new NotFoundError(
          `The lease of the history of ${lease.sourceId} was lost`,
        );
      }
      await this.#leased(tx, lease).update(await work(tx, row));
    });
  }

  #leased(database: Knex, lease: HistoryLease): Knex.QueryBuilder {
    return database(this.#table).where({
      source_id: lease.sourceId,
      lease_owner: lease.owner,
    });
  }
}
