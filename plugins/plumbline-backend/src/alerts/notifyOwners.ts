import { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { mountedPath } from '@plumbline/gitops-lookup';
import { Portal } from '../api/portal';
import { messageOf } from '../lib/messages';
import { plainLine } from '../lib/plainLine';
import { AlertStore, QuestionToNotify } from './store/AlertStore';

/** Questions that are read at once. */
const PAGE = 200;
/** Nobody waits to be told of older ones. */
const LONGEST_AGO_MS = 3_600_000;
/** So long an answer that may still become a better one is waited for. */
const PATIENCE_MS = 5 * 60_000;
/** Notifications that fail one after the other: the next would fail, too. */
const MOST_FAILURES = 5;
/** Then the rest waits for the next time, which comes soon. */
const LONGEST_RUN_MS = 5 * 60_000;
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
  portal: Pick<Portal, 'pages'>;
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
 * about one thing are one notification, which tells of everything that fires and which repeats bring up to date. One that fails
 * is tried again.
 */
export async function notifyOwners({
  store,
  notifications,
  settings,
  portal,
  logger,
  now,
}: NotifyOwnersOptions): Promise<void> {
  const started = now().getTime();
  const asked = {
    ...settings,
    since: new Date(started - LONGEST_AGO_MS),
    patientSince: new Date(started - PATIENCE_MS),
    limit: PAGE,
  };
  let failures = 0;
  let after: string | undefined;
  do {
    const questions = await store.toNotify({
      ...asked,
      ...(after && { after }),
    });
    for (const question of questions) {
      const recipients = ownersOf(question);
      try {
        if (recipients.length > 0) {
          await notifications.send({
            recipients: { type: 'entity', entityRef: recipients },
            payload: payloadOf(question, portal),
          });
          await store.notified(question.alertIds, now());
        }
        failures = 0;
      } catch (error) {
        logger.warn(
          'Failed to notify the owners of alerts; it is tried again',
          { error: messageOf(error) },
        );
        failures += 1;
      }
      if (
        failures === MOST_FAILURES ||
        now().getTime() - started > LONGEST_RUN_MS
      ) {
        return;
      }
    }
    after = questions.length < PAGE ? undefined : questions.at(-1)?.key;
  } while (after !== undefined);
}

/** A guess wakes nobody. */
function ownersOf({ alert: { resolution } }: QuestionToNotify): string[] {
  const sure = (resolution?.owners ?? []).filter(
    ({ confidence }) => confidence !== 'guess',
  );
  return [...new Set(sure.map(({ team }) => team))];
}

function payloadOf(
  { key, alert, firing }: QuestionToNotify,
  { pages }: Pick<Portal, 'pages'>,
): NotificationSendOptions['payload'] {
  const { id, resolution, annotations } = alert;
  const names = [...new Set([alert, ...firing].map(({ name }) => name))];
  const more = names.length - MOST_NAMES;
  const named = `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const what = subjectOf(resolution);
  const said = plainLine(
    annotations.summary ?? annotations.description ?? '',
    LONGEST_TITLE,
  );
  const description = [
    ...(resolution?.contested
      ? ['Several teams are named as the owner: it may be another one.']
      : []),
    ...(said ? [said] : []),
  ].join(' ');
  return {
    title: plainLine(what ? `${named}: ${what}` : named, LONGEST_TITLE),
    ...(description && { description }),
    link: mountedPath(`/oncall/alerts/${encodeURIComponent(id)}`, pages),
    severity: worst([alert, ...firing]),
    topic: 'plumbline:alert',
    scope: `plumbline:alert:${key}`,
  };
}

function subjectOf(
  resolution: QuestionToNotify['alert']['resolution'],
): string | undefined {
  const subject = resolution?.subject;
  if (subject?.type !== 'object') {
    return undefined;
  }
  const { kind, namespace, name, cluster } = subject;
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}${cluster ? ` in ${cluster}` : ''}`;
}

function worst(alerts: QuestionToNotify['firing']): Severity {
  const found = alerts.map(
    ({ severity = '' }) =>
      severities.find(([words]) => words.test(severity.toLowerCase()))?.[1] ??
      'normal',
  );
  const order: Severity[] = ['critical', 'high', 'normal', 'low'];
  return order.find(severity => found.includes(severity)) ?? 'normal';
}
