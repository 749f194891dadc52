import { TeamDirectory, teamKey } from '@plumbline/gitops-lookup';
import { DatabaseIndex } from './DatabaseIndex';
import { storable } from './rows';

/** Marks of one team that are looked at. */
const MOST_MARKS = 500;

/** The teams that these marks mean. */
export async function directoryOf(
  index: DatabaseIndex,
  marks: string[],
): Promise<TeamDirectory> {
  const keys = [...new Set(marks.map(keyOf))];
  return new TeamDirectory(keys.length > 0 ? await index.teams(keys) : []);
}

/**
 * For each team, by any of its marks, the keys of all marks that mean it, its own first. An alias that is the name of another team
 * is none of them.
 */
export async function marksOfTeams(
  index: DatabaseIndex,
  teams: string[],
): Promise<Map<string, string[]>> {
  const asked = new Set(teams.map(keyOf));
  const found = await index.teams([...asked]);
  const directory = new TeamDirectory(found);
  const refs = new Map(teams.map(mark => [mark, directory.refOf(mark)]));
  const named = [...new Set([...refs.values()].map(keyOf))];
  // Asked for by an alias, a team may be described elsewhere without it.
  const described = named.every(key => asked.has(key))
    ? found
    : await index.teams(named);
  const candidates = new Map(
    [...refs].map(([mark, ref]) => [
      mark,
      [
        ...new Set([
          keyOf(mark),
          keyOf(ref),
          ...described
            .filter(team => keyOf(team.ref) === keyOf(ref))
            .flatMap(({ aliases }) => aliases.map(keyOf)),
        ]),
      ].slice(0, MOST_MARKS),
    ]),
  );
  const everybody = await directoryOf(index, [...candidates.values()].flat());
  return new Map(
    [...candidates].map(([mark, keys]) => [
      mark,
      keys.filter(
        (key, at) => at === 0 || everybody.refOf(key) === refs.get(mark),
      ),
    ]),
  );
}

/** All marks of a team, as rows are marked with them. */
export async function marksOfTeam(
  index: DatabaseIndex,
  team: string,
): Promise<string[]> {
  return (await marksOfTeams(index, [team])).get(team) ?? [];
}

function keyOf(mark: string): string {
  return storable(teamKey(mark));
}
