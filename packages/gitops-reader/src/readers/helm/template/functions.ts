import { yamlOf } from './toYaml';
import {
  copyOf,
  isMap,
  isOpen,
  layered,
  mapOf,
  member,
  print,
  truth,
  unknown,
  Value,
} from './value';

/** A function of templates. Its arguments are never unknown, unless it says that it copes with that. */
export type TemplateFunction = (args: Value[]) => Value;

/** Longer texts are not made. */
export const longestText = 1_000_000;

const text = (value: Value | undefined) => print(value);
const number = (value: Value | undefined): number => {
  const found = Number(typeof value === 'boolean' ? 0 : text(value));
  return Number.isFinite(found) ? Math.trunc(found) : 0;
};
const isEmpty = (value: Value | undefined) => truth(value) === false;

const same = (one: Value | undefined, other: Value | undefined) =>
  one === other ||
  (typeof one !== 'object' &&
    typeof other !== 'object' &&
    text(one) === text(other));

function indented(width: number, value: string): string {
  const pad = ' '.repeat(Math.min(Math.max(width, 0), 200));
  return value
    .split('\n')
    .map(line => pad + line)
    .join('\n');
}

/** `%s`, `%d`, `%v`, `%q` and `%%`; undefined for what is written otherwise. */
function formatted([format, ...args]: Value[]): Value {
  let next = 0;
  let strange = false;
  const result = text(format).replace(
    /%([-+# 0-9.]*)(\w|%)/g,
    (_, flags: string, verb: string) => {
      if (verb === '%') {
        return '%';
      }
      strange ||= flags !== '' || !/[sdvq]/.test(verb);
      const value = text(args[next++]);
      return verb === 'q' ? JSON.stringify(value) : value;
    },
  );
  return strange ? unknown : result;
}

/** Compares texts as numbers where both are. */
function compared(one: Value, other: Value): number {
  const [a, b] = [Number(text(one)), Number(text(other))];
  if (Number.isFinite(a) && Number.isFinite(b)) {
    return a - b;
  }
  const [first, second] = [text(one), text(other)];
  if (first === second) {
    return 0;
  }
  return first < second ? -1 : 1;
}

function quoted(args: Value[], quote: (value: string) => string): Value {
  return args
    .filter(value => value !== null)
    .map(value => quote(text(value)))
    .join(' ');
}

function kindOf(value: Value): string {
  if (Array.isArray(value)) {
    return 'slice';
  }
  if (isMap(value)) {
    return 'map';
  }
  const kinds: Record<string, string> = {
    string: 'string',
    boolean: 'bool',
    number: Number.isInteger(value) ? 'int' : 'float64',
  };
  return kinds[typeof value] ?? 'invalid';
}

/** Whether a mapping has a key; unknown where not all of it was read. */
function hasKey(map: Value, key: string): Value {
  if (isMap(map) && Object.hasOwn(map, key)) {
    return true;
  }
  return isOpen(map) ? unknown : false;
}

function setMember(map: Value, key: string, value: Value): Value {
  if (isMap(map)) {
    map[key] = value;
  }
  return map;
}

function sizeOf(value: Value): number {
  if (Array.isArray(value)) {
    return value.length;
  }
  return isMap(value) ? Object.keys(value).length : text(value).length;
}

/** One index after the other: `index .Values "a" 0`. */
function indexed([start, ...steps]: Value[]): Value {
  return steps.reduce<Value>((at, step) => {
    if (Array.isArray(at)) {
      return at[number(step)] ?? null;
    }
    return member(at, text(step));
  }, start);
}

const words = (value: Value) =>
  text(value)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter(word => word !== '');

/** Functions of Go templates, of sprig and of Helm whose result depends on their arguments alone. */
const table: Record<string, TemplateFunction> = {
  print: args => args.map(text).join(''),
  printf: formatted,
  quote: args => quoted(args, value => JSON.stringify(value)),
  squote: args => quoted(args, value => `'${value}'`),
  lower: ([value]) => text(value).toLowerCase(),
  upper: ([value]) => text(value).toUpperCase(),
  title: ([value]) =>
    text(value).replace(/\b[a-z]/g, letter => letter.toUpperCase()),
  trim: ([value]) => text(value).trim(),
  trunc: ([length, value]) =>
    number(length) < 0
      ? text(value).slice(number(length))
      : text(value).slice(0, number(length)),
  trimSuffix: ([suffix, value]) =>
    text(suffix) !== '' && text(value).endsWith(text(suffix))
      ? text(value).slice(0, -text(suffix).length)
      : text(value),
  trimPrefix: ([prefix, value]) =>
    text(value).startsWith(text(prefix))
      ? text(value).slice(text(prefix).length)
      : text(value),
  replace: ([from, to, value]) =>
    text(value).replaceAll(text(from), () => text(to)),
  kebabcase: ([value]) => words(value).join('-').toLowerCase(),
  snakecase: ([value]) => words(value).join('_').toLowerCase(),
  camelcase: ([value]) =>
    words(value)
      .map((word, at) =>
        at === 0 ? word.toLowerCase() : word[0].toUpperCase() + word.slice(1),
      )
      .join(''),
  contains: ([part, value]) => text(value).includes(text(part)),
  hasPrefix: ([prefix, value]) => text(value).startsWith(text(prefix)),
  hasSuffix: ([suffix, value]) => text(value).endsWith(text(suffix)),
  indent: ([width, value]) => indented(number(width), text(value)),
  nindent: ([width, value]) => `\n${indented(number(width), text(value))}`,
  eq: ([one, ...others]) => others.some(other => same(one, other)),
  ne: ([one, other]) => !same(one, other),
  lt: ([one, other]) => compared(one, other) < 0,
  le: ([one, other]) => compared(one, other) <= 0,
  gt: ([one, other]) => compared(one, other) > 0,
  ge: ([one, other]) => compared(one, other) >= 0,
  not: ([value]) => truth(value) === false,
  empty: ([value]) => isEmpty(value),
  default: args =>
    args.length < 2 || isEmpty(args[1]) ? (args[0] ?? null) : args[1],
  coalesce: args => args.find(value => !isEmpty(value)) ?? null,
  ternary: ([yes, no, condition]) => (truth(condition) ? yes : no),
  required: ([, value]) => value ?? null,
  list: args => args,
  tuple: args => args,
  dict: args =>
    mapOf(
      args.flatMap((key, at): [string, Value][] =>
        at % 2 === 0 ? [[text(key), args[at + 1] ?? null]] : [],
      ),
    ),
  get: ([map, key]) => member(map, text(key)),
  hasKey: ([map, key]) => hasKey(map, text(key)),
  set: ([map, key, value]) => setMember(map, text(key), value),
  unset: ([map, key]) => {
    if (isMap(map)) {
      delete map[text(key)];
    }
    return map;
  },
  index: indexed,
  dig: args => {
    const map = args[args.length - 1];
    const found = indexed([map, ...args.slice(0, -2)]);
    return found === null ? args[args.length - 2] : found;
  },
  len: ([value]) => sizeOf(value),
  first: ([value]) => (Array.isArray(value) ? (value[0] ?? null) : null),
  last: ([value]) =>
    Array.isArray(value) ? (value[value.length - 1] ?? null) : null,
  rest: ([value]) => (Array.isArray(value) ? value.slice(1) : null),
  has: ([value, list]) =>
    Array.isArray(list) && list.some(item => same(item, value)),
  append: ([list, value]) => (Array.isArray(list) ? [...list, value] : [value]),
  concat: args => args.flatMap(value => (Array.isArray(value) ? value : [])),
  compact: ([list]) =>
    Array.isArray(list) ? list.filter(value => !isEmpty(value)) : [],
  uniq: ([list]) =>
    Array.isArray(list)
      ? list
          .filter(
            (value, at) => list.findIndex(other => same(other, value)) === at,
          )
          .slice(0, 1000)
      : [],
  join: ([separator, list]) =>
    Array.isArray(list) ? list.map(text).join(text(separator)) : text(list),
  splitList: ([separator, value]) => text(value).split(text(separator)),
  split: ([separator, value]) =>
    mapOf(
      text(value)
        .split(text(separator))
        .map((part, at) => [`_${at}`, part]),
    ),
  keys: ([map]) => (isMap(map) ? Object.keys(map) : []),
  values: ([map]) =>
    isMap(map) ? Object.keys(map).map(key => member(map, key)) : [],
  omit: ([map, ...keys]) => {
    const left = new Set(keys.map(text));
    return isMap(map)
      ? mapOf(
          Object.keys(map)
            .filter(key => !left.has(key))
            .map(key => [key, member(map, key)]),
        )
      : unknown;
  },
  pick: ([map, ...keys]) =>
    isMap(map)
      ? mapOf(
          keys
            .map(text)
            .filter(key => Object.hasOwn(map, key))
            .map(key => [key, member(map, key)]),
        )
      : unknown,
  merge: args =>
    [...args].reverse().reduce((base, over) => layered(base, over)),
  mergeOverwrite: args => args.reduce((base, over) => layered(base, over)),
  deepCopy: ([value]) => copyOf(value),
  kindOf: ([value]) => kindOf(value),
  kindIs: ([kind, value]) => text(kind) === kindOf(value),
  typeIs: ([kind, value]) => text(kind) === kindOf(value),
  int: ([value]) => number(value),
  int64: ([value]) => number(value),
  add: args => args.reduce<number>((sum, value) => sum + number(value), 0),
  sub: ([one, other]) => number(one) - number(other),
  until: ([count]) =>
    Array.from(
      { length: Math.min(Math.max(number(count), 0), 1000) },
      (_, at) => at,
    ),
  lookup: () => mapOf(),
  toYaml: ([value]) => yamlOf(value),
  toJson: ([value]) => {
    try {
      return JSON.stringify(value) ?? 'null';
    } catch {
      return unknown;
    }
  },
  fail: () => '',
};

/** The same by name. */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map<
  string,
  TemplateFunction
>([...Object.entries(table), ['toString', ([value]) => text(value)]]);
