import { spawn } from 'node:child_process';
import path from 'node:path';
import { Readable } from 'node:stream';
import { explainGitFailure, GitError } from './gitError';

/** One `key=value` of git configuration, passed through the environment. */
export type GitSetting = [key: string, value: string];

export interface GitOptions {
  /** What is being done, for the error message: `Could not fetch https://…`. */
  what: string;
  cwd?: string;
  gitDir?: string;
  /** The working directory lies in no repository, even where one is around it. */
  isolated?: boolean;
  /** Passed through the environment: visible neither in the process list nor on disk. */
  config?: GitSetting[];
  input?: Iterable<string> | AsyncIterable<string>;
  /** Lets git open connections. Without it every transport is refused, so that nothing is fetched behind our back. */
  network?: boolean;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Most that may come back, in bytes. */
  maxBytes?: number;
}

const defaultTimeoutMs = 60_000;
const defaultMaxBytes = 1024 * 1024 * 1024;

/** What git may see of our environment: no GIT_DIR, no traces, nothing of ours that it does not need. */
const inherited = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'SYSTEMROOT',
  'SSH_AUTH_SOCK',
  'GIT_SSH_COMMAND',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'no_proxy',
  'NO_PROXY',
];

/**
 * Settings of a repository can make git run programs. These switch off each one that the commands used here would
 * heed, so that a repository owned by somebody else can be read; only then is `safe.directory` open.
 */
const safety: GitSetting[] = [
  ['safe.directory', '*'],
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.askPass', ''],
  ['core.pager', 'cat'],
  ['core.excludesFile', '/dev/null'],
  ['core.attributesFile', '/dev/null'],
  ['core.quotePath', 'false'],
  ['credential.helper', ''],
  ['log.showSignature', 'false'],
  ['log.showRoot', 'true'],
  ['log.follow', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['protocol.version', '2'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

function environment(options: GitOptions): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const name of inherited) {
    if (process.env[name] !== undefined) {
      env[name] = process.env[name];
    }
  }
  Object.assign(env, {
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    // A fetch may need the base of a delta that the mirror does not have.
    GIT_NO_LAZY_FETCH: options.network ? '0' : '1',
    GIT_ALLOW_PROTOCOL: options.network ? 'https:http:ssh:file' : 'none',
  });
  env.GIT_SSH_COMMAND ??= 'ssh -oBatchMode=yes -oConnectTimeout=20';
  if (options.gitDir) {
    env.GIT_DIR = options.gitDir;
  }
  if (options.isolated && options.cwd) {
    env.GIT_CEILING_DIRECTORIES = path.dirname(options.cwd);
  }
  const settings = [...safety, ...(options.config ?? [])];
  env.GIT_CONFIG_COUNT = String(settings.length);
  settings.forEach(([key, value], index) => {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return env;
}

/**
 * Runs git without a shell and yields what it prints. Ends the process when the reader stops, when the signal fires or
 * when the time is over; throws unless git succeeds.
 */
export async function* streamGit(
  args: string[],
  options: GitOptions,
): AsyncGenerator<Buffer> {
  options.signal?.throwIfAborted();
  const child = spawn('git', args, {
    cwd: options.cwd,
    env: environment(options),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });

  let stopped: unknown;
  let killTimer: NodeJS.Timeout | undefined;
  let ended = false;
  const stop = (why: unknown) => {
    stopped ??= why;
    if (!ended) {
      child.kill('SIGTERM');
      killTimer ??= setTimeout(() => child.kill('SIGKILL'), 3_000);
      killTimer.unref();
      child.stdout.destroy();
    }
  };
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const timer = setTimeout(
    () =>
      stop(
        new GitError(
          'timeout',
          `${options.what}: gave up after ${Math.round(timeoutMs / 1000)} s`,
        ),
      ),
    timeoutMs,
  );
  const onAbort = () => stop(options.signal?.reason);
  options.signal?.addEventListener('abort', onAbort, { once: true });

  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    // The tail is kept: git names the cause last.
    stderr = (stderr + text).slice(-16_384);
  });
  const exit = new Promise<string | undefined>(resolve => {
    child.once('error', error => {
      stopped ??= new GitError(
        'failed',
        (error as NodeJS.ErrnoException).code === 'ENOENT' && !options.cwd
          ? `${options.what}: git is not installed`
          : `${options.what}: git could not be started (${error.message})`,
      );
      resolve('an error');
    });
    child.once('close', (code, signal) => {
      ended = true;
      resolve(code === 0 ? undefined : `${signal ?? `exit code ${code}`}`);
    });
  });

  // git may end before it has read all of its input: that shows in its exit code, not here.
  child.stdin.on('error', () => {});
  if (options.input) {
    Readable.from(options.input).on('error', stop).pipe(child.stdin);
  } else {
    child.stdin.end();
  }

  try {
    const maxBytes = options.maxBytes ?? defaultMaxBytes;
    let bytes = 0;
    try {
      for await (const chunk of child.stdout) {
        bytes += (chunk as Buffer).length;
        if (bytes > maxBytes) {
          throw new GitError(
            'too-large',
            `${options.what}: git printed more than ${maxBytes} bytes`,
          );
        }
        yield chunk as Buffer;
      }
    } catch (error) {
      throw stopped ?? error;
    }
    const failed = await exit;
    if (stopped) {
      throw stopped;
    }
    if (failed) {
      throw explainGitFailure(options.what, stderr, failed);
    }
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    if (!ended) {
      stop(new Error('stopped'));
    }
    await exit;
    clearTimeout(killTimer);
  }
}

/** Runs git and returns all that it prints. */
export async function runGit(
  args: string[],
  options: GitOptions,
): Promise<string> {
  const chunks: Buffer[] = [];
  const maxBytes = options.maxBytes ?? 16 * 1024 * 1024;
  for await (const chunk of streamGit(args, { ...options, maxBytes })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Splits a stream at NUL bytes. */
export async function* splitNul(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (;;) {
      const to = chunk.indexOf(0, from);
      if (to < 0) {
        break;
      }
      const piece = chunk.subarray(from, to);
      yield (rest.length ? Buffer.concat([...rest, piece]) : piece).toString(
        'utf8',
      );
      rest = [];
      from = to + 1;
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from));
    }
  }
  if (rest.length) {
    yield Buffer.concat(rest).toString('utf8');
  }
}
