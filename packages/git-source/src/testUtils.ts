import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const env = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Payments on-call',
  GIT_AUTHOR_EMAIL: 'payments@acme.example',
  GIT_COMMITTER_NAME: 'Payments on-call',
  GIT_COMMITTER_EMAIL: 'payments@acme.example',
};

/**
 * A real repository on disk, for tests.
 *
 * @public
 */
export class TestRepository {
  #clock = Date.parse('2026-01-01T00:00:00Z') / 1000;

  private constructor(readonly dir: string) {}

  static create(dir: string): TestRepository {
    mkdirSync(dir, { recursive: true });
    const repository = new TestRepository(dir);
    repository.git('init', '-q', '-b', 'main');
    return repository;
  }

  git(...args: string[]): string {
    const date = `${this.#clock} +0000`;
    return execFileSync('git', args, {
      cwd: this.dir,
      env: { ...env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  }

  write(files: Record<string, string | Uint8Array>): void {
    for (const [file, content] of Object.entries(files)) {
      const target = path.join(this.dir, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }

  /** Commits everything and returns the revision. */
  commit(message: string, files: Record<string, string | Uint8Array> = {}) {
    this.#clock += 3600;
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }
}

/**
 * A temporary directory that goes away after the tests of the file.
 *
 * @public
 */
export function temporaryDirectory(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'git-source-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/**
 * All files of a tree, as text or as the error in angle brackets.
 *
 * @public
 */
export async function readAll(
  files: AsyncIterable<
    { path: string; content: Uint8Array } | { path: string; error: string }
  >,
): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for await (const file of files) {
    result[file.path] =
      'content' in file
        ? Buffer.from(file.content).toString('utf8')
        : `<${file.error}>`;
  }
  return result;
}

/**
 * git's own smart-HTTP server on loopback over the repositories of a directory, for tests. With credentials, it asks
 * for them. It counts and keeps what it is asked.
 *
 * @public
 */
export class TestGitServer {
  readonly requests: string[] = [];
  /** Answer every request with this status and nothing else. */
  failWith?: number;

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(options: {
    root: string;
    username?: string;
    password?: string;
  }): Promise<TestGitServer> {
    const expected =
      options.username === undefined
        ? undefined
        : `Basic ${Buffer.from(
            `${options.username}:${options.password ?? ''}`,
          ).toString('base64')}`;
    const server = createServer();
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const started = new TestGitServer(`http://127.0.0.1:${port}`, async () => {
      server.closeAllConnections();
      await new Promise(resolve => {
        server.close(resolve);
      });
    });
    server.on('request', (request, response) => {
      started.requests.push(`${request.method} ${request.url}`);
      if (started.failWith) {
        response.writeHead(started.failWith).end();
      } else if (expected && request.headers.authorization !== expected) {
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' });
        response.end();
      } else {
        serve(options.root, request, response);
      }
    });
    return started;
  }

  /** Requests since the last call. */
  take(): string[] {
    return this.requests.splice(0);
  }
}

function serve(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      REMOTE_ADDR: '127.0.0.1',
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      GIT_CONFIG_KEY_1: 'uploadpack.allowFilter',
      GIT_CONFIG_VALUE_1: 'true',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (!head) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) {
      return;
    }
    for (const line of head.toString('utf8', 0, end).split('\r\n')) {
      const [name, value] = line.split(/: (.*)/s);
      if (name.toLowerCase() === 'status') {
        response.statusCode = Number.parseInt(value, 10);
      } else {
        response.setHeader(name, value);
      }
    }
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.on('close', () => response.end());
}
