import { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { messageOf } from '../collect/messages';
import { AlertStore, AlertToNotify } from './store/AlertStore';

const MOST = 200;
/** Nobody waits to be told of older ones. */
const LONGEST_AGO_MS = 3_600_000;
const LONGEST_TITLE = 200;
const MOST_NAMES = 3;

export interface AlertNotificationSettings {
  /** Only alerts of these, in lower case. Absent: all. */
  severities?: string[];
}

export interface NotifyOwnersOptions {
  store: Pick<AlertStore, 'toNotify' | 'notified'>;
  notifications: NotificationService;
  settings: AlertNotificationSettings;
  logger: LoggerService;
  now: () => Date;
}

type Severity = NonNullable<NotificationSendOptions['payload']['severity']>;

/** What senders call it, worst first, to what Backstage calls it. */
const severities: [RegExp, Severity][] = [
  [/^(critical|page|fatal|emergency|sev-?1|p1|disaster)$/, 'critical'],
  [/^(error|high|major|sev-?2|p2|average)$/, 'high'],
  [/^(info|information|low|none|debug|sev-?[45]|p[45])$/, 'low'],
];

/**
 * Notifies the owning groups of alerts that fire, through Backstage, which knows how each person wants to be told. All alerts
 * about one thing are one notification, which repeats bring up to date. One that fails is tried again.
 */
export async function notifyOwners({
  store,
  notifications,
  settings,
  logger,
  now,
}: NotifyOwnersOptions): Promise<void> {
  const alerts = await store.toNotify({
    ...settings,
    since: new Date(now().getTime() - LONGEST_AGO_MS),
    limit: MOST,
  });
  const byQuestion = new Map<string, AlertToNotify[]>();
  for (const alert of alerts) {
    const same = byQuestion.get(alert.questionKey) ?? [];
    byQuestion.set(alert.questionKey, [...same, alert]);
  }
  for (const [key, same] of byQuestion) {
    const recipients = ownersOf(same[0]);
    try {
      if (recipients.length > 0) {
        await notifications.send({
          recipients: { type: 'entity', entityRef: recipients },
          payload: payloadOf(key, same),
        });
      }
    } catch (error) {
      logger.warn('Failed to notify the owners of alerts; it is tried again', {
        error: messageOf(error),
      });
      return;
    }
    await store.notified(
      same.map(({ id }) => id),
      now(),
    );
  }
}

/** A guess wakes nobody. */
function ownersOf({ resolution }: AlertToNotify): string[] {
  const sure = (resolution?.owners ?? []).filter(
    ({ confidence }) => confidence !== 'guess',
  );
  return [...new Set(sure.map(({ team }) => team))];
}

function payloadOf(
  key: string,
  alerts: AlertToNotify[],
): NotificationSendOptions['payload'] {
  const [{ id, resolution, annotations }] = alerts;
  const names = [...new Set(alerts.map(({ name }) => name))];
  const more = names.length - MOST_NAMES;
  const named = `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const what = subjectOf(resolution);
  const said = annotations.summary ?? annotations.description;
  return {
    title: inLine(what ? `${named}: ${what}` : named),
    ...(said && { description: inLine(said) }),
    link: `/oncall/alerts/${encodeURIComponent(id)}`,
    severity: worst(alerts),
    topic: 'plumbline:alert',
    scope: `plumbline:alert:${key}`,
  };
}

function subjectOf(
  resolution: AlertToNotify['resolution'],
): string | undefined {
  const subject = resolution?.subject;
  if (subject?.type !== 'object') {
    return undefined;
  }
  const { kind, namespace, name, cluster } = subject;
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}${cluster ? ` in ${cluster}` : ''}`;
}

function worst(alerts: AlertToNotify[]): Severity {
  const found = alerts.map(
    ({ severity = '' }) =>
      severities.find(([words]) => words.test(severity.toLowerCase()))?.[1] ??
      'normal',
  );
  const order: Severity[] = ['critical', 'high', 'normal', 'low'];
  return order.find(severity => found.includes(severity)) ?? 'normal';
}

function inLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, LONGEST_TITLE);
}
