import { JsonObject } from '../../facts';
import { isObject, textAt } from '../../lib/json';
import { perFile } from '../../memory/perFile';
import { ParsedFile, ParsedRepository, YamlDocument } from '../reader';
import { baseName, directoryOf, pathIn } from '../../files/treePaths';
import { parseYaml } from '../../yaml';

/** File names of a kustomization, in the order in which kustomize looks. */
export const kustomizationNames = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** Whether a file is a kustomization by its name. */
export function isKustomizationFile(path: string): boolean {
  return kustomizationNames.includes(baseName(path));
}

/** A kustomization and its file. */
export interface KustomizationFile {
  directory: string;
  file: ParsedFile;
  document: YamlDocument;
  value: JsonObject;
  component: boolean;
  /** Fields of an engine object, which stands in a file of its own. */
  foreign?: boolean;
}

/** What a file says that may hold a kustomization. */
export const kustomizationOf = perFile(
  (file): KustomizationFile | undefined => {
    // The name without an extension is read as text.
    const documents =
      file.documents.length === 0 && file.text !== undefined
        ? parseYaml(file.path, file.text).documents
        : file.documents;
    const document = documents.find(({ value }) => isObject(value));
    if (!document || !isObject(document.value)) {
      return undefined;
    }
    const value = document.value;
    const apiVersion = textAt(value, 'apiVersion');
    const kind = textAt(value, 'kind');
    // Flux has a Kustomization too, and people keep it in a file of this name.
    const itself =
      (apiVersion === undefined ||
        apiVersion.startsWith('kustomize.config.k8s.io/')) &&
      (kind === undefined || kind === 'Kustomization' || kind === 'Component');
    return itself
      ? {
          directory: directoryOf(file.path),
          file,
          document,
          value,
          component: kind === 'Component',
        }
      : undefined;
  },
);

/** The kustomization of a directory, if it has one: the same object for as long as the file is the same. */
export function readKustomization(
  repository: ParsedRepository,
  directory: string,
): KustomizationFile | undefined {
  for (const name of kustomizationNames) {
    const path = pathIn(directory, name);
    const file = repository.files.get(path);
    const kustomization = file && kustomizationOf(file, repository);
    if (kustomization) {
      return kustomization;
    }
  }
  return undefined;
}
