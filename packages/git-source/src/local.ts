import { createHash } from 'node:crypto';
import { HostKind } from '@plumbline/gitops-reader';
import { checkBranch, hostKindOfSource, isObjectId } from './address';
import { localBranches } from './branches';
import {
  inspectDirectory,
  LocalRepository,
  openCheckout,
  readWorkingPath,
} from './checkout';
import {
  isTreePath,
  openResolvedCommit,
  readCommittedFile,
  resolveCommit,
} from './commit';
import { GitError } from './gitError';
import { KnownDirectories } from './knownDirectories';
import { Listings } from './listing';
import { OpenedCheckout, ReadLimits } from './types';

interface LocalSource {
  name: string;
  /** An absolute path. */
  url: string;
  branch?: string;
  webUrl?: string;
  hostKind?: HostKind;
}

type LocalOptions = ReadLimits & {
  directories: KnownDirectories;
  listings?: Listings;
  signal?: AbortSignal;
};

/**
 * Sources that are paths on this machine. A repository, bare or not, is read in place at the head of its branch,
 * whatever its working tree holds; any other directory, as its files are.
 */
function isRepository(
  local: LocalRepository,
): local is LocalRepository & { git: { gitDir: string } } {
  return local.git?.top === true;
}

async function headCommit(
  source: LocalSource,
  local: LocalRepository,
  signal?: AbortSignal,
): Promise<string> {
  if (!source.branch) {
    if (!local.git?.head) {
      throw new GitError(
        'not-found',
        `Could not open ${source.url}: the repository has no commits yet`,
      );
    }
    return local.git.head;
  }
  const branch = checkBranch(source.branch);
  for (const place of ['refs/heads', 'refs/remotes/origin']) {
    try {
      return await resolveCommit({
        gitDir: local.git?.gitDir ?? '',
        revision: `${place}/${branch}`,
        repository: source.name,
        signal,
      });
    } catch (error) {
      if (!(error instanceof GitError) || error.reason === 'timeout') {
        throw error;
      }
    }
  }
  throw new GitError(
    'not-found',
    `Could not open ${source.url}: there is no branch ${branch}`,
  );
}

export async function localHead(
  source: LocalSource,
  options: LocalOptions,
): Promise<string> {
  const local = await options.directories.inspect(source.url, options);
  if (isRepository(local)) {
    return headCommit(source, local, options.signal);
  }
  const { tree, close } = await openCheckout(source.url, {
    ...options,
    plain: true,
  });
  const files = await tree.list();
  await close();
  const marks = files.map(file => `${file.digest} ${file.path}`).sort();
  const digest = createHash('sha1').update(marks.join('\0')).digest('hex');
  return `working-tree:${digest}`;
}

export async function openLocal(
  source: LocalSource,
  options: LocalOptions,
): Promise<OpenedCheckout> {
  const local = await options.directories.inspect(source.url, options);
  if (!isRepository(local)) {
    return openCheckout(source.url, {
      ...options,
      repository: source.name,
      plain: true,
    });
  }
  const { gitDir } = local.git;
  const { name, branch } = source;
  const revision = await headCommit(source, local, options.signal);
  return openResolvedCommit({
    ...options,
    gitDir,
    repository: name,
    revision,
    branches: signal =>
      localBranches({ gitDir, name, signal }, revision, branch),
    webUrl: source.webUrl ?? local.webUrl,
    hostKind: hostKindOfSource(source) ?? local.hostKind,
  });
}

export async function readLocalFile(
  directory: string,
  revision: string,
  file: string,
  limits: ReadLimits,
): Promise<Uint8Array | undefined> {
  if (!isTreePath(file)) {
    return undefined;
  }
  if (!isObjectId(revision)) {
    return revision.startsWith('working-tree')
      ? readWorkingPath(directory, file, limits)
      : undefined;
  }
  const { git, name } = await inspectDirectory(directory);
  return git?.top
    ? readCommittedFile({ gitDir: git.gitDir, name }, revision, file, limits)
    : undefined;
}

/** Where git keeps what it knows of a directory; undefined for one that is no repository of its own. */
export async function localGitDir(
  directory: string,
): Promise<string | undefined> {
  const { git } = await inspectDirectory(directory);
  return git?.top ? git.gitDir : undefined;
}
