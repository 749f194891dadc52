import { TeamDirectory } from '@plumbline/gitops-lookup';
import {
  Freeze,
  FreezeCalendar,
  FreezeRule,
} from '@plumbline/gitops-promotion';

/** Marks of the teams that a calendar names. */
export function teamsIn(calendar: readonly FreezeRule[]): string[] {
  return calendar.flatMap(({ teams = [] }) => teams);
}

/** The calendar, with its teams under the refs that answers give them. */
export class Freezes {
  readonly #calendar: FreezeCalendar;
  readonly #empty: boolean;
  /** By environment and teams: thousands of places share a few. */
  readonly #known = new Map<string, Freeze | undefined>();
  readonly #freezes = new Map<string, Freeze>();

  constructor(calendar: readonly FreezeRule[], directory: TeamDirectory) {
    this.#empty = calendar.length === 0;
    this.#calendar = new FreezeCalendar(
      calendar.map(rule => ({
        ...rule,
        ...(rule.teams && {
          teams: rule.teams.map(mark => directory.refOf(mark)),
        }),
      })),
    );
  }

  /** Freezes that are equal are one object. */
  at(environment: string, teams: string[], time: Date): Freeze | undefined {
    if (this.#empty) {
      return undefined;
    }
    const key = JSON.stringify([environment, teams, time]);
    if (!this.#known.has(key)) {
      const freeze = this.#calendar.at(environment, teams, time);
      this.#known.set(key, freeze && this.#one(freeze));
    }
    return this.#known.get(key);
  }

  #one(freeze: Freeze): Freeze {
    const key = JSON.stringify(freeze);
    const known = this.#freezes.get(key) ?? freeze;
    this.#freezes.set(key, known);
    return known;
  }
}
