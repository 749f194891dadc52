import { FileLocation, JsonObject, JsonValue } from '../../../facts';
import { isObject, listAt, textAt, valueAt } from '../../../lib/json';
import { isCut } from '../../../yaml';
import { isClusterScoped } from './clusterScoped';
import { addFinding, Context, locationIn } from '../build/context';
import { changeFields, FieldSpec } from './fieldSpecs';
import { changed, current, locationAt, Origin, Resource } from '../resource';
import { groupVersion, Identity } from './select';

/** A variable of a kustomization: `$(NAME)` stands for a field of an object. */
export interface Var {
  name: string;
  target: Identity;
  /** Steps to the field. */
  field: (string | number)[];
  location: FileLocation;
}

/** Variables that one kustomization may declare. */
const mostVars = 1000;

/** Remembers the variables of a kustomization, and says which of them have no value that is known here. */
export function declareVars(resources: Resource[], context: Context): void {
  const { kustomization } = context;
  listAt(kustomization.value, 'vars')
    .slice(0, mostVars)
    .forEach((entry, position) => {
      const declared = readVar(
        entry,
        locationIn(context, kustomization, ['vars', position]),
      );
      if (!declared) {
        return;
      }
      const targets = resources.filter(resource => isMeant(declared, resource));
      if (targets.length === 1 && valueOf(declared, targets[0]) !== undefined) {
        context.vars.add(declared);
        return;
      }
      const why =
        targets.length === 1
          ? 'takes a value that is not known'
          : `names ${targets.length === 0 ? 'no object' : 'several objects'} of this build`;
      context.partial.push(`the variable ${declared.name} ${why}`);
      addFinding(
        context,
        'kustomize-not-built',
        'info',
        declared.location,
        `The variable ${declared.name} ${why}: what refers to it keeps its $(${declared.name}).`,
      );
    });
}

function readVar(entry: JsonValue, location: FileLocation): Var | undefined {
  const name = textAt(entry, 'name');
  const kind = textAt(entry, 'objref', 'kind');
  const object = textAt(entry, 'objref', 'name');
  if (name === undefined || kind === undefined || object === undefined) {
    return undefined;
  }
  const apiVersion = textAt(entry, 'objref', 'apiVersion');
  const path =
    textAt(entry, 'fieldref', 'fieldPath') ??
    textAt(entry, 'fieldref', 'fieldpath') ??
    'metadata.name';
  return {
    name,
    target: {
      ...(apiVersion === undefined
        ? {
            group: textAt(entry, 'objref', 'group') ?? '',
            version: textAt(entry, 'objref', 'version') ?? '',
          }
        : groupVersion(apiVersion)),
      kind,
      namespace: textAt(entry, 'objref', 'namespace'),
      name: object,
    },
    field: stepsOf(path),
    location,
  };
}

/** `spec.ports[0].port`, `data.a\.b`: the keys and positions of a path. */
function stepsOf(path: string): (string | number)[] {
  return (path.slice(0, 500).match(/(\\.|[^.\\])+/g) ?? []).flatMap(part => {
    const [, key, index] = /^(.*)\[(\d+)\]$/.exec(part) ?? [];
    const step = (key ?? part).replace(/\\(.)/g, '$1');
    return [
      ...(step === '' ? [] : [step]),
      ...(index === undefined ? [] : [Number(index)]),
    ];
  });
}

/** Whether an object is the one that a variable means, by any name that it had. */
function isMeant({ target }: Var, { identities }: Resource): boolean {
  const anywhere =
    target.namespace === undefined &&
    !isClusterScoped(target.group, target.kind);
  return identities.some(
    id =>
      id.kind === target.kind &&
      id.name === target.name &&
      id.group === target.group &&
      id.version === target.version &&
      (anywhere ||
        (id.namespace ?? 'default') === (target.namespace ?? 'default')),
  );
}

/** The text, number or truth in the field; undefined where that is not known, or a value of a Secret. */
function valueOf(
  { field }: Var,
  { value }: Resource,
): string | number | boolean | undefined {
  if (value.kind === 'Secret' && /^(data|stringData)$/.test(`${field[0]}`)) {
    return undefined;
  }
  const found = valueAt(value, ...field);
  return (typeof found === 'string' && !isCut(found)) ||
    typeof found === 'number' ||
    typeof found === 'boolean'
    ? found
    : undefined;
}

/** What a variable stands for in the end. */
interface Known {
  value: string | number | boolean;
  origin: Origin;
  declared: Var;
}

/**
 * The objects with `$(NAME)` filled in, in the fields where kustomize does so. Done once, on what is built in the end:
 * names are what they are called by then.
 */
export function resolveVars(
  resources: Resource[],
  vars: readonly Var[],
  fields: readonly FieldSpec[],
): Resource[] {
  const known = new Map<string, Known>();
  for (const declared of vars) {
    const [target, ...others] = resources.filter(resource =>
      isMeant(declared, resource),
    );
    const value = target && valueOf(declared, target);
    if (value !== undefined && others.length === 0) {
      known.set(declared.name, {
        value,
        declared,
        origin: {
          location: locationAt(target, declared.field),
          key: declared.field.join('.'),
        },
      });
    }
  }
  return known.size === 0
    ? resources
    : resources.map(resource => filled(resource, known, fields));
}

function filled(
  resource: Resource,
  known: ReadonlyMap<string, Known>,
  fields: readonly FieldSpec[],
): Resource {
  let last: Known | undefined;
  const fill = (text: string): JsonValue => {
    const whole = /^\$\(([^)]*)\)$/.exec(text)?.[1];
    const found = whole === undefined ? undefined : known.get(whole);
    if (found) {
      last = found;
      return found.value;
    }
    return text.replace(/\$(?:\$|\(([^)]*)\))/g, (match, name?: string) => {
      if (name === undefined) {
        return '$';
      }
      const part = known.get(name);
      last = part ?? last;
      return part ? String(part.value) : match;
    });
  };
  const change = (value: JsonValue | undefined): JsonValue | undefined => {
    if (typeof value === 'string') {
      return fill(value);
    }
    return isObject(value) ? filledValues(value, fill) : undefined;
  };
  const value = changeFields(resource.value, current(resource), fields, change);
  return changed(resource, value, {
    location: (last ?? [...known.values()][0]).declared.location,
    note: 'fills in variables',
    origin: path => originOfText(valueAt(resource.value, ...path), known),
  });
}

/** A mapping of texts: each of them is filled in. */
function filledValues(
  values: JsonObject,
  fill: (text: string) => JsonValue,
): JsonObject {
  let result = values;
  for (const key of Object.keys(values)) {
    const before = values[key];
    const after = typeof before === 'string' ? fill(before) : before;
    if (after !== before) {
      result = { ...result, [key]: after };
    }
  }
  return result;
}

/** Where the last variable of a text takes its value from: that of an image is its tag. */
function originOfText(
  text: JsonValue | undefined,
  known: ReadonlyMap<string, Known>,
): Origin | undefined {
  const names = [...String(text).matchAll(/\$\(([^)]*)\)/g)];
  return names.map(([, name]) => known.get(name)?.origin).findLast(Boolean);
}
