import { createHash, randomUUID } from 'node:crypto';
import {
  access,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { Branch, HostKind } from '@plumbline/gitops-reader';
import {
  checkBranch,
  describeAddress,
  hostKindOfSource,
  isLocalPath,
  isObjectId,
  parseRemote,
} from './address';
import { otherBranches, parseRemoteBranches } from './branches';
import { openResolvedCommit, readCommittedFile, resolveCommit } from './commit';
import { GitSetting, runGit } from './git';
import { GitError, scrub } from './gitError';
import { KnownDirectories } from './knownDirectories';
import { Listings } from './listing';
import { localGitDir, localHead, openLocal, readLocalFile } from './local';
import { withLock } from './lock';
import { OpenedHistory, openHistory } from './openedHistory';
import { OpenedCheckout, ReadLimits } from './types';

/**
 * A repository to read: an address that git can fetch, or a path on this machine.
 *
 * @public
 */
export interface GitSource {
  /** Unique: the mirror is kept under it. */
  name: string;
  /** An https, ssh or file URL, `user@host:path`, or an absolute path. */
  url: string;
  /** Absent: the default branch. */
  branch?: string;
  /** Head of the branch where the caller knows it: nothing is fetched when the mirror has it. */
  revision?: string;
  webUrl?: string;
  /** The kind of the host, where the caller knows it. */
  hostKind?: HostKind;
  /** Asked right before each connection. The answer is never written to disk or to a command line. */
  credentials?: () => Promise<
    { username: string; password: string } | undefined
  >;
}

/** @public */
export interface GitMirrorsOptions extends ReadLimits {
  /** Where mirrors are kept. Created when it is needed. */
  directory: string;
  /** Longest time for one fetch. 10 minutes unless told. */
  fetchTimeoutMs?: number;
}

const head = 'refs/plumbline/head';
const remote = 'plumbline';
const brokenMark = 'plumbline-broken';
const branchesFile = 'plumbline-branches.json';
/** Said to the commands that must know that the mirror is a partial clone. */
const promisor: GitSetting[] = [
  [`remote.${remote}.promisor`, 'true'],
  [`remote.${remote}.partialclonefilter`, 'blob:none'],
];
/** Each fetch leaves a pack or two; so many are gathered into one. */
const maxPacks = 50;
/** Blobs asked for in one request. */
const maxWants = 10_000;

/**
 * Mirrors of repositories on the local disk: bare, one branch, commits and trees at once, blobs when they are read and
 * then all of them in one round trip. Repositories on this machine are read where they are.
 *
 * A remote that does not know partial clones sends everything, which works just as well.
 *
 * @public
 */
export class GitMirrors {
  readonly #options: GitMirrorsOptions;
  readonly #directory: string;
  readonly #listings = new Listings();
  readonly #directories = new KnownDirectories();

  private constructor(options: GitMirrorsOptions) {
    this.#options = options;
    this.#directory = path.resolve(options.directory);
  }

  static create(options: GitMirrorsOptions): GitMirrors {
    return new GitMirrors(options);
  }

  /**
   * The revision at the head of the branch: one `ls-remote`. For a directory without git, a mark that changes when a
   * file does.
   */
  async head(
    source: GitSource,
    options: { signal?: AbortSignal } = {},
  ): Promise<string> {
    if (isLocalPath(source.url)) {
      return localHead(source, { ...options, directories: this.#directories });
    }
    if (source.revision) {
      return source.revision;
    }
    const connection = await connect(source);
    const ref = refOf(source);
    const what = `Could not look up ${connection.url}`;
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const output = await runGit(
      ['ls-remote', '--quiet', '--end-of-options', remote, ref],
      {
        what,
        cwd: this.#directory,
        isolated: true,
        network: true,
        config: connection.config,
        signal: options.signal,
      },
    );
    for (const line of output.split('\n')) {
      const [oid, name] = line.split('\t');
      if (name === ref && isObjectId(oid)) {
        return oid;
      }
    }
    throw noBranch(what, source);
  }

  /** Opens the head of the branch, after fetching what is new. */
  async open(
    source: GitSource,
    options: { signal?: AbortSignal } = {},
  ): Promise<OpenedCheckout> {
    const { signal } = options;
    const mirror = this.#mirrorPath(source.name);
    if (isLocalPath(source.url)) {
      const opened = await openLocal(source, {
        ...this.#limits(),
        listings: this.#listings,
        directories: this.#directories,
        signal,
      });
      // Other replicas and later starts read single files by the name alone.
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await writeFile(`${mirror}.path`, source.url);
      return opened;
    }
    // Refused before anything is made on disk.
    parseRemote(source.url);
    const ref = refOf(source);
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    return withLock(`${mirror}.lock`, signal, async () => {
      await rm(`${mirror}.path`, { force: true });
      if (await this.#isUsable(mirror, signal)) {
        try {
          return await this.#update(source, ref, mirror, signal);
        } catch (error) {
          if (!(error instanceof GitError) || error.reason !== 'corrupt') {
            throw error;
          }
        }
      }
      await this.#make(source, ref, mirror, signal);
      return this.#openMirror(source, mirror, undefined, signal);
    });
  }

  /**
   * A file at a commit that was opened before, from this disk alone. `undefined` when it is not there.
   */
  async readFile(
    name: string,
    revision: string,
    file: string,
  ): Promise<Uint8Array | undefined> {
    const mirror = this.#mirrorPath(name);
    const directory = await readFile(`${mirror}.path`, 'utf8').catch(
      () => undefined,
    );
    if (directory !== undefined) {
      return readLocalFile(directory, revision, file, this.#limits());
    }
    return (await exists(mirror))
      ? readCommittedFile(
          { gitDir: mirror, name },
          revision,
          file,
          this.#limits(),
        )
      : undefined;
  }

  /**
   * The history of a source that was opened before, as this disk has it. `undefined` where there is none: a directory
   * without git, or a mirror that is not made yet.
   */
  async history(
    source: GitSource,
    options: { signal?: AbortSignal } = {},
  ): Promise<OpenedHistory | undefined> {
    const { signal } = options;
    if (isLocalPath(source.url)) {
      const gitDir = await localGitDir(source.url);
      return gitDir === undefined
        ? undefined
        : openHistory({ gitDir, name: source.name, signal });
    }
    const mirror = this.#mirrorPath(source.name);
    return (await this.#isUsable(mirror, signal))
      ? openHistory(
          { gitDir: mirror, name: source.name, signal },
          this.#missingOf(source, mirror),
        )
      : undefined;
  }

  async #update(
    source: GitSource,
    ref: string,
    mirror: string,
    signal?: AbortSignal,
  ): Promise<OpenedCheckout> {
    const known =
      source.revision !== undefined &&
      isObjectId(source.revision) &&
      (await this.#hasCommit(source.revision, mirror, signal));
    if (known) {
      return this.#openMirror(source, mirror, source.revision, signal);
    }
    await this.#fetch(source, [`+${ref}:${head}`], mirror, signal);
    await this.#noteBranches(source, mirror, signal);
    await this.#gatherPacks(mirror, signal);
    return this.#openMirror(source, mirror, undefined, signal);
  }

  /** Builds a mirror beside its place and moves it there when it is whole. */
  async #make(
    source: GitSource,
    ref: string,
    mirror: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const prefix = `${path.basename(mirror)}.new-`;
    for (const entry of await readdir(this.#directory)) {
      if (entry.startsWith(prefix)) {
        await rm(path.join(this.#directory, entry), { recursive: true });
      }
    }
    const fresh = path.join(this.#directory, `${prefix}${randomUUID()}`);
    try {
      await runGit(['init', '--quiet', '--bare', '--template=', fresh], {
        what: `Could not make a mirror of ${source.name}`,
        cwd: this.#directory,
        isolated: true,
        signal,
      });
      await this.#fetch(source, [`+${ref}:${head}`], fresh, signal);
      await this.#noteBranches(source, fresh, signal);
      await rm(mirror, { recursive: true, force: true });
      await rename(fresh, mirror);
    } catch (error) {
      await rm(fresh, { recursive: true, force: true });
      throw error;
    }
  }

  async #openMirror(
    source: GitSource,
    mirror: string,
    revision: string | undefined,
    signal?: AbortSignal,
  ): Promise<OpenedCheckout> {
    const what = { gitDir: mirror, repository: source.name, signal };
    const opened = openResolvedCommit({
      ...what,
      ...this.#limits(),
      listings: this.#listings,
      revision: revision ?? (await resolveCommit({ ...what, revision: head })),
      webUrl: source.webUrl ?? describeAddress(source.url)?.webUrl,
      hostKind: hostKindOfSource(source),
      branches: () => notedBranches(mirror),
      fetchMissing: this.#missingOf(source, mirror),
      onDamage: () => writeFile(path.join(mirror, brokenMark), ''),
    });
    // The listing shows damage while the mirror can still be made again.
    await opened.tree.list();
    return opened;
  }

  /** Brings contents that a mirror does not have, in one round trip. */
  #missingOf(
    source: GitSource,
    mirror: string,
  ): (oids: string[], signal: AbortSignal) => Promise<void> {
    return (oids, signal) =>
      withLock(`${mirror}.lock`, signal, async () => {
        for (let from = 0; from < oids.length; from += maxWants) {
          const wants = oids.slice(from, from + maxWants);
          await this.#fetch(source, wants, mirror, signal);
        }
      });
  }

  /**
   * Fetches refs, or objects by their ids. What makes the mirror a partial clone is said to `git fetch` alone and not
   * written into the mirror: to every other command a blob that is not here is just missing, and nothing is fetched one
   * by one behind our back.
   */
  async #fetch(
    source: GitSource,
    wants: string[],
    mirror: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const connection = await connect(source);
    const objects = isObjectId(wants[0]);
    const what = `Could not fetch ${connection.url}`;
    try {
      await runGit(
        [
          'fetch',
          '--quiet',
          '--no-tags',
          '--no-write-fetch-head',
          '--recurse-submodules=no',
          '--filter=blob:none',
          '--stdin',
          remote,
        ],
        {
          what,
          gitDir: mirror,
          network: true,
          config: [
            ...connection.config,
            ...promisor,
            // Asked for by id, objects come alone; what is here already has no part in it.
            ...(objects
              ? [['fetch.negotiationAlgorithm', 'noop'] satisfies GitSetting]
              : []),
          ],
          input: wants.map(want => `${want}\n`),
          timeoutMs: this.#options.fetchTimeoutMs ?? 10 * 60_000,
          signal,
        },
      );
    } catch (error) {
      if (
        error instanceof GitError &&
        /: there is no branch \S+$/.test(error.message)
      ) {
        throw noBranch(what, source);
      }
      throw error;
    }
  }

  /**
   * Keeps which branches there are beside the one that is fetched, so that they are known when the host is not reached.
   * Where it does not tell them, those that were known stay.
   */
  async #noteBranches(
    source: GitSource,
    mirror: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const connection = await connect(source);
    let output: string;
    try {
      output = await runGit(
        [
          'ls-remote',
          '--quiet',
          '--symref',
          '--end-of-options',
          remote,
          'HEAD',
          'refs/heads/*',
        ],
        {
          what: `Could not list the branches of ${connection.url}`,
          gitDir: mirror,
          network: true,
          config: connection.config,
          signal,
        },
      );
    } catch (error) {
      if (error instanceof GitError) {
        return;
      }
      throw error;
    }
    const list = parseRemoteBranches(output);
    const others = otherBranches(list, source.branch ?? list.main);
    const file = path.join(mirror, branchesFile);
    await writeFile(`${file}.new`, JSON.stringify(others));
    await rename(`${file}.new`, file);
  }

  async #isUsable(mirror: string, signal?: AbortSignal): Promise<boolean> {
    if (
      !(await exists(mirror)) ||
      (await exists(path.join(mirror, brokenMark)))
    ) {
      return false;
    }
    return this.#hasCommit(head, mirror, signal);
  }

  async #hasCommit(
    revision: string,
    gitDir: string,
    signal?: AbortSignal,
  ): Promise<boolean> {
    try {
      await resolveCommit({ gitDir, revision, repository: '', signal });
      return true;
    } catch (error) {
      if (error instanceof GitError && error.reason !== 'timeout') {
        return false;
      }
      throw error;
    }
  }

  async #gatherPacks(mirror: string, signal?: AbortSignal): Promise<void> {
    const files = await readdir(path.join(mirror, 'objects', 'pack'));
    if (files.filter(file => file.endsWith('.pack')).length > maxPacks) {
      await runGit(['repack', '-a', '-d', '-q'], {
        what: 'Could not gather the packs of a mirror',
        gitDir: mirror,
        config: [[`remote.${remote}.url`, mirror], ...promisor],
        timeoutMs: 10 * 60_000,
        signal,
      });
    }
  }

  #limits(): ReadLimits {
    const { maxFileBytes, maxFiles } = this.#options;
    return { maxFileBytes, maxFiles };
  }

  /** A readable name, made unique by its digest, and safe on every file system. */
  #mirrorPath(name: string): string {
    const readable = name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80);
    const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
    return path.join(this.#directory, `${readable}-${digest}.git`);
  }
}

function refOf(source: GitSource): string {
  return source.branch ? `refs/heads/${checkBranch(source.branch)}` : 'HEAD';
}

/** What to call the remote, and how git reaches it: all through the environment. */
async function connect(
  source: GitSource,
): Promise<{ url: string; config: GitSetting[] }> {
  const address = parseRemote(source.url);
  const config: GitSetting[] = [
    [`remote.${remote}.url`, address.url],
    ['http.lowSpeedLimit', '1'],
    ['http.lowSpeedTime', '60'],
  ];
  if (address.protocol === 'https:' || address.protocol === 'http:') {
    const own =
      address.username !== undefined
        ? { username: address.username, password: address.password ?? '' }
        : undefined;
    const credentials = own ?? (await source.credentials?.());
    if (credentials) {
      const { username, password } = credentials;
      const basic = Buffer.from(`${username}:${password}`).toString('base64');
      // For this host alone, so that a redirect carries it nowhere else.
      config.push([
        `http.${new URL(address.url).origin}/.extraHeader`,
        `Authorization: Basic ${basic}`,
      ]);
    }
  }
  return { url: scrub(address.url), config };
}

function noBranch(what: string, source: GitSource): GitError {
  return new GitError(
    'not-found',
    source.branch
      ? `${what}: there is no branch ${source.branch}`
      : `${what}: the repository has no commits yet`,
  );
}

/** Branches as they were when the mirror was last fetched; none before that. */
async function notedBranches(mirror: string): Promise<Branch[]> {
  const noted: unknown = await readFile(path.join(mirror, branchesFile), 'utf8')
    .then(text => JSON.parse(text))
    // Not there yet, or damaged: the next fetch writes it anew.
    .catch(() => []);
  return Array.isArray(noted)
    ? noted.filter(
        (branch): branch is Branch =>
          typeof branch?.name === 'string' &&
          typeof branch.revision === 'string',
      )
    : [];
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
