import { assess, Pin, ServiceRule } from '@plumbline/gitops-promotion';
import { environmentOrder, EnvironmentRule } from '@plumbline/gitops-reader';
import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { takeTurns } from '../../index/turns';
import { JudgedService, PromotionStore } from '../store/PromotionStore';
import { withHistory } from '../store/servicePage';
import { runsOf } from '../store/serviceRows';
import { Gathered, gatherServices } from './gatherServices';
import { asOfChange, ClusterInfo, RunningVersions } from './runningVersions';

/** Raise it when services are made another way from the same facts. */
const MAKER_VERSION = 2;

/** Names of services that are made together: what they need is read at once. */
const BATCH = 100;

export interface ServiceMakerOptions {
  store: PromotionStore;
  reader: Knex;
  rules: ServiceRule[];
  environments?: readonly EnvironmentRule[];
}

/** Makes the rows of services anew when the facts behind them changed. */
export class ServiceMaker {
  readonly #options: ServiceMakerOptions;
  readonly #index: DatabaseIndex;
  readonly #mark: string;

  constructor(options: ServiceMakerOptions) {
    this.#options = options;
    this.#index = new DatabaseIndex(options.reader);
    this.#mark = createHash('sha256')
      .update(
        JSON.stringify([MAKER_VERSION, options.rules, options.environments]),
      )
      .digest('base64url')
      .slice(0, 12);
  }

  /** Returns how many services were written. May be ended anywhere: a source counts as seen once all of it is made. */
  async run(signal?: AbortSignal): Promise<number> {
    const { store } = this.#options;
    let written = 0;
    const changed = await store.changedSources(this.#mark);
    const made = new Set<string>();
    for (const source of changed) {
      const names = (await store.namesOf(source)).filter(
        name => !made.has(name),
      );
      written += await this.#make(names, signal);
      if (signal?.aborted) {
        return written;
      }
      names.forEach(name => made.add(name));
      await store.seen(source);
    }
    return written;
  }

  async #make(names: string[], signal?: AbortSignal): Promise<number> {
    const { store, reader, rules } = this.#options;
    const clusters = names.length > 0 ? await this.#clusters() : [];
    let written = 0;
    for (let from = 0; from < names.length; from += BATCH) {
      if (signal?.aborted) {
        break;
      }
      const gathered = await gatherServices(
        reader,
        names.slice(from, from + BATCH),
        rules,
      );
      const result = await store.replace(
        gathered.names,
        await this.#judge(gathered.services, clusters),
      );
      written += result.written + result.removed;
    }
    return written;
  }

  async #judge(
    gathered: Gathered[],
    clusters: ClusterInfo[],
  ): Promise<JudgedService[]> {
    const { store, environments } = this.#options;
    const services = gathered.map(({ service }) => service);
    const running = await RunningVersions.read(this.#index, clusters, services);
    const histories = await store.histories(
      services.flatMap(({ places }) => places.flatMap(({ pins }) => pins)),
    );
    const turn = takeTurns();
    const judged: JudgedService[] = [];
    for (const { service, owners } of gathered) {
      const cells = assess(
        service.name,
        service.places.map(place => {
          const pins = place.pins.map(pin => withHistory(pin, histories));
          return {
            ...place,
            pins,
            running: asOfChange(
              running.of(service.name, place),
              newestChange(pins),
            ),
          };
        }),
        { order: name => environmentOrder(name, environments) },
      );
      judged.push({
        service,
        owners,
        cells: cells.map(cell => ({ ...cell, runs: runsOf(cell) })),
      });
      await turn();
    }
    return judged;
  }

  async #clusters(): Promise<ClusterInfo[]> {
    const rows: { id: string }[] = await this.#options
      .reader('sources')
      .where('kind', 'cluster')
      .whereNull('gone_since')
      .select('id');
    return rows.length > 0
      ? await this.#index.sources(rows.map(({ id }) => id))
      : [];
  }
}

function newestChange(pins: Pin[]): string | undefined {
  return pins
    .map(({ history }) => history?.[0]?.at)
    .filter(at => at !== undefined)
    .sort()
    .pop();
}
