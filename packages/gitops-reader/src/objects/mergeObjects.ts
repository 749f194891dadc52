import { addTo } from '../lib/groups';
import { differences } from '../lib/differences';
import { DeclaredObject } from '../facts';
import { ListMemory, sameItems } from '../memory/perFile';
import { Reader, ReaderResult } from '../readers/reader';

/** What each reader found. */
export type Results = readonly { reader: Reader; result: ReaderResult }[];

/** Files whose plain objects do not stand for themselves. */
export interface Consumed {
  has(path: string): boolean;
  /** The same objects for as long as the same files are among them. */
  states: readonly object[];
}

/** What readers have consumed, together. */
export function consumedFiles(results: Results): Consumed {
  const sets = [
    ...new Set(results.flatMap(({ result }) => result.consumed ?? [])),
  ];
  return {
    has: path => sets.some(set => set.has(path)),
    states: sets.map(({ state }) => state),
  };
}

/** So many objects and more are no faster one by one. */
const fewObjects = 1000;

/**
 * All objects, without the plain ones of files that another reader built, each once. Objects are never changed. From
 * one read to the next, only objects that came or went are compared.
 */
export class ObjectMerger {
  #all: readonly DeclaredObject[] = [];
  /** The first object that tells about each thing, by what tells these apart. */
  #once = new Map<string, DeclaredObject>();
  /** Objects that several readers tell about. */
  readonly #several = new Set<DeclaredObject>();
  /** How many are not the first to tell about their object. */
  #repeated = 0;
  #consumed = new ListMemory<DeclaredObject, boolean>();
  #states: readonly object[] = [];

  merge(results: Results, consumed: Consumed): readonly DeclaredObject[] {
    const all = this.#listed(results, consumed);
    if (!this.#follow(all)) {
      this.#compareAll(all);
    }
    this.#all = all;
    return this.#several.size === 0 ? all : this.#united(all);
  }

  #listed(results: Results, consumed: Consumed): DeclaredObject[] {
    if (!sameItems(this.#states, consumed.states)) {
      this.#states = consumed.states;
      this.#consumed = new ListMemory();
    }
    const all: DeclaredObject[] = [];
    for (const { reader, result } of results) {
      const objects = result.objects ?? [];
      const built =
        reader.name === 'manifests'
          ? this.#consumed.map(objects, object =>
              consumed.has(object.location.path),
            )
          : undefined;
      for (let index = 0; index < objects.length; index++) {
        if (!built?.[index]) {
          all.push(objects[index]);
        }
      }
    }
    return all;
  }

  /** Looks at what came and went; false when that does not tell. */
  #follow(all: readonly DeclaredObject[]): boolean {
    const { gone, come } = differences(this.#all, all);
    if (gone.length + come.length > fewObjects) {
      return false;
    }
    for (const object of gone) {
      if (this.#several.has(object)) {
        return false;
      }
      this.#once.delete(objectKey(object));
    }
    for (const object of come) {
      const key = objectKey(object);
      if (this.#once.has(key)) {
        return false;
      }
      this.#once.set(key, object);
    }
    return all.length === this.#once.size + this.#repeated;
  }

  #compareAll(all: readonly DeclaredObject[]): void {
    this.#once = new Map();
    this.#several.clear();
    for (const object of all) {
      const key = objectKey(object);
      const known = this.#once.get(key);
      if (known) {
        this.#several.add(known).add(object);
      } else {
        this.#once.set(key, object);
      }
    }
    this.#repeated = all.length - this.#once.size;
  }

  #united(all: readonly DeclaredObject[]): DeclaredObject[] {
    const merged: DeclaredObject[] = [];
    const places = new Map<string, number[]>();
    for (const object of all) {
      if (!this.#several.has(object)) {
        merged.push(object);
        continue;
      }
      const key = objectKey(object);
      const place = places
        .get(key)
        ?.find(at => isOneObject(merged[at], object));
      if (place === undefined) {
        addTo(places, key, merged.length);
        merged.push(object);
      } else {
        merged[place] = union(merged[place], object);
      }
    }
    return merged;
  }
}

/**
 * Whether two facts about one line tell of the same object: engines put it into several environments and clusters, and what
 * reads the file alone does not know where it ends up.
 */
function isOneObject(one: DeclaredObject, other: DeclaredObject): boolean {
  return (
    (one.environment === other.environment && one.cluster === other.cluster) ||
    (one.environment ?? one.cluster) === undefined ||
    (other.environment ?? other.cluster) === undefined
  );
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
