import { isError } from '@backstage/errors';
import fs from 'node:fs/promises';
import http from 'node:http';
import { agentFor } from './agentFor';
import type { ClusterAccess, ClusterAddress } from './ClusterAccess';
import { codeOf, KubernetesError, oneLine } from './KubernetesError';

/** A cluster by its address, with a bearer token. */
export class UrlAccess implements ClusterAccess {
  readonly #address: ClusterAddress & { type: 'url' };
  #agent: Promise<http.Agent> | undefined;

  constructor(address: ClusterAddress & { type: 'url' }) {
    this.#address = address;
  }

  async server(): Promise<string> {
    return this.#address.url;
  }

  renew(): void {
    this.#address.renew?.();
    // The CA may be another one, too.
    this.#agent = undefined;
  }

  async request(): ReturnType<ClusterAccess['request']> {
    const { url, token: makeToken } = this.#address;
    this.#agent ??= this.#makeAgent();
    try {
      const agent = await this.#agent;
      const token = await makeToken?.();
      return {
        server: new URL(url),
        options: {
          agent,
          ...(token && { headers: { Authorization: `Bearer ${token}` } }),
        },
      };
    } catch (error) {
      this.#agent = undefined;
      throw error instanceof KubernetesError
        ? error
        : new KubernetesError(
            'unreachable',
            `The credentials for ${url} cannot be made: ${oneLine(
              isError(error) ? error.message : String(error),
            )}`,
          );
    }
  }

  async #makeAgent(): Promise<http.Agent> {
    const { url, ca, caFile, skipTLSVerify } = this.#address;
    return agentFor(url, {
      ca: caFile ? await readCa(caFile) : ca,
      rejectUnauthorized: !skipTLSVerify,
    });
  }
}

async function readCa(file: string): Promise<string> {
  const text = await readText(file, 'CA file');
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new KubernetesError(
      'unreachable',
      `The CA file ${file} holds no certificate in PEM form`,
    );
  }
  return text;
}

/** A token in a file, read with each request: whoever renews it writes the file anew. */
export function tokenFrom(file: string): () => Promise<string> {
  return async () => {
    const token = (await readText(file, 'token file')).trim();
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new KubernetesError(
        'unreachable',
        `The token file ${file} holds no token`,
      );
    }
    return token;
  };
}

async function readText(file: string, what: string): Promise<string> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    throw new KubernetesError(
      'unreachable',
      `The ${what} ${file} cannot be read (${codeOf(error)})`,
    );
  }
}
