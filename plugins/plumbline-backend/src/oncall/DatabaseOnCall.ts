import { OnCall } from '@plumbline/gitops-lookup';
import { TeamFact } from '@plumbline/gitops-reader';
import { OnCallDirectoryStatus } from '@plumbline/plugin-plumbline-common';
import { OnCallEntry } from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { DatabaseIndex } from '../index/DatabaseIndex';
import { chunksOf } from '../database/chunks';
import { rowToTeam } from '../index/rows';
import { storable } from '../database/text';
import { isMarkOf, marksOfTeams, TeamMarks } from '../index/teamMarks';
import {
  keyOfValue,
  markOfValue,
  teamValue,
  whereKeys,
} from '../index/teamValue';

const CHUNK = 100;
const MOST_ENTRIES = 50_000;
const MOST_TEAMS = 50_000;
const MOST_TOLD = 50;
const MOST_ESCALATION = 20;
const LONGEST = 500;

interface OnCallRow {
  directory: string;
  position: number;
  team_key: string;
  person: string | null;
  contact: string | null;
  until: string | null;
  escalation: string | null;
  url: string | null;
  as_of: string;
}

/** What a directory said: everybody, but for some teams. */
export interface OnCallSaid {
  entries: OnCallEntry[];
  /** Teams that it could not tell of: any mark of theirs that it names them by. */
  untold?: string[];
  problem?: string;
}

/** Who is on call, in the plugin's database. `reader` is a second connection on SQLite, as for the index. */
export class DatabaseOnCall {
  readonly #database: Knex;
  readonly #reader: Knex;

  constructor(database: Knex, reader: Knex = database) {
    this.#database = database;
    this.#reader = reader;
  }

  /** What a directory says takes the place of what it said before, but for the teams that it could not tell of. */
  async replace(
    directory: string,
    { entries, untold = [], problem }: OnCallSaid,
    now: Date,
  ): Promise<void> {
    const at = now.toISOString();
    const rows = entries
      .slice(0, MOST_ENTRIES)
      .map((entry, position) => entryToRow(directory, position, entry, at));
    // Of a team of which something is told anew, the rest is not kept.
    const told = new Set(rows.map(row => keyOfValue(row.team_key)));
    const keys = [
      ...new Set(untold.map(mark => keyOfValue(valueOf(mark)))),
    ].filter(key => !told.has(key));
    await this.#database.transaction(async tx => {
      await tx('on_call_directories')
        .insert({
          directory,
          last_attempt: at,
          last_success: at,
          error: bounded(problem),
        })
        .onConflict('directory')
        .merge();
      const kept: OnCallRow[] = [];
      for (const some of chunksOf(keys)) {
        kept.push(
          ...(await tx('on_call')
            .where({ directory })
            .where(wanted => whereKeys(wanted, 'team_key', some))
            .orderBy('position')),
        );
      }
      await tx('on_call').where({ directory }).delete();
      await tx.batchInsert(
        'on_call',
        [...rows, ...kept]
          .slice(0, MOST_ENTRIES)
          .map((row, position) => ({ ...row, position })),
        CHUNK,
      );
    });
  }

  /** A directory that could not be asked changes nothing that it said before. */
  async failed(directory: string, error: string, now: Date): Promise<void> {
    await this.#database('on_call_directories')
      .insert({
        directory,
        last_attempt: now.toISOString(),
        error: bounded(error),
      })
      .onConflict('directory')
      .merge(['last_attempt', 'error']);
  }

  /** How asking each directory went. One that was never asked is there all the same. */
  async directories(ids: string[]): Promise<OnCallDirectoryStatus[]> {
    const rows: {
      directory: string;
      last_success: string | null;
      last_attempt: string;
      error: string | null;
    }[] = await this.#reader('on_call_directories').whereIn('directory', ids);
    const counts: { directory: string; total: number | string }[] =
      await this.#reader('on_call')
        .whereIn('directory', ids)
        .groupBy('directory')
        .select('directory')
        .count({ total: '*' });
    return ids.map(id => {
      const row = rows.find(({ directory }) => directory === id);
      const count = counts.find(({ directory }) => directory === id);
      return {
        id,
        people: Number(count?.total ?? 0),
        ...(row?.last_success && { lastSuccess: row.last_success }),
        ...(row && { lastAttempt: row.last_attempt }),
        ...(row?.error && { error: row.error }),
      };
    });
  }

  /** Forgets what directories said that are not set up any more. */
  async keepOnly(directories: string[]): Promise<void> {
    await this.#database.transaction(async tx => {
      for (const table of ['on_call', 'on_call_directories']) {
        await tx(table).whereNotIn('directory', directories).delete();
      }
    });
  }

  /** Every team that is known, as its places describe it. */
  async teams(): Promise<TeamFact[]> {
    const rows = await this.#reader('teams')
      .leftJoin('sources', 'sources.id', 'teams.origin')
      .orderBy('teams.id')
      .limit(MOST_TEAMS)
      .select(
        'teams.facts',
        'sources.name as source_name',
        'sources.revision as source_revision',
      );
    return rows.map(rowToTeam);
  }

  /** For each team all marks that mean it. */
  async marksOf(teams: string[]): Promise<Map<string, TeamMarks>> {
    return await marksOfTeams(new DatabaseIndex(this.#reader), teams);
  }

  /** Who is on call for teams that have these marks. What has ended is not told. */
  async onCall(marks: Map<string, TeamMarks>, now: Date): Promise<OnCall[]> {
    const keys = new Set([...marks.values()].flatMap(team => team.keys));
    const rows: OnCallRow[] = await this.#reader('on_call')
      .where(wanted => whereKeys(wanted, 'team_key', [...keys]))
      .where(query =>
        query.whereNull('until').orWhere('until', '>', now.toISOString()),
      )
      .orderBy(['directory', 'position'])
      .limit(MOST_TOLD);
    return [...marks].flatMap(([team, known]) =>
      rows
        .filter(row => isMarkOf(known, markOfValue(row.team_key)))
        .map(row => rowToOnCall(team, row)),
    );
  }
}

function entryToRow(
  directory: string,
  position: number,
  entry: OnCallEntry,
  at: string,
): OnCallRow {
  const { team, person, contact, until, url } = entry;
  const after = (entry.escalation ?? [])
    .slice(0, MOST_ESCALATION)
    .flatMap(name => bounded(name) ?? []);
  const end = until === undefined ? undefined : new Date(until);
  if (end && Number.isNaN(end.getTime())) {
    throw new Error(`Entry ${position + 1} ends at no time that can be read`);
  }
  return {
    directory,
    position,
    team_key: valueOf(team),
    person: bounded(person),
    contact: bounded(contact),
    until: end?.toISOString() ?? null,
    escalation: after.length > 0 ? JSON.stringify(after) : null,
    url: url && /^https?:\/\//i.test(url) ? bounded(url, 2_000) : null,
    as_of: at,
  };
}

function valueOf(team: string): string {
  return storable(teamValue(team));
}

function bounded(text: string | undefined, longest = LONGEST): string | null {
  // Postgres takes no NUL.
  return text ? text.replaceAll('\0', '').slice(0, longest) || null : null;
}

function rowToOnCall(team: string, row: OnCallRow): OnCall {
  const { person, contact, until, escalation, url } = row;
  const after: string[] | undefined = escalation
    ? JSON.parse(escalation)
    : undefined;
  return {
    team,
    ...(person && { person }),
    ...(contact && { contact }),
    ...(until && { until }),
    ...(after && { escalation: after }),
    source: row.directory,
    asOf: row.as_of,
    ...(url && { url }),
  };
}
