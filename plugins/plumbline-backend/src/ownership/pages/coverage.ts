import {
  CoverageDay,
  CoveragePage,
  CoverageQuery,
  CoverageScope,
  CoverageShare,
  ThingKind,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { anyRow, cutPage, decodeCursor } from '../../database/cursor';
import { chunksOf } from '../../database/chunks';
import { containing } from '../../database/text';
import { TeamFilter, whereTeams } from '../teamFilter';

const DEFAULT_PAGE = 25;
/** Days that a trend goes back. */
const TREND_DAYS = 90;
/** Days of the small trend of each part. */
const SHORT_TREND_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

type By = CoverageQuery['by'] | 'all';

interface CoverageRow {
  day: string;
  by: By;
  scope: string;
  type: ThingKind;
  total: number;
  owned: number;
  contested: number;
  explicit: number;
}

interface ScopeRow {
  scope: string;
  missing: number | string;
  size: number | string;
  /** Of all pages. */
  items: number | string;
}

export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** Writes down how much has an owner today, over what was written down for today before, and forgets what no trend shows any more. */
export async function takeSnapshot(database: Knex, now: Date): Promise<void> {
  const day = dayOf(now);
  const shares = (scope: string, by: string) =>
    `SELECT '${day}' AS day, '${by}' AS "by", ${scope} AS scope, type, count(*) AS total,
      sum(CASE WHEN state = 'owned' THEN 1 ELSE 0 END) AS owned,
      sum(CASE WHEN contested THEN 1 ELSE 0 END) AS contested,
      sum(CASE WHEN state = 'explicit' THEN 1 ELSE 0 END) AS explicit`;
  const columns = 'day, "by", scope, type, total, owned, contested, explicit';
  await database.transaction(async tx => {
    await tx('ownership_coverage')
      .where({ day })
      .orWhere('day', '<', trendSince(now))
      .delete();
    for (const [scope, by, from] of [
      [`''`, 'all', 'FROM ownership_things GROUP BY type'],
      [
        'repository',
        'repository',
        `FROM ownership_things WHERE repository IS NOT NULL GROUP BY repository, type`,
      ],
      [
        'cluster',
        'cluster',
        `FROM ownership_things WHERE cluster IS NOT NULL GROUP BY cluster, type`,
      ],
    ]) {
      await tx.raw(
        `INSERT INTO ownership_coverage (${columns}) ${shares(scope, by)} ${from}`,
      );
    }
    await tx.raw(
      `INSERT INTO ownership_coverage (${columns})
        SELECT '${day}', 'team', o.team, o.type, count(*), count(*), sum(CASE WHEN t.contested THEN 1 ELSE 0 END), 0
        FROM ownership_owners o JOIN ownership_things t ON t.id = o.thing_id GROUP BY o.team, o.type`,
    );
  });
}

/** The first day that trends show. */
export function trendSince(now: Date): string {
  return dayOf(new Date(now.getTime() - TREND_DAYS * DAY_MS));
}

/** What a team owned, one entry per day. */
export async function trendOfTeam(
  reader: Knex,
  team: string,
  now: Date,
): Promise<CoverageDay[]> {
  return await daysOf(reader, 'team', team, now);
}

async function daysOf(
  reader: Knex,
  by: By,
  scope: string,
  now: Date,
): Promise<CoverageDay[]> {
  const since = trendSince(now);
  const rows: CoverageRow[] = await reader('ownership_coverage')
    .where({ by, scope })
    .where('day', '>=', since)
    .orderBy(['day', 'type'])
    .select();
  return daysFrom(rows);
}

function daysFrom(rows: CoverageRow[]): CoverageDay[] {
  const days = new Map<string, CoverageDay>();
  for (const row of rows) {
    const day = days.get(row.day) ?? { day: row.day };
    day[row.type] = shareOf(row);
    days.set(row.day, day);
  }
  return [...days.values()];
}

function shareOf({
  total,
  owned,
  contested,
  explicit,
}: CoverageRow): CoverageShare {
  return { total, owned, contested, explicit };
}

/** How much of everything has an owner, and of each repository, cluster or team, the worst first. */
export async function pageOfCoverage(
  reader: Knex,
  query: CoverageQuery,
  filter: TeamFilter | undefined,
  now: Date,
): Promise<Omit<CoveragePage, 'pending'>> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const by = query.by ?? 'repository';
  const newest: { day: string } | undefined = await reader('ownership_coverage')
    .orderBy('day', 'desc')
    .first('day');
  const day = newest?.day ?? dayOf(now);
  // The share in thousandths, so that both databases sort and compare alike.
  const share =
    by === 'team'
      ? 'sum(contested) * 1000 / sum(total)'
      : '1000 - sum(owned + explicit) * 1000 / sum(total)';
  const scopes = () => {
    const rows = reader('ownership_coverage')
      .where({ day, by })
      .groupBy('scope')
      .select(
        'scope',
        reader.raw(`${share} AS missing`),
        reader.raw('sum(total) AS size'),
      );
    if (query.text) {
      rows.whereRaw(`lower(scope) LIKE ? ESCAPE '\\'`, [
        containing(query.text),
      ]);
    }
    if (filter && by === 'team') {
      rows.where(builder => whereTeams(builder, filter, 'scope'));
    }
    return rows;
  };
  // Counted in the pass that adds up the shares: adding them up is what takes time.
  const counted = () =>
    reader
      .from(scopes().as('s'))
      .select('s.*', reader.raw('COUNT(*) OVER () AS items'))
      .as('c');
  const page = reader
    .from(counted())
    .orderBy([
      { column: 'missing', order: 'desc' },
      { column: 'size', order: 'desc' },
      { column: 'scope', order: 'asc' },
    ])
    .limit(limit + 1)
    .select<ScopeRow[]>('scope', 'missing', 'size', 'items');
  if (query.cursor) {
    const [missing, size, scope] = decodeCursor(query.cursor, [
      'number',
      'number',
      'string',
    ]);
    page.whereRaw('(-missing, -size, scope) > (?, ?, ?)', [
      -missing,
      -size,
      scope,
    ]);
  }
  const { rows, next } = cutPage(await page, limit, row => [
    Number(row.missing),
    Number(row.size),
    row.scope,
  ]);
  const first = await anyRow<ScopeRow>(rows, query.cursor, () =>
    reader.from(counted()).limit(1),
  );
  return {
    days: await daysOf(reader, 'all', '', now),
    items: await withTrends(
      reader,
      by,
      rows.map(({ scope }) => scope),
      day,
      now,
    ),
    totalItems: Number(first?.items ?? 0),
    ...next,
    ...(filter && { restricted: true }),
  };
}

async function withTrends(
  reader: Knex,
  by: By,
  scopes: string[],
  day: string,
  now: Date,
): Promise<CoverageScope[]> {
  const since = dayOf(new Date(now.getTime() - SHORT_TREND_DAYS * DAY_MS));
  const rows: CoverageRow[] = [];
  for (const chunk of chunksOf(scopes)) {
    rows.push(
      ...(await reader('ownership_coverage')
        .where({ by })
        .whereIn('scope', chunk)
        .where('day', '>=', since)
        .orderBy(['day', 'type'])
        .select()),
    );
  }
  return scopes.map(scope => {
    const days = daysFrom(rows.filter(row => row.scope === scope));
    return {
      scope,
      now: days.find(each => each.day === day) ?? { day },
      trend: days.map(({ day: each, ...shares }) => {
        const all = Object.values(shares);
        return {
          day: each,
          total: all.reduce((sum, share) => sum + share.total, 0),
          owned: all.reduce((sum, share) => sum + share.owned, 0),
        };
      }),
    };
  });
}
