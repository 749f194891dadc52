import { teamKey } from '@plumbline/gitops-lookup';
import { TeamFact } from '@plumbline/gitops-reader';

/**
 * Matches what a directory knows to teams, where the configuration of the directory speaks for some of them: nothing else
 * counts for those, by whichever of their marks they are configured or found.
 *
 * @public
 */
export class OnCallTeams {
  readonly #teams: TeamFact[];
  readonly #described: ReadonlySet<string>;
  readonly #configured: ReadonlySet<string>;

  private constructor(
    teams: TeamFact[],
    described: ReadonlySet<string>,
    configured: ReadonlySet<string>,
  ) {
    this.#teams = teams;
    this.#described = described;
    this.#configured = configured;
  }

  /** `configured`: any mark of each team that the configuration speaks for. */
  static create(options: {
    teams: TeamFact[];
    configured: string[];
  }): OnCallTeams {
    const { teams } = options;
    const marks = teams.map(({ ref, aliases }) =>
      [ref, ...aliases].map(teamKey),
    );
    const configured = options.configured
      .map(teamKey)
      .flatMap(key => [key, ...marks.filter(of => of.includes(key)).flat()]);
    return new OnCallTeams(teams, new Set(marks.flat()), new Set(configured));
  }

  /** Whether a name is a mark of a team that is described. */
  isDescribed(name: string): boolean {
    return this.#described.has(teamKey(name));
  }

  /** Teams that are described with an on-call contact which means something of the directory. */
  referringTo(means: (contact: string) => boolean): string[] {
    return this.#teams
      .filter(({ contacts }) =>
        contacts.some(({ type, value }) => type === 'oncall' && means(value)),
      )
      .map(({ ref }) => ref);
  }

  /** The marks without those of teams that are configured; of marks that are the same but for how they are written, the last. */
  leftOf(marks: string[]): string[] {
    const byKey = new Map(marks.map(mark => [teamKey(mark), mark]));
    return [...byKey]
      .filter(([key]) => !this.#configured.has(key))
      .map(([, mark]) => mark);
  }
}
