import { Branch, classifyEnvironment } from '@plumbline/gitops-reader';
import { isObjectId } from './address';
import { runGit } from './git';
import { GitError } from './gitError';
import { shallowBoundary } from './history';
import { ObjectStore } from './objects';

/** Branches that are told of one repository: those with the shortest names, which live longest. */
const maxBranches = 500;
/** Branches whose age and distance are looked at: those that are called by an environment. */
const maxDescribed = 10;
/** How long git may count the commits that two branches do not share. */
const countTimeoutMs = 10_000;

/** Names of the branch that a repository is read at, where nothing else tells. */
const usual = ['main', 'master', 'trunk'];

/** Branches as some place lists them, by name: the commit at the head of each. */
export interface BranchList {
  heads: Map<string, string>;
  /** What the repository is read at unless told otherwise. */
  main?: string;
}

/**
 * The branches of a repository on this machine, without the one that is read and the main one, to which that is mostly
 * meant to come. As `origin` has them, where it is a clone. Where nothing tells which of them is read, there are none.
 *
 * @param branch - that is read; absent: what is checked out
 */
export async function localBranches(
  store: ObjectStore,
  revision: string,
  branch?: string,
): Promise<Branch[]> {
  const output = await runGit(
    [
      'for-each-ref',
      '--format=%(HEAD)%09%(objectname)%09%(refname)%09%(symref)',
      'refs/heads',
      'refs/remotes/origin',
    ],
    {
      what: `Could not list the branches of ${store.name}`,
      gitDir: store.gitDir,
      signal: store.signal,
      maxBytes: 256 * 1024 * 1024,
    },
  );
  const heads = new Map<string, string>();
  let read = branch;
  let main: string | undefined;
  for (const line of output.split('\n')) {
    const [head, oid, ref = '', symref = ''] = line.split('\t');
    const name = nameOf(ref);
    if (ref === 'refs/remotes/origin/HEAD') {
      main = nameOf(symref);
    } else if (name !== undefined && isObjectId(oid)) {
      heads.set(name, oid);
      read ??= head === '*' ? name : undefined;
    }
  }
  if (read === undefined && main === undefined) {
    return [];
  }
  const others = otherBranches({ heads, main }, read);
  return describe(store, revision, others);
}

/** All branches but the one that is read and the main one. */
export function otherBranches(
  { heads, main = usual.find(name => heads.has(name)) }: BranchList,
  read: string | undefined,
): Branch[] {
  return [...heads]
    .filter(([name]) => name !== read && name !== main)
    .sort(([a], [b]) => depth(a) - depth(b) || a.length - b.length)
    .slice(0, maxBranches)
    .map(([name, revision]) => ({ name, revision }));
}

/** What `ls-remote --symref` prints. */
export function parseRemoteBranches(output: string): BranchList {
  const list: BranchList = { heads: new Map() };
  for (const line of output.split('\n')) {
    const [what, ref = ''] = line.split('\t');
    const name = nameOf(ref);
    if (name !== undefined && isObjectId(what)) {
      list.heads.set(name, what);
    } else if (ref === 'HEAD' && what.startsWith('ref: ')) {
      list.main = nameOf(what.slice('ref: '.length));
    }
  }
  return list;
}

function nameOf(ref: string): string | undefined {
  return /^refs\/(?:heads|remotes\/origin)\/(.+)$/s.exec(ref)?.[1];
}

function depth(name: string): number {
  return name.split('/').length;
}

/** Adds when branches of environments changed, and how far they are from what is read. */
async function describe(
  store: ObjectStore,
  revision: string,
  branches: Branch[],
): Promise<Branch[]> {
  const chosen = new Set(
    branches
      .filter(({ name }) =>
        classifyEnvironment(name.slice(name.lastIndexOf('/') + 1)),
      )
      .slice(0, maxDescribed),
  );
  if (chosen.size === 0) {
    return branches;
  }
  const { size: cuts } = await shallowBoundary(store);
  return Promise.all(
    branches.map(async branch =>
      chosen.has(branch)
        ? {
            ...branch,
            ...(await ageOf(store, branch)),
            // Where the history is cut off, every branch looks far away.
            ...(cuts === 0 ? await distanceOf(store, revision, branch) : {}),
          }
        : branch,
    ),
  );
}

async function ageOf(
  store: ObjectStore,
  { revision }: Branch,
): Promise<Pick<Branch, 'at'>> {
  const at = await ask(store, [
    'log',
    '--no-walk',
    '--format=%cI',
    '--end-of-options',
    revision,
  ]);
  return at ? { at } : {};
}

async function distanceOf(
  store: ObjectStore,
  revision: string,
  branch: Branch,
): Promise<Pick<Branch, 'ahead' | 'behind'>> {
  if (!isObjectId(revision)) {
    return {};
  }
  const counted = await ask(store, [
    'rev-list',
    '--left-right',
    '--count',
    '--end-of-options',
    `${revision}...${branch.revision}`,
  ]);
  const [, behind, ahead] = /^(\d+)\t(\d+)$/.exec(counted ?? '') ?? [];
  return ahead === undefined
    ? {}
    : { ahead: Number(ahead), behind: Number(behind) };
}

/** What git prints, unless it cannot tell or takes too long. */
async function ask(
  { gitDir, name, signal }: ObjectStore,
  args: string[],
): Promise<string | undefined> {
  try {
    const output = await runGit(args, {
      what: `Could not look at a branch of ${name}`,
      gitDir,
      signal,
      timeoutMs: countTimeoutMs,
    });
    return output.trim();
  } catch (error) {
    if (error instanceof GitError) {
      return undefined;
    }
    throw error;
  }
}
