import {
  LoggerService,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  RootConfigService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import {
  AlertDelivery,
  AlertReceiver,
  AlertRejection,
  AlertRequest,
  parseJsonBody,
  ReceivedAlert,
  readAlertmanagerMessage,
  readSenderCredentials,
  SenderCredentials,
  verifySender,
} from '@plumbline/plugin-plumbline-node';
import { AlertmanagerApi } from './AlertmanagerApi';

const KEY = 'plumbline.alerts.alertmanager';

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 1 },
};

/** Webhooks of Alertmanager, and its API for what a webhook left out or nobody sent. */
export class AlertmanagerReceiver implements AlertReceiver {
  readonly id = 'alertmanager';
  readonly #credentials: SenderCredentials | undefined;
  readonly #apis: AlertmanagerApi[];
  readonly poll: AlertReceiver['poll'];

  private constructor(
    credentials: SenderCredentials | undefined,
    apis: AlertmanagerApi[],
    schedule: SchedulerServiceTaskScheduleDefinition,
  ) {
    this.#credentials = credentials;
    this.#apis = apis;
    this.poll =
      apis.length > 0
        ? { schedule, alerts: options => this.#ask(options) }
        : undefined;
  }

  /** `undefined` when it is not set up, or would have to believe anybody. */
  static fromConfig(
    config: RootConfigService,
    { logger }: { logger: LoggerService },
  ): AlertmanagerReceiver | undefined {
    const block = config.getOptionalConfig(KEY);
    if (!block) {
      return undefined;
    }
    const credentials = readSenderCredentials(block);
    const apis = (block.getOptionalConfigArray('api') ?? []).map(api =>
      AlertmanagerApi.fromConfig(api),
    );
    if (!credentials && apis.length === 0) {
      logger.warn(
        `${KEY} has no token: alerts of Alertmanager are not taken. Set token, or username and password, or allowUnauthenticated where the network lets nobody else through.`,
      );
      return undefined;
    }
    return new AlertmanagerReceiver(
      credentials,
      apis,
      block.has('schedule')
        ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
            block.getConfig('schedule'),
          )
        : DEFAULT_SCHEDULE,
    );
  }

  verify(request: AlertRequest): AlertRejection | undefined {
    return this.#credentials
      ? verifySender(request, this.#credentials)
      : {
          reason: 'secret',
          message: `Only the API is asked: set ${KEY}.token to take webhooks, too`,
        };
  }

  read({ body }: AlertRequest): AlertDelivery {
    const message = readAlertmanagerMessage(parseJsonBody(body));
    const { externalURL } = message;
    const api = this.#apis.find(({ url }) => url === trimmed(externalURL));
    return {
      alerts: message.alerts.map(alert => inCluster(alert, api?.cluster)),
      ...(message.truncated > 0 &&
        this.#apis.length > 0 && {
          followUps: [{ url: api?.url ?? null }],
        }),
    };
  }

  /** The alerts that a message left out are still active. */
  async fetch(
    { url }: { url?: unknown },
    options: { signal: AbortSignal },
  ): Promise<AlertDelivery> {
    const api = this.#apis.filter(candidate => candidate.url === url);
    return await this.#ask(options, api.length > 0 ? api : this.#apis);
  }

  async #ask(
    { signal }: { signal: AbortSignal },
    apis = this.#apis,
  ): Promise<AlertDelivery> {
    const found: AlertDelivery = { alerts: [] };
    for (const api of apis) {
      const alerts = await api.active({ signal });
      found.alerts.push(...alerts.map(alert => inCluster(alert, api.cluster)));
    }
    return found;
  }
}

function inCluster(
  alert: ReceivedAlert,
  cluster: string | undefined,
): ReceivedAlert {
  return cluster === undefined ? alert : { ...alert, cluster };
}

export function trimmed(url: string | undefined): string | undefined {
  return url?.replace(/\/+$/, '');
}
