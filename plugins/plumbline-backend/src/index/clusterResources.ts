import { UnreadResource } from '@plumbline/gitops-lookup';
import { SkippedFile } from '@plumbline/gitops-reader';
import { ClusterResourceStatus } from '@plumbline/plugin-plumbline-common';
import { ClusterResource } from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { errorText, leased } from './leases';
import { chunksOf } from '../database/chunks';
import { Lease } from './SourceStore';
import { stagedKinds } from './stageCluster';

export type ResourceState = ClusterResourceStatus['state'];

export interface ResourceRow {
  source_id: string;
  api_group: string;
  kind: string;
  version: string;
  state: ResourceState;
  error: string | null;
  resource_version: string | null;
  count: number;
  confirm_removal: boolean | number;
  listed_at: string | null;
  last_heard: string | null;
  last_event_at: string | null;
}

const MAX_TROUBLES = 100;

/** Kinds of a picture that are told apart. A cluster has some hundreds; what is pushed may hold anything. */
const MAX_KINDS = 1_000;

type Kind = Pick<ClusterResource, 'group' | 'kind'>;

function rowOf(
  tx: Knex,
  sourceId: string,
  { group, kind }: Kind,
): Knex.QueryBuilder {
  return tx('cluster_resources').where({
    source_id: sourceId,
    api_group: group,
    kind,
  });
}

export async function resourcesOf(
  database: Knex,
  sourceId: string,
): Promise<ResourceRow[]> {
  return await database('cluster_resources')
    .where('source_id', sourceId)
    .orderBy(['api_group', 'kind']);
}

/** Where the resources of a cluster stand, as people see it. */
export async function resourceStatuses(
  reader: Knex,
  sourceId: string,
): Promise<ClusterResourceStatus[]> {
  const rows = await resourcesOf(reader, sourceId);
  return rows.map(row => ({
    group: row.api_group,
    version: row.version,
    kind: row.kind,
    state: row.state,
    count: row.count,
    ...(row.error && { error: row.error }),
    ...(row.listed_at && { listedAt: row.listed_at }),
    ...(row.last_heard && { currentUntil: row.last_heard }),
    ...(row.last_event_at && { lastChangeAt: row.last_event_at }),
  }));
}

export async function readResource(
  tx: Knex,
  sourceId: string,
  resource: ClusterResource,
): Promise<ResourceRow | undefined> {
  return await rowOf(tx, sourceId, resource).first();
}

/** Writes where a resource stands. One that was not known is new, and waits unless told otherwise. */
export async function updateResource(
  tx: Knex,
  sourceId: string,
  resource: ClusterResource,
  values: Partial<ResourceRow>,
): Promise<void> {
  const { group, version, kind } = resource;
  const updated = await rowOf(tx, sourceId, resource).update({
    version,
    ...values,
  });
  if (updated === 0) {
    await tx('cluster_resources').insert({
      source_id: sourceId,
      api_group: group,
      kind,
      version,
      state: 'waiting',
      ...values,
    });
  }
}

export async function deleteResource(
  tx: Knex,
  sourceId: string,
  resource: Kind,
): Promise<void> {
  await rowOf(tx, sourceId, resource).delete();
}

/**
 * The kinds of a cluster, with what is there of them, and those that a picture does not tell, or not for sure. The picture is
 * still staged, and written.
 */
export async function replaceResources(
  tx: Knex,
  lease: Lease,
  { taken, skipped }: { taken: string; skipped: SkippedFile[] },
): Promise<void> {
  const { sourceId } = lease;
  const present: {
    group: string;
    kind: string;
    version: string;
    count: number | string;
  }[] = await tx('objects')
    .where({ source_id: sourceId, origin: 'live', gone_since: null })
    .groupBy('api_group', 'kind')
    .orderBy(['api_group', 'kind'])
    .limit(MAX_KINDS)
    .select(
      'api_group as group',
      'kind',
      tx.raw('MAX(api_version) AS version'),
      tx.raw('COUNT(*) AS count'),
    );
  const before = new Map(
    (await resourcesOf(tx, sourceId)).map(row => [
      keyOf({ group: row.api_group, kind: row.kind }),
      row,
    ]),
  );
  const rows = new Map<string, ResourceRow>();
  for (const { group, kind, version, count } of present) {
    rows.set(keyOf({ group, kind }), {
      ...resourceRow(sourceId, { group, kind }),
      version: version.slice(version.indexOf('/') + 1),
      state: 'current',
      count: Number(count),
      listed_at: taken,
      last_heard: taken,
    });
  }
  const missed = (which: Kind, reason: string) => {
    const key = keyOf(which);
    const { listed_at = null, last_heard = null } = before.get(key) ?? {};
    rows.set(key, {
      ...resourceRow(sourceId, which),
      ...rows.get(key),
      state: 'failed',
      error: errorText(reason),
      listed_at,
      last_heard,
    });
  };
  const anything = skipped.find(({ kind }) => !kind);
  if (anything) {
    const held = new Set((await stagedKinds(tx, sourceId)).map(keyOf));
    present
      .filter(kind => !held.has(keyOf(kind)))
      .forEach(kind =>
        missed(
          kind,
          `may be in ${anything.path}, which was not read: ${anything.reason}`,
        ),
      );
  }
  for (const { kind, reason } of skipped) {
    if (kind) {
      missed(kind, reason);
    }
  }
  const kinds = [...rows.values()]
    .sort((a, b) => Number(b.error !== null) - Number(a.error !== null))
    .slice(0, MAX_KINDS);
  await tx('cluster_resources').where('source_id', sourceId).delete();
  for (const chunk of chunksOf(kinds)) {
    await tx('cluster_resources').insert(chunk);
  }
  await leased(tx, lease).update({ troubles: troublesOf(kinds) });
}

function keyOf({ group, kind }: Kind): string {
  return `${group}/${kind}`;
}

function resourceRow(sourceId: string, { group, kind }: Kind): ResourceRow {
  return {
    source_id: sourceId,
    api_group: group,
    kind,
    version: '',
    state: 'waiting',
    error: null,
    resource_version: null,
    count: 0,
    confirm_removal: false,
    listed_at: null,
    last_heard: null,
    last_event_at: null,
  };
}

/** What cannot be read, as the cluster's own row keeps it. */
function troublesOf(rows: ResourceRow[]): string | null {
  const troubles = rows.flatMap(
    ({ api_group: group, kind, state, error }): UnreadResource[] =>
      state === 'forbidden' || state === 'failed'
        ? [{ group, kind, state, reason: error ?? '' }]
        : [],
  );
  return troubles.length > 0
    ? JSON.stringify(troubles.slice(0, MAX_TROUBLES))
    : null;
}

/**
 * Brings the cluster's own row up to date with its resources: it is current until when all of them are that can be read.
 * Before every one was listed once, that is never.
 */
export async function settle(
  tx: Knex,
  lease: Lease,
  { alive }: { alive: boolean },
): Promise<void> {
  const rows = await resourcesOf(tx, lease.sourceId);
  const readable = rows.filter(
    ({ state }) => state !== 'forbidden' && state !== 'failed',
  );
  const listed = readable.filter(row => row.listed_at !== null);
  const heard = listed
    .flatMap(row => row.last_heard ?? [])
    .reduce<string | undefined>(
      (first, time) => (first === undefined || time < first ? time : first),
      undefined,
    );
  const whole = listed.length > 0 && listed.length === readable.length;
  await leased(tx, lease).update({
    troubles: troublesOf(rows),
    counts: JSON.stringify({
      objects: rows.reduce((total, row) => total + row.count, 0),
      skipped: 0,
    }),
    ...(heard !== undefined && {
      // A kind that is served since a moment ago says nothing about the others.
      last_success: whole
        ? heard
        : tx.raw('CASE WHEN last_success IS NULL THEN NULL ELSE ? END', [
            heard,
          ]),
    }),
    ...(alive && { error: null, failures: 0, due_at: null }),
  });
}
