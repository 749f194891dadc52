import { ParsedFile, ParsedRepository } from './reader';

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
  paths: ReadonlySet<string>;
  reads: number;
  list: readonly MadeOfFile<T>[];
  /** Positions in the list, by path. */
  at: ReadonlyMap<string, number>;
}

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
    const { memory, reads = 0, changed } = repository;
    const key = memory ?? repository;
    const kept = known.get(key);
    if (kept?.reads === reads) {
      return kept.list;
    }
    const before = changed && kept?.reads === reads - 1 ? kept : undefined;
    const all =
      (before && changedInPlace(before, repository, read)) ??
      madeOfAll(before, repository, read);
    known.set(key, all);
    return all.list;
  };
}

function madeOfAll<T>(
  before: AllMade<T> | undefined,
  repository: ParsedRepository,
  read: (file: ParsedFile, repository: ParsedRepository) => T | undefined,
): AllMade<T> {
  const { files, paths, changed, reads = 0 } = repository;
  const list: MadeOfFile<T>[] = [];
  const at = new Map<string, number>();
  for (const [path, file] of files) {
    let found: MadeOfFile<T> | undefined;
    if (before && !changed?.has(path)) {
      found = before.list[before.at.get(path) ?? -1];
    } else {
      const made = read(file, repository);
      found = made === undefined ? undefined : { file, made };
    }
    if (found) {
      at.set(path, list.length);
      list.push(found);
    }
  }
  return { paths, reads, list, at };
}

/** What was made before, with what has changed; undefined when anything in it moves. */
function changedInPlace<T>(
  before: AllMade<T>,
  repository: ParsedRepository,
  read: (file: ParsedFile, repository: ParsedRepository) => T | undefined,
): AllMade<T> | undefined {
  const { changed = [], files, paths, reads = 0 } = repository;
  if (paths !== before.paths) {
    return undefined;
  }
  let list: MadeOfFile<T>[] | undefined;
  for (const path of changed) {
    const file = files.get(path);
    const made = file && read(file, repository);
    const position = before.at.get(path);
    if ((made === undefined) !== (position === undefined)) {
      return undefined;
    }
    if (file && made !== undefined && position !== undefined) {
      list ??= [...before.list];
      list[position] = { file, made };
    }
  }
  return { ...before, reads, list: list ?? before.list };
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
