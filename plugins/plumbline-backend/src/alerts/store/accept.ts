import { AlertOwnership } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { storable } from '../../database/text';
import { digestOf } from '../../database/digest';
import { AlertToStore, DeliveryToStore } from './AlertStore';
import { chunksOf } from '../../database/chunks';
import { endOthers, Turn, writeAlerts, WRITTEN_AT_ONCE } from './writeAlerts';

/** How long an answer serves alerts that come anew. */
const FRESH_MS = { owned: 3_600_000, other: 300_000 };

/**
 * Stores deliveries in one transaction. Rows are written in the order of their keys, so that replicas that store the same
 * alerts wait for each other, at the questions of these, instead of blocking each other.
 */
export async function accept(
  database: Knex,
  deliveries: DeliveryToStore[],
  now: Date,
  turn: Turn = async () => {},
): Promise<void> {
  await database.transaction(async tx => {
    const fresh = await withoutRepeated(tx, deliveries, now, turn);
    const ownership = await writeQuestions(
      tx,
      fresh.flatMap(({ alerts }) => alerts),
      now,
      turn,
    );
    for (const some of untilEnds(fresh)) {
      await writeAlerts(tx, some, ownership, now, turn);
      await endOthers(tx, some.at(-1), now, turn);
    }
    await writeFetches(tx, fresh, now, turn);
    await count(tx, fresh, now);
  });
}

/** Without deliveries that came before under the same id. */
async function withoutRepeated(
  tx: Knex,
  deliveries: DeliveryToStore[],
  now: Date,
  turn: Turn,
): Promise<DeliveryToStore[]> {
  const kept: DeliveryToStore[] = [];
  const seen = new Map<string, { receiver: string; delivery: string }>();
  for (const delivery of deliveries) {
    const { receiver, id, more } = delivery;
    if (id === undefined) {
      kept.push(delivery);
      continue;
    }
    await turn();
    const row = { receiver, delivery: digestOf(id) };
    const name = `${row.delivery} ${receiver}`;
    if (seen.has(name) || (await tx('alert_deliveries').where(row).first())) {
      continue;
    }
    if (!more) {
      seen.set(name, row);
    }
    kept.push(delivery);
  }
  for (const [, row] of inOrder(seen)) {
    await turn();
    await tx('alert_deliveries')
      .insert({ ...row, received_at: now.toISOString() })
      .onConflict(['receiver', 'delivery'])
      .ignore();
  }
  return kept;
}

/** Replicas that write the same rows in the same order wait for each other instead of blocking each other. */
function inOrder<T>(rows: Map<string, T>): [string, T][] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Deliveries in order, parted after each that ends what it does not list. */
function untilEnds(deliveries: DeliveryToStore[]): DeliveryToStore[][] {
  const parts: DeliveryToStore[][] = [[]];
  for (const delivery of deliveries) {
    parts.at(-1)?.push(delivery);
    if (delivery.ended?.length || delivery.complete?.length) {
      parts.push([]);
    }
  }
  return parts.filter(part => part.length > 0);
}

/** Holds the questions until the transaction ends, so that none is answered between here and the alerts. */
async function writeQuestions(
  tx: Knex,
  alerts: AlertToStore[],
  now: Date,
  turn: Turn,
): Promise<Map<string, AlertOwnership>> {
  const byKey = new Map(alerts.map(({ question }) => [question.key, question]));
  const keys = [...byKey.keys()].sort();
  const ownership = new Map<string, AlertOwnership>();
  const at = now.toISOString();
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  for (const some of chunksOf(keys, WRITTEN_AT_ONCE)) {
    await turn();
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
            WHEN alert_questions.early > 0 THEN excluded.due_at
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

async function writeFetches(
  tx: Knex,
  deliveries: DeliveryToStore[],
  now: Date,
  turn: Turn,
): Promise<void> {
  const at = now.toISOString();
  const fetches = new Map(
    deliveries.flatMap(({ receiver, followUps }) =>
      followUps.map(
        task =>
          [
            digestOf(receiver, task),
            { receiver, task: JSON.stringify(task) },
          ] as const,
      ),
    ),
  );
  for (const [id, fetched] of inOrder(fetches)) {
    await turn();
    await tx('alert_fetches')
      .insert({ id, ...fetched, created_at: at, due_at: at })
      .onConflict('id')
      .merge({ due_at: at, failures: 0 });
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
  for (const { receiver, alerts, plumbing, more } of deliveries) {
    const total = totals.get(receiver) ?? {
      deliveries: 0,
      alerts: 0,
      plumbing: 0,
    };
    total.deliveries += more ? 0 : 1;
    total.alerts += alerts.length + plumbing;
    total.plumbing += plumbing;
    totals.set(receiver, total);
  }
  for (const [receiver, total] of inOrder(totals)) {
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
