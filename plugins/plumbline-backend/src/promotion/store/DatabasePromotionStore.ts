import { FreezeRule } from '@plumbline/gitops-promotion';
import {
  classifyEnvironment,
  environmentOrder,
  EnvironmentRule,
} from '@plumbline/gitops-reader';
import {
  AttentionPage,
  AttentionQuery,
  Freshness,
  MatrixPage,
  MatrixQuery,
  PromotedService,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { storable } from '../../database/text';
import { ResourceRow } from '../../index/clusterResources';
import { chunksInTurns } from '../../database/chunks';
import { pageOfAttention } from './pageOfAttention';
import { kindKey, namedClusters, workloads } from '../services/clusters';
import { historiesOf } from './histories';
import { pageOfServices } from './pageOfServices';
import {
  ChangedSource,
  JudgedService,
  PinHistory,
  PinIdentity,
  PromotionStore,
} from './PromotionStore';
import { serviceToRow, ServiceToWrite } from './serviceRows';
import { freshnessOf, serviceOf } from './servicePage';

/** Objects of engines tell the versions of charts and revisions. */
const engineKinds = ['Application', 'Kustomization', 'HelmRelease'];

interface SourceFacts {
  id: string;
  kind: 'repository' | 'cluster';
  name: string;
  environment: string | null;
  gone_since: string | null;
  last_success: string | null;
  seen: string | null;
  version: number | null;
}

/** The one door to what is stored about promotion. */
export class DatabasePromotionStore implements PromotionStore {
  readonly #database: Knex;
  readonly #reader: Knex;
  readonly #environments: readonly EnvironmentRule[] | undefined;
  readonly #calendar: readonly FreezeRule[];

  constructor(
    database: Knex,
    reader: Knex,
    options: {
      environments?: readonly EnvironmentRule[];
      calendar?: readonly FreezeRule[];
    },
  ) {
    this.#database = database;
    this.#reader = reader;
    this.#environments = options.environments;
    this.#calendar = options.calendar ?? [];
  }

  /** A fact that changes gets a new row with a new number, so that number and count of the rows tell. */
  async changedSources(mark: string): Promise<ChangedSource[]> {
    const sources: SourceFacts[] = await this.#reader('sources as s')
      .leftJoin('promotion_sources as p', 'p.source_id', 's.id')
      .whereNot('s.kind', 'catalog')
      .select(
        's.id',
        's.kind',
        's.name',
        's.environment',
        's.gone_since',
        's.last_success',
        'p.seen',
        'p.version',
      );
    const facts: { source_id: string; rows: number; newest: number }[] =
      await this.#reader('repository_facts')
        .where('kind', 'services')
        .groupBy('source_id')
        .select('source_id')
        .count({ rows: '*' })
        .max({ newest: 'id' });
    const marks = new Map(
      facts.map(({ source_id, rows, newest }) => [
        source_id,
        `${rows} ${newest}`,
      ]),
    );
    const clusters = await this.#marksOfFollowed();
    return sources.flatMap(source => {
      const { id, kind, name, environment, gone_since } = source;
      const seen = JSON.stringify([
        mark,
        gone_since !== null,
        kind === 'repository'
          ? [marks.get(id), source.version ?? 0]
          : (clusters.get(id)?.sort() ?? source.last_success?.slice(0, 16)),
      ]);
      return seen === source.seen
        ? []
        : [
            {
              sourceId: id,
              kind,
              name,
              seen,
              ...(environment !== null && { environment }),
            },
          ];
    });
  }

  /**
   * Clusters that are followed are heard of all the time, and their pods come and go: what counts is how the kinds stand
   * that versions are read from, and the minute in which an object of them changed last.
   */
  async #marksOfFollowed(): Promise<Map<string, string[]>> {
    const rows: (Pick<
      ResourceRow,
      'source_id' | 'kind' | 'state' | 'last_event_at' | 'listed_at'
    > & { api_group: string })[] = await this.#reader('cluster_resources as r')
      .join('sources as s', 's.id', 'r.source_id')
      .where('s.followed', true)
      .whereIn('r.kind', [...workloads.map(({ kind }) => kind), ...engineKinds])
      .select(
        'r.source_id',
        'r.api_group',
        'r.kind',
        'r.state',
        'r.last_event_at',
        'r.listed_at',
      );
    const marks = new Map<string, string[]>();
    for (const row of rows) {
      const { source_id, api_group, kind, state } = row;
      const mark = [
        kindKey(api_group, kind),
        state === 'current' && row.listed_at !== null,
        row.listed_at,
        row.last_event_at?.slice(0, 16),
      ].join(' ');
      marks.set(source_id, [...(marks.get(source_id) ?? []), mark]);
    }
    return marks;
  }

  async namesReadSince(): Promise<string[]> {
    const waiting: { value: string; service_id: string }[] = await this.#reader(
      'promotion_service_marks',
    )
      .where('type', 'unread')
      .select('value', 'service_id');
    const clusters = new Map(
      waiting.length > 0
        ? (await namedClusters(this.#reader)).map(
            ({ name, lastSuccess = '' }) => [name, lastSuccess],
          )
        : [],
    );
    const read = waiting.filter(({ value }) => {
      const [changedAt] = value.split(' ', 1);
      const last = clusters.get(value.slice(changedAt.length + 1)) ?? '';
      return Date.parse(last) >= Date.parse(changedAt);
    });
    const names = new Set<string>();
    for await (const chunk of chunksInTurns(read.map(row => row.service_id))) {
      const rows: { value: string }[] = await this.#reader(
        'promotion_service_marks',
      )
        .where('type', 'member')
        .whereIn('service_id', chunk)
        .distinct('value');
      rows.forEach(({ value }) => names.add(value));
    }
    return [...names].sort();
  }

  async seen({ sourceId, seen }: ChangedSource): Promise<void> {
    await this.#database('promotion_sources')
      .insert({ source_id: sourceId, seen })
      .onConflict('source_id')
      .merge(['seen']);
  }

  async namesOf(source: ChangedSource): Promise<string[]> {
    const of = (type: string, value: string) =>
      this.#reader('promotion_service_marks')
        .where({ type, value: storable(value) })
        .select('service_id');
    const ofAliases = () =>
      this.#reader('promotion_service_marks')
        .where('type', 'cluster')
        .whereIn(
          'value',
          this.#reader('source_aliases')
            .where('source_id', source.sourceId)
            .select('alias'),
        )
        .select('service_id');
    const rows: { value: string }[] = await this.#reader(
      'promotion_service_marks',
    )
      .where('type', 'member')
      .andWhere(any => {
        if (source.kind === 'repository') {
          any.whereIn('service_id', of('repository', source.name));
        } else {
          any
            .whereIn('service_id', of('cluster', source.name))
            .orWhereIn('service_id', ofAliases());
          if (source.environment !== undefined) {
            any.orWhereIn('service_id', of('environment', source.environment));
          }
        }
      })
      .distinct('value');
    const facts: { name: string }[] =
      source.kind === 'repository'
        ? await this.#reader('repository_facts')
            .where({ source_id: source.sourceId, kind: 'services' })
            .distinct('name')
        : [];
    return [
      ...new Set([
        ...rows.map(({ value }) => value),
        ...facts.map(({ name }) => name),
      ]),
    ].sort();
  }

  async replace(
    names: string[],
    services: JudgedService[],
  ): Promise<{ written: number; removed: number }> {
    const rows = new Map<string, ServiceToWrite>();
    for (const judged of services) {
      const made = serviceToRow(judged);
      if (made) {
        rows.set(made.row.id, made);
      }
    }
    return await this.#database.transaction(async tx => {
      const before = new Map<string, string>();
      for await (const chunk of chunksInTurns(names)) {
        const found: { id: string; digest: string }[] = await tx(
          'promotion_services',
        )
          .whereIn(
            'id',
            tx('promotion_service_marks')
              .where('type', 'member')
              .whereIn('value', chunk.map(storable))
              .select('service_id'),
          )
          .select('id', 'digest');
        found.forEach(({ id, digest }) => before.set(id, digest));
      }
      const written = [...rows.values()].filter(
        ({ row }) => before.get(row.id) !== row.digest,
      );
      const removed = [...before.keys()].filter(id => !rows.has(id));
      const stale = [...removed, ...written.map(({ row }) => row.id)];
      for await (const chunk of chunksInTurns(stale)) {
        await tx('promotion_service_marks')
          .whereIn('service_id', chunk)
          .delete();
        await tx('promotion_services').whereIn('id', chunk).delete();
      }
      for await (const chunk of chunksInTurns(written)) {
        await tx('promotion_services').insert(chunk.map(({ row }) => row));
        const marks = chunk.flatMap(({ row, marks: own }) =>
          own.map(mark => ({ ...mark, service_id: row.id })),
        );
        for await (const part of chunksInTurns(marks)) {
          await tx('promotion_service_marks').insert(part);
        }
      }
      return { written: written.length, removed: removed.length };
    });
  }

  async histories(pins: PinIdentity[]): Promise<Map<string, PinHistory>> {
    return await historiesOf(this.#reader, pins);
  }

  async matrix(query: MatrixQuery, now: Date): Promise<MatrixPage> {
    return await pageOfServices(this.#reader, query, {
      now,
      order: name => environmentOrder(name, this.#environments),
      calendar: this.#calendar,
    });
  }

  async service(id: string, now: Date): Promise<PromotedService | undefined> {
    return await serviceOf(this.#reader, id, {
      now,
      calendar: this.#calendar,
      environmentOf: name => classifyEnvironment(name, this.#environments),
    });
  }

  async attention(query: AttentionQuery, now: Date): Promise<AttentionPage> {
    return await pageOfAttention(this.#reader, query, now);
  }

  async freshness(): Promise<Freshness> {
    return await freshnessOf(this.#reader);
  }
}
