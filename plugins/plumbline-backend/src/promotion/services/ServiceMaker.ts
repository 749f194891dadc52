import { LoggerService } from '@backstage/backend-plugin-api';
import {
  assess,
  JoinOptions,
  NO_ENVIRONMENT,
  Pin,
  ServiceRule,
} from '@plumbline/gitops-promotion';
import { environmentOrder, EnvironmentRule } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { messageOf } from '../../lib/messages';
import { digestOf } from '../../database/digest';
import { takeTurns } from '../../database/turns';
import { JudgedService, PromotionStore } from '../store/PromotionStore';
import { withHistory } from '../store/servicePage';
import { runsOf } from '../store/serviceRows';
import {
  ClusterInfo,
  clustersOf,
  NamedCluster,
  namedClusters,
  readClusters,
} from './clusters';
import { Gathered, gatherServices, joinAll } from './gatherServices';
import { asOfChange, RunningVersions } from './runningVersions';

/** Raise it when services are made another way from the same facts. */
const MAKER_VERSION = 6;

/** Names of services that are made together: what they need is read at once. */
const BATCH = 100;

/** Before everything that was read. */
const LONG_AGO = new Date(0).toISOString();

/** A source with services that cannot be made, and one that waited and cannot, is tried again after this time. */
const RETRY_MS = 5 * 60_000;

export interface ServiceMakerOptions {
  store: PromotionStore;
  reader: Knex;
  rules: ServiceRule[];
  environments?: readonly EnvironmentRule[];
  logger: LoggerService;
  now: () => Date;
}

interface FactsOfRun {
  clusters: ClusterInfo[];
  joining: JoinOptions;
  /** Where rules join services of several names. */
  all?: Gathered[];
}

/** Makes the rows of services anew when the facts behind them changed. */
export class ServiceMaker {
  readonly #options: ServiceMakerOptions;
  /** By the id of a source. */
  readonly #retryAt = new Map<string, number>();
  /** By the name of a service. */
  readonly #retryNameAt = new Map<string, number>();

  constructor(options: ServiceMakerOptions) {
    this.#options = options;
  }

  /** Returns how many services were written. May be ended anywhere: a source counts as seen once all of it is made. */
  async run(signal?: AbortSignal): Promise<number> {
    const { store, reader, now } = this.#options;
    let written = 0;
    const mark = markOf(this.#options, await namedClusters(reader));
    const started = now().getTime();
    const changed = (await store.changedSources(mark)).filter(
      ({ sourceId }) => (this.#retryAt.get(sourceId) ?? 0) <= started,
    );
    const made = new Set<string>();
    const once = this.#facts();
    for (const source of changed) {
      const names = (await store.namesOf(source)).filter(
        name => !made.has(name),
      );
      const result = await this.#make(names, once, signal);
      written += result.written;
      if (signal?.aborted) {
        return written;
      }
      names.forEach(name => made.add(name));
      if (result.failed) {
        this.#retryAt.set(source.sourceId, now().getTime() + RETRY_MS);
      } else {
        this.#retryAt.delete(source.sourceId);
        await store.seen(source);
      }
    }
    const waited = (await store.namesReadSince()).filter(
      name => !made.has(name) && (this.#retryNameAt.get(name) ?? 0) <= started,
    );
    const result = await this.#make(waited, once, signal);
    return written + result.written;
  }

  /** What all batches of a run go by, read when the first of them needs it. */
  #facts(): () => Promise<FactsOfRun> {
    const { reader, rules, environments } = this.#options;
    const read = async () => {
      const clusters = await readClusters(reader);
      const joining = { rules, clusters, environments };
      return {
        clusters,
        joining,
        ...(rules.length > 0 && { all: await joinAll(reader, joining) }),
      };
    };
    let facts: Promise<FactsOfRun> | undefined;
    return () => (facts ??= read());
  }

  async #make(
    names: string[],
    once: () => Promise<FactsOfRun>,
    signal?: AbortSignal,
  ): Promise<{ written: number; failed: boolean }> {
    let written = 0;
    let failed = false;
    for (let from = 0; from < names.length; from += BATCH) {
      if (signal?.aborted) {
        break;
      }
      const batch = names.slice(from, from + BATCH);
      const facts = await once();
      try {
        written += await this.#replace(batch, facts);
      } catch (error) {
        // One of them cannot be made: the others can.
        this.#warn(batch, error);
        for (const name of batch) {
          try {
            written += await this.#replace([name], facts);
            this.#retryNameAt.delete(name);
          } catch (failure) {
            failed = true;
            this.#retryNameAt.set(
              name,
              this.#options.now().getTime() + RETRY_MS,
            );
            this.#warn([name], failure);
          }
        }
      }
    }
    return { written, failed };
  }

  async #replace(names: string[], facts: FactsOfRun): Promise<number> {
    const { store, reader } = this.#options;
    const gathered = await gatherServices(
      reader,
      names,
      facts.joining,
      facts.all,
    );
    const { written, removed } = await store.replace(
      gathered.names,
      await this.#judge(gathered.services, facts.clusters),
    );
    return written + removed;
  }

  #warn(names: string[], error: unknown): void {
    this.#options.logger.warn('Failed to make services for promotion', {
      services: names.slice(0, 3).join(', '),
      count: names.length,
      error: messageOf(error),
    });
  }

  async #judge(
    gathered: Gathered[],
    clusters: ClusterInfo[],
  ): Promise<JudgedService[]> {
    const { store, environments } = this.#options;
    const services = gathered.map(({ service }) => service);
    const running = await RunningVersions.read(
      this.#options.reader,
      clusters,
      services,
    );
    const histories = await store.histories(
      services.flatMap(({ places }) => places.flatMap(({ pins }) => pins)),
    );
    const turn = takeTurns();
    const judged: JudgedService[] = [];
    for (const { service, owners } of gathered) {
      const unread: JudgedService['unread'] = [];
      const cells = assess(
        service.name,
        service.places.map(place => {
          const pins = place.pins.map(pin => withHistory(pin, histories));
          const found = running.of(service.name, place);
          const changedAt = newestChange(pins);
          // It is judged again once they were read: that is no change of what was read.
          unread.push(
            ...clustersOf(clusters, place)
              .filter(({ lastSuccess }) => lastSuccess === undefined)
              .map(({ name }) => ({ cluster: name, changedAt: LONG_AGO })),
          );
          const told = asOfChange(found, changedAt);
          if (told !== found && changedAt !== undefined) {
            unread.push(
              ...clustersOf(clusters, place)
                .filter(({ lastSuccess }) => isBefore(lastSuccess, changedAt))
                .map(({ name }) => ({ cluster: name, changedAt })),
            );
          }
          return { ...place, pins, running: told };
        }),
        { order: name => knownOrder(name, environments) },
      );
      judged.push({
        service,
        owners,
        cells: cells.map(cell => ({ ...cell, ...runsOf(cell) })),
        unread,
      });
      await turn();
    }
    return judged;
  }
}

/** What services depend on besides facts: the same text while all of it is the same. */
function markOf(
  { rules, environments }: ServiceMakerOptions,
  clusters: NamedCluster[],
): string {
  const names = clusters.map(({ name, environment, aliases }) => [
    name,
    environment,
    aliases,
  ]);
  return digestOf(MAKER_VERSION, rules, environments, names).slice(0, 12);
}

/** Undefined for an environment that neither the words nor the rules know: it is sorted behind all others. */
function knownOrder(
  name: string,
  rules: readonly EnvironmentRule[] | undefined,
): number | undefined {
  const order = environmentOrder(name, rules);
  return name !== NO_ENVIRONMENT &&
    order < environmentOrder(NO_ENVIRONMENT, rules)
    ? order
    : undefined;
}

function isBefore(time: string | undefined, other: string): boolean {
  return time !== undefined && Date.parse(time) < Date.parse(other);
}

function newestChange(pins: Pin[]): string | undefined {
  return pins
    .map(({ history }) => history?.[0]?.at)
    .filter(at => at !== undefined)
    .sort()
    .pop();
}
