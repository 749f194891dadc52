import { FactIndexSeed } from '@plumbline/gitops-lookup/testUtils';
import { ClusterFacts } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { DatabaseSourceStore } from '../index/DatabaseSourceStore';
import {
  ClaimedSource,
  ClusterRead,
  KnownFile,
  Lease,
  ReplaceResult,
  SourceStore,
} from '../index/SourceStore';

/** Leases the source that is due, and fails the test when there is none. */
export async function claimNext(
  store: SourceStore,
  now: Date,
): Promise<ClaimedSource> {
  const claimed = await store.claim('test', {
    now,
    until: new Date(now.getTime() + 60_000),
  });
  if (!claimed) {
    throw new Error('No source is due');
  }
  return claimed;
}

/** Files of a tree, with their content standing for itself. */
export function knownFiles(
  paths: string[],
  changes: ReadonlyMap<string, KnownFile['change']> = new Map(),
): Map<string, KnownFile> {
  return new Map(
    paths.map(path => [path, { digest: path, change: changes.get(path) }]),
  );
}

/** Replaces what is known of a cluster by what was read of it. */
export async function replaceCluster(
  store: SourceStore,
  lease: Lease,
  { facts, ...read }: Omit<ClusterRead, 'skipped'> & { facts: ClusterFacts },
): Promise<ReplaceResult> {
  const { objects, environment, skipped } = facts;
  return await store.replaceCluster(lease, {
    objects,
    environment,
    told: () => ({ ...read, skipped }),
  });
}

/** Writes facts as the collector does: listed, leased, replaced. */
export async function fill(
  database: Knex,
  seed: FactIndexSeed,
): Promise<DatabaseSourceStore> {
  const store = new DatabaseSourceStore(database);
  const factsVersion = '1';
  for (const { facts, info, changes, files } of seed.repositories) {
    const now = new Date(info?.lastSuccess ?? '2026-11-23T00:00:00.000Z');
    await store.recordListing(
      `provider of ${facts.repository}`,
      'repository',
      [{ name: facts.repository, webUrl: info?.webUrl }],
      { now, factsVersion },
    );
    await store.replaceRepository(await claimNext(store, now), {
      revision: facts.revision,
      facts,
      files: knownFiles(files, changes),
      factsVersion,
      now,
      confirmAt: now,
      tookMs: 1,
    });
  }
  for (const { facts, info } of seed.clusters) {
    const now = new Date('2026-11-23T00:00:00.000Z');
    await store.recordListing(
      `provider of ${facts.cluster}`,
      'cluster',
      [
        {
          name: facts.cluster,
          environment: facts.environment,
          aliases: info?.aliases,
        },
      ],
      { now, factsVersion },
    );
    await replaceCluster(store, await claimNext(store, now), {
      facts,
      factsVersion,
      now,
      confirmAt: now,
      taken: now,
      keepGoneSince: now,
      tookMs: 1,
    });
  }
  await store.replaceTeams('config', seed.teams);
  return store;
}
