import {
  OnCallAnswer,
  OnCallDirectory,
  OnCallEntry,
  OnCallTeams,
} from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';

type Team = Parameters<OnCallDirectory['onCall']>[0]['teams'][number];

/** Who is on call by one schedule. */
export interface ScheduleOnCall {
  id: string;
  name: string;
  /** Name of the team that the schedule belongs to, where it is told. */
  team?: string;
  people: { person: string; contact?: string }[];
}

/** Which team means which schedule, by id or name. */
export const teamsSchema = z.record(z.object({ schedule: z.string().min(1) }));

export type TeamMapping = z.infer<typeof teamsSchema>;

/** What Opsgenie calls the schedule of a new team. */
const OF_TEAM = /^(.+?)[ _-]schedule$/i;

/**
 * Who is on call for which team: as the configuration says; for other teams by what their description refers to (a schedule, by id or
 * name), by the team that a schedule belongs to, and by its name. Of a team for which the configuration means a schedule that is
 * not there it is unknown: nobody would seem to be on call.
 */
export function toAnswer(
  schedules: ScheduleOnCall[],
  mapping: TeamMapping,
  teams: Team[],
): OnCallAnswer {
  const known = OnCallTeams.create({
    teams,
    configured: Object.keys(mapping),
  });
  const unknown: NonNullable<OnCallAnswer['unknown']> = [];
  const mapped = Object.entries(mapping).flatMap(([team, { schedule }]) => {
    const meant = schedules.filter(
      ({ id, name }) => id === schedule || name === schedule,
    );
    if (meant.length === 0) {
      unknown.push({
        team,
        problem: `The configuration gives the team ${team} the schedule ${schedule}, but none that is enabled is called so`,
      });
    }
    return meant.flatMap(found => entriesOf(team, found));
  });
  const matched = schedules.flatMap(schedule => {
    const name = OF_TEAM.exec(schedule.name)?.[1] ?? schedule.name;
    const named = [
      ...(schedule.team ? [schedule.team] : []),
      // A name alone may be anything: only that of a team that is described counts.
      ...(known.isDescribed(name) ? [name] : []),
      ...known.referringTo(
        contact => contact === schedule.id || contact === schedule.name,
      ),
    ];
    return known.leftOf(named).flatMap(mark => entriesOf(mark, schedule));
  });
  return {
    entries: [...mapped, ...matched],
    ...(unknown.length > 0 && { unknown }),
  };
}

function entriesOf(team: string, { people }: ScheduleOnCall): OnCallEntry[] {
  return people.map(({ person, contact }) => ({
    team,
    person,
    ...(contact && { contact }),
  }));
}
