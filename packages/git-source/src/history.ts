import { readFile } from 'node:fs/promises';
import nodePath from 'node:path';
import { Change } from '@plumbline/gitops-reader';
import { GitError } from './gitError';
import { runGit, splitNul, streamGit } from './git';
import { ObjectStore } from './objects';
import { ChangeLog, HistoryOptions } from './types';

/** Most commits that one pass looks at, if it does not end before, and longest time it may take. */
const maxCommits = 500_000;
const defaultTimeoutMs = 60_000;
/** Up to so many paths git is asked for alone, which lets it skip whole trees. */
const maxPathspecs = 64;

/** Forges write the pull request into the subject of the commit that lands it. */
const pullRequestMarks = [
  /^Merge pull request #(\d+)\b/,
  /^Merged PR (\d+):/,
  /\(pull request #(\d+)\)$/,
  /\(#(\d+)\)$/,
  /\(!(\d+)\)$/,
];
const mergeSubject =
  /^Merge (pull request #\d+ from |branch '|remote-tracking branch ')|^Merged in /;

/**
 * The subject as a person wants to read it, and the number of the pull request. A merge commit says which branch it
 * merged; forges put the title of the pull request into its body.
 */
export function readSubject(
  subject: string,
  body: string,
): { subject: string; pullRequest?: string } {
  const found = pullRequestMarks
    .map(mark => mark.exec(subject)?.[1])
    .find(Boolean);
  const mergeRequest = mergeSubject.test(subject)
    ? /^See merge request \S*!(\d+)$/m.exec(body)?.[1]
    : undefined;
  const title = mergeSubject.test(subject)
    ? body
        .split('\n')
        .map(line => line.trim())
        .find(line => line && !/^See merge request /.test(line))
    : undefined;
  const pullRequest = found ?? mergeRequest;
  return {
    subject: (title ?? subject).slice(0, 500),
    ...(pullRequest ? { pullRequest } : {}),
  };
}

type HistoryStore = ObjectStore & { cwd?: string };

/**
 * One pass over the history, newest first, along first parents, until every path has been seen. It needs commits and
 * trees only, so it works in a mirror without blobs. `cwd` makes paths relative to a directory of a checkout.
 */
export async function lastChanges(
  store: HistoryStore,
  revision: string,
  paths: string[],
  options: HistoryOptions = {},
): Promise<Map<string, Change>> {
  const changes = new Map<string, Change>();
  const wanted = new Set(paths);
  if (wanted.size === 0) {
    return changes;
  }
  const few = wanted.size <= maxPathspecs ? [...wanted] : [];
  for await (const change of walkHistory(store, revision, few, options)) {
    if (wanted.has(change.path) && !changes.has(change.path)) {
      changes.set(change.path, change);
      if (changes.size === wanted.size) {
        break;
      }
    }
  }
  return changes;
}

/** Opens a walk over the history that goes on only as far as the questions need, and remembers what it passed. */
export function openChangeLog(
  store: HistoryStore,
  revision: string,
  options: HistoryOptions = {},
): ChangeLog {
  const newest = new Map<string, Change>();
  const walk = walkHistory(store, revision, [], options);
  let ended = false;
  return {
    async lastChanges(paths) {
      let missing = paths.filter(path => !newest.has(path)).length;
      const wanted = new Set(paths);
      while (missing > 0 && !ended) {
        const { value: change, done } = await walk.next();
        if (done) {
          ended = true;
        } else if (!newest.has(change.path)) {
          newest.set(change.path, change);
          missing -= wanted.has(change.path) ? 1 : 0;
        }
      }
      return new Map(
        paths.flatMap(path => {
          const change = newest.get(path);
          return change ? [[path, change] as const] : [];
        }),
      );
    },
    async close() {
      ended = true;
      await walk.return(undefined);
    },
  };
}

/** Changes of files, newest first; of these paths alone, where some are given. */
async function* walkHistory(
  store: HistoryStore,
  revision: string,
  paths: string[],
  options: HistoryOptions,
): AsyncGenerator<Change, undefined> {
  const boundary = await shallowBoundary(store);
  const commits = walkCommits(store, revision, {
    ...options,
    flags: [
      '--first-parent',
      `--max-count=${maxCommits}`,
      ...(store.cwd ? ['--relative'] : []),
    ],
    paths,
  });
  try {
    for await (const { parents: _, files, ...commit } of commits) {
      // Where a shallow clone was cut off, a commit looks as if it had added every file.
      if (!boundary.has(commit.revision)) {
        yield* files.map(({ path }) => ({ ...commit, path }));
      }
    }
  } catch (error) {
    // A history too long to look through is no failure: what was found holds.
    if (!(error instanceof GitError && error.reason === 'timeout')) {
      throw error;
    }
  }
  return undefined;
}

/**
 * A commit, and what it changed beside its first parent.
 *
 * @public
 */
export interface HistoryCommit extends Omit<Change, 'path'> {
  parents: string[];
  /** Names of the contents before and after; absent where the file was not there. */
  files: { path: string; before?: string; after?: string }[];
}

/** Commits that a revision contains, newest first, with all that each changed, or those paths alone. */
export async function* walkCommits(
  store: HistoryStore,
  revision: string,
  options: HistoryOptions & { flags?: string[]; paths?: string[] },
): AsyncGenerator<HistoryCommit, undefined> {
  const range = options.since ? [revision, `^${options.since}`] : [revision];
  const stream = streamGit(
    [
      'log',
      '-z',
      '--diff-merges=first-parent',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      '--ignore-submodules=none',
      ...(options.flags ?? []),
      '--format=tformat:%x01%H%x00%P%x00%ct%x00%an%x00%s%x00%b%x00',
      '--end-of-options',
      ...range,
      '--',
      ...(options.paths ?? []),
    ],
    {
      what: `Could not read the history of ${store.name}`,
      ...(store.cwd ? { cwd: store.cwd } : { gitDir: store.gitDir }),
      signal: options.signal ?? store.signal,
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      maxBytes: Number.MAX_SAFE_INTEGER,
    },
  );
  const tokens = splitNul(stream);
  const next = async () => (await tokens.next()).value as string | undefined;

  let commit: HistoryCommit | undefined;
  try {
    for (let token = await next(); token !== undefined; token = await next()) {
      const text = token.startsWith('\n') ? token.slice(1) : token;
      if (text.startsWith('\u0001')) {
        const [parents, seconds, author, subject, body] = [
          (await next()) ?? '',
          (await next()) ?? '',
          (await next()) ?? '',
          (await next()) ?? '',
          (await next()) ?? '',
        ];
        if (commit) {
          yield commit;
        }
        commit = {
          revision: text.slice(1),
          parents: parents.split(' ').filter(Boolean),
          at: new Date(Number(seconds) * 1000)
            .toISOString()
            .replace('.000Z', 'Z'),
          author,
          ...readSubject(subject, body),
          files: [],
        };
      } else if (text.startsWith(':')) {
        const [, , before, after] = text.split(' ');
        const path = (await next()) ?? '';
        commit?.files.push({
          path,
          ...(isThere(before) && { before }),
          ...(isThere(after) && { after }),
        });
      }
    }
    if (commit) {
      yield commit;
    }
  } finally {
    await tokens.return(undefined);
    await stream.return(undefined);
  }
  return undefined;
}

function isThere(oid: string): boolean {
  return !/^0+$/.test(oid);
}

/** Commits whose parents a shallow clone does not have. */
export async function shallowBoundary(
  store: HistoryStore,
): Promise<Set<string>> {
  try {
    // `shallow` is shared between the worktrees of a repository.
    const commonDir = (
      await runGit(['rev-parse', '--git-common-dir'], {
        what: `Could not open ${store.name}`,
        ...(store.cwd ? { cwd: store.cwd } : { gitDir: store.gitDir }),
        signal: store.signal,
      })
    ).replace(/\n$/, '');
    const file = nodePath.resolve(
      store.cwd ?? store.gitDir,
      commonDir,
      'shallow',
    );
    return new Set((await readFile(file, 'utf8')).split('\n').filter(Boolean));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return new Set();
    }
    throw error;
  }
}
