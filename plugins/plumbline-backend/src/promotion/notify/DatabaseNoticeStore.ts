import { createHash } from 'node:crypto';
import { Knex } from 'knex';

/** Longer ago than anything that is still told. */
const KEEP_MS = 365 * 24 * 3600_000;

/** Which notices were sent. */
export class DatabaseNoticeStore {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
  }

  /** Whether nobody has sent it before; from now on somebody has. */
  async claim(scope: string, now: Date): Promise<boolean> {
    const rows = await this.#database('promotion_notices')
      .insert({ id: digestOf(scope), sent_at: now.toISOString() })
      .onConflict('id')
      .ignore()
      .returning('id');
    return rows.length > 0;
  }

  /** It could not be sent after all. */
  async release(scope: string): Promise<void> {
    await this.#database('promotion_notices')
      .where('id', digestOf(scope))
      .delete();
  }

  async forgetOld(now: Date): Promise<void> {
    const before = new Date(now.getTime() - KEEP_MS).toISOString();
    await this.#database('promotion_notices')
      .where('sent_at', '<', before)
      .delete();
  }
}

function digestOf(scope: string): string {
  return createHash('sha256').update(scope).digest('base64url').slice(0, 32);
}
