import { JsonObject, JsonValue } from '../facts';

/** Whether the value is a mapping. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at the end of a path of keys and list positions, if there is one. */
export function valueAt(
  value: JsonValue | undefined,
  ...path: (string | number)[]
): JsonValue | undefined {
  return follow(value, path);
}

function follow(
  value: JsonValue | undefined,
  path: readonly (string | number)[],
): JsonValue | undefined {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at) && typeof step === 'number') {
      at = at[step];
    } else if (isObject(at) && Object.hasOwn(at, step)) {
      at = at[step];
    } else {
      return undefined;
    }
  }
  return at;
}

/** The mapping at the end of a path. */
export function objectAt(
  value: JsonValue | undefined,
  ...path: (string | number)[]
): JsonObject | undefined {
  const found = follow(value, path);
  return isObject(found) ? found : undefined;
}

/** The list at the end of a path, empty when there is none. */
export function listAt(
  value: JsonValue | undefined,
  ...path: (string | number)[]
): JsonValue[] {
  const found = follow(value, path);
  return Array.isArray(found) ? found : [];
}

/** The non-empty text at the end of a path; numbers and booleans as text, for people forget quotes. */
export function textAt(
  value: JsonValue | undefined,
  ...path: (string | number)[]
): string | undefined {
  const found = follow(value, path);
  if (typeof found === 'number' || typeof found === 'boolean') {
    return String(found);
  }
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The number at the end of a path. */
export function numberAt(
  value: JsonValue | undefined,
  ...path: (string | number)[]
): number | undefined {
  const found = follow(value, path);
  return typeof found === 'number' ? found : undefined;
}

/** A mapping of texts, like labels; not to be changed, for where all of its values are texts it is the value itself. */
export function textsAt(
  value: JsonValue | undefined,
  ...path: (string | number)[]
): Record<string, string> | undefined {
  const found = follow(value, path);
  if (!isObject(found)) {
    return undefined;
  }
  if (isTexts(found)) {
    return found;
  }
  const texts = Object.entries(found).flatMap(([key, text]) =>
    typeof text === 'string' ||
    typeof text === 'number' ||
    typeof text === 'boolean'
      ? [[key, String(text)] as const]
      : [],
  );
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

/** Whether a mapping holds texts alone, and at least one. */
function isTexts(mapping: JsonObject): mapping is Record<string, string> {
  const keys = Object.keys(mapping);
  return keys.length > 0 && keys.every(key => typeof mapping[key] === 'string');
}

/** The same mapping without keys that are undefined, so that facts compare and print cleanly. */
export function compact<T extends object>(fact: T): T {
  // Nothing is deleted: what has lost a key takes many times the memory.
  const copy: Partial<T> = {};
  for (const key of Object.keys(fact) as (keyof T)[]) {
    if (fact[key] !== undefined) {
      copy[key] = fact[key];
    }
  }
  return copy as T;
}

/**
 * A value and all that it holds, each before what is in it, with its path. What is in one is looked up when the next is asked
 * for: whoever changes it in place is given the change.
 */
export function* valuesWithin(
  root: JsonValue,
): Generator<{ value: JsonValue; path: (string | number)[] }> {
  const pending: { value: JsonValue; path: (string | number)[] }[] = [
    { value: root, path: [] },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    yield next;
    const { value, path } = next;
    if (Array.isArray(value)) {
      value.forEach((item, at) =>
        pending.push({ value: item, path: [...path, at] }),
      );
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        pending.push({ value: value[key] ?? null, path: [...path, key] });
      }
    }
  }
}

/**
 * A copy in which values were changed, innermost first. What stays the same is shared. The path is only good during the
 * call.
 */
export function mapTree(
  value: JsonValue,
  change: (value: JsonValue, path: readonly (string | number)[]) => JsonValue,
): JsonValue {
  const path: (string | number)[] = [];
  const visit = (at: JsonValue): JsonValue => {
    const below = (child: JsonValue, step: string | number): JsonValue => {
      path.push(step);
      const next = visit(child);
      path.pop();
      return next;
    };
    if (Array.isArray(at)) {
      let copy: JsonValue[] | undefined;
      at.forEach((item, position) => {
        const next = below(item, position);
        if (next !== item) {
          copy ??= [...at];
          copy[position] = next;
        }
      });
      return change(copy ?? at, path);
    }
    if (!isObject(at)) {
      return change(at, path);
    }
    let copy: JsonObject | undefined;
    for (const key of Object.keys(at)) {
      const child = at[key];
      const next = child === undefined ? child : below(child, key);
      if (next !== child) {
        copy ??= { ...at };
        copy[key] = next;
      }
    }
    return change(copy ?? at, path);
  };
  return visit(value);
}
