import {
  Claim,
  classifyEnvironment,
  DeclaredObject,
  environmentOrder,
} from '@plumbline/gitops-reader';
import { ScanOwner } from './scan';

/** The thing that is promoted: the same one in every environment. */
export interface Service {
  name: string;
  /** The directory that its places have in common. */
  path: string;
  owners: ScanOwner[];
  environments: {
    environment?: string;
    cluster?: string;
    versions: {
      kind: string;
      name: string;
      value: string;
      file?: string;
      line?: number;
      key: string;
    }[];
  }[];
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

/** Declared workloads, and what engines deploy, by what they are: their name, and the directory without the environment. */
export function servicesOf(
  objects: DeclaredObject[],
  ownersOf: (claims: Claim[]) => ScanOwner[],
): Service[] {
  const groups = new Map<string, DeclaredObject[]>();
  for (const object of objects) {
    if (
      workloads.has(object.kind) ||
      (engines.has(object.kind) && object.versions.length > 0)
    ) {
      const key = JSON.stringify([nameOf(object), placeOf(object)]);
      const group = groups.get(key);
      if (group) {
        group.push(object);
      } else {
        groups.set(key, [object]);
      }
    }
  }
  return [...groups.values()]
    .map(group => serviceOf(group, ownersOf))
    .sort((a, b) => compare(a.name, b.name) || compare(a.path, b.path));
}

function serviceOf(
  group: DeclaredObject[],
  ownersOf: (claims: Claim[]) => ScanOwner[],
): Service {
  const placed = group.filter(
    object => object.environment ?? object.cluster ?? object.builtBy,
  );
  const environments = new Map<string, Service['environments'][number]>();
  for (const object of placed.length > 0 ? placed : group) {
    const { environment, cluster } = object;
    const key = JSON.stringify([environment, cluster]);
    const entry = environments.get(key) ?? {
      environment,
      cluster,
      versions: [],
    };
    environments.set(key, entry);
    for (const {
      kind,
      name,
      value,
      key: pinned,
      evidence,
    } of object.versions) {
      const location = evidence.type === 'file' ? evidence.location : undefined;
      const version = {
        kind,
        name,
        value,
        file: location?.path,
        line: location?.line,
        key: pinned,
      };
      const known = entry.versions.some(
        other => JSON.stringify(other) === JSON.stringify(version),
      );
      if (!known) {
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
    name: nameOf(group[0]),
    path: placeOf(group[0]),
    owners: ownersOf(byImportance.flatMap(object => object.claims)),
    environments: [...environments.values()].sort(
      (a, b) =>
        environmentOrder(a.environment ?? '') -
          environmentOrder(b.environment ?? '') ||
        compare(a.cluster ?? '', b.cluster ?? ''),
    ),
  };
}

function nameOf(object: DeclaredObject): string {
  return object.labels?.['app.kubernetes.io/name'] ?? object.name;
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
