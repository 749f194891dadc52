import { Knex } from 'knex';
import { FiringAlerts, QuestionToNotify, ToNotifyOptions } from './AlertStore';
import { chunksOf } from '../../database/chunks';
import { marks } from '../../database/selectRows';
import { foundAlerts, shown } from './pageOfAlerts';
import { FOUND_COLUMNS, FoundAlertRow, rowToAlert } from './rows';

/** More kinds of alerts about one thing tell nothing new. */
const MOST_KINDS = 500;

/** Questions with alerts of which the owners were not notified, in the order of their keys. */
export async function toNotify(
  database: Knex,
  options: ToNotifyOptions,
): Promise<QuestionToNotify[]> {
  const { after = '', limit } = options;
  const keys: string[] = await due(database, options)
    .where('alerts.question_key', '>', after)
    .groupBy('alerts.question_key')
    .orderBy('alerts.question_key')
    .limit(limit)
    .pluck('alerts.question_key');
  const found: QuestionToNotify[] = [];
  for (const key of keys) {
    const mine = () => due(database, options).where('alerts.question_key', key);
    const newest: FoundAlertRow | undefined = await mine()
      .orderBy('alerts.first_received', 'desc')
      .orderBy('alerts.id')
      .first(FOUND_COLUMNS);
    if (newest) {
      found.push({
        key,
        alert: shown(rowToAlert(newest)),
        alertIds: await mine().pluck('alerts.id'),
        firing: await firingOf(database, key),
      });
    }
  }
  return found;
}

export async function notified(
  database: Knex,
  ids: string[],
  now: Date,
): Promise<void> {
  for (const some of chunksOf(ids)) {
    await database('alerts')
      .whereIn('id', some)
      .update({ notified_at: now.toISOString() });
  }
}

/** All that fires, whether its owners were notified or not. */
async function firingOf(database: Knex, key: string): Promise<FiringAlerts[]> {
  const rows: { name: string; severity: string | null }[] = await database(
    'alerts',
  )
    .where({ question_key: key, status: 'firing' })
    .groupBy('name', 'severity')
    .orderByRaw('MAX(first_received) DESC')
    .orderBy('name')
    .limit(MOST_KINDS)
    .select('name', 'severity');
  return rows.map(({ name, severity }) => ({
    name,
    ...(severity && { severity }),
  }));
}

function due(
  database: Knex,
  { severities, since, patientSince }: ToNotifyOptions,
): Knex.QueryBuilder {
  const firesSince = 'COALESCE(alerts.reopened_at, alerts.first_received)';
  const found = foundAlerts(database)
    .where('alerts.status', 'firing')
    .where('alerts.rank', 1)
    .whereNull('alerts.notified_at')
    .whereRaw(`${firesSince} >= ?`, [since.toISOString()])
    .where('alert_questions.ownership', 'owned')
    .where(sure =>
      sure
        .whereNull('alert_questions.sure')
        .orWhere('alert_questions.sure', true),
    )
    .where(settled =>
      settled
        .whereNull('alert_questions.due_at')
        .orWhereRaw(`${firesSince} < ?`, [patientSince.toISOString()]),
    );
  if (severities) {
    found.whereRaw(
      `LOWER(alerts.severity) IN (${marks(severities)})`,
      severities,
    );
  }
  return found;
}
