import { normalizeTeam } from '@plumbline/gitops-lookup';
import {
  Claim,
  DirectoryClaims,
  inNamespace,
  PortalEntity,
} from '@plumbline/gitops-reader';

/** Kinds that speak for the place of their source, where no Component does. */
const CONTAINERS = ['System', 'Resource', 'Domain'];

const WORKLOAD_ID = 'backstage.io/kubernetes-id';
/** Labels whose value is what a workload is called. */
const NAME_LABELS = [
  WORKLOAD_ID,
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app',
  'k8s-app',
];

/** What an entity says about who owns what it stands for; the entity is the evidence. */
export function claimOf(entity: PortalEntity): Claim | undefined {
  const { owner, kind, namespace, name } = entity;
  return owner === undefined
    ? undefined
    : {
        source: 'catalog-entity',
        raw: inNamespace(owner, namespace),
        evidence: {
          type: 'object',
          cluster: '',
          object: {
            apiVersion: 'backstage.io/v1alpha1',
            kind,
            namespace,
            name,
          },
          field: 'spec.owner',
          text: owner.slice(0, 200),
        },
      };
}

/** What a repository is found by, whoever its host says that it belongs to. */
export function repositoryKey(repository: string): string {
  return (
    repository
      .replace(/\.git$/, '')
      .split(/[/+]/)
      .pop() ?? ''
  ).toLowerCase();
}

/** Whether a place is in this repository. A checkout may be known without the owner in its name. */
export function isIn(
  place: { repository: string } | undefined,
  repository: string,
): boolean {
  const [slug, name] = [place?.repository ?? '', repository].map(each =>
    each
      .replace(/\.git$/, '')
      .replace(/\+/g, '/')
      .toLowerCase(),
  );
  return slug.includes('/') && name.includes('/')
    ? slug === name
    : repositoryKey(slug) === repositoryKey(name);
}

/** Finds the entities whose source is in a repository, without comparing all with all. */
export function bySource(
  entities: readonly PortalEntity[],
): (repository: string) => PortalEntity[] {
  const byKey = new Map<string, PortalEntity[]>();
  for (const entity of entities) {
    if (entity.source) {
      add(byKey, repositoryKey(entity.source.repository), entity);
    }
  }
  return repository =>
    (byKey.get(repositoryKey(repository)) ?? []).filter(({ source }) =>
      isIn(source, repository),
    );
}

function add<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const known = groups.get(key);
  if (known) {
    known.push(item);
  } else {
    groups.set(key, [item]);
  }
}

/**
 * Owners that entities of one repository name for its directories. As for files of the catalog: Components speak before what
 * contains them, at the root for the whole repository, and where they disagree about a directory none of them is taken.
 */
export function claimsOfDirectories(
  entities: readonly PortalEntity[],
): DirectoryClaims[] {
  const byDirectory = new Map<string, PortalEntity[]>();
  for (const entity of entities) {
    if (entity.owner !== undefined) {
      add(byDirectory, entity.source?.directory ?? '', entity);
    }
  }
  return [...byDirectory].flatMap(([directory, all]): DirectoryClaims[] => {
    const components = all.filter(({ kind }) => kind === 'Component');
    const speakers =
      components.length > 0
        ? components
        : all.filter(({ kind }) => CONTAINERS.includes(kind));
    const claims = speakers.flatMap(entity => claimOf(entity) ?? []);
    if (new Set(claims.map(({ raw }) => normalizeTeam(raw))).size !== 1) {
      return [];
    }
    const [claim] = claims;
    return [
      directory === ''
        ? {
            directory,
            source: 'repository-default',
            claims: [
              { ...claim, source: 'repository-default', catchAll: true },
            ],
          }
        : { directory, source: 'catalog-entity', claims: [claim] },
    ];
  });
}

/** A service, as entities are compared with it. */
export interface MatchedService {
  name: string;
  path: string;
  /** Whether its repository has no other. */
  alone: boolean;
  /** Whether no other service that is indexed has its name. */
  unique: boolean;
}

/** The entity that stands for a service, or several of which none does more than the others. */
export type ServiceEntities = {
  /** By their source, or by what they are called. */
  by: 'source' | 'name';
} & ({ entity: PortalEntity } | { several: PortalEntity[] });

/** Labels that lead from a service of this name to an entity. */
export function labelsOfService(name: string): string[] {
  return NAME_LABELS.map(label => `${label}=${name}`);
}

/** Names of entities that stand for a service of this name, by templates such as `svc-{name}`. */
export function namesOfEntities(
  name: string,
  templates: readonly string[],
): string[] {
  return templates.map(template =>
    template.replaceAll('{name}', name).toLowerCase(),
  );
}

/**
 * Finds the Component that stands for a service of a repository already: the one whose source is its directory, otherwise the one
 * whose workloads are called like it, otherwise the one with its name. Several of equal right: all of them. A name tells only where
 * one service alone has it; `taken` are Components whose source is the directory of another service.
 */
export function entityOfService(
  entities: readonly PortalEntity[],
  repository: string,
  options: { templates: readonly string[]; taken: ReadonlySet<string> },
): (service: MatchedService) => ServiceEntities | undefined {
  const components = entities.filter(({ kind }) => kind === 'Component');
  const byDirectory = new Map<string, PortalEntity[]>();
  for (const entity of bySource(components)(repository)) {
    add(byDirectory, entity.source?.directory ?? '', entity);
  }
  const byLabel = new Map<string, PortalEntity[]>();
  const byName = new Map<string, PortalEntity[]>();
  for (const entity of components) {
    add(byName, entity.name.toLowerCase(), entity);
    for (const { labels } of entity.workloads) {
      if (labels.length === 1) {
        add(byLabel, labels[0].join('='), entity);
      }
    }
  }
  return ({ name, path, alone, unique }) => {
    const names = namesOfEntities(name, options.templates);
    const here = byDirectory.get(path) ?? [];
    const isFree = (entity: PortalEntity) =>
      !options.taken.has(entity.ref) || here.includes(entity);
    const isNamed = (entity: PortalEntity) =>
      [...names, name.toLowerCase()].includes(entity.name.toLowerCase());
    const ways: { by: ServiceEntities['by']; found: PortalEntity[] }[] = [
      {
        by: 'source',
        found: [...here, ...(alone ? (byDirectory.get('') ?? []) : [])],
      },
      ...(unique
        ? [
            labelsOfService(name).flatMap(label => byLabel.get(label) ?? []),
            names.flatMap(each => byName.get(each) ?? []),
          ].map(found => ({ by: 'name' as const, found }))
        : []),
    ];
    let several: ServiceEntities | undefined;
    for (const { by, found } of ways) {
      const all = [...new Set(found)].filter(isFree);
      const called = all.filter(isNamed);
      const best = called.length > 0 ? called : all;
      if (best.length === 1) {
        return { by, entity: best[0] };
      }
      several ??= best.length > 1 ? { by, several: best } : undefined;
    }
    return several;
  };
}

/** Circles among the parents of groups, each told once: `a → b → a`. */
export function circlesOf(entities: readonly PortalEntity[]): string[] {
  const parents = new Map<string, string>();
  for (const { ref, kind, namespace, parent } of entities) {
    if (kind === 'Group' && parent !== undefined) {
      parents.set(ref, entityRefOf(parent, 'group', namespace));
    }
  }
  const circles: string[] = [];
  const settled = new Set<string>();
  for (const start of parents.keys()) {
    const way: string[] = [];
    let at: string | undefined = start;
    while (at !== undefined && !settled.has(at) && !way.includes(at)) {
      way.push(at);
      at = parents.get(at);
    }
    if (at !== undefined && way.includes(at)) {
      circles.push([...way.slice(way.indexOf(at)), at].join(' → '));
    }
    way.forEach(ref => settled.add(ref));
  }
  return circles;
}

/** A reference as an entity of a namespace writes it, in full. */
export function entityRefOf(
  written: string,
  defaultKind: string,
  defaultNamespace: string,
): string {
  const [, kind = defaultKind, namespace = defaultNamespace, name = written] =
    /^(?:([^:]+):)?(?:([^/]+)\/)?(.+)$/.exec(written) ?? [];
  return `${kind}:${namespace}/${name}`.toLowerCase();
}
