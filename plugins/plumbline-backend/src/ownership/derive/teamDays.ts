import { TeamDay } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { dayOf, trendSince } from '../pages/coverage';

const COUNTS = [
  'alerts',
  'drift',
  'secrets',
  'promotions',
  'findings',
] as const;

/** A number as the page of a team has it: where nothing tells of any workload, there is none. */
const known = (wrong: string, unknown: string) =>
  `CASE WHEN ${wrong} > 0 OR workloads = 0 OR ${unknown} < workloads THEN ${wrong} END`;

/** Writes down what each team has to look at today, where that is not written down yet, and forgets what no trend shows any more. */
export async function recordTeamDays(client: Knex, now: Date): Promise<void> {
  const day = dayOf(now);
  const differs = COUNTS.map(
    name => `t.${name} IS DISTINCT FROM excluded.${name}`,
  ).join(' OR ');
  await client.transaction(async tx => {
    await tx('ownership_team_days').where('day', '<', trendSince(now)).delete();
    await tx.raw(
      `INSERT INTO ownership_team_days AS t (team, day, ${COUNTS.join(', ')})
        SELECT ref, '${day}', alerts, ${known('drift', 'drift_unknown')}, ${known('secrets', 'secrets_unknown')},
          promotions, findings
        FROM ownership_teams WHERE true
        ON CONFLICT (team, day) DO UPDATE SET ${COUNTS.map(name => `${name} = excluded.${name}`).join(', ')}
        WHERE ${differs}`,
    );
  });
}

/** What a team had to look at, one entry per day. */
export async function daysOfTeam(
  reader: Knex,
  team: string,
  now: Date,
): Promise<TeamDay[]> {
  const rows: ({ day: string } & Record<
    (typeof COUNTS)[number],
    number | null
  >)[] = await reader('ownership_team_days')
    .where({ team })
    .where('day', '>=', trendSince(now))
    .orderBy('day')
    .select('day', ...COUNTS);
  return rows.map(({ day, ...counts }) => {
    const entry: TeamDay = { day };
    for (const name of COUNTS) {
      const count = counts[name];
      if (count !== null) {
        entry[name] = count;
      }
    }
    return entry;
  });
}
