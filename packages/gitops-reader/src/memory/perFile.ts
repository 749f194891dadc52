import { ParsedFile, ParsedRepository } from '../readers/reader';

/**
 * Remembers what was made of a file for as long as the file is the same one, so that a reader that looks at files one
 * by one works for those alone that a push touched. The result may depend on the file, the repository's name and
 * revision, and the settings, and on no other file.
 */
export function perFile<T>(
  read: (file: ParsedFile, repository: ParsedRepository) => T,
): (file: ParsedFile, repository: ParsedRepository) => T {
  const known = new WeakMap<ParsedFile, { for: string; result: T }>();
  return (file, repository) => {
    const context = contextOf(repository);
    const before = known.get(file);
    if (before?.for === context) {
      return before.result;
    }
    const result = read(file, repository);
    known.set(file, { for: context, result });
    return result;
  };
}

/** What a reader made of a file. */
export interface MadeOfFile<T> {
  file: ParsedFile;
  made: T;
}

/** A list, if it holds anything. */
export function someOf<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}

interface AllMade<T> {
  reads: number;
  list: readonly MadeOfFile<T>[];
}

/** So many changes and more are no faster one by one. */
const fewChanges = 100;

/**
 * What was made of every file of which anything was made, in the order of the files. From one read to the next, only
 * files that a push touched are looked at, and nothing is kept of those that say nothing. `read` is held to what that of
 * {@link perFile} is held to; undefined is nothing.
 */
export function ofEveryFile<T>(
  read: (file: ParsedFile, repository: ParsedRepository) => T | undefined,
): (repository: ParsedRepository) => readonly MadeOfFile<T>[] {
  const known = new WeakMap<object, AllMade<T>>();
  return repository => {
    const { memory, reads = 0, changed, order } = repository;
    const key = memory ?? repository;
    const kept = known.get(key);
    if (kept?.reads === reads) {
      return kept.list;
    }
    const before = changed && kept?.reads === reads - 1 ? kept.list : undefined;
    const make = (file: ParsedFile | undefined) => {
      const made = file && read(file, repository);
      return file && made !== undefined ? { file, made } : undefined;
    };
    const list =
      before && order && changed && changed.size <= fewChanges
        ? changedInPlace(before, changed, order, path =>
            make(repository.files.get(path)),
          )
        : madeOfAll(before, repository, make);
    known.set(key, { reads, list });
    return list;
  };
}

function madeOfAll<T>(
  before: readonly MadeOfFile<T>[] | undefined,
  { files, changed }: ParsedRepository,
  make: (file: ParsedFile) => MadeOfFile<T> | undefined,
): MadeOfFile<T>[] {
  const known =
    before && new Map(before.map(each => [each.file.path, each] as const));
  const list: MadeOfFile<T>[] = [];
  for (const [path, file] of files) {
    const found = known && !changed?.has(path) ? known.get(path) : make(file);
    if (found) {
      list.push(found);
    }
  }
  return list;
}

/** What was made before, with what has changed: the same list where nothing has. */
function changedInPlace<T>(
  before: readonly MadeOfFile<T>[],
  changed: ReadonlySet<string>,
  order: ReadonlyMap<string, number>,
  make: (path: string) => MadeOfFile<T> | undefined,
): readonly MadeOfFile<T>[] {
  let list: MadeOfFile<T>[] | undefined;
  for (const path of changed) {
    const made = make(path);
    const at = placeIn(list ?? before, path, order, ({ file }) => file.path);
    const known = (list ?? before)[at]?.file.path === path ? 1 : 0;
    if (made || known) {
      list ??= [...before];
      list.splice(at, known, ...(made ? [made] : []));
    }
  }
  return list ?? before;
}

/**
 * All paths for which a test holds, in the order of the tree: the same list for as long as they are the same. The test
 * may look at the path alone.
 */
export function pathsThat(
  test: (path: string) => boolean,
): (
  repository: Pick<
    ParsedRepository,
    'paths' | 'memory' | 'changed' | 'order' | 'reads'
  >,
) => readonly string[] {
  const known = new WeakMap<
    object,
    { reads: number; paths: ReadonlySet<string>; list: readonly string[] }
  >();
  return ({ paths, memory = paths, changed, order, reads = 0 }) => {
    const kept = known.get(memory);
    if (kept?.paths === paths) {
      known.set(memory, { ...kept, reads });
      return kept.list;
    }
    const list =
      kept?.reads === reads - 1 &&
      changed &&
      order &&
      changed.size <= fewChanges
        ? pathsAfter(kept.list, paths, changed, order, test)
        : [...paths].filter(test);
    known.set(memory, { reads, paths, list });
    return list;
  };
}

function pathsAfter(
  before: readonly string[],
  paths: ReadonlySet<string>,
  changed: ReadonlySet<string>,
  order: ReadonlyMap<string, number>,
  test: (path: string) => boolean,
): readonly string[] {
  let list: string[] | undefined;
  for (const path of changed) {
    if (test(path)) {
      const at = placeIn(list ?? before, path, order, each => each);
      const known = (list ?? before)[at] === path ? 1 : 0;
      if (paths.has(path) !== (known === 1)) {
        list ??= [...before];
        list.splice(at, known, ...(known ? [] : [path]));
      }
    }
  }
  return list ?? before;
}

/** Where a path stands, or would stand, in a list that is in the order of the tree. */
function placeIn<T>(
  list: readonly T[],
  path: string,
  order: ReadonlyMap<string, number>,
  pathOf: (item: T) => string,
): number {
  const number = order.get(path) ?? 0;
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((order.get(pathOf(list[middle])) ?? 0) < number) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}

/**
 * Remembers what depends on the repository's name and revision and the settings alone: the same object in every read.
 */
export function perOrigin<T extends object>(
  make: (repository: ParsedRepository) => T,
): (repository: ParsedRepository) => T {
  const known = new WeakMap<object, T>();
  return repository => {
    const key = repository.memory ?? repository;
    let made = known.get(key);
    if (!made) {
      made = make(repository);
      known.set(key, made);
    }
    return made;
  };
}

/**
 * Remembers what is made of a list for as long as its items are the same ones as in the read before.
 */
export function perItems<Item, T>(
  make: (items: readonly Item[], repository: ParsedRepository) => T,
): (items: readonly Item[], repository: ParsedRepository) => T {
  const known = new WeakMap<object, { items: readonly Item[]; result: T }>();
  return (items, repository) => {
    const key = repository.memory ?? repository;
    const before = known.get(key);
    if (before && sameItems(before.items, items)) {
      return before.result;
    }
    const result = make(items, repository);
    known.set(key, { items, result });
    return result;
  };
}

/** How far lists may shift against each other in one place. */
const farthestShift = 32;

/**
 * What is made of each item of a list that comes again and again: where most items are the ones of before, in their
 * order, only the others are asked for. Comparing lists touches none of their items.
 */
export class ListMemory<Item, T> {
  #items: readonly Item[] = [];
  #made: readonly T[] = [];

  map(items: readonly Item[], make: (item: Item) => T): readonly T[] {
    const made: T[] = [];
    let at = 0;
    for (let index = 0; index < items.length; index++) {
      if (this.#items[at] !== items[index]) {
        at += this.#shiftAt(at, items, index);
      }
      made.push(
        at < this.#items.length && this.#items[at] === items[index]
          ? this.#made[at]
          : make(items[index]),
      );
      at++;
    }
    this.#items = items;
    this.#made = made;
    return made;
  }

  /** How many items went before the next one; less than none where some came in. */
  #shiftAt(at: number, items: readonly Item[], index: number): number {
    const before = this.#items;
    for (let shift = 1; shift <= farthestShift; shift++) {
      if (before[at + shift] === items[index]) {
        return shift;
      }
      if (before[at] === items[index + shift]) {
        // What came in takes no place among those of before.
        return -1;
      }
      if (before[at + shift] === items[index + shift]) {
        return 0;
      }
    }
    return 0;
  }
}

/** Whether two lists hold the same objects in the same order. */
export function sameItems<T>(one: readonly T[], other: readonly T[]): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every((item, index) => item === other[index]))
  );
}

const contexts = new WeakMap<ParsedRepository, string>();

function contextOf(repository: ParsedRepository): string {
  let context = contexts.get(repository);
  if (context === undefined) {
    context = JSON.stringify([
      repository.repository,
      repository.revision,
      repository.ownershipLabels,
      repository.environments,
    ]);
    contexts.set(repository, context);
  }
  return context;
}
