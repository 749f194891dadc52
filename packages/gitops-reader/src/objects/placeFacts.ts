import { DeclaredObject, FileLocation, SecretFact } from '../facts';
import { addTo } from '../lib/groups';
import { unique } from './mergeObjects';
import { Places } from '../readers/paths';
import { PathSet } from '../files/pathSets';
import { VariantFacts } from '../deployments/variantFacts';

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

/** Whether an object is where a fact holds, as far as the fact says. */
function isAt(
  fact: PlacedFact,
  candidate: DeclaredObject,
  fields: readonly ('namespace' | 'environment' | 'cluster')[],
): boolean {
  return fields.every(
    field => fact[field] === undefined || fact[field] === candidate[field],
  );
}

/** Whether an object is the very one, as far as the fact says of which it is. */
function isAbout(fact: PlacedFact, candidate: DeclaredObject): boolean {
  return (
    candidate.name === (fact.object ?? fact.name) &&
    isAt(fact, candidate, ['namespace', 'environment', 'cluster'])
  );
}

/** Where the objects that facts are told about end up. */
class BuiltPlaces<T extends PlacedFact> {
  readonly #places: Places;
  /** Objects by kind and path of the document that declares them. */
  readonly #declared = new Map<string, DeclaredObject[]>();
  /** Objects that are made of a file, by its path. */
  readonly #made = new Map<string, DeclaredObject[]>();
  /** What the facts of one line are about: a template makes several objects of it. */
  readonly #subjects = new Map<string, Set<string>>();
  /** What objects say as they are built, where that is not what their documents say. */
  readonly #built = new Map<DeclaredObject, T[]>();

  constructor(
    facts: Iterable<T>,
    objects: readonly DeclaredObject[],
    places: Places,
    built: VariantFacts<T>,
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
        const own = built.of(object);
        if (own) {
          this.#built.set(object, own);
        }
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
  objectsOf(fact: T): DeclaredObject[] {
    const { kind, name, object, location } = fact;
    if (kind === 'File') {
      return this.#made.get(location.path) ?? [];
    }
    const candidates = (
      this.#declared.get(`${kind} ${location.path}`) ?? []
    ).filter(candidate => isAt(fact, candidate, ['environment', 'cluster']));
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

  /**
   * All facts, each in every environment, cluster and namespace that it holds in.
   *
   * @param isPatch whether what is built of a file, without any object by itself, is told where it is built: patches
   */
  placeAll(
    facts: readonly T[],
    isPatch: (path: string) => boolean = () => false,
  ): T[] {
    return [
      ...facts.flatMap(fact => this.#place(fact, isPatch)),
      ...unique(
        [...this.#built].flatMap(([object, own]) =>
          own.map(fact => placedAt(fact, object)),
        ),
      ),
    ];
  }

  #place(fact: T, isPatch: (path: string) => boolean): T[] {
    const objects = this.objectsOf(fact);
    if (objects.length > 0) {
      return unique(
        objects
          .filter(object => !this.#built.has(object))
          .map(object => placedAt(fact, object)),
      );
    }
    return isPatch(fact.location.path) ? [] : [this.#byPath(fact)];
  }

  /** What nothing builds is where its path says. */
  #byPath(fact: T): T {
    const { environment, cluster } = this.#places.of(fact.location.path);
    return {
      ...(environment === undefined ? {} : { environment }),
      ...(cluster === undefined ? {} : { cluster }),
      ...fact,
    };
  }
}

/** A fact about one object, where that is. */
function placedAt<T extends PlacedFact>(
  fact: T,
  { name, namespace, environment, cluster }: DeclaredObject,
): T {
  return {
    ...fact,
    // What builds an object may have given it another name.
    name: fact.kind === 'File' || fact.object !== undefined ? fact.name : name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(environment === undefined ? {} : { environment }),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

/**
 * Facts about objects, in each place that these end up, as they are built there. A patch says what it makes of an
 * object where that is built; one that finds no object says nothing.
 */
export function placeFacts<T extends PlacedFact>(
  facts: readonly T[],
  objects: readonly DeclaredObject[],
  consumed: Pick<PathSet, 'has'>,
  places: Places,
  built: () => VariantFacts<T>,
): T[] {
  return facts.length === 0
    ? []
    : new BuiltPlaces(facts, objects, places, built()).placeAll(facts, path =>
        consumed.has(path),
      );
}

/** Secrets in each place that they end up, without plain ones that every kustomization of their file leaves out. */
export function placeSecrets(
  secrets: readonly SecretFact[],
  objects: readonly DeclaredObject[],
  files: Pick<PathSet, 'has'>,
  places: Places,
  built: () => VariantFacts<SecretFact>,
): SecretFact[] {
  if (secrets.length === 0) {
    return [];
  }
  const byPlace = new BuiltPlaces(secrets, objects, places, built());
  return unique(
    byPlace.placeAll(
      secrets.filter(
        secret =>
          secret.mechanism !== 'plain' ||
          !files.has(secret.location.path) ||
          byPlace.objectsOf(secret).length > 0,
      ),
    ),
  );
}
