import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AlertRejection, AlertRequest } from './alerts';

/**
 * How a sender without signature proves itself: a bearer token, or a user name and password; or not at all, where the network
 * lets nobody else through.
 *
 * @public
 */
export type SenderCredentials =
  | { type: 'token'; token: string }
  | { type: 'basic'; username: string; password: string }
  | { type: 'none' };

/**
 * Reads `token`, or `username` and `password`, or `allowUnauthenticated: true`. `undefined` when there is none of them: such a
 * receiver must not be added.
 *
 * @public
 */
export function readSenderCredentials(
  config: Config,
): SenderCredentials | undefined {
  const token = config.getOptionalString('token');
  if (token) {
    return { type: 'token', token };
  }
  const username = config.getOptionalString('username');
  const password = config.getOptionalString('password');
  if (username && password) {
    return { type: 'basic', username, password };
  }
  if (username || password) {
    throw new InputError(
      'A receiver of alerts needs both username and password, or a token',
    );
  }
  return config.getOptionalBoolean('allowUnauthenticated')
    ? { type: 'none' }
    : undefined;
}

/** What is wrong with the `Authorization` header of a request. @public */
export function verifySender(
  { headers }: AlertRequest,
  credentials: SenderCredentials,
): AlertRejection | undefined {
  if (credentials.type === 'none') {
    return undefined;
  }
  const expected =
    credentials.type === 'token'
      ? `bearer ${credentials.token}`
      : `basic ${Buffer.from(
          `${credentials.username}:${credentials.password}`,
        ).toString('base64')}`;
  const given = headers.authorization;
  if (given === undefined) {
    return {
      reason: 'secret',
      message: 'The request has no Authorization header',
    };
  }
  // The scheme may be written in any case, what follows it may not.
  const scheme = given.slice(0, given.indexOf(' ') + 1).toLowerCase();
  return equal(`${scheme}${given.slice(scheme.length)}`, expected)
    ? undefined
    : { reason: 'secret', message: 'The token or password is a wrong one' };
}

/**
 * Whether one of the signatures is that of the payload, with one of the secrets. In constant time.
 *
 * @public
 */
export function verifyHmac(options: {
  secrets: (string | Uint8Array)[];
  /** What was signed, in order. */
  payload: (string | Uint8Array)[];
  signatures: string[];
  encoding: 'hex' | 'base64';
}): boolean {
  const { secrets, payload, signatures, encoding } = options;
  return secrets.some(secret => {
    const hmac = createHmac('sha256', secret);
    payload.forEach(part => hmac.update(part));
    const expected = hmac.digest(encoding);
    return signatures
      .slice(0, 10)
      .some(signature =>
        equal(
          encoding === 'hex' ? signature.toLowerCase() : signature,
          expected,
        ),
      );
  });
}

/**
 * What is wrong with the time at which a request says that it was signed: an old request that is sent once more is refused.
 *
 * @public
 */
export function verifyTimestamp(
  signedAt: Date,
  receivedAt: Date,
  toleranceMs = 5 * 60_000,
): AlertRejection | undefined {
  const age = receivedAt.getTime() - signedAt.getTime();
  if (Math.abs(age) <= toleranceMs) {
    return undefined;
  }
  return {
    reason: 'timestamp',
    message: Number.isNaN(age)
      ? 'The request does not say when it was signed'
      : `The request was signed ${age > 0 ? 'too long ago' : 'in the future'}: it is a repeated one, or a clock is wrong`,
  };
}

/** Compares without telling by its duration how much is right. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
