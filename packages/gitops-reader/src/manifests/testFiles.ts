import { pathsThat } from '../perFile';
import { baseName, directoryOf } from '../treePaths';

const fixtures =
  /(^|\/)(tests?|testdata|test-data|\.?fixtures|e2e|__tests__|\.chainsaw-test|\.kyverno-test|examples?|samples?)\/|(^|\/)ci\/[^/]*values\.ya?ml$|(^|\/)(examples?|samples?)[-_.][^/]*$|[-_.](examples?|samples?|dist)(\.[^/.]+)?$/i;

const isTest = (path: string) =>
  /^(chainsaw|kuttl)-test\.ya?ml$/.test(baseName(path));

/**
 * Which files belong to tests of manifests: what a chainsaw or kuttl test applies lives for the length of that test.
 */
export class TestFiles {
  readonly #directories = new Set<string>();

  constructor(paths: Iterable<string>) {
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

  /** Whether a path says that what it holds is not meant for use. */
  isFixture(path: string): boolean {
    return fixtures.test(path) || this.has(path);
  }
}

const marks = pathsThat(isTest);
const known = new WeakMap<readonly string[], TestFiles>();

/** Which files of a repository belong to tests: the same object for as long as the same ones do. */
export function testFilesOf(
  repository: Parameters<typeof marks>[0],
): TestFiles {
  const paths = marks(repository);
  let tests = known.get(paths);
  if (!tests) {
    tests = new TestFiles(paths);
    known.set(paths, tests);
  }
  return tests;
}
