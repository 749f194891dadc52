import { baseName, directoryOf, pathIn } from '../../files/treePaths';

/** What stands in one directory: names of directories, with the names in them, and names of files. */
export interface Entries {
  directories: ReadonlyMap<string, ReadonlySet<string>>;
  files: ReadonlySet<string>;
}

interface Entered extends Entries {
  directories: Map<string, Set<string>>;
  files: Set<string>;
}

/** Most directories hold no others. */
const none: Map<string, Set<string>> = new Map();

/** The directories that a list of paths makes. */
export class Directories {
  readonly #entries = new Map<string, Entered>();
  /** How many directories are called so. */
  readonly #counts = new Map<string, number>();

  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      this.#enter(path);
    }
  }

  /** All of them, by their paths. */
  entries(): Iterable<[directory: string, entries: Entries]> {
    return this.#entries;
  }

  in(directory: string): Entries | undefined {
    return this.#entries.get(directory);
  }

  /** How many directories are called so, wherever they stand. */
  called(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Directories called so that stand in a neighbour of the directory above: `eu/web-prod` of `us/web-prod`. */
  namesakesOf(directory: string): string[] {
    const above = directoryOf(directory);
    const name = baseName(directory);
    if (above === '' || this.called(name) < 2) {
      return [];
    }
    const upper = directoryOf(above);
    return [...(this.in(upper)?.directories.keys() ?? [])]
      .map(other => pathIn(pathIn(upper, other), name))
      .filter(other => other !== directory && this.in(other) !== undefined);
  }

  /** Enters one more file of a directory that there is. */
  addFile(directory: string, name: string): void {
    this.#entries.get(directory)?.files.add(name);
    this.#namesOf(directory)?.add(name);
  }

  /** Takes out a file of a directory that stays; false when nothing would be left in it. */
  removeFile(directory: string, name: string): boolean {
    const entries = this.#entries.get(directory);
    entries?.files.delete(name);
    this.#namesOf(directory)?.delete(name);
    return (
      entries !== undefined && entries.files.size + entries.directories.size > 0
    );
  }

  #enter(path: string): void {
    let directory = directoryOf(path);
    let entries = this.#entries.get(directory);
    let known = entries !== undefined;
    if (!entries) {
      entries = { directories: none, files: new Set() };
      this.#entries.set(directory, entries);
    }
    entries.files.add(baseName(path));
    this.#namesOf(directory)?.add(baseName(path));
    while (!known && directory !== '') {
      const above = directoryOf(directory);
      let upper = this.#entries.get(above);
      known = upper !== undefined;
      if (!upper) {
        upper = { directories: none, files: new Set() };
        this.#entries.set(above, upper);
      }
      if (upper.directories === none) {
        upper.directories = new Map();
      }
      const name = baseName(directory);
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
      const own = this.#entries.get(directory);
      upper.directories.set(
        name,
        new Set([...(own?.files ?? []), ...(own?.directories.keys() ?? [])]),
      );
      this.#namesOf(above)?.add(name);
      directory = above;
    }
  }

  /** Names in a directory, as the directory above knows them. */
  #namesOf(directory: string): Set<string> | undefined {
    return directory === ''
      ? undefined
      : this.#entries
          .get(directoryOf(directory))
          ?.directories.get(baseName(directory));
  }
}
