import {
  Attention,
  AttentionLimits,
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
import { decodeCursor, encodeCursor } from '../../database/cursor';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { directoryOf } from '../../index/teamMarks';
import { wantedMarks } from './pageOfServices';
import { freshnessOf } from './servicePage';

const DEFAULT_PAGE = 50;
/** Services that are read at once after the first of a page. */
const NEXT = 200;
/** Services that one page is looked for in: what is asked for may be rare among them. */
const MAX_SCANNED = 2_000;

interface FoundRow {
  id: string;
  name: string;
  rank: number;
  sort: string;
  facts: string;
}

interface FoundService extends Omit<FoundRow, 'facts'> {
  owners: string[];
  attention: Attention[];
}

type Position = [rank: number, sort: string, id: string];

/** Services with something to look at, the most urgent first, a page at a time. */
export async function pageOfAttention(
  reader: Knex,
  query: AttentionQuery,
  now: Date,
): Promise<AttentionPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const index = new DatabaseIndex(reader);
  const { services, readTo } = await servicesOf(reader, query, {
    now,
    limit,
  });
  const shown = services.slice(0, limit);
  const last = services.length > limit ? shown[limit - 1] : readTo;
  const directory = await directoryOf(
    index,
    shown.flatMap(({ owners }) => owners),
  );
  return {
    items: shown.flatMap(({ id, name, owners, attention }) =>
      attention.map(item => ({
        ...item,
        service: { id, name },
        teams: [...new Set(owners.map(mark => directory.refOf(mark)))],
      })),
    ),
    ...(last && { nextCursor: encodeCursor([last.rank, last.sort, last.id]) }),
    freshness: await freshnessOf(reader),
  };
}

/**
 * One service more than the page holds, where there is one. The marks of a service do not tell in which of its places
 * something is: those that have nothing of what is asked for are read past.
 */
async function servicesOf(
  reader: Knex,
  query: AttentionQuery,
  { now, limit }: { now: Date; limit: number },
): Promise<{ services: FoundService[]; readTo?: FoundRow }> {
  const limits = {
    ...defaultAttentionLimits,
    stuck: query.days ?? defaultAttentionLimits.stuck,
  };
  const pages = await pagesOf(reader, query, { now, limits });
  const services: FoundService[] = [];
  let after: Position | undefined = query.cursor
    ? decodeCursor(query.cursor, ['number', 'string', 'string'])
    : undefined;
  let readTo: FoundRow | undefined;
  let scanned = 0;
  let size = limit + 1;
  do {
    const rows: FoundRow[] = await pages(after, size);
    for (const { facts, ...row } of rows) {
      const { owners, cells }: { owners: string[]; cells: Cell[] } =
        JSON.parse(facts);
      const attention = attentionOf(cells, now, limits).filter(item =>
        isWanted(item, query),
      );
      if (attention.length > 0) {
        services.push({ ...row, owners, attention });
      }
    }
    readTo = rows.length < size ? undefined : rows.at(-1);
    after = readTo && [readTo.rank, readTo.sort, readTo.id];
    scanned += rows.length;
    size = Math.max(limit + 1, NEXT);
  } while (readTo && services.length <= limit && scanned < MAX_SCANNED);
  return { services, ...(readTo && { readTo }) };
}

function isWanted(
  { kind, environment, cluster }: Attention,
  query: AttentionQuery,
): boolean {
  return (
    (query.kind ?? kind) === kind &&
    (query.environment ?? environment) === environment &&
    // An item of no cluster speaks of all of them.
    (cluster ?? query.cluster) === (query.cluster ?? cluster)
  );
}

/** Services that may have something of what is asked for. */
async function pagesOf(
  reader: Knex,
  query: AttentionQuery,
  { now, limits }: { now: Date; limits: AttentionLimits },
): Promise<(after: Position | undefined, size: number) => Knex.QueryBuilder> {
  const marks = await wantedMarks(reader, query);
  const ago = (days: number) =>
    new Date(now.getTime() - days * 24 * 3600_000).toISOString();
  return (after, size) => {
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
      .limit(size)
      .select('p.id', 'p.name', 'p.rank', 'p.sort', 'p.facts');
    for (const { type, values } of marks) {
      page.whereIn(
        'p.id',
        reader('promotion_service_marks')
          .where({ type })
          .whereIn('value', values)
          .select('service_id'),
      );
    }
    if (after) {
      const [rank, sort, id] = after;
      page.whereRaw('(p.rank, p.sort, p.id) > (?, ?, ?)', [rank, sort, id]);
    }
    return page;
  };
}

/** Marks of the services that may have something of a kind; what depends on the time is asked of the columns. */
function verdictsOf(kind: AttentionKind | undefined): string[] {
  const all = ['diverged', 'missing', 'rolled-back', 'ahead', 'floating'];
  return kind === undefined ? all : all.filter(verdict => verdict === kind);
}
