import { Branch, FileTree, HostKind, TreeFile } from '@plumbline/gitops-reader';
import { isObjectId } from './address';
import { localBranches } from './branches';
import { runGit } from './git';
import { GitError } from './gitError';
import { lastChanges, openChangeLog } from './history';
import { listCommit, Listings } from './listing';
import { blobSizes, ObjectStore, readBlobs, tooLarge } from './objects';
import { OpenedCheckout, ReadLimits } from './types';

export const defaultMaxFileBytes = 16 * 1024 * 1024;
export const defaultMaxFiles = 1_000_000;

/** @public */
export interface OpenCommitOptions extends ReadLimits {
  /** The `.git` directory of a checkout, or a bare repository. */
  gitDir: string;
  /** A commit, branch or tag. */
  revision: string;
  /** Name of the repository for the facts. */
  repository: string;
  webUrl?: string;
  /** The kind of its host, where that is known. */
  hostKind?: HostKind;
  signal?: AbortSignal;
}

/**
 * Opens a commit of a repository on this machine: its files come from the object store, whatever the working tree holds.
 *
 * @public
 */
export async function openCommit(
  options: OpenCommitOptions,
): Promise<OpenedCheckout> {
  const revision = await resolveCommit(options);
  const { gitDir, repository: name, revision: asked } = options;
  return openResolvedCommit({
    ...options,
    revision,
    branches: signal =>
      localBranches({ gitDir, name, signal }, revision, branchNamed(asked)),
  });
}

/** The branch that a name may be of. */
function branchNamed(revision: string): string | undefined {
  return revision === 'HEAD' || isObjectId(revision)
    ? undefined
    : revision.replace(/^(refs\/heads\/|(refs\/remotes\/)?origin\/)/, '');
}

/** The commit behind a name. */
export async function resolveCommit(options: {
  gitDir: string;
  revision: string;
  repository: string;
  signal?: AbortSignal;
}): Promise<string> {
  const output = await runGit(
    [
      'rev-parse',
      '--verify',
      '--end-of-options',
      `${options.revision}^{commit}`,
    ],
    {
      what: `Could not find the commit ${options.revision} in ${options.repository}`,
      gitDir: options.gitDir,
      signal: options.signal,
    },
  );
  // Old versions of git print the option itself, too.
  return output.trim().split('\n').pop() ?? '';
}

/** As `openCommit`, for a mirror: `fetchMissing` brings blobs that are not here, in one round trip. */
export function openResolvedCommit(
  options: OpenCommitOptions & {
    fetchMissing?: (oids: string[], signal: AbortSignal) => Promise<void>;
    /** Listings of earlier commits, and of this one from now on. */
    listings?: Listings;
    /** Branches beside the one that is read. */
    branches?: (signal: AbortSignal) => Promise<Branch[]>;
    /** Called when the object store turns out to be damaged. */
    onDamage?: () => Promise<void>;
  },
): OpenedCheckout {
  const { repository, revision } = options;
  const closing = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, closing.signal])
    : closing.signal;
  const store: ObjectStore = {
    gitDir: options.gitDir,
    name: repository,
    signal,
  };
  let listing: Promise<readonly TreeFile[]> | undefined;
  const files = () => {
    const maxFiles = options.maxFiles ?? defaultMaxFiles;
    listing ??=
      options.listings?.list(store, revision, maxFiles) ??
      listCommit(store, revision, maxFiles);
    return listing;
  };

  const tree: FileTree = {
    repository,
    revision,
    hostKind: options.hostKind,
    async list() {
      return [...(await files())];
    },
    async *read(paths) {
      const asked = new Set(paths);
      const known = new Map<string, TreeFile>();
      for (const file of await files()) {
        if (asked.has(file.path)) {
          known.set(file.path, file);
        }
      }
      const maxBytes = options.maxFileBytes ?? defaultMaxFileBytes;
      const readable: TreeFile[] = [];
      for (const path of paths) {
        const file = known.get(path);
        if (file?.type === 'file') {
          readable.push(file);
        } else {
          yield { path, error: whyNoFile(file) };
        }
      }

      const missing = new Set(
        readable.filter(file => file.size < 0).map(file => file.digest),
      );
      let sizes = new Map<string, number>();
      if (missing.size > 0) {
        sizes = await blobSizes(store, missing);
        const absent = [...missing].filter(oid => !sizes.has(oid));
        if (absent.length > 0 && options.fetchMissing) {
          await options.fetchMissing(absent, signal);
          sizes = await blobSizes(store, missing);
        }
      }

      const wanted: TreeFile[] = [];
      for (const file of readable) {
        const size = file.size >= 0 ? file.size : sizes.get(file.digest);
        if (size === undefined) {
          yield {
            path: file.path,
            error: 'its content is missing in the repository',
          };
        } else if (size > maxBytes) {
          yield { path: file.path, error: tooLarge(size, maxBytes) };
        } else {
          wanted.push(file);
        }
      }
      const rest: TreeFile[] = [];
      for (const file of wanted) {
        const content = options.listings?.contentOf(store.gitDir, file.digest);
        if (content) {
          yield { path: file.path, content };
        } else {
          rest.push(file);
        }
      }
      let index = 0;
      try {
        for await (const content of readBlobs(
          store,
          rest.map(file => file.digest),
        )) {
          const { path } = rest[index++];
          yield content
            ? { path, content }
            : { path, error: 'its content is missing in the repository' };
        }
      } catch (error) {
        if (error instanceof GitError && error.reason === 'corrupt') {
          await options.onDamage?.();
        }
        throw error;
      }
    },
  };

  const { branches } = options;
  if (branches) {
    tree.branches = () => branches(signal);
  }

  return {
    tree,
    webUrl: options.webUrl,
    lastChanges: (paths, history) =>
      lastChanges(store, revision, paths, { signal, ...history }),
    changeLog: history =>
      openChangeLog(store, revision, { signal, ...history }),
    async close() {
      options.listings?.forgetContents(store.gitDir);
      closing.abort(new Error(`${repository} was closed`));
    },
  };
}

function whyNoFile(file: TreeFile | undefined): string {
  if (!file) {
    return 'there is no such file';
  }
  return file.type === 'symlink'
    ? 'it is a symlink, which is not followed'
    : 'it is a submodule, which is another repository';
}

/** One regular file of a commit, `undefined` when commit, path or content are not here. */
export async function readCommittedFile(
  store: ObjectStore,
  revision: string,
  path: string,
  limits: ReadLimits,
): Promise<Uint8Array | undefined> {
  if (!isObjectId(revision) || !isTreePath(path)) {
    return undefined;
  }
  const what = `Could not read ${path} of ${store.name}`;
  let entry: string;
  try {
    entry = await runGit(
      ['ls-tree', '-z', '--full-tree', '--end-of-options', revision, path],
      { what, gitDir: store.gitDir, signal: store.signal },
    );
  } catch (error) {
    if (error instanceof GitError && error.reason !== 'timeout') {
      return undefined;
    }
    throw error;
  }
  const match = /^100\d{3} blob ([0-9a-f]+)\t([^\0]*)\0$/.exec(entry);
  if (!match || match[2] !== path) {
    return undefined;
  }
  const size = (await blobSizes(store, [match[1]])).get(match[1]);
  if (size === undefined) {
    return undefined;
  }
  const maxBytes = limits.maxFileBytes ?? defaultMaxFileBytes;
  if (size > maxBytes) {
    throw new GitError('too-large', `${what}: ${tooLarge(size, maxBytes)}`);
  }
  for await (const content of readBlobs(store, [match[1]])) {
    return content;
  }
  return undefined;
}

/** Whether a text is a path as trees have them: relative, without `.` and `..`. */
export function isTreePath(path: string): boolean {
  return (
    path.length > 0 &&
    !path.includes('\0') &&
    path.split('/').every(part => part !== '' && part !== '.' && part !== '..')
  );
}
