import { FileLocation, JsonObject, JsonValue } from '../../../facts';
import { isObject, listAt, textAt, valueAt } from '../../../lib/json';
import { addFinding, Context, locationIn } from '../build/context';
import { documentsAt } from './patchDocuments';
import { changed, Resource } from '../resource';
import { targetTest } from './select';

/** One replacement, and where a path of it is written. */
interface Replacement {
  value: JsonValue;
  at: (path: (string | number)[]) => FileLocation;
}

/** Copies values between objects, as `replacements` say. */
export function replaceValues(
  resources: Resource[],
  context: Context,
): Resource[] {
  return replacementsOf(context).reduce(
    (result, replacement) => replaceOne(result, replacement, context),
    resources,
  );
}

function replaceOne(
  resources: Resource[],
  replacement: Replacement,
  context: Context,
): Resource[] {
  const failed = (why: string) => {
    context.partial.push(`a replacement ${why}`);
    addFinding(
      context,
      'kustomize-not-built',
      'info',
      replacement.at([]),
      `This replacement ${why}; it is not applied here.`,
    );
  };
  const found = sourceOf(replacement.value, resources);
  if ('why' in found) {
    failed(found.why);
    return resources;
  }
  return listAt(replacement.value, 'targets').reduce<Resource[]>(
    (result, target, position) =>
      replaceIn(result, target, found.value, {
        location: replacement.at(['targets', position]),
        failed,
      }),
    resources,
  );
}

function replacementsOf(context: Context): Replacement[] {
  return listAt(context.kustomization.value, 'replacements').flatMap(
    (value, position): Replacement[] => {
      const at = ['replacements', position];
      const path = textAt(value, 'path');
      if (path === undefined) {
        return [
          {
            value,
            at: within =>
              locationIn(context, context.kustomization, [...at, ...within]),
          },
        ];
      }
      return documentsAt({ path }, [...at, 'path'], context).flatMap(
        document =>
          Array.isArray(document.value)
            ? document.value.map((item, index) => ({
                value: item,
                at: (within: (string | number)[]) =>
                  document.at([index, ...within]),
              }))
            : [document],
      );
    },
  );
}

/** The value that a replacement takes. */
function sourceOf(
  replacement: JsonValue,
  resources: Resource[],
): { value: JsonValue } | { why: string } {
  const given = textAt(replacement, 'sourceValue');
  if (given !== undefined) {
    return { value: given };
  }
  const source = valueAt(replacement, 'source');
  const wanted = (['group', 'version', 'kind', 'namespace', 'name'] as const)
    .map(field => [field, textAt(source, field)] as const)
    .filter(([, text]) => text !== undefined);
  const sources = resources.filter(({ identities }) =>
    identities.some(identity =>
      wanted.every(
        ([field, text]) =>
          (field === 'namespace'
            ? (identity.namespace ?? 'default')
            : identity[field]) === text,
      ),
    ),
  );
  if (sources.length !== 1) {
    return {
      why:
        sources.length === 0
          ? 'finds no object to take its value from'
          : 'finds more than one object to take its value from',
    };
  }
  const steps = stepsOf(textAt(source, 'fieldPath') ?? 'metadata.name');
  let value: JsonValue | undefined = sources[0].value;
  if (value.kind === 'Secret' && /^(data|stringData)$/.test(steps[0] ?? '')) {
    return { why: 'takes a value of a Secret' };
  }
  for (const step of steps) {
    value = stepInto(value, step);
  }
  if (value === undefined || value === null) {
    return { why: 'takes a value that is not known' };
  }
  const delimiter = textAt(source, 'options', 'delimiter');
  if (delimiter === undefined) {
    return { value };
  }
  const part =
    String(value).split(delimiter)[
      Number(textAt(source, 'options', 'index') ?? 0)
    ];
  return part === undefined
    ? { why: 'takes a part of a value that has fewer' }
    : { value: part };
}

function replaceIn(
  resources: Resource[],
  target: JsonValue,
  value: JsonValue,
  {
    location,
    failed,
  }: { location: FileLocation; failed: (why: string) => void },
): Resource[] {
  const test = targetTest(valueAt(target, 'select') ?? {});
  const rejections = listAt(target, 'reject').map(targetTest);
  if (!test || rejections.some(rejection => !rejection)) {
    failed('has a target that is not understood');
    return resources;
  }
  const options = valueAt(target, 'options');
  if (textAt(options, 'encoding') !== undefined) {
    failed('encodes its value');
    return resources;
  }
  const paths = listAt(target, 'fieldPaths');
  const fields = (paths.length > 0 ? paths : ['metadata.name']).map(path =>
    stepsOf(String(path)),
  );
  const create = textAt(options, 'create') === 'true';
  const set = (before: JsonValue | undefined) =>
    partSet(before, value, options);
  return resources.map(resource => {
    const { identities, value: object } = resource;
    if (
      !test(identities, object) ||
      rejections.some(rejection => rejection?.(identities, object))
    ) {
      return resource;
    }
    let result: JsonValue = object;
    for (const steps of fields) {
      const next = setAt(result, steps, create, set);
      if (next === undefined) {
        failed('finds no field to put its value into');
      } else {
        result = next;
      }
    }
    return changed(resource, isObject(result) ? result : object, {
      location,
      note: 'takes a value from another object',
    });
  });
}

/** The value as it is, or with the part replaced that the options mean. */
function partSet(
  before: JsonValue | undefined,
  value: JsonValue,
  options: JsonValue | undefined,
): JsonValue {
  const delimiter = textAt(options, 'delimiter');
  if (delimiter === undefined) {
    return value;
  }
  const parts = before === undefined ? [] : String(before).split(delimiter);
  const index = Number(textAt(options, 'index') ?? 0);
  if (index < 0) {
    parts.unshift(String(value));
  } else if (index >= parts.length) {
    parts.push(String(value));
  } else {
    parts[index] = String(value);
  }
  return parts.join(delimiter);
}

/** Letters that a path may have. */
const longestPath = 500;

/** Steps of `spec.containers.[name=web].env.*.value`; a dot of a key itself is written `\.` or stands in brackets. */
function stepsOf(path: string): string[] {
  const known = path.slice(0, longestPath);
  return (known.match(/(\[[^\]]*\]|\\.|[^.\\])+/g) ?? []).map(step =>
    step.replace(/\\(.)/g, '$1'),
  );
}

function matchOf(step: string): [key: string, value: string] | undefined {
  const match = /^\[([^=\]]+)=([^\]]*)\]$/.exec(step);
  return match ? [match[1], match[2]] : undefined;
}

const keyOf = (step: string) => /^\[([^=\]]*)\]$/.exec(step)?.[1] ?? step;

function stepInto(
  value: JsonValue | undefined,
  step: string,
): JsonValue | undefined {
  if (!Array.isArray(value)) {
    return valueAt(value, keyOf(step));
  }
  const match = matchOf(step);
  return match
    ? value.find(item => textAt(item, match[0]) === match[1])
    : value[Number(keyOf(step))];
}

/** A copy with a value set wherever a path leads; undefined when it leads nowhere. */
function setAt(
  value: JsonValue | undefined,
  steps: readonly string[],
  create: boolean,
  set: (before: JsonValue | undefined) => JsonValue,
): JsonValue | undefined {
  if (steps.length === 0) {
    return set(value);
  }
  const [step, ...rest] = steps;
  const match = matchOf(step);
  if (Array.isArray(value)) {
    const means = (item: JsonValue, at: number) =>
      step === '*' ||
      (match ? textAt(item, match[0]) === match[1] : keyOf(step) === `${at}`);
    let found = false;
    const copy = value.map((item, at) => {
      const next = means(item, at) ? setAt(item, rest, create, set) : undefined;
      found ||= next !== undefined;
      return next ?? item;
    });
    if (!found && create && match) {
      const made = setAt({ [match[0]]: match[1] }, rest, create, set);
      return made === undefined ? undefined : [...value, made];
    }
    return found ? copy : undefined;
  }
  const key = keyOf(step);
  if (match || key === '__proto__') {
    return undefined;
  }
  if (!isObject(value)) {
    return value === undefined && create
      ? setAt({} as JsonObject, steps, create, set)
      : undefined;
  }
  const before = Object.hasOwn(value, key) ? value[key] : undefined;
  if (before === undefined && !create) {
    return undefined;
  }
  const after = setAt(before, rest, create, set);
  return after === undefined ? undefined : { ...value, [key]: after };
}
