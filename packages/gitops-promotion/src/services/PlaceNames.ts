import { canonicalPlace, EnvironmentRule } from '@plumbline/gitops-reader';
import { baseName } from '../history/baseName';
import type { RepositoryService } from './joinServices';

/**
 * A cluster that is read, and what else it goes by.
 *
 * @public
 */
export interface KnownCluster {
  name: string;
  environment?: string;
  aliases?: readonly string[];
}

/**
 * What an engine of a cluster takes from the repository of a service, and the cluster that it brings it to.
 *
 * @public
 */
export interface DeployedPart {
  path: string;
  valuesFiles?: readonly string[];
  cluster: string;
}

type Place = RepositoryService['places'][number];

/**
 * What files call a cluster, told as the cluster itself is called: directories are `production-eu` where the cluster is
 * `prod-eu`. A name means the cluster that bears it, or has it as an alias; otherwise the only one of the environment
 * whose name differs in the word for the environment alone; otherwise the only one that engines deploy a directory of that
 * name to. Any other name stays as it is written.
 *
 * @public
 */
export class PlaceNames {
  readonly #byName = new Map<string, KnownCluster>();
  readonly #bySpelling = new Map<string, Set<KnownCluster>>();
  readonly #rules: readonly EnvironmentRule[] | undefined;

  constructor(
    clusters: readonly KnownCluster[],
    rules?: readonly EnvironmentRule[],
  ) {
    this.#rules = rules;
    for (const cluster of clusters) {
      for (const name of [cluster.name, ...(cluster.aliases ?? [])]) {
        const spelling = canonicalPlace(name, rules);
        const known = this.#bySpelling.get(spelling) ?? new Set();
        this.#bySpelling.set(spelling, known.add(cluster));
      }
    }
    // The name of one cluster goes before the alias of another.
    for (const cluster of clusters) {
      cluster.aliases?.forEach(alias => this.#byName.set(alias, cluster));
    }
    for (const cluster of clusters) {
      this.#byName.set(cluster.name, cluster);
    }
  }

  /** Whether the names of clusters alone tell which one is meant. */
  isTold(place: { environment?: string; cluster?: string }): boolean {
    return this.#clusterOf(place, []) !== undefined;
  }

  /** Places by the names of the clusters that they mean. What files call two things stays two things. */
  place(
    places: RepositoryService['places'],
    deployed: readonly DeployedPart[] = [],
  ): RepositoryService['places'] {
    const meant = places.map(place => this.#clusterOf(place, deployed));
    const written = new Map<KnownCluster, Set<string>>();
    places.forEach(({ cluster = '' }, at) => {
      const known = meant[at];
      if (known) {
        written.set(known, (written.get(known) ?? new Set()).add(cluster));
      }
    });
    return places.map((place, at) => {
      const known = meant[at];
      if (!known) {
        return place;
      }
      const environment = place.environment ?? known.environment;
      const placed = {
        ...place,
        ...(environment !== undefined && { environment }),
      };
      return place.cluster === undefined ||
        place.cluster === known.name ||
        (written.get(known)?.size ?? 0) > 1
        ? placed
        : { ...placed, cluster: known.name, called: [place.cluster] };
    });
  }

  #clusterOf(
    { environment, cluster }: Pick<Place, 'environment' | 'cluster'>,
    deployed: readonly DeployedPart[],
  ): KnownCluster | undefined {
    if (cluster === undefined) {
      return undefined;
    }
    const named = this.#byName.get(cluster);
    if (named) {
      return named;
    }
    const isOfEnvironment = (known: KnownCluster) =>
      known.environment === undefined ||
      environment === undefined ||
      known.environment === environment;
    const alike = [
      ...(this.#bySpelling.get(canonicalPlace(cluster, this.#rules)) ?? []),
    ].filter(isOfEnvironment);
    if (alike.length > 0) {
      return alike.length === 1 ? alike[0] : undefined;
    }
    const [only, ...others] = new Set(
      deployed
        .filter(part => isCalled(part, cluster))
        .map(part => this.#byName.get(part.cluster)),
    );
    return only && others.length === 0 && isOfEnvironment(only)
      ? only
      : undefined;
  }
}

/** `overlays/frankfurt`, `values-frankfurt.yaml`. */
function isCalled(
  { path, valuesFiles = [] }: DeployedPart,
  name: string,
): boolean {
  return (
    path.split('/').includes(name) ||
    valuesFiles.some(file => {
      const [stem] = baseName(file).split('.');
      return stem === name || stem.endsWith(`-${name}`);
    })
  );
}
