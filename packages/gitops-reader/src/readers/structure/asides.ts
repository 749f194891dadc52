import { testFilesOf } from '../manifests';
import { Places, placesOf } from '../paths';
import { ParsedRepository } from '../reader';

const asides =
  /(^|\/)(\.[^/]*|_[^/]*|docs?|hack|scripts?|templates?|archived?|deprecated|legacy|attic|old|unused|disabled|vendor|node_modules|crds?)\//i;

const known = new WeakMap<Places, Map<string, boolean>>();

/** Tells what is kept beside the things that run: tests, examples, documents, scaffolds, what was put away. */
export function asidesOf(
  repository: ParsedRepository,
): (path: string) => boolean {
  const tests = testFilesOf(repository);
  const places = placesOf(repository);
  let told = known.get(places);
  if (!told) {
    told = new Map();
    known.set(places, told);
  }
  const answers = told;
  return path => {
    let answer = answers.get(path);
    if (answer === undefined) {
      answer =
        asides.test(path) ||
        tests.isFixture(path) ||
        places.of(path).environment === 'archived';
      answers.set(path, answer);
    }
    return answer;
  };
}
