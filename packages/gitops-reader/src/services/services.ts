import {
  Claim,
  DeclaredObject,
  RepositoryFacts,
  ServicePin,
  VersionPin,
} from '../facts';
import { classifyEnvironment, environmentOrder } from '../paths';

/**
 * The thing that is promoted: the same one in every environment.
 *
 * @public
 */
export interface Service {
  name: string;
  /** The directory that its places have in common. */
  path: string;
  /** Who is said to answer for it; what runs in production comes first. */
  claims: Claim[];
  /** In the order of promotion. */
  environments: ServiceEnvironment[];
}

/**
 * Where a service stands, and at which versions.
 *
 * @public
 */
export interface ServiceEnvironment {
  environment?: string;
  cluster?: string;
  versions: VersionPin[];
}

const workloads = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Rollout',
  'DeploymentConfig',
  'CronJob',
  'Job',
]);
const engines = new Set([
  'Application',
  'ApplicationSet',
  'HelmRelease',
  'Kustomization',
]);

/** Directories that tell where something runs, or how it is put together, and not what it is. */
const layout = new Set([
  'base',
  'bases',
  'overlays',
  'overlay',
  'environments',
  'envs',
  'env',
  'clusters',
]);

/** One place of a service, as an object or a lone pin tells of it. */
interface Appearance {
  name: string;
  path: string;
  environment?: string;
  cluster?: string;
  builtBy?: string;
  claims: Claim[];
  versions: VersionPin[];
}

/**
 * Declared workloads, what engines deploy, and what lone files pin, by what they are: their name, and the directory
 * without the environment.
 *
 * @public
 */
export function servicesOf(
  facts: Pick<RepositoryFacts, 'objects' | 'pins'>,
): Service[] {
  const groups = new Map<string, Appearance[]>();
  for (const appearance of appearancesOf(facts)) {
    const key = JSON.stringify([appearance.name, appearance.path]);
    const group = groups.get(key);
    if (group) {
      group.push(appearance);
    } else {
      groups.set(key, [appearance]);
    }
  }
  return [...groups.values()]
    .map(serviceOf)
    .sort((a, b) => compare(a.name, b.name) || compare(a.path, b.path));
}

function* appearancesOf({
  objects,
  pins,
}: Pick<RepositoryFacts, 'objects' | 'pins'>): Generator<Appearance> {
  for (const object of objects) {
    if (
      workloads.has(object.kind) ||
      (engines.has(object.kind) && object.versions.length > 0)
    ) {
      yield ofObject(object);
    }
  }
  for (const pin of pins) {
    yield ofPin(pin);
  }
}

function ofObject(object: DeclaredObject): Appearance {
  const { environment, cluster, builtBy, claims, versions } = object;
  return {
    name: object.labels?.['app.kubernetes.io/name'] ?? object.name,
    path: placeOf(object),
    environment,
    cluster,
    builtBy,
    claims,
    versions,
  };
}

function ofPin({
  service,
  path,
  environment,
  cluster,
  pin,
}: ServicePin): Appearance {
  return {
    name: service,
    path,
    environment,
    cluster,
    claims: [],
    versions: [pin],
  };
}

function serviceOf(group: Appearance[]): Service {
  const placed = group.filter(
    ({ environment, cluster, builtBy }) => environment ?? cluster ?? builtBy,
  );
  const environments = new Map<string, ServiceEnvironment>();
  const seen = new Set<string>();
  for (const { environment, cluster, versions } of placed.length > 0
    ? placed
    : group) {
    const key = JSON.stringify([environment, cluster]);
    const entry = environments.get(key) ?? {
      environment,
      cluster,
      versions: [],
    };
    environments.set(key, entry);
    for (const version of versions) {
      const same = key + JSON.stringify(version);
      if (!seen.has(same)) {
        seen.add(same);
        entry.versions.push(version);
      }
    }
  }
  // What runs in production says most about who answers for it.
  const byImportance = [...group].sort(
    (a, b) =>
      Number(b.environment === 'production') -
      Number(a.environment === 'production'),
  );
  return {
    name: group[0].name,
    path: group[0].path,
    claims: byImportance.flatMap(({ claims }) => claims),
    environments: [...environments.values()].sort(
      (a, b) =>
        environmentOrder(a.environment ?? '') -
          environmentOrder(b.environment ?? '') ||
        compare(a.cluster ?? '', b.cluster ?? ''),
    ),
  };
}

function placeOf({ location, cluster }: DeclaredObject): string {
  const segments = location.path.split('/').slice(0, -1);
  return segments
    .filter(
      segment =>
        !layout.has(segment) &&
        segment !== cluster &&
        classifyEnvironment(segment) === undefined,
    )
    .join('/');
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
