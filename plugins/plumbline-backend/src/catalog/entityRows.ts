import { PortalEntity } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { chunksOf } from '../database/chunks';
import { fitsIndex, storable, withDigest } from '../database/text';
import { marks, selectRows } from '../database/selectRows';
import { entityRefOf, repositoryKey } from './entityClaims';

/** Entities of some names or directories. */
const MOST = 2_000;
/** Entities that one label leads to: one that more look for, as all of production does, tells nothing. */
export const MOST_OF_LABEL = 100;
/** Of as many labels as are asked for at once. */
const MOST_LABELLED = 20_000;
const MOST_OF_REPOSITORY = 50_000;

export interface EntityRow {
  ref: string;
  digest: string;
  kind: string;
  name: string;
  type: string | null;
  repository: string | null;
  directory: string | null;
  /** Ref of the System that it is part of. */
  system: string | null;
  facts: string;
}

/** An entity that the last read had no more carries since when. */
export interface KnownEntityRow extends EntityRow {
  missing_since: string | null;
}

/** A row, and the labels by which it is found. Undefined for an entity that no index could hold. */
export function entityToRow(
  entity: PortalEntity,
): { row: EntityRow; labels: string[] } | undefined {
  const { team, ...facts } = entity;
  const { ref, kind, name, type, source, workloads } = facts;
  const labels = [
    ...new Set(workloads.map(each => storable(each.labels[0].join('=')))),
  ];
  const repository = source && repositoryKey(source.repository);
  const system =
    facts.system && entityRefOf(facts.system, 'system', facts.namespace);
  return fitsIndex(ref, name, type) &&
    fitsIndex(repository, source?.directory, system) &&
    labels.every(label => fitsIndex(label))
    ? {
        row: withDigest({
          ref: storable(ref),
          kind: kind.toLowerCase(),
          name: name.toLowerCase(),
          type: type?.toLowerCase() ?? null,
          repository: repository ?? null,
          directory: source?.directory ?? null,
          system: system ? storable(system) : null,
          facts: JSON.stringify(facts),
        }),
        labels,
      }
    : undefined;
}

export function rowToEntity({ facts }: Pick<EntityRow, 'facts'>): PortalEntity {
  return JSON.parse(facts);
}

/** Entities whose source may be in one of these repositories: the names of their owners are not compared. */
export async function entitiesOfRepositories(
  reader: Knex,
  repositories: string[],
): Promise<PortalEntity[]> {
  return await entitiesBy(
    repositories.map(repositoryKey),
    chunk => reader('catalog_entities').whereIn('repository', chunk),
    MOST_OF_REPOSITORY,
  );
}

/** Resources that stand for one of these repositories as a whole. */
export async function resourcesOfRepositories(
  reader: Knex,
  repositories: string[],
): Promise<PortalEntity[]> {
  return await entitiesBy(repositories.map(repositoryKey), chunk =>
    reader('catalog_entities')
      .whereIn('repository', chunk)
      .where({ directory: '', kind: 'resource' }),
  );
}

/** Entities in one of these repositories whose source is in one of these directories. */
export async function entitiesOfDirectories(
  reader: Knex,
  repositories: string[],
  directories: string[],
): Promise<PortalEntity[]> {
  const { located } = await entitiesOfSubjects(reader, {
    labels: [],
    repositories,
    directories,
  });
  return located;
}

/** Entities of a kind that are called one of these names, lower case. */
export async function entitiesByName(
  reader: Knex,
  kind: string,
  names: string[],
): Promise<PortalEntity[]> {
  return await entitiesBy(names, chunk =>
    reader('catalog_entities').whereIn('name', chunk).where({ kind }),
  );
}

/** Entities whose workloads carry one of these labels (`key=value`). */
export async function entitiesByLabel(
  reader: Knex,
  labels: string[],
): Promise<PortalEntity[]> {
  const { labelled } = await entitiesOfSubjects(reader, {
    labels,
    repositories: [],
    directories: [],
  });
  return labelled;
}

/** Labels and directories of one statement. */
const MOST_TERMS = 200;

/**
 * Entities whose workloads carry one of these labels (`key=value`), and those in one of these repositories whose source is in one of
 * these directories: in one statement, unless there are hundreds of them, for a lookup asks for both.
 */
export async function entitiesOfSubjects(
  reader: Knex,
  {
    labels,
    repositories,
    directories,
  }: { labels: string[]; repositories: string[]; directories: string[] },
): Promise<{ labelled: PortalEntity[]; located: PortalEntity[] }> {
  const keys = [...new Set(repositories.map(repositoryKey))];
  const labelChunks = [...chunksOf([...new Set(labels)], MOST_TERMS)];
  const directoryChunks =
    keys.length > 0 ? [...chunksOf([...new Set(directories)], MOST_TERMS)] : [];
  const found = {
    labelled: [] as PortalEntity[],
    located: [] as PortalEntity[],
  };
  const statements = Math.max(labelChunks.length, directoryChunks.length);
  for (let at = 0; at < statements; at++) {
    const some = {
      labels: labelChunks[at] ?? [],
      directories: directoryChunks[at] ?? [],
    };
    const rows = await selectRows<
      Pick<EntityRow, 'facts'> & { labelled: number }
    >(
      reader,
      `SELECT 1 AS labelled, facts FROM (
        SELECT facts FROM catalog_entities WHERE ref IN (
          SELECT ref FROM catalog_labels WHERE label IN (
            SELECT label FROM catalog_labels WHERE label IN (${marks(some.labels)}) GROUP BY label HAVING count(*) <= ?
          )
        ) ORDER BY ref LIMIT ?
      ) AS by_label UNION ALL SELECT 0 AS labelled, facts FROM (
        SELECT facts FROM catalog_entities
          WHERE repository IN (${marks(keys)}) AND directory IN (${marks(some.directories)}) ORDER BY ref LIMIT ?
      ) AS by_directory`,
      [
        ...some.labels,
        MOST_OF_LABEL,
        MOST_LABELLED,
        ...keys,
        ...some.directories,
        MOST,
      ],
    );
    for (const row of rows) {
      (row.labelled ? found.labelled : found.located).push(rowToEntity(row));
    }
  }
  return found;
}

async function entitiesBy(
  values: readonly string[],
  query: (chunk: string[]) => Knex.QueryBuilder,
  most = MOST,
): Promise<PortalEntity[]> {
  const found: PortalEntity[] = [];
  for (const chunk of chunksOf([...new Set(values.map(storable))])) {
    const rows: EntityRow[] = await query(chunk)
      .orderBy('ref')
      .limit(most)
      .select('facts');
    found.push(...rows.map(rowToEntity));
  }
  return found;
}
