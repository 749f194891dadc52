import { DeclaredObject } from '../facts';
import { Reader } from '../reader';
import { objectsOf, readObject } from './readObject';
import { TestFiles } from './testFiles';

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
    const tests = new TestFiles(paths);
    const objects: DeclaredObject[] = [];
    for (const file of files.values()) {
      if (
        file.documents.length === 0 ||
        !this.wants(file.path) ||
        tests.has(file.path)
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
