import { Config } from '@backstage/config';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import {
  AlertDelivery,
  AlertReceiver,
  AlertRejection,
  AlertRequest,
  findAlerts,
  parseJsonBody,
  requestBytes,
  verifyTimestamp,
} from '@plumbline/plugin-plumbline-node';
import { createVerify } from 'node:crypto';
import { z } from 'zod';

const CERTIFICATE = /^\/SimpleNotificationService-[0-9a-f]+\.pem$/;
/** Certificates and subscriptions come from these hosts alone. */
const HOST = /^sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(\.cn)?$/;
/** SNS repeats a message for an hour; what came before is told by its id. */
const TOLERANCE_MS = 2 * 3_600_000;
const MOST_CERTIFICATES = 20;
const LONGEST_CERTIFICATE = 64 * 1024;
const CERTIFICATE_TIMEOUT_MS = 3_000;

const messageSchema = z.object({
  Type: z.enum([
    'Notification',
    'SubscriptionConfirmation',
    'UnsubscribeConfirmation',
  ]),
  MessageId: z.string().min(1),
  TopicArn: z.string().min(1),
  Subject: z.string().nullish(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
});

type Message = z.infer<typeof messageSchema>;

const alarmSchema = z.object({
  AlarmName: z.string().min(1),
  AlarmDescription: z.string().nullish().catch(undefined),
  AlarmArn: z.string().optional().catch(undefined),
  NewStateValue: z.string(),
  NewStateReason: z.string().optional().catch(undefined),
  StateChangeTime: z.string().optional().catch(undefined),
});

type Get = (url: string, signal: AbortSignal) => Promise<string>;

/** Alarms of CloudWatch that come through SNS. */
export class SnsReceiver implements AlertReceiver {
  readonly id: string;
  readonly #topics: string[];
  readonly #confirm: boolean;
  readonly #get: Get;
  readonly #certificates = new Map<string, string>();

  private constructor(options: {
    id: string;
    topics: string[];
    confirm: boolean;
    get: Get;
  }) {
    this.id = options.id;
    this.#topics = options.topics;
    this.#confirm = options.confirm;
    this.#get = options.get;
  }

  /** `undefined` without topics: everybody has an account to send from. */
  static fromConfig(
    config: Config,
    get: Get = httpGet,
  ): SnsReceiver | undefined {
    const topics = config.getOptionalStringArray('topics') ?? [];
    return topics.length > 0
      ? new SnsReceiver({
          id: config.getOptionalString('id') ?? 'sns',
          topics,
          confirm: config.getOptionalBoolean('confirm') ?? false,
          get,
        })
      : undefined;
  }

  async verify({
    body,
    receivedAt,
  }: AlertRequest): Promise<AlertRejection | undefined> {
    const message = messageOf(body);
    if (!message) {
      return { reason: 'signature', message: 'The body is no message of SNS' };
    }
    if (!this.#topics.includes(message.TopicArn)) {
      return {
        reason: 'sender',
        message: 'The message is of a topic that is not among the topics',
      };
    }
    const url = awsUrl(message.SigningCertURL);
    if (!url || !CERTIFICATE.test(url.pathname) || url.search) {
      return {
        reason: 'signature',
        message: 'The certificate of the message is not at a host of SNS',
      };
    }
    if (!isSigned(message, await this.#certificate(url.href))) {
      return { reason: 'signature', message: 'The signature is a wrong one' };
    }
    if (message.Type === 'SubscriptionConfirmation' && !this.#confirm) {
      return {
        reason: 'sender',
        message: `SNS asks whether ${message.TopicArn} may send here: set confirm: true to have that answered, or confirm it yourself`,
      };
    }
    return verifyTimestamp(
      new Date(message.Timestamp),
      receivedAt,
      TOLERANCE_MS,
    );
  }

  read({ body }: AlertRequest): AlertDelivery {
    const message = messageOf(body);
    if (!message) {
      throw new InputError('The body is no message of SNS');
    }
    const id = message.MessageId;
    if (message.Type === 'SubscriptionConfirmation') {
      return {
        id,
        alerts: [],
        followUps: message.SubscribeURL ? [{ url: message.SubscribeURL }] : [],
      };
    }
    return {
      id,
      alerts: message.Type === 'Notification' ? alertsOf(message) : [],
    };
  }

  /** Confirms a subscription, of which the message was verified before. */
  async fetch(
    { url }: { url?: unknown },
    { signal }: { signal: AbortSignal },
  ): Promise<AlertDelivery> {
    const address = typeof url === 'string' ? awsUrl(url) : undefined;
    if (address && this.#confirm && this.#confirms(address)) {
      await this.#get(address.href, signal);
    }
    return { alerts: [] };
  }

  /** Nothing else is done at a host of SNS, whatever address a message names. */
  #confirms({ searchParams }: URL): boolean {
    return (
      searchParams.get('Action') === 'ConfirmSubscription' &&
      this.#topics.includes(searchParams.get('TopicArn') ?? '')
    );
  }

  async #certificate(url: string): Promise<string> {
    const known = this.#certificates.get(url);
    if (known) {
      return known;
    }
    let certificate: string;
    try {
      certificate = await this.#get(
        url,
        AbortSignal.timeout(CERTIFICATE_TIMEOUT_MS),
      );
    } catch {
      throw new ServiceUnavailableError(
        'The certificate of SNS could not be fetched: send this message again in a moment',
      );
    }
    if (this.#certificates.size >= MOST_CERTIFICATES) {
      this.#certificates.clear();
    }
    this.#certificates.set(url, certificate);
    return certificate;
  }
}

function messageOf(body: Uint8Array): Message | undefined {
  try {
    return messageSchema.parse(parseJsonBody(body));
  } catch {
    return undefined;
  }
}

function awsUrl(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' &&
      HOST.test(url.hostname) &&
      url.port === '' &&
      url.username === ''
      ? url
      : undefined;
  } catch {
    return undefined;
  }
}

function isSigned(message: Message, certificate: string): boolean {
  const keys =
    message.Type === 'Notification'
      ? ([
          'Message',
          'MessageId',
          'Subject',
          'Timestamp',
          'TopicArn',
          'Type',
        ] as const)
      : ([
          'Message',
          'MessageId',
          'SubscribeURL',
          'Timestamp',
          'Token',
          'TopicArn',
          'Type',
        ] as const);
  const verify = createVerify(
    message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256',
  );
  for (const key of keys) {
    const value = message[key];
    if (value !== undefined && value !== null) {
      verify.update(`${key}\n${value}\n`);
    }
  }
  try {
    return verify.verify(certificate, message.Signature, 'base64');
  } catch {
    // It is no certificate.
    return false;
  }
}

function alertsOf(message: Message): AlertDelivery['alerts'] {
  let inner: unknown;
  try {
    inner = JSON.parse(message.Message);
  } catch {
    inner = undefined;
  }
  const parsed = alarmSchema.safeParse(inner);
  if (!parsed.success) {
    throw new InputError('The message of SNS holds no alarm of CloudWatch');
  }
  const alarm = parsed.data;
  if (!/^(ALARM|OK)$/.test(alarm.NewStateValue)) {
    // Too little is known to say that it fires, or that it is over.
    return [];
  }
  const [found] = findAlerts(inner);
  // The name of the region in the alarm is one for people; the one in its ARN is the real one.
  const [, , , region, account] = alarm.AlarmArn?.split(':') ?? [];
  const ended = alarm.NewStateValue === 'OK';
  const at = alarm.StateChangeTime && new Date(alarm.StateChangeTime);
  const changedAt =
    at && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
  return [
    {
      ...found,
      status: ended ? 'resolved' : 'firing',
      labels: {
        ...found.labels,
        alertname: alarm.AlarmName,
        ...(region && { region }),
        ...(account && { account_id: account }),
      },
      annotations: {
        ...found.annotations,
        ...(alarm.AlarmDescription && { description: alarm.AlarmDescription }),
        ...(alarm.NewStateReason && { summary: alarm.NewStateReason }),
      },
      fingerprint: alarm.AlarmArn ?? alarm.AlarmName,
      ...(changedAt &&
        (ended ? { endsAt: changedAt } : { startsAt: changedAt })),
    },
  ];
}

async function httpGet(url: string, signal: AbortSignal): Promise<string> {
  const maxBytes = LONGEST_CERTIFICATE;
  return new TextDecoder().decode(
    await requestBytes(url, { signal, maxBytes }),
  );
}
