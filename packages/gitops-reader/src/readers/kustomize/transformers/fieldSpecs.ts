import { JsonObject, JsonValue } from '../../../facts';
import { isObject, listAt, textAt } from '../../../lib/json';
import { Identity } from './select';

/** A field of some kinds of objects that a transformer changes. Lists on the way mean all of their items. */
export interface FieldSpec {
  group?: string;
  version?: string;
  kind?: string;
  path: readonly string[];
  /** Whether the field is made where it is missing. */
  create?: boolean;
}

/** Steps of one path; kustomize knows none that are deeper. */
const mostSteps = 50;
/** Fields that one list may name. */
const mostFields = 1000;

/** Reads `fieldSpecs` as people write them: `path: metadata/annotations/a.b\/c`. */
export function readFieldSpecs(list: JsonValue[]): FieldSpec[] {
  const specs: FieldSpec[] = [];
  for (const entry of list.slice(0, mostFields)) {
    const path = textAt(entry, 'path');
    if (path !== undefined) {
      specs.push({
        group: textAt(entry, 'group'),
        version: textAt(entry, 'version'),
        kind: textAt(entry, 'kind'),
        path: stepsOf(path),
        create: textAt(entry, 'create') === 'true',
      });
    }
  }
  return specs;
}

/** The keys of a path that slashes part; a slash of a key itself is written `\/`. */
export function stepsOf(path: string): string[] {
  return path
    .split(/(?<!\\)\//)
    .filter(step => step !== '')
    .slice(0, mostSteps)
    .map(step => step.replace(/\\\//g, '/'));
}

/** Whether the field is one of this object. */
export function isFieldOf(
  { group, version, kind }: Omit<FieldSpec, 'path'>,
  identity: Identity,
): boolean {
  return (
    (kind === undefined || kind === identity.kind) &&
    (group === undefined || group === identity.group) &&
    (version === undefined || version === identity.version)
  );
}

/** A copy with the values at a path changed; the same value when none of them changes. Undefined leaves a value. */
export function changeAt<T extends JsonValue>(
  value: T,
  path: readonly string[],
  create: boolean,
  change: (value: JsonValue | undefined) => JsonValue | undefined,
): T {
  return changeBelow(value, path, 0, create, change) as T;
}

function changeBelow(
  value: JsonValue,
  path: readonly string[],
  depth: number,
  create: boolean,
  change: (value: JsonValue | undefined) => JsonValue | undefined,
): JsonValue {
  if (Array.isArray(value)) {
    let copy: JsonValue[] | undefined;
    value.forEach((item, at) => {
      const next =
        depth === path.length && !isObject(item)
          ? (change(item) ?? item)
          : changeBelow(item, path, depth, create, change);
      if (next !== item) {
        copy ??= [...value];
        copy[at] = next;
      }
    });
    return copy ?? value;
  }
  if (depth === path.length) {
    return change(value) ?? value;
  }
  if (!isObject(value)) {
    return value;
  }
  // What is said to be a list is not made.
  const isList = path[depth].endsWith('[]');
  const key = isList ? path[depth].slice(0, -2) : path[depth];
  if (key === '__proto__') {
    return value;
  }
  const before = Object.hasOwn(value, key) ? value[key] : undefined;
  if (before === undefined || before === null) {
    if (!create || isList) {
      return value;
    }
    const made =
      depth === path.length - 1
        ? change(undefined)
        : changeBelow({}, path, depth + 1, create, change);
    return made === undefined ? value : { ...value, [key]: made };
  }
  const after = changeBelow(before, path, depth + 1, create, change);
  return after === before ? value : { ...value, [key]: after };
}

const byKind = new WeakMap<
  readonly FieldSpec[],
  Map<string, readonly FieldSpec[]>
>();

/** The fields of a list that objects of a kind may have: most lists name many kinds. */
function fieldsOfKind(
  specs: readonly FieldSpec[],
  kind: string,
): readonly FieldSpec[] {
  const kinds = byKind.get(specs) ?? new Map<string, readonly FieldSpec[]>();
  byKind.set(specs, kinds);
  const fields =
    kinds.get(kind) ??
    specs.filter(spec => spec.kind === undefined || spec.kind === kind);
  kinds.set(kind, fields);
  return fields;
}

/** A copy of the object in which the fields that the list means for it are changed. */
export function changeFields(
  object: JsonObject,
  identity: Identity,
  specs: readonly FieldSpec[],
  change: (value: JsonValue | undefined) => JsonValue | undefined,
): JsonObject {
  let result = object;
  for (const spec of fieldsOfKind(specs, identity.kind)) {
    if (isFieldOf(spec, identity)) {
      result = changeAt(result, spec.path, spec.create === true, change);
    }
  }
  return result;
}

/** Entries of a list in a kustomization or one of its files. */
export function fieldSpecsAt(value: JsonValue, ...path: string[]): FieldSpec[] {
  return readFieldSpecs(listAt(value, ...path));
}
