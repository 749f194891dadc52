import { Knex } from 'knex';
import { anyRow, cutPage, decodeCursor } from '../../database/cursor';

/** A namespace in all of its clusters, with what lies in it, as far as it fits a query. */
export interface NamespaceGroup {
  namespace: string;
  things: number;
  workloads: number;
  /** In their order, so many at most. */
  clusters: string[];
  clustersTotal: number;
  /** Those of them where no repository is known to declare the namespace. */
  undeclared: string[];
}

/** Clusters of a group that are named. */
const MAX_CLUSTERS = 100;

/** What is one row: things of a namespace together, whatever cluster they are in, and everything else by itself. */
const GROUP = `CASE
  WHEN t.type = 'namespace' THEN 'namespace ' || t.name
  WHEN t.type = 'workload' AND t.namespace <> '' THEN 'namespace ' || t.namespace
  ELSE 'thing ' || CAST(t.id AS TEXT) END`;

/** The namespace of a row is the one that it lies in, or is. */
const NAMESPACE = `CASE t.type WHEN 'namespace' THEN t.name ELSE t.namespace END`;

interface GroupRow {
  /** The thing that stands for all: the namespace itself where it is among them. */
  id: number;
  namespace: string;
  risk: number;
  weight: number | string;
  things: number | string;
  workloads: number | string;
  clusters: number | string;
  /** Of all pages: rows, and the things that they stand for. */
  total: number | string;
  total_things: number | string;
}

/**
 * A page of groups: production first, then those that most runs in; a namespace that nothing runs in hangs on nothing. By the
 * thing that stands for each, with what more there is to it.
 */
export async function pageOfGroups(
  reader: Knex,
  filtered: () => Knex.QueryBuilder,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{
  groups: Map<number, NamespaceGroup | undefined>;
  totalItems: number;
  totalThings: number;
  nextCursor?: string;
}> {
  const grouped = () =>
    filtered()
      .groupByRaw(GROUP)
      .select(
        reader.raw(
          `COALESCE(MIN(CASE t.type WHEN 'namespace' THEN t.id END), MIN(t.id)) AS id`,
        ),
        reader.raw(`MIN(${NAMESPACE}) AS namespace`),
        reader.raw('MIN(t.risk) AS risk'),
        reader.raw(
          `SUM(CASE t.type WHEN 'namespace' THEN 0 ELSE t.size END) AS weight`,
        ),
        reader.raw('COUNT(*) AS things'),
        reader.raw(
          `SUM(CASE t.type WHEN 'workload' THEN 1 ELSE 0 END) AS workloads`,
        ),
        reader.raw('COUNT(DISTINCT t.cluster) AS clusters'),
      )
      .as('g');
  // Counted in the pass that makes the groups: making them is what takes time.
  const counted = () =>
    reader
      .from(grouped())
      .select(
        'g.*',
        reader.raw('COUNT(*) OVER () AS total'),
        reader.raw('SUM(g.things) OVER () AS total_things'),
      )
      .as('c');
  const page = reader
    .from(counted())
    .orderBy([
      { column: 'c.risk', order: 'asc' },
      { column: 'c.weight', order: 'desc' },
      { column: 'c.id', order: 'asc' },
    ])
    .limit(limit + 1)
    .select<GroupRow[]>('c.*');
  if (cursor) {
    const [risk, weight, id] = decodeCursor(cursor, [
      'number',
      'number',
      'number',
    ]);
    page.whereRaw(
      '(c.risk > ? OR (c.risk = ? AND (c.weight < ? OR (c.weight = ? AND c.id > ?))))',
      [risk, risk, weight, weight, id],
    );
  }
  const { rows, next } = cutPage(await page, limit, row => [
    row.risk,
    Number(row.weight),
    row.id,
  ]);
  const first = await anyRow<GroupRow>(rows, cursor, () =>
    reader.from(counted()).limit(1),
  );
  return {
    groups: await withClusters(reader, filtered, rows),
    totalItems: Number(first?.total ?? 0),
    totalThings: Number(first?.total_things ?? 0),
    ...next,
  };
}

/** Groups of more than one thing, by the thing that stands for each; undefined for what stands for itself. */
async function withClusters(
  reader: Knex,
  filtered: () => Knex.QueryBuilder,
  rows: GroupRow[],
): Promise<Map<number, NamespaceGroup | undefined>> {
  const several = rows.filter(({ things }) => Number(things) > 1);
  const names = several.map(({ namespace }) => namespace);
  const places: { namespace: string; cluster: string }[] =
    names.length === 0
      ? []
      : await filtered()
          .whereNotNull('t.cluster')
          .where(inside =>
            inside
              .where(of =>
                of.where('t.type', 'workload').whereIn('t.namespace', names),
              )
              .orWhere(of =>
                of.where('t.type', 'namespace').whereIn('t.name', names),
              ),
          )
          .groupByRaw(`${NAMESPACE}, t.cluster`)
          .orderBy('t.cluster')
          .select(
            reader.raw(`${NAMESPACE} AS namespace`),
            't.cluster as cluster',
          );
  const labelled = await undeclaredOf(reader, names);
  const groups = new Map<number, NamespaceGroup | undefined>(
    rows.map(({ id }) => [id, undefined]),
  );
  for (const { id, namespace, things, workloads, clusters } of several) {
    const own = places.filter(place => place.namespace === namespace);
    groups.set(id, {
      namespace,
      things: Number(things),
      workloads: Number(workloads),
      clusters: own.slice(0, MAX_CLUSTERS).map(({ cluster }) => cluster),
      clustersTotal: Number(clusters),
      undeclared: own.flatMap(({ cluster }) =>
        labelled.get(namespace)?.has(cluster) ? [cluster] : [],
      ),
    });
  }
  return groups;
}

/**
 * Clusters by namespace in which it is owned by nobody and declared by no repository: whatever was filtered, an engine would take a label
 * away that Git does not know.
 */
async function undeclaredOf(
  reader: Knex,
  names: string[],
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  if (names.length === 0) {
    return found;
  }
  const rows: {
    name: string;
    cluster: string | null;
    repository: string | null;
    state: string;
  }[] = await reader('ownership_things')
    .where('type', 'namespace')
    .whereIn('name', names)
    .select('name', 'cluster', 'repository', 'state');
  // Declared for a cluster that is not known, it may be any.
  const anywhere = new Set(
    rows.flatMap(({ name, cluster, repository }) =>
      cluster === null && repository !== null ? [name] : [],
    ),
  );
  for (const { name, cluster, repository, state } of rows) {
    if (
      cluster !== null &&
      repository === null &&
      state === 'unowned' &&
      !anywhere.has(name)
    ) {
      found.set(name, (found.get(name) ?? new Set()).add(cluster));
    }
  }
  return found;
}
