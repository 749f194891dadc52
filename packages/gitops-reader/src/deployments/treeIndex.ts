import { ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../treePaths';

/** Directories and files of a tree, each directory with what stands right in it. */
export class TreeIndex {
  readonly #directories = new Map<
    string,
    { directories: string[]; files: string[] }
  >();

  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      this.#contents(directoryOf(path)).files.push(path);
    }
  }

  #contents(directory: string): { directories: string[]; files: string[] } {
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

const indexes = new WeakMap<ReadonlySet<string>, TreeIndex>();

/** The index of a tree, made once for as long as its paths stay the same. */
export function treeIndexOf({ paths }: ParsedRepository): TreeIndex {
  let index = indexes.get(paths);
  if (!index) {
    index = new TreeIndex(paths);
    indexes.set(paths, index);
  }
  return index;
}
