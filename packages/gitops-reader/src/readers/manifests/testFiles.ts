import { Places, placesOf } from '../paths';
import { pathsThat } from '../../memory/perFile';
import { baseName, directoryOf } from '../../files/treePaths';

/** Directories that hold tests, unless an environment is called so. */
const testDirectories =
  /(^|\/)(tests?|test-?data|test-cases|__tests__|\.?fixtures|e2e|integration-tests?|\.chainsaw-test|\.kyverno-test)(?=\/)/gi;
/** What is shown, or for a developer's own machine, and not meant for use. */
const examples =
  /(^|\/)(examples?|samples?|local[-_]?dev(elopment)?)\/|(^|[/._-])local[-_]?dev(elopment)?(\.[^/]*)?$|(^|\/)ci\/[^/]*values\.ya?ml$|(^|\/)(examples?|samples?)[-_.][^/]*$|[-_.](examples?|samples?|dist)(\.[^/.]+)?$/i;

/** What makes a directory a test. Policies may well lie beside one of Kyverno's, but not in a directory of tests. */
const isTest = (path: string) =>
  /^(chainsaw|kuttl)-test\.ya?ml$/.test(baseName(path)) ||
  /(^|\/)tests?\/(.*\/)?kyverno-test\.ya?ml$/.test(path);

/**
 * Which files belong to tests of manifests: what a chainsaw or kuttl test applies lives for the length of that test.
 */
export class TestFiles {
  readonly #directories = new Set<string>();
  readonly #places: Places;

  constructor(paths: Iterable<string>, places: Places) {
    this.#places = places;
    for (const path of paths) {
      if (isTest(path)) {
        this.#directories.add(directoryOf(path));
      }
    }
    // A test at the root of a repository does not make all of it one.
    this.#directories.delete('');
  }

  has(path: string): boolean {
    if (/\/\.(chainsaw|kyverno)-test\//.test(path)) {
      return true;
    }
    if (this.#directories.size === 0) {
      return false;
    }
    for (
      let directory = directoryOf(path);
      directory !== '';
      directory = directoryOf(directory)
    ) {
      if (this.#directories.has(directory)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a file serves tests: one says so, or a directory, which names no environment by that. */
  isForTests(path: string): boolean {
    return (
      this.has(path) ||
      [...path.matchAll(testDirectories)].some(
        ({ 0: match, index }) =>
          !this.#namesEnvironment(path.slice(0, index + match.length)),
      )
    );
  }

  /** Whether a path says that what it holds is not meant for use. */
  isFixture(path: string): boolean {
    return examples.test(path) || this.isForTests(path);
  }

  #namesEnvironment(directory: string): boolean {
    const own = this.#places.ofDirectory(directory).environment;
    return (
      own !== undefined &&
      own !== this.#places.ofDirectory(directoryOf(directory)).environment
    );
  }
}

const marks = pathsThat(isTest);
const known = new WeakMap<
  Places,
  { paths: readonly string[]; tests: TestFiles }
>();

/** Which files of a repository belong to tests: the same object for as long as the same ones do. */
export function testFilesOf(
  repository: Parameters<typeof marks>[0] & Parameters<typeof placesOf>[0],
): TestFiles {
  const paths = marks(repository);
  const places = placesOf(repository);
  const before = known.get(places);
  if (before?.paths === paths) {
    return before.tests;
  }
  const tests = new TestFiles(paths, places);
  known.set(places, { paths, tests });
  return tests;
}
