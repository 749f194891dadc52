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
