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
      alerts: message.alerts.map(alert => ({ ...alert, ...api?.place })),
      ...(message.truncated > 0 &&
        this.#apis.length > 0 && {
          followUps: [{ url: api?.url ?? null }],
        }),
    };
  }

  /** The alerts that a message left out are listed while they fire; others are over. */
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
    const answers = await Promise.allSettled(
      apis.map(api => api.firing({ signal })),
    );
    const alerts: ReceivedAlert[] = [];
    const failed: string[] = [];
    // Where several are asked about one origin, none alone knows all of it.
    const incomplete = new Set(
      this.#apis.filter(api => !apis.includes(api)).map(api => api.origin),
    );
    answers.forEach((answer, at) => {
      const { url, origin } = apis[at];
      if (answer.status === 'fulfilled') {
        alerts.push(...answer.value.alerts);
      } else {
        failed.push(`${url}: ${messageOf(answer.reason)}`);
      }
      if (answer.status === 'rejected' || !answer.value.complete) {
        incomplete.add(origin);
      }
    });
    if (failed.length === apis.length) {
      throw new Error(failed.join('; '));
    }
    const origins = new Set(apis.map(({ origin }) => origin));
    return {
      alerts,
      complete: [...origins].filter(origin => !incomplete.has(origin)),
      ...(failed.length > 0 && { problem: failed.join('; ') }),
    };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function trimmed(url: string | undefined): string | undefined {
  return url?.replace(/\/+$/, '');
}
