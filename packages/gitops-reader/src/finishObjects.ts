import { directoryClaimsOf } from './claimsForPath';
import { Claim, DeclaredObject, OwnershipRules } from './facts';
import { Results, unique } from './mergeObjects';
import { NamespaceEnvironments, ToldPlace } from './namespaceEnvironments';
import { NamespaceClaims } from './ownership';
import { Places } from './paths';
import { ListMemory, sameItems } from './perFile';
import { directoryOf, isBelow } from './treePaths';

type ClaimsOf = NonNullable<Results[number]['result']['claims']>;

/** All that an object becomes a fact by, besides what its reader found. */
interface Inputs {
  environment?: string;
  cluster?: string;
  inherited: readonly Claim[];
  ofDirectories: readonly Claim[];
  /** Claims of the directories of the overlay that makes it of a base. */
  ofOverlay: readonly Claim[];
}

const none: readonly Claim[] = [];

/**
 * Places objects and gives them the claims of all around them. An object stays the one of the read before when
 * nothing that it depends on has changed.
 */
export class ObjectFinisher {
  #finished = new WeakMap<
    DeclaredObject,
    { from: Inputs; object: DeclaredObject }
  >();
  #inOrder = new ListMemory<DeclaredObject, DeclaredObject>();
  readonly #speaks = new ListMemory<DeclaredObject, boolean>();
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
      this.#inOrder = new ListMemory();
      this.#asked = asked;
    }
    const speaks = this.#speaks.map(objects, speaksForOthers);
    const speakers = objects.filter((_, index) => speaks[index]);
    const around = [
      places,
      ...ownership.repositoryClaims,
      ...(ownership.directoryClaims ?? []),
      ...speakers,
    ];
    if (!sameItems(around, this.#around)) {
      this.#inOrder = new ListMemory();
    }
    this.#around = around;
    let finish: ((object: DeclaredObject) => DeclaredObject) | undefined;
    return [
      ...this.#inOrder.map(objects, object => {
        finish ??= this.#finisher(speakers, asked, ownership, places);
        return finish(object);
      }),
    ];
  }

  /** Finishes objects one by one, amid those that speak for them. */
  #finisher(
    speakers: readonly DeclaredObject[],
    asked: readonly ClaimsOf[],
    ownership: OwnershipRules,
    places: Places,
  ): (object: DeclaredObject) => DeclaredObject {
    const placed = speakers.map(object => placeOf(object, places));
    const namespaces = new NamespaceClaims(speakers, placed);
    const environments = new NamespaceEnvironments(speakers, placed);
    const claimsOf = directoryClaimsOf(ownership);
    return object => {
      const place = placeOf(object, places);
      place.environment ??= environments.of(object, place);
      const overlay = overlayOf(object);
      const inputs: Inputs = {
        environment: place.environment,
        cluster: place.cluster,
        inherited: namespaces.claimsFor(object, place),
        ofDirectories: claimsOf(object.location.path),
        ofOverlay: overlay === undefined ? none : claimsOf(overlay.path),
      };
      const known = this.#finished.get(object);
      if (known && sameInputs(known.from, inputs)) {
        return known.object;
      }
      const finished = finishedObject(object, inputs, asked);
      this.#finished.set(object, { from: inputs, object: finished });
      return finished;
    };
  }
}

/** Objects whose claims others inherit. */
function speaksForOthers({ kind }: DeclaredObject): boolean {
  return kind === 'Namespace' || kind === 'RoleBinding';
}

function finishedObject(
  object: DeclaredObject,
  { environment, cluster, inherited, ofDirectories, ofOverlay }: Inputs,
  asked: readonly ClaimsOf[],
): DeclaredObject {
  const placed: DeclaredObject = {
    ...object,
    ...(environment === undefined ? {} : { environment }),
    ...(cluster === undefined ? {} : { cluster }),
  };
  const claimsAt = (path: string) =>
    asked.flatMap(claims => claims(path, placed));
  const claims = unique([
    // What a RoleBinding says counts for its namespace, where it says it alone.
    ...object.claims.filter(({ source }) => source !== 'role-binding'),
    ...inherited,
    ...claimsAt(object.location.path),
    ...ofDirectories,
  ]);
  const overlay = overlayOf(object);
  if (overlay === undefined) {
    return { ...placed, claims };
  }
  const { path, subject } = overlay;
  const ofLayer =
    claims.length === 0 || claims.every(claim => isFromAbove(claim, subject))
      ? unique([...claimsAt(path), ...ofOverlay])
      : [];
  // Who answers for the layer answers for what it makes of a base, where those of the base are none or those of all.
  return {
    ...placed,
    claims:
      claims.length === 0 ||
      ofLayer.some(
        claim => isOfOwnersFile(claim) && !isFromAbove(claim, subject),
      )
        ? ofLayer
        : claims,
  };
}

function isOfOwnersFile({ source }: Claim): boolean {
  return source === 'owners-file';
}

/** Whether a file of OWNERS that does not lie in the directory of a subject says who its owner is. */
function isFromAbove(claim: Claim, subject: string): boolean {
  return (
    isOfOwnersFile(claim) &&
    claim.evidence.type === 'file' &&
    !isBelow(claim.evidence.location.path, subject)
  );
}

/** The kustomization of an overlay that makes an object of the base beside it: `cart/overlays/eu` of `cart/base`. */
function overlayOf({
  location,
  builtBy,
}: DeclaredObject): { path: string; subject: string } | undefined {
  const subject = /^(.+?)\/bases?\//.exec(location.path)?.[1];
  return subject !== undefined &&
    builtBy?.startsWith(`${subject}/`) &&
    /^(overlays?|environments?|envs?)\//.test(
      `${builtBy.slice(subject.length + 1)}/`,
    )
    ? { path: `${builtBy}/kustomization.yaml`, subject }
    : undefined;
}

function sameInputs(one: Inputs, other: Inputs): boolean {
  return (
    one.environment === other.environment &&
    one.cluster === other.cluster &&
    sameItems(one.inherited, other.inherited) &&
    sameItems(one.ofDirectories, other.ofDirectories) &&
    sameItems(one.ofOverlay, other.ofOverlay)
  );
}

/** The one environment that layers are for which what builds an object has put together: `default` of `../prod`, `../dev`. */
function environmentOfLayers(
  { builtBy, config }: DeclaredObject,
  places: Places,
): string | undefined {
  const told = new Set(
    builtBy === undefined
      ? []
      : config.flatMap(({ role, location }) => {
          const { environment } =
            role === 'overlay'
              ? places.ofDirectory(directoryOf(location.path))
              : {};
          return environment === undefined || environment === 'archived'
            ? []
            : [environment];
        }),
  );
  return told.size === 1 ? [...told][0] : undefined;
}

/** Environment and cluster of an object: as its reader knew, from what builds it, its own path, the layers over it, then its labels. */
function placeOf(object: DeclaredObject, places: Places): ToldPlace {
  const own = places.of(object.location.path);
  const builder =
    object.builtBy === undefined
      ? {}
      : places.of(`${object.builtBy}/kustomization`);
  const cluster =
    object.cluster ??
    // What goes to a cluster whose name nobody knows is not in that of its engine.
    (object.engine?.destinationCluster === undefined
      ? (builder.cluster ??
        // What an overlay makes of a base is for one of its environments, which the only cluster need not run.
        (builder.environment === undefined ? own.cluster : undefined))
      : undefined);
  const byPath = builder.environment ?? own.environment;
  // What is used was not put away, wherever it lies.
  const isUsed =
    (object.builtBy !== undefined && builder.environment !== 'archived') ||
    // Where an engine object takes its chart from is one of its places as well.
    (object.engine === undefined &&
      object.config.some(({ role }) => role === 'application'));
  const told =
    object.environment ??
    (byPath === 'archived' && isUsed ? undefined : byPath) ??
    environmentOfLayers(object, places);
  return told === undefined
    ? { environment: places.ofLabels(object.labels), cluster, labelled: true }
    : { environment: told, cluster };
}
