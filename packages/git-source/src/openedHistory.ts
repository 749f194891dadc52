import { runGit } from './git';
import { GitError } from './gitError';
import { HistoryCommit, shallowBoundary, walkCommits } from './history';
import { blobSizes, ObjectStore, readBlobs } from './objects';

/**
 * The history of a repository that was opened before, from this disk; contents that are not here are fetched.
 *
 * @public
 */
export interface OpenedHistory {
  /** Commits whose parents are not here, because the clone is shallow. */
  boundary: ReadonlySet<string>;
  /** All commits that a revision contains and `since` does not, newest first. */
  commits(
    revision: string,
    options?: { since?: string; timeoutMs?: number },
  ): AsyncGenerator<HistoryCommit, undefined>;
  /**
   * Texts by the names of their contents, in the order asked for, each once; those that are too large, or that nobody has,
   * are left out.
   */
  contents(oids: Iterable<string>): AsyncIterable<[oid: string, text: string]>;
  /** Whether the one commit contains the other. `undefined`: one of the two is not here. */
  contains(revision: string, other: string): Promise<boolean | undefined>;
  close(): Promise<void>;
}

/** Larger contents are generated: no line of theirs is followed. */
const maxContentBytes = 1024 * 1024;

export async function openHistory(
  store: ObjectStore,
  fetchMissing?: (oids: string[], signal: AbortSignal) => Promise<void>,
): Promise<OpenedHistory> {
  const closing = new AbortController();
  const signal = store.signal
    ? AbortSignal.any([store.signal, closing.signal])
    : closing.signal;
  const open = { ...store, signal };
  return {
    boundary: await shallowBoundary(open),
    commits: (revision, options = {}) => walkCommits(open, revision, options),
    async *contents(oids) {
      const wanted = [...new Set(oids)];
      let sizes = await blobSizes(open, wanted);
      const missing = wanted.filter(oid => !sizes.has(oid));
      if (missing.length > 0 && fetchMissing) {
        await fetchMissing(missing, signal);
        sizes = await blobSizes(open, wanted);
      }
      const readable = wanted.filter(
        oid => (sizes.get(oid) ?? Infinity) <= maxContentBytes,
      );
      let at = 0;
      for await (const content of readBlobs(open, readable)) {
        if (content) {
          yield [readable[at], new TextDecoder().decode(content)];
        }
        at += 1;
      }
    },
    async contains(revision, other) {
      for (const commit of new Set([revision, other])) {
        if (!(await hasCommit(open, commit))) {
          return undefined;
        }
      }
      if (revision === other) {
        return true;
      }
      const missing = await runGit(
        [
          'rev-list',
          '--max-count=1',
          '--end-of-options',
          other,
          `^${revision}`,
        ],
        {
          what: `Could not compare two commits of ${store.name}`,
          gitDir: store.gitDir,
          signal,
        },
      );
      return missing.trim() === '';
    },
    async close() {
      closing.abort(new Error(`The history of ${store.name} was closed`));
    },
  };
}

async function hasCommit(
  store: ObjectStore,
  revision: string,
): Promise<boolean> {
  try {
    await runGit(['cat-file', '-e', `${revision}^{commit}`], {
      what: `Could not find a commit of ${store.name}`,
      gitDir: store.gitDir,
      signal: store.signal,
    });
    return true;
  } catch (error) {
    if (error instanceof GitError && error.reason !== 'timeout') {
      return false;
    }
    throw error;
  }
}
