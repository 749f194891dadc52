import { TeamDirectory } from '@plumbline/gitops-lookup';
import { TeamFact } from '@plumbline/gitops-reader';

/**
 * Matches what a directory knows to teams, where the configuration of the directory speaks for some of them: nothing else
 * counts for those, by whichever of their marks they are configured or found.
 *
 * @public
 */
export class OnCallTeams {
  readonly #teams: TeamFact[];
  readonly #directory: TeamDirectory;
  readonly #configured: ReadonlySet<string>;

  private constructor(teams: TeamFact[], configured: string[]) {
    this.#teams = teams;
    this.#directory = new TeamDirectory(teams);
    this.#configured = new Set(configured.map(mark => this.#meant(mark)));
  }

  /** `configured`: any mark of each team that the configuration speaks for. */
  static create(options: {
    teams: TeamFact[];
    configured: string[];
  }): OnCallTeams {
    return new OnCallTeams(options.teams, options.configured);
  }

  /** Whether a name is a mark of one team that is described. */
  isDescribed(name: string): boolean {
    return this.#directory.get(name) !== undefined;
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
    const byKey = new Map(marks.map(mark => [this.#meant(mark), mark]));
    return [...byKey.values()].filter(
      mark => !this.#configured.has(this.#meant(mark)),
    );
  }

  #meant(mark: string): string {
    return this.#directory.keyOf(mark);
  }
}
