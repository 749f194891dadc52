import { Claim, RepositoryFacts, VersionPin } from '../facts';
import { compact } from '../lib/json';
import { EnvironmentWords, wordsOf } from '../readers/paths';
import { EnvironmentRule } from '../readers/reader';
import { directoryOf } from '../files/treePaths';
import { Appearance, appearancesOf } from './appearances';
import { Identity, Where, withoutWhere } from './identity';
import { isFilledElsewhere } from '../workloads/standIn';
import { pinKey } from './pinKey';

/**
 * The thing that is promoted: the same one in every environment.
 *
 * @public
 */
export interface Service {
  name: string;
  /** The directory that its places have in common. */
  path: string;
  /** Who is said to answer for it; what runs in production comes first. Empty where only a file pins it. */
  claims: Claim[];
  /** What it is deployed by: workloads, and engine objects where their workloads are not known. */
  objects: ServiceObject[];
  /** In the order of promotion. */
  environments: ServiceEnvironment[];
}

/**
 * An object that a service is deployed by, as Git names it.
 *
 * @public
 */
export interface ServiceObject {
  kind: string;
  namespace?: string;
  name: string;
}

/**
 * Where a service stands, and at which versions.
 *
 * @public
 */
export interface ServiceEnvironment {
  environment?: string;
  /** The cluster, or what else tells two places of one environment apart: `production-1`. */
  cluster?: string;
  /** Given where one environment and cluster hold the service several times. */
  namespace?: string;
  versions: ServiceVersion[];
}

/**
 * A version of a service, and the line that pins it.
 *
 * @public
 */
export interface ServiceVersion extends VersionPin {
  /** Digest of an image that is pinned by its tag, too. */
  digest?: string;
}

/**
 * Declared workloads, what engines deploy, and what lone files pin, by what they are: their name, and the directory
 * without environment, layers and cluster. What the repository keeps in an archive is left out.
 *
 * @public
 */
export function servicesOf(
  facts: Pick<RepositoryFacts, 'objects' | 'pins'>,
  options: { environments?: readonly EnvironmentRule[] } = {},
): Service[] {
  const words = wordsOf(options.environments);
  const appearances = appearancesOf(facts, words);
  const groups = new Map<
    string,
    { identity: Identity; members: Appearance[] }
  >();
  const identify = identities(appearances, words);
  for (const appearance of appearances) {
    const identity = identify(appearance);
    const key = keyOf(identity);
    const group = groups.get(key);
    if (group) {
      group.members.push(appearance);
    } else {
      groups.set(key, { identity, members: [appearance] });
    }
  }
  return [...groups.values()]
    .map(({ identity, members }) => serviceOf(identity, members, words))
    .sort((a, b) => compare(a.name, b.name) || compare(a.path, b.path));
}

/** A variable that nothing in the repository fills in is no version, nor is a word that stands for one: `app_version`. */
const placeholder =
  /\{\{|\$\{|^\$\(|^<[^<>]+>$|^__\w+__$|^[a-z]+(_[a-z]+)*_(version|tag|sha)$|^(placeholder|(change|patch|replace)[-_]?me([-_].*)?|tbd|to-?do)$/i;

function placeKey({ environment, cluster }: Appearance): string {
  return JSON.stringify([environment, cluster]);
}

/** Which service each appearance is one of. */
function identities(
  appearances: Appearance[],
  words: EnvironmentWords,
): (appearance: Appearance) => Identity {
  const places = new Map<string, Set<string>>();
  for (const appearance of appearances) {
    const key = keyOf(withoutWhere(appearance, appearance, words));
    const known = places.get(key);
    if (known) {
      known.add(placeKey(appearance));
    } else {
      places.set(key, new Set([placeKey(appearance)]));
    }
  }
  // `cart-prod` and `cart-dev` are `cart`; a `prod-scheduler` without a brother elsewhere is what it is called.
  const identify = (appearance: Appearance): Identity => {
    const free = withoutWhere(appearance, appearance, words);
    return (places.get(keyOf(free))?.size ?? 0) > 1
      ? free
      : { name: appearance.name, path: appearance.path };
  };
  const byName = new Map<string, Map<string, Identity>>();
  for (const appearance of appearances) {
    if (appearance.object !== undefined) {
      const identity = identify(appearance);
      const known = byName.get(identity.name) ?? new Map<string, Identity>();
      byName.set(identity.name, known.set(identity.path, identity));
    }
  }
  return appearance => {
    const identity = identify(appearance);
    return appearance.object === undefined
      ? (declaredAs(identity, byName.get(identity.name)) ?? identity)
      : identity;
  };
}

/** The declared service that a lone file pins: the nearest around it by that name, or the only one. */
function declaredAs(
  { path }: Identity,
  declared: ReadonlyMap<string, Identity> = new Map(),
): Identity | undefined {
  for (let at = path; at !== ''; at = directoryOf(at)) {
    const around = declared.get(at);
    if (around) {
      return around;
    }
  }
  return declared.size === 1 ? [...declared.values()][0] : undefined;
}

function keyOf({ name, path }: Identity): string {
  return JSON.stringify([name, path]);
}

function serviceOf(
  { name, path }: Identity,
  members: Appearance[],
  words: EnvironmentWords,
): Service {
  const shown = inClusters(shownOf(withoutSaidLines(members)));
  const twice = placesWithTwins(shown);
  const environments = new Map<
    string,
    { entry: ServiceEnvironment; seen: Set<string>; deployed: boolean }
  >();
  for (const member of shown) {
    const { environment, cluster, versions } = member;
    const place = placeKey(member);
    const namespace = twice.has(place) ? member.namespace : undefined;
    const key = JSON.stringify([place, namespace]);
    const known = environments.get(key) ?? {
      entry: compact<ServiceEnvironment>({
        environment,
        cluster,
        namespace,
        versions: [],
      }),
      seen: new Set(),
      deployed: false,
    };
    known.deployed ||= member.deployed;
    environments.set(key, known);
    for (const version of versions) {
      if (placeholder.test(version.value) || isFilledElsewhere(version.value)) {
        continue;
      }
      const same = JSON.stringify([pinKey(version), version.name, version.key]);
      if (!known.seen.has(same)) {
        known.seen.add(same);
        known.entry.versions.push(withDigest(version));
      }
    }
  }
  return {
    name,
    path,
    claims: claimsOf(members),
    objects: objectsOf(members),
    environments: withoutEchoes([...environments.values()]).sort(
      (a, b) =>
        words.order(a.environment ?? '') - words.order(b.environment ?? '') ||
        compare(a.environment ?? '', b.environment ?? '') ||
        compare(a.cluster ?? '', b.cluster ?? '') ||
        compare(a.namespace ?? '', b.namespace ?? ''),
    ),
  };
}

/** A line of a file is for the one cluster that the objects of its environment are in. */
function inClusters(members: Appearance[]): Appearance[] {
  const clusters = new Map<string | undefined, Set<string | undefined>>();
  for (const { object, environment, cluster } of members) {
    if (object !== undefined) {
      const known = clusters.get(environment) ?? new Set();
      clusters.set(environment, known.add(cluster));
    }
  }
  return members.map(member => {
    const [cluster, ...others] = clusters.get(member.environment) ?? [];
    return member.object === undefined &&
      member.environment !== undefined &&
      member.cluster === undefined &&
      cluster !== undefined &&
      others.length === 0
      ? { ...member, cluster }
      : member;
  });
}

/**
 * Leaves out lines of files that an object of an environment says: where that stands, they count, and not where the path of
 * the file would have them (the values of an environment, in each of its clusters).
 */
function withoutSaidLines(members: Appearance[]): Appearance[] {
  const said = new Set(
    members.flatMap(({ object, environment, versions }) =>
      object === undefined || environment === undefined
        ? []
        : versions.map(pinKey),
    ),
  );
  return members.filter(
    ({ object, versions }) =>
      object !== undefined || !versions.every(pin => said.has(pinKey(pin))),
  );
}

/** What has a place, if anything does, with the charts that it brings along where that is none of which anything is known. */
function shownOf(members: Appearance[]): Appearance[] {
  const placed = members.filter(member => member.placed);
  if (placed.length === 0) {
    return members;
  }
  return placed.some(member => !isSomewhere(member))
    ? members.filter(
        ({ object, versions, ...member }) =>
          member.placed ||
          (object === undefined &&
            !isSomewhere(member) &&
            versions.every(({ kind }) => kind === 'chart')),
      )
    : placed;
}

function isSomewhere({ environment, cluster }: Where): boolean {
  return (environment ?? cluster) !== undefined;
}

/** Places that hold one and the same object in several namespaces. */
function placesWithTwins(members: Appearance[]): Set<string> {
  const namespaces = new Map<string, string | undefined>();
  const twice = new Set<string>();
  for (const member of members) {
    if (member.object === undefined) {
      continue;
    }
    const place = placeKey(member);
    const key = JSON.stringify([place, member.object]);
    if (namespaces.has(key) && namespaces.get(key) !== member.namespace) {
      twice.add(place);
    }
    namespaces.set(key, member.namespace);
  }
  return twice;
}

/**
 * Leaves out a build of no place that says nothing but what the placed ones say: a base, built by itself. One that an
 * engine deploys runs, wherever that is.
 */
function withoutEchoes(
  found: { entry: ServiceEnvironment; deployed: boolean }[],
): ServiceEnvironment[] {
  const entries = found.map(({ entry }) => entry);
  const deployed = new Set(
    found.filter(place => place.deployed).map(({ entry }) => entry),
  );
  const said = new Set(
    entries.filter(isSomewhere).flatMap(({ versions }) => versions.map(pinKey)),
  );
  const anyPlaced = entries.some(isSomewhere);
  return entries.filter(
    entry =>
      isSomewhere(entry) ||
      !anyPlaced ||
      deployed.has(entry) ||
      !entry.versions.every(version => said.has(pinKey(version))),
  );
}

/** Tag and digest in one are a tag, and the digest that goes with it. */
function withDigest(pin: VersionPin): ServiceVersion {
  const at = pin.kind === 'image' ? pin.value.indexOf('@') : -1;
  return at > 0
    ? {
        ...pin,
        value: pin.value.slice(0, at),
        digest: pin.value.slice(at + 1),
      }
    : pin;
}

/** What runs in production says most about who answers for it. */
function claimsOf(members: Appearance[]): Claim[] {
  const production = members.filter(
    ({ environment }) => environment === 'production',
  );
  const claims = new Map<string, Claim>();
  for (const { claims: own } of [...production, ...members]) {
    for (const claim of own) {
      const key = JSON.stringify(claim);
      if (!claims.has(key)) {
        claims.set(key, claim);
      }
    }
  }
  return [...claims.values()];
}

function objectsOf(members: Appearance[]): ServiceObject[] {
  const objects = new Map<string, ServiceObject>();
  for (const { object, namespace } of members) {
    if (object !== undefined) {
      const [kind] = object.split('/');
      objects.set(
        JSON.stringify([object, namespace]),
        compact<ServiceObject>({
          kind,
          namespace,
          name: object.slice(kind.length + 1),
        }),
      );
    }
  }
  return [...objects.values()];
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
