import { SkippedFile } from '@plumbline/gitops-reader';
import {
  SourcesPage,
  SourcesQuery,
  SourceStatus,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { catalogNotes } from '../catalog/catalogState';
import { countOf, cutPage, decodeCursor } from '../database/cursor';
import { rowToSource, SourceRow } from './rows';
import { containing } from '../database/text';
import { countSaidFindings } from './saidFindings';
import { SourceKind } from './SourceStore';

const DEFAULT_PAGE = 50;

/** The state follows from the row and the time, so that a worker that died leaves no state behind. */
const STATE_SQL = `CASE
  WHEN gone_since IS NOT NULL THEN 'gone'
  WHEN last_success IS NULL AND lease_until > ? THEN 'reading'
  WHEN last_success IS NULL AND error IS NOT NULL THEN 'failed'
  WHEN last_success IS NULL THEN 'waiting'
  WHEN error IS NOT NULL THEN 'stale'
  WHEN followed AND last_success < ? THEN 'stale'
  ELSE 'ok' END`;

/** A cluster that is followed says something at least every minute or so. */
const SILENT_MS = 5 * 60_000;

interface ListingRow {
  provider: string;
  kind: SourceKind;
  last_success: string | null;
  last_attempt: string;
  error: string | null;
}

type StatusRow = SourceRow & { state: SourceStatus['state'] };

/** Where one source stands. */
export async function statusOf(
  reader: Knex,
  id: string,
  now: Date,
): Promise<SourceStatus | undefined> {
  const row: StatusRow | undefined = await statuses(reader, now)
    .where({ id })
    .first();
  return row && (await rowsToStatuses(reader, [row]))[0];
}

function statuses(reader: Knex, now: Date): Knex.QueryBuilder {
  return reader.select('*').from(
    reader('sources')
      .select(
        '*',
        reader.raw(`${STATE_SQL} AS state`, [
          now.toISOString(),
          new Date(now.getTime() - SILENT_MS).toISOString(),
        ]),
      )
      .as('listed'),
  );
}

async function rowsToStatuses(
  reader: Knex,
  rows: StatusRow[],
): Promise<SourceStatus[]> {
  const said = await countSaidFindings(
    reader,
    rows.map(({ id }) => id),
  );
  const notes = rows.some(({ kind }) => kind === 'catalog')
    ? await catalogNotes(reader)
    : [];
  return rows.map(row => ({
    ...rowToStatus(row, said.get(row.id) ?? 0),
    ...(row.kind === 'catalog' && notes.length > 0 && { notes }),
  }));
}

/** `said`: findings that people made, beside those that were read. */
function rowToStatus(row: StatusRow, said: number): SourceStatus {
  const counts: SourceStatus['counts'] = row.counts
    ? JSON.parse(row.counts)
    : undefined;
  // Its state and its error say so.
  const { goneSince, ...source } = rowToSource(row);
  return {
    ...source,
    state: row.state,
    provider: row.provider,
    ...(counts && {
      counts: {
        ...counts,
        ...(said > 0 && { findings: (counts.findings ?? 0) + said }),
      },
    }),
    ...(row.skipped && { skipped: skippedOf(row.skipped) }),
    ...(row.took_ms !== null && { tookMs: row.took_ms }),
  };
}

/** What is shown of it: the path of a kind names it already. */
function skippedOf(stored: string): SourceStatus['skipped'] {
  const skipped: SkippedFile[] = JSON.parse(stored);
  return skipped.map(({ path, reason }) => ({ path, reason }));
}

export async function pageOfStatuses(
  reader: Knex,
  query: SourcesQuery,
  now: Date,
): Promise<SourcesPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const withState = () => statuses(reader, now);
  const filtered = () => {
    const rows = withState();
    if (query.kind) {
      rows.where('kind', query.kind);
    }
    if (query.state) {
      rows.where('state', query.state);
    }
    if (query.text) {
      rows.whereRaw(`name_lower LIKE ? ESCAPE '\\'`, [containing(query.text)]);
    }
    return rows;
  };
  const page = filtered()
    .orderBy('name_lower')
    .orderBy('id')
    .limit(limit + 1);
  if (query.cursor) {
    const [name, id] = decodeCursor(query.cursor, ['string', 'string']);
    page.where(after => {
      after
        .where('name_lower', '>', name)
        .orWhere(same => same.where('name_lower', name).where('id', '>', id));
    });
  }
  const found: StatusRow[] = await page;
  const { rows, next } = cutPage(found, limit, row => [row.name_lower, row.id]);
  const summaryRows: {
    state: SourceStatus['state'];
    total: number | string;
  }[] = await reader
    .select('state')
    .count({ total: '*' })
    .from(withState().as('all_sources'))
    .groupBy('state');
  const summary: SourcesPage['summary'] = {
    waiting: 0,
    reading: 0,
    ok: 0,
    stale: 0,
    failed: 0,
    gone: 0,
  };
  for (const row of summaryRows) {
    summary[row.state] = Number(row.total);
  }
  const listings: ListingRow[] = await reader('listings')
    .orderBy(['kind', 'provider'])
    .select();
  return {
    items: await rowsToStatuses(reader, rows),
    totalItems: await countOf(reader.from(filtered().as('matching'))),
    ...next,
    summary,
    providers: listings.map(row => ({
      id: row.provider,
      kind: row.kind,
      ...(row.last_success && { lastSuccess: row.last_success }),
      lastAttempt: row.last_attempt,
      ...(row.error && { error: row.error }),
    })),
  };
}
