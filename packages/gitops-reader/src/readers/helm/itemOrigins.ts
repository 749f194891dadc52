import { JsonValue } from '../../facts';
import { addTo } from '../../lib/groups';
import { valueAt, valuesWithin } from '../../lib/json';
import { perFile } from '../../memory/perFile';
import { lineOf } from '../../yaml';
import { Origin } from '../kustomize/resource';
import { ParsedRepository } from '../reader';
import { GivenBelow, Installed } from './releases';
import { isMap, member, Value } from './template/value';

type Path = readonly (string | number)[];

/** Larger values files are looked at no further. */
const mostLeaves = 50_000;

/** A text by its key and itself. */
const leafKey = (key: string | number | undefined, text: string) =>
  `${key}\n${text}`;

/** Where texts stand in a values file, by their key and themselves. */
const leavesOf = perFile((file): ReadonlyMap<string, Path[]> => {
  const leaves = new Map<string, Path[]>();
  const root = file.documents[0]?.value ?? null;
  let seen = 0;
  for (const { value, path } of valuesWithin(root)) {
    if (++seen > mostLeaves) {
      break;
    }
    if (typeof value === 'string' || typeof value === 'number') {
      const key = leafKey(path.at(-1), String(value));
      addTo(leaves, key, path);
    }
  }
  return leaves;
});

/** Places that say the same: among more it is not looked for the one that is meant, since each object would ask all of them. */
const mostAlike = 300;

const onlyOne = (paths: readonly Path[]) => (paths.length === 1 ? paths : []);

/** Whether what holds a value has one of these names, or says it. */
function isNamed(values: JsonValue, at: Path, names: readonly string[]) {
  const holder = at
    .slice(0, -1)
    .reduce<Value>(
      (value, step) =>
        Array.isArray(value) && typeof step === 'number'
          ? (value[step] ?? null)
          : member(value, String(step)),
      values,
    );
  const said = [
    ...at.slice(0, -1),
    ...(isMap(holder) ? Object.values(holder) : []),
  ];
  return names.some(name => said.includes(name));
}

/** Whether a layer of values sets what stands at a path, or a list that it is in. */
function sets(layer: Value, path: Path): boolean {
  let value: Value | undefined = layer;
  for (const step of path) {
    if (!isMap(value) || !Object.hasOwn(value, step)) {
      return value !== undefined && !isMap(value);
    }
    value = value[step];
  }
  return true;
}

/** Whether something is in one of these values. */
function isWithin(values: readonly string[] | undefined, at: Path): boolean {
  return (
    values === undefined ||
    values.some(name =>
      name.split('.').every((step, position) => at[position] === step),
    )
  );
}

/**
 * The last file of values that brings a text which a template reads in an item of a list or an entry of a map, at the one
 * place there that it may come from.
 */
export function itemOrigin(
  /** Paths in the item. */
  wanted: readonly (readonly string[])[],
  text: string,
  /** Of several places, that beside one of these is meant. */
  names: readonly string[],
  { files, inline, given }: Installed,
  repository: ParsedRepository,
  /** Values in which the item is, where these are known. */
  within?: readonly string[],
): (Origin & { key: string }) | undefined {
  // What is given from above is looked at in the files that give it.
  const later: Value[] = given ? [] : [...inline];
  const layers = [
    ...files.map((path): GivenBelow => ({ path, below: [] })),
    ...(given ?? []),
  ];
  for (const { path, below } of layers.toReversed()) {
    const file = repository.files.get(path);
    const document = file?.documents[0];
    if (!file || !document) {
      continue;
    }
    const inside = below.length;
    const leaves = wanted.map(
      keys =>
        [
          keys,
          leavesOf(file, repository).get(leafKey(keys.at(-1), text)) ?? [],
        ] as const,
    );
    if (leaves.some(([, { length }]) => length > mostAlike)) {
      return undefined;
    }
    const found = leaves.flatMap(([keys, alike]) =>
      alike.filter(
        at =>
          at.length > inside + keys.length &&
          below.every((step, position) => at[position] === step) &&
          isWithin(within, at.slice(inside, -keys.length)) &&
          keys.every((key, position) =>
            Object.is(at[at.length - keys.length + position], key),
          ) &&
          !later.some(layer => sets(layer, at.slice(inside))),
      ),
    );
    const [at] =
      found.length > 1
        ? onlyOne(found.filter(each => isNamed(document.value, each, names)))
        : found;
    if (at) {
      return {
        location: {
          repository: repository.repository,
          revision: repository.revision,
          path,
          line: lineOf(document, at),
        },
        key: at.join('.'),
      };
    }
    if (found.length > 0) {
      return undefined;
    }
    later.push(valueAt(document.value, ...below) ?? null);
  }
  return undefined;
}
