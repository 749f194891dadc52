import { teamKey } from '@plumbline/gitops-lookup';
import { Claim, DirectoryClaims, PortalEntity } from '@plumbline/gitops-reader';

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

/** A name alone means a group of the entity's own namespace. */
function inNamespace(owner: string, namespace: string): string {
  return namespace === 'default' || /[:/@]/.test(owner)
    ? owner
    : `group:${namespace}/${owner}`;
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

/** Whether the source of an entity is in this repository. A checkout may be known without the owner in its name. */
export function isIn(
  { source }: Pick<PortalEntity, 'source'>,
  repository: string,
): boolean {
  const [slug, name] = [source?.repository ?? '', repository].map(each =>
    each
      .replace(/\.git$/, '')
      .replace(/\+/g, '/')
      .toLowerCase(),
  );
  return slug.includes('/') && name.includes('/')
    ? slug === name
    : repositoryKey(slug) === repositoryKey(name);
}

/**
 * Owners that entities name for the directories of a repository. As for files of the catalog: Components speak before what
 * contains them, at the root for the whole repository, and where they disagree about a directory none of them is taken.
 */
export function claimsOfDirectories(
  entities: readonly PortalEntity[],
  repository: string,
): DirectoryClaims[] {
  const byDirectory = new Map<string, PortalEntity[]>();
  for (const entity of entities) {
    if (entity.owner !== undefined && isIn(entity, repository)) {
      const directory = entity.source?.directory ?? '';
      byDirectory.set(directory, [
        ...(byDirectory.get(directory) ?? []),
        entity,
      ]);
    }
  }
  return [...byDirectory].flatMap(([directory, all]): DirectoryClaims[] => {
    const components = all.filter(({ kind }) => kind === 'Component');
    const speakers =
      components.length > 0
        ? components
        : all.filter(({ kind }) => CONTAINERS.includes(kind));
    const claims = speakers.flatMap(entity => claimOf(entity) ?? []);
    if (new Set(claims.map(({ raw }) => teamKey(raw))).size !== 1) {
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
  repository: string;
  /** Whether its repository has no other. */
  alone: boolean;
}

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
 * The Component that stands for a service already: the one whose source is its directory, otherwise the one whose workloads
 * are called like it, otherwise the one with its name. Several of equal right: none.
 */
export function entityOfService(
  entities: readonly PortalEntity[],
  service: MatchedService,
  templates: readonly string[],
): PortalEntity | undefined {
  const components = entities.filter(({ kind }) => kind === 'Component');
  const names = namesOfEntities(service.name, templates);
  const labels = labelsOfService(service.name);
  const isNamed = ({ name }: PortalEntity) =>
    names.includes(name.toLowerCase()) ||
    name.toLowerCase() === service.name.toLowerCase();
  const ways = [
    components.filter(
      entity =>
        isIn(entity, service.repository) &&
        (entity.source?.directory === service.path ||
          (service.alone && entity.source?.directory === '')),
    ),
    components.filter(({ workloads }) =>
      workloads.some(
        ({ labels: [[key, value], ...others] }) =>
          others.length === 0 && labels.includes(`${key}=${value}`),
      ),
    ),
    components.filter(({ name }) => names.includes(name.toLowerCase())),
  ];
  for (const found of ways) {
    const [only, ...others] = found.length > 1 ? found.filter(isNamed) : found;
    if (only && others.length === 0) {
      return only;
    }
  }
  return undefined;
}

/** Circles among the parents of groups, each told once: `a → b → a`. */
export function circlesOf(entities: readonly PortalEntity[]): string[] {
  const parents = new Map<string, string>();
  for (const { ref, kind, namespace, parent } of entities) {
    if (kind === 'Group' && parent !== undefined) {
      parents.set(ref, groupRef(parent, namespace));
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

function groupRef(parent: string, namespace: string): string {
  const [, kind = 'group', within = namespace, name = parent] =
    /^(?:([^:]+):)?(?:([^/]+)\/)?(.+)$/.exec(parent) ?? [];
  return `${kind}:${within}/${name}`.toLowerCase();
}
