import { Knex } from 'knex';
import { errorText, NO_LEASE } from './leases';
import { deleteFactsOf } from './replaceFacts';
import { chunksOf } from '../database/chunks';
import { deleteObjects, replaceTeamRows } from './replaceRows';
import { SourceRow } from './rows';
import { ListedSource, SourceKind } from './SourceStore';
import { forgetStaged } from './stageCluster';

export async function recordListing(
  database: Knex,
  provider: string,
  kind: SourceKind,
  sources: ListedSource[],
  options: { now: Date; factsVersion: string },
): Promise<void> {
  const now = options.now.toISOString();
  await database.transaction(async tx => {
    const rows: SourceRow[] = await tx('sources').where({ kind });
    const known = new Map(rows.map(row => [row.id, row]));
    const fresh: string[] = [];
    for (const source of sources) {
      const id = `${kind}:${source.name}`;
      const row = known.get(id);
      const listed = {
        provider,
        environment: source.environment ?? null,
        aliases: source.aliases?.length ? JSON.stringify(source.aliases) : null,
        web_url: source.webUrl ?? null,
        directory: source.directory ?? null,
        followed: source.followed ?? false,
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
        row.directory !== listed.directory ||
        Boolean(row.followed) !== listed.followed ||
        row.gone_since !== null
      ) {
        await tx('sources').where({ id }).update(listed);
        await replaceAliases(tx, id, source.aliases ?? []);
      }
      if (Boolean(row.followed) !== listed.followed) {
        // Where its watches stood says nothing once it is read another way.
        await tx('cluster_resources').where('source_id', id).delete();
        await forgetStaged(tx, id);
        await tx('sources').where({ id }).update({
          troubles: null,
          confirm_removal: false,
          unconfirmed_taken: null,
          due_at: now,
        });
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

export async function namesOf(
  database: Knex,
  provider: string,
  directories: string[],
): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  for (const chunk of chunksOf(directories)) {
    const rows: Pick<SourceRow, 'name' | 'directory'>[] = await database(
      'sources',
    )
      .where({ kind: 'repository', provider })
      .whereIn('directory', chunk)
      .orderByRaw('gone_since IS NOT NULL, gone_since DESC, id')
      .select('name', 'directory');
    for (const { name, directory } of rows) {
      if (directory !== null) {
        names.set(directory, [...(names.get(directory) ?? []), name]);
      }
    }
  }
  return names;
}

export async function recordListingFailure(
  database: Knex,
  provider: string,
  kind: SourceKind,
  error: string,
  now: Date,
): Promise<void> {
  await database('listings')
    .insert({
      provider,
      kind,
      last_attempt: now.toISOString(),
      error: errorText(error),
    })
    .onConflict(['provider', 'kind'])
    .merge(['last_attempt', 'error']);
}

export async function retainProviders(
  database: Knex,
  kind: SourceKind,
  providers: string[],
  now: Date,
): Promise<void> {
  await database.transaction(async tx => {
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

export async function deleteGone(
  database: Knex,
  before: Date,
): Promise<string[]> {
  const longGone = (store: Knex) =>
    store('sources').where('gone_since', '<', before.toISOString());
  const rows: { id: string }[] = await longGone(database).select('id');
  const deleted: string[] = [];
  for (const { id } of rows) {
    await database.transaction(async tx => {
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
      await deleteFactsOf(tx, id);
      await tx('files').where('source_id', id).delete();
      await tx('repository_ownership').where('source_id', id).delete();
      await tx('source_aliases').where('source_id', id).delete();
      await tx('cluster_resources').where('source_id', id).delete();
      await forgetStaged(tx, id);
      await tx('sources').where({ id }).delete();
      deleted.push(id);
    });
  }
  return deleted;
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
