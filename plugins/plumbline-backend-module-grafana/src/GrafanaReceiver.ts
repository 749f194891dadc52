import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  AlertDelivery,
  AlertReceiver,
  AlertRejection,
  AlertRequest,
  parseJsonBody,
  readAlertmanagerMessage,
  readSenderCredentials,
  SenderCredentials,
  verifyHmac,
  verifySender,
  verifyTimestamp,
} from '@plumbline/plugin-plumbline-node';

const KEY = 'plumbline.alerts.grafana';
const DEFAULT_HEADER = 'X-Grafana-Alerting-Signature';

interface Signing {
  secret: string;
  header: string;
  timestampHeader?: string;
}

/** Webhooks of Grafana's contact points. */
export class GrafanaReceiver implements AlertReceiver {
  readonly id = 'grafana';
  readonly #proof: { signing: Signing } | { credentials: SenderCredentials };

  private constructor(
    proof: { signing: Signing } | { credentials: SenderCredentials },
  ) {
    this.#proof = proof;
  }

  /** `undefined` when it is not set up, or would have to believe anybody. */
  static fromConfig(
    config: RootConfigService,
    { logger }: { logger: LoggerService },
  ): GrafanaReceiver | undefined {
    const block = config.getOptionalConfig(KEY);
    if (!block) {
      return undefined;
    }
    const secret = block.getOptionalString('secret');
    if (secret) {
      const header = block.getOptionalString('header') ?? DEFAULT_HEADER;
      const timestampHeader = block.getOptionalString('timestampHeader');
      return new GrafanaReceiver({
        signing: {
          secret,
          header: header.toLowerCase(),
          ...(timestampHeader && {
            timestampHeader: timestampHeader.toLowerCase(),
          }),
        },
      });
    }
    const credentials = readSenderCredentials(block);
    if (!credentials) {
      logger.warn(
        `${KEY} has no secret and no token: alerts of Grafana are not taken.`,
      );
      return undefined;
    }
    return new GrafanaReceiver({ credentials });
  }

  verify(request: AlertRequest): AlertRejection | undefined {
    return 'signing' in this.#proof
      ? verifySignature(request, this.#proof.signing)
      : verifySender(request, this.#proof.credentials);
  }

  read({ body }: AlertRequest): AlertDelivery {
    return { alerts: readAlertmanagerMessage(parseJsonBody(body)).alerts };
  }
}

function verifySignature(
  { body, headers, receivedAt }: AlertRequest,
  { secret, header, timestampHeader }: Signing,
): AlertRejection | undefined {
  const signature = headers[header];
  const timestamp = timestampHeader && headers[timestampHeader];
  if (!signature || (timestampHeader && !timestamp)) {
    return {
      reason: 'signature',
      message: 'The request is not signed, or does not say when it was',
    };
  }
  const valid = verifyHmac({
    secrets: [secret],
    payload: timestamp ? [`${timestamp}:`, body] : [body],
    signatures: [signature],
    encoding: 'hex',
  });
  if (!valid) {
    return { reason: 'signature', message: 'The signature is a wrong one' };
  }
  return timestamp
    ? verifyTimestamp(new Date(Number(timestamp) * 1_000), receivedAt)
    : undefined;
}
