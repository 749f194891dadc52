import { JsonObject } from '@plumbline/gitops-reader';
import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import https from 'node:https';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { isObject } from '../connect/json';

const script = path.resolve(__dirname, '../../../../scripts/kubernetes.mjs');

/** Controllers that make pods' owners, and clean up after them. */
const controllers = [
  'cronjob',
  'deployment',
  'garbagecollector',
  'job',
  'namespace',
  'replicaset',
  'serviceaccount',
  'serviceaccount-token',
  'statefulset',
];

export interface TestCluster {
  url: string;
  ca: string;
  token: string;
  kubeconfig: string;
  /** Sends a request as the administrator; throws unless it succeeds. */
  send(
    method: string,
    path: string,
    body?: JsonObject,
    options?: { contentType?: string; userAgent?: string; token?: string },
  ): Promise<JsonObject>;
  /** Everything that was asked of the server, as its audit log has it. */
  audit(): Promise<JsonObject[]>;
  /** Ends the API server as a crash would, and starts it again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real API server, with real controllers where they are asked for. Without the binaries this fails and says where to get
 * them; nothing is skipped.
 */
export async function startKubernetes(
  options: {
    controllers?: boolean;
    flags?: string[];
    tokens?: { token: string; user: string; groups?: string[] }[];
  } = {},
): Promise<TestCluster> {
  const child = spawn(
    process.execPath,
    [
      script,
      JSON.stringify({
        flags: options.flags,
        tokens: options.tokens,
        ...(options.controllers && { controllers }),
      }),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const exited = new Promise<never>((_, reject) =>
    child.once('exit', code =>
      reject(new Error(`scripts/kubernetes.mjs ended with ${code}`)),
    ),
  );
  exited.catch(() => {});
  const lines = createInterface({ input: child.stdout })[
    Symbol.asyncIterator
  ]();
  const line = async (): Promise<string> => {
    const { value } = await Promise.race([lines.next(), exited]);
    return value ?? '';
  };
  const told: unknown = JSON.parse(await line());
  const text = (key: string) =>
    isObject(told) && typeof told[key] === 'string' ? told[key] : '';
  const url = text('url');
  const ca = text('ca');
  const agent = new https.Agent({ ca });
  return {
    url,
    ca,
    token: text('token'),
    kubeconfig: text('kubeconfig'),
    async send(method, requestPath, body, sending = {}) {
      const { status, answer } = await request(url + requestPath, {
        agent,
        method,
        body,
        token: sending.token ?? text('token'),
        contentType: sending.contentType,
        userAgent: sending.userAgent,
      });
      if (status >= 300) {
        throw new Error(
          `${method} ${requestPath}: ${status} ${JSON.stringify(answer)}`,
        );
      }
      return answer;
    },
    async audit() {
      const log = await fs.readFile(text('auditLog'), 'utf8');
      return log
        .split('\n')
        .filter(Boolean)
        .map(entry => JSON.parse(entry))
        .filter(isObject);
    },
    async restart() {
      child.stdin.write('restart\n');
      await line();
    },
    async stop() {
      agent.destroy();
      child.stdin.end();
      await exited.catch(() => {});
    },
  };
}

function request(
  url: string,
  options: {
    agent: https.Agent;
    method: string;
    body?: JsonObject;
    token: string;
    contentType?: string;
    userAgent?: string;
  },
): Promise<{ status: number; answer: JsonObject }> {
  return new Promise((resolve, reject) => {
    const sent = https.request(
      url,
      {
        agent: options.agent,
        method: options.method,
        headers: {
          Authorization: `Bearer ${options.token}`,
          'Content-Type': options.contentType ?? 'application/json',
          'User-Agent': options.userAgent ?? 'test',
        },
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () => {
          const answer: unknown = JSON.parse(text || '{}');
          resolve({
            status: response.statusCode ?? 0,
            answer: isObject(answer) ? answer : {},
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(options.body && JSON.stringify(options.body));
  });
}

/** Waits until something is so. */
export async function until(
  is: () => boolean | Promise<boolean>,
  what = 'It never came to that',
): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await is())) {
    if (Date.now() > end) {
      throw new Error(what);
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
