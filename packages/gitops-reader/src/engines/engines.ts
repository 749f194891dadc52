import { isApplication, isApplicationSet } from '../readers/argocd/application';
import { JsonObject } from '../facts';
import { isFluxEngine, isFluxSource } from '../readers/flux/fluxObjects';
import { textAt } from '../lib/json';
import { resourceOf, Resource } from '../readers/kustomize/resource';
import { objectsOf } from '../readers/manifests';
import { perFile } from '../memory/perFile';

/** Whether an object deploys others. */
export function isEngine(object: JsonObject): boolean {
  return (
    isApplication(object) || isApplicationSet(object) || isFluxEngine(object)
  );
}

/** Whether engines look an object up by its name: a source, or what holds values or variables. */
export function isLookedUp(object: JsonObject): boolean {
  return (
    isFluxSource(object) ||
    ((object.kind === 'ConfigMap' || object.kind === 'Secret') &&
      object.apiVersion === 'v1') ||
    isClusterSecret(object)
  );
}

/** Whether an object makes a cluster known to Argo CD: a Secret, or what brings one into being. */
export function isClusterSecret(object: JsonObject): boolean {
  const label = 'argocd.argoproj.io/secret-type';
  return (
    textAt(object, 'metadata', 'labels', label) === 'cluster' ||
    textAt(
      object,
      'spec',
      'target',
      'template',
      'metadata',
      'labels',
      label,
    ) === 'cluster' ||
    textAt(object, 'spec', 'template', 'metadata', 'labels', label) ===
      'cluster'
  );
}

/** Objects of a file that deploy others, or that those look up. */
export const engineResourcesOf = perFile((file, { repository, revision }) => {
  const found: Resource[] = [];
  for (const document of file.documents) {
    for (const { value, lines, line } of objectsOf(document)) {
      if (isEngine(value) || isLookedUp(value)) {
        const location = { repository, revision, path: file.path, line };
        found.push(resourceOf(value, { location, lines }));
      }
    }
  }
  return found;
});

/** The document of an engine object: the same for all that is built from it. */
export function engineKey({ location }: Resource): string {
  return `${location.path}\n${location.line}`;
}
