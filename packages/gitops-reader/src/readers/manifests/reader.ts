import { DeclaredObject } from '../../facts';
import { ofEveryFile, someOf } from '../../memory/perFile';
import { Reader } from '../reader';
import { namespaceDirectories } from './namespaceDirectories';
import { objectsOf, readObject } from './readObject';
import { testFilesOf } from './testFiles';

/** Directories that hold the code of others, or no configuration of a cluster. */
const elsewhere =
  /(^|\/)(node_modules|\.git|\.github|\.gitlab|\.vscode|\.terraform)\//;
const noManifests =
  /(^|\/)(package(-lock)?|composer|tsconfig[^/]*|renovate|devcontainer|\.[^/]*)\.json$/;

function isManifest(path: string): boolean {
  return (
    /\.(ya?ml|json)$/i.test(path) &&
    !elsewhere.test(path) &&
    !noManifests.test(path)
  );
}

/** What stands here shows what a policy lets through, or what a resource looks like: its labels speak of nobody. */
const samples = /(^|\/)samples\//;

const objectsOfFiles = ofEveryFile(
  (
    file,
    { repository, revision, ownershipLabels },
  ): DeclaredObject[] | undefined => {
    const objects: DeclaredObject[] = [];
    if (!isManifest(file.path)) {
      return undefined;
    }
    const place = { repository, revision, path: file.path };
    for (const document of file.documents) {
      for (const placed of objectsOf(document)) {
        const object = readObject(placed, place, { ownershipLabels });
        if (object) {
          objects.push(
            samples.test(file.path) ? { ...object, claims: [] } : object,
          );
        }
      }
    }
    return someOf(objects);
  },
);

/**
 * Reads plain Kubernetes manifests: YAML or JSON, several documents in a file, `kind: List`.
 *
 * @public
 */
export const manifestsReader: Reader = {
  name: 'manifests',

  wants: isManifest,

  read(repository) {
    const tests = testFilesOf(repository);
    const objects: DeclaredObject[] = [];
    for (const { file, made } of objectsOfFiles(repository)) {
      if (!tests.has(file.path)) {
        made.forEach(object => objects.push(object));
      }
    }
    return { objects, directoryClaims: namespaceDirectories(objects) };
  },
};
