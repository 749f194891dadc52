import {
  EngineFact,
  EngineRef,
  markStrength,
  normalizeRepositoryUrl,
} from '@plumbline/gitops-reader';
import { SourceInfo } from '../factIndex';
import { Declared, Live } from './ObjectStore';
import { leadsTo, repositoryIds, repositoryOf } from './repositories';

/** What an engine object says of where it deploys from. */
interface Origin {
  path?: string;
  /** Addresses of repositories. None: it does not say. */
  urls: string[];
  /** The repository that it stands in, where it says no other. */
  own?: string;
  /** There may be more addresses than it is known by. */
  several: boolean;
}

/** Where an object runs, and what is known of what put it there. @internal */
export interface Whereabouts {
  namespace?: string;
  /** The namespace is not known. */
  anyNamespace?: boolean;
  cluster?: string;
  clusterNames: readonly (string | undefined)[];
  environment?: string;
  origins: readonly Origin[];
  /** What its own marks say of who deployed it, if it carries some. */
  deployer?: Deployer;
  /** Of an engine object: what it deploys. */
  engine?: EngineFact;
  sources: ReadonlyMap<string, SourceInfo>;
}

/** Git may hold what an engine deploys; what Helm was told to install, only as a chart. */
type Deployer = 'helm' | 'other';

/** Whether a repository is what an engine deploys from: by its address, by its name alone, not, or nobody says. */
type Nearness = 'its' | 'like' | 'other' | 'unknown';

/** Declarations of an object in a cluster. @internal */
export interface Twins {
  declared: Declared[];
  /** Of those, the ones that what deploys the object, or its cluster, leads to. */
  tied: Declared[];
  /** It has the name, and says no namespace: nobody can tell whether it is this object. */
  byName: boolean;
}

/** What an engine object deploys from, as the cluster reports it and, where that does not tell, as Git declares it. */
export function originsOf(
  live: Live | undefined,
  declared: readonly Declared[],
): Origin[] {
  const origins: Origin[] = [];
  const { engine, state } = live?.object ?? {};
  if (engine) {
    origins.push({
      ...originOf(engine),
      several: (state?.applied?.length ?? 0) > 1,
    });
  }
  const isKnown = origins.some(({ urls }) => urls.length > 0);
  for (const { object } of declared) {
    if (object.engine) {
      const { path, urls } = originOf(object.engine);
      origins.push({
        path,
        urls: isKnown ? [] : urls,
        ...(!isKnown &&
          urls.length === 0 && { own: object.location.repository }),
        several: false,
      });
    }
  }
  return origins;
}

function originOf({
  path,
  repoUrl,
  valuesRepoUrl,
  source,
}: EngineFact): Omit<Origin, 'several'> {
  // What lies in a registry or a bucket was pushed there from somewhere.
  const isGit =
    source?.kind !== 'Bucket' &&
    !/^(?:oci|s3|https?\+oci):/i.test(repoUrl ?? '');
  return {
    ...(path !== undefined && {
      path: path.replace(/^(?:\.?\/)+|\/+$/g, ''),
    }),
    urls: [repoUrl, valuesRepoUrl].flatMap(url => (isGit && url ? [url] : [])),
  };
}

/** Who deployed an object whose engine says nothing of where from. */
export function deployerOf(
  live: Live | undefined,
  engine: EngineFact | undefined,
): Deployer | undefined {
  const by: EngineRef | undefined = live?.object.deployedBy;
  if (!by) {
    return undefined;
  }
  if (by.kind === 'HelmRelease' || markStrength(by) === 'release') {
    return 'helm';
  }
  if (engine) {
    return engine.chart ? 'helm' : undefined;
  }
  return 'other';
}

const none: Twins = { declared: [], tied: [], byName: false };

/**
 * Finds which declarations of an object are those of a cluster.
 *
 * Where what deploys it names a repository that is indexed, only those of that repository; otherwise those of its namespace. One
 * that says no namespace is where what deploys it leads to it, or where it is the only one and a person with kubectl may have
 * applied it. Of these the ones of the path that is deployed, then those made for the cluster, then those of its environment, then
 * those of no environment. Declarations of other clusters and environments are not.
 *
 * @internal
 */
export class TwinFinder {
  readonly #where: Whereabouts;
  /** Whether the repository that is deployed from is surely one that is indexed. */
  readonly #isIndexed: boolean;
  /** By source, which several may share. */
  readonly #origins = new Map<string, Nearness>();

  constructor(where: Whereabouts) {
    this.#where = where;
    this.#isIndexed = where.origins.some(({ urls }) =>
      urls.some(url => repositoryOf(where.sources, url)?.byName === false),
    );
  }

  /** Sources that have to be known for this to be certain are added to `missing`. */
  find(all: Declared[], missing: string[]): Twins {
    const known = this.#listed(all);
    const isOf = (...nearness: Nearness[]) =>
      known.filter(indexed => nearness.includes(this.#originOf(indexed)));
    const surely = isOf('its');
    const its = surely.length > 0 || this.#isIndexed ? surely : isOf('like');
    if (its.length > 0) {
      const deployed = its.filter(indexed => this.#isByPath(indexed));
      return this.#chosen(deployed.length > 0 ? deployed : its);
    }
    if (known.length === 0) {
      return none;
    }
    const { origins } = this.#where;
    const named = origins.flatMap(({ urls }) => urls);
    missing.push(...named.flatMap(url => repositoryIds(url)));
    const isElsewhere =
      this.#isIndexed && !origins.some(({ several }) => several);
    return isElsewhere ? none : this.#chosen(known);
  }

  /** Whether more than its name leads from the object to a declaration. */
  isTied(indexed: Declared): boolean {
    if (this.#isMadeFor(indexed) || this.#deploysTheSame(indexed)) {
      return true;
    }
    switch (this.#originOf(indexed)) {
      case 'its':
      case 'like':
        return (
          this.#isExact(indexed) ||
          this.#where.origins.some(({ path }) => isBelow(indexed, path ?? ''))
        );
      case 'unknown':
        return this.#isByPath(indexed);
      default:
        return false;
    }
  }

  /** Those of the namespace; without any, what says none and may be meant all the same. */
  #chosen(known: Declared[]): Twins {
    const tiedOf = (some: Declared[]) =>
      some.filter(indexed => this.isTied(indexed));
    const exact = this.#best(known.filter(indexed => this.#isExact(indexed)));
    if (exact.length > 0) {
      return { ...none, declared: exact, tied: tiedOf(exact) };
    }
    const open = this.#best(known.filter(indexed => this.#mayBe(indexed)));
    const tied = tiedOf(open);
    if (tied.length > 0) {
      return { ...none, declared: tied, tied };
    }
    return isOne(open) ? { ...none, declared: open, byName: true } : none;
  }

  /** Those of repositories that are still there, where there are any. */
  #listed(all: Declared[]): Declared[] {
    const { sources } = this.#where;
    const there = all.filter(({ source }) => !sources.get(source)?.goneSince);
    return there.length > 0 ? there : all;
  }

  #isExact({ object }: Declared): boolean {
    const { namespace, anyNamespace } = this.#where;
    return anyNamespace || (object.namespace || undefined) === namespace;
  }

  /** Whether it may be what runs here though it says no namespace. */
  #mayBe(indexed: Declared): boolean {
    const nearness = this.#originOf(indexed);
    if (
      nearness === 'its' ||
      nearness === 'like' ||
      this.isTied(indexed) ||
      // A checkout may be called otherwise than the address that it is of.
      (this.#isCheckout(indexed) && this.#isByPath(indexed))
    ) {
      return true;
    }
    const { deployer, origins } = this.#where;
    return deployer === 'helm'
      ? isOfChart(indexed)
      : deployer === undefined &&
          origins.every(({ urls }) => urls.length === 0);
  }

  /** Whether the repository of a declaration is one that the engine deploys from, as far as it says. */
  #originOf(indexed: Declared): Nearness {
    let origin = this.#origins.get(indexed.source);
    if (!origin) {
      const { origins, sources } = this.#where;
      const { repository } = indexed.object.location;
      const source = sources.get(indexed.source) ?? { name: repository };
      const leads = origins.flatMap(({ urls, own }) => [
        own === repository ? ('surely' as const) : undefined,
        ...urls.map(url => leadsTo(url, source)),
      ]);
      if (leads.includes('surely')) {
        origin = 'its';
      } else if (leads.includes('by-name')) {
        origin = 'like';
      } else {
        origin = origins.some(({ urls }) => urls.length > 0)
          ? 'other'
          : 'unknown';
      }
      this.#origins.set(indexed.source, origin);
    }
    return origin;
  }

  /** Whether it was read from a directory whose address nobody knows. */
  #isCheckout({ source, object }: Declared): boolean {
    const known = this.#where.sources.get(source);
    return (
      !known?.webUrl &&
      !(known?.name ?? object.location.repository).includes('/')
    );
  }

  /** Whether two engine objects deploy one thing. */
  #deploysTheSame({ object: { engine: declared } }: Declared): boolean {
    const { engine } = this.#where;
    return (
      engine?.repoUrl !== undefined &&
      declared?.repoUrl !== undefined &&
      normalizeRepositoryUrl(engine.repoUrl) ===
        normalizeRepositoryUrl(declared.repoUrl) &&
      engine.path === declared.path &&
      engine.chart === declared.chart
    );
  }

  #isMadeFor({ object }: Declared): boolean {
    const { cluster, clusterNames } = this.#where;
    return Boolean(
      object.cluster && cluster && clusterNames.includes(object.cluster),
    );
  }

  #isByPath({ object }: Declared): boolean {
    return this.#where.origins.some(
      ({ path }) =>
        path !== undefined &&
        (object.builtBy === path ||
          (!object.builtBy &&
            (path === '' || object.location.path.startsWith(`${path}/`)))),
    );
  }

  #best(declared: Declared[]): Declared[] {
    const scored = declared.map(indexed => ({
      indexed,
      score: this.#scoreOf(indexed),
    }));
    const most = Math.max(...scored.map(({ score }) => score));
    return scored
      .filter(({ score }) => score > 0 && score === most)
      .map(({ indexed }) => indexed);
  }

  #scoreOf(indexed: Declared): number {
    const { object } = indexed;
    const { cluster, environment } = this.#where;
    const byPath =
      this.#isByPath(indexed) &&
      (this.#originOf(indexed) !== 'other' || !this.#isIndexed);
    let score = byPath ? 8 : 0;
    if (object.cluster && cluster) {
      if (this.#isMadeFor(indexed)) {
        score += 4;
      } else if (!byPath) {
        return 0;
      }
    }
    if (object.environment && environment) {
      if (object.environment === environment) {
        score += 2;
      } else if (!byPath && score < 4) {
        return 0;
      }
    }
    return score + 1;
  }
}

/** The declarations of an object that are those of a cluster. Sources that are not known yet are added to `missing`. @internal */
export function twinsOf(
  all: Declared[],
  where: Whereabouts,
  missing: string[],
): Twins {
  return new TwinFinder(where).find(all, missing);
}

/** Whether a template of a chart makes it. */
function isOfChart({ object: { builtBy, location } }: Declared): boolean {
  return builtBy !== undefined && /(?:^|\/)templates\//.test(location.path);
}

function placeOf({ object: { location } }: Declared): string {
  return JSON.stringify([location.repository, location.path, location.line]);
}

/** Whether these are one manifest, or one for each environment of a repository, where nobody knows which the cluster is of. */
function isOne(open: readonly Declared[]): boolean {
  const repositories = open.map(({ object }) => object.location.repository);
  return (
    new Set(open.map(placeOf)).size === 1 ||
    (new Set(repositories).size === 1 &&
      open.every(({ object }) => object.environment !== undefined))
  );
}

/** Whether it stands in a directory, or is built in one below it. */
function isBelow({ object: { builtBy, location } }: Declared, path: string) {
  return (
    path === '' ||
    [builtBy ?? '', location.path].some(at => `${at}/`.startsWith(`${path}/`))
  );
}
