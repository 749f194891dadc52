import { AlertReceiverStatus } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { errorText } from '../../index/leases';
import { CountedRejection } from './AlertStore';

type Count = number | string;

interface ReceiverRow {
  receiver: string;
  deliveries: Count;
  alerts: Count;
  plumbing: Count;
  last_delivery: string | null;
  poll_success: string | null;
  poll_attempt: string | null;
  poll_error: string | null;
}

interface RejectionRow {
  receiver: string;
  reason: string;
  message: string;
  total: Count;
  last: string;
}

export async function receiverStatuses(
  reader: Knex,
  active: string[],
): Promise<AlertReceiverStatus[]> {
  const rows: ReceiverRow[] = await reader('alert_receivers').select();
  const rejections: RejectionRow[] = await reader('alert_rejections')
    .orderBy('last', 'desc')
    .select();
  const pending: { receiver: string; total: Count }[] = await reader(
    'alert_fetches',
  )
    .select('receiver')
    .count({ total: '*' })
    .groupBy('receiver');
  const ids = new Set([
    ...active,
    ...rows.map(({ receiver }) => receiver),
    ...rejections.map(({ receiver }) => receiver),
  ]);
  return [...ids].sort().map(id => {
    const row = rows.find(({ receiver }) => receiver === id);
    return {
      id,
      active: active.includes(id),
      deliveries: Number(row?.deliveries ?? 0),
      alerts: Number(row?.alerts ?? 0),
      plumbing: Number(row?.plumbing ?? 0),
      ...(row?.last_delivery && { lastDelivery: row.last_delivery }),
      rejections: rejections
        .filter(({ receiver }) => receiver === id)
        .map(({ reason, message, total, last }) => ({
          reason,
          message,
          total: Number(total),
          last,
        })),
      ...(row?.poll_attempt && {
        poll: {
          ...(row.poll_success && { lastSuccess: row.poll_success }),
          lastAttempt: row.poll_attempt,
          ...(row.poll_error && { error: row.poll_error }),
        },
      }),
      pending: Number(
        pending.find(({ receiver }) => receiver === id)?.total ?? 0,
      ),
    };
  });
}

export async function reject(
  database: Knex,
  rejections: CountedRejection[],
  now: Date,
): Promise<void> {
  const last = now.toISOString();
  for (const { receiver, reason, message, total } of rejections) {
    await database('alert_rejections')
      .insert({ receiver, reason, message: errorText(message), total, last })
      .onConflict(['receiver', 'reason'])
      .merge({
        message: errorText(message),
        total: database.raw('alert_rejections.total + excluded.total'),
        last,
      });
  }
}

export async function polled(
  database: Knex,
  receiver: string,
  now: Date,
  error: string | undefined,
): Promise<void> {
  const at = now.toISOString();
  const outcome = {
    poll_attempt: at,
    ...(error === undefined
      ? { poll_success: at, poll_error: null }
      : { poll_error: errorText(error) }),
  };
  await database('alert_receivers')
    .insert({ receiver, deliveries: 0, alerts: 0, plumbing: 0, ...outcome })
    .onConflict('receiver')
    .merge(outcome);
}
