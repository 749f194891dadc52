import { EnvironmentRule, ParsedRepository } from '../reader';
import { baseName, directoryOf, isBelow } from '../treePaths';
import { Entries, Siblings } from './siblings';
import { EnvironmentWords, ringOf, wordsOf } from './words';

/**
 * Where a path belongs, and how that was told.
 *
 * @public
 */
export interface PathPlace {
  environment?: string;
  cluster?: string;
  /** For people: `directory production`, `file values-prod.yaml`. Absent when nothing was told. */
  reason?: string;
}

/** Directories whose children are environments by name. */
const holders =
  /^(overlays?|environments?|envs?|stages?|image-tags|helm-versions|values)$/i;
const clusterHolders = /^clusters$/i;
/** A repository of one cluster calls its top so, and what lies below is no cluster. */
const clusterHolder = /^cluster$/i;
const notClusters =
  /^(bases?|common|shared|default|templates?|components?|apps?|applications?|all|overlays?|infra(structure)?|tenants|config|crds?|policies|namespaces|flux-system|sources?|_.*|\..*|.*\.(ya?ml|json|md))$/i;
/** `kflux-prd-rh02`, `eu-west-1`: words and a number, no version. What recurs so in many services is a cluster. */
const clusterName =
  /^(?!v?\d|(release|version|ring|patch|phase|wave)[-_])(?=.*\d)[a-z][a-z0-9]*([-_][a-z0-9]+)+$/i;
const archives = /^([._](archived?|attic|graveyard)|archived|attic|graveyard)$/;
/** What lies there is made something of in other places. */
const bases = /^(bases?|templates?)$/i;
const belowBases = /(^|\/)(bases?|templates?)\//i;
/** `clusters/production/01`: numbers of clusters, below their environment. */
const numberedCluster = /^(\d{1,3}|[a-z]{2,4}-?\d{1,3})$/i;
/** What stands beside the things that run. */
const asides = /^(\..*|docs?|examples?|tests?|e2e|hack|scripts|charts)\//i;

interface Directory extends PathPlace {
  /** Below a base, which is of no environment. */
  belowBase?: boolean;
}

/**
 * What the tree as a whole tells about its paths: which names are clusters, and which directories stand among
 * environments.
 */
export class Places {
  readonly #words: EnvironmentWords;
  readonly #clusters = new Set<string>();
  /** Names of clusters that count only below an environment: `01`. */
  readonly #numbered = new Set<string>();
  /** Directories of `clusters` that hold the numbered clusters of an environment. */
  readonly #numberedOf = new Set<string>();
  /** Environments that only this repository calls so. */
  readonly #learned = new Set<string>();
  readonly #entries = new Map<
    string,
    { directories: Map<string, Set<string>>; files: Set<string> }
  >();
  /** How many directories are called so. */
  readonly #counts = new Map<string, number>();
  readonly #siblings = new Map<string, Siblings>();
  readonly #directories = new Map<string, Directory>();
  readonly #paths = new Map<string, PathPlace>();
  readonly #only: { cluster: string; below: string } | undefined;

  constructor(
    paths: Iterable<string> = [],
    rules?: readonly EnvironmentRule[],
  ) {
    this.#words = wordsOf(rules);
    for (const path of paths) {
      this.#enter(path);
    }
    this.#findNumberedClusters();
    this.#findClusters();
    this.#only = this.#findOnlyCluster();
  }

  /** Where a file belongs. The innermost directory that tells anything decides; the file's own name first. */
  of(path: string): PathPlace {
    let place = this.#paths.get(path);
    if (!place) {
      place = this.#ofPath(path);
      this.#paths.set(path, place);
    }
    return place;
  }

  #ofPath(path: string): PathPlace {
    const directory = directoryOf(path);
    const { environment, cluster, reason } = this.#ofDirectory(directory);
    const place: PathPlace = {
      ...(environment === undefined ? {} : { environment }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(reason === undefined ? {} : { reason }),
    };
    if (environment === 'archived') {
      return place;
    }
    const name = baseName(path);
    const parent = baseName(directory);
    const only = this.#onlyCluster(path);
    if (only !== undefined && (environment ?? cluster) === undefined) {
      place.cluster = only;
      place.reason = `${only} is the only cluster`;
    }
    const own =
      this.#words.configured(stemWithoutDots(name), path) ??
      this.#siblingsIn(directory).ofFile(
        name,
        holders.test(parent) || clusterHolders.test(parent),
      );
    return own === undefined
      ? place
      : { ...place, environment: own, reason: `file ${name}` };
  }

  #enter(path: string): void {
    let directory = directoryOf(path);
    let entries = this.#entries.get(directory);
    let known = entries !== undefined;
    if (!entries) {
      entries = { directories: new Map(), files: new Set() };
      this.#entries.set(directory, entries);
    }
    entries.files.add(baseName(path));
    this.#namesOf(directory)?.add(baseName(path));
    while (!known && directory !== '') {
      const above = directoryOf(directory);
      let upper = this.#entries.get(above);
      known = upper !== undefined;
      if (!upper) {
        upper = { directories: new Map(), files: new Set() };
        this.#entries.set(above, upper);
      }
      const name = baseName(directory);
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
      const own = this.#entries.get(directory);
      upper.directories.set(
        name,
        new Set([...(own?.files ?? []), ...(own?.directories.keys() ?? [])]),
      );
      this.#namesOf(above)?.add(name);
      directory = above;
    }
  }

  /** Names in a directory, as the directory above knows them. */
  #namesOf(directory: string): Set<string> | undefined {
    return directory === ''
      ? undefined
      : this.#entries
          .get(directoryOf(directory))
          ?.directories.get(baseName(directory));
  }

  /** `clusters/production/01` beside `clusters/ptl/01`: environments, also the ones of unknown names. */
  #findNumberedClusters(): void {
    for (const [directory, { directories }] of this.#entries) {
      if (!clusterHolders.test(baseName(directory))) {
        continue;
      }
      const holding = [...directories].filter(
        ([, names]) =>
          names.size > 0 && [...names].some(name => numberedCluster.test(name)),
      );
      if (
        !holding.some(([name]) => this.#words.strict(name, 'all') !== undefined)
      ) {
        continue;
      }
      for (const [name, names] of holding) {
        this.#numberedOf.add(`${directory}/${name}`);
        if (this.#words.strict(name, 'all') === undefined) {
          this.#learned.add(name);
        }
        for (const child of names) {
          if (numberedCluster.test(child)) {
            this.#numbered.add(child);
          }
        }
      }
    }
  }

  #findClusters(): void {
    /** Names right below an environment, with the services that they were seen in. */
    const below = new Map<string, Set<string>>();
    for (const [directory, { directories }] of this.#entries) {
      const name = baseName(directory);
      const environment =
        directory === '' ? undefined : this.#words.strict(name);
      const amongClusters =
        environment !== undefined &&
        [...directories.keys()].some(child => clusterName.test(child));
      for (const child of directories.keys()) {
        if (
          clusterHolders.test(name) &&
          !belowBases.test(directory) &&
          !notClusters.test(child) &&
          !this.#numberedOf.has(`${directory}/${child}`) &&
          // A name that could be anything is a cluster there, and elsewhere what it is.
          (/[\d-]/.test(child) || this.#words.strict(child) !== undefined)
        ) {
          this.#clusters.add(child);
        }
        if (
          environment !== undefined &&
          !notClusters.test(child) &&
          (clusterName.test(child) ||
            (amongClusters && this.#isNamedLikeCluster(child)))
        ) {
          const services = below.get(child) ?? new Set();
          services.add(directoryOf(directory));
          below.set(child, services);
        }
      }
    }
    for (const [name, services] of below) {
      if (services.size >= 3) {
        this.#clusters.add(name);
      }
    }
  }

  /** The one cluster of a repository that has no other, and the directory in which it stands. */
  #findOnlyCluster(): { cluster: string; below: string } | undefined {
    const found: { cluster: string; below: string }[] = [];
    for (const [directory, { directories }] of this.#entries) {
      if (/[^/]clusters$/i.test(directory)) {
        // `workload-clusters`: there are others, by other names.
        return undefined;
      }
      if (
        clusterHolders.test(baseName(directory)) &&
        !belowBases.test(directory)
      ) {
        for (const child of directories.keys()) {
          if (
            !notClusters.test(child) &&
            !this.#numberedOf.has(`${directory}/${child}`)
          ) {
            found.push({ cluster: child, below: directoryOf(directory) });
          }
        }
      }
    }
    return found.length === 1 ? found[0] : undefined;
  }

  #onlyCluster(path: string): string | undefined {
    return this.#only &&
      isBelow(path, this.#only.below) &&
      !asides.test(path.slice(this.#only.below.length).replace(/^\//, ''))
      ? this.#only.cluster
      : undefined;
  }

  /** `payments-dev`, which is a cluster among others that are called by numbers. */
  #isNamedLikeCluster(name: string): boolean {
    return name.includes('-') && this.#words.loose(name) !== undefined;
  }

  #siblingsIn(directory: string): Siblings {
    let siblings = this.#siblings.get(directory);
    if (!siblings) {
      const entries: Entries | undefined = this.#entries.get(directory);
      siblings = new Siblings(
        this.#words,
        name => (this.#counts.get(name) ?? 0) > 1,
        entries,
      );
      this.#siblings.set(directory, siblings);
    }
    return siblings;
  }

  /** From the top down, for paths may be deep. */
  #ofDirectory(directory: string): Directory {
    const known = this.#directories.get(directory);
    if (known || directory === '') {
      return known ?? {};
    }
    let place: Directory = {};
    for (let slash = 0; slash >= 0;) {
      slash = directory.indexOf('/', slash + 1);
      const here = slash < 0 ? directory : directory.slice(0, slash);
      const before = this.#directories.get(here);
      place = before ?? this.#ofSegment(here, place);
      this.#directories.set(here, place);
    }
    return place;
  }

  #ofSegment(directory: string, outer: Directory): Directory {
    const above = directoryOf(directory);
    const segment = baseName(directory);
    const parent = baseName(above);
    if (outer.environment === 'archived') {
      return outer;
    }
    if (
      archives.test(segment) ||
      // Deeper down, something may well be called so.
      (above === '' && segment === 'archive')
    ) {
      return { environment: 'archived', reason: `directory ${segment}` };
    }
    const inner: Directory = {
      ...outer,
      belowBase: outer.belowBase === true || bases.test(segment),
    };
    const environment = this.#environmentOf(directory, inner);
    if (this.#isCluster(directory, outer)) {
      // Below an environment, the name of a cluster only tells which; a ring is not what its clusters are called.
      const told = clusterHolders.test(parent)
        ? (environment ?? outer.environment)
        : (outer.environment ?? environment);
      const said = told ?? this.#words.loose(segment);
      return {
        ...inner,
        ...(said === undefined ? {} : { environment: said }),
        // A number is no name.
        cluster: this.#isNumbered(directory, outer)
          ? `${parent}-${segment}`
          : segment,
        reason: `cluster directory ${segment}`,
      };
    }
    return environment === undefined
      ? inner
      : { ...inner, environment, reason: `directory ${segment}` };
  }

  #isCluster(directory: string, outer: Directory): boolean {
    const segment = baseName(directory);
    const parent = baseName(directoryOf(directory));
    if (notClusters.test(segment)) {
      return false;
    }
    return (
      (clusterHolders.test(parent) &&
        outer.belowBase !== true &&
        !this.#numberedOf.has(directory)) ||
      this.#clusters.has(segment) ||
      (clusterHolder.test(parent) &&
        (clusterName.test(segment) ||
          this.#words.strict(segment, 'all') !== undefined)) ||
      this.#isNumbered(directory, outer)
    );
  }

  /** `01` below `production`, where `clusters/production/01` is a cluster. */
  #isNumbered(directory: string, outer: Directory): boolean {
    const parent = baseName(directoryOf(directory));
    return (
      this.#numbered.has(baseName(directory)) &&
      outer.environment !== undefined &&
      (this.#learned.has(parent) ||
        this.#words.strict(parent, 'all') === outer.environment)
    );
  }

  #environmentOf(directory: string, inner: Directory): string | undefined {
    const above = directoryOf(directory);
    const segment = baseName(directory);
    const parent = baseName(above);
    const configured = this.#words.configured(segment, directory);
    if (configured !== undefined) {
      return configured;
    }
    const siblings = this.#siblingsIn(above);
    if (
      this.#learned.has(segment) &&
      (clusterHolders.test(parent) || siblings.holdsEnvironments)
    ) {
      return segment;
    }
    if (/^rings?$/i.test(parent) || siblings.rings > 1) {
      const ring = ringOf(segment);
      if (ring !== undefined) {
        return ring;
      }
    }
    if (holders.test(parent)) {
      return this.#words.strict(segment, 'all') ?? siblings.special(segment);
    }
    return siblings.ofDirectory(segment, inner.belowBase === true);
  }
}

function stemWithoutDots(name: string): string {
  const dot = name.indexOf('.', 1);
  return dot < 0 ? name : name.slice(0, dot);
}

/**
 * The environment and cluster that a path speaks of. `Places` tells more where the whole tree is known.
 *
 * @public
 */
export function environmentOf(path: string): PathPlace {
  // Made anew: what one remembers of its paths is for the paths of one repository.
  return new Places().of(path);
}

const places = new WeakMap<
  ReadonlySet<string>,
  { rules: readonly EnvironmentRule[] | undefined; places: Places }
>();

/** The places of a repository, under its own rules: readers share them, and reads of the same paths do. */
export function placesOf({
  paths,
  environments: rules,
}: Pick<ParsedRepository, 'paths' | 'environments'>): Places {
  const known = places.get(paths);
  if (known && known.rules === rules) {
    return known.places;
  }
  const made = new Places(paths, rules);
  places.set(paths, { rules, places: made });
  return made;
}
