import { FileLocation, JsonObject, JsonValue } from '../../../facts';
import { isObject, listAt, objectAt, textAt, valueAt } from '../../../lib/json';
import { addFinding, Context, locationIn } from '../build/context';
import { jsonPatch, pointerPath } from './jsonPatch';
import { strategicMerge } from './merge';
import { documentsAt } from './patchDocuments';
import {
  Change,
  changed,
  current,
  identityOf,
  Resource,
  withValue,
} from '../resource';
import { Identity, targetTest } from './select';

/** The older field `patchesStrategicMerge`. */
export function patchStrategically(
  resources: Resource[],
  context: Context,
): Resource[] {
  let result = resources;
  const list = 'patchesStrategicMerge';
  listAt(context.kustomization.value, list).forEach((entry, position) => {
    if (typeof entry !== 'string') {
      return;
    }
    const text = /[\n{]/.test(entry) ? { inline: entry } : { path: entry };
    for (const document of documentsAt(text, [list, position], context)) {
      result = applyStrategic(result, document, undefined, context);
    }
  });
  return result;
}

/** The field `patches`: both kinds of patches, with or without a target. */
export function applyPatches(
  resources: Resource[],
  context: Context,
): Resource[] {
  let result = resources;
  listAt(context.kustomization.value, 'patches').forEach((entry, position) => {
    const at = ['patches', position];
    const inline = textAt(entry, 'patch');
    const text =
      inline === undefined
        ? { path: textAt(entry, 'path'), at: [...at, 'path'] }
        : { inline, at: [...at, 'patch'] };
    result = applyEntry(result, entry, text, context);
  });
  return result;
}

/** The older field `patchesJson6902`, which kustomize applies after names and labels. */
export function patchJson(resources: Resource[], context: Context): Resource[] {
  let result = resources;
  listAt(context.kustomization.value, 'patchesJson6902').forEach(
    (entry, position) => {
      const at = ['patchesJson6902', position];
      const inline = textAt(entry, 'patch') ?? textAt(entry, 'jsonPatch');
      const text =
        inline === undefined
          ? { path: textAt(entry, 'path'), at: [...at, 'path'] }
          : { inline, at: [...at, 'patch'] };
      result = applyEntry(result, entry, text, context);
    },
  );
  return result;
}

function applyEntry(
  resources: Resource[],
  entry: JsonValue,
  text: { path?: string; inline?: string; at: (string | number)[] },
  context: Context,
): Resource[] {
  const target = objectAt(entry, 'target');
  const test = target && targetTest(target);
  if (target && !test) {
    context.partial.push('a patch whose target is not understood');
    addFinding(
      context,
      'kustomize-not-built',
      'warning',
      locationIn(context, context.kustomization, text.at),
      'The target of this patch is not understood; the patch is not applied.',
    );
    return resources;
  }
  let result = resources;
  for (const document of documentsAt(text, text.at, context)) {
    if (Array.isArray(document.value)) {
      result = test
        ? applyJson(result, document.value, document.at, test, context)
        : result;
    } else {
      result = applyStrategic(
        result,
        document,
        test && { test, entry },
        context,
      );
    }
  }
  return result;
}

function applyJson(
  resources: Resource[],
  operations: JsonValue[],
  at: (path: (string | number)[]) => FileLocation,
  test: NonNullable<ReturnType<typeof targetTest>>,
  context: Context,
): Resource[] {
  return resources.map(resource => {
    if (!test(resource.identities, resource.value)) {
      return resource;
    }
    const { value, failed } = patched(resource.value, operations);
    if (failed > 0) {
      context.partial.push('a patch does not fit');
      addFinding(
        context,
        'kustomize-patch-unmatched',
        'warning',
        at([]),
        `${failed === 1 ? 'An operation' : `${failed} operations`} of this patch cannot be applied to ${current(resource).kind} ${current(resource).name}; kustomize refuses to build this.`,
      );
    }
    return changed(resource, value, {
      location: at([]),
      note: 'patches it',
      origin: path => {
        const last = lastOn(path, operations);
        // What the operation brings may hold the value somewhere inside.
        return last && { location: at([last.at, 'value', ...last.within]) };
      },
      writes: path => {
        const last = lastOn(path, operations);
        return (
          last !== undefined &&
          valueAt(operations[last.at], 'value', ...last.within) !== undefined
        );
      },
    });
  });
}

/** The last operation on the value at a path or on something that holds it, and where in there the value is. */
function lastOn(
  path: (string | number)[],
  operations: JsonValue[],
): { at: number; within: (string | number)[] } | undefined {
  for (let at = operations.length - 1; at >= 0; at--) {
    const steps = pointerPath(textAt(operations[at], 'path') ?? '');
    if (
      steps.every((step, depth) => step === String(path[depth]) || step === '-')
    ) {
      return { at, within: path.slice(steps.length) };
    }
  }
  return undefined;
}

/** The object after a JSON patch, for which each object has annotations, as those of kustomize do. */
function patched(
  object: JsonObject,
  operations: JsonValue[],
): ReturnType<typeof jsonPatch> {
  const path = ['metadata', 'annotations'];
  if (objectAt(object, ...path)) {
    return jsonPatch(object, operations);
  }
  const { value, failed } = jsonPatch(withValue(object, path, {}), operations);
  const annotations = objectAt(value, ...path);
  if (annotations && Object.keys(annotations).length === 0) {
    const { annotations: _, ...metadata } = objectAt(value, 'metadata') ?? {};
    return { value: { ...value, metadata }, failed };
  }
  return { value, failed };
}

function applyStrategic(
  resources: Resource[],
  document: {
    value: JsonValue;
    at: (path: (string | number)[]) => FileLocation;
  },
  target:
    | { test: NonNullable<ReturnType<typeof targetTest>>; entry: JsonValue }
    | undefined,
  context: Context,
): Resource[] {
  const patch = document.value;
  if (!isObject(patch)) {
    return resources;
  }
  const matches = target
    ? (resource: Resource) => target.test(resource.identities, resource.value)
    : sameObject(resources, patch);
  const rename = textAt(target?.entry, 'options', 'allowNameChange') === 'true';
  const rekind = textAt(target?.entry, 'options', 'allowKindChange') === 'true';
  const change: Change = {
    location: document.at([]),
    note: 'patches it',
    origin: (path, value) => ({
      location: document.at(pathInPatch(patch, path, value)),
    }),
    writes: (path, value) =>
      pathInPatch(patch, path, value).length === path.length,
  };
  let matched = false;
  const result: Resource[] = [];
  for (const resource of resources) {
    if (!matches(resource)) {
      result.push(resource);
      continue;
    }
    matched = true;
    const { group, kind, name, namespace } = current(resource);
    let merged = strategicMerge(resource.value, patch, group);
    if (!merged) {
      continue;
    }
    // A patch finds its object by name and namespace; it does not change the name unless told to, and never the namespace.
    if (!rename) {
      merged = withValue(merged, ['metadata', 'name'], name);
    }
    if (namespace !== undefined) {
      merged = withValue(merged, ['metadata', 'namespace'], namespace);
    } else {
      const { namespace: given, ...metadata } =
        objectAt(merged, 'metadata') ?? {};
      merged =
        given === undefined
          ? merged
          : withValue(merged, ['metadata'], metadata);
    }
    if (!rekind) {
      merged = withValue(merged, ['kind'], kind);
      merged = withValue(merged, ['apiVersion'], resource.value.apiVersion);
    }
    result.push(changed(resource, merged, change));
  }
  if (!matched && !target && context.partial.length === 0) {
    addFinding(
      context,
      'kustomize-patch-unmatched',
      'warning',
      change.location,
      `This patch finds no ${textAt(patch, 'kind') ?? 'object'} ${textAt(patch, 'metadata', 'name') ?? ''} to change; kustomize refuses to build this.`,
    );
  }
  return result;
}

/** A patch without a target means the object of its own kind, name and namespace, as it is or was called. */
function sameObject(
  resources: Resource[],
  patch: JsonObject,
): (resource: Resource) => boolean {
  const wanted = identityOf(patch);
  const sameName = (id: Identity) =>
    id.kind === wanted.kind &&
    id.group === wanted.group &&
    id.name === wanted.name;
  const exactly = (resource: Resource) =>
    resource.identities.some(
      id =>
        sameName(id) &&
        (id.namespace ?? 'default') === (wanted.namespace ?? 'default'),
    );
  if (wanted.namespace !== undefined || resources.some(exactly)) {
    return exactly;
  }
  return resource => resource.identities.some(sameName);
}

/** The path in a patch of what stands at a path of the patched object: items of lists by their name. */
function pathInPatch(
  patch: JsonObject,
  path: (string | number)[],
  value: JsonObject,
): (string | number)[] {
  const found: (string | number)[] = [];
  let inPatch: JsonValue | undefined = patch;
  let inValue: JsonValue | undefined = value;
  for (const step of path) {
    let at: string | number = step;
    if (typeof step === 'number' && Array.isArray(inPatch)) {
      const name = textAt(inValue, step, 'name');
      // Items without names are those of the patch, one by one.
      at =
        name === undefined
          ? step
          : inPatch.findIndex(item => textAt(item, 'name') === name);
    }
    inPatch = valueAt(inPatch, at);
    inValue = valueAt(inValue, step);
    if (inPatch === undefined) {
      break;
    }
    found.push(at);
  }
  return found;
}
