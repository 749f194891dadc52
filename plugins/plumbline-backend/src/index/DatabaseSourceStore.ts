import { InputError, NotFoundError } from '@backstage/errors';
import {
  ClusterFacts,
  RepositoryFacts,
  TeamFact,
} from '@plumbline/gitops-reader';
import {
  SourcesPage,
  SourcesQuery,
  SourceStatus,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { Origin, withoutOrigin } from './locations';
import {
  chunksOf,
  compareObjects,
  deleteObjects,
  markObjectsGone,
  ObjectChanges,
  replaceFiles,
  replaceTeamRows,
  writeObjects,
} from './replaceRows';
import {
  declaredToRow,
  FileRow,
  fitsIndex,
  liveToRow,
  reversed,
  RowKeys,
  rowToSource,
  SourceRow,
  storable,
  teamToRow,
} from './rows';
import {
  ClaimedSource,
  KnownFile,
  Lease,
  ListedSource,
  ReadMeta,
  ReplaceResult,
  SourceKind,
  SourceStore,
} from './SourceStore';
import { mapInTurns } from './turns';
import { Unreadable } from './Unreadable';

/** A source with fewer objects may lose any of them at once. */
const REMOVAL_GUARD_FROM = 20;
const REMOVAL_GUARD_SHARE = 0.5;
const MAX_SKIPPED_SHOWN = 50;
const MAX_ERROR_LENGTH = 2_000;
const DEFAULT_PAGE = 50;

const NO_LEASE = { lease_owner: null, lease_until: null };

/** The state follows from the row and the time, so that a worker that died leaves no state behind. */
const STATE_SQL = `CASE
  WHEN gone_since IS NOT NULL THEN 'gone'
  WHEN last_success IS NULL AND lease_until > ? THEN 'reading'
  WHEN last_success IS NULL AND error IS NOT NULL THEN 'failed'
  WHEN last_success IS NULL THEN 'waiting'
  WHEN error IS NOT NULL THEN 'stale'
  ELSE 'ok' END`;

export class DatabaseSourceStore implements SourceStore {
  readonly #database: Knex;
  readonly #reader: Knex;

  /** `reader` answers what people ask; on SQLite it does not wait for a transaction of the other connection. */
  constructor(database: Knex, reader: Knex = database) {
    this.#database = database;
    this.#reader = reader;
  }

  async recordListing(
    provider: string,
    kind: SourceKind,
    sources: ListedSource[],
    options: { now: Date; factsVersion: string },
  ): Promise<void> {
    const now = options.now.toISOString();
    await this.#database.transaction(async tx => {
      const rows: SourceRow[] = await tx('sources').where({ kind });
      const known = new Map(rows.map(row => [row.id, row]));
      const fresh: string[] = [];
      for (const source of sources) {
        const id = `${kind}:${source.name}`;
        const row = known.get(id);
        const listed = {
          provider,
          environment: source.environment ?? null,
          aliases: source.aliases?.length
            ? JSON.stringify(source.aliases)
            : null,
          web_url: source.webUrl ?? null,
          gone_since: null,
        };
        if (!row) {
          await tx('sources').insert({
            id,
            kind,
            name: source.name,
            name_lower: source.name.toLowerCase(),
            due_at: now,
            ...listed,
          });
          await replaceAliases(tx, id, source.aliases ?? []);
          continue;
        }
        if (
          row.provider !== listed.provider ||
          row.environment !== listed.environment ||
          row.aliases !== listed.aliases ||
          row.web_url !== listed.web_url ||
          row.gone_since !== null
        ) {
          await tx('sources').where({ id }).update(listed);
          await replaceAliases(tx, id, source.aliases ?? []);
        }
        if (
          source.revision !== undefined &&
          source.revision === row.revision &&
          row.facts_version === options.factsVersion &&
          row.due_at === null &&
          row.error === null
        ) {
          fresh.push(id);
        }
      }
      const listedIds = new Set(sources.map(({ name }) => `${kind}:${name}`));
      const vanished = rows
        .filter(
          row =>
            row.provider === provider &&
            row.gone_since === null &&
            !listedIds.has(row.id),
        )
        .map(row => row.id);
      await markGone(tx, vanished, now);
      await tx('sources')
        .where({ kind, provider, due_at: null, gone_since: null })
        .update({ due_at: now });
      for (const chunk of chunksOf(fresh)) {
        // Not what somebody asked to read again since.
        await tx('sources')
          .whereIn('id', chunk)
          .where('facts_version', options.factsVersion)
          .update({ due_at: null, last_success: now, last_attempt: now });
      }
      await tx('listings')
        .insert({
          provider,
          kind,
          last_success: now,
          last_attempt: now,
          error: null,
        })
        .onConflict(['provider', 'kind'])
        .merge();
    });
  }

  async recordListingFailure(
    provider: string,
    kind: SourceKind,
    error: string,
    now: Date,
  ): Promise<void> {
    await this.#database('listings')
      .insert({
        provider,
        kind,
        last_attempt: now.toISOString(),
        error: errorText(error),
      })
      .onConflict(['provider', 'kind'])
      .merge(['last_attempt', 'error']);
  }

  async retainProviders(
    kind: SourceKind,
    providers: string[],
    now: Date,
  ): Promise<void> {
    await this.#database.transaction(async tx => {
      const rows: { id: string }[] = await tx('sources')
        .where({ kind, gone_since: null })
        .whereNotIn('provider', providers)
        .select('id');
      await markGone(
        tx,
        rows.map(row => row.id),
        now.toISOString(),
      );
      await tx('listings')
        .where({ kind })
        .whereNotIn('provider', providers)
        .delete();
      if (kind === 'repository') {
        const origins: { origin: string }[] = await tx('teams')
          .distinct('origin')
          .where('origin', 'like', 'provider:%');
        for (const { origin } of origins) {
          if (!providers.includes(origin.slice('provider:'.length))) {
            await replaceTeamRows(tx, origin, []);
          }
        }
      }
    });
  }

  async deleteGone(before: Date): Promise<string[]> {
    const longGone = (database: Knex) =>
      database('sources').where('gone_since', '<', before.toISOString());
    const rows: { id: string }[] = await longGone(this.#database).select('id');
    const deleted: string[] = [];
    for (const { id } of rows) {
      await this.#database.transaction(async tx => {
        const still = await longGone(tx).where({ id }).update(NO_LEASE);
        if (still === 0) {
          // Listed again meanwhile.
          return;
        }
        const objects: { id: number }[] = await tx('objects')
          .where('source_id', id)
          .select('id');
        await deleteObjects(
          tx,
          objects.map(object => object.id),
        );
        await replaceTeamRows(tx, id, []);
        await tx('files').where('source_id', id).delete();
        await tx('repository_ownership').where('source_id', id).delete();
        await tx('source_aliases').where('source_id', id).delete();
        await tx('sources').where({ id }).delete();
        deleted.push(id);
      });
    }
    return deleted;
  }

  async claim(
    owner: string,
    options: { now: Date; until: Date },
  ): Promise<ClaimedSource | undefined> {
    const now = options.now.toISOString();
    const claimable = (query: Knex.QueryBuilder) =>
      query
        .where('due_at', '<=', now)
        .whereNull('gone_since')
        .where(free => {
          free.whereNull('lease_until').orWhere('lease_until', '<=', now);
        });
    const rows: SourceRow[] = await claimable(this.#database('sources'))
      .orderBy('due_at')
      .orderBy('id')
      .limit(10)
      .select();
    for (const row of rows) {
      const claimed = await claimable(
        this.#database('sources').where({ id: row.id }),
      ).update({
        lease_owner: owner,
        lease_until: options.until.toISOString(),
      });
      if (claimed === 1) {
        return {
          sourceId: row.id,
          owner,
          dueAt: row.due_at ?? now,
          kind: row.kind,
          name: row.name,
          provider: row.provider,
          ...(row.revision && { revision: row.revision }),
          ...(row.facts_version && { factsVersion: row.facts_version }),
          failures: row.failures,
          confirmRemoval: Boolean(row.confirm_removal),
        };
      }
    }
    return undefined;
  }

  async renew(lease: Lease, until: Date): Promise<boolean> {
    const held = await leased(this.#database, lease).update({
      lease_until: until.toISOString(),
    });
    return held === 1;
  }

  async abandon(lease: Lease): Promise<void> {
    await leased(this.#database, lease).update(NO_LEASE);
  }

  async unchanged(lease: Lease, now: Date): Promise<void> {
    await leased(this.#database, lease).update({
      ...NO_LEASE,
      due_at: noLongerDue(this.#database, lease),
      last_success: now.toISOString(),
      last_attempt: now.toISOString(),
      error: null,
      failures: 0,
    });
  }

  async failed(
    lease: Lease,
    failure: { now: Date; error: string; retryAt: Date },
  ): Promise<void> {
    await leased(this.#database, lease).update({
      ...NO_LEASE,
      due_at: failure.retryAt.toISOString(),
      last_attempt: failure.now.toISOString(),
      error: errorText(failure.error),
      failures: this.#database.raw('failures + 1'),
    });
  }

  async knownFiles(sourceId: string): Promise<Map<string, KnownFile>> {
    const rows: FileRow[] = await this.#database('files')
      .where({ source_id: sourceId, directory: false })
      .select('path', 'digest', 'change');
    return new Map(
      rows.map(({ path, digest, change }) => [
        path,
        { digest, ...(change && { change: JSON.parse(change) }) },
      ]),
    );
  }

  async replaceRepository(
    lease: Lease,
    read: ReadMeta & {
      facts: RepositoryFacts;
      files: Map<string, KnownFile>;
    },
  ): Promise<ReplaceResult> {
    const { sourceId } = lease;
    const { facts, files, skipped } = storableFacts(read);
    const origin: Origin = {
      repository: facts.repository,
      revision: facts.revision,
    };
    const keys = new RowKeys();
    const objects = await mapInTurns(facts.objects, object =>
      declaredToRow(
        sourceId,
        object,
        newestChange(facts.repository, object, files),
        origin,
        keys,
      ),
    );
    return await this.#database.transaction(async tx => {
      const source = await lockSource(tx, lease);
      const changes = await compareObjects(tx, sourceId, objects);
      const unreadable = new Unreadable(source, facts);
      await unreadable.keepObjects(tx, changes);
      if (await waitForConfirmation(tx, lease, source, changes, read)) {
        return unconfirmed(changes);
      }
      await deleteObjects(
        tx,
        changes.removed.map(row => row.id),
      );
      await writeObjects(tx, changes);
      await replaceFiles(tx, sourceId, fileRows(sourceId, files));
      const teamKeys = new RowKeys();
      const teams = await unreadable.withKeptTeams(tx, facts.teams);
      await replaceTeamRows(
        tx,
        sourceId,
        teams.map(team => teamToRow(sourceId, team, origin, teamKeys)),
      );
      const rules = await unreadable.withKeptOwnership(tx, facts.ownership);
      await tx('repository_ownership')
        .insert({ source_id: sourceId, rules: withoutOrigin(rules, origin) })
        .onConflict('source_id')
        .merge();
      await succeed(tx, lease, read, {
        revision: facts.revision,
        last_success: read.now.toISOString(),
        counts: {
          files: facts.counts.files,
          objects: facts.objects.length,
          findings: facts.findings.length,
          skipped: skipped.length,
        },
        skipped,
      });
      return replaced(changes);
    });
  }

  async replaceCluster(
    lease: Lease,
    read: ReadMeta & { facts: ClusterFacts; taken: Date; keepGoneSince: Date },
  ): Promise<ReplaceResult> {
    const { facts, taken } = read;
    const { sourceId } = lease;
    const keys = new RowKeys();
    const fitting = facts.objects.filter(({ namespace, kind, name }) =>
      fitsIndex(namespace, kind, name),
    );
    const objects = await mapInTurns(fitting, object =>
      liveToRow(sourceId, object, facts.environment, keys),
    );
    return await this.#database.transaction(async tx => {
      const source = await lockSource(tx, lease);
      const changes = await compareObjects(tx, sourceId, objects);
      if (facts.skipped.length > 0) {
        // What the skipped part held is unknown, not gone.
        changes.removed = [];
      }
      if (await waitForConfirmation(tx, lease, source, changes, read)) {
        return unconfirmed(changes);
      }
      await markObjectsGone(
        tx,
        changes.removed.map(row => row.id),
        taken.toISOString(),
      );
      await writeObjects(tx, changes);
      const expired: { id: number }[] = await tx('objects')
        .where('source_id', sourceId)
        .where('gone_since', '<', read.keepGoneSince.toISOString())
        .select('id');
      await deleteObjects(
        tx,
        expired.map(row => row.id),
      );
      await succeed(tx, lease, read, {
        revision: null,
        last_success: taken.toISOString(),
        counts: {
          objects: facts.objects.length,
          skipped: facts.skipped.length,
        },
        skipped: facts.skipped,
      });
      return replaced(changes);
    });
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
    const limit = query.limit ?? DEFAULT_PAGE;
    const withState = () =>
      this.#reader.select('*').from(
        this.#reader('sources')
          .select(
            '*',
            this.#reader.raw(`${STATE_SQL} AS state`, [now.toISOString()]),
          )
          .as('listed'),
      );
    const filtered = () => {
      const rows = withState();
      if (query.kind) {
        rows.where('kind', query.kind);
      }
      if (query.state) {
        rows.where('state', query.state);
      }
      if (query.text) {
        const pattern = `%${storable(query.text)
          .toLowerCase()
          .replace(/[\\%_]/g, '\\$&')}%`;
        rows.whereRaw(`name_lower LIKE ? ESCAPE '\\'`, [pattern]);
      }
      return rows;
    };
    const page = filtered()
      .orderBy('name_lower')
      .orderBy('id')
      .limit(limit + 1);
    if (query.cursor) {
      const [name, id] = decodeCursor(query.cursor);
      page.where(after => {
        after
          .where('name_lower', '>', name)
          .orWhere(same => same.where('name_lower', name).where('id', '>', id));
      });
    }
    const rows: (SourceRow & { state: SourceStatus['state'] })[] = await page;
    const [{ total }]: { total: number | string }[] = await this.#reader
      .count({ total: '*' })
      .from(filtered().as('matching'));
    const summaryRows: {
      state: SourceStatus['state'];
      total: number | string;
    }[] = await this.#reader
      .select('state')
      .count({ total: '*' })
      .from(withState().as('all_sources'))
      .groupBy('state');
    const summary: SourcesPage['summary'] = {
      waiting: 0,
      reading: 0,
      ok: 0,
      stale: 0,
      failed: 0,
      gone: 0,
    };
    for (const row of summaryRows) {
      summary[row.state] = Number(row.total);
    }
    const listings: ListingRow[] = await this.#reader('listings')
      .orderBy(['kind', 'provider'])
      .select();
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(row => ({
        ...rowToSource(row),
        state: row.state,
        provider: row.provider,
        ...(row.counts && { counts: JSON.parse(row.counts) }),
        ...(row.skipped && { skipped: JSON.parse(row.skipped) }),
        ...(row.took_ms !== null && { tookMs: row.took_ms }),
      })),
      totalItems: Number(total),
      ...(rows.length > limit &&
        last && { nextCursor: encodeCursor([last.name_lower, last.id]) }),
      summary,
      providers: listings.map(row => ({
        id: row.provider,
        kind: row.kind,
        ...(row.last_success && { lastSuccess: row.last_success }),
        lastAttempt: row.last_attempt,
        ...(row.error && { error: row.error }),
      })),
    };
  }
}

interface ListingRow {
  provider: string;
  kind: SourceKind;
  last_success: string | null;
  last_attempt: string;
  error: string | null;
}

function leased(database: Knex, lease: Lease): Knex.QueryBuilder {
  return database('sources').where({
    id: lease.sourceId,
    lease_owner: lease.owner,
  });
}

/** What made the source due is done, unless another read was asked for while this one ran. */
function noLongerDue(database: Knex, { dueAt }: Lease): Knex.Raw | null {
  return dueAt === undefined
    ? null
    : database.raw('CASE WHEN due_at = ? THEN NULL ELSE due_at END', [dueAt]);
}

/**
 * Holds the source's row until the transaction ends, and refuses to write for a worker that lost its lease: another one
 * may have stored a newer read meanwhile.
 */
async function lockSource(tx: Knex, lease: Lease): Promise<SourceRow> {
  const held = await leased(tx, lease).update({ lease_owner: lease.owner });
  const row = held === 1 ? await leased(tx, lease).first() : undefined;
  if (!row) {
    throw new NotFoundError(
      `The lease of ${lease.sourceId} was lost: its read took too long or the source was deleted`,
    );
  }
  return row;
}

/** Without what no index could hold: a manifest can carry any text. */
function storableFacts(read: {
  facts: RepositoryFacts;
  files: Map<string, KnownFile>;
}): {
  facts: RepositoryFacts;
  files: Map<string, KnownFile>;
  skipped: RepositoryFacts['skipped'];
} {
  const skipped = [...read.facts.skipped];
  const tooLong = (path: string) => {
    skipped.push({
      path: path.slice(0, 200),
      reason: 'a name or path in it is too long to be indexed',
    });
    return false;
  };
  const objects = read.facts.objects.filter(
    ({ namespace, kind, name, location, config }) =>
      (fitsIndex(namespace, kind, name) &&
        [location, ...config.map(place => place.location)].every(
          ({ repository, path }) => fitsIndex(repository, path),
        )) ||
      tooLong(location.path),
  );
  const files = new Map(
    [...read.files].filter(([path]) => fitsIndex(path) || tooLong(path)),
  );
  return { facts: { ...read.facts, objects }, files, skipped };
}

async function waitForConfirmation(
  tx: Knex,
  lease: Lease,
  source: SourceRow,
  { present, removed }: ObjectChanges,
  { now, confirmAt }: ReadMeta,
): Promise<boolean> {
  if (
    source.confirm_removal ||
    present <= REMOVAL_GUARD_FROM ||
    removed.length <= present * REMOVAL_GUARD_SHARE
  ) {
    return false;
  }
  await leased(tx, lease).update({
    ...NO_LEASE,
    confirm_removal: true,
    due_at: confirmAt.toISOString(),
    last_attempt: now.toISOString(),
    error: `The last read no longer had ${removed.length} of ${present} objects: kept until a second read confirms it`,
  });
  return true;
}

function unconfirmed({ removed, present }: ObjectChanges): ReplaceResult {
  return { result: 'unconfirmed', removed: removed.length, of: present };
}

function replaced({ written, removed }: ObjectChanges): ReplaceResult {
  return {
    result: 'replaced',
    written: written.length,
    removed: removed.length,
  };
}

async function succeed(
  tx: Knex,
  lease: Lease,
  read: ReadMeta,
  found: {
    revision: string | null;
    last_success: string;
    counts: NonNullable<SourceStatus['counts']>;
    skipped: NonNullable<SourceStatus['skipped']>;
  },
): Promise<void> {
  await leased(tx, lease).update({
    ...NO_LEASE,
    revision: found.revision,
    facts_version: read.factsVersion,
    last_success: found.last_success,
    last_attempt: read.now.toISOString(),
    error: null,
    failures: 0,
    confirm_removal: false,
    due_at: noLongerDue(tx, lease),
    counts: JSON.stringify(found.counts),
    skipped:
      found.skipped.length > 0
        ? JSON.stringify(found.skipped.slice(0, MAX_SKIPPED_SHOWN))
        : null,
    took_ms: Math.round(read.tookMs),
  });
}

async function markGone(tx: Knex, ids: string[], now: string): Promise<void> {
  for (const chunk of chunksOf(ids)) {
    await tx('sources')
      .whereIn('id', chunk)
      .update({ gone_since: now, due_at: null });
  }
}

async function replaceAliases(
  tx: Knex,
  id: string,
  aliases: string[],
): Promise<void> {
  await tx('source_aliases').where('source_id', id).delete();
  for (const chunk of chunksOf([...new Set(aliases)])) {
    await tx('source_aliases').insert(
      chunk.map(alias => ({ alias, source_id: id })),
    );
  }
}

function newestChange(
  repository: string,
  object: RepositoryFacts['objects'][number],
  files: Map<string, KnownFile>,
): KnownFile['change'] {
  let newest: KnownFile['change'];
  for (const location of [
    object.location,
    ...object.config.map(place => place.location),
  ]) {
    const change =
      location.repository === repository
        ? files.get(location.path)?.change
        : undefined;
    if (change && (!newest || Date.parse(change.at) > Date.parse(newest.at))) {
      newest = change;
    }
  }
  return newest;
}

function fileRows(sourceId: string, files: Map<string, KnownFile>): FileRow[] {
  const rows: FileRow[] = [];
  const directories = new Set<string>();
  for (const [path, { digest, change }] of files) {
    rows.push({
      source_id: sourceId,
      path,
      path_reversed: reversed(`/${path}`),
      directory: false,
      digest,
      change: change ? JSON.stringify(change) : null,
    });
    for (
      let end = path.lastIndexOf('/');
      end > 0;
      end = path.lastIndexOf('/', end - 1)
    ) {
      const directory = path.slice(0, end);
      if (directories.has(directory)) {
        break;
      }
      directories.add(directory);
    }
  }
  for (const directory of directories) {
    rows.push({
      source_id: sourceId,
      path: directory,
      path_reversed: reversed(`/${directory}`),
      directory: true,
      digest: '',
      change: null,
    });
  }
  return rows;
}

function errorText(error: string): string {
  return storable(error.slice(0, MAX_ERROR_LENGTH));
}

function encodeCursor(position: [string, string]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function decodeCursor(cursor: string): [string, string] {
  try {
    const position = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(position) &&
      position.length === 2 &&
      position.every(part => typeof part === 'string')
    ) {
      return [storable(position[0]), storable(position[1])];
    }
  } catch {
    // Falls through to the message that names the parameter.
  }
  throw new InputError('cursor: not one that an earlier page gave');
}
