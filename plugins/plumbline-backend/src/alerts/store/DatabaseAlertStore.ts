import {
  AlertReceiverStatus,
  AlertsPage,
  AlertsQuery,
  AlertVerdict,
  LookedAt,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { FindingMarks } from '../../index/factRows';
import { storable } from '../../database/text';
import { addSaidFinding, forgetUnsaidFindings } from '../../index/saidFindings';
import { accept } from './accept';
import {
  AlertStore,
  AlertTiming,
  AlertToAnnounce,
  ClaimedFetch,
  ClaimedQuestion,
  ClaimOptions,
  CountedRejection,
  DeliveryToStore,
  QuestionToNotify,
  ResolvedQuestion,
  ToNotifyOptions,
} from './AlertStore';
import { chunksOf } from '../../database/chunks';
import * as fetches from './fetches';
import * as notifications from './notifications';
import { foundAlerts, pageOfAlerts } from './pageOfAlerts';
import * as questions from './questions';
import * as receivers from './receivers';
import {
  AlertRow,
  confirmedAt,
  FOUND_COLUMNS,
  FoundAlertRow,
  rowToAlert,
} from './rows';

/** More alerts than these tell nothing new about how long it takes. */
const MOST_TIMINGS = 100_000;

/** Alerts in the plugin's database. `reader` is a second connection on SQLite, as for the index. */
export class DatabaseAlertStore implements AlertStore {
  readonly #database: Knex;
  readonly #reader: Knex;

  constructor(database: Knex, reader: Knex = database) {
    this.#database = database;
    this.#reader = reader;
  }

  async accept(
    deliveries: DeliveryToStore[],
    now: Date,
    turn?: () => Promise<void>,
  ): Promise<void> {
    await accept(this.#database, deliveries, now, turn);
  }

  async page(query: AlertsQuery): Promise<AlertsPage> {
    return await pageOfAlerts(this.#reader, query);
  }

  async get(id: string): Promise<AlertToAnnounce | undefined> {
    const row: FoundAlertRow | undefined = await foundAlerts(this.#reader)
      .where('alerts.id', storable(id))
      .first(FOUND_COLUMNS);
    return row && rowToAlert(row);
  }

  async questionOf(id: string): Promise<string | undefined> {
    const row: { question: string } | undefined = await foundAlerts(
      this.#reader,
    )
      .where('alerts.id', storable(id))
      .first('alert_questions.question');
    return row?.question;
  }

  async resolutions(keys: string[]): Promise<Map<string, ResolvedQuestion>> {
    return await questions.resolutions(this.#reader, keys);
  }

  async claimQuestions(
    owner: string,
    options: ClaimOptions,
  ): Promise<ClaimedQuestion[]> {
    return await questions.claimQuestions(this.#database, owner, options);
  }

  async resolve(
    claimed: ClaimedQuestion,
    resolved: ResolvedQuestion,
    againAt?: Date,
  ): Promise<void> {
    await questions.resolve(this.#database, claimed, resolved, againAt);
  }

  async isIndexing(): Promise<boolean> {
    return await questions.isIndexing(this.#reader);
  }

  async failQuestion(claimed: ClaimedQuestion, retryAt: Date): Promise<void> {
    await questions.failQuestion(this.#database, claimed, retryAt);
  }

  async askAgain(options: {
    now: Date;
    unownedBefore: Date;
    before: Date;
  }): Promise<number> {
    return await questions.askAgain(this.#database, options);
  }

  async claimFetches(
    owner: string,
    options: ClaimOptions,
  ): Promise<ClaimedFetch[]> {
    return await fetches.claimFetches(this.#database, owner, options);
  }

  async finishFetch(claimed: ClaimedFetch): Promise<void> {
    await fetches.finishFetch(this.#database, claimed);
  }

  async failFetch(claimed: ClaimedFetch, retryAt: Date): Promise<void> {
    await fetches.failFetch(this.#database, claimed, retryAt);
  }

  async look(id: string, by: string, now: Date): Promise<boolean> {
    const alert = () => this.#database('alerts').where({ id: storable(id) });
    await alert()
      .whereNull('first_look_at')
      .update({
        first_look_at: now.toISOString(),
        first_look_by: storable(by),
      });
    return Boolean(await alert().first('id'));
  }

  async lookAtObject(about: LookedAt, by: string, now: Date): Promise<void> {
    await this.#database('alerts')
      .where('status', 'firing')
      .whereNull('first_look_at')
      .whereIn(
        'question_key',
        this.#database('alert_questions')
          .where('subject_key', questions.subjectKeyOf(about))
          .select('key'),
      )
      .update({
        first_look_at: now.toISOString(),
        first_look_by: storable(by),
      });
  }

  async verdict(
    id: string,
    verdict: AlertVerdict,
    marks?: FindingMarks,
  ): Promise<boolean> {
    const { finding } = verdict;
    return await this.#database.transaction(async tx => {
      const alert = () => tx('alerts').where({ id: storable(id) });
      // First of all: two who judge the same alert would wait for each other.
      if (!(await alert().forUpdate().first('id'))) {
        return false;
      }
      const fact =
        finding && marks && (await addSaidFinding(tx, { finding, ...marks }));
      await alert().update({
        verdict: verdict.verdict,
        verdict_team: verdict.team ? storable(verdict.team) : null,
        verdict_by: storable(verdict.by),
        verdict_at: verdict.at,
        verdict_finding: finding ? JSON.stringify(finding) : null,
        verdict_fact: fact ?? null,
      });
      await forgetUnsaidFindings(tx);
      return true;
    });
  }

  async announce(options: {
    receivers: string[];
    now: Date;
    since: Date;
    limit: number;
  }): Promise<AlertToAnnounce[]> {
    const { receivers: told, now, since, limit } = options;
    const rows: FoundAlertRow[] = await foundAlerts(this.#database)
      .whereIn('alerts.receiver', told)
      .where('alerts.status', 'firing')
      .where('alerts.rank', 1)
      .whereNull('alerts.announced_at')
      .where('alerts.first_received', '>=', since.toISOString())
      .where('alert_questions.ownership', 'owned')
      .orderBy('alerts.first_received')
      .limit(limit)
      .select(FOUND_COLUMNS);
    const mine: AlertToAnnounce[] = [];
    for (const row of rows) {
      const marked = await this.#database('alerts')
        .where({ id: row.id })
        .whereNull('announced_at')
        .update({ announced_at: now.toISOString() });
      if (marked === 1) {
        mine.push(rowToAlert(row));
      }
    }
    return mine;
  }

  async toNotify(options: ToNotifyOptions): Promise<QuestionToNotify[]> {
    return await notifications.toNotify(this.#database, options);
  }

  async notified(ids: string[], now: Date): Promise<void> {
    await notifications.notified(this.#database, ids, now);
  }

  async timings(since: Date): Promise<AlertTiming[]> {
    const rows: (Pick<
      AlertRow,
      | 'starts_at'
      | 'question_key'
      | 'first_look_at'
      | 'verdict'
      | 'verdict_team'
      | 'verdict_at'
    > & { id: string })[] = await this.#reader('alerts')
      .where('first_received', '>=', since.toISOString())
      .orderBy('first_received', 'desc')
      .limit(MOST_TIMINGS)
      .select(
        'id',
        'starts_at',
        'question_key',
        'first_look_at',
        'verdict',
        'verdict_team',
        'verdict_at',
      );
    const teams = new Map<string, string[]>();
    const keys = [...new Set(rows.map(row => row.question_key))];
    for (const some of chunksOf(keys)) {
      const found: { question_key: string; team: string }[] =
        await this.#reader('alert_question_teams')
          .whereIn('question_key', some)
          .select();
      for (const { question_key: key, team } of found) {
        teams.set(key, [...(teams.get(key) ?? []), team]);
      }
    }
    return rows.map(row => {
      const confirmed = confirmedAt(row);
      return {
        startsAt: row.starts_at,
        ...(row.first_look_at && { firstLookAt: row.first_look_at }),
        ...(confirmed && { confirmedAt: confirmed }),
        teams: teams.get(row.question_key) ?? [],
      };
    });
  }

  async receivers(active: string[]): Promise<AlertReceiverStatus[]> {
    return await receivers.receiverStatuses(this.#reader, active);
  }

  async reject(rejections: CountedRejection[], now: Date): Promise<void> {
    await receivers.reject(this.#database, rejections, now);
  }

  async polled(receiver: string, now: Date, error?: string): Promise<void> {
    await receivers.polled(this.#database, receiver, now, error);
  }

  async deleteOld(before: Date, firing: Date): Promise<number> {
    const at = before.toISOString();
    const deleted = await this.#database('alerts')
      .where('last_received', '<', at)
      .where(over =>
        over
          .where('status', 'resolved')
          .orWhere('last_received', '<', firing.toISOString()),
      )
      .delete();
    await this.#database('alert_questions')
      .where('last_seen', '<', at)
      .whereNotExists(
        this.#database('alerts')
          .select(this.#database.raw('1'))
          .whereRaw('alerts.question_key = alert_questions.key'),
      )
      .delete();
    await this.#database('alert_deliveries')
      .where('received_at', '<', at)
      .delete();
    await this.#database('alert_fetches').where('created_at', '<', at).delete();
    await this.#database.transaction(forgetUnsaidFindings);
    return deleted;
  }
}
