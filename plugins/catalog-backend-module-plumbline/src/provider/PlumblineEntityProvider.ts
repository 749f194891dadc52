import {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { CatalogEntriesClient } from '@plumbline/plugin-plumbline-common';
import { Settings } from '../settings';
import {
  Changes,
  changesOf,
  digestOf,
  Emitted,
  EmittedEntity,
  readSources,
} from './changes';
import { chunksOf, DatabaseEmitted } from './DatabaseEmitted';
import { Draft, draftsOf, existingRefs, sourceOf } from './drafts';
import { EmittedCheck } from './EmittedCheck';
import { entityOf } from './entities';
import { entityName, slugOf } from './names';
import { readEntries } from './readEntries';

/** Entities of one mutation. */
const MUTATION = 500;
const CHECK_EVERY_MS = 60 * 60_000;

export interface PlumblineEntityProviderOptions {
  settings: Settings;
  client: Pick<CatalogEntriesClient, 'page'>;
  emitted: DatabaseEmitted;
  check: EmittedCheck;
  taskRunner: SchedulerServiceTaskRunner;
  logger: LoggerService;
  now: () => Date;
}

/** What one run did. */
export interface RunResult {
  entities: number;
  written: number;
  removed: number;
  /** Entities that a second read has to miss as well before they go. */
  waiting: number;
}

/**
 * Gives the catalog what Plumbline found, and after that only what changes. What it gave is kept beside the catalog, so that
 * a restart repeats nothing.
 */
export class PlumblineEntityProvider implements EntityProvider {
  readonly #options: PlumblineEntityProviderOptions;
  #connection?: EntityProviderConnection;

  constructor(options: PlumblineEntityProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return 'plumbline';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    await this.#options.taskRunner.run({
      id: 'plumbline-entity-provider',
      fn: async signal => {
        await this.run(signal);
      },
    });
  }

  /**
   * Reads the index and gives the catalog what differs. Throws when something could not be asked: then nothing changes.
   */
  async run(signal?: AbortSignal): Promise<RunResult | undefined> {
    const { client, emitted, settings, logger, now } = this.#options;
    const { entries, catalogAsOf, catalogPending } = await readEntries(
      client,
      signal,
    );
    if (catalogAsOf === undefined || catalogPending) {
      logger.info(
        `Plumbline has not ${catalogPending ? 'worked out what it read of' : 'read'} the catalog yet: what has an entity already is not known, so that none are made`,
      );
      return undefined;
    }
    await this.#forgetLost();
    const known = await emitted.all();
    const wanted = await this.#entities(
      draftsOf(entries, settings.entities),
      known,
      existingRefs(entries),
    );
    const changes = changesOf(known, wanted, {
      isRead: readSources(entries),
      maxRemovalPercentage: settings.maxRemovalPercentage,
    });
    const { removed, waiting } = changes;
    const still = new Set([...removed, ...waiting].map(({ ref }) => ref));
    await emitted.recordMissing(
      waiting.map(({ ref }) => ref),
      known.flatMap(({ ref, missingSince }) =>
        missingSince !== null && !still.has(ref) ? [ref] : [],
      ),
      now(),
    );
    await this.#apply(changes, signal);
    const result = {
      entities: wanted.length,
      written: changes.written.length,
      removed: removed.length,
      waiting: waiting.length,
    };
    if (result.written + result.removed > 0) {
      logger.info('Gave the catalog what changed', { ...result });
    }
    if (waiting.length > 0) {
      // Fails the run, so that it shows wherever scheduled tasks are listed.
      throw new Error(
        `${result.waiting} of ${known.length} entities are no longer in Plumbline's index: they stay until a second read confirms it`,
      );
    }
    return result;
  }

  /** What others deleted or took over is given anew, under a name that is free. */
  async #forgetLost(): Promise<void> {
    const { emitted, check, logger, now } = this.#options;
    const verified = await emitted.state('verified_at');
    const at = now();
    if (
      verified !== undefined &&
      at.getTime() - Date.parse(verified) < CHECK_EVERY_MS
    ) {
      return;
    }
    const lost = await check.lost(await emitted.all(), at);
    if (lost.length > 0) {
      logger.warn('The catalog lost entities that it was given', {
        entities: lost.length,
        first: lost[0],
      });
      await emitted.record([], lost, at);
    }
    await emitted.setState('verified_at', at.toISOString());
  }

  async #entities(
    drafts: readonly Draft[],
    known: readonly Emitted[],
    existing: ReadonlyMap<string, string>,
  ): Promise<EmittedEntity[]> {
    const own = await this.#refs(drafts, known);
    const refs = new Map([...existing, ...own]);
    return drafts.flatMap((draft): EmittedEntity[] => {
      const ref = own.get(draft.id);
      if (ref === undefined) {
        return [];
      }
      const entity = entityOf(
        draft,
        ref.slice(ref.lastIndexOf('/') + 1),
        refs,
        this.#options.settings,
      );
      return [
        {
          ref,
          id: draft.id,
          digest: digestOf(entity),
          source: sourceOf(draft),
          entity,
        },
      ];
    });
  }

  /** A thing keeps the name that it has. New ones take theirs in the order of their ids. */
  async #refs(
    drafts: readonly Draft[],
    known: readonly Emitted[],
  ): Promise<Map<string, string>> {
    const { settings, check } = this.#options;
    const before = new Map(known.map(({ id, ref }) => [id, ref]));
    const refOf = ({ kind }: Draft, name: string) =>
      stringifyEntityRef({ kind, namespace: settings.namespace, name });
    const refs = new Map<string, string>();
    const fresh: Draft[] = [];
    for (const draft of drafts) {
      const ref = before.get(draft.id);
      if (ref?.startsWith(refOf(draft, ''))) {
        refs.set(draft.id, ref);
      } else {
        fresh.push(draft);
      }
    }
    const taken = await check.taken([
      ...new Set(
        fresh.map(draft =>
          refOf(draft, slugOf(draft.wanted) || draft.otherwise),
        ),
      ),
    ]);
    const inUse = new Set([...refs.values(), ...taken]);
    fresh.sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const draft of fresh) {
      const name = entityName(draft.wanted, draft.id, {
        otherwise: draft.otherwise,
        isTaken: each => inUse.has(refOf(draft, each)),
      });
      const ref = refOf(draft, name);
      if (!inUse.has(ref)) {
        inUse.add(ref);
        refs.set(draft.id, ref);
      }
    }
    return refs;
  }

  /** Each part is remembered once the catalog has it: whoever dies in between repeats one part. */
  async #apply({ written, removed }: Changes, signal?: AbortSignal) {
    const { emitted, now } = this.#options;
    if (!this.#connection) {
      throw new Error('The catalog is not connected yet');
    }
    for (const chunk of chunksOf(removed, MUTATION)) {
      signal?.throwIfAborted();
      await this.#connection.applyMutation({
        type: 'delta',
        added: [],
        removed: chunk.map(({ ref }) => ({ entityRef: ref })),
      });
      await emitted.record(
        [],
        chunk.map(({ ref }) => ref),
        now(),
      );
    }
    for (const chunk of chunksOf(written, MUTATION)) {
      signal?.throwIfAborted();
      await this.#connection.applyMutation({
        type: 'delta',
        // Without a location key: an entity that somebody registers under the same name takes its place.
        added: chunk.map(({ entity }) => ({ entity })),
        removed: [],
      });
      await emitted.record(chunk, [], now());
    }
  }
}
