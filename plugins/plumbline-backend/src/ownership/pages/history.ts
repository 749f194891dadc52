import {
  HistoryPage,
  HistoryQuery,
  OwnershipChange,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { cutPage, decodeCursor } from '../../database/cursor';
import { chunksOf } from '../../database/chunks';
import { storable } from '../../database/text';
import { TeamFilter, whereTeams } from '../teamFilter';
import {
  KnownThing,
  sameTeams,
  ThingFacts,
  thingRefOf,
  ThingToWrite,
} from '../derive/thingRows';

const DEFAULT_PAGE = 25;
/** How long it is known what changed hands, and how much of it. */
const HISTORY_MS = 365 * 24 * 3_600_000;
const MOST_CHANGES = 500_000;
/** Rows of one transaction. */
const FORGET = 200;

/** What a thing was, and what it is now. */
export interface Turnover {
  known: KnownThing;
  teams: string[];
  /** Absent: it is gone. */
  thing?: ThingToWrite;
}

/** Records which things changed hands, or are gone. */
export async function recordHistory(
  tx: Knex,
  turnovers: Turnover[],
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  for (const chunk of chunksOf(turnovers.filter(isTurnover))) {
    const rows: { id: number }[] = await tx('ownership_history')
      .insert(
        chunk.map(turnover => ({
          row_key: turnover.known.row_key,
          at,
          facts: JSON.stringify(changeOf(turnover, at)),
        })),
      )
      .returning('id');
    const ids = rows.map(({ id }) => id).sort((a, b) => a - b);
    const teams = chunk.flatMap((turnover, index) =>
      [...new Set([...turnover.teams, ...(turnover.thing?.teams ?? [])])].map(
        team => ({ team, history_id: ids[index] }),
      ),
    );
    for (const part of chunksOf(teams)) {
      await tx('ownership_history_teams').insert(part);
    }
  }
}

/** Forgets what changed hands too long ago, and the oldest of what is too much. */
export async function forgetHistory(
  client: Knex,
  now: Date,
  most: number = MOST_CHANGES,
): Promise<void> {
  const before = new Date(now.getTime() - HISTORY_MS).toISOString();
  const newest: { id: number } | undefined = await client('ownership_history')
    .orderBy('id', 'desc')
    .first('id');
  for (;;) {
    const oldest: { id: number; at: string }[] = await client(
      'ownership_history',
    )
      .orderBy('id')
      .limit(FORGET)
      .select('id', 'at');
    const ids = oldest
      .filter(({ id, at }) => at < before || id <= (newest?.id ?? 0) - most)
      .map(({ id }) => id);
    if (ids.length === 0) {
      return;
    }
    await client.transaction(async tx => {
      await tx('ownership_history_teams').whereIn('history_id', ids).delete();
      await tx('ownership_history').whereIn('id', ids).delete();
    });
  }
}

function isTurnover({ known, teams, thing }: Turnover): boolean {
  return (
    !thing || thing.row.state !== known.state || !sameTeams(teams, thing.teams)
  );
}

function changeOf(
  { known, teams, thing }: Turnover,
  at: string,
): OwnershipChange {
  const facts: ThingFacts | undefined = thing && JSON.parse(thing.row.facts);
  const owner = facts?.owners[0];
  return {
    thing: thingRefOf(known),
    at,
    before: { teams, state: known.state },
    ...(thing && { after: { teams: thing.teams, state: thing.row.state } }),
    ...(owner && { owner }),
  };
}

/** What changed hands, the newest first. */
export async function pageOfHistory(
  reader: Knex,
  query: HistoryQuery,
  filter: TeamFilter | undefined,
): Promise<HistoryPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const rows = reader('ownership_history as h')
    .orderBy('h.id', 'desc')
    .limit(limit + 1)
    .select<{ id: number; facts: string }[]>('h.id', 'h.facts');
  if (query.thing !== undefined) {
    rows.where('h.row_key', storable(query.thing));
  }
  if (query.team !== undefined) {
    rows.whereIn(
      'h.id',
      reader('ownership_history_teams')
        .where('team', storable(query.team))
        .select('history_id'),
    );
  }
  if (filter) {
    rows.whereIn(
      'h.id',
      reader('ownership_history_teams')
        .where(builder => whereTeams(builder, filter, 'team'))
        .select('history_id'),
    );
  }
  if (query.cursor) {
    const [id] = decodeCursor(query.cursor, ['number']);
    rows.where('h.id', '<', id);
  }
  const page = cutPage(await rows, limit, ({ id }) => [id]);
  return {
    items: page.rows.map(({ facts }): OwnershipChange => JSON.parse(facts)),
    ...page.next,
    ...(filter && { restricted: true }),
  };
}
