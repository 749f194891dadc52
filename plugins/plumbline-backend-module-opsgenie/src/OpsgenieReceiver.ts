import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  AlertDelivery,
  AlertReceiver,
  AlertRejection,
  AlertRequest,
  findAlerts,
  parseJsonBody,
  ReceivedAlert,
  readSenderCredentials,
  SenderCredentials,
  verifySender,
} from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';

const KEY = 'plumbline.alerts.opsgenie';

const bodySchema = z.object({
  action: z.string(),
  alert: z
    .object({
      alertId: z.string().min(1),
      message: z.string().optional().catch(undefined),
      priority: z.string().optional().catch(undefined),
      createdAt: z.number().optional().catch(undefined),
    })
    .passthrough(),
});

/** What happens to alerts that are open alone. Notes and tags can be added to one that is closed, which does not open it. */
const OPEN = /^(create|acknowledge|unacknowledge|escalate\w*|snoozeended)$/i;

/** Webhooks of Opsgenie and of Jira Service Management, which send the same. */
export class OpsgenieReceiver implements AlertReceiver {
  readonly id = 'opsgenie';
  readonly #credentials: SenderCredentials;

  private constructor(credentials: SenderCredentials) {
    this.#credentials = credentials;
  }

  /** `undefined` when it is not set up, or would have to believe anybody. */
  static fromConfig(
    config: RootConfigService,
    { logger }: { logger: LoggerService },
  ): OpsgenieReceiver | undefined {
    const block = config.getOptionalConfig(KEY);
    const credentials = block && readSenderCredentials(block);
    if (block && !credentials) {
      logger.warn(
        `${KEY} has no token: alerts of Opsgenie and Jira Service Management are not taken.`,
      );
    }
    return credentials && new OpsgenieReceiver(credentials);
  }

  verify(request: AlertRequest): AlertRejection | undefined {
    return verifySender(request, this.#credentials);
  }

  read({ body }: AlertRequest): AlertDelivery {
    const parsed = bodySchema.safeParse(parseJsonBody(body));
    if (!parsed.success) {
      throw new InputError('The body holds no `action` with an `alert`');
    }
    const { action, alert } = parsed.data;
    const { alertId, message, priority, createdAt } = alert;
    const [found] = findAlerts(alert);
    return {
      alerts: [
        {
          ...found,
          ...statusOf(action),
          labels: {
            ...found.labels,
            ...(message && { alertname: found.labels.alertname ?? message }),
            ...(priority && { severity: found.labels.severity ?? priority }),
          },
          annotations: {
            ...(message && { title: message }),
            ...found.annotations,
          },
          fingerprint: alertId,
          ...(createdAt &&
            createdAt < 8.64e15 && {
              startsAt: new Date(createdAt).toISOString(),
            }),
        },
      ],
    };
  }
}

function statusOf(action: string): Pick<ReceivedAlert, 'status' | 'muted'> {
  if (/^(close|delete)$/i.test(action)) {
    return { status: 'resolved' };
  }
  return { status: 'firing', ...(!OPEN.test(action) && { muted: true }) };
}
