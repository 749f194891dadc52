import { SecretFact } from '../../facts';
import { textAt } from '../../lib/json';
import { isKubernetesObject, objectsOf } from '../manifests';
import { ParsedFile } from '../reader';
import { baseName } from '../../files/treePaths';

/**
 * What placeholders of the Argo CD Vault plugin outside of Secrets stand for: one fact for each path of an object, or of
 * a file of values. Secrets, and objects that name their path in an annotation, are told elsewhere.
 */
export function placeholderSecrets(
  { path, documents, vaultPaths }: ParsedFile,
  place: { repository: string; revision: string },
): SecretFact[] {
  if (!vaultPaths) {
    return [];
  }
  const objects = documents.flatMap(document => [...objectsOf(document)]);
  let next = 0;
  const found = new Map<string, SecretFact>();
  for (const [line, stores] of vaultPaths) {
    while (next < objects.length && objects[next].line <= line) {
      next++;
    }
    const object = next === 0 ? undefined : objects[next - 1].value;
    if (
      object?.kind === 'Secret' ||
      textAt(object, 'metadata', 'annotations', 'avp.kubernetes.io/path')
    ) {
      continue;
    }
    const isObject = object !== undefined && isKubernetesObject(object);
    const kind = isObject ? object.kind : 'File';
    const name =
      (isObject ? textAt(object, 'metadata', 'name') : undefined) ??
      baseName(path);
    const namespace = isObject
      ? textAt(object, 'metadata', 'namespace')
      : undefined;
    for (const store of stores) {
      const key = JSON.stringify([kind, namespace, name, store]);
      if (!found.has(key)) {
        found.set(key, {
          mechanism: 'vault',
          kind,
          ...(namespace ? { namespace } : {}),
          name,
          store,
          location: { ...place, path, line },
        });
      }
    }
  }
  return [...found.values()];
}
