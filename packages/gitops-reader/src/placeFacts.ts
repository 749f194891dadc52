import { DeclaredObject, FileLocation, SecretFact } from './facts';
import { addTo } from './groups';
import { unique } from './mergeObjects';
import { Places } from './paths';
import { PathSet } from './pathSets';

/** A fact that is told about an object, or about a file that objects are made of. */
export interface PlacedFact {
  kind: string;
  namespace?: string;
  name: string;
  /** Name of the object, where `name` is that of something else. */
  object?: string;
  environment?: string;
  cluster?: string;
  location: FileLocation;
}

function lineOf({ kind, location }: PlacedFact): string {
  return `${kind} ${location.path}:${location.line}`;
}

function subjectOf(fact: PlacedFact): string {
  const { name, object = name, namespace, environment, cluster } = fact;
  return JSON.stringify([object, namespace, environment, cluster]);
}

/** Whether an object is the very one, as far as the fact says of which it is. */
function isAbout(fact: PlacedFact, candidate: DeclaredObject): boolean {
  return (
    candidate.name === (fact.object ?? fact.name) &&
    (['namespace', 'environment', 'cluster'] as const).every(
      field => fact[field] === undefined || fact[field] === candidate[field],
    )
  );
}

/** Where the objects that facts are told about end up. */
class BuiltPlaces {
  readonly #places: Places;
  /** Objects by kind and path of the document that declares them. */
  readonly #declared = new Map<string, DeclaredObject[]>();
  /** Objects that are made of a file, by its path. */
  readonly #made = new Map<string, DeclaredObject[]>();
  /** What the facts of one line are about: a template makes several objects of it. */
  readonly #subjects = new Map<string, Set<string>>();

  constructor(
    facts: Iterable<PlacedFact>,
    objects: readonly DeclaredObject[],
    places: Places,
  ) {
    this.#places = places;
    const kinds = new Set<string>();
    for (const fact of facts) {
      kinds.add(fact.kind);
      const line = lineOf(fact);
      const subjects = this.#subjects.get(line) ?? new Set();
      this.#subjects.set(line, subjects.add(subjectOf(fact)));
    }
    for (const object of objects) {
      const { kind, location, config } = object;
      if (kinds.has(kind)) {
        addTo(this.#declared, `${kind} ${location.path}`, object);
      }
      if (kind === 'Secret') {
        for (const place of config) {
          if (
            place.role === 'manifest' &&
            place.location.path !== location.path
          ) {
            addTo(this.#made, place.location.path, object);
          }
        }
      }
    }
  }

  /** Objects that a fact is about: one for each place that builds it. */
  objectsOf(fact: PlacedFact): DeclaredObject[] {
    const { kind, name, object, location } = fact;
    if (kind === 'File') {
      return this.#made.get(location.path) ?? [];
    }
    const candidates = this.#declared.get(`${kind} ${location.path}`) ?? [];
    const sameLine = candidates.filter(
      candidate => candidate.location.line === location.line,
    );
    if (sameLine.length > 1 && this.#isOneOfSeveral(fact)) {
      const own = sameLine.filter(candidate => isAbout(fact, candidate));
      return own.length > 0 ? own : sameLine;
    }
    return sameLine.length > 0
      ? sameLine
      : candidates.filter(candidate => candidate.name === (object ?? name));
  }

  #isOneOfSeveral(fact: PlacedFact): boolean {
    return (this.#subjects.get(lineOf(fact))?.size ?? 0) > 1;
  }

  /** The fact in each environment, cluster and namespace that it holds in. */
  place<T extends PlacedFact>(fact: T): T[] {
    const placed = new Map<string, T>();
    for (const object of this.objectsOf(fact)) {
      const { namespace, environment, cluster } = object;
      // What builds an object may have given it another name.
      const name =
        fact.kind === 'File' || fact.object !== undefined
          ? fact.name
          : object.name;
      placed.set(JSON.stringify([name, namespace, environment, cluster]), {
        ...fact,
        name,
        ...(namespace === undefined ? {} : { namespace }),
        ...(environment === undefined ? {} : { environment }),
        ...(cluster === undefined ? {} : { cluster }),
      });
    }
    return placed.size > 0 ? [...placed.values()] : [this.#byPath(fact)];
  }

  /** What nothing builds is where its path says. */
  #byPath<T extends PlacedFact>(fact: T): T {
    const { environment, cluster } = this.#places.of(fact.location.path);
    return {
      ...(environment === undefined ? {} : { environment }),
      ...(cluster === undefined ? {} : { cluster }),
      ...fact,
    };
  }
}

/** Facts about objects, in each place that these end up. */
export function placeFacts<T extends PlacedFact>(
  facts: readonly T[],
  objects: readonly DeclaredObject[],
  places: Places,
): T[] {
  if (facts.length === 0) {
    return [];
  }
  const built = new BuiltPlaces(facts, objects, places);
  return facts.flatMap(fact => built.place(fact));
}

/** Secrets in each place that they end up, without plain ones that every kustomization of their file leaves out. */
export function placeSecrets(
  secrets: readonly SecretFact[],
  objects: readonly DeclaredObject[],
  consumed: Pick<PathSet, 'has'>,
  places: Places,
): SecretFact[] {
  if (secrets.length === 0) {
    return [];
  }
  const built = secrets.some(({ mechanism }) => mechanism === 'plain')
    ? builtFiles(objects, consumed)
    : new Set();
  const byPlace = new BuiltPlaces(secrets, objects, places);
  return unique(
    secrets
      .filter(
        secret =>
          secret.mechanism !== 'plain' ||
          !built.has(secret.location.path) ||
          byPlace.objectsOf(secret).length > 0,
      )
      .flatMap(secret => byPlace.place(secret)),
  );
}

/** Files of which a kustomization has built an object at least. */
export function builtFiles(
  objects: readonly DeclaredObject[],
  consumed: Pick<PathSet, 'has'>,
): Set<string> {
  const built = new Set<string>();
  for (const { location, builtBy } of objects) {
    if (builtBy !== undefined && consumed.has(location.path)) {
      built.add(location.path);
    }
  }
  return built;
}
