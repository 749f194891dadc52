import { directoryClaimsOf } from './claimsForPath';
import { Claim, DeclaredObject, OwnershipRules } from './facts';
import { Results, unique } from './mergeObjects';
import { NamespaceClaims, Place } from './ownership';
import { Places } from './paths';
import { sameItems } from './perFile';

type ClaimsOf = NonNullable<Results[number]['result']['claims']>;

/** All that an object becomes a fact by, besides what its reader found. */
interface Inputs {
  environment?: string;
  cluster?: string;
  inherited: readonly Claim[];
  ofDirectories: readonly Claim[];
}

/**
 * Places objects and gives them the claims of all around them. An object stays the one of the read before when
 * nothing that it depends on has changed.
 */
export class ObjectFinisher {
  #finished = new WeakMap<
    DeclaredObject,
    { from: Inputs; object: DeclaredObject }
  >();
  #asked: readonly ClaimsOf[] = [];
  /** What all objects hang on, as it was. */
  #around: readonly unknown[] = [];

  /** `places` tells environment and cluster from paths, where the reader knew none. */
  finish(
    objects: readonly DeclaredObject[],
    results: Results,
    ownership: OwnershipRules,
    places: Places,
  ): DeclaredObject[] {
    const asked = results.flatMap(({ result }) => result.claims ?? []);
    if (!sameItems(asked, this.#asked)) {
      this.#finished = new WeakMap();
      this.#asked = asked;
    }
    const around = [
      places,
      ...ownership.repositoryClaims,
      ...(ownership.directoryClaims ?? []),
      ...objects.filter(speaksForOthers),
    ];
    const sameAround = sameItems(around, this.#around);
    this.#around = around;
    if (sameAround) {
      const before = objects.map(object => this.#finished.get(object)?.object);
      const missing = objects.filter((_, index) => !before[index]);
      if (missing.length < objects.length) {
        // What is new comes first; the others are there for it to inherit from.
        const made = this.#finish(
          [...missing, ...objects.filter(speaksForOthers)],
          asked,
          ownership,
          places,
        );
        let next = 0;
        return before.map(known => known ?? made[next++]);
      }
    }
    return this.#finish(objects, asked, ownership, places);
  }

  #finish(
    objects: readonly DeclaredObject[],
    asked: readonly ClaimsOf[],
    ownership: OwnershipRules,
    places: Places,
  ): DeclaredObject[] {
    const placed = objects.map(object => placeOf(object, places));
    const namespaces = new NamespaceClaims(objects, placed);
    const claimsOf = directoryClaimsOf(ownership);
    return objects.map((object, index) => {
      const inputs: Inputs = {
        ...placed[index],
        inherited: namespaces.claimsFor(object, placed[index]),
        ofDirectories: claimsOf(object.location.path),
      };
      const known = this.#finished.get(object);
      if (known && sameInputs(known.from, inputs)) {
        return known.object;
      }
      const finished = finishedObject(object, inputs, asked);
      this.#finished.set(object, { from: inputs, object: finished });
      return finished;
    });
  }
}

/** Objects whose claims others inherit. */
function speaksForOthers({ kind }: DeclaredObject): boolean {
  return kind === 'Namespace' || kind === 'RoleBinding';
}

function finishedObject(
  object: DeclaredObject,
  { environment, cluster, inherited, ofDirectories }: Inputs,
  asked: readonly ClaimsOf[],
): DeclaredObject {
  const { path } = object.location;
  const placed: DeclaredObject = {
    ...object,
    ...(environment === undefined ? {} : { environment }),
    ...(cluster === undefined ? {} : { cluster }),
  };
  return {
    ...placed,
    claims: unique([
      // What a RoleBinding says counts for its namespace, where it says it alone.
      ...object.claims.filter(({ source }) => source !== 'role-binding'),
      ...inherited,
      ...asked.flatMap(claims => claims(path, placed)),
      ...ofDirectories,
    ]),
  };
}

function sameInputs(one: Inputs, other: Inputs): boolean {
  return (
    one.environment === other.environment &&
    one.cluster === other.cluster &&
    sameItems(one.inherited, other.inherited) &&
    sameItems(one.ofDirectories, other.ofDirectories)
  );
}

/** Environment and cluster of an object: as its reader knew, from what builds it, then from its own path. */
function placeOf(object: DeclaredObject, places: Places): Place {
  const own = places.of(object.location.path);
  const builder =
    object.builtBy === undefined
      ? {}
      : places.of(`${object.builtBy}/kustomization`);
  return {
    environment: object.environment ?? builder.environment ?? own.environment,
    cluster: object.cluster ?? builder.cluster ?? own.cluster,
  };
}
