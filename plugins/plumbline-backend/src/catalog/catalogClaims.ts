import { CatalogSubject } from '@plumbline/gitops-lookup';
import {
  Claim,
  directoryClaimsOf,
  OwnershipRules,
  PortalEntity,
  workloadClaims,
} from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import {
  claimOf,
  claimsOfDirectories,
  isIn,
  labelsOfService,
  namesOfEntities,
} from './entityClaims';
import {
  entitiesByLabel,
  entitiesByName,
  entitiesOfDirectories,
  entitiesOfRepositories,
} from './entityRows';

/** The rules of a repository, and what entities of the catalog add: nothing about a directory of which its files speak. */
export async function withCatalog(
  reader: Knex,
  repository: string,
  rules: OwnershipRules,
): Promise<OwnershipRules> {
  const entities = await entitiesOfRepositories(reader, [repository]);
  const known = new Set(
    [...(rules.directoryClaims ?? []), ...atRoot(rules)].map(
      ({ source, directory }) => `${source} ${directory}`,
    ),
  );
  const added = claimsOfDirectories(entities, repository).filter(
    ({ source, directory }) => !known.has(`${source} ${directory}`),
  );
  return added.length === 0
    ? rules
    : {
        ...rules,
        directoryClaims: [...(rules.directoryClaims ?? []), ...added],
      };
}

/** Claims on the whole repository, as they would stand among those on directories. */
function atRoot({ repositoryClaims }: OwnershipRules) {
  return repositoryClaims.map(({ source }) => ({ source, directory: '' }));
}

/**
 * What entities say of objects: by the labels that these carry, and by the directory of what declares them. Two queries,
 * whatever the number of objects.
 */
export async function claimsOfSubjects(
  reader: Knex,
  subjects: readonly CatalogSubject[],
): Promise<Claim[][]> {
  const labelled = await entitiesByLabel(
    reader,
    subjects.flatMap(({ labels }) =>
      Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ),
  );
  const byLabels = workloadClaims(
    labelled.flatMap(entity => {
      const claim = claimOf(entity);
      return claim
        ? entity.workloads.map(workloads => ({ ...workloads, claim }))
        : [];
    }),
  );
  const repositories = new Set(
    subjects.flatMap(({ places }) => places.map(each => each.repository)),
  );
  const located = await entitiesOfDirectories(
    reader,
    [...repositories],
    subjects.flatMap(({ places }) =>
      places.flatMap(({ path }) => directoriesAbove(path)),
    ),
  );
  const byPlace = new Map(
    [...repositories].map(repository => [
      repository,
      claimsInRepository(located, repository),
    ]),
  );
  return subjects.map(({ labels, namespace, places }) => [
    ...byLabels({
      apiVersion: '',
      kind: '',
      name: '',
      ...(namespace !== undefined && { namespace }),
      labels,
    }),
    ...places.flatMap(
      ({ repository, path }) => byPlace.get(repository)?.(path) ?? [],
    ),
  ]);
}

function directoriesAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, depth) => parts.slice(0, depth).join('/'));
}

/** What entities say of the paths of a repository. */
export function claimsInRepository(
  entities: readonly PortalEntity[],
  repository: string,
): (path: string) => Claim[] {
  const directoryClaims = claimsOfDirectories(entities, repository);
  return directoryClaims.length === 0
    ? () => []
    : directoryClaimsOf({ directoryClaims, repositoryClaims: [] });
}

/** Entities that may stand for one of these services of a repository. */
export async function entitiesOfServices(
  reader: Knex,
  repository: string,
  services: readonly string[],
  templates: readonly string[],
): Promise<PortalEntity[]> {
  const inRepository = await entitiesOfRepositories(reader, [repository]);
  const found = [
    ...inRepository.filter(entity => isIn(entity, repository)),
    ...(await entitiesByLabel(reader, services.flatMap(labelsOfService))),
    ...(await entitiesByName(
      reader,
      'component',
      services.flatMap(name => namesOfEntities(name, templates)),
    )),
  ];
  return [...new Map(found.map(entity => [entity.ref, entity])).values()];
}
