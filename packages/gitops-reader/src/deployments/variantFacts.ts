import { modelOf } from '.';
import { FileLocation, JsonObject } from '../facts';
import { appliedResources } from '../readers/kustomize/applied';
import { Build } from '../readers/kustomize/build/build';
import { current, Resource } from '../readers/kustomize/resource';
import { objectsOf } from '../readers/manifests';
import { perOrigin } from '../memory/perFile';
import { ParsedRepository } from '../readers/reader';
import { builderOf, namespaceGivenBy } from './variantObjects';

/** An object that facts are told about, as one variant builds it. */
interface BuiltObject {
  kind: string;
  namespace?: string;
  name: string;
  environment?: string;
  cluster?: string;
  builtBy?: string;
  /** The line of the document that declares it. */
  location: FileLocation;
}

type Place = Pick<BuiltObject, 'namespace' | 'environment' | 'cluster'>;

/** The first facts of one place, and how many were added before. */
interface Told<T> {
  facts?: T[];
  order: number;
  fields: number;
}

/** What objects of variants say, where patches or variables make it something else than what their documents say. */
export class VariantFacts<T> {
  readonly #byLine = new Map<string, Map<string, Told<T>>>();
  #added = 0;

  /** Facts are left out where they are what the document says: that tells such an object from others of its line. */
  add(object: BuiltObject, facts?: T[]): void {
    const key = keyOf(object);
    const places = this.#byLine.get(key) ?? new Map<string, Told<T>>();
    this.#byLine.set(key, places);
    const place = placeKey(object);
    const order = this.#added++;
    if (!places.get(place)?.facts) {
      const { namespace, environment, cluster } = object;
      const fields = [namespace, environment, cluster].filter(
        field => field !== undefined,
      ).length;
      places.set(place, { facts, order, fields });
    }
  }

  /** What an object says as it is built; undefined where that is what its document says. */
  of(object: BuiltObject): T[] | undefined {
    const places =
      this.#byLine.size === 0 ? undefined : this.#byLine.get(keyOf(object));
    if (!places) {
      return undefined;
    }
    let best: Told<T> | undefined;
    for (const place of placesFor(object)) {
      const told = places.get(placeKey(place));
      if (told && (!best || isBetter(told, best))) {
        best = told;
      }
    }
    return best?.facts;
  }
}

/** The more is told of a place, the better; then what has facts, and what was added first. */
function isBetter<T>(told: Told<T>, than: Told<T>): boolean {
  if (told.fields !== than.fields) {
    return told.fields > than.fields;
  }
  return told.facts !== undefined && (!than.facts || told.order < than.order);
}

/** The place of an object, whatever of it was told: what is not known when an object is built may be told of it later. */
function placesFor({ namespace, environment, cluster }: Place): Place[] {
  return [{ namespace }, {}].flatMap(inNamespace =>
    [{ environment }, {}].flatMap(inEnvironment =>
      [{ cluster }, {}].map(inCluster => ({
        ...inNamespace,
        ...inEnvironment,
        ...inCluster,
      })),
    ),
  );
}

function placeKey({ namespace, environment, cluster }: Place): string {
  return JSON.stringify([namespace, environment, cluster]);
}

function keyOf({ kind, name, builtBy, location }: BuiltObject): string {
  return `${builtBy ?? ''}\n${kind}/${name}\n${location.path}:${location.line}`;
}

/** What a build makes of its objects, where that is not what their documents say. */
type Changed<T> = ReadonlyMap<Resource, T[]>;

/**
 * Reads facts of objects as variants build them. `tell` says all that an object says; what it says the same of the
 * document, names aside, needs no second fact.
 */
export function ofVariants<T>(
  tell: (value: JsonObject, resource: Resource) => T[],
  withoutNames: (fact: T) => unknown,
): (repository: ParsedRepository) => VariantFacts<T> {
  const known = perOrigin(() => new WeakMap<Build, Changed<T>>());
  const changedIn = (
    build: Build,
    repository: ParsedRepository,
  ): Changed<T> => {
    const builds = known(repository);
    let changed = builds.get(build);
    if (!changed) {
      const textOf = (facts: T[]) => JSON.stringify(facts.map(withoutNames));
      const found = new Map<Resource, T[]>();
      for (const resource of appliedResources(build)) {
        // What nothing has touched is what its document says; the default of a variable leaves no place of its own.
        const isTouched =
          resource.places.length > 0 || resource.identities.length > 1;
        const facts = isTouched ? tell(resource.value, resource) : [];
        const document =
          facts.length > 0 ? documentOf(resource, repository) : undefined;
        if (document && textOf(tell(document, resource)) !== textOf(facts)) {
          found.set(resource, facts);
        }
      }
      changed = found;
      builds.set(build, changed);
    }
    return changed;
  };
  return repository => {
    const model = modelOf(repository);
    const all = new VariantFacts<T>();
    const variants = model.variants.map(variant => ({
      variant,
      builtBy: builderOf(variant, model),
      changed: changedIn(variant.build, repository),
    }));
    /** Files of objects that some variant changes, by what builds them. */
    const files = new Map<string | undefined, Set<string>>();
    for (const { builtBy, changed } of variants) {
      for (const { location } of changed.keys()) {
        const paths = files.get(builtBy) ?? new Set();
        files.set(builtBy, paths.add(location.path));
      }
    }
    for (const { variant, builtBy, changed } of variants) {
      const ofBuilder = files.get(builtBy);
      const resources = ofBuilder ? appliedResources(variant.build) : [];
      const namespaceOf = namespaceGivenBy(variant);
      const { environment, cluster } = variant;
      for (const resource of resources) {
        const { location } = resource;
        if (ofBuilder?.has(location.path)) {
          const {
            kind,
            namespace = namespaceOf(resource),
            name,
          } = current(resource);
          all.add(
            { kind, namespace, name, environment, cluster, builtBy, location },
            changed.get(resource),
          );
        }
      }
    }
    return all;
  };
}

/** The object as its document declares it. */
function documentOf(
  { location }: Resource,
  { files }: ParsedRepository,
): JsonObject | undefined {
  for (const document of files.get(location.path)?.documents ?? []) {
    for (const { value, line } of objectsOf(document)) {
      if (line === location.line) {
        return value;
      }
    }
  }
  return undefined;
}
