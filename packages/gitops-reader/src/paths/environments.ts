/**
 * Environments in the order of promotion, with the words that people write for them.
 */
const environments: [name: string, ...words: string[]][] = [
  ['sandbox', 'sbx'],
  ['development', 'dev', 'devel', 'develop'],
  ['test', 'tst', 'testing'],
  ['integration', 'int'],
  ['qa'],
  ['staging', 'stage', 'stg', 'stag'],
  ['uat'],
  ['preproduction', 'preprod'],
  ['production', 'prod', 'prd', 'live'],
  ['archived', 'archive'],
];

const byWord = new Map<string, string>();
const order = new Map<string, number>();
environments.forEach(([name, ...words], position) => {
  order.set(name, position);
  [name, ...words].forEach(word => byWord.set(word, name));
});

/**
 * Words that are an environment wherever they name a directory. The others (`test`, `live`, `int`, …) name many
 * things, and count only in company that makes them one.
 */
const plainWords = new Set(
  ['development', 'staging', 'preproduction', 'production'].flatMap(
    name => environments.find(([known]) => known === name) ?? [],
  ),
);
plainWords.delete('live');
plainWords.delete('develop');
plainWords.delete('stag');

/** What may stand beside the environment in one name: numbers, regions, parts of the world. */
const besides =
  /^(\d+|[a-z]{1,3}\d+|us|eu|ap|sa|ca|me|af|uk|de|gb|emea|apac|amer|west|east|north|south|central|(north|south)(east|west)|(us|eu|ap)(west|east|north|south|central)\d*|primary|secondary|blue|green|global|multi|region|cluster|k8s|kubernetes|env|environment|base|downstream|infra|gke|eks|aks|az|aws|gcp|azure)$/;

function tokensOf(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/pre[-_]prod(uction)?/g, 'preprod')
    .replace(/non[-_]?prod(uction)?/g, 'nonprod')
    .split(/[-_.\s]+/)
    .filter(token => token !== '')
    .map(token => {
      // `prod1`, `dev02`
      const numbered = /^([a-z]+)\d+$/.exec(token);
      return numbered && byWord.has(numbered[1]) ? numbered[1] : token;
    });
}

/**
 * The environment that a name speaks of: `prd` and `prod-eu` are `production`. Undefined when it speaks of none.
 * For names that are known to name an environment or a cluster; {@link environmentOf} is for paths.
 *
 * @public
 */
export function classifyEnvironment(name: string): string | undefined {
  const whole = byWord.get(name.trim().toLowerCase());
  if (whole) {
    return whole;
  }
  const found = new Set<string>();
  for (const token of tokensOf(name)) {
    const environment = byWord.get(token);
    if (environment) {
      found.add(environment);
    }
  }
  // A name that speaks of two says neither.
  return found.size === 1 ? [...found][0] : undefined;
}

/**
 * Position of an environment in the order of promotion, for sorting. One that is not known comes after all others.
 *
 * @public
 */
export function environmentOrder(name: string): number {
  const environment = byWord.get(name) ?? classifyEnvironment(name);
  return order.get(environment ?? name) ?? environments.length;
}

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

/** Directories whose children are environments or clusters by name. */
const holders =
  /^(overlays?|environments?|envs?|stages?|image-tags|helm-versions|values|rings)$/;
const clusterHolders = /^clusters?$/;
const notClusters =
  /^(base|bases|common|shared|default|templates?|components?|apps?|all|_.*|\..*|.*\.(ya?ml|json|md))$/;
/** `kflux-prd-rh02`, `eu-west-1`: words and a number, no version. What recurs so in many services is a cluster. */
const clusterName =
  /^(?!v?\d|(release|version|ring|patch|phase|wave)[-_])(?=.*\d)[a-z][a-z0-9]*([-_][a-z0-9]+)+$/i;
const archives = /^[._]?(archived?|attic|graveyard)$/;

function environmentOfName(name: string, trusted: boolean): string | undefined {
  if (trusted) {
    return classifyEnvironment(name);
  }
  const tokens = tokensOf(name);
  const found = tokens.filter(token => plainWords.has(token));
  return found.length === 1 &&
    tokens.every(token => token === found[0] || besides.test(token))
    ? byWord.get(found[0])
    : undefined;
}

/** `values-prod.yaml`, `values.staging.yaml`, `prod.values.yaml`, `prod-eu.yaml`; without an extension too. */
function environmentOfFile(name: string, trusted: boolean): string | undefined {
  const stem = name.replace(/\.(ya?ml|json|env|properties|tfvars)$/i, '');
  const values = /^values?[-_.](.+)$|^(.+)[-_.]values?$/i.exec(stem);
  if (values) {
    return classifyEnvironment(values[1] ?? values[2]);
  }
  return environmentOfName(stem, trusted);
}

/**
 * What the tree as a whole tells about its paths: which names are clusters, and which directories stand among
 * environments.
 */
export class Places {
  readonly #clusters = new Set<string>();
  /** Directories that hold at least two environments by plain words. */
  readonly #holders = new Set<string>();
  readonly #directories = new Map<string, PathPlace>();

  constructor(paths: Iterable<string> = []) {
    const seen = new Map<string, Set<string>>();
    /** Names right below an environment, with the services that they were seen in. */
    const below = new Map<string, Set<string>>();
    const known = new Set<string>();
    for (const path of paths) {
      const directory = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
      const fileEnvironment = environmentOfFile(
        path.slice(directory === '' ? 0 : directory.length + 1),
        false,
      );
      if (fileEnvironment) {
        add(seen, directory, fileEnvironment);
      }
      if (known.has(directory) || directory === '') {
        continue;
      }
      known.add(directory);
      const segments = directory.split('/');
      segments.forEach((segment, position) => {
        if (
          position > 0 &&
          clusterHolders.test(segments[position - 1]) &&
          !notClusters.test(segment)
        ) {
          this.#clusters.add(segment);
        }
        const environment = environmentOfName(segment, false);
        if (environment) {
          const service = segments.slice(0, position).join('/');
          add(seen, service, environment);
          const child = segments[position + 1];
          if (child !== undefined && clusterName.test(child)) {
            add(below, child, service);
          }
        }
      });
    }
    for (const [directory, names] of seen) {
      if (names.size > 1) {
        this.#holders.add(directory);
      }
    }
    for (const [name, services] of below) {
      if (services.size >= 3 && !notClusters.test(name)) {
        this.#clusters.add(name);
      }
    }
  }

  /** Where a file belongs. The innermost directory that tells anything decides; the file's own name first. */
  of(path: string): PathPlace {
    const slash = path.lastIndexOf('/');
    const directory = slash < 0 ? '' : path.slice(0, slash);
    const place = this.#ofDirectory(directory);
    const name = path.slice(slash + 1);
    const parent = directory.slice(directory.lastIndexOf('/') + 1);
    if (place.environment !== 'archived') {
      const environment = environmentOfFile(
        name,
        holders.test(parent) ||
          clusterHolders.test(parent) ||
          this.#holders.has(directory),
      );
      if (environment) {
        return { ...place, environment, reason: `file ${name}` };
      }
    }
    return place;
  }

  #ofDirectory(directory: string): PathPlace {
    if (directory === '') {
      return {};
    }
    const known = this.#directories.get(directory);
    if (known) {
      return known;
    }
    const slash = directory.lastIndexOf('/');
    const above = slash < 0 ? '' : directory.slice(0, slash);
    const outer = this.#ofDirectory(above);
    const place = this.#ofSegment(
      directory.slice(slash + 1),
      above.slice(above.lastIndexOf('/') + 1),
      above,
      outer,
    );
    this.#directories.set(directory, place);
    return place;
  }

  #ofSegment(
    segment: string,
    parent: string,
    above: string,
    outer: PathPlace,
  ): PathPlace {
    if (outer.environment === 'archived' || archives.test(segment)) {
      return { environment: 'archived', reason: `directory ${segment}` };
    }
    const isCluster =
      (clusterHolders.test(parent) && !notClusters.test(segment)) ||
      this.#clusters.has(segment);
    const environment = environmentOfName(
      segment,
      isCluster || holders.test(parent) || this.#holders.has(above),
    );
    if (isCluster) {
      return {
        ...((environment ?? outer.environment)
          ? { environment: environment ?? outer.environment }
          : {}),
        cluster: segment,
        reason: `cluster directory ${segment}`,
      };
    }
    return environment
      ? { ...outer, environment, reason: `directory ${segment}` }
      : outer;
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) {
    values.add(value);
  } else {
    map.set(key, new Set([value]));
  }
}

const nothingAround = new Places();

/**
 * The environment and cluster that a path speaks of. `Places` tells more where the whole tree is known.
 *
 * @public
 */
export function environmentOf(path: string): PathPlace {
  return nothingAround.of(path);
}
