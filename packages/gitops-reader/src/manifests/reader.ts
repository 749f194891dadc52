import { DeclaredObject } from '../facts';
import { ParsedFile, Reader } from '../reader';
import { baseName, directoryOf, isBelow } from '../treePaths';
import { objectsOf, readObject } from './readObject';

/** Directories that hold the code of others, or no configuration of a cluster. */
const elsewhere =
  /(^|\/)(node_modules|\.git|\.github|\.gitlab|\.vscode|\.terraform)\//;
const noManifests =
  /(^|\/)(package(-lock)?|composer|tsconfig[^/]*|renovate|devcontainer|\.[^/]*)\.json$/;

/**
 * Reads plain Kubernetes manifests: YAML or JSON, several documents in a file, `kind: List`.
 *
 * @public
 */
export const manifestsReader: Reader = {
  name: 'manifests',

  wants(path) {
    return (
      /\.(ya?ml|json)$/i.test(path) &&
      !elsewhere.test(path) &&
      !noManifests.test(path)
    );
  },

  read({ repository, revision, paths, files, ownershipLabels }) {
    const tests = testDirectories(paths);
    const objects: DeclaredObject[] = [];
    for (const file of files.values()) {
      if (
        file.documents.length === 0 ||
        !this.wants(file.path) ||
        isTest(file, tests)
      ) {
        continue;
      }
      const place = { repository, revision, path: file.path };
      for (const document of file.documents) {
        for (const placed of objectsOf(document)) {
          const object = readObject(placed, place, { ownershipLabels });
          if (object) {
            objects.push(object);
          }
        }
      }
    }
    return { objects };
  },
};

/** Directories of chainsaw and kuttl tests: their manifests live for the length of a test. */
function testDirectories(paths: ReadonlySet<string>): string[] {
  const directories: string[] = [];
  for (const path of paths) {
    if (/^(chainsaw|kuttl)-test\.ya?ml$/.test(baseName(path))) {
      directories.push(directoryOf(path));
    }
  }
  return directories;
}

function isTest(file: ParsedFile, tests: string[]): boolean {
  return (
    file.path.includes('/.chainsaw-test/') ||
    tests.some(directory => directory !== '' && isBelow(file.path, directory))
  );
}
