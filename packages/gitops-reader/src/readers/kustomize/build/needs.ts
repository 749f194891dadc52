import { ParsedFile, ParsedRepository } from '../../reader';
import { Build } from './build';
import { KustomizationFile } from '../kustomization';

/** What can be looked up while a kustomization is built. */
export interface Lookup {
  kustomization(directory: string): KustomizationFile | undefined;
  build(directory: string): Build | undefined;
}

/**
 * All that one build looked at, so that it can be told later whether it would look the same. What was looked for and
 * not found counts as well.
 */
export class Needs {
  /** Files by path: whether there is one, and which, where it was read. */
  #files: Map<string, ParsedFile | boolean> | undefined;
  #kustomizations: Map<string, KustomizationFile | undefined> | undefined;
  #builds: Map<string, Build | undefined> | undefined;
  /** Led back to itself or was cut off, so that the outcome hangs on where it was begun. */
  circular = false;
  /** What it cost, without those that it stands on. */
  steps = 0;

  /** Paths that were looked at. */
  get files(): Iterable<string> {
    return this.#files?.keys() ?? [];
  }

  /** Directories whose kustomization was looked at. */
  get kustomizations(): Iterable<string> {
    return this.#kustomizations?.keys() ?? [];
  }

  /** Directories whose build was looked at, in order. */
  get builds(): Iterable<string> {
    return this.#builds?.keys() ?? [];
  }

  /** The repository as the build is to see it. */
  sources(repository: ParsedRepository): Sources {
    const look = (path: string) => {
      const found = fileAt(repository, path);
      (this.#files ??= new Map()).set(path, found);
      return found;
    };
    return {
      repository: repository.repository,
      revision: repository.revision,
      has: path => look(path) !== false,
      file: path => {
        const found = look(path);
        return typeof found === 'boolean' ? undefined : found;
      },
    };
  }

  kustomization(
    directory: string,
    found: KustomizationFile | undefined,
  ): KustomizationFile | undefined {
    (this.#kustomizations ??= new Map()).set(directory, found);
    return found;
  }

  build(directory: string, found: Build | undefined): Build | undefined {
    (this.#builds ??= new Map()).set(directory, found);
    return found;
  }

  /** Whether all is as it was in the read before. Builds those that this one stands on. */
  areMet(
    repository: ParsedRepository,
    changes: Changes | undefined,
    lookup: Lookup,
  ): boolean {
    return (
      !this.circular &&
      changes !== undefined &&
      (!this.#lookedAtAny(changes) || this.#looksAlike(repository, lookup)) &&
      every(
        this.#builds,
        (directory, build) => lookup.build(directory) === build,
      )
    );
  }

  #lookedAtAny({ paths, directories }: Changes): boolean {
    return (
      haveCommon(this.#files, paths) ||
      haveCommon(this.#kustomizations, directories)
    );
  }

  #looksAlike(repository: ParsedRepository, lookup: Lookup): boolean {
    return (
      every(this.#files, (path, found) => fileAt(repository, path) === found) &&
      every(
        this.#kustomizations,
        (directory, found) => lookup.kustomization(directory) === found,
      )
    );
  }
}

/** What came, went or changed since the read before. */
export interface Changes {
  paths: ReadonlySet<string>;
  /** Directories that hold such a path. */
  directories: ReadonlySet<string>;
}

function fileAt(
  { files, paths }: ParsedRepository,
  path: string,
): ParsedFile | boolean {
  return files.get(path) ?? paths.has(path);
}

/** A repository, seen through what remembers what was looked at. */
export interface Sources {
  repository: string;
  revision: string;
  has(path: string): boolean;
  file(path: string): ParsedFile | undefined;
}

function every<T>(
  map: Map<string, T> | undefined,
  test: (key: string, value: T) => boolean,
): boolean {
  for (const [key, value] of map ?? []) {
    if (!test(key, value)) {
      return false;
    }
  }
  return true;
}

/** Asks the larger one for what the smaller one holds. */
function haveCommon(
  one: ReadonlyMap<string, unknown> | undefined,
  other: ReadonlySet<string>,
): boolean {
  if (!one) {
    return false;
  }
  const [keys, among] = one.size < other.size ? [one, other] : [other, one];
  for (const key of keys.keys()) {
    if (among.has(key)) {
      return true;
    }
  }
  return false;
}
