import { ParsedRepository } from '../readers/reader';
import { baseName, directoryOf } from '../files/treePaths';

/** What stands right in a directory, in the order of the tree. */
interface Contents {
  directories: string[];
  files: string[];
}

/** Directories and files of a tree, each directory with what stands right in it. */
export class TreeIndex {
  readonly #directories = new Map<string, Contents>();

  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      this.#contents(directoryOf(path)).files.push(path);
    }
  }

  /** Takes over files that came to directories that there are, or went from those that others are left in. */
  follow(
    before: ReadonlySet<string>,
    after: ReadonlySet<string>,
    changed: ReadonlySet<string>,
    order: ReadonlyMap<string, number>,
  ): boolean {
    for (const path of changed) {
      const contents = this.#directories.get(directoryOf(path));
      if (before.has(path) === after.has(path)) {
        continue;
      }
      if (!contents) {
        return false;
      }
      const first = this.#firstBelow(contents, order);
      contents.files = contents.files.filter(file => file !== path);
      if (after.has(path)) {
        contents.files.push(path);
        contents.files.sort(
          (a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0),
        );
      }
      // The first file below a directory may decide on its place among the others.
      if (first === undefined || this.#firstBelow(contents, order) !== first) {
        return false;
      }
    }
    return true;
  }

  /** The first file in a directory and all that it holds. */
  #firstBelow(
    contents: Contents,
    order: ReadonlyMap<string, number>,
  ): string | undefined {
    let first: string | undefined;
    for (let at: Contents | undefined = contents; at;) {
      const [file] = at.files;
      if (
        file !== undefined &&
        (first === undefined ||
          (order.get(file) ?? 0) < (order.get(first) ?? 0))
      ) {
        first = file;
      }
      // Directories stand in the order of what is first in them.
      at = this.#directories.get(at.directories[0]);
    }
    return first;
  }

  #contents(directory: string): Contents {
    let contents = this.#directories.get(directory);
    if (!contents) {
      contents = { directories: [], files: [] };
      this.#directories.set(directory, contents);
      if (directory !== '') {
        this.#contents(directoryOf(directory)).directories.push(directory);
      }
    }
    return contents;
  }

  /** All directories but the root. */
  directories(): string[] {
    return [...this.#directories.keys()].filter(directory => directory !== '');
  }

  hasDirectory(directory: string): boolean {
    return directory === '' || this.#directories.has(directory);
  }

  /** Directories right below one. */
  directoriesIn(directory: string): readonly string[] {
    return this.#directories.get(directory)?.directories ?? [];
  }

  /** Files right in a directory. */
  filesIn(directory: string): readonly string[] {
    return this.#directories.get(directory)?.files ?? [];
  }

  hasFile(directory: string, name: string): boolean {
    return this.filesIn(directory).some(path => baseName(path) === name);
  }
}

interface Indexed {
  reads: number;
  paths: ReadonlySet<string>;
  index: TreeIndex;
}

const indexes = new WeakMap<object, Indexed>();

/** The index of a tree: that of the read before, with what came and went since. */
export function treeIndexOf({
  paths,
  memory = paths,
  reads = 0,
  changed,
  order,
}: ParsedRepository): TreeIndex {
  const before = indexes.get(memory);
  let index = before?.paths === paths ? before.index : undefined;
  if (
    before &&
    before.paths !== paths &&
    before.reads === reads - 1 &&
    changed &&
    order &&
    before.index.follow(before.paths, paths, changed, order)
  ) {
    index = before.index;
  }
  index ??= new TreeIndex(paths);
  indexes.set(memory, { reads, paths, index });
  return index;
}
