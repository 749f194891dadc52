import type { KubeConfig } from '@kubernetes/client-node';
import { isError } from '@backstage/errors';
import fs from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { agentFor } from './agentFor';
import type { ClusterAccess } from './ClusterAccess';
import { codeOf, KubernetesError } from './KubernetesError';

interface Loaded {
  config: KubeConfig;
  agent?: { of: https.RequestOptions; agent: http.Agent };
}

/**
 * A cluster by a context of a kubeconfig, read by Kubernetes' own client: it knows client certificates, programs that make
 * credentials, OIDC and proxies.
 */
export class KubeconfigAccess implements ClusterAccess {
  readonly #file: string;
  readonly #context: string | undefined;
  #loaded: Promise<Loaded> | undefined;

  constructor(options: { file: string; context?: string }) {
    this.#file = options.file;
    this.#context = options.context;
  }

  async server(): Promise<string> {
    const { config } = await this.#load();
    return (config.getCurrentCluster()?.server ?? '').replace(/\/+$/, '');
  }

  renew(): void {
    this.#loaded = undefined;
  }

  async request(): ReturnType<ClusterAccess['request']> {
    try {
      const loaded = await this.#load();
      const { config } = loaded;
      const cluster = config.getCurrentCluster();
      const options: https.RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      if (!cluster?.proxyUrl) {
        // The client's own agent makes a connection for each request.
        options.agent = keptAgent(loaded, await this.server(), options);
      }
      return { server: new URL(await this.server()), options };
    } catch (error) {
      this.#loaded = undefined;
      throw error instanceof KubernetesError
        ? error
        : new KubernetesError('unreachable', this.#explain(error));
    }
  }

  #load(): Promise<Loaded> {
    this.#loaded ??= this.#read().then(config => ({ config }));
    return this.#loaded;
  }

  async #read(): Promise<KubeConfig> {
    const file = this.#file;
    // Loaded when the first kubeconfig is: it is large, and most portals have none.
    const client: typeof import('@kubernetes/client-node') = require('@kubernetes/client-node');
    const config = new client.KubeConfig();
    try {
      await fs.access(file, fs.constants.R_OK);
    } catch (error) {
      throw new KubernetesError(
        'unreachable',
        `The kubeconfig ${file} cannot be read (${codeOf(error)})`,
      );
    }
    try {
      config.loadFromFile(file);
    } catch {
      // What it says may hold credentials, so the parser's words stay here.
      throw new KubernetesError('unreachable', `${file} is not a kubeconfig`);
    }
    const names = config.getContexts().map(({ name }) => name);
    const wanted = this.#context ?? config.getCurrentContext();
    if (!wanted || !names.includes(wanted)) {
      throw new KubernetesError(
        'unreachable',
        wanted
          ? `The kubeconfig ${file} has no context '${wanted}'; it has ${names.join(', ') || 'none'}`
          : `The kubeconfig ${file} has no current context: set \`context\` to one of ${names.join(', ') || '(none)'}`,
      );
    }
    config.setCurrentContext(wanted);
    if (!config.getCurrentCluster() || !config.getCurrentUser()) {
      throw new KubernetesError(
        'unreachable',
        `The context '${wanted}' of ${file} names a cluster or user that is not there`,
      );
    }
    return config;
  }

  /** Programs that make credentials may print anything, so their words stay here. */
  #explain(error: unknown): string {
    const program = isError(error)
      ? error.message.match(/^spawn (\S+) ENOENT/)?.[1]
      : undefined;
    return program
      ? `The program ${program}, which the kubeconfig ${this.#file} names for credentials, is not installed here`
      : `The credentials of the kubeconfig ${this.#file} cannot be made (${codeOf(error)})`;
  }
}

/** One agent for as long as the credentials stay the same: client certificates may be renewed, too. */
function keptAgent(
  loaded: Loaded,
  server: string,
  options: https.RequestOptions,
): http.Agent {
  const { ca, cert, key, rejectUnauthorized = true, servername } = options;
  const same =
    loaded.agent &&
    String(loaded.agent.of.cert) === String(cert) &&
    String(loaded.agent.of.key) === String(key);
  if (!loaded.agent || !same) {
    const agent = agentFor(server, {
      ca,
      cert,
      key,
      rejectUnauthorized,
      servername,
    });
    loaded.agent = { of: { cert, key }, agent };
  }
  return loaded.agent.agent;
}
