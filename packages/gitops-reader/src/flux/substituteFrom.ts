import { Lookup, Variable, Variables } from '../deployments';
import { isObject, listAt, objectAt, textAt, valueAt } from '../json';
import { Resource } from '../kustomize/resource';

/**
 * Variables of a Flux Kustomization: what it says itself, before what ConfigMaps of this repository say, of which the
 * last wins. Secrets are not looked at.
 */
export function variablesOf(
  resource: Resource,
  lookup: Lookup,
): Variables | undefined {
  const { value, location } = resource;
  const postBuild = objectAt(value, 'spec', 'postBuild');
  if (!postBuild) {
    return undefined;
  }
  const namespace = textAt(value, 'metadata', 'namespace');
  const values = new Map<string, Variable>();
  let partial = false;
  for (const from of listAt(postBuild, 'substituteFrom')) {
    const name = textAt(from, 'name');
    const map =
      name && textAt(from, 'kind') === 'ConfigMap'
        ? lookup.find('ConfigMap', namespace, name, location.path)
        : undefined;
    if (map && objectAt(map.value, 'data')) {
      add(values, map, ['data']);
    } else {
      partial = true;
    }
  }
  add(values, resource, ['spec', 'postBuild', 'substitute']);
  return { values, partial };
}

function add(
  values: Map<string, Variable>,
  origin: Resource,
  path: string[],
): void {
  const found = valueAt(origin.value, ...path);
  for (const name of isObject(found) ? Object.keys(found) : []) {
    const value = textAt(found, name);
    if (value !== undefined) {
      values.set(name, { value, origin, path: [...path, name] });
    }
  }
}
