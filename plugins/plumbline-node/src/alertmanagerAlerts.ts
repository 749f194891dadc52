import { InputError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ReceivedAlert } from './alerts';

const texts = z
  .record(z.unknown())
  .catch({})
  .transform(values =>
    Object.fromEntries(
      Object.entries(values).flatMap(([key, value]) =>
        ['string', 'number', 'boolean'].includes(typeof value)
          ? [[key, String(value)]]
          : [],
      ),
    ),
  );

const optionalText = z.string().min(1).optional().catch(undefined);

const alertSchema = z.object({
  status: z.unknown(),
  labels: texts,
  annotations: texts,
  startsAt: optionalText,
  endsAt: optionalText,
  generatorURL: optionalText,
  fingerprint: optionalText,
  dashboardURL: optionalText,
  panelURL: optionalText,
  silenceURL: optionalText,
});

const bodySchema = z.object({
  alerts: z.array(z.unknown()),
  externalURL: optionalText,
  truncatedAlerts: z.number().int().nonnegative().optional().catch(undefined),
});

/** What a message in Alertmanager's format holds. @public */
export interface AlertmanagerMessage {
  alerts: ReceivedAlert[];
  externalURL?: string;
  /** Alerts of the group that the message leaves out. */
  truncated: number;
}

/** JSON of a body, or an error that says what is wrong with it. @public */
export function parseJsonBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new InputError('The body is not JSON');
  }
}

/**
 * Reads what Alertmanager and Grafana send to webhooks: a group of alerts. Of each alert only what it is about must be there;
 * what is no alert is left out, and the rest counts.
 *
 * @public
 */
export function readAlertmanagerMessage(body: unknown): AlertmanagerMessage {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    throw new InputError(
      'The body holds no list `alerts`: the sender must send the message as it is, without a payload of its own',
    );
  }
  const { alerts, externalURL, truncatedAlerts = 0 } = parsed.data;
  const read = alerts.flatMap(alert => readAlertmanagerAlert(alert) ?? []);
  return {
    alerts: externalURL ? read.map(alert => ({ ...alert, externalURL })) : read,
    ...(externalURL && { externalURL }),
    truncated: truncatedAlerts,
  };
}

/** One alert, of a webhook or of the API. @public */
export function readAlertmanagerAlert(
  alert: unknown,
): ReceivedAlert | undefined {
  const parsed = alertSchema.safeParse(alert);
  if (!parsed.success) {
    return undefined;
  }
  const { status, labels, annotations, startsAt, endsAt, ...rest } =
    parsed.data;
  const links = [
    ['Dashboard', rest.dashboardURL],
    ['Panel', rest.panelURL],
    ['Silence', rest.silenceURL],
  ].flatMap(([title, url]) => (title && url ? [{ title, url }] : []));
  return {
    status: status === 'resolved' ? 'resolved' : 'firing',
    labels,
    annotations,
    fingerprint: rest.fingerprint ?? fingerprintOf(labels),
    ...(startsAt && { startsAt }),
    ...(endsAt && { endsAt }),
    ...(rest.generatorURL && { generatorURL: rest.generatorURL }),
    ...(links.length > 0 && { links }),
  };
}

/** Alerts with the same labels are the same alert. @public */
export function fingerprintOf(labels: Record<string, string>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(sorted))
    .digest('hex')
    .slice(0, 16);
}
