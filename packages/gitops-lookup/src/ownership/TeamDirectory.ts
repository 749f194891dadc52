import { TeamFact } from '@plumbline/gitops-reader';
import { normalizeTeam, teamKey } from './teamKey';

/** `@acme/payments`: what a host calls a team. */
const handle = /^@[^/\s]+\/\S+$/;

/**
 * Looks teams up by any of their marks. The name of a team means that team, whatever others are titled; an alias means the one team
 * that has it. What the configuration says comes before what directories say.
 *
 * @public
 */
export class TeamDirectory {
  /** Names, then aliases: those of the configuration, then those of directories. */
  readonly #tiers: Map<string, TeamFact[]>[] = [0, 1, 2, 3].map(
    () => new Map(),
  );

  constructor(teams: Iterable<TeamFact>) {
    const byHandle = new Map<string, TeamFact>();
    for (const team of teams) {
      const handles = team.aliases
        .filter(alias => handle.test(alias))
        .map(alias => `${alias.toLowerCase()} ${nameOf(team)}`);
      // Two directories that know a team by one handle and one name speak of one team, though they put it into namespaces of their own.
      const known = handles.flatMap(each => byHandle.get(each) ?? [])[0];
      const meant = known ?? team;
      for (const each of handles) {
        byHandle.set(each, byHandle.get(each) ?? meant);
      }
      const [names, aliases] = this.#tiers.slice(team.configured ? 0 : 2);
      add(names, team.ref, meant);
      for (const alias of team.aliases) {
        add(aliases, alias, meant);
      }
    }
  }

  /** The one team that a mark means. */
  get(mark: string): TeamFact | undefined {
    return this.#called(mark).find(teams => teams.length === 1)?.[0];
  }

  /** Teams that a mark may mean, where nobody can tell which. */
  namesakes(mark: string): TeamFact[] {
    return this.get(mark) ? [] : (this.#called(mark)[0] ?? []);
  }

  /** The team's ref: as the directory has it, otherwise as the mark reads by itself. */
  refOf(mark: string): string {
    return this.get(mark)?.ref ?? normalizeTeam(mark);
  }

  #called(mark: string): TeamFact[][] {
    const key = teamKey(mark);
    return this.#tiers.flatMap(tier => {
      const teams = tier.get(key);
      return teams ? [teams] : [];
    });
  }
}

function nameOf({ ref }: TeamFact): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

/** A team that several directories describe is one. */
function add(
  tier: Map<string, TeamFact[]>,
  mark: string,
  team: TeamFact,
): void {
  const key = teamKey(mark);
  const known = tier.get(key);
  if (!known) {
    tier.set(key, [team]);
  } else if (known.every(({ ref }) => teamKey(ref) !== teamKey(team.ref))) {
    known.push(team);
  }
}
