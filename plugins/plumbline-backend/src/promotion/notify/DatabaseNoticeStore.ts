import { Knex } from 'knex';
import { digestOfText } from '../../database/digest';

const DAY_MS = 24 * 3600_000;
/** Not come up for so long: it is over. */
const KEEP_MS = 60 * DAY_MS;
/** What still comes up is marked as seen no more often than this. */
const SEEN_MS = DAY_MS;
/** Longer than a run may take: who claimed it is gone, or could not send it. */
const RETRY_MS = 15 * 60_000;
/** What has not come to run for so long is waited for no more. */
const WAIT_MS = 30 * DAY_MS;

interface NoticeRow {
  id: string;
  claimed_at: string | null;
  sent_at: string | null;
  waits_since: string | null;
  seen_at: string;
}

/** Which notices were sent, are being sent, or wait for what they tell of. */
export class DatabaseNoticeStore {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
  }

  /** Whether nobody has sent it before, or is about to; from now on somebody is. */
  async claim(scope: string, now: Date): Promise<boolean> {
    const id = digestOfText(scope);
    const at = now.toISOString();
    const known: NoticeRow | undefined = await this.#row(id).first();
    if (!known) {
      const rows = await this.#database('promotion_notices')
        .insert({ id, claimed_at: at, seen_at: at })
        .onConflict('id')
        .ignore()
        .returning('id');
      return rows.length > 0;
    }
    if (known.seen_at < before(now, SEEN_MS)) {
      await this.#row(id).update({ seen_at: at });
    }
    if (
      known.sent_at !== null ||
      (known.claimed_at ?? '') > before(now, RETRY_MS)
    ) {
      return false;
    }
    const claimed = await this.#row(id)
      .where({ claimed_at: known.claimed_at })
      .whereNull('sent_at')
      .update({ claimed_at: at });
    return claimed === 1;
  }

  async sent(scope: string, now: Date): Promise<void> {
    await this.#row(digestOfText(scope)).update({
      sent_at: now.toISOString(),
      waits_since: null,
    });
  }

  /** It is told once it runs: it is asked for until then. */
  async wait(scope: string, since: string, now: Date): Promise<void> {
    const at = now.toISOString();
    await this.#database('promotion_notices')
      .insert({ id: digestOfText(scope), waits_since: since, seen_at: at })
      .onConflict('id')
      .ignore();
  }

  /** What is waited for, and since when the first of it. */
  async waiting(
    now: Date,
  ): Promise<{ since?: string; has: (scope: string) => boolean }> {
    const rows: { id: string; waits_since: string }[] = await this.#database(
      'promotion_notices',
    )
      .where('waits_since', '>=', before(now, WAIT_MS))
      .orderBy('waits_since')
      .select('id', 'waits_since');
    const ids = new Set(rows.map(({ id }) => id));
    return {
      ...(rows.length > 0 && { since: rows[0].waits_since }),
      has: scope => ids.has(digestOfText(scope)),
    };
  }

  async forgetOld(now: Date): Promise<void> {
    await this.#database('promotion_notices')
      .where('seen_at', '<', before(now, KEEP_MS))
      .delete();
  }

  #row(id: string): Knex.QueryBuilder<NoticeRow> {
    return this.#database<NoticeRow>('promotion_notices').where('id', id);
  }
}

function before(now: Date, ms: number): string {
  return new Date(now.getTime() - ms).toISOString();
}
