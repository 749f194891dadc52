import { baseName, directoryOf } from '../treePaths';

const fixtures =
  /(^|\/)(tests?|testdata|test-data|\.?fixtures|e2e|__tests__|\.chainsaw-test|\.kyverno-test|examples?|samples?)\/|(^|\/)ci\/[^/]*values\.ya?ml$|(^|\/)(examples?|samples?)[-_.][^/]*$|[-_.](examples?|samples?|dist)(\.[^/.]+)?$/i;

/**
 * Which files belong to tests of manifests: what a chainsaw or kuttl test applies lives for the length of that test.
 */
export class TestFiles {
  readonly #directories = new Set<string>();

  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      if (/^(chainsaw|kuttl)-test\.ya?ml$/.test(baseName(path))) {
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

const known = new WeakMap<ReadonlySet<string>, TestFiles>();

/** Which of these paths belong to tests, told once for all reads of the same paths. */
export function testFilesOf(paths: ReadonlySet<string>): TestFiles {
  let tests = known.get(paths);
  if (!tests) {
    tests = new TestFiles(paths);
    known.set(paths, tests);
  }
  return tests;
}
