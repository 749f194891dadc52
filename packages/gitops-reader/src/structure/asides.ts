import { testFilesOf } from '../manifests';
import { placesOf } from '../paths';
import { ParsedRepository } from '../reader';

const asides =
  /(^|\/)(\.[^/]*|_[^/]*|docs?|hack|scripts?|templates?|archived?|deprecated|legacy|attic|old|unused|disabled|vendor|node_modules|crds?)\//i;

/** Tells what is kept beside the things that run: tests, examples, documents, scaffolds, what was put away. */
export function asidesOf(
  repository: ParsedRepository,
): (path: string) => boolean {
  const tests = testFilesOf(repository.paths);
  const places = placesOf(repository);
  return path =>
    asides.test(path) ||
    tests.isFixture(path) ||
    places.of(path).environment === 'archived';
}
