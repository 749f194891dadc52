import { baseName, directoryOf, isBelow, pathIn } from '../../files/treePaths';
import { addTo } from '../../lib/groups';
import { Directories } from './directories';
import { isLayout } from './siblings';
import { environmentHolders } from './sites';
import { EnvironmentWords, isRegion } from './words';

/** Directories whose children are clusters. */
export const clusterHolders = /^clusters$/i;
/** A repository of one cluster calls its top so, and what lies below is no cluster. */
const clusterHolder = /^cluster$/i;
const notClusters =
  /^(bases?|common|shared|default|templates?|components?|apps?|applications?|all|overlays?|infra(structure)?|tenants|config|crds?|lib(s|rary)?|modules?|(.+-)?(policies|site-?configs?)|namespaces|flux-system|sources?|_.*|\..*|.*\.(ya?ml|json|md))$/i;
/** `kflux-prd-rh02`, `eu-west-1`: words and a number, no version. What recurs so in many services is a cluster. */
const clusterName =
  /^(?!v?\d|(release|version|ring|patch|phase|wave)[-_])(?=.*\d)[a-z][a-z0-9]*([-_][a-z0-9]+)+$/i;
/** `osaka0`: a word and a number, which says the same where it stands beside environments. */
const siteName = /^(?!v\d)[a-z]{3,}\d{1,3}$/i;
/** `overlays/acme`, which may hold all clusters of one owner: `overlays/acme/acme-cl1`. */
const groupOfOverlays = /(^|\/)overlays?\/[^/]+$/i;
/** `kubernetes/main`, `kubernetes/staging`: clusters by any name, when each holds apps and what starts it. */
const kubernetesHolder = /^(kubernetes|k8s)$/i;
const starters = /^(bootstrap|cluster|flux|flux-system|argocd|talos)$/i;
const belowBases = /(^|\/)(bases?|templates?)\//i;
/** What each cluster of an environment holds, by whatever name it goes: `clusters/prod/worker/apps.yaml`. */
export const startingFiles = /^(apps|applications|flux-system)(\.ya?ml)?$/i;
/** What Flux writes for a cluster that it is told to start from a directory. */
const bootstrapping = 'flux-system';
export const bootstrapFiles = /^gotk-(sync|components)\.ya?ml$/;
/** `clusters/production/01`: numbers of clusters, below their environment. */
export const numberedCluster = /^(\d{1,3}|[a-z]{2,4}-?\d{1,3})$/i;
/** `environments/production/01`: the same, where a letter more is anything that an environment may hold. */
const bareNumber = /^\d{1,3}$/;
/** `c1.eu.acme.example`: the host of a cluster, which is its name wherever it stands among clusters. */
const hostName = /^[a-z0-9-]+(\.[a-z0-9-]+){2,}$/i;
/** `gke_shop-prod-1_europe-west1_web`: what gcloud calls a cluster in a kubeconfig. */
const contextName = /^gke_[a-z\d-]+_[a-z]+-[a-z]+\d+(-[a-z])?_[a-z\d-]+$/;
/** So many known clusters among the overlays of a thing make another name there that of a cluster. */
const amongOverlays = 3;
/** What stands beside the things that run. */
const asides = /^(\..*|docs?|examples?|tests?|e2e|hack|scripts|charts)\//i;

/** What numbers look like in a directory of clusters or environments, and in how many that are known some have to be. */
function numbersIn(
  name: string,
): { number: RegExp; least: number } | undefined {
  if (clusterHolders.test(name)) {
    return { number: numberedCluster, least: 1 };
  }
  return environmentHolders.test(name)
    ? { number: bareNumber, least: 2 }
    : undefined;
}

/** What is told of the directories around one. */
export interface Surroundings {
  environment?: string;
  /** Below a base, which is of no environment. */
  belowBase?: boolean;
}

/** Which names of a tree are those of clusters. */
export class Clusters {
  readonly #directories: Directories;
  readonly #words: EnvironmentWords;
  readonly #clusters = new Set<string>();
  /** Names of clusters that count only below an environment: `01`. */
  readonly #numbered = new Set<string>();
  /** Directories of `clusters` that hold the clusters of an environment. */
  readonly #environments = new Set<string>();
  /** Directories of clusters, whatever they are called. */
  readonly #homes = new Set<string>();
  /** The same below environments, of which each cluster is one. */
  readonly #homesOfEnvironments = new Set<string>();
  /** Environments that only this repository calls so. */
  readonly #learned = new Set<string>();
  /** Clusters that hold other environments than the one that they are called like. */
  readonly #ofOthers = new Set<string>();
  readonly #only: { cluster: string; below: string } | undefined;

  constructor(directories: Directories, words: EnvironmentWords) {
    this.#directories = directories;
    this.#words = words;
    this.#findNumberedClusters();
    this.#findClustersOfEnvironments();
    this.#findGroups();
    this.#findBootstrapped();
    this.#findHosts();
    this.#findClusters();
    this.#findHomes();
    this.#findHubs();
    this.#findOverlaysBeside();
    this.#only = this.#findOnlyCluster();
  }

  /** Whether a name is one that this repository alone gives to an environment. */
  isLearned(name: string): boolean {
    return this.#learned.has(name);
  }

  /** Whether a directory of `clusters` holds clusters, and is none. */
  holdsThose(directory: string): boolean {
    return this.#environments.has(directory);
  }

  /** Whether a directory holds clusters by their numbers, as those of its name do: `deploy/ptl/01`. */
  holdsNumbered(directory: string): boolean {
    return [
      ...(this.#directories.in(directory)?.directories.keys() ?? []),
    ].some(name => this.#numbered.has(name));
  }

  /** `clusters/production/01` beside `clusters/ptl/01`: environments, also the ones of unknown names. */
  #findNumberedClusters(): void {
    for (const [directory, { directories }] of this.#directories.entries()) {
      const numbers = numbersIn(baseName(directory));
      if (!numbers) {
        continue;
      }
      const { number, least } = numbers;
      const holding = [...directories].filter(
        ([child, names]) =>
          // `clusters/test/00` holds clusters, whatever else may be called so.
          (!isLayout(child) ||
            this.#words.strict(child, 'all') !== undefined) &&
          !notClusters.test(child) &&
          [...names].some(inner => number.test(inner)),
      );
      const known = holding.filter(
        ([child]) => this.#words.strict(child, 'all') !== undefined,
      );
      if (known.length < least) {
        continue;
      }
      for (const [child, names] of holding) {
        this.#environments.add(`${directory}/${child}`);
        if (this.#words.strict(child, 'all') === undefined) {
          this.#learned.add(child);
        }
        for (const inner of names) {
          if (number.test(inner)) {
            this.#numbered.add(inner);
          }
        }
      }
    }
  }

  /**
   * `clusters/prod/worker` beside `clusters/prod/management`: each of them starts by itself. `clusters/prod/eu-west-1` beside
   * `clusters/prod/us-east-1`: no cluster is in two regions.
   */
  #findClustersOfEnvironments(): void {
    for (const [directory, { directories }] of this.#directories.entries()) {
      if (!clusterHolders.test(baseName(directory))) {
        continue;
      }
      const inner = [...directories.keys()].flatMap(child => {
        const above = `${directory}/${child}`;
        const names = this.#directories.in(above)?.directories;
        return names === undefined ||
          this.#words.strict(child, 'all') === undefined
          ? []
          : [{ above, names }];
      });
      const byRegion = inner.some(
        ({ names }) => [...names.keys()].filter(isRegion).length > 1,
      );
      const homes = inner.flatMap(({ above, names }) =>
        [...names]
          .filter(
            ([name, entries]) =>
              !notClusters.test(name) &&
              !isLayout(name) &&
              ((byRegion && isRegion(name)) ||
                [...entries].some(entry => startingFiles.test(entry))),
          )
          .map(([name]) => ({ above, home: `${above}/${name}` })),
      );
      // One alone may be anything that is called like this.
      for (const { above, home } of homes.length > 1 ? homes : []) {
        this.#environments.add(above);
        this.#homesOfEnvironments.add(home);
      }
    }
  }

  /** `clusters/aws/prod-1`, `clusters/eu/prod`: what holds clusters that start by themselves is none, whatever it groups them by. */
  #findGroups(): void {
    for (const [directory, { directories }] of this.#directories.entries()) {
      if (
        !clusterHolders.test(baseName(directory)) ||
        belowBases.test(directory)
      ) {
        continue;
      }
      const homes = [...directories].flatMap(([group, names]) => {
        const above = `${directory}/${group}`;
        const inner = this.#directories.in(above)?.directories ?? [];
        return this.#words.strict(group, 'all') !== undefined ||
          notClusters.test(group) ||
          [...names].some(entry => startingFiles.test(entry))
          ? []
          : [...inner]
              .filter(([name, entries]) => this.#startsAlone(name, entries))
              .map(([name]) => ({ above, name }));
      });
      const names = homes.map(({ name }) => name);
      for (const { above, name } of homes.length > 1 ? homes : []) {
        const home = `${above}/${name}`;
        this.#environments.add(above);
        // What each of the groups has tells only which of them.
        (names.indexOf(name) === names.lastIndexOf(name)
          ? this.#homes
          : this.#homesOfEnvironments
        ).add(home);
      }
    }
  }

  /** Whether a directory is called like a cluster, and holds what starts one. */
  #startsAlone(name: string, entries: ReadonlySet<string>): boolean {
    return (
      !notClusters.test(name) &&
      !isLayout(name) &&
      (clusterName.test(name)
        ? [...entries].some(entry => startingFiles.test(entry))
        : (isRegion(name) || this.#words.loose(name) !== undefined) &&
          entries.has(bootstrapping))
    );
  }

  /** `aws-eu1` beside `gcp-us1`, each with what Flux writes for a cluster: that is one by any name. */
  #findBootstrapped(): void {
    for (const [directory, { directories }] of this.#directories.entries()) {
      const homes = [...directories]
        .filter(
          ([name, entries]) =>
            entries.has(bootstrapping) &&
            !notClusters.test(name) &&
            [
              ...(this.#directories.in(
                pathIn(pathIn(directory, name), bootstrapping),
              )?.files ?? []),
            ].some(file => bootstrapFiles.test(file)),
        )
        .map(([name]) => pathIn(directory, name));
      if (homes.length > 1) {
        homes.forEach(home => this.#homes.add(home));
      }
    }
  }

  /** `clusters/prod/c1.acme.example`: what holds hosts of clusters is none, whatever it is called. */
  #findHosts(): void {
    for (const [directory, { directories }] of this.#directories.entries()) {
      for (const child of directories.keys()) {
        if (contextName.test(child)) {
          this.#clusters.add(child);
        }
      }
      if (!clusterHolders.test(baseName(directoryOf(directory)))) {
        continue;
      }
      for (const child of directories.keys()) {
        if (hostName.test(child)) {
          this.#environments.add(directory);
          this.#clusters.add(child);
        }
      }
    }
  }

  #findClusters(): void {
    /** Names right below an environment, with the services that they were seen in. */
    const below = new Map<string, Set<string>>();
    for (const [directory, { directories }] of this.#directories.entries()) {
      const name = baseName(directory);
      const environment =
        directory === '' ? undefined : this.#words.strict(name);
      /** `overlays/osaka0` beside `overlays/staging`: another place for the same. */
      const isOverlays =
        /^overlays?$/i.test(name) &&
        [...directories.keys()].some(
          child => this.#words.loose(child) !== undefined,
        );
      const isGroup = groupOfOverlays.test(directory);
      const amongClusters =
        environment !== undefined &&
        [...directories.keys()].some(child => clusterName.test(child));
      for (const child of directories.keys()) {
        if (
          this.holdsClusters(directory) &&
          !belowBases.test(directory) &&
          !notClusters.test(child) &&
          !this.#environments.has(`${directory}/${child}`) &&
          // A name that could be anything is a cluster there, and elsewhere what it is.
          (/[\d.-]/.test(child) || this.#words.strict(child) !== undefined)
        ) {
          this.#clusters.add(child);
          if (this.#holdsOthers(`${directory}/${child}`)) {
            this.#ofOthers.add(child);
          }
        }
        if (
          !notClusters.test(child) &&
          (environment !== undefined
            ? clusterName.test(child) ||
              (amongClusters && this.#isNamedLikeCluster(child))
            : ((isOverlays && siteName.test(child)) ||
                (isGroup && clusterName.test(child))) &&
              this.#words.loose(child) === undefined)
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

  /** Whether a directory that is called like an environment holds others by their names alone: `clusters/dev/staging`. */
  #holdsOthers(directory: string): boolean {
    const own = this.#words.loose(baseName(directory));
    const held = [
      ...(this.#directories.in(directory)?.directories.keys() ?? []),
    ].flatMap(name => this.#words.strict(name) ?? []);
    return own !== undefined && held.length > 0 && !held.includes(own);
  }

  /** Whether the name of a cluster is that of an environment, and the cluster is not of it. */
  isOfOthers(cluster: string): boolean {
    return this.#ofOthers.has(cluster);
  }

  /** Clusters side by side below `kubernetes`. */
  #findHomes(): void {
    for (const [directory, { directories }] of this.#directories.entries()) {
      if (!kubernetesHolder.test(baseName(directory))) {
        continue;
      }
      const homes = [...directories].filter(
        ([name, names]) =>
          !notClusters.test(name) &&
          names.has('apps') &&
          [...names].some(entry => starters.test(entry)),
      );
      if (homes.length > 1) {
        homes.forEach(([name]) => this.#homes.add(`${directory}/${name}`));
      }
    }
  }

  /** A hub stands in no list of the clusters that it manages, but beside them, named as they are, again and again. */
  #findHubs(): void {
    const places = new Map<string, number>();
    for (const [, { directories }] of this.#directories.entries()) {
      const stems = new Map<string, number>();
      for (const name of directories.keys()) {
        if (this.#clusters.has(name)) {
          const stem = stemOf(name);
          stems.set(stem, (stems.get(stem) ?? 0) + 1);
        }
      }
      for (const name of stems.size > 0 ? directories.keys() : []) {
        const stem = stemOf(name);
        if (
          stem !== '' &&
          !this.#clusters.has(name) &&
          (stems.get(stem) ?? 0) >= 2
        ) {
          places.set(name, (places.get(name) ?? 0) + 1);
        }
      }
    }
    for (const [name, count] of places) {
      if (count >= 3) {
        this.#clusters.add(name);
      }
    }
  }

  /**
   * `overlays/lab` beside `overlays/c1`, `c2` and `c3`, and beside one of these again: a cluster by any name, there alone.
   */
  #findOverlaysBeside(): void {
    const places = new Map<string, string[]>();
    const amongMany = new Set<string>();
    for (const [directory, { directories }] of this.#directories.entries()) {
      const names = /^overlays?$/i.test(baseName(directory))
        ? [...directories.keys()].filter(name => !notClusters.test(name))
        : [];
      const known = names.filter(name => this.#clusters.has(name)).length;
      for (const name of known > 0 ? names : []) {
        if (
          !this.#clusters.has(name) &&
          !isRegion(name) &&
          this.#words.exact(name) === undefined
        ) {
          addTo(places, name, `${directory}/${name}`);
          if (known >= amongOverlays && known * 2 >= names.length) {
            amongMany.add(name);
          }
        }
      }
    }
    for (const name of amongMany) {
      const homes = places.get(name) ?? [];
      if (homes.length > 1) {
        homes.forEach(home => this.#homes.add(home));
      }
    }
  }

  /** The one cluster of a repository that has no other, and the directory in which it stands. */
  #findOnlyCluster(): { cluster: string; below: string } | undefined {
    const found: { cluster: string; below: string }[] = [];
    for (const [directory, { directories }] of this.#directories.entries()) {
      if (/[^/]clusters$/i.test(directory)) {
        // `workload-clusters`: there are others, by other names.
        return undefined;
      }
      if (
        clusterHolders.test(baseName(directory)) &&
        !belowBases.test(directory)
      ) {
        for (const child of directories.keys()) {
          if (this.#environments.has(`${directory}/${child}`)) {
            // There are those of this environment, too.
            return undefined;
          }
          if (!notClusters.test(child)) {
            found.push({ cluster: child, below: directoryOf(directory) });
          }
        }
      }
    }
    return found.length === 1 ? found[0] : undefined;
  }

  /** The one cluster of the repository, where a path is one that it may run. */
  onlyCluster(path: string): string | undefined {
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

  /** Whether what stands in a directory are clusters: `clusters`, `clusters/overlays`. */
  holdsClusters(directory: string): boolean {
    const name = baseName(directory);
    return (
      clusterHolders.test(name) ||
      (/^overlays?$/i.test(name) &&
        clusterHolders.test(baseName(directoryOf(directory))))
    );
  }

  /** Whether a directory is that of a cluster, by what is told of those around it. */
  isCluster(directory: string, outer: Surroundings): boolean {
    const segment = baseName(directory);
    const parent = baseName(directoryOf(directory));
    if (notClusters.test(segment)) {
      return false;
    }
    return (
      (this.holdsClusters(directoryOf(directory)) &&
        outer.belowBase !== true &&
        !this.#environments.has(directory)) ||
      this.#clusters.has(segment) ||
      this.#homes.has(directory) ||
      this.#homesOfEnvironments.has(directory) ||
      (clusterHolder.test(parent) &&
        (clusterName.test(segment) ||
          this.#words.strict(segment, 'all') !== undefined)) ||
      this.isNumbered(directory, outer)
    );
  }

  /** Whether the name of a cluster tells only which of an environment it is: `01`, `worker`. */
  isOfEnvironment(directory: string, outer: Surroundings): boolean {
    return (
      this.#homesOfEnvironments.has(directory) ||
      this.isNumbered(directory, outer)
    );
  }

  /** `01` below `production`, where `clusters/production/01` is a cluster. */
  isNumbered(directory: string, outer: Surroundings): boolean {
    const parent = baseName(directoryOf(directory));
    return (
      this.#numbered.has(baseName(directory)) &&
      outer.environment !== undefined &&
      (this.#learned.has(parent) ||
        this.#words.strict(parent, 'all') === outer.environment)
    );
  }
}

/** `acme-ocp-` of `acme-ocp-infra`. */
function stemOf(name: string): string {
  return name.slice(0, name.lastIndexOf('-') + 1);
}
