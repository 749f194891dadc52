import { directoryClaimsOf } from '../claims/claimsForPath';
import { Claim, DeclaredObject, OwnershipRules } from '../facts';
import { Results, unique } from './mergeObjects';
import { NamespaceEnvironments, ToldPlace } from './namespaceEnvironments';
import { NamespaceClaims } from '../ownership';
import { pathRules } from '../claims/pathRules';
import { Places } from '../readers/paths';
import { ListMemory, sameItems } from '../memory/perFile';
import { directoryOf, isBelow } from '../files/treePaths';

type ClaimsOf = NonNullable<Results[number]['result']['claims']>;

/** All that an object becomes a fact by, besides what its reader found. */
interface Inputs {
  environment?: string;
  cluster?: string;
  inherited: readonly Claim[];
  ofDirectories: readonly Claim[];
  /** Claims of the directories of the overlay that makes it of a base. */
  ofOverlay: readonly Claim[];
  /** Those of the files that make it of a template. */
  ofMakers: readonly (readonly Claim[])[];
  ofLayers: readonly (readonly Claim[])[];
  ofBeside: readonly Claim[];
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
    const namespaces = places.ofNamespaces(
      new Set(objects.flatMap(object => namespaceOf(object) ?? [])),
    );
    const around = [
      places,
      [...namespaces.keys()].sort().join('\n'),
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
        finish ??= this.#finisher(
          speakers,
          asked,
          ownership,
          places,
          namespaces,
        );
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
    ofNamespaces: ReadonlyMap<string, string>,
  ): (object: DeclaredObject) => DeclaredObject {
    const placed = speakers.map(object => placeOf(object, places));
    const namespaces = new NamespaceClaims(speakers, placed);
    const environments = new NamespaceEnvironments(speakers, placed);
    const claimsOf = directoryClaimsOf(ownership);
    return object => {
      const place = placeOf(object, places);
      place.environment ??=
        environments.of(object, place) ??
        ofNamespaces.get(namespaceOf(object) ?? '');
      const overlay = overlayOf(object);
      const inputs: Inputs = {
        environment: place.environment,
        cluster: place.cluster,
        inherited: namespaces.claimsFor(object, place),
        ofDirectories: claimsOf(object.location.path),
        ofOverlay: overlay === undefined ? none : claimsOf(overlay.path),
        ofMakers: (object.template?.makers ?? []).map(claimsOf),
        ofLayers: (object.template?.layers ?? []).map(claimsOf),
        ofBeside:
          object.template?.beside === undefined
            ? none
            : claimsOf(object.template.beside),
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

/** The namespace that an object is in, or is. */
function namespaceOf({
  apiVersion,
  kind,
  name,
  namespace,
}: DeclaredObject): string | undefined {
  return kind === 'Namespace' && apiVersion === 'v1' ? name : namespace;
}

function finishedObject(
  { template, ...object }: DeclaredObject,
  inputs: Inputs,
  asked: readonly ClaimsOf[],
): DeclaredObject {
  const { environment, cluster, inherited, ofDirectories, ofOverlay } = inputs;
  const placed: DeclaredObject = {
    ...object,
    ...(environment === undefined ? {} : { environment }),
    ...(cluster === undefined ? {} : { cluster }),
  };
  const claimsAt = (path: string) =>
    asked.flatMap(claims => claims(path, placed));
  const own = unique([
    // What a RoleBinding says counts for its namespace, where it says it alone.
    ...object.claims.filter(({ source }) => source !== 'role-binding'),
    ...inherited,
  ]);
  const declared = unique([
    ...claimsAt(object.location.path),
    ...ofDirectories,
  ]);
  const ofAll =
    template?.beside === undefined
      ? declared
      : [...declared, ...claimsAt(template.beside), ...inputs.ofBeside];
  const rulesAt = (path: string, directories: readonly Claim[]) =>
    rulesBeside(ofAll, [...claimsAt(path), ...directories]);
  const firstRules = (
    paths: readonly string[] = [],
    directories: readonly (readonly Claim[])[],
  ) =>
    paths
      .map((path, at) => rulesAt(path, directories[at]))
      .find(rules => rules.length > 0);
  const made = firstRules(template?.makers, inputs.ofMakers);
  if (made) {
    // Whoever keeps a template answers for what others make of it where these do not.
    const kept = without(declared, made).map(lastWord);
    return { ...placed, claims: unique([...own, ...made, ...kept]) };
  }
  const claims = unique([...own, ...declared]);
  const overlay = overlayOf(object);
  // Who answers for the layer answers for what it makes of a base, where those of the base are none or those of all.
  if (
    overlay !== undefined &&
    claims.every(claim => isFromAbove(claim, overlay.subject))
  ) {
    const ofLayer = unique([...claimsAt(overlay.path), ...ofOverlay]);
    if (
      claims.length === 0 ||
      ofLayer.some(
        claim => isOfOwnersFile(claim) && !isFromAbove(claim, overlay.subject),
      )
    ) {
      return { ...placed, claims: ofLayer };
    }
  }
  const layered = claims.every(({ catchAll }) => catchAll)
    ? firstRules(template?.layers, inputs.ofLayers)
    : undefined;
  return {
    ...placed,
    claims: layered ? unique([...own, ...layered, ...declared]) : claims,
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

/** Rules on a path that say more than those that count anyway, without those for all files. */
function rulesBeside(known: readonly Claim[], claims: Claim[]): Claim[] {
  const rules = pathRules(claims);
  return without(rules, known).length > 0 ? rules : [];
}

function without(claims: readonly Claim[], others: readonly Claim[]): Claim[] {
  const said = new Set(others.map(claim => JSON.stringify(claim)));
  return claims.filter(claim => !said.has(JSON.stringify(claim)));
}

const last = new WeakMap<Claim, Claim>();

/** A claim as one that decides where no other does: the same object for the same claim. */
function lastWord(claim: Claim): Claim {
  let weak = last.get(claim);
  if (!weak) {
    weak = claim.catchAll ? claim : { ...claim, catchAll: true };
    last.set(claim, weak);
  }
  return weak;
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
    sameItems(one.ofOverlay, other.ofOverlay) &&
    sameItems(one.ofMakers.flat(), other.ofMakers.flat()) &&
    sameItems(one.ofLayers.flat(), other.ofLayers.flat()) &&
    sameItems(one.ofBeside, other.ofBeside)
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
