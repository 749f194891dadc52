import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** A real repository in a temporary directory, for tests. */
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

/** A temporary directory that goes away after the tests of the file. */
export function temporaryDirectory(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'git-source-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** All files of a tree, as text or as the error in angle brackets. */
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
