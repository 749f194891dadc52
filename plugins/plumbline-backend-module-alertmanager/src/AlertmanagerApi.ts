import { Config } from '@backstage/config';
import { InputError, ResponseError } from '@backstage/errors';
import {
  ReceivedAlert,
  readAlertmanagerAlert,
  readSenderCredentials,
  SenderCredentials,
} from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';

/** A group of a thousand alerts with long annotations has a few MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/** `GET /api/v2/alerts` of one Alertmanager. */
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

  /** Alerts that fire and are neither silenced nor inhibited: those that webhooks tell of. */
  async active({ signal }: { signal: AbortSignal }): Promise<ReceivedAlert[]> {
    const response = await fetch(
      `${this.url}/api/v2/alerts?active=true&silenced=false&inhibited=false&unprocessed=false`,
      {
        headers: { accept: 'application/json', ...this.#authorization() },
        redirect: 'error',
        signal,
      },
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    if (Number(response.headers.get('content-length') ?? 0) > MAX_BYTES) {
      throw new InputError(`${this.url} lists more alerts than can be read`);
    }
    const listed = z.array(z.unknown()).safeParse(await response.json());
    if (!listed.success) {
      throw new InputError(`${this.url} did not answer with a list of alerts`);
    }
    return listed.data.flatMap(item => {
      const alert = readAlertmanagerAlert(item);
      // The API's end is a guess: when the alert would end if nobody repeated it.
      return alert ? [{ ...alert, status: 'firing', endsAt: undefined }] : [];
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
