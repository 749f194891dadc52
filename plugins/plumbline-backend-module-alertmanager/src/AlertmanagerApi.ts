import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  ReceivedAlert,
  readAlertmanagerAlert,
  readSenderCredentials,
  requestJson,
  SenderCredentials,
} from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';

/** After its start, an Alertmanager does not know of an alert until Prometheus repeats it. */
const WARM_UP_MS = 5 * 60_000;

const statusSchema = z.object({
  uptime: z.string().datetime({ offset: true }),
});
const stateSchema = z.object({ status: z.object({ state: z.string() }) });

/** Alerts of one Alertmanager. */
export class AlertmanagerApi {
  readonly url: string;
  readonly cluster: string | undefined;
  readonly #credentials: SenderCredentials | undefined;

  private constructor(
    url: string,
    cluster: string | undefined,
    credentials: SenderCredentials | undefined,
  ) {
    this.url = url;
    this.cluster = cluster;
    this.#credentials = credentials;
  }

  static fromConfig(config: Config): AlertmanagerApi {
    const url = config.getString('url').replace(/\/+$/, '');
    if (!/^https?:\/\//.test(url)) {
      throw new InputError(
        `plumbline.alerts.alertmanager.api: '${url}' is no http or https address`,
      );
    }
    return new AlertmanagerApi(
      url,
      config.getOptionalString('cluster'),
      readSenderCredentials(config),
    );
  }

  /** What its alerts come from. */
  get origin(): string {
    return this.cluster ?? this.url;
  }

  /** All alerts that fire. Those that webhooks do not tell of, because they are silenced or inhibited, are muted. */
  async firing({ signal }: { signal: AbortSignal }): Promise<{
    alerts: ReceivedAlert[];
    /** False while there may be others. */
    complete: boolean;
  }> {
    const status = statusSchema.safeParse(await this.#get('status', signal));
    const listed = z
      .array(z.unknown())
      .safeParse(
        await this.#get(
          'alerts?active=true&silenced=true&inhibited=true&unprocessed=true',
          signal,
        ),
      );
    if (!listed.success) {
      throw new InputError(`${this.url} did not answer with a list of alerts`);
    }
    const read = listed.data.map(item => this.#read(item));
    const alerts = read.flatMap(alert => alert ?? []);
    return {
      alerts,
      complete:
        alerts.length === read.length &&
        status.success &&
        Date.now() - Date.parse(status.data.uptime) > WARM_UP_MS,
    };
  }

  #read(item: unknown): ReceivedAlert | undefined {
    const alert = readAlertmanagerAlert(item);
    const state = stateSchema.safeParse(item);
    return (
      alert && {
        ...alert,
        status: 'firing',
        // The API's end is a guess: when the alert would end if nobody repeated it.
        endsAt: undefined,
        ...this.place,
        reopen: true,
        muted: state.success && state.data.status.state !== 'active',
      }
    );
  }

  /** Where its alerts come from. */
  get place(): Pick<ReceivedAlert, 'cluster' | 'origin'> {
    return {
      origin: this.origin,
      ...(this.cluster !== undefined && { cluster: this.cluster }),
    };
  }

  async #get(path: string, signal: AbortSignal): Promise<unknown> {
    return await requestJson(`${this.url}/api/v2/${path}`, {
      headers: { accept: 'application/json', ...this.#authorization() },
      signal,
    });
  }

  #authorization(): Record<string, string> {
    switch (this.#credentials?.type) {
      case 'token':
        return { authorization: `Bearer ${this.#credentials.token}` };
      case 'basic': {
        const { username, password } = this.#credentials;
        const encoded = Buffer.from(`${username}:${password}`);
        return { authorization: `Basic ${encoded.toString('base64')}` };
      }
      default:
        return {};
    }
  }
}
