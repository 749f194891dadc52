import { Lookup, Variable, Variables } from '../../engines';
import { FileLocation } from '../../facts';
import {
  compact,
  isObject,
  listAt,
  objectAt,
  textAt,
  valueAt,
} from '../../lib/json';
import { locationAt, Resource } from '../kustomize/resource';

/**
 * Variables of a Flux Kustomization: what it says itself, before what ConfigMaps of this repository say, of which the
 * last wins. Of Secrets the names count, not the values.
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
  const hidden = new Map<string, FileLocation>();
  let elsewhere: FileLocation | undefined;
  const set = (origin: Resource, path: string[]) => {
    for (const name of add(values, origin, path)) {
      hidden.delete(name);
    }
  };
  listAt(postBuild, 'substituteFrom').forEach((from, position) => {
    const kind = textAt(from, 'kind') ?? '';
    const name = textAt(from, 'name');
    const found =
      name && /^(ConfigMap|Secret)$/.test(kind)
        ? lookup.find(kind, namespace, name, location.path)
        : undefined;
    const named = () =>
      locationAt(resource, ['spec', 'postBuild', 'substituteFrom', position]);
    if (found && kind === 'Secret') {
      for (const key of keysOfSecret(found)) {
        values.delete(key);
        hidden.set(key, named());
      }
    } else if (found && objectAt(found.value, 'data')) {
      set(found, ['data']);
    } else if (textAt(from, 'optional') !== 'true') {
      elsewhere = named();
    }
  });
  set(resource, ['spec', 'postBuild', 'substitute']);
  return compact<Variables>({ values, hidden, elsewhere });
}

function keysOfSecret({ value }: Resource): string[] {
  return ['data', 'stringData'].flatMap(field =>
    Object.keys(objectAt(value, field) ?? {}),
  );
}

/** Adds the texts at a path, and tells their names. */
function add(
  values: Map<string, Variable>,
  origin: Resource,
  path: string[],
): string[] {
  const found = valueAt(origin.value, ...path);
  return (isObject(found) ? Object.keys(found) : []).filter(name => {
    const value = textAt(found, name);
    if (value !== undefined) {
      values.set(name, { value, origin, path: [...path, name] });
    }
    return value !== undefined;
  });
}
