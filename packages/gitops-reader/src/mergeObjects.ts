import { DeclaredObject } from './facts';
import { Reader, ReaderResult } from './reader';

/** What each reader found. */
export type Results = readonly { reader: Reader; result: ReaderResult }[];

/** Files whose plain objects do not stand for themselves. */
export function consumedFiles(results: Results): Set<string> {
  const consumed = new Set<string>();
  for (const { result } of results) {
    for (const path of result.consumed ?? []) {
      consumed.add(path);
    }
  }
  return consumed;
}

/** All objects, without the plain ones of files that another reader built, each once. Objects are never changed. */
export function mergeObjects(
  results: Results,
  consumed: ReadonlySet<string>,
): DeclaredObject[] {
  const merged = new Map<string, DeclaredObject>();
  for (const { reader, result } of results) {
    for (const object of result.objects ?? []) {
      if (reader.name === 'manifests' && consumed.has(object.location.path)) {
        continue;
      }
      const key = objectKey(object);
      const known = merged.get(key);
      merged.set(key, known ? union(known, object) : object);
    }
  }
  return [...merged.values()];
}

const keys = new WeakMap<DeclaredObject, string>();

function objectKey(object: DeclaredObject): string {
  let key = keys.get(object);
  if (key === undefined) {
    const { apiVersion, kind, namespace, name, location, builtBy } = object;
    key = JSON.stringify([
      apiVersion,
      kind,
      namespace,
      name,
      location.path,
      location.line,
      builtBy,
      // Two builds of one base may differ in nothing but these.
      builtBy === undefined ? undefined : [object.environment, object.cluster],
    ]);
    keys.set(object, key);
  }
  return key;
}

const unions = new WeakMap<
  DeclaredObject,
  { other: DeclaredObject; result: DeclaredObject }
>();

/** One object that two readers tell about: each knows something of its own. */
function union(one: DeclaredObject, other: DeclaredObject): DeclaredObject {
  const known = unions.get(one);
  if (known?.other === other) {
    return known.result;
  }
  const result = {
    ...one,
    ...other,
    claims: unique([...one.claims, ...other.claims]),
    config: unique([...one.config, ...other.config]),
    versions: unique([...one.versions, ...other.versions]),
  };
  unions.set(one, { other, result });
  return result;
}

/** The items without those that say what an earlier one says. */
export function unique<T>(items: T[]): T[] {
  if (items.length < 2) {
    return items;
  }
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = JSON.stringify(item);
    if (!seen.has(key)) {
      seen.set(key, item);
    }
  }
  return seen.size === items.length ? items : [...seen.values()];
}
