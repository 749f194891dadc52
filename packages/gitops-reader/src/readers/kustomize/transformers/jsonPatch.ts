import { JsonObject, JsonValue } from '../../../facts';
import { isObject, textAt, valueAt } from '../../../lib/json';

/** Operations that one patch may hold. */
const mostOperations = 1000;

/** Segments of a JSON pointer. What stands before the first slash is left out, as kustomize does. */
export function pointerPath(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/**
 * Applies a JSON patch (RFC 6902) as far as its operations fit; those that do not are counted.
 * Values are shared with the original, nothing is changed in place.
 */
export function jsonPatch(
  original: JsonObject,
  operations: JsonValue[],
): { value: JsonObject; failed: number } {
  let value: JsonValue = original;
  let failed = Math.max(0, operations.length - mostOperations);
  for (const operation of operations.slice(0, mostOperations)) {
    const next = applyOne(value, operation);
    if (next === undefined) {
      failed++;
    } else {
      value = next;
    }
  }
  return { value: isObject(value) ? value : original, failed };
}

function applyOne(
  value: JsonValue,
  operation: JsonValue,
): JsonValue | undefined {
  const path = pointerPath(textAt(operation, 'path') ?? '');
  const from = pointerPath(textAt(operation, 'from') ?? '');
  const wanted = valueAt(operation, 'value');
  if (path.includes('__proto__')) {
    return undefined;
  }
  switch (textAt(operation, 'op')) {
    case 'add':
      return wanted === undefined
        ? undefined
        : edit(value, path, 'add', wanted);
    case 'replace':
      return wanted === undefined
        ? undefined
        : edit(value, path, 'replace', wanted);
    case 'remove':
      return edit(value, path, 'remove', null);
    case 'copy':
    case 'move': {
      const moved = at(value, from);
      const rest =
        textAt(operation, 'op') === 'move'
          ? edit(value, from, 'remove', null)
          : value;
      return moved === undefined || rest === undefined
        ? undefined
        : edit(rest, path, 'add', moved);
    }
    case 'test':
      return JSON.stringify(at(value, path)) === JSON.stringify(wanted)
        ? value
        : undefined;
    default:
      return undefined;
  }
}

/** The position that a step means; `length` is what `-` and negative ones count from. */
function position(step: string, length: number): number | undefined {
  if (step === '-') {
    return length;
  }
  if (/^-[1-9]\d{0,8}$/.test(step)) {
    return length + Number(step);
  }
  return /^(0|[1-9]\d{0,8})$/.test(step) ? Number(step) : undefined;
}

function at(value: JsonValue, path: string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (found, step) =>
      Array.isArray(found)
        ? found[position(step, found.length) ?? -1]
        : valueAt(found, step),
    value,
  );
}

function edit(
  value: JsonValue | undefined,
  path: string[],
  how: 'add' | 'replace' | 'remove',
  wanted: JsonValue,
): JsonValue | undefined {
  if (path.length === 0) {
    return how === 'remove' ? undefined : wanted;
  }
  const [step, ...rest] = path;
  if (Array.isArray(value)) {
    const adds = how === 'add' && rest.length === 0;
    const index = position(step, value.length + (adds && step !== '-' ? 1 : 0));
    if (index === undefined || index < 0 || index > value.length) {
      return undefined;
    }
    if (rest.length > 0) {
      const child = edit(value[index], rest, how, wanted);
      return child === undefined
        ? undefined
        : [...value.slice(0, index), child, ...value.slice(index + 1)];
    }
    if (how === 'add') {
      return [...value.slice(0, index), wanted, ...value.slice(index)];
    }
    if (index >= value.length) {
      return undefined;
    }
    return how === 'remove'
      ? [...value.slice(0, index), ...value.slice(index + 1)]
      : [...value.slice(0, index), wanted, ...value.slice(index + 1)];
  }
  if (!isObject(value)) {
    return undefined;
  }
  if (rest.length > 0) {
    const child = edit(value[step], rest, how, wanted);
    return child === undefined ? undefined : { ...value, [step]: child };
  }
  if (how === 'remove') {
    if (!Object.hasOwn(value, step)) {
      return undefined;
    }
    const { [step]: _, ...others } = value;
    return others;
  }
  // Kustomize replaces what is not there as well.
  return { ...value, [step]: wanted };
}
