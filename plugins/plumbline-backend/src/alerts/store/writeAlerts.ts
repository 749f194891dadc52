import { AlertOwnership } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { storable } from '../../database/text';
import { DeliveryToStore } from './AlertStore';
import { chunksOf } from '../../database/chunks';
import {
  ArrivedAlert,
  KnownAlertRow,
  placeAlerts,
  PlacedAlert,
} from './placeAlerts';
import { AlertRow, rankOf } from './rows';

/** Called between the pieces of a transaction. */
export type Turn = () => Promise<void>;

/** Rows of one statement: on SQLite it holds the event loop. */
export const WRITTEN_AT_ONCE = 25;
/** Times that ended longer ago are told by their start alone. */
const RECENT_MS = 3_600_000;

/** Writes the alerts of deliveries. */
export async function writeAlerts(
  tx: Knex,
  deliveries: DeliveryToStore[],
  ownership: Map<string, AlertOwnership>,
  now: Date,
  turn: Turn,
): Promise<void> {
  const arrived = deliveries.flatMap(({ receiver, alerts, askedAt }) =>
    alerts.map(alert => ({ ...alert, receiver, askedAt })),
  );
  const placed = placeAlerts(
    await knownTimes(tx, arrived, now, turn),
    arrived,
    now,
  );
  const told = placed.flatMap(time =>
    time.alert ? [{ time, alert: time.alert }] : [],
  );
  for (const some of chunksOf(told, WRITTEN_AT_ONCE)) {
    await turn();
    // What is over stays over, also where another replica ended it meanwhile.
    await tx('alerts')
      .insert(
        some.map(({ time, alert }) =>
          alertToRow(
            time,
            alert,
            rankOf(
              time.status,
              ownership.get(alert.question.key) ?? 'resolving',
            ),
            now,
          ),
        ),
      )
      .onConflict('id')
      .merge({
        status: tx.raw(
          `CASE WHEN alerts.status = 'resolved' THEN alerts.status ELSE excluded.status END`,
        ),
        rank: tx.raw(
          `CASE WHEN alerts.status = 'resolved' OR excluded.status = 'resolved' THEN 2 ELSE alerts.rank END`,
        ),
        ends_at: tx.raw('COALESCE(excluded.ends_at, alerts.ends_at)'),
        origin: tx.raw('COALESCE(alerts.origin, excluded.origin)'),
        last_received: tx.raw('excluded.last_received'),
        deliveries: tx.raw('alerts.deliveries + 1'),
      });
  }
  for (const { id, alert, endsAt } of placed) {
    if (!alert) {
      await turn();
      await endWhere(tx, now, { id }, endsAt);
    }
  }
  await reopen(
    tx,
    placed.flatMap(({ id, reopened }) => (reopened ? [id] : [])),
    now,
  );
}

/** Ends alerts that a delivery says are over without listing them. */
export async function endOthers(
  tx: Knex,
  delivery: DeliveryToStore | undefined,
  now: Date,
  turn: Turn,
): Promise<void> {
  const { receiver = '', ended = [], complete = [], askedAt } = delivery ?? {};
  for (const name of ended) {
    await turn();
    await endWhere(
      tx,
      now,
      { receiver, external_id: name },
      undefined,
      askedAt,
    );
  }
  for (const origin of askedAt === undefined ? [] : complete) {
    await turn();
    await endWhere(tx, now, { receiver, origin }, askedAt, askedAt);
  }
}

/** What was received since `before` is newer, and stays. */
async function endWhere(
  tx: Knex,
  now: Date,
  which: Partial<AlertRow>,
  endsAt = now.toISOString(),
  before?: string,
): Promise<void> {
  const firing = tx('alerts').where({ ...which, status: 'firing' });
  if (before !== undefined) {
    firing.where('last_received', '<', before);
  }
  await firing.update({ status: 'resolved', rank: 2, ends_at: endsAt });
}

/** What fires again is news to its owner. */
async function reopen(tx: Knex, ids: string[], now: Date): Promise<void> {
  for (const some of chunksOf(ids)) {
    await tx('alerts')
      .whereIn('id', some)
      .update({
        status: 'firing',
        ends_at: null,
        reopened_at: now.toISOString(),
        notified_at: null,
        rank: tx.raw(
          `CASE WHEN (
            SELECT ownership FROM alert_questions WHERE alert_questions.key = alerts.question_key
          ) IN ('owned', 'resolving') THEN 1 ELSE 0 END`,
        ),
      });
  }
}

/** The times that the alerts fired, as far as any of them can be meant. */
async function knownTimes(
  tx: Knex,
  alerts: ArrivedAlert[],
  now: Date,
  turn: Turn,
): Promise<KnownAlertRow[]> {
  const starts = new Map<string, Set<string>>();
  for (const { fingerprintKey, startsAt, startsAtSaid } of alerts) {
    const told = starts.get(fingerprintKey) ?? new Set();
    [startsAt, startsAtSaid].forEach(start => start && told.add(start));
    starts.set(fingerprintKey, told);
  }
  const found: KnownAlertRow[] = [];
  for (const keys of chunksOf([...starts.keys()])) {
    await turn();
    const told = [
      ...new Set(keys.flatMap(key => [...(starts.get(key) ?? [])])),
    ];
    // A storm of starts for few alerts: these have to be found by their time alone, in parts.
    for (const some of told.length > 0 ? chunksOf(told) : [[]]) {
      found.push(
        ...(await tx('alerts')
          .whereIn('fingerprint_key', keys)
          .where(meant =>
            meant
              .where('status', 'firing')
              .orWhereIn('starts_at', some)
              .orWhereIn('starts_at_said', some)
              .orWhere(
                'last_received',
                '>',
                new Date(now.getTime() - RECENT_MS).toISOString(),
              ),
          )
          .select(
            'id',
            'fingerprint_key',
            'origin',
            'status',
            'starts_at',
            'starts_at_said',
            'ends_at',
            'last_received',
          )),
      );
    }
  }
  return [...new Map(found.map(row => [row.id, row])).values()];
}

function alertToRow(
  time: PlacedAlert,
  alert: ArrivedAlert,
  rank: number,
  now: Date,
): Partial<AlertRow> {
  const at = now.toISOString();
  const { labels, annotations } = alert;
  return {
    id: time.id,
    receiver: alert.receiver,
    fingerprint_key: alert.fingerprintKey,
    origin: time.origin ?? null,
    question_key: alert.question.key,
    status: time.status,
    rank,
    starts_at: time.startsAt,
    starts_at_said: time.said === time.startsAt ? null : time.said,
    ends_at: time.endsAt ?? null,
    name: storable(alert.name),
    severity: alert.severity ? storable(alert.severity) : null,
    labels: JSON.stringify(labels),
    annotations: JSON.stringify(annotations),
    links: JSON.stringify(alert.links),
    generator_url: alert.generatorURL ? storable(alert.generatorURL) : null,
    external_id: alert.external ? storable(alert.external.id) : null,
    external_url: alert.external?.url ? storable(alert.external.url) : null,
    search: storable(
      [alert.name, ...Object.values(labels)].join('\n').toLowerCase(),
    ),
    first_received: at,
    last_received: at,
    deliveries: 1,
  };
}
