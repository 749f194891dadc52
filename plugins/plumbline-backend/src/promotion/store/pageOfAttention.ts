import {
  attentionOf,
  Cell,
  defaultAttentionLimits,
} from '@plumbline/gitops-promotion';
import {
  AttentionKind,
  AttentionPage,
  AttentionQuery,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { decodeCursor, encodeCursor } from '../../index/cursor';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { directoryOf } from '../../index/pageOfFacts';
import { storable } from '../../index/rows';
import { wantedMarks } from './pageOfServices';
import { freshnessOf } from './servicePage';

const DEFAULT_PAGE = 50;

interface FoundRow {
  id: string;
  name: string;
  rank: number;
  sort: string;
  facts: string;
}

/** Services with something to look at, the most urgent first, a page at a time. */
export async function pageOfAttention(
  reader: Knex,
  query: AttentionQuery,
  now: Date,
): Promise<AttentionPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const limits = {
    ...defaultAttentionLimits,
    stuck: query.days ?? defaultAttentionLimits.stuck,
  };
  const index = new DatabaseIndex(reader);
  const ago = (days: number) =>
    new Date(now.getTime() - days * 24 * 3600_000).toISOString();
  const page = reader('promotion_services as p')
    .where(any => {
      any.whereIn(
        'p.id',
        reader('promotion_service_marks')
          .where('type', 'verdict')
          .whereIn('value', verdictsOf(query.kind))
          .select('service_id'),
      );
      if (query.kind === undefined || query.kind === 'stuck') {
        any.orWhere('p.waiting_since', '<=', ago(limits.stuck));
      }
      if (query.kind === undefined || query.kind === 'untouched') {
        any.orWhere(untouched =>
          untouched
            .whereNot('p.changed_at', '')
            .where('p.changed_at', '<=', ago(limits.untouched)),
        );
      }
    })
    .orderBy(['p.rank', 'p.sort', 'p.id'])
    .limit(limit + 1)
    .select('p.id', 'p.name', 'p.rank', 'p.sort', 'p.facts');
  for (const { type, values } of await wantedMarks(index, query)) {
    page.whereIn(
      'p.id',
      reader('promotion_service_marks')
        .where({ type })
        .whereIn('value', values)
        .select('service_id'),
    );
  }
  if (query.cursor) {
    const [rank, sort, id] = decodeCursor(query.cursor, [
      'number',
      'string',
      'string',
    ]);
    page.whereRaw('(p.rank, p.sort, p.id) > (?, ?, ?)', [
      Number(rank),
      storable(String(sort)),
      storable(String(id)),
    ]);
  }
  const rows: FoundRow[] = await page;
  const services = rows.slice(0, limit).map(row => {
    const { owners, cells }: { owners: string[]; cells: Cell[] } = JSON.parse(
      row.facts,
    );
    return { ...row, owners, cells };
  });
  const directory = await directoryOf(
    index,
    services.flatMap(({ owners }) => owners),
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: services.flatMap(({ id, name, owners, cells }) =>
      attentionOf(cells, now, limits)
        .filter(
          ({ kind, environment, cluster }) =>
            (query.kind ?? kind) === kind &&
            (query.environment ?? environment) === environment &&
            // An item of no cluster speaks of all of them.
            (cluster ?? query.cluster) === (query.cluster ?? cluster),
        )
        .map(item => ({
          ...item,
          service: { id, name },
          teams: [...new Set(owners.map(mark => directory.refOf(mark)))],
        })),
    ),
    ...(last && { nextCursor: encodeCursor([last.rank, last.sort, last.id]) }),
    freshness: await freshnessOf(reader),
  };
}

/** Marks of the services that may have something of a kind; what depends on the time is asked of the columns. */
function verdictsOf(kind: AttentionKind | undefined): string[] {
  const all = ['diverged', 'missing', 'rolled-back', 'ahead', 'floating'];
  return kind === undefined ? all : all.filter(verdict => verdict === kind);
}
