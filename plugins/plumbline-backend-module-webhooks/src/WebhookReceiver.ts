import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  AlertDelivery,
  AlertReceiver,
  AlertRejection,
  AlertRequest,
  parseJsonBody,
  readSenderCredentials,
  verifyHmac,
  verifySender,
  verifyTimestamp,
} from '@plumbline/plugin-plumbline-node';
import { createHash } from 'node:crypto';
import { alertsByMapping, Mapping } from './mapping';
import { presets } from './presets';
import { isAboutAlerts } from './sentry';
import { valueAt } from './paths';
import { readMapping } from './readMapping';

type Verify = (request: AlertRequest) => AlertRejection | undefined;

const WRONG: AlertRejection = {
  reason: 'signature',
  message: 'The signature is a wrong one',
};
const UNSIGNED: AlertRejection = {
  reason: 'signature',
  message: 'The request is not signed, or does not say when it was',
};

/** Takes JSON by a mapping: that of a preset, or one of the configuration. */
export class WebhookReceiver implements AlertReceiver {
  readonly id: string;
  readonly #verify: Verify;
  readonly #mapping: Mapping;
  readonly #deliveryHeaders: string[];
  readonly #isAlert: (body: unknown) => boolean;

  private constructor(options: {
    id: string;
    verify: Verify;
    mapping: Mapping;
    deliveryHeaders: string[];
    isAlert: (body: unknown) => boolean;
  }) {
    this.id = options.id;
    this.#verify = options.verify;
    this.#mapping = options.mapping;
    this.#deliveryHeaders = options.deliveryHeaders;
    this.#isAlert = options.isAlert;
  }

  /** `undefined` when it would have to believe anybody. */
  static fromConfig(config: Config): WebhookReceiver | undefined {
    const type = config.getString('type');
    const verify = verifierOf(type, config);
    const preset = presets[type];
    if (!preset && type !== 'json') {
      throw new InputError(
        `plumbline.alerts.webhooks: '${type}' is no type; there are ${[
          ...Object.keys(presets),
          'sns',
          'json',
        ].join(', ')}`,
      );
    }
    return (
      verify &&
      new WebhookReceiver({
        id: config.getOptionalString('id') ?? type,
        verify,
        mapping: {
          ...preset,
          ...readMapping(config.getOptionalConfig('mapping')),
        },
        // Sentry does not sign its headers: the same body is the same delivery.
        deliveryHeaders:
          type === 'sentry' ? [] : ['webhook-id', 'svix-id', 'request-id'],
        isAlert: type === 'sentry' ? isAboutAlerts : () => true,
      })
    );
  }

  verify(request: AlertRequest): AlertRejection | undefined {
    return this.#verify(request);
  }

  read({ body, headers }: AlertRequest): AlertDelivery {
    const id =
      this.#deliveryHeaders.length > 0
        ? this.#deliveryHeaders
            .map(name => headers[name])
            .find(value => value !== undefined)
        : createHash('sha256').update(body).digest('hex');
    const sent = unwrapped(parseJsonBody(body));
    return {
      ...(id && { id }),
      alerts: this.#isAlert(sent) ? alertsByMapping(sent, this.#mapping) : [],
    };
  }
}

/** incident.io puts what happened below the name of the event. */
function unwrapped(body: unknown): unknown {
  const event = valueAt(body, 'event_type');
  const inner =
    typeof event === 'string' && typeof body === 'object' && body !== null
      ? Object.entries(body).find(([key]) => key === event)?.[1]
      : undefined;
  return inner ?? body;
}

function verifierOf(type: string, config: Config): Verify | undefined {
  const secret = config.getOptionalString('secret');
  if (type === 'incident-io' && secret) {
    return request => verifySvix(request, secret);
  }
  if (type === 'sentry' && secret) {
    return request => verifySentry(request, secret);
  }
  if (secret) {
    throw new InputError(
      `plumbline.alerts.webhooks: senders of type ${type} do not sign; set token instead of secret`,
    );
  }
  const credentials = readSenderCredentials(config);
  return credentials && (request => verifySender(request, credentials));
}

/** Standard Webhooks, as Svix sends them. */
function verifySvix(
  { body, headers, receivedAt }: AlertRequest,
  secret: string,
): AlertRejection | undefined {
  const part = (name: string) =>
    headers[`webhook-${name}`] ?? headers[`svix-${name}`];
  const id = part('id');
  const timestamp = part('timestamp');
  const signatures = part('signature');
  if (!id || !timestamp || !signatures) {
    return UNSIGNED;
  }
  const valid = verifyHmac({
    secrets: [Buffer.from(secret.replace(/^whsec_/, ''), 'base64')],
    payload: [`${id}.${timestamp}.`, body],
    signatures: signatures
      .split(' ')
      .flatMap(signature => /^v1,(.+)$/.exec(signature)?.[1] ?? []),
    encoding: 'base64',
  });
  return valid
    ? verifyTimestamp(new Date(Number(timestamp) * 1_000), receivedAt)
    : WRONG;
}

/** The time is not signed: repeated requests are told by their body. */
function verifySentry(
  { body, headers }: AlertRequest,
  secret: string,
): AlertRejection | undefined {
  const signature = headers['sentry-hook-signature'];
  if (!signature) {
    return UNSIGNED;
  }
  const valid = verifyHmac({
    secrets: [secret],
    payload: [body],
    signatures: [signature],
    encoding: 'hex',
  });
  return valid ? undefined : WRONG;
}
