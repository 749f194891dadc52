import { CatalogSubject } from '@plumbline/gitops-lookup';
import {
  Claim,
  directoryClaimsOf,
  OwnershipRules,
  PortalEntity,
  workloadClaims,
  workloadOwner,
} from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { chunksOf } from '../database/chunks';
import { storable } from '../database/text';
import {
  bySource,
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
  entitiesOfSubjects,
} from './entityRows';

/**
 * The rules of a repository, and what entities of the catalog add: nothing about a directory of which its files speak. Where only
 * some paths are asked for, what is said of those.
 */
export async function withCatalog(
  reader: Knex,
  repository: string,
  rules: OwnershipRules,
  paths?: readonly string[],
): Promise<OwnershipRules> {
  const found = paths
    ? await entitiesOfDirectories(
        reader,
        [repository],
        [...new Set(paths.flatMap(path => [path, ...directoriesAbove(path)]))],
      )
    : await entitiesOfRepositories(reader, [repository]);
  const known = new Set(
    [...(rules.directoryClaims ?? []), ...atRoot(rules)].map(
      ({ source, directory }) => `${source} ${directory}`,
    ),
  );
  const isTold = await toldByGit(reader, [repository], found);
  const added = claimsOfDirectories(
    bySource(found)(repository).filter(each => !isTold(each, repository)),
  ).filter(({ source, directory }) => !known.has(`${source} ${directory}`));
  return added.length === 0
    ? rules
    : {
        ...rules,
        directoryClaims: [...(rules.directoryClaims ?? []), ...added],
      };
}

/**
 * Whether Git itself tells what an entity says in a repository, for its file is indexed there: Git has the line, and knows of a
 * change before the catalog does.
 */
async function toldByGit(
  reader: Knex,
  repositories: readonly string[],
  entities: readonly PortalEntity[],
): Promise<(entity: PortalEntity, repository: string) => boolean> {
  const ids = [...new Set(repositories)].map(repositoryId);
  const paths = entities.flatMap(({ file }) => (file ? [file.path] : []));
  const indexed = new Set<string>();
  for (const chunk of chunksOf([...new Set(paths.map(storable))])) {
    const rows: { source_id: string; path: string }[] = await reader('files')
      .whereIn('source_id', ids)
      .whereIn('path', chunk)
      .where({ directory: false })
      .select('source_id', 'path');
    rows.forEach(row => indexed.add(`${row.source_id}:${row.path}`));
  }
  return ({ file }, repository) =>
    file !== undefined &&
    isIn(file, repository) &&
    indexed.has(`${repositoryId(repository)}:${storable(file.path)}`);
}

function repositoryId(repository: string): string {
  return `repository:${storable(repository)}`;
}

/** Claims on the whole repository, as they would stand among those on directories. */
function atRoot({ repositoryClaims }: OwnershipRules) {
  return repositoryClaims.map(({ source }) => ({ source, directory: '' }));
}

/**
 * What entities say of objects: by the labels that these carry, and by the directory of what declares them. One query
 * for a lookup; chunks of them for many objects.
 */
export async function claimsOfSubjects(
  reader: Knex,
  subjects: readonly CatalogSubject[],
): Promise<Claim[][]> {
  const repositories = new Set(
    subjects.flatMap(({ places }) => places.map(each => each.repository)),
  );
  const { labelled, located } = await entitiesOfSubjects(reader, {
    labels: subjects.flatMap(({ labels }) =>
      Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ),
    repositories: [...repositories],
    directories: subjects.flatMap(({ places }) =>
      places.flatMap(({ path }) => directoriesAbove(path)),
    ),
  });
  const entityOf = new Map<Claim, PortalEntity>();
  const byLabels = workloadClaims(
    labelled.flatMap(entity => {
      const claim = claimOf(entity);
      if (!claim) {
        return [];
      }
      return entity.workloads.map(workloads => {
        const owner = workloadOwner(workloads, claim);
        entityOf.set(owner.claim, entity);
        return owner;
      });
    }),
  );
  const isTold = await toldByGit(
    reader,
    [...repositories],
    [...located, ...labelled],
  );
  const inRepository = bySource(located);
  const byPlace = new Map(
    [...repositories].map(repository => [
      repository,
      claimsAtPaths(
        inRepository(repository).filter(each => !isTold(each, repository)),
      ),
    ]),
  );
  return subjects.map(({ labels, namespace, places }) => [
    ...byLabels({
      apiVersion: '',
      kind: '',
      name: '',
      ...(namespace !== undefined && { namespace }),
      labels,
    }).filter(claim => {
      const entity = entityOf.get(claim);
      return !places.some(
        ({ repository }) => entity && isTold(entity, repository),
      );
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

function claimsAtPaths(
  entities: readonly PortalEntity[],
): (path: string) => Claim[] {
  const directoryClaims = claimsOfDirectories(entities);
  return directoryClaims.length === 0
    ? () => []
    : directoryClaimsOf({ directoryClaims, repositoryClaims: [] });
}

/** What the catalog says of the services of a repository. */
export interface SaidOfServices {
  /** Entities that may stand for one of them. */
  entities: PortalEntity[];
  /** What entities say of a path, where Git does not say it itself. */
  claimsAt: (path: string) => Claim[];
  /** Refs of those that Git itself tells. */
  told: ReadonlySet<string>;
}

/** What entities say of the services of a repository. */
export async function saidOfServices(
  reader: Knex,
  repository: string,
  services: readonly string[],
  templates: readonly string[],
): Promise<SaidOfServices> {
  const located = bySource(await entitiesOfRepositories(reader, [repository]))(
    repository,
  );
  const isTold = await toldByGit(reader, [repository], located);
  const found = [
    ...located,
    ...(await entitiesByLabel(reader, services.flatMap(labelsOfService))),
    ...(await entitiesByName(
      reader,
      'component',
      services.flatMap(name => namesOfEntities(name, templates)),
    )),
  ];
  return {
    entities: [...new Map(found.map(entity => [entity.ref, entity])).values()],
    claimsAt: claimsAtPaths(located.filter(each => !isTold(each, repository))),
    told: new Set(
      located.filter(each => isTold(each, repository)).map(({ ref }) => ref),
    ),
  };
}
