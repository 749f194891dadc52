import { LoggerService } from '@backstage/backend-plugin-api';
import { TeamFact } from '@plumbline/gitops-reader';
import {
  ClusterDescriptor,
  ClusterProvider,
  RepositoryDescriptor,
} from '@plumbline/plugin-plumbline-node';
import path from 'node:path';
import {
  ClaimedSource,
  ListedSource,
  SourceKind,
  SourceStore,
} from '../index/SourceStore';
import { messageOf } from '../lib/messages';
import { Clusters, Repositories } from './Providers';
import { orAborted } from './orAborted';

/** A source with what is needed to read it. Stays in memory: it can lead to credentials. */
export type Found =
  | { kind: 'repository'; repository: RepositoryDescriptor }
  | {
      kind: 'cluster';
      cluster: ClusterDescriptor;
      provider: ClusterProvider;
    };

export interface DiscoveryOptions {
  repositories: Repositories;
  clusters: Clusters;
  store: SourceStore;
  /** Teams of the configuration. */
  teams: TeamFact[];
  factsVersion: string;
  keepGoneMs: number;
  /** How long a listing may take. */
  timeoutMs: number;
  logger: LoggerService;
  now: () => Date;
}

interface Listing {
  provider: string;
  kind: SourceKind;
  /** By source id. */
  found: Map<string, Found>;
  startedAt: string;
  /** What the sources that it made due are due since, where it was recorded. */
  recordedAt?: string;
}

/** What is needed to know which source is meant, and how new a revision has to be. */
export type Sought = Pick<ClaimedSource, 'kind' | 'provider' | 'sourceId'> &
  Partial<ClaimedSource>;

interface Attempt {
  provider: string;
  kind: SourceKind;
  list: (signal: AbortSignal) => Promise<[string, Found][]>;
}

/**
 * Asks every provider what there is. One that fails changes nothing that is known, and harms no other.
 */
export class Discovery {
  readonly #options: DiscoveryOptions;
  /** The last complete list of each provider. */
  readonly #found = new Map<string, Listing>();
  /** Listings under way for who needs a source, by kind and provider. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  /** Lists and records. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, logger, repositories, clusters, now } = this.#options;
    const listings = await this.#list(
      this.#attempts(),
      signal,
      ({ provider, kind }, error) => this.#recordFailure(provider, kind, error),
    );
    if (signal.aborted) {
      return;
    }
    const taken = this.#namesOfFailed(listings);
    for (const listing of listings) {
      const { provider, kind, found } = listing;
      const time = now();
      listing.recordedAt = time.toISOString();
      await store.recordListing(
        provider,
        kind,
        withoutTaken(found, provider, taken, logger).map(toListed),
        { now: time, factsVersion: this.#options.factsVersion },
      );
    }
    const repositoryProviders = repositories.providers.map(({ id }) => id);
    await store.retainProviders('repository', repositoryProviders, now());
    await store.retainProviders(
      'cluster',
      clusters.providers.map(({ id }) => id),
      now(),
    );
    await this.#recordTeams(signal);
    const deleted = await store.deleteGone(
      new Date(now().getTime() - this.#options.keepGoneMs),
    );
    if (deleted.length > 0) {
      logger.info('Deleted sources that no provider lists any more', {
        sources: deleted.join(', '),
      });
    }
  }

  /** A provider that fails keeps the names that it listed last. */
  #namesOfFailed(succeeded: Listing[]): Map<string, string> {
    const names = new Map<string, string>();
    const fresh = new Set(
      succeeded.map(({ kind, provider }) => `${kind} ${provider}`),
    );
    for (const [key, listing] of this.#found) {
      // By name: a listing for somebody who needed a source may have come in between.
      if (!fresh.has(key)) {
        for (const id of listing.found.keys()) {
          names.set(id, listing.provider);
        }
      }
    }
    return names;
  }

  /**
   * What is needed to read a source. When another replica found it, its provider is asked once more: once for all who ask
   * meanwhile. A repository comes with the revision that was listed only where nothing newer can be known of it.
   */
  async find(source: Sought, signal: AbortSignal): Promise<Found | undefined> {
    const known = this.#lookUp(source);
    if (known) {
      return known;
    }
    const id = `${source.kind} ${source.provider}`;
    let listing = this.#underWay.get(id);
    if (!listing) {
      // Others wait for it too, whatever becomes of who came first: it ends by its own timeout.
      listing = this.#list(this.#attempts(source), new AbortController().signal)
        .then(() => undefined)
        .finally(() => this.#underWay.delete(id));
      this.#underWay.set(id, listing);
    }
    await orAborted(listing, signal, () => 'stopped');
    return this.#lookUp(source);
  }

  #lookUp(source: Sought): Found | undefined {
    const { kind, provider, sourceId } = source;
    const listing = this.#found.get(`${kind} ${provider}`);
    const found = listing?.found.get(sourceId);
    if (found?.kind !== 'repository' || isNews(listing, source)) {
      return found;
    }
    const { revision: _, ...repository } = found.repository;
    return { kind: 'repository', repository };
  }

  /** How each provider is asked, or the one of a source. */
  #attempts(of?: { kind: SourceKind; provider: string }): Attempt[] {
    const { repositories, clusters } = this.#options;
    const attempts: Attempt[] = [
      ...repositories.providers.map(provider => ({
        provider: provider.id,
        kind: 'repository' as const,
        list: async (listSignal: AbortSignal) =>
          (
            await this.#withKnownNames(
              provider.id,
              await provider.repositories({ signal: listSignal }),
            )
          ).map((repository): [string, Found] => [
            `repository:${repository.name}`,
            { kind: 'repository', repository },
          ]),
      })),
      ...clusters.providers.map(provider => ({
        provider: provider.id,
        kind: 'cluster' as const,
        list: async (listSignal: AbortSignal) =>
          (await provider.clusters({ signal: listSignal })).map(
            (cluster): [string, Found] => [
              `cluster:${cluster.name}`,
              { kind: 'cluster', cluster, provider },
            ],
          ),
      })),
    ];
    return attempts.filter(
      ({ kind, provider }) =>
        of === undefined || (of.kind === kind && of.provider === provider),
    );
  }

  /** What cannot be read keeps its name, so that it is one source that fails and not two that come and go. */
  async #withKnownNames(
    provider: string,
    listed: RepositoryDescriptor[],
  ): Promise<RepositoryDescriptor[]> {
    const guessed = listed.filter(({ nameIsGuessed }) => nameIsGuessed);
    if (guessed.length === 0) {
      return listed;
    }
    const names = await this.#options.store.namesOf(
      provider,
      guessed.map(({ url }) => url),
    );
    const taken = new Set(
      listed.flatMap(({ name, nameIsGuessed }) => (nameIsGuessed ? [] : name)),
    );
    return listed.map(repository => {
      const name = repository.nameIsGuessed
        ? names.get(repository.url)?.find(known => !taken.has(known))
        : undefined;
      if (name === undefined) {
        return repository;
      }
      taken.add(name);
      return { ...repository, name };
    });
  }

  async #list(
    attempts: Attempt[],
    signal: AbortSignal,
    failed?: (attempt: Attempt, error: unknown) => Promise<void>,
  ): Promise<Listing[]> {
    const listings = await Promise.all(
      attempts.map(async attempt => {
        const { provider, kind, list } = attempt;
        try {
          const startedAt = this.#options.now().toISOString();
          const entries = await withTimeout(
            list,
            signal,
            this.#options.timeoutMs,
          );
          rejectDuplicates(entries, kind);
          const listing: Listing = {
            provider,
            kind,
            found: new Map(entries),
            startedAt,
          };
          this.#found.set(`${kind} ${provider}`, listing);
          return listing;
        } catch (error) {
          if (!signal.aborted) {
            await failed?.(attempt, error);
          }
          return undefined;
        }
      }),
    );
    return listings.filter(listing => listing !== undefined);
  }

  async #recordTeams(signal: AbortSignal): Promise<void> {
    const { store, repositories, teams, timeoutMs } = this.#options;
    await store.replaceTeams('config', teams);
    for (const provider of repositories.providers) {
      if (!provider.teams) {
        continue;
      }
      const list = (listSignal: AbortSignal) =>
        provider.teams?.({ signal: listSignal }) ?? Promise.resolve([]);
      try {
        await store.replaceTeams(
          `provider:${provider.id}`,
          await withTimeout(list, signal, timeoutMs),
        );
      } catch (error) {
        if (!signal.aborted) {
          await this.#recordFailure(provider.id, 'repository', error, 'teams');
        }
      }
    }
  }

  async #recordFailure(
    provider: string,
    kind: SourceKind,
    error: unknown,
    what: 'sources' | 'teams' = 'sources',
  ): Promise<void> {
    const { logger, store, now } = this.#options;
    const message = messageOf(error);
    logger.error('Failed to list; what is known stays', {
      provider,
      kind,
      what,
      error: message,
    });
    await store.recordListingFailure(
      provider,
      kind,
      what === 'teams' ? `Teams could not be listed: ${message}` : message,
      now(),
    );
  }
}

/**
 * Whether a listing tells the newest that is known of a source: it is what made the source due, and nobody read it since, or
 * asked for a push that came later. Other replicas list, too, and this one learns of it by nothing but their times.
 */
function isNews(
  listing: Listing | undefined,
  { dueAt, lastSuccess, revision, factsVersion }: Sought,
): boolean {
  const refreshed = revision !== undefined && factsVersion === undefined;
  return (
    listing?.recordedAt !== undefined &&
    listing.recordedAt === dueAt &&
    !refreshed &&
    (lastSuccess === undefined || lastSuccess < listing.startedAt)
  );
}

/** Fails after a while even where the provider ignores its signal. */
async function withTimeout<T>(
  task: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  return await orAborted(task(either), either, () =>
    timeout.aborted
      ? `timed out after ${Math.round(timeoutMs / 1000)} s`
      : 'stopped',
  );
}

function rejectDuplicates(entries: [string, Found][], kind: SourceKind): void {
  const names = new Set<string>();
  for (const [id] of entries) {
    if (names.has(id)) {
      throw new Error(
        `The ${kind} name '${id.slice(kind.length + 1)}' is listed twice: give one of the two another \`name\` in the configuration`,
      );
    }
    names.add(id);
  }
}

/** The first provider keeps a name that two of them list. */
function withoutTaken(
  found: Map<string, Found>,
  provider: string,
  taken: Map<string, string>,
  logger: LoggerService,
): Found[] {
  const own: Found[] = [];
  for (const [id, source] of found) {
    const other = taken.get(id);
    if (other) {
      logger.error('Two providers list the same name; the first one is read', {
        source: id,
        provider: other,
        ignored: provider,
      });
    } else {
      taken.set(id, provider);
      own.push(source);
    }
  }
  return own;
}

function toListed(found: Found): ListedSource {
  if (found.kind === 'repository') {
    const { name, url, webUrl, revision } = found.repository;
    // An address may hold credentials, a path does not.
    const directory = path.isAbsolute(url) ? url : undefined;
    return { name, directory, webUrl, revision };
  }
  const { name, environment, aliases } = found.cluster;
  const followed = found.provider.follow !== undefined;
  return { name, environment, aliases, followed };
}
