import { TeamFact } from '@plumbline/gitops-reader';
import {
  ClusterOverview,
  FactKind,
  FactsPage,
  FactsQuery,
  RepositoryOverview,
  SourcesPage,
  SourcesQuery,
} from '@plumbline/plugin-plumbline-common';
import { ClusterPicture } from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { resourceStatuses } from './clusterResources';
import { DatabaseClusterPicture } from './DatabaseClusterPicture';
import { FactOptions } from './factRows';
import * as following from './following';
import * as leases from './leases';
import * as listings from './listings';
import { overviewOf, pageOfFacts } from './pageOfFacts';
import { forgetGoneObjects } from './liveRows';
import { pageOfStatuses, statusOf } from './pageOfStatuses';
import { replaceCluster } from './replaceCluster';
import { knownFiles, replaceRepository } from './replaceRepository';
import { replaceTeamRows } from './replaceRows';
import { RowKeys, teamToRow } from './rows';
import { storable } from '../database/text';
import {
  ClaimedSource,
  ClusterToRead,
  KnownFile,
  Lease,
  ListedSource,
  PictureOptions,
  ReplaceResult,
  RepositoryRead,
  SourceKind,
  SourceStore,
} from './SourceStore';

/** The one door to what the index stores of sources: callers and tests need not know which module writes what. */
export class DatabaseSourceStore implements SourceStore {
  readonly #database: Knex;
  readonly #reader: Knex;

  readonly #options: FactOptions;

  /** `reader` answers what people ask; on SQLite it does not wait for a transaction of the other connection. */
  constructor(
    database: Knex,
    reader: Knex = database,
    options: FactOptions = {},
  ) {
    this.#database = database;
    this.#reader = reader;
    this.#options = options;
  }

  async recordListing(
    provider: string,
    kind: SourceKind,
    sources: ListedSource[],
    options: { now: Date; factsVersion: string },
  ): Promise<void> {
    await listings.recordListing(
      this.#database,
      provider,
      kind,
      sources,
      options,
    );
  }

  async namesOf(
    provider: string,
    directories: string[],
  ): Promise<Map<string, string[]>> {
    return await listings.namesOf(this.#database, provider, directories);
  }

  async recordListingFailure(
    provider: string,
    kind: SourceKind,
    error: string,
    now: Date,
  ): Promise<void> {
    await listings.recordListingFailure(
      this.#database,
      provider,
      kind,
      error,
      now,
    );
  }

  async retainProviders(
    kind: SourceKind,
    providers: string[],
    now: Date,
  ): Promise<void> {
    await listings.retainProviders(this.#database, kind, providers, now);
  }

  async deleteGone(before: Date): Promise<string[]> {
    return await listings.deleteGone(this.#database, before);
  }

  async claim(
    owner: string,
    options: { now: Date; until: Date },
  ): Promise<ClaimedSource | undefined> {
    return await leases.claim(this.#database, owner, options);
  }

  async renew(lease: Lease, until: Date): Promise<boolean> {
    return await leases.renew(this.#database, lease, until);
  }

  async abandon(lease: Lease): Promise<void> {
    await leases.abandon(this.#database, lease);
  }

  async unchanged(lease: Lease, now: Date): Promise<void> {
    await leases.unchanged(this.#database, lease, now);
  }

  async failed(
    lease: Lease,
    failure: { now: Date; error: string; retryAt: Date },
  ): Promise<void> {
    await leases.failed(this.#database, lease, failure);
  }

  async claimFollowed(
    owner: string,
    options: { now: Date; until: Date; factsVersion: string },
  ): Promise<ClaimedSource | undefined> {
    return await following.claimFollowed(this.#database, owner, options);
  }

  async renewFollowed(
    lease: Lease,
    options: { until: Date; factsVersion: string },
  ): Promise<'held' | 'lost' | 'refresh'> {
    return await following.renewFollowed(this.#database, lease, options);
  }

  async failuresOf(sourceId: string): Promise<number> {
    return await following.failuresOf(this.#database, sourceId);
  }

  async shareOf(
    replica: string,
    options: { now: Date; until: Date },
  ): Promise<number> {
    return await following.shareOf(this.#database, replica, options);
  }

  async leave(replica: string): Promise<void> {
    await following.leave(this.#database, replica);
  }

  picture(lease: Lease, options: PictureOptions): ClusterPicture {
    return new DatabaseClusterPicture(this.#database, lease, options);
  }

  async forgetGoneObjects(
    before: Date,
    options: { atMost: number },
  ): Promise<number> {
    return await forgetGoneObjects(this.#database, before, options);
  }

  async knownFiles(sourceId: string): Promise<Map<string, KnownFile>> {
    return await knownFiles(this.#database, sourceId);
  }

  async replaceRepository(
    lease: Lease,
    read: RepositoryRead,
  ): Promise<ReplaceResult> {
    return await replaceRepository(this.#database, lease, read, this.#options);
  }

  async replaceCluster(
    lease: Lease,
    picture: ClusterToRead,
  ): Promise<ReplaceResult> {
    return await replaceCluster(this.#database, lease, picture);
  }

  async replaceTeams(origin: string, teams: TeamFact[]): Promise<void> {
    const keys = new RowKeys();
    const rows = teams.map(team => teamToRow(origin, team, undefined, keys));
    await this.#database.transaction(tx => replaceTeamRows(tx, origin, rows));
  }

  async requestRefresh(
    sourceId: string,
    now: Date,
  ): Promise<'requested' | 'unknown' | 'gone'> {
    const id = storable(sourceId);
    const requested = await this.#database('sources')
      .where({ id, gone_since: null })
      .update({ due_at: now.toISOString(), facts_version: null });
    if (requested > 0) {
      return 'requested';
    }
    const row = await this.#database('sources').where({ id }).first('id');
    return row ? 'gone' : 'unknown';
  }

  async list(query: SourcesQuery, now: Date): Promise<SourcesPage> {
    return await pageOfStatuses(this.#reader, query, now);
  }

  async facts<K extends FactKind>(
    kind: K,
    query: FactsQuery,
  ): Promise<FactsPage<K>> {
    return await pageOfFacts(this.#reader, kind, query);
  }

  async cluster(name: string, now: Date): Promise<ClusterOverview | undefined> {
    const id = storable(`cluster:${name}`);
    const source = await statusOf(this.#reader, id, now);
    return (
      source && { source, resources: await resourceStatuses(this.#reader, id) }
    );
  }

  async repository(
    name: string,
    now: Date,
  ): Promise<RepositoryOverview | undefined> {
    const id = storable(`repository:${name}`);
    const source = await statusOf(this.#reader, id, now);
    return source && { source, ...(await overviewOf(this.#reader, id)) };
  }
}
