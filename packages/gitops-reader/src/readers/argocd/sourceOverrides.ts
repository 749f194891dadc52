import { JsonObject } from '../../facts';
import { isObject, textAt } from '../../lib/json';
import { resourceOf, Resource } from '../kustomize/resource';
import { ParsedRepository } from '../reader';

/**
 * Files beside a source that change the source's own fields, as image updaters write them, in the order in which they
 * count: `.argocd-source.yaml` and `.argocd-source-<application>.yaml` of its directory.
 */
export function sourceOverrides(
  directory: string,
  application: JsonObject,
  repository: ParsedRepository,
): Resource[] {
  const name = textAt(application, 'metadata', 'name');
  const namespace = textAt(application, 'metadata', 'namespace');
  const prefix = directory === '' ? '' : `${directory}/`;
  const overrides: Resource[] = [];
  for (const file of [
    '.argocd-source.yaml',
    ...(name ? [`.argocd-source-${name}.yaml`] : []),
    // Applications outside of Argo CD's own namespace.
    ...(name && namespace ? [`.argocd-source-${namespace}_${name}.yaml`] : []),
  ]) {
    const path = `${prefix}${file}`;
    const document = repository.files.get(path)?.documents[0];
    if (document && isObject(document.value)) {
      overrides.push(
        resourceOf(document.value, {
          lines: document.lines,
          location: {
            repository: repository.repository,
            revision: repository.revision,
            path,
            line: 1,
          },
        }),
      );
    }
  }
  return overrides;
}
