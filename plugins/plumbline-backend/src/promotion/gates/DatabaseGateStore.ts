import { PinnedRepository } from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { errorText } from '../../index/leases';
import { inTurns } from '../../index/replaceRows';
import { HistoryStore } from '../history/HistoryStore';
import { bounded, GateFacts } from './bounded';

/** What hosts told of a repository, and when. */
export interface ToldGates extends GateFacts {
  provider: string;
  repository: string;
  asOf: string;
}

/** Open changes and deployments, in the plugin's database. */
export class DatabaseGateStore {
  readonly #database: Knex;
  readonly #history: Pick<HistoryStore, 'pinnedLines'>;

  constructor(database: Knex, history: Pick<HistoryStore, 'pinnedLines'>) {
    this.#database = database;
    this.#history = history;
  }

  /** Repositories that tell of services, those first that were asked about longest ago. What is known of others goes. */
  async *due(
    provider: string,
    knows: (repository: { name: string; webUrl?: string }) => boolean,
  ): AsyncGenerator<PinnedRepository> {
    const telling = () =>
      this.#database('sources as s')
        .where('s.kind', 'repository')
        .whereNull('s.gone_since')
        .whereIn(
          's.id',
          this.#database('repository_facts')
            .where('kind', 'services')
            .select('source_id'),
        );
    await this.#database('promotion_gates')
      .where({ provider })
      .whereNotIn('source_id', telling().select('s.id'))
      .delete();
    const rows: { id: string; name: string; web_url: string | null }[] =
      await telling()
        .leftJoin('promotion_gates as g', join =>
          join.on('g.source_id', 's.id').andOnVal('g.provider', '=', provider),
        )
        .orderByRaw(`COALESCE(g.attempted_at, ''), s.id`)
        .select('s.id', 's.name', 's.web_url');
    for (const { id, name, web_url } of rows) {
      const repository = { name, ...(web_url !== null && { webUrl: web_url }) };
      const pins = knows(repository) ? await this.#history.pinnedLines(id) : [];
      const known = () =>
        this.#database('promotion_gates').where({ provider, source_id: id });
      if (pins.length === 0) {
        await known().delete();
        continue;
      }
      // Up to a megabyte each: one at a time.
      const row: { memory: string | null } | undefined = await known()
        .select('memory')
        .first();
      yield { ...repository, pins, ...(row?.memory && { memory: row.memory }) };
    }
  }

  async replace(
    provider: string,
    repository: string,
    { memory, ...facts }: GateFacts & { memory?: string },
    now: Date,
  ): Promise<void> {
    const at = now.toISOString();
    await this.#database('promotion_gates')
      .insert({
        provider,
        source_id: `repository:${repository}`,
        facts: JSON.stringify(bounded(facts)),
        memory: memory?.replaceAll('\0', '') ?? null,
        as_of: at,
        attempted_at: at,
        error: null,
      })
      .onConflict(['provider', 'source_id'])
      .merge();
  }

  /** A repository that could not be read keeps what was known of it. */
  async failed(
    provider: string,
    repository: string,
    error: string,
    now: Date,
  ): Promise<void> {
    await this.#database('promotion_gates')
      .insert({
        provider,
        source_id: `repository:${repository}`,
        attempted_at: now.toISOString(),
        error: errorText(error),
      })
      .onConflict(['provider', 'source_id'])
      .merge(['attempted_at', 'error']);
  }

  /** Forgets what was told by those who are not set up any more. */
  async keepOnly(providers: string[]): Promise<void> {
    await this.#database('promotion_gates')
      .whereNotIn('provider', providers)
      .delete();
  }
}

/** What was told of some repositories. */
export async function toldGates(
  reader: Knex,
  repositories: string[],
): Promise<ToldGates[]> {
  const told: ToldGates[] = [];
  for await (const chunk of inTurns([...new Set(repositories)])) {
    const rows: {
      provider: string;
      facts: string;
      as_of: string;
      name: string;
    }[] = await reader('promotion_gates as g')
      .join('sources as s', 's.id', 'g.source_id')
      .whereIn(
        'g.source_id',
        chunk.map(name => `repository:${name}`),
      )
      .whereNull('s.gone_since')
      .whereNotNull('g.facts')
      .orderBy(['g.provider', 'g.source_id'])
      .select('g.provider', 'g.facts', 'g.as_of', 's.name');
    for (const { provider, facts, as_of, name } of rows) {
      const known: GateFacts = JSON.parse(facts);
      told.push({ ...known, provider, repository: name, asOf: as_of });
    }
  }
  return told;
}
