import { AlertsPage, AlertsQuery } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { countOf, cutPage, decodeCursor } from '../../database/cursor';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { containing, storable } from '../../database/text';
import { isMarkOf, marksOfTeam } from '../../index/teamMarks';
import { AlertToAnnounce } from './AlertStore';
import { FOUND_COLUMNS, FoundAlertRow, rowToAlert } from './rows';

const DEFAULT_PAGE = 50;

export function foundAlerts(reader: Knex): Knex.QueryBuilder {
  return reader('alerts').join(
    'alert_questions',
    'alert_questions.key',
    'alerts.question_key',
  );
}

export async function pageOfAlerts(
  reader: Knex,
  query: AlertsQuery,
): Promise<AlertsPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const owners =
    query.team === undefined ? undefined : await refsOf(reader, query.team);
  const page = filtered(reader, query, owners)
    .orderBy('alerts.rank')
    .orderBy('alerts.starts_at', 'desc')
    .orderBy('alerts.id', 'desc')
    .limit(limit + 1)
    .select(FOUND_COLUMNS);
  if (query.cursor) {
    const [rank, startsAt, id] = decodeCursor(query.cursor, [
      'number',
      'string',
      'string',
    ]);
    page.where(after => {
      after
        .where('alerts.rank', '>', rank)
        .orWhere(same =>
          same
            .where('alerts.rank', rank)
            .where(older =>
              older
                .where('alerts.starts_at', '<', startsAt)
                .orWhere(equal =>
                  equal
                    .where('alerts.starts_at', startsAt)
                    .where('alerts.id', '<', id),
                ),
            ),
        );
    });
  }
  const found: FoundAlertRow[] = await page;
  const { rows, next } = cutPage(found, limit, row => [
    row.rank,
    row.starts_at,
    row.id,
  ]);
  const ranks: { rank: number; total: number | string }[] = await reader(
    'alerts',
  )
    .select('rank')
    .count({ total: '*' })
    .groupBy('rank');
  const ranked = (wanted: number) =>
    Number(ranks.find(({ rank }) => rank === wanted)?.total ?? 0);
  const resolving = await countOf(
    foundAlerts(reader)
      .where('alert_questions.ownership', 'resolving')
      .where('alerts.status', 'firing'),
  );
  return {
    items: rows.map(row => shown(rowToAlert(row))),
    totalItems: await countOf(filtered(reader, query, owners)),
    ...next,
    summary: {
      firing: ranked(0) + ranked(1),
      unowned: ranked(0),
      resolving,
      resolved: ranked(2),
    },
  };
}

/** An alert as people see it. */
export function shown({ external: _, ...alert }: AlertToAnnounce) {
  return alert;
}

/** All refs that owners of alerts were found by and that mean this team: it may have been described, or renamed, since. */
async function refsOf(reader: Knex, team: string): Promise<string[]> {
  const marks = await marksOfTeam(new DatabaseIndex(reader), team);
  const found: { team: string }[] = await reader(
    'alert_question_teams',
  ).distinct('team');
  return found.map(row => row.team).filter(ref => isMarkOf(marks, ref));
}

function filtered(
  reader: Knex,
  query: AlertsQuery,
  owners: string[] | undefined,
): Knex.QueryBuilder {
  const { status, environment, cluster, unowned, verdict, text } = query;
  const rows = foundAlerts(reader);
  if (status) {
    rows.where('alerts.status', status);
  }
  if (verdict) {
    rows.where('alerts.verdict', verdict);
  }
  if (environment !== undefined) {
    rows.where('alert_questions.environment', storable(environment));
  }
  if (cluster !== undefined) {
    rows.where('alert_questions.cluster', storable(cluster));
  }
  if (unowned !== undefined) {
    const without = ['nobody', 'explicit', 'unknown'];
    if (unowned) {
      rows.whereIn('alert_questions.ownership', without);
    } else {
      rows.whereNotIn('alert_questions.ownership', without);
    }
  }
  if (owners) {
    rows.whereIn(
      'alerts.question_key',
      reader('alert_question_teams')
        .whereIn('team', owners)
        .select('question_key'),
    );
  }
  if (text) {
    const pattern = containing(text);
    rows.where(any =>
      any
        .whereRaw(`alerts.search LIKE ? ESCAPE '\\'`, [pattern])
        .orWhereRaw(`alert_questions.search LIKE ? ESCAPE '\\'`, [pattern]),
    );
  }
  return rows;
}
