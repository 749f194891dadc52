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
