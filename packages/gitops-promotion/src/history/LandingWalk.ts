import { PinnedCommit } from '../types';
import { baseName } from './baseName';

type File = PinnedCommit['files'][number];

/**
 * A commit of the branch's own line that changed files which are followed.
 *
 * @public
 */
export interface Landing {
  commit: PinnedCommit;
  files: (PinnedCommit['files'][number] & {
    /** Who wrote it: of a merged change, the commit that was merged. */
    by: PinnedCommit;
  })[];
}

/**
 * Follows the branch's own line (first parents) through all commits, newest first: only what lands there is deployed.
 * The author of what a merge brings is the commit on the other side that left the file the same way.
 *
 * @public
 */
export class LandingWalk {
  readonly #names: ReadonlySet<string>;
  readonly #boundary: ReadonlySet<string>;
  #next: string | undefined;
  #landings: Landing[] = [];
  readonly #unattributed = new Map<string, Landing['files']>();
  /** The last commit of the line that was passed. */
  last: string | undefined;
  /** The line goes on, but not here: the clone is shallow. */
  cutOff = false;

  constructor(options: {
    from: string;
    /** Files to follow. One that is moved mostly keeps its name: all of these names are looked at. */
    paths: Iterable<string>;
    boundary: ReadonlySet<string>;
  }) {
    this.#next = options.from;
    this.#names = new Set([...options.paths].map(baseName));
    this.#boundary = options.boundary;
  }

  take(commit: PinnedCommit): void {
    if (commit.revision !== this.#next) {
      this.#attribute(commit);
      return;
    }
    this.last = commit.revision;
    this.#next = commit.parents[0];
    if (this.#boundary.has(commit.revision)) {
      // It looks as if it had added every file.
      this.cutOff = true;
      this.#next = undefined;
      return;
    }
    const files = commit.files
      .filter(({ path }) => this.#names.has(baseName(path)))
      .map(file => ({ ...file, by: commit }));
    if (files.length === 0) {
      return;
    }
    this.#landings.push({ commit, files });
    if (commit.parents.length > 1) {
      for (const file of files) {
        const key = keyOf(file);
        this.#unattributed.set(key, [
          ...(this.#unattributed.get(key) ?? []),
          file,
        ]);
      }
    }
  }

  /** What landed since it was asked last, newest first. */
  drain(): Landing[] {
    const landings = this.#landings;
    this.#landings = [];
    this.#unattributed.clear();
    return landings;
  }

  #attribute(commit: PinnedCommit): void {
    if (this.#unattributed.size === 0) {
      return;
    }
    for (const file of commit.files) {
      const key = keyOf(file);
      this.#unattributed.get(key)?.forEach(landed => {
        landed.by = commit;
      });
      this.#unattributed.delete(key);
    }
  }
}

function keyOf({ path, after = '' }: File): string {
  return `${path}\0${after}`;
}
