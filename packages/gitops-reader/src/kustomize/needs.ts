import { ParsedFile, ParsedRepository } from '../reader';
import { Build } from './build';
import { directoryOf } from '../treePaths';
import { KustomizationFile, kustomizationPaths } from './kustomization';

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
  readonly #files = new Map<string, ParsedFile | undefined>();
  readonly #paths = new Map<string, boolean>();
  readonly #kustomizations = new Map<string, KustomizationFile | undefined>();
  readonly #builds = new Map<string, Build | undefined>();
  /** Led back to itself or was cut off, so that the outcome hangs on where it was begun. */
  circular = false;
  /** What it cost, without those that it stands on. */
  steps = 0;

  /** The repository as the build is to see it. */
  sources(repository: ParsedRepository): Sources {
    return {
      repository: repository.repository,
      revision: repository.revision,
      has: path => remember(this.#paths, path, repository.paths.has(path)),
      file: path => remember(this.#files, path, repository.files.get(path)),
    };
  }

  kustomization(
    directory: string,
    found: KustomizationFile | undefined,
  ): KustomizationFile | undefined {
    return remember(this.#kustomizations, directory, found);
  }

  build(directory: string, found: Build | undefined): Build | undefined {
    return remember(this.#builds, directory, found);
  }

  /** Whether all is as it was in the read before. Builds those that this one stands on. */
  areMet(repository: ParsedRepository, lookup: Lookup): boolean {
    const { changed } = repository;
    return (
      !this.circular &&
      changed !== undefined &&
      (!this.#lookedAtAny(changed) || this.#looksAlike(repository, lookup)) &&
      every(
        this.#builds,
        (directory, build) => lookup.build(directory) === build,
      )
    );
  }

  #lookedAtAny(changed: ReadonlySet<string>): boolean {
    const { size } = changed;
    if (size < this.#files.size + this.#paths.size) {
      for (const path of changed) {
        if (
          this.#files.has(path) ||
          this.#paths.has(path) ||
          this.#kustomizations.has(directoryOf(path))
        ) {
          return true;
        }
      }
      return false;
    }
    return (
      [...this.#files.keys()].some(path => changed.has(path)) ||
      [...this.#paths.keys()].some(path => changed.has(path)) ||
      [...this.#kustomizations.keys()].some(directory =>
        kustomizationPaths(directory).some(path => changed.has(path)),
      )
    );
  }

  #looksAlike(repository: ParsedRepository, lookup: Lookup): boolean {
    return (
      every(this.#files, (path, file) => repository.files.get(path) === file) &&
      every(this.#paths, (path, is) => repository.paths.has(path) === is) &&
      every(
        this.#kustomizations,
        (directory, found) => lookup.kustomization(directory) === found,
      )
    );
  }
}

/** A repository, seen through what remembers what was looked at. */
export interface Sources {
  repository: string;
  revision: string;
  has(path: string): boolean;
  file(path: string): ParsedFile | undefined;
}

function remember<T>(known: Map<string, T>, key: string, value: T): T {
  known.set(key, value);
  return value;
}

function every<T>(
  map: Map<string, T>,
  test: (key: string, value: T) => boolean,
): boolean {
  for (const [key, value] of map) {
    if (!test(key, value)) {
      return false;
    }
  }
  return true;
}
