import { lstat, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isObjectId } from './address';
import { inspectDirectory, LocalRepository } from './checkout';

/** What changed so shortly before it was looked at may change again without another time. */
const settledMs = 2000;

interface Known {
  marks: string;
  local: LocalRepository;
}

/**
 * Looks at directories again and again. What git says of a repository holds for as long as nothing that says so has
 * changed, and where its head stands is read from the file that tells: starting git several times takes longer than
 * reading what a commit changes.
 */
export class KnownDirectories {
  readonly #known = new Map<string, Known>();
  readonly #settledMs: number;

  constructor(settled: number = settledMs) {
    this.#settledMs = settled;
  }

  /** As {@link inspectDirectory}. */
  async inspect(
    dir: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<LocalRepository> {
    const known = this.#known.get(dir);
    if (known?.local.git) {
      const { git } = known.local;
      const [marks, head] = await Promise.all([
        marksOf(dir, git.gitDir, Infinity),
        headOf(git.gitDir),
      ]);
      if (marks === known.marks && head !== undefined) {
        return { ...known.local, git: { ...git, head } };
      }
      this.#known.delete(dir);
    }
    const since = Date.now();
    const local = await inspectDirectory(dir, options);
    const marks =
      local.git &&
      (await marksOf(dir, local.git.gitDir, since - this.#settledMs));
    if (marks !== undefined) {
      this.#known.set(dir, { marks, local });
    }
    return local;
  }
}

/**
 * All that decides on what git makes of a directory: the same text for as long as it does. Undefined where more than
 * that may decide, or where something is newer than `before`.
 */
async function marksOf(
  dir: string,
  gitDir: string,
  before: number,
): Promise<string | undefined> {
  const marks: string[] = [];
  for (const file of [
    path.join(dir, '.git'),
    gitDir,
    path.join(gitDir, 'config'),
    path.join(gitDir, 'config.worktree'),
    path.join(gitDir, 'commondir'),
  ]) {
    const stats = await lstat(file, { bigint: true }).catch(() => undefined);
    if (!stats) {
      marks.push('none');
      continue;
    }
    // Directories change with every commit.
    const content = stats.isDirectory() ? '' : `${stats.size} ${stats.ctimeNs}`;
    if (
      file.endsWith('commondir') ||
      (content !== '' && Number(stats.ctimeMs) >= before)
    ) {
      return undefined;
    }
    marks.push(`${stats.dev} ${stats.ino} ${content}`);
  }
  const real = await realpath(dir).catch(() => undefined);
  return real && [real, ...marks].join('\n');
}

/** The commit at HEAD, where files tell it; undefined where git has to be asked. */
async function headOf(gitDir: string): Promise<string | undefined> {
  const read = (file: string) =>
    readFile(path.join(gitDir, file), 'utf8').then(
      text => text.replace(/\n$/, ''),
      () => undefined,
    );
  const head = await read('HEAD');
  const ref = /^ref: (refs\/heads\/.+)$/.exec(head ?? '')?.[1];
  const told =
    ref === undefined || ref.split('/').includes('..') ? head : await read(ref);
  return told !== undefined && isObjectId(told) ? told : undefined;
}
