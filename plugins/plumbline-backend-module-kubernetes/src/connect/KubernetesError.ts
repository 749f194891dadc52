import { isError } from '@backstage/errors';

/** What a failure means for whoever follows a cluster. */
export type KubernetesErrorCode =
  /** The server cannot be talked to: no connection, no TLS, no answer. */
  | 'unreachable'
  /** 401: nothing can be read with these credentials. */
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  /** 410: the resource version is too old, a complete list is needed. */
  | 'gone'
  /** 429, or the server asks to come back later. */
  | 'busy'
  /** A connection on which nothing has arrived for too long. */
  | 'silent'
  /** An answer beyond the bound. */
  | 'too-large'
  | 'failed';

/** A failure of a request, its message one line that names the cause. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';

  constructor(
    readonly code: KubernetesErrorCode,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Certificates that lead to no CA that is trusted. */
const untrusted = [
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** Says in one line why a server cannot be talked to. */
export function explainConnectionError(
  error: unknown,
  server: string,
): KubernetesError {
  if (error instanceof KubernetesError) {
    return error;
  }
  const code = codeOf(error);
  const unreachable = (message: string) =>
    new KubernetesError('unreachable', message);
  if (untrusted.includes(code)) {
    return unreachable(
      `The certificate of ${server} is not signed by the CA that is configured for it (${code})`,
    );
  }
  if (/^(ERR_SSL_|EPROTO$)/.test(code)) {
    return unreachable(
      `${server} does not speak TLS as an API server does (${code}): is the address right, and does it want a client certificate?`,
    );
  }
  if (code.startsWith('HPE_')) {
    return unreachable(`${server} does not answer as an API server does`);
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return unreachable(`The certificate of ${server} has expired`);
    case 'CERT_NOT_YET_VALID':
      return unreachable(
        `The certificate of ${server} is not valid yet: is the clock of this machine right?`,
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return unreachable(
        `The certificate of ${server} is for another host name`,
      );
    case 'ECONNREFUSED':
      return unreachable(`Nothing listens at ${server} (connection refused)`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        `The host name of ${server} cannot be resolved (${code})`,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return unreachable(`There is no way to ${server} (${code})`);
    case 'ECONNRESET':
    case 'EPIPE':
      return unreachable(`${server} closed the connection`);
    default:
      return unreachable(
        `${server} cannot be reached: ${oneLine(isError(error) ? error.message : String(error))}`,
      );
  }
}

/** What an answer other than 200 means. `body` is the `Status` that the server sent, or whatever else it sent. */
export function explainStatus(
  status: number,
  body: string,
  context: { server: string; path: string; retryAfter?: string },
): KubernetesError {
  const said = statusMessage(body);
  const seconds = Number(context.retryAfter);
  const retryAfterMs =
    context.retryAfter !== undefined && Number.isFinite(seconds) && seconds >= 0
      ? Math.min(seconds, 300) * 1000
      : undefined;
  switch (status) {
    case 401:
      return new KubernetesError(
        'unauthorized',
        `The token has expired or is not accepted by ${context.server} (401)`,
      );
    case 403:
      return new KubernetesError('forbidden', said ?? 'Forbidden (403)');
    case 404:
      return new KubernetesError(
        'not-found',
        `${context.server} does not serve ${context.path} (404)`,
      );
    case 410:
      return new KubernetesError('gone', said ?? 'Gone (410)');
    case 429:
      return new KubernetesError(
        'busy',
        `${context.server} is asked too much (429)`,
        retryAfterMs,
      );
    default:
      return new KubernetesError(
        retryAfterMs === undefined ? 'failed' : 'busy',
        status >= 300 && status < 400
          ? `${context.server} leads elsewhere (${status}): is it the address of an API server?`
          : `${context.server} answered ${status}${said ? `: ${said}` : ''}`,
        retryAfterMs,
      );
  }
}

/** The message of a `Status` object. Anything else a server sends is not repeated. */
function statusMessage(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' &&
      parsed !== null &&
      'message' in parsed &&
      typeof parsed.message === 'string'
      ? oneLine(parsed.message)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The code of a system error. */
export function codeOf(error: unknown): string {
  return isError(error) && 'code' in error ? String(error.code) : 'error';
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 500);
}
