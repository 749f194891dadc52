import { AlertOwnership } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { storable } from '../../index/rows';
import { digestOf } from '../digest';
import { AlertToStore, DeliveryToStore } from './AlertStore';
import { AlertRow, rankOf } from './rows';

/** Well below what databases take as parameters of one statement. */
const CHUNK = 200;

/** How long an answer serves alerts that come anew. */
const FRESH_MS = { owned: 3_600_000, other: 300_000 };

type Accepted = AlertToStore & { receiver: string; id: string };

/**
 * Stores deliveries in one transaction. Rows are written in the order of their keys, so that replicas that store the same
 * alerts wait for each other instead of blocking each other.
 */
export async function accept(
  database: Knex,
  deliveries: DeliveryToStore[],
  now: Date,
): Promise<void> {
  await database.transaction(async tx => {
    const fresh = await withoutRepeated(tx, deliveries, now);
    const alerts = await identified(tx, fresh, now);
    const ownership = await writeQuestions(tx, alerts, now);
    await writeAlerts(tx, alerts, ownership, now);
    await writeFetches(tx, fresh, now);
    await count(tx, fresh, now);
  });
}

/** Without deliveries that came before under the same id. */
async function withoutRepeated(
  tx: Knex,
  deliveries: DeliveryToStore[],
  now: Date,
): Promise<DeliveryToStore[]> {
  const kept: DeliveryToStore[] = [];
  const seen = new Set<string>();
  for (const delivery of deliveries) {
    const { receiver, id } = delivery;
    if (id === undefined) {
      kept.push(delivery);
      continue;
    }
    const row = { receiver, delivery: digestOf(id) };
    const name = `${row.delivery} ${receiver}`;
    if (seen.has(name) || (await tx('alert_deliveries').where(row).first())) {
      continue;
    }
    seen.add(name);
    await tx('alert_deliveries')
      .insert({ ...row, received_at: now.toISOString() })
      .onConflict(['receiver', 'delivery'])
      .ignore();
    kept.push(delivery);
  }
  return kept;
}

/** Each alert once, under the id of the time that it fired. */
async function identified(
  tx: Knex,
  deliveries: DeliveryToStore[],
  now: Date,
): Promise<Accepted[]> {
  const all = deliveries.flatMap(({ receiver, alerts }) =>
    alerts.map(alert => ({ ...alert, receiver })),
  );
  const open = await openByFingerprint(
    tx,
    all.flatMap(alert => (alert.startsAt ? [] : [alert.fingerprintKey])),
  );
  const byId = new Map<string, Accepted>();
  for (const alert of all) {
    const { fingerprintKey, startsAt, startsAtSaid, status } = alert;
    // The start as the sender tells it, wrong as its clock may be: it says the same again next time.
    let id = startsAt
      ? digestOf(fingerprintKey, startsAtSaid ?? startsAt)
      : open.get(fingerprintKey);
    if (!id) {
      // Without a start, the alert that is firing is meant. One that ended unseen has no start to be told by.
      id = digestOf(
        fingerprintKey,
        status === 'firing' ? now.toISOString() : '',
      );
      open.set(fingerprintKey, id);
    }
    const known = byId.get(id);
    if (!known || known.status === 'firing') {
      byId.set(id, { ...alert, id });
    }
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function openByFingerprint(
  tx: Knex,
  fingerprintKeys: string[],
): Promise<Map<string, string>> {
  const open = new Map<string, string>();
  for (const keys of chunks([...new Set(fingerprintKeys)])) {
    const rows: Pick<AlertRow, 'id' | 'fingerprint_key'>[] = await tx('alerts')
      .whereIn('fingerprint_key', keys)
      .where('status', 'firing')
      .select('id', 'fingerprint_key');
    rows.forEach(row => open.set(row.fingerprint_key, row.id));
  }
  return open;
}

/** Holds the questions until the transaction ends, so that none is answered between here and the alerts. */
async function writeQuestions(
  tx: Knex,
  alerts: Accepted[],
  now: Date,
): Promise<Map<string, AlertOwnership>> {
  const byKey = new Map(alerts.map(({ question }) => [question.key, question]));
  const keys = [...byKey.keys()].sort();
  const ownership = new Map<string, AlertOwnership>();
  const at = now.toISOString();
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  for (const some of chunks(keys)) {
    await tx('alert_questions')
      .insert(
        some.map(key => ({
          key,
          question: storable(byKey.get(key)?.text ?? ''),
          ownership: 'resolving',
          search: '',
          last_seen: at,
          due_at: at,
        })),
      )
      .onConflict('key')
      .merge({
        last_seen: at,
        due_at: tx.raw(
          `CASE
            WHEN alert_questions.due_at IS NOT NULL THEN alert_questions.due_at
            WHEN alert_questions.resolved_at < CASE WHEN alert_questions.ownership = 'owned' THEN ? ELSE ? END
            THEN excluded.due_at END`,
          [before(FRESH_MS.owned), before(FRESH_MS.other)],
        ),
      });
    const rows: { key: string; ownership: AlertOwnership }[] = await tx(
      'alert_questions',
    )
      .whereIn('key', some)
      .select('key', 'ownership');
    rows.forEach(row => ownership.set(row.key, row.ownership));
  }
  return ownership;
}

async function writeAlerts(
  tx: Knex,
  alerts: Accepted[],
  ownership: Map<string, AlertOwnership>,
  now: Date,
): Promise<void> {
  const rows = alerts.map(alert =>
    alertToRow(
      alert,
      rankOf(alert.status, ownership.get(alert.question.key) ?? 'resolving'),
      now,
    ),
  );
  for (const some of chunks(rows)) {
    // A late repeat of a firing alert does not open it again.
    await tx('alerts')
      .insert(some)
      .onConflict('id')
      .merge({
        status: tx.raw(
          `CASE WHEN alerts.status = 'resolved' THEN alerts.status ELSE excluded.status END`,
        ),
        rank: tx.raw(
          `CASE WHEN alerts.status = 'resolved' OR excluded.status = 'resolved' THEN 2 ELSE alerts.rank END`,
        ),
        ends_at: tx.raw('COALESCE(excluded.ends_at, alerts.ends_at)'),
        last_received: tx.raw('excluded.last_received'),
        deliveries: tx.raw('alerts.deliveries + 1'),
      });
  }
}

function alertToRow(
  alert: Accepted,
  rank: number,
  now: Date,
): Partial<AlertRow> {
  const at = now.toISOString();
  const { labels, annotations } = alert;
  return {
    id: alert.id,
    receiver: alert.receiver,
    fingerprint_key: alert.fingerprintKey,
    question_key: alert.question.key,
    status: alert.status,
    rank,
    starts_at: alert.startsAt ?? alert.endsAt ?? at,
    starts_at_said: alert.startsAtSaid ?? null,
    ends_at: alert.endsAt ?? null,
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

async function writeFetches(
  tx: Knex,
  deliveries: DeliveryToStore[],
  now: Date,
): Promise<void> {
  for (const { receiver, followUps } of deliveries) {
    for (const task of followUps) {
      await tx('alert_fetches')
        .insert({
          id: digestOf(receiver, task),
          receiver,
          task: JSON.stringify(task),
          created_at: now.toISOString(),
          due_at: now.toISOString(),
        })
        .onConflict('id')
        .merge({ due_at: now.toISOString(), failures: 0 });
    }
  }
}

async function count(
  tx: Knex,
  deliveries: DeliveryToStore[],
  now: Date,
): Promise<void> {
  const totals = new Map<
    string,
    { deliveries: number; alerts: number; plumbing: number }
  >();
  for (const { receiver, alerts, plumbing } of deliveries) {
    const total = totals.get(receiver) ?? {
      deliveries: 0,
      alerts: 0,
      plumbing: 0,
    };
    total.deliveries += 1;
    total.alerts += alerts.length + plumbing;
    total.plumbing += plumbing;
    totals.set(receiver, total);
  }
  for (const [receiver, total] of [...totals].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const sum = (column: string) =>
      tx.raw('?? + ??', [`alert_receivers.${column}`, `excluded.${column}`]);
    await tx('alert_receivers')
      .insert({ receiver, ...total, last_delivery: now.toISOString() })
      .onConflict('receiver')
      .merge({
        deliveries: sum('deliveries'),
        alerts: sum('alerts'),
        plumbing: sum('plumbing'),
        last_delivery: now.toISOString(),
      });
  }
}

export function chunks<T>(items: T[], size = CHUNK): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < items.length; at += size) {
    found.push(items.slice(at, at + size));
  }
  return found;
}
