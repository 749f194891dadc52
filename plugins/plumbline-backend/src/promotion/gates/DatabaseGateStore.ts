import {
  HostDeployment,
  PinnedRepository,
  ProposedChange,
} from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { errorText } from '../../index/leases';
import { chunksInTurns } from '../../database/chunks';
import { HistoryStore } from '../history/HistoryStore';
import { bounded, GateFacts } from './bounded';

/** A provider that does not list so many of its repositories fails: it is not asked about the others in this pass. */
const MOST_UNLISTED = 3;

/** What is stored of one repository. */
interface StoredGates extends GateFacts {
  /** Where the deployments are older than the rest. */
  deploymentsAsOf?: string;
}

/** What hosts told of a repository, and when. */
export interface ToldGates extends GateFacts {
  provider: string;
  repository: string;
  asOf: string;
  deploymentsAsOf: string;
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
    {
      knows,
      branchOf,
    }: {
      knows: (repository: { name: string; webUrl?: string }) => boolean;
      branchOf: (source: {
        sourceId: string;
        provider: string;
      }) => Promise<{ branch?: string } | undefined>;
    },
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
    const rows: {
      id: string;
      name: string;
      provider: string;
      web_url: string | null;
      attempted_at: string | null;
    }[] = await telling()
      .leftJoin('promotion_gates as g', join =>
        join.on('g.source_id', 's.id').andOnVal('g.provider', '=', provider),
      )
      .orderByRaw(`COALESCE(g.attempted_at, ''), s.id`)
      .select('s.id', 's.name', 's.provider', 's.web_url', 'g.attempted_at');
    const unlisted = new Map<string, number>();
    for (const row of rows) {
      const { id, name, web_url, provider: listedBy } = row;
      const repository = { name, ...(web_url !== null && { webUrl: web_url }) };
      const pins = knows(repository) ? await this.#history.pinnedLines(id) : [];
      const known = () =>
        this.#database('promotion_gates').where({ provider, source_id: id });
      if (pins.length === 0) {
        if (row.attempted_at !== null) {
          await known().delete();
        }
        continue;
      }
      const missed = unlisted.get(listedBy) ?? 0;
      const followed =
        missed < MOST_UNLISTED
          ? await branchOf({ sourceId: id, provider: listedBy })
          : undefined;
      if (!followed) {
        unlisted.set(listedBy, missed + 1);
        continue;
      }
      // Up to a megabyte each: one at a time.
      const last: { memory: string | null } | undefined = await known()
        .select('memory')
        .first();
      yield {
        ...repository,
        ...(followed.branch && { branch: followed.branch }),
        pins,
        ...(last?.memory && { memory: last.memory }),
      };
    }
  }

  /** Deployments that were not told stay as they were, with their age. */
  async replace(
    provider: string,
    repository: string,
    reading: {
      changes: ProposedChange[];
      deployments?: HostDeployment[];
      problem?: string;
      memory?: string;
    },
    now: Date,
  ): Promise<void> {
    const { changes, deployments, problem, memory } = reading;
    const at = now.toISOString();
    const known = deployments
      ? undefined
      : await this.#known(provider, repository);
    const facts: StoredGates = {
      ...bounded({
        changes,
        deployments: deployments ?? known?.deployments ?? [],
      }),
      ...(known && { deploymentsAsOf: known.deploymentsAsOf }),
    };
    await this.#database('promotion_gates')
      .insert({
        provider,
        source_id: `repository:${repository}`,
        facts: JSON.stringify(facts),
        memory: memory?.replaceAll('\0', '') ?? null,
        as_of: at,
        attempted_at: at,
        error: problem === undefined ? null : errorText(problem),
      })
      .onConflict(['provider', 'source_id'])
      .merge();
  }

  async #known(
    provider: string,
    repository: string,
  ): Promise<StoredGates | undefined> {
    const row: { facts: string; as_of: string } | undefined =
      await this.#database('promotion_gates')
        .where({ provider, source_id: `repository:${repository}` })
        .whereNotNull('facts')
        .select('facts', 'as_of')
        .first();
    return row && { deploymentsAsOf: row.as_of, ...JSON.parse(row.facts) };
  }

  /** A repository that could not be read keeps what was known of it. */
  async failed(
    provider: string,
    repository: string,
    { error, memory }: { error: string; memory?: string },
    now: Date,
  ): Promise<void> {
    const told = {
      attempted_at: now.toISOString(),
      error: errorText(error),
      ...(memory !== undefined && { memory: memory.replaceAll('\0', '') }),
    };
    await this.#database('promotion_gates')
      .insert({ provider, source_id: `repository:${repository}`, ...told })
      .onConflict(['provider', 'source_id'])
      .merge(told);
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
  for await (const chunk of chunksInTurns([...new Set(repositories)])) {
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
      const known: StoredGates = JSON.parse(facts);
      told.push({
        deploymentsAsOf: as_of,
        ...known,
        provider,
        repository: name,
        asOf: as_of,
      });
    }
  }
  return told;
}
