import { ParsedFile } from '../../reader';

/** What only a running Helm knows: the name of a release that nobody here makes, the version of a cluster. */
export const unknown: unique symbol = Symbol('unknown');

/** A file of the chart that was read as YAML, and whose text was not kept. */
export class ChartFile {
  readonly file: ParsedFile;

  constructor(file: ParsedFile) {
    this.file = file;
  }
}

/** `.Files`: what the chart holds, to be asked for by path, whatever name a template hands it on by. */
export class ChartFiles {
  readonly get: (path: string) => Value;

  constructor(get: (path: string) => Value) {
    this.get = get;
  }
}

/** What stands for files in a template, and is no value by itself. */
export function isFiles(
  value: Value | undefined,
): value is ChartFile | ChartFiles {
  return value instanceof ChartFile || value instanceof ChartFiles;
}

/** A mapping in a template. */
export interface ValueMap {
  [key: string]: Value | undefined;
}

/** A value in a template. */
export type Value =
  | string
  | number
  | boolean
  | null
  | typeof unknown
  | ChartFile
  | ChartFiles
  | Value[]
  | ValueMap;

/** Stands in rendered text for what is unknown. A character of private use, which no file of a chart holds. */
export const gap = '\uE000';

export function isMap(value: Value | undefined): value is ValueMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !isFiles(value)
  );
}

/** What Go templates take for true; undefined when that is unknown. */
export function truth(value: Value | undefined): boolean | undefined {
  if (value === unknown || (typeof value === 'string' && value.includes(gap))) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  if (isFiles(value)) {
    return true;
  }
  if (isMap(value)) {
    return Object.keys(value).length > 0;
  }
  return Boolean(value);
}

/** The value as a template prints it. */
export function print(value: Value | undefined): string {
  if (value === unknown || isFiles(value)) {
    return gap;
  }
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? gap : String(value);
}

/** Mappings of which a part was not read: a key that is missing may be there all the same. */
const open = new WeakSet<ValueMap>();

/** Marks a mapping as one of which a part was not read. */
export function leaveOpen(map: ValueMap): ValueMap {
  open.add(map);
  return map;
}

export function isOpen(value: Value | undefined): boolean {
  return isMap(value) && open.has(value);
}

/** The value of a key; a mapping never answers for what it inherits. */
export function member(value: Value | undefined, key: string): Value {
  if (value === unknown || isFiles(value)) {
    return unknown;
  }
  if (isMap(value) && Object.hasOwn(value, key)) {
    return value[key] ?? null;
  }
  return isOpen(value) ? unknown : null;
}

/** A mapping that inherits nothing, so that any key is a key. */
export function mapOf(entries: Iterable<[string, Value]> = []): ValueMap {
  const map: ValueMap = Object.create(null);
  for (const [key, value] of entries) {
    map[key] = value;
  }
  return map;
}

/** A copy that a template may change. */
export function copyOf(value: Value | undefined, depth = 0): Value {
  if (depth > 100) {
    return unknown;
  }
  if (Array.isArray(value)) {
    return value.map(item => copyOf(item, depth + 1));
  }
  return isMap(value)
    ? mapOf(Object.keys(value).map(key => [key, copyOf(value[key], depth + 1)]))
    : (value ?? null);
}

/** Lays mappings over one another as Helm does with values: the last wins, `null` takes a key away. */
export function layered(base: Value, over: Value): Value {
  if (!isMap(base) || !isMap(over)) {
    return over;
  }
  const result = mapOf(Object.keys(base).map(key => [key, base[key] ?? null]));
  for (const key of Object.keys(over)) {
    const value = over[key] ?? null;
    if (value === null) {
      delete result[key];
    } else {
      result[key] = Object.hasOwn(result, key)
        ? layered(result[key] ?? null, value)
        : value;
    }
  }
  return result;
}
