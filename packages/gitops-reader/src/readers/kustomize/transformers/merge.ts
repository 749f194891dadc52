import { JsonObject, JsonValue } from '../../../facts';
import { isObject } from '../../../lib/json';

/** What a merge leaves: undefined means that the patch deleted it. */
export type Merged = JsonValue | undefined;

/** Groups whose kinds have a schema that says how their lists merge. Lists of all other kinds are replaced. */
const knownGroups = new Set([
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'admissionregistration.k8s.io',
  'extensions',
]);

/** Keys by which the items of a list are told apart, by the name of the list. */
const mergeKeys: Record<string, readonly string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  ports: ['containerPort', 'port'],
  secrets: ['name'],
  webhooks: ['name'],
  topologySpreadConstraints: ['topologyKey'],
};

/**
 * Applies a strategic merge patch. Values that the patch leaves alone are shared with the original,
 * nothing is changed in place.
 */
export function strategicMerge(
  original: JsonObject,
  patch: JsonObject,
  group: string,
): JsonObject | undefined {
  const merged = mergeObject(original, patch, knownGroups.has(group));
  if (!isObject(merged)) {
    return undefined;
  }
  // Those of a pod are told apart by name; these are one value.
  const { imagePullSecrets } = patch;
  return original.kind === 'ServiceAccount' && Array.isArray(imagePullSecrets)
    ? { ...merged, imagePullSecrets: withoutDirectives(imagePullSecrets) }
    : merged;
}

function mergeObject(
  original: JsonObject,
  patch: JsonObject,
  known: boolean,
): Merged {
  switch (patch.$patch) {
    case 'delete':
      return undefined;
    case 'replace':
      return withoutDirectives(patch);
    default:
  }
  const merged: JsonObject = { ...original };
  for (const key of Object.keys(patch)) {
    if (key.startsWith('$') || key === '__proto__') {
      continue;
    }
    const value = patch[key];
    const result =
      value === null || value === undefined
        ? undefined
        : mergeValue(key, original[key], value, known);
    if (result === undefined) {
      delete merged[key];
    } else {
      merged[key] = result;
    }
  }
  return merged;
}

function mergeValue(
  key: string,
  original: JsonValue | undefined,
  patch: JsonValue,
  known: boolean,
): Merged {
  if (isObject(patch)) {
    return isObject(original)
      ? mergeObject(original, patch, known)
      : mergeObject({}, patch, known);
  }
  if (Array.isArray(patch) && known) {
    return mergeList(key, Array.isArray(original) ? original : [], patch);
  }
  return withoutDirectives(patch);
}

function mergeList(
  name: string,
  original: JsonValue[],
  patch: JsonValue[],
): JsonValue[] {
  if (patch.some(item => isObject(item) && item.$patch === 'replace')) {
    return patch
      .filter(item => !(isObject(item) && item.$patch === 'replace'))
      .map(withoutDirectives);
  }
  const items = patch.filter(isObject);
  const mergeKey = Object.hasOwn(mergeKeys, name)
    ? mergeKeys[name].find(key => items.every(item => item[key] !== undefined))
    : undefined;
  if (!mergeKey || items.length !== patch.length) {
    return patch.map(withoutDirectives);
  }
  // As kustomize has it: items of the patch first, in its order, then those that it leaves alone.
  const first: JsonValue[] = [];
  const rest = [...original];
  for (const item of items) {
    const at = rest.findIndex(
      other =>
        isObject(other) &&
        other[mergeKey] === item[mergeKey] &&
        // One port of a number may be TCP and the other one UDP.
        (name !== 'ports' ||
          item.protocol === undefined ||
          item.protocol === (other.protocol ?? 'TCP')),
    );
    const [before] = at < 0 ? [] : rest.splice(at, 1);
    if (item.$patch !== 'delete') {
      first.push(
        isObject(before)
          ? (mergeObject(before, item, true) ?? before)
          : withoutDirectives(item),
      );
    }
  }
  return [...first, ...rest];
}

function withoutDirectives(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map(withoutDirectives);
  }
  if (!isObject(value)) {
    return value;
  }
  const clean: JsonObject = {};
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (!key.startsWith('$patch') && child !== null && child !== undefined) {
      clean[key] = withoutDirectives(child);
    }
  }
  return clean;
}
