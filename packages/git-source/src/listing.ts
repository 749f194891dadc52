import { TreeFile } from '@plumbline/gitops-reader';
import { splitNul, streamGit } from './git';
import { GitError } from './gitError';
import { blobSizes, ObjectStore, ShortBlob, shortBlobs } from './objects';

/** Files of a commit, in the order in which git keeps them. */
interface Listing {
  revision: string;
  files: readonly TreeFile[];
  /** Contents that were read along with the sizes, by digest. */
  contents?: ReadonlyMap<string, Uint8Array>;
}

/** Changes that are looked at one by one. */
const fewChanges = 100;

/** Files in all the listings that are kept. */
const mostFiles = 300_000;

/**
 * The last listing of each repository, so that the next commit is listed by what it changes; files that it leaves alone
 * stay the same objects. It may be lost at any time.
 */
export class Listings {
  readonly #known = new Map<string, Listing>();
  readonly #mostFiles: number;

  constructor(limit: number = mostFiles) {
    this.#mostFiles = limit;
  }

  async list(
    store: ObjectStore,
    revision: string,
    maxFiles: number,
  ): Promise<readonly TreeFile[]> {
    const known = this.#known.get(store.gitDir);
    if (known?.revision === revision) {
      return known.files;
    }
    const listing = (known &&
      (await listChanges(store, known, revision, maxFiles))) ?? {
      revision,
      files: await listCommit(store, revision, maxFiles),
    };
    this.#keep(store.gitDir, listing);
    return listing.files;
  }

  /** The content of a file of the last listing, where it is known already. */
  contentOf(gitDir: string, digest: string): Uint8Array | undefined {
    return this.#known.get(gitDir)?.contents?.get(digest);
  }

  /** Lets go of contents: whoever wanted them has them. */
  forgetContents(gitDir: string): void {
    const known = this.#known.get(gitDir);
    if (known) {
      delete known.contents;
    }
  }

  #keep(gitDir: string, listing: Listing): void {
    this.#known.delete(gitDir);
    this.#known.set(gitDir, listing);
    let total = 0;
    for (const { files } of this.#known.values()) {
      total += files.length;
    }
    for (const [oldest, { files }] of this.#known) {
      if (total <= this.#mostFiles) {
        break;
      }
      this.#known.delete(oldest);
      total -= files.length;
    }
  }
}

/**
 * Files of a commit. Their sizes come from the object store and not from `ls-tree -l`, which gives up at the first blob
 * that a partial mirror does not have yet; the size of such a file is -1.
 */
export async function listCommit(
  store: ObjectStore,
  revision: string,
  maxFiles: number,
): Promise<TreeFile[]> {
  const what = `Could not list the files of ${store.name}`;
  const files: TreeFile[] = [];
  const stream = streamGit(
    ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', revision],
    { what, gitDir: store.gitDir, signal: store.signal },
  );
  for await (const entry of splitNul(stream)) {
    const tab = entry.indexOf('\t');
    const [mode, , oid] = entry.slice(0, tab).split(' ');
    if (tab < 0 || !oid) {
      throw new GitError('corrupt', `${what}: git printed an unreadable entry`);
    }
    files.push(fileOf(entry.slice(tab + 1), mode, oid));
    checkCount(files.length, maxFiles, what);
  }
  await fillSizes(store, files);
  return files;
}

/** Files of a commit, told from those of another one; undefined when git cannot compare the two. */
async function listChanges(
  store: ObjectStore,
  before: Listing,
  revision: string,
  maxFiles: number,
): Promise<Listing | undefined> {
  const what = `Could not list the files of ${store.name}`;
  let changed: Map<string, TreeFile | undefined>;
  let blobs: Map<string, ShortBlob>;
  try {
    const compared = compare(store, before.revision, revision, what);
    [changed, blobs] = await Promise.all([
      compared,
      shortBlobs(
        store,
        compared.then(found =>
          found.size <= fewChanges ? blobsOf(found) : [],
        ),
      ),
    ]);
  } catch (error) {
    // The commit of before may be gone from a mirror that was made anew.
    if (error instanceof GitError && error.reason !== 'timeout') {
      return undefined;
    }
    throw error;
  }
  if (changed.size === 0) {
    return { revision, files: before.files };
  }
  await fillSizes(
    store,
    [...changed.values()].filter(file => file !== undefined),
    blobs,
  );
  const files: TreeFile[] = [];
  for (const file of before.files) {
    if (changed.has(file.path)) {
      const now = changed.get(file.path);
      if (now) {
        files.push(now);
      }
      changed.delete(file.path);
    } else {
      files.push(file);
    }
  }
  const added = [...changed.values()].filter(file => file !== undefined);
  checkCount(files.length + added.length, maxFiles, what);
  const contents = new Map<string, Uint8Array>();
  for (const [digest, { content }] of blobs) {
    if (content) {
      contents.set(digest, content);
    }
  }
  return {
    revision,
    files: added.length > 0 ? merged(files, added.sort(byPath)) : files,
    contents,
  };
}

function blobsOf(changed: ReadonlyMap<string, TreeFile | undefined>): string[] {
  return [...changed.values()].flatMap(file =>
    file && file.type !== 'submodule' ? [file.digest] : [],
  );
}

/** Files of a commit that are not those of another one; undefined for those that are gone. */
async function compare(
  store: ObjectStore,
  before: string,
  revision: string,
  what: string,
): Promise<Map<string, TreeFile | undefined>> {
  const changed = new Map<string, TreeFile | undefined>();
  const tokens = splitNul(
    streamGit(
      [
        'diff-tree',
        '-r',
        '-z',
        '--no-renames',
        '--full-index',
        '--end-of-options',
        before,
        revision,
      ],
      { what, gitDir: store.gitDir, signal: store.signal },
    ),
  );
  for (;;) {
    const entry = await tokens.next();
    const path = await tokens.next();
    if (entry.done || path.done) {
      return changed;
    }
    // `:<mode> <mode> <object> <object> <status>`
    const [, mode, , oid, status] = entry.value.slice(1).split(' ');
    changed.set(
      path.value,
      status === 'D' ? undefined : fileOf(path.value, mode, oid),
    );
  }
}

/** Two sorted lists as one. */
function merged(files: TreeFile[], added: TreeFile[]): TreeFile[] {
  const all: TreeFile[] = [];
  let next = 0;
  for (const file of files) {
    while (next < added.length && byPath(added[next], file) < 0) {
      all.push(added[next++]);
    }
    all.push(file);
  }
  return [...all, ...added.slice(next)];
}

/** In the order of git: by bytes. */
function byPath(one: TreeFile, other: TreeFile): number {
  return Buffer.compare(Buffer.from(one.path), Buffer.from(other.path));
}

function fileOf(path: string, mode: string, oid: string): TreeFile {
  let type: TreeFile['type'] = 'file';
  if (mode === '160000') {
    type = 'submodule';
  } else if (mode === '120000') {
    type = 'symlink';
  }
  return { path, size: 0, digest: oid, type };
}

function checkCount(count: number, maxFiles: number, what: string): void {
  if (count > maxFiles) {
    throw new GitError('too-large', `${what}: it has more than ${maxFiles}`);
  }
}

async function fillSizes(
  store: ObjectStore,
  files: readonly TreeFile[],
  known: ReadonlyMap<string, ShortBlob> = new Map(),
): Promise<void> {
  const blobs = files.filter(file => file.type !== 'submodule');
  const sizes = await blobSizes(
    store,
    blobs.map(file => file.digest).filter(digest => !known.has(digest)),
  );
  for (const file of blobs) {
    file.size = known.get(file.digest)?.size ?? sizes.get(file.digest) ?? -1;
  }
}
