import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileTree, HostKind, TreeFile } from '@plumbline/gitops-reader';
import { describeAddress, RepositoryAddress } from './address';
import { localBranches } from './branches';
import { defaultMaxFileBytes, defaultMaxFiles } from './commit';
import { runGit, splitNul, streamGit } from './git';
import { GitError } from './gitError';
import { lastChanges, openChangeLog } from './history';
import { tooLarge } from './objects';
import { ChangeLog, OpenedCheckout, ReadLimits } from './types';

const skippedDirectories = new Set(['.git', 'node_modules']);

/** Of a directory without history. */
const noChanges: ChangeLog = {
  lastChanges: async () => new Map(),
  close: async () => undefined,
};

/** Turns paths of the tree into places on disk, and tells which of them lie behind a symlink. */
class Places {
  readonly #inside = new Map<string, Promise<boolean>>();

  constructor(readonly directory: string) {}

  absolute(file: string): string {
    return path.join(this.directory, file);
  }

  /** Whether no directory on the way to the file is a symlink, so that it lies in the checkout for sure. */
  isInside(file: string): Promise<boolean> {
    const parent = path.dirname(this.absolute(file));
    let inside = this.#inside.get(parent);
    if (!inside) {
      inside = realpath(parent).then(
        real => real === parent,
        () => false,
      );
      this.#inside.set(parent, inside);
    }
    return inside;
  }
}

/**
 * A repository on this machine, as its directory shows it.
 *
 * @public
 */
export interface LocalRepository {
  /** The directory, without symlinks. */
  directory: string;
  /** Absent for a directory that is under no version control. */
  git?: {
    gitDir: string;
    bare: boolean;
    /** Whether the directory is the top of the checkout, and not one below it. */
    top: boolean;
    /** Commit of HEAD; absent before the first commit. */
    head?: string;
  };
  /** From the address of `origin`, otherwise the name of the directory. */
  name: string;
  webUrl?: string;
  /** The kind of the host of `origin`, where its name tells. */
  hostKind?: HostKind;
}

/**
 * Looks at a directory: whether git knows it, what it is called, where it stands.
 *
 * @public
 */
export async function inspectDirectory(
  dir: string,
  options: { signal?: AbortSignal } = {},
): Promise<LocalRepository> {
  const directory = await checkDirectory(dir);
  const ask = async (...args: string[]) => {
    try {
      const output = await runGit(args, {
        what: `Could not open ${dir}`,
        cwd: directory,
        signal: options.signal,
      });
      return output.replace(/\n$/, '');
    } catch (error) {
      if (error instanceof GitError && !/not installed/.test(error.message)) {
        return undefined;
      }
      throw error;
    }
  };
  const plain = { directory, name: path.basename(directory) };
  // All at once: starting git is what takes the time.
  const [answer, topLevel, head, remote] = await Promise.all([
    ask('rev-parse', '--is-bare-repository', '--absolute-git-dir'),
    ask('rev-parse', '--show-toplevel'),
    ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}'),
    ask('config', '--get', 'remote.origin.url'),
  ]);
  if (answer === undefined) {
    return plain;
  }
  const [bareText, ...gitDirLines] = answer.split('\n');
  const gitDir = gitDirLines.join('\n');
  const bare = bareText === 'true';
  const root = bare ? gitDir : topLevel;
  const realRoot = root && (await realpath(root).catch(() => undefined));
  const inside =
    realRoot !== undefined &&
    (directory === realRoot ||
      directory.startsWith(realRoot.replace(/\/?$/, '/')));
  if (!inside) {
    // `core.worktree` can name any place; what it says about this directory is not to be relied on.
    return plain;
  }
  const top = directory === realRoot;
  const address: RepositoryAddress | undefined =
    top && remote ? describeAddress(remote) : undefined;
  return {
    directory,
    git: { gitDir, bare, top, head: head || undefined },
    name: address?.name ?? plain.name.replace(/(.)\.git$/, '$1'),
    webUrl: address?.webUrl,
    hostKind: address?.hostKind,
  };
}

async function checkDirectory(dir: string): Promise<string> {
  try {
    const directory = await realpath(dir);
    if (!(await stat(directory)).isDirectory()) {
      throw new GitError('invalid', `${dir} is not a directory`);
    }
    await readdir(directory);
    return directory;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new GitError('not-found', `There is no directory ${dir}`);
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new GitError('no-access', `The directory ${dir} is not readable`);
    }
    throw error;
  }
}

/** @public */
export interface OpenCheckoutOptions extends ReadLimits {
  /** Name of the repository for the facts, in place of the one that the checkout suggests. */
  repository?: string;
  /** Reads the directory for itself, even where git knows it. */
  plain?: boolean;
  signal?: AbortSignal;
}

/**
 * Opens the working files of a checkout as they are on disk: tracked ones and new ones that are not ignored. A directory
 * that git does not know is walked, without `.git` and `node_modules`. A directory below the top of a checkout is a tree
 * of its own, with paths that start there. Symlinks are listed and never followed.
 *
 * @public
 */
export async function openCheckout(
  dir: string,
  options: OpenCheckoutOptions = {},
): Promise<OpenedCheckout> {
  const inspected = await inspectDirectory(dir, options);
  const local = options.plain
    ? { ...inspected, git: undefined, webUrl: undefined, hostKind: undefined }
    : inspected;
  if (local.git?.bare) {
    throw new GitError(
      'invalid',
      `${dir} is a bare repository: it has no working files`,
    );
  }
  const closing = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, closing.signal])
    : closing.signal;
  const { directory, git } = local;
  const name = options.repository ?? local.name;
  const maxFiles = options.maxFiles ?? defaultMaxFiles;
  const places = new Places(directory);

  const tracked = git ? await listWorkingFiles(local, maxFiles, signal) : [];
  // A directory that the checkout around it ignores is looked at for itself.
  const known = tracked.length > 0;
  const names = known ? tracked : await walk(dir, directory, maxFiles, signal);
  if (names.length === 0) {
    throw new GitError(
      'invalid',
      `${dir} is empty: there are no files to read`,
    );
  }
  const revision = (known && git?.head) || 'working-tree';

  let listing: Promise<Map<string, TreeFile>> | undefined;
  const files = () => {
    listing ??= describeFiles(places, names, signal);
    return listing;
  };
  const tree: FileTree = {
    repository: name,
    revision,
    hostKind: local.hostKind,
    async list() {
      return [...(await files()).values()];
    },
    async *read(paths) {
      const all = await files();
      const maxBytes = options.maxFileBytes ?? defaultMaxFileBytes;
      // A window of reads keeps the disk busy; the consumer sets the pace.
      for (let from = 0; from < paths.length; from += 16) {
        signal.throwIfAborted();
        yield* await Promise.all(
          paths
            .slice(from, from + 16)
            .map(file =>
              readWorkingFile(places, all.get(file), file, maxBytes),
            ),
        );
      }
    },
  };
  if (git && known) {
    const store = { gitDir: git.gitDir, name, signal };
    tree.branches = () => localBranches(store, revision);
  }
  const past =
    git && revision !== 'working-tree'
      ? { gitDir: git.gitDir, cwd: directory, name, signal }
      : undefined;
  return {
    tree,
    webUrl: local.webUrl,
    lastChanges: async (paths, history) =>
      past
        ? lastChanges(past, revision, paths, { signal, ...history })
        : new Map(),
    changeLog: history =>
      past ? openChangeLog(past, revision, { signal, ...history }) : noChanges,
    async close() {
      closing.abort(new Error(`${dir} was closed`));
    },
  };
}

type Name = { path: string; submodule?: boolean };

async function listWorkingFiles(
  local: LocalRepository,
  maxFiles: number,
  signal: AbortSignal,
): Promise<Name[]> {
  const names = new Map<string, Name>();
  const what = `Could not list the files of ${local.directory}`;
  const add = (name: Name) => {
    names.set(name.path, name);
    if (names.size > maxFiles) {
      throw new GitError('too-large', `${what}: it has more than ${maxFiles}`);
    }
  };
  const git = (...args: string[]) =>
    splitNul(streamGit(args, { what, cwd: local.directory, signal }));
  for await (const entry of git('ls-files', '-z', '--stage')) {
    const tab = entry.indexOf('\t');
    add({
      path: entry.slice(tab + 1),
      submodule: entry.startsWith('160000 '),
    });
  }
  for await (const entry of git(
    'ls-files',
    '-z',
    '--others',
    '--exclude-standard',
  )) {
    // A directory: another repository inside this one.
    add(
      entry.endsWith('/')
        ? { path: entry.slice(0, -1), submodule: true }
        : { path: entry },
    );
  }
  return [...names.values()];
}

async function walk(
  dir: string,
  directory: string,
  maxFiles: number,
  signal: AbortSignal,
): Promise<Name[]> {
  const names: Name[] = [];
  const pending = [''];
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    signal.throwIfAborted();
    const entries = await readdir(path.join(directory, below), {
      withFileTypes: true,
    });
    for (const entry of entries) {
      const name = below ? `${below}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        if (!skippedDirectories.has(entry.name)) {
          pending.push(name);
        }
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        names.push({ path: name });
        if (names.length > maxFiles) {
          throw new GitError(
            'too-large',
            `${dir} has more than ${maxFiles} files`,
          );
        }
      }
    }
  }
  return names;
}

async function describeFiles(
  places: Places,
  names: Name[],
  signal: AbortSignal,
): Promise<Map<string, TreeFile>> {
  const files = new Map<string, TreeFile>();
  for (let from = 0; from < names.length; from += 64) {
    signal.throwIfAborted();
    const found = await Promise.all(
      names.slice(from, from + 64).map(name => describeFile(places, name)),
    );
    for (const file of found) {
      if (file) {
        files.set(file.path, file);
      }
    }
  }
  return files;
}

async function describeFile(
  places: Places,
  name: Name,
): Promise<TreeFile | undefined> {
  const base = { path: name.path, size: 0, digest: `name:${name.path}` };
  if (name.submodule) {
    return { ...base, type: 'submodule' };
  }
  if (!(await places.isInside(name.path))) {
    return (await exists(places.absolute(name.path)))
      ? { ...base, type: 'symlink' }
      : undefined;
  }
  try {
    const stats = await lstat(places.absolute(name.path), { bigint: true });
    if (!stats.isFile() && !stats.isSymbolicLink()) {
      return undefined;
    }
    return {
      path: name.path,
      size: Number(stats.size),
      // Of one file on one machine, content cannot change without these changing.
      digest: [
        'stat',
        stats.dev,
        stats.ino,
        stats.size,
        stats.mtimeNs,
        stats.ctimeNs,
      ].join(':'),
      type: stats.isFile() ? 'file' : 'symlink',
    };
  } catch {
    // Deleted in the working tree. A name that is not UTF-8 stays listed, so that it is said to be unreadable.
    return name.path.includes('\ufffd') ? { ...base, type: 'file' } : undefined;
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

async function readWorkingFile(
  places: Places,
  file: TreeFile | undefined,
  name: string,
  maxBytes: number,
): Promise<
  { path: string; content: Uint8Array } | { path: string; error: string }
> {
  const refuse = (error: string) => ({ path: name, error });
  if (!file) {
    return refuse('there is no such file');
  }
  if (file.type === 'symlink') {
    return refuse('it is a symlink, or behind one, which is not followed');
  }
  if (file.type === 'submodule') {
    return refuse('it is a submodule, which is another repository');
  }
  if (!(await places.isInside(name))) {
    return refuse('it is behind a symlink, which is not followed');
  }
  try {
    const handle = await open(
      places.absolute(name),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) {
        return refuse('it is not a regular file');
      }
      if (stats.size > maxBytes) {
        return refuse(tooLarge(stats.size, maxBytes));
      }
      return { path: name, content: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (name.includes('\ufffd')) {
      return refuse('its name is not valid UTF-8');
    }
    const causes: Record<string, string> = {
      ENOENT: 'it was deleted while the files were read',
      EACCES: 'it is not readable',
      ELOOP: 'it is a symlink, which is not followed',
    };
    return refuse(causes[code ?? ''] ?? `it could not be read (${code})`);
  }
}

/** One file of a directory, `undefined` when it is not there or not to be read. */
export async function readWorkingPath(
  directory: string,
  file: string,
  limits: ReadLimits,
): Promise<Uint8Array | undefined> {
  const places = new Places(await checkDirectory(directory));
  const described = await describeFile(places, { path: file });
  const maxBytes = limits.maxFileBytes ?? defaultMaxFileBytes;
  const read = await readWorkingFile(places, described, file, maxBytes);
  return 'content' in read ? read.content : undefined;
}
