import http from 'node:http';
import https from 'node:https';
import { JsonObject } from '@plumbline/gitops-reader';
import type { ClusterAccess } from './ClusterAccess';
import { isObject } from './json';
import {
  explainConnectionError,
  explainStatus,
  KubernetesError,
} from './KubernetesError';
import { linesOf } from './lines';

/** How long to wait, in milliseconds. */
export interface ClientTimeouts {
  /** For a connection. */
  connect: number;
  /** For the first byte of an answer. */
  response: number;
  /** Between two bytes of a stream. The server says something at least once a minute. */
  silence: number;
}

const MAX_ERROR_BYTES = 64 * 1024;

/** Reads from one API server. It can do nothing but GET. */
export class KubernetesClient {
  readonly #access: ClusterAccess;
  readonly #timeouts: ClientTimeouts;

  constructor(access: ClusterAccess, timeouts: ClientTimeouts) {
    this.#access = access;
    this.#timeouts = timeouts;
  }

  /** One JSON object. */
  async object(
    path: string,
    options: { signal: AbortSignal; accept?: string; maxBytes: number },
  ): Promise<JsonObject> {
    const { object } = await this.sizedObject(path, options);
    return object;
  }

  /** One JSON object, and how long its text was. */
  async sizedObject(
    path: string,
    options: { signal: AbortSignal; accept?: string; maxBytes: number },
  ): Promise<{ object: JsonObject; bytes: number }> {
    const { response, server } = await this.#open(path, options);
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.#chunks(response, server)) {
      length += chunk.length;
      if (length > options.maxBytes) {
        throw new KubernetesError(
          'too-large',
          `${server} answers ${path} with more than ${Math.round(options.maxBytes / 1024 / 1024)} MB`,
        );
      }
      chunks.push(chunk);
    }
    let parsed: unknown;
    try {
      parsed = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch {
      // Handled with everything else that is no object.
    }
    if (!isObject(parsed)) {
      throw new KubernetesError(
        'failed',
        `${server} does not answer ${path} with JSON: is it the address of an API server?`,
      );
    }
    return { object: parsed, bytes: length };
  }

  /** The lines of a stream, from when it is open until the server ends it. */
  async lines(
    path: string,
    options: { signal: AbortSignal; accept?: string; maxBytes: number },
  ): Promise<AsyncGenerator<string>> {
    const { response, server } = await this.#open(path, options);
    return linesOf(this.#chunks(response, server), options.maxBytes);
  }

  /** Opens an answer. Credentials that are not accepted are read once more: tokens are renewed while we run. */
  async #open(path: string, options: { signal: AbortSignal; accept?: string }) {
    try {
      return await this.#get(path, options);
    } catch (error) {
      if (error instanceof KubernetesError && error.code === 'unauthorized') {
        this.#access.renew();
        return await this.#get(path, options);
      }
      throw error;
    }
  }

  async #get(
    path: string,
    options: { signal: AbortSignal; accept?: string },
  ): Promise<{ response: http.IncomingMessage; server: string }> {
    const { server, options: access } = await this.#access.request();
    options.signal.throwIfAborted();
    const url = new URL(server.pathname.replace(/\/+$/, '') + path, server);
    const name = server.origin;
    const response = await this.#respond(url, name, {
      ...access,
      headers: {
        ...access.headers,
        Accept: options.accept ?? 'application/json',
        'User-Agent': 'plumbline',
      },
      signal: options.signal,
    });
    const status = response.statusCode ?? 0;
    if (status === 200) {
      return { response, server: name };
    }
    let body = '';
    try {
      for await (const chunk of this.#chunks(response, name)) {
        body += chunk.toString('utf8');
        if (body.length > MAX_ERROR_BYTES) {
          break;
        }
      }
    } catch {
      // The status alone says enough.
    }
    throw explainStatus(status, body, {
      server: name,
      path: url.pathname,
      retryAfter: response.headers['retry-after'],
    });
  }

  #respond(
    url: URL,
    server: string,
    options: https.RequestOptions,
  ): Promise<http.IncomingMessage> {
    const { connect, response: answer } = this.#timeouts;
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      /** There was a response, or a failure instead of one. */
      let decided = false;
      const request = (url.protocol === 'http:' ? http : https).get(
        url,
        options,
        response => {
          clearTimeout(timer);
          decided = true;
          resolve(response);
        },
      );
      const giveUp = (message: string) =>
        request.destroy(new KubernetesError('unreachable', message));
      timer = setTimeout(
        () =>
          giveUp(`${server} takes no connection within ${seconds(connect)}`),
        connect,
      );
      const connected = () => {
        clearTimeout(timer);
        timer = setTimeout(
          () =>
            giveUp(
              `${server} takes the connection but does not answer within ${seconds(answer)}`,
            ),
          answer,
        );
      };
      request.once('socket', socket => {
        if (!socket.connecting && request.reusedSocket) {
          connected();
        } else {
          socket.once(
            url.protocol === 'http:' ? 'connect' : 'secureConnect',
            connected,
          );
        }
      });
      request.on('error', error => {
        clearTimeout(timer);
        if (decided) {
          // Whoever reads the response meets it there; nobody would read a second one.
          return;
        }
        decided = true;
        if (options.signal?.aborted) {
          reject(error);
        } else if (request.reusedSocket && isReset(error)) {
          // The server had closed an idle connection; another one is as good.
          this.#respond(url, server, { ...options, agent: false }).then(
            resolve,
            reject,
          );
        } else {
          reject(explainConnectionError(error, server));
        }
      });
    });
  }

  /** The chunks of a body. The clock runs while waiting for the server, not while the reader is busy. */
  async *#chunks(
    response: http.IncomingMessage,
    server: string,
  ): AsyncGenerator<Buffer> {
    const iterator: AsyncIterator<Buffer> = response[Symbol.asyncIterator]();
    try {
      for (;;) {
        const timer = setTimeout(
          () =>
            response.destroy(
              new KubernetesError(
                'silent',
                `${server} has said nothing for ${seconds(this.#timeouts.silence)}`,
              ),
            ),
          this.#timeouts.silence,
        );
        let next: IteratorResult<Buffer>;
        try {
          next = await iterator.next();
        } catch (error) {
          throw explainConnectionError(error, server);
        } finally {
          clearTimeout(timer);
        }
        if (next.done) {
          return;
        }
        yield next.value;
      }
    } finally {
      response.destroy();
    }
  }
}

function isReset(error: Error): boolean {
  return (
    'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
  );
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
