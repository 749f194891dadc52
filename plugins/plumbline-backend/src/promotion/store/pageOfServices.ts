import { FreezeRule } from '@plumbline/gitops-promotion';
import {
  Freshness,
  MatrixPage,
  MatrixQuery,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { countOf, cutPage, decodeCursor } from '../../database/cursor';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { directoryOf, teamValues } from '../../index/teamMarks';
import { containing, storable } from '../../database/text';
import { Freezes, teamsIn } from '../freeze/Freezes';
import { StoredService, toColumns } from './matrixPage';
import { freshnessOf } from './servicePage';
import { ServiceMark, sortOf } from './serviceRows';

const DEFAULT_PAGE = 200;

const orders = {
  name: { column: 'p.sort', direction: 'asc' },
  attention: { column: 'p.rank', direction: 'asc' },
  waiting: { column: 'p.waiting_since', direction: 'asc' },
  changed: { column: 'p.changed_at', direction: 'desc' },
} as const;

interface FoundRow {
  id: string;
  name: string;
  sort: string;
  rank: number;
  waiting_since: string;
  changed_at: string;
  cells: string;
}

export interface PageOptions {
  now: Date;
  order: (environment: string) => number;
  /** When versions should not change. */
  calendar: readonly FreezeRule[];
}

/** A page of the matrix, read from the rows that were made when facts changed. */
export async function pageOfServices(
  reader: Knex,
  query: MatrixQuery,
  { now, order, calendar }: PageOptions,
): Promise<MatrixPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const index = new DatabaseIndex(reader);
  const marks = await wantedMarks(reader, query);
  const filtered = () => {
    const rows = reader('promotion_services as p');
    for (const { type, values } of marks) {
      rows.whereIn(
        'p.id',
        reader('promotion_service_marks')
          .where({ type })
          .whereIn('value', values)
          .select('service_id'),
      );
    }
    if (query.waiting !== undefined) {
      const until = new Date(now.getTime() - query.waiting * 24 * 3600_000);
      rows.where('p.waiting_since', '<=', until.toISOString());
    }
    if (query.since !== undefined) {
      rows.where('p.changed_at', '>=', new Date(query.since).toISOString());
    }
    if (query.name !== undefined) {
      rows.where('p.sort', sortOf(query.name));
    }
    if (query.text) {
      rows.whereRaw(`p.search LIKE ? ESCAPE '\\'`, [containing(query.text)]);
    }
    return rows;
  };
  const { column, direction } = orders[query.sort ?? 'name'];
  const page = filtered()
    .orderBy([
      { column, order: direction },
      { column: 'p.sort' },
      { column: 'p.id' },
    ])
    .limit(limit + 1)
    .select(
      'p.id',
      'p.name',
      'p.sort',
      'p.rank',
      'p.waiting_since',
      'p.changed_at',
      'p.cells',
    );
  if (query.cursor) {
    const [first, sort, id] = decodeCursor(query.cursor, [
      query.sort === 'attention' ? 'number' : 'string',
      'string',
      'string',
    ]);
    const beyond = direction === 'asc' ? '>' : '<';
    page.whereRaw(
      `(${column} ${beyond} ? OR (${column} = ? AND (p.sort, p.id) > (?, ?)))`,
      [first, first, sort, id],
    );
  }
  const [found, environments, freshness]: [FoundRow[], string[], Freshness] =
    await Promise.all([
      page,
      environmentsOf(reader, order),
      freshnessOf(reader),
    ]);
  // A first page that holds all of them has counted them.
  const total =
    query.cursor === undefined && found.length <= limit
      ? found.length
      : await countOf(filtered());
  const { rows, next } = cutPage(found, limit, row => [
    positionOf(row, query.sort ?? 'name'),
    row.sort,
    row.id,
  ]);
  const items = rows.map(({ id, name, cells }): StoredService => ({
    id,
    name,
    stored: JSON.parse(cells),
  }));
  const directory = await directoryOf(index, [
    ...items.flatMap(({ stored }) => stored.owners),
    ...teamsIn(calendar),
  ]);
  const freezes = new Freezes(calendar, directory);
  const clusters = clustersOf(items);
  return {
    ...toColumns(
      items,
      environments.map(name => ({
        name,
        clusters: [...(clusters.get(name) ?? [])].sort(),
      })),
      directory,
      (environment, teams) => freezes.at(environment, teams, now),
    ),
    totalItems: total,
    ...next,
    freshness,
  };
}

function positionOf(
  row: FoundRow,
  sort: NonNullable<MatrixQuery['sort']>,
): string | number {
  switch (sort) {
    case 'attention':
      return row.rank;
    case 'waiting':
      return row.waiting_since;
    case 'changed':
      return row.changed_at;
    default:
      return row.sort;
  }
}

/** All environments of all services: the columns stay the same from page to page. */
async function environmentsOf(
  reader: Knex,
  order: (environment: string) => number,
): Promise<string[]> {
  const rows: { value: string }[] = await reader('promotion_service_marks')
    .where('type', 'environment')
    .distinct('value')
    .orderBy('value');
  const names = rows.map(({ value }) => value);
  return names.sort((a, b) => order(a) - order(b));
}

function clustersOf(services: StoredService[]): Map<string, Set<string>> {
  const clusters = new Map<string, Set<string>>();
  for (const { environment, cluster } of services.flatMap(
    ({ stored }) => stored.cells,
  )) {
    if (cluster !== undefined) {
      const known = clusters.get(environment) ?? new Set();
      clusters.set(environment, known.add(cluster));
    }
  }
  return clusters;
}

/** What the services of an answer are marked with: one of the values of each type. */
export async function wantedMarks(
  reader: Knex,
  query: MatrixQuery,
): Promise<{ type: ServiceMark['type']; values: string[] }[]> {
  const wanted: { type: ServiceMark['type']; values: string[] }[] = [];
  if (query.team !== undefined) {
    wanted.push({
      type: 'team',
      values: await teamValues(reader, 'promotion_service_marks', query.team),
    });
  }
  for (const type of ['environment', 'cluster', 'repository'] as const) {
    const value = query[type];
    if (value !== undefined) {
      wanted.push({ type, values: [storable(value)] });
    }
  }
  if (query.verdict !== undefined) {
    wanted.push({ type: 'verdict', values: [query.verdict] });
  }
  if (query.behind) {
    wanted.push({ type: 'verdict', values: ['behind'] });
  }
  return wanted;
}
