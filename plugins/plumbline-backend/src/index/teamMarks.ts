import {
  shortTeamKey,
  TeamDirectory,
  teamKey,
  wantedKeys,
} from '@plumbline/gitops-lookup';
import { Knex } from 'knex';
import { DatabaseIndex } from './DatabaseIndex';
import { storable } from '../database/text';
import { markOfValue, whereKeys } from './teamValue';

/** Marks of one team that are looked at. */
const MOST_MARKS = 500;

/** The teams that these marks mean. */
export async function directoryOf(
  index: DatabaseIndex,
  marks: string[],
): Promise<TeamDirectory> {
  const keys = wantedKeys(marks).map(storable);
  return new TeamDirectory(keys.length > 0 ? await index.teams(keys) : []);
}

/** A team, as rows are marked with it. */
export interface TeamMarks {
  ref: string;
  /** Keys of all marks that mean it, its own first. A namesake may have some of them as well. */
  keys: string[];
  /** Everybody who has one of these keys. */
  directory: TeamDirectory;
}

/** For each team, by any of its marks, all marks that mean it. An alias that is the name of another team is none of them. */
export async function marksOfTeams(
  index: DatabaseIndex,
  teams: string[],
): Promise<Map<string, TeamMarks>> {
  const asked = new Set(teams.map(keyOf));
  const found = await index.teams([...asked]);
  const directory = new TeamDirectory(found);
  const refs = new Map(teams.map(mark => [mark, directory.refOf(mark)]));
  const named = [...new Set([...refs.values()].map(keyOf))];
  // Asked for by an alias, a team may be described elsewhere without it.
  const described = named.every(key => asked.has(key))
    ? found
    : await index.teams(named);
  const known = new TeamDirectory(described);
  const aliases = new Map(
    [...refs].map(([mark, ref]) => [
      mark,
      [
        ...new Set(
          described
            .filter(team => known.refOf(team.ref) === ref)
            .flatMap(team => team.aliases),
        ),
      ].slice(0, MOST_MARKS),
    ]),
  );
  const everybody = await directoryOf(index, [
    ...[...refs].flat(),
    ...[...aliases.values()].flat(),
  ]);
  return new Map(
    [...refs].map(([mark, ref]): [string, TeamMarks] => {
      const meant = (aliases.get(mark) ?? []).filter(
        alias => everybody.refOf(alias) === ref,
      );
      return [
        mark,
        {
          ref,
          keys: [
            ...new Set([
              ...[mark, ref, ...meant].map(keyOf),
              // Of a group that nobody knows, marks are found by its name alone.
              ...(known.get(ref) ? [] : [storable(shortTeamKey(ref))]),
            ]),
          ],
          directory: everybody,
        },
      ];
    }),
  );
}

/** All marks of a team, as rows are marked with them. */
export async function marksOfTeam(
  index: DatabaseIndex,
  team: string,
): Promise<TeamMarks> {
  const marks = (await marksOfTeams(index, [team])).get(team);
  return marks ?? { ref: team, keys: [], directory: new TeamDirectory([]) };
}

/** Values of marks that rows of a table have and that mean a team. */
export async function teamValues(
  reader: Knex,
  table: 'repository_fact_marks' | 'promotion_service_marks',
  mark: string,
): Promise<string[]> {
  const team = await marksOfTeam(new DatabaseIndex(reader), mark);
  const rows: { value: string }[] = await reader(table)
    .where('type', 'team')
    .where(wanted => whereKeys(wanted, 'value', team.keys))
    .distinct('value')
    .limit(MOST_MARKS);
  return rows
    .map(({ value }) => value)
    .filter(value => isMarkOf(team, markOfValue(value)));
}

/** Whether a mark means a team, and no namesake of it. */
export function isMarkOf(
  { ref, keys, directory }: TeamMarks,
  mark: string,
): boolean {
  return (
    keys.includes(keyOf(mark)) && directory.keyOf(mark) === directory.keyOf(ref)
  );
}

function keyOf(mark: string): string {
  return storable(teamKey(mark));
}
