import { EnvironmentRule, ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import {
  bootstrapFiles,
  clusterHolders,
  Clusters,
  numberedCluster,
  startingFiles,
  Surroundings,
} from './clusters';
import { Directories } from './directories';
import { environmentOfLabels } from './labels';
import { Companies, Siblings } from './siblings';
import {
  environmentHolders,
  recurringSites,
  saidByValues,
  sitesOf,
} from './sites';
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
  /** Why that tells it, where it is not the name. */
  why?: string;
}

/** Directories whose children are environments by name. */
const holders =
  /^(overlays?|environments?|envs?|stages?|image-tags|helm-versions|values)$/i;
/** Directories of layers: what stands beside environments there, and is built like them, is a place of its own. */
const layered = /^overlays?$/i;
/** `stable`, `stable-1.2`, `alpha`: how catalogs of operators call their channels. */
const channel = /^(alpha|beta|candidate|fast|preview|stable)([-_.].*)?$/i;
/** Where things are kept that nobody runs any more. */
const archives =
  /^([._]+(archive[ds]?|attic|deprecated|disabled|graveyard|obsolete|old|retired|unused)|archived|attic|graveyard)$/i;
/** The same, unless something is called so: that has files of its own, or layers. */
const perhapsArchives =
  /^(archives?|deprecated|disabled|obsolete|retired|unused)$/i;
/** What an archive may hold besides the things that were put away. */
const besideThings = /^(readme|\.git)/i;
const layers =
  /^(bases?|overlays?|components?|templates?|apps?|config|charts?|crds?|environments?|envs?)$/i;
/** What lies there is made something of in other places. */
const bases = /^(bases?|templates?)$/i;

/** Let's Encrypt has a staging and a production of its own: what lies there alone is named after those. */
const issuers =
  /(^|[/_.-])(lets-?encrypt|issuers?)([_.-][^/]*)?(\/(bases?|app))?$/i;

/** So many changes and more are not followed one by one. */
const mostFollowed = 100;

interface Directory extends PathPlace, Surroundings {}

/**
 * What the tree as a whole tells about its paths: which names are clusters, and which directories stand among
 * environments.
 */
export class Places {
  readonly #words: EnvironmentWords;
  readonly #rules: readonly EnvironmentRule[] | undefined;
  #elsewhere: Places | undefined;
  readonly #tree: Directories;
  readonly #clusters: Clusters;
  /** Environments by names of their own, which values files bear. */
  readonly #sites: ReadonlySet<string>;
  /** The same of directories that stand where environments do, again and again. */
  readonly #recurring: ReadonlySet<string>;
  readonly #companies: Companies;
  readonly #siblings = new Map<string, Siblings>();
  readonly #directories = new Map<string, Directory>();
  readonly #paths = new Map<string, PathPlace>();

  constructor(
    paths: Iterable<string> = [],
    rules?: readonly EnvironmentRule[],
  ) {
    this.#words = wordsOf(rules);
    this.#rules = rules;
    this.#companies = new Companies(this.#words);
    this.#tree = new Directories(paths);
    this.#clusters = new Clusters(this.#tree, this.#words);
    this.#sites = sitesOf(this.#tree, this.#words);
    this.#recurring = recurringSites(this.#tree, this.#words);
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

  /** Where a directory belongs: by its name, and by those above it. */
  ofDirectory(directory: string): PathPlace {
    return this.#ofDirectory(directory);
  }

  /** Where a path of another repository belongs: by itself, since nothing is known of what stands beside it. */
  ofElsewhere(path: string): PathPlace {
    this.#elsewhere ??= new Places([], this.#rules);
    return this.#elsewhere.of(path);
  }

  /** The environment that the name of a cluster speaks of. */
  ofCluster(name: string): string | undefined {
    return this.#words.ofCluster(name);
  }

  /** The environment that the name of a namespace ends with; `dev` among namespaces of one cluster is for developers. */
  ofNamespace(name: string | undefined): string | undefined {
    return name?.includes('-') ? this.#words.ofNamespace(name) : undefined;
  }

  /**
   * Environments of those among some namespaces that differ from each other in nothing else: `shop-dev` and `shop-prod`.
   */
  ofNamespaces(names: Iterable<string>): ReadonlyMap<string, string> {
    const byRest = new Map<string, Map<string, string>>();
    for (const name of names) {
      const environment = this.ofNamespace(name);
      const rest = this.#words.without(name)?.rest;
      if (environment !== undefined && rest !== undefined) {
        const known = byRest.get(rest) ?? new Map<string, string>();
        byRest.set(rest, known.set(name, environment));
      }
    }
    return new Map(
      [...byRest.values()]
        .filter(alike => new Set(alike.values()).size > 1)
        .flatMap(alike => [...alike]),
    );
  }

  /** The environment that the labels of an object say. */
  ofLabels(labels: Record<string, string> | undefined): string | undefined {
    return labels && environmentOfLabels(labels, this.#words);
  }

  /**
   * Takes over files that came or went since the tree was another one, where that changes no answer: false when it may
   * change some, or when it cannot be told. After that, this tells nothing any more.
   */
  follow(
    before: ReadonlySet<string>,
    after: ReadonlySet<string>,
    changed: ReadonlySet<string>,
  ): boolean {
    if (changed.size > mostFollowed) {
      return false;
    }
    for (const path of changed) {
      if (
        before.has(path) !== after.has(path) &&
        !this.#followFile(directoryOf(path), baseName(path), after.has(path))
      ) {
        return false;
      }
    }
    return true;
  }

  #followFile(directory: string, name: string, came: boolean): boolean {
    if (
      !this.#tree.in(directory) ||
      numberedCluster.test(name) ||
      startingFiles.test(name) ||
      bootstrapFiles.test(name) ||
      // What lies beside such a file is put aside by whoever asks here.
      /^(chainsaw|kuttl|kyverno)-test\.ya?ml$/.test(name) ||
      perhapsArchives.test(baseName(directory)) ||
      // A directory may be told by what it holds of the names that stand beside it.
      this.#tree.in(directoryOf(directory))?.directories.has(name) ||
      (environmentHolders.test(baseName(directory)) && saidByValues(name))
    ) {
      return false;
    }
    const upper =
      directory === '' ? undefined : this.#siblings.get(directoryOf(directory));
    // Where environments stand side by side, one may be told by the files that it has in common with others.
    const alike = upper?.holdsEnvironments ? upper.ofDirectories() : undefined;
    if (came) {
      this.#tree.addFile(directory, name);
    } else if (!this.#tree.removeFile(directory, name)) {
      return false;
    }
    if (alike !== undefined && upper?.ofDirectories() !== alike) {
      return false;
    }
    const known = this.#siblings.get(directory);
    if (!known) {
      return true;
    }
    this.#siblings.delete(directory);
    return known.tellsAlike(this.#siblingsIn(directory));
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
    const only = this.#clusters.onlyCluster(path);
    if (only !== undefined && (environment ?? cluster) === undefined) {
      place.cluster = only;
      place.reason = `${only} is the only cluster`;
      place.why = 'there is no other';
    }
    const own =
      this.#words.configured(stemWithoutDots(name), path) ??
      (issuers.test(directory) || isOneOf(parent, name)
        ? undefined
        : this.#siblingsIn(directory).ofFile(
            name,
            holders.test(parent) || clusterHolders.test(parent),
          )) ??
      this.#siteOf(name);
    return own === undefined
      ? place
      : { ...place, environment: own, reason: `file ${name}` };
  }

  #siteOf(file: string): string | undefined {
    const said = saidByValues(file)?.toLowerCase();
    return said !== undefined && this.#sites.has(said) ? said : undefined;
  }

  #siblingsIn(directory: string): Siblings {
    let siblings = this.#siblings.get(directory);
    if (!siblings) {
      siblings = new Siblings(
        this.#companies,
        name => this.#tree.called(name) > 1,
        this.#tree.in(directory),
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
      (perhapsArchives.test(segment) && this.#holdsThingsAlone(directory)) ||
      // Deeper down, something may well be called so.
      (above === '' && segment === 'archive')
    ) {
      return { environment: 'archived', reason: `directory ${segment}` };
    }
    const inner: Directory = {
      ...outer,
      belowBase: outer.belowBase === true || bases.test(segment),
    };
    const isOfOthers =
      this.#clusters.isOfOthers(segment) && !holders.test(parent);
    const environment = isOfOthers
      ? undefined
      : this.#environmentOf(directory, inner);
    if (this.#clusters.isCluster(directory, outer)) {
      // Below an environment, the name of a cluster only tells which; a ring is not what its clusters are called.
      const told = this.#clusters.holdsClusters(above)
        ? (environment ?? outer.environment)
        : (outer.environment ?? environment);
      const said =
        told ?? (isOfOthers ? undefined : this.#words.loose(segment));
      return {
        ...inner,
        ...(said === undefined ? {} : { environment: said }),
        // A number is no name, nor is what recurs in each environment.
        cluster: this.#clusters.isOfEnvironment(directory, outer)
          ? `${parent}-${segment}`
          : segment,
        reason: `cluster directory ${segment}`,
      };
    }
    return environment === undefined
      ? inner
      : { ...inner, environment, reason: `directory ${segment}` };
  }

  /** Whether a directory holds others alone, each of which may be a thing of its own. */
  #holdsThingsAlone(directory: string): boolean {
    const { directories, files } = this.#tree.in(directory) ?? {};
    return (
      directories !== undefined &&
      directories.size > 0 &&
      [...(files ?? [])].every(name => besideThings.test(name)) &&
      [...directories.keys()].every(
        name =>
          !layers.test(name) && this.#words.strict(name, 'all') === undefined,
      )
    );
  }

  /** `overlays/development` beside `overlays/stable` and nothing else: a channel of an operator. */
  #isChannel(segment: string, above: string): boolean {
    const names = [...(this.#tree.in(above)?.directories.keys() ?? [])];
    return (
      names.some(name => channel.test(name)) &&
      names.every(
        name =>
          name === segment ||
          channel.test(name) ||
          this.#words.loose(name) === undefined,
      )
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
      this.#clusters.isLearned(segment) &&
      (clusterHolders.test(parent) ||
        siblings.holdsEnvironments ||
        this.#clusters.holdsNumbered(directory))
    ) {
      return segment;
    }
    if (this.#clusters.holdsThose(directory)) {
      return this.#words.strict(segment, 'all');
    }
    if (/^rings?$/i.test(parent) || siblings.rings > 1) {
      const ring = ringOf(segment);
      if (ring !== undefined) {
        return ring;
      }
    }
    if (layered.test(parent) && this.#isChannel(segment, above)) {
      return undefined;
    }
    if (holders.test(parent)) {
      return (
        this.#words.strict(segment, 'all') ??
        siblings.special(segment) ??
        (environmentHolders.test(parent)
          ? (siblings.unknown(segment) ??
            (this.#recurring.has(segment) ? segment.toLowerCase() : undefined))
          : undefined) ??
        // Which of several environments an overlay is for, its namespace may tell.
        (layered.test(parent) && !this.#words.speaks(segment)
          ? siblings.unknownOverlay(segment)
          : undefined) ??
        siblings.twin(segment)
      );
    }
    return (
      siblings.ofDirectory(segment, inner.belowBase === true) ??
      this.#ofNamesake(directory)
    );
  }

  /** `us/web-prod`, alone there, is what `eu/web-prod` is, beside `eu/web-dev`. */
  #ofNamesake(directory: string): string | undefined {
    const segment = baseName(directory);
    const pair = this.#words.without(segment);
    if (!pair?.atEnd || !this.#words.isPlain(pair.environment)) {
      return undefined;
    }
    return this.#tree
      .namesakesOf(directory)
      .map(other => this.#siblingsIn(directoryOf(other)).ofPair(segment))
      .find(environment => environment !== undefined);
  }
}

/** `stages/ring-1-stage.yaml`: says what all of the directory is, and not where it is for. */
function isOneOf(parent: string, name: string): boolean {
  const kind = parent.toLowerCase().replace(/s$/, '');
  return (
    kind !== parent.toLowerCase() &&
    ['-', '_'].some(mark =>
      stemWithoutDots(name).toLowerCase().endsWith(`${mark}${kind}`),
    )
  );
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

interface KnownPlaces {
  paths: ReadonlySet<string>;
  reads: number;
  rules: readonly EnvironmentRule[] | undefined;
  places: Places;
}

const places = new WeakMap<object, KnownPlaces>();

/**
 * The places of a repository, under its own rules: readers share them, and reads do for as long as all paths are where
 * they were.
 */
export function placesOf(
  repository: Pick<
    ParsedRepository,
    'paths' | 'environments' | 'memory' | 'changed' | 'reads'
  >,
): Places {
  const { paths, environments: rules, reads = 0, changed } = repository;
  const key = repository.memory ?? paths;
  const known = places.get(key);
  if (known?.paths === paths && known.rules === rules) {
    known.reads = reads;
    return known.places;
  }
  const followed =
    known !== undefined &&
    known.rules === rules &&
    known.reads === reads - 1 &&
    changed !== undefined &&
    known.places.follow(known.paths, paths, changed);
  const made = followed ? known.places : new Places(paths, rules);
  places.set(key, { paths, reads, rules, places: made });
  return made;
}
