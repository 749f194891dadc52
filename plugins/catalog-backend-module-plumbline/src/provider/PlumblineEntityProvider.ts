import {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { CatalogEntriesClient } from '@plumbline/plugin-plumbline-common';
import { Settings } from '../settings';
import {
  Absence,
  absenceOf,
  digestOf,
  Emitted,
  EmittedEntity,
  KnownEntity,
  writtenOf,
} from './changes';
import { chunksOf, DatabaseEmitted } from './DatabaseEmitted';
import { Draft, draftsOf, existingRefs } from './drafts';
import { EmittedCheck } from './EmittedCheck';
import { entityOf } from './entities';
import { readEntries } from './readEntries';
import { keptRefs, KnownRefs, refsOf } from './refs';
import { Sources } from './sources';

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
  /** What was said last of what is wrong in the catalog. */
  #told = '';

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
    const { client, emitted, settings, logger } = this.#options;
    const read = await readEntries(client, signal);
    this.#tell(read.notes);
    if (read.catalogAsOf === undefined || read.catalogPending) {
      logger.info(
        `Plumbline has not ${read.catalogPending ? 'worked out what it read of' : 'read'} the catalog yet: what has an entity already is not known, so that none are made`,
      );
      return undefined;
    }
    await this.#forgetLost();
    const known = await emitted.all();
    const drafts = draftsOf(read.entries, settings.entities, settings.guesses);
    const kept = keptRefs(drafts, known, settings.namespace);
    const stay = new Set(kept.values());
    const sources = new Sources(read.entries, read);
    const absence = absenceOf(
      known.filter(({ ref }) => !stay.has(ref)),
      {
        sources,
        known: known.length,
        maxRemovalPercentage: settings.maxRemovalPercentage,
      },
    );
    const before = new Map(known.map(each => [each.ref, each]));
    const wanted = (
      await this.#entities(drafts, {
        kept,
        absence,
        existing: existingRefs(read.entries),
      })
    ).map(each => ({
      ...each,
      sources: sources.with(each.sources, before.get(each.ref)?.sources),
    }));
    const after = new Set(wanted.map(({ ref }) => ref));
    // A thing that is new may have the name of one that goes.
    const removed = absence.removed.filter(({ ref }) => !after.has(ref));
    const { waiting, held, guarded } = absence;
    await this.#remember(before, { waiting, held, wanted });
    const written = writtenOf(known, wanted);
    await this.#apply({ written, removed }, signal);
    const result = {
      entities: wanted.length,
      written: written.length,
      removed: removed.length,
      waiting: waiting.length,
    };
    if (result.written + result.removed > 0) {
      logger.info('Gave the catalog what changed', { ...result });
    }
    if (guarded && waiting.length > 0) {
      // Fails the run, so that it shows wherever scheduled tasks are listed.
      throw new Error(
        `${result.waiting} of ${known.length} entities are no longer in Plumbline's index: they stay until a second read confirms it`,
      );
    }
    return result;
  }

  /** Says what is wrong in the catalog, once. */
  #tell(notes: readonly string[]): void {
    const told = notes.join('\n');
    if (told !== this.#told) {
      this.#told = told;
      notes.forEach(note => this.#options.logger.warn(note));
    }
  }

  /** Since when what is missing is missing, and what everything comes from. */
  async #remember(
    before: ReadonlyMap<string, KnownEntity>,
    {
      waiting,
      held,
      wanted,
    }: Pick<Absence, 'waiting' | 'held'> & { wanted: readonly Emitted[] },
  ): Promise<void> {
    const { emitted, now } = this.#options;
    const back = [...held, ...wanted].flatMap(({ ref }) =>
      before.get(ref)?.missingSince ? [ref] : [],
    );
    await emitted.recordMissing(
      waiting.map(({ ref }) => ref),
      back,
      now(),
    );
    await emitted.recordSources(
      [...waiting, ...held, ...wanted].filter(({ ref, sources }) => {
        const old = before.get(ref);
        return old && JSON.stringify(old.sources) !== JSON.stringify(sources);
      }),
    );
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
    {
      existing,
      ...before
    }: KnownRefs & { existing: ReadonlyMap<string, string> },
  ): Promise<EmittedEntity[]> {
    const { check, settings } = this.#options;
    const own = await refsOf(drafts, before, {
      namespace: settings.namespace,
      taken: refs => check.taken(refs),
    });
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
        settings,
      );
      return [
        {
          ref,
          id: draft.id,
          digest: digestOf(entity),
          sources: draft.sources,
          entity,
        },
      ];
    });
  }

  /** Each part is remembered once the catalog has it: whoever dies in between repeats one part. */
  async #apply(
    { written, removed }: { written: EmittedEntity[]; removed: Emitted[] },
    signal?: AbortSignal,
  ) {
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
