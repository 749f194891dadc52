import { JoinedService } from '@plumbline/gitops-promotion';
import { Knex } from 'knex';
import { rowToSource, SourceRow } from '../../index/rows';
import { ResourceRow } from '../../index/clusterResources';

/** Kinds that run pods, with the group of their API. */
export const workloads: { group: string; kind: string }[] = [
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'apps', kind: 'DaemonSet' },
  { group: 'argoproj.io', kind: 'Rollout' },
  { group: 'apps.openshift.io', kind: 'DeploymentConfig' },
  { group: 'batch', kind: 'CronJob' },
];

/** A cluster by the names that places use for it, and when it was read last. */
export interface NamedCluster {
  name: string;
  environment?: string;
  aliases?: string[];
  lastSuccess?: string;
}

export interface ClusterInfo extends NamedCluster {
  /** Kinds of which all objects were seen (`kindKey`): one of them that is not there is missing. */
  complete: ReadonlySet<string>;
}

export function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}

export function isWorkload(group: string, kind: string): boolean {
  return workloads.some(each => each.group === group && each.kind === kind);
}

/** The clusters that a place may mean. */
export function clustersOf<T extends NamedCluster>(
  clusters: T[],
  {
    environment,
    cluster,
  }: Pick<JoinedService['places'][number], 'environment' | 'cluster'>,
): T[] {
  return clusters.filter(known =>
    cluster === undefined
      ? known.environment === environment
      : known.name === cluster || known.aliases?.includes(cluster),
  );
}

/** What is told of several clusters is as old as the one that was read first, of those that were read. */
export function asOf(clusters: NamedCluster[]): string | undefined {
  return clusters
    .map(({ lastSuccess }) => lastSuccess)
    .sort()
    .find(Boolean);
}

export async function namedClusters(reader: Knex): Promise<NamedCluster[]> {
  const rows: SourceRow[] = await reader('sources')
    .where('kind', 'cluster')
    .whereNull('gone_since')
    .orderBy('id');
  return rows.map(rowToSource);
}

/** The clusters, with what was listed of them completely. */
export async function readClusters(reader: Knex): Promise<ClusterInfo[]> {
  const rows: SourceRow[] = await reader('sources')
    .where('kind', 'cluster')
    .whereNull('gone_since')
    .orderBy('id');
  const complete = new Map<string, Set<string>>();
  const add = (id: string, group: string, kind: string) =>
    complete.set(id, (complete.get(id) ?? new Set()).add(kindKey(group, kind)));
  const followed = new Set(
    rows.filter(row => Boolean(row.followed)).map(({ id }) => id),
  );
  if (followed.size > 0) {
    const listed: Pick<ResourceRow, 'source_id' | 'api_group' | 'kind'>[] =
      await reader('cluster_resources')
        .where({ state: 'current', confirm_removal: false })
        .whereNotNull('listed_at')
        .whereIn(
          'kind',
          workloads.map(({ kind }) => kind),
        )
        .select('source_id', 'api_group', 'kind');
    listed
      .filter(row => followed.has(row.source_id))
      .forEach(row => add(row.source_id, row.api_group, row.kind));
  }
  // A picture does not say which kinds it holds all of: one that it holds nothing of may not have been asked for.
  for (const row of rows.filter(isWhole)) {
    const seen: { api_group: string; kind: string }[] = await reader('objects')
      .where({ source_id: row.id, origin: 'live' })
      .whereNull('gone_since')
      .whereIn(
        'kind',
        workloads.map(({ kind }) => kind),
      )
      .distinct('api_group', 'kind');
    seen.forEach(({ api_group, kind }) => add(row.id, api_group, kind));
  }
  return rows.map(row => ({
    ...rowToSource(row),
    complete: complete.get(row.id) ?? new Set(),
  }));
}

function isWhole({ followed, error, troubles, skipped }: SourceRow): boolean {
  return (
    !followed &&
    error === null &&
    troubles === null &&
    (skipped === null || skipped === '[]')
  );
}
