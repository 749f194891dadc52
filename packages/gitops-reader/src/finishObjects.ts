import { directoryClaimsOf } from './claimsForPath';
import { Claim, DeclaredObject, OwnershipRules } from './facts';
import { Results, unique } from './mergeObjects';
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
    const placed = objects.map(object => placeOf(object, places));
    const namespaces = new Namespaces(objects, placed);
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
      ...object.claims,
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

type Place = Pick<DeclaredObject, 'environment' | 'cluster'>;

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

/** Claims that objects inherit from their Namespace. */
class Namespaces {
  readonly #declared = new Map<
    string,
    { object: DeclaredObject; place: Place }[]
  >();
  readonly #known = new Map<string, readonly Claim[]>();

  constructor(objects: readonly DeclaredObject[], places: readonly Place[]) {
    objects.forEach((object, index) => {
      if (object.kind === 'Namespace' && object.apiVersion === 'v1') {
        const known = this.#declared.get(object.name);
        const entry = { object, place: places[index] };
        if (known) {
          known.push(entry);
        } else {
          this.#declared.set(object.name, [entry]);
        }
      }
    });
  }

  /**
   * What the Namespace of an object claims, where it is certain which declaration is meant: that of the same
   * environment and cluster, and when several remain, only if they all say the same.
   */
  claimsFor(
    { namespace }: DeclaredObject,
    { environment, cluster }: Place,
  ): readonly Claim[] {
    const candidates = namespace ? this.#declared.get(namespace) : undefined;
    if (!candidates) {
      return nothing;
    }
    const key = `${namespace}\n${environment ?? ''}\n${cluster ?? ''}`;
    let claims = this.#known.get(key);
    if (!claims) {
      claims = claimsOfNamespaces(
        candidates
          .filter(
            ({ place }) =>
              fits(place.environment, environment) &&
              fits(place.cluster, cluster),
          )
          .map(({ object }) => object),
      );
      this.#known.set(key, claims);
    }
    return claims;
  }
}

const nothing: readonly Claim[] = [];

function fits(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function claimsOfNamespaces(namespaces: DeclaredObject[]): readonly Claim[] {
  const [first, ...others] = namespaces.map(({ claims }) =>
    claims.filter(({ source }) => source === 'object-label'),
  );
  if (!first) {
    return nothing;
  }
  const marks = (claims: Claim[]) =>
    claims
      .map(({ raw }) => raw)
      .sort()
      .join('\n');
  return others.every(other => marks(other) === marks(first))
    ? first.map(namespaceClaim)
    : nothing;
}

const ofNamespaces = new WeakMap<Claim, Claim>();

function namespaceClaim(claim: Claim): Claim {
  let made = ofNamespaces.get(claim);
  if (!made) {
    made = { ...claim, source: 'namespace-label' };
    ofNamespaces.set(claim, made);
  }
  return made;
}
