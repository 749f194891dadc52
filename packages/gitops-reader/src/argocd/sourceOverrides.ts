import { JsonObject } from '../facts';
import { isObject, textAt } from '../json';
import { LineTree, ParsedRepository } from '../reader';

/** A file beside a source that changes the source's own fields, as image updaters write it. */
export interface SourceOverride {
  path: string;
  value: JsonObject;
  lines: LineTree;
}

/** `.argocd-source.yaml` and `.argocd-source-<application>.yaml` of a directory, in the order in which they count. */
export function sourceOverrides(
  directory: string,
  application: JsonObject,
  { repository }: { repository: ParsedRepository },
): SourceOverride[] {
  const name = textAt(application, 'metadata', 'name');
  const namespace = textAt(application, 'metadata', 'namespace');
  const prefix = directory === '' ? '' : `${directory}/`;
  const overrides: SourceOverride[] = [];
  for (const file of [
    '.argocd-source.yaml',
    ...(name ? [`.argocd-source-${name}.yaml`] : []),
    // Applications outside of Argo CD's own namespace.
    ...(name && namespace ? [`.argocd-source-${namespace}_${name}.yaml`] : []),
  ]) {
    const path = `${prefix}${file}`;
    const document = repository.files.get(path)?.documents[0];
    if (document && isObject(document.value)) {
      overrides.push({ path, value: document.value, lines: document.lines });
    }
  }
  return overrides;
}
