import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const env = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

async function git(
  args: string[],
  input: Iterable<string> = [],
): Promise<void> {
  const child = spawn('git', args, {
    env,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const closed = once(child, 'close');
  for (const text of input) {
    if (!child.stdin.write(text)) {
      await once(child.stdin, 'drain');
    }
  }
  child.stdin.end();
  const [code] = await closed;
  if (code !== 0) {
    throw new Error(`git ${args[0]} ended with ${code}`);
  }
}

/** A change of files by path; `undefined` deletes one. */
export interface Commit {
  subject: string;
  files: Iterable<readonly [path: string, content: string]>;
}

/** A bare repository that is made by streaming commits into git, and is gone when the call ends. */
export async function withRepository<T>(
  use: (repository: {
    directory: string;
    /** Adds commits to the branch `main`. */
    add: (commits: Iterable<Commit>) => Promise<void>;
  }) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(path.join(tmpdir(), 'plumbline-bench-'));
  const directory = path.join(root, 'config.git');
  let count = 0;
  const add = (commits: Iterable<Commit>) =>
    git(
      [`--git-dir=${directory}`, 'fast-import', '--quiet', '--force'],
      (function* stream() {
        // Later commits of one stream follow upon each other by themselves.
        let from = count > 0 ? 'from refs/heads/main^0\n' : '';
        for (const { subject, files } of commits) {
          const date = 1_600_000_000 + 60 * count;
          yield `commit refs/heads/main\ncommitter Acme <bot@acme.example> ${date} +0000\n${data(subject)}`;
          count++;
          yield from;
          from = '';
          for (const [file, content] of files) {
            yield `M 100644 inline ${file}\n${data(content)}`;
          }
        }
      })(),
    );
  try {
    await git(['init', '-q', '--bare', '-b', 'main', directory]);
    return await use({ directory, add });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
