import https from 'node:https';
import { createInterface } from 'node:readline';
import { JsonObject } from '@plumbline/gitops-reader';
import { isObject } from '../../../plugins/plumbline-backend-module-kubernetes/src/connect/json';

export const namespace = 'shop';
export const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;

/** What `scripts/kubernetes.mjs` starts. */
interface Cluster {
  url: string;
  /** PEM. */
  ca: string;
  token: string;
  kubeconfig: string;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real API server, and the requests of a client that keeps its connections. */
export class ApiServer {
  readonly #agent: https.Agent;

  private constructor(readonly cluster: Cluster) {
    this.#agent = new https.Agent({
      ca: cluster.ca,
      keepAlive: true,
      maxSockets: 64,
    });
  }

  /** Started, with the namespace `shop`. */
  static async start(): Promise<ApiServer> {
    const { startKubernetes } = await import('../../../scripts/kubernetes.mjs');
    const server = new ApiServer(await startKubernetes());
    process.once('SIGINT', server.#interrupt);
    process.once('SIGTERM', server.#interrupt);
    await server.send('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    return server;
  }

  /** How the configuration of the plugin names it. */
  get access(): JsonObject {
    const { url, ca, token } = this.cluster;
    return { url, token, caData: ca };
  }

  /** Throws unless the server answers that it is done, or with one of the accepted statuses. */
  async send(
    method: string,
    path: string,
    body?: JsonObject,
    options: { accepted?: number[] } = {},
  ): Promise<void> {
    const { status, text } = await this.#request(method, path, body);
    if (status >= 300 && !options.accepted?.includes(status)) {
      throw new Error(`${method} ${path}: ${status} ${text}`);
    }
  }

  /** Tries until the server takes it: it may be away. */
  async insist(...request: Parameters<ApiServer['send']>): Promise<void> {
    for (const end = performance.now() + 180_000; ;) {
      try {
        await this.send(...request);
        return;
      } catch (error) {
        if (performance.now() > end) {
          throw error;
        }
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    }
  }

  /** Sends many requests, some at a time. */
  async sendAll(
    requests: Iterable<Parameters<ApiServer['send']>>,
  ): Promise<void> {
    const queue = requests[Symbol.iterator]();
    const worker = async () => {
      for (let next = queue.next(); !next.done; next = queue.next()) {
        await this.send(...next.value);
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
  }

  /** Everything that a path lists, page by page, thrown away; returns how many there are. */
  async list(path: string): Promise<number> {
    let count = 0;
    let next = '';
    do {
      const { text } = await this.#request(
        'GET',
        `${path}?limit=500&continue=${encodeURIComponent(next)}`,
      );
      const page: unknown = JSON.parse(text);
      const { items, metadata } = isObject(page) ? page : {};
      count += Array.isArray(items) ? items.length : 0;
      next = String((isObject(metadata) && metadata.continue) || '');
    } while (next);
    return count;
  }

  /** A bare watch, as `kubectl get --watch` has it. */
  watch(path: string, onObject: (metadata: JsonObject) => void): () => void {
    const request = https.get(
      `${this.cluster.url}${path}?watch=1`,
      { agent: this.#agent, headers: this.#headers() },
      response => {
        const lines = createInterface({ input: response });
        // It ends where it is stopped, or with the server.
        lines.on('error', () => {});
        lines.on('line', line => {
          const event: unknown = JSON.parse(line);
          const object = isObject(event) ? event.object : undefined;
          const metadata = isObject(object) ? object.metadata : undefined;
          if (isObject(metadata)) {
            onObject(metadata);
          }
        });
      },
    );
    request.on('error', () => {});
    return () => request.destroy();
  }

  /** The server would outlive a bench that is interrupted. */
  readonly #interrupt = () => {
    this.stop().finally(() => process.exit(1));
  };

  async stop(): Promise<void> {
    process.off('SIGINT', this.#interrupt);
    process.off('SIGTERM', this.#interrupt);
    this.#agent.destroy();
    await this.cluster.stop();
  }

  #headers(contentType?: string): Record<string, string> {
    return {
      Authorization: `Bearer ${this.cluster.token}`,
      ...(contentType && { 'Content-Type': contentType }),
    };
  }

  #request(
    method: string,
    path: string,
    body?: JsonObject,
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const request = https.request(
        this.cluster.url + path,
        {
          agent: this.#agent,
          method,
          headers: this.#headers(
            method === 'PATCH'
              ? 'application/merge-patch+json'
              : 'application/json',
          ),
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(body && JSON.stringify(body));
    });
  }
}

/** A Deployment of the namespace `shop`. */
export function deployment(name: string, team: string): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { team } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: podTemplate(name),
    },
  };
}

/** What the Pods of a workload are made from. */
export function podTemplate(name: string): JsonObject {
  return {
    metadata: { labels: { app: name } },
    spec: {
      containers: [
        {
          name: 'app',
          image: `registry.example/${name}:1.2.3`,
          ports: [{ containerPort: 8080 }],
          env: [{ name: 'MODE', value: 'production' }],
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
        },
      ],
    },
  };
}
