/**
 * One file of a tree.
 *
 * @public
 */
export interface TreeFile {
  /** Path from the root of the tree, with `/` between segments, never starting with one. */
  path: string;
  /** Size in bytes, as the tree lists it (a symlink's is that of its target's name). */
  size: number;
  /** Identifies the content: equal digests mean equal bytes. A git blob id where there is one. */
  digest: string;
  /** A symlink is never followed; a submodule is another repository. */
  type: 'file' | 'symlink' | 'submodule';
}

/**
 * A branch of a repository.
 *
 * @public
 */
export interface Branch {
  name: string;
  /** The commit at its head. */
  revision: string;
  /** When its head was committed, where the source knows. RFC 3339. */
  at?: string;
  /** Commits that it has and the branch that is read has not, and the other way round, where that was counted. */
  ahead?: number;
  behind?: number;
}

/**
 * Kinds of hosts that read files of a repository, each in its own way.
 *
 * @public
 */
export type HostKind = 'github' | 'gitlab';

/**
 * The files of a repository at one commit. Readers see nothing else of the world.
 *
 * @public
 */
export interface FileTree {
  /** Name of the repository, `owner/name` where the host has owners. */
  readonly repository: string;
  /** The commit, 40 hex digits; `'working-tree'` for files that no commit holds. */
  readonly revision: string;
  /** The kind of its host, where its address tells. */
  readonly hostKind?: HostKind;
  /** Every file, in any order. */
  list(): Promise<TreeFile[]>;
  /**
   * Contents of the given paths, in any order, as they become available. A path that
   * cannot be read is yielded with `error` and harms no other.
   */
  read(
    paths: string[],
  ): AsyncIterable<
    { path: string; content: Uint8Array } | { path: string; error: string }
  >;
  /** The other branches, where the source knows them. */
  branches?(): Promise<Branch[]>;
}
