import { Knex } from 'knex';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { directoryOf } from '../../index/teamMarks';
import { markOfValue } from '../../index/teamValue';
import { TeamCountsRow } from './countTeams';

/** How often a mark of a team was found. */
interface Marked {
  mark: string;
  total: number | string;
}

/** Counts the findings of all teams: of all files that their marks are on. */
export async function countFindings(reader: Knex, client: Knex): Promise<void> {
  const marked: Marked[] = await reader('repository_fact_marks as m')
    .join('repository_facts as f', 'f.id', 'm.fact_id')
    .where({ 'm.type': 'team', 'f.kind': 'findings' })
    .groupBy('m.value')
    .select('m.value as mark', reader.raw('count(*) AS total'));
  await writeCounts(reader, client, 'findings', marked);
}

/** Counts the alerts that fire for each team. */
export async function countAlerts(reader: Knex, client: Knex): Promise<void> {
  const marked: Marked[] = await reader('alerts as a')
    .join('alert_question_teams as t', 't.question_key', 'a.question_key')
    // Firing, with an owner.
    .where('a.rank', 1)
    .groupBy('t.team')
    .select('t.team as mark', reader.raw('count(*) AS total'));
  await writeCounts(reader, client, 'alerts', marked);
}

/** Counts the services of each team that are behind in some environment. */
export async function countPromotions(
  reader: Knex,
  client: Knex,
): Promise<void> {
  const marked: Marked[] = await reader('promotion_service_marks as m')
    .where('m.type', 'team')
    .whereIn(
      'm.service_id',
      reader('promotion_service_marks')
        .where({ type: 'verdict', value: 'behind' })
        .select('service_id'),
    )
    .groupBy('m.value')
    .select('m.value as mark', reader.raw('count(*) AS total'));
  await writeCounts(reader, client, 'promotions', marked);
}

/**
 * A number belongs to the team that a mark means today. Writes those that differ: where nothing does, nobody waits for a write.
 */
async function writeCounts(
  reader: Knex,
  client: Knex,
  column: 'findings' | 'alerts' | 'promotions',
  marked: Marked[],
): Promise<void> {
  const directory = await directoryOf(
    new DatabaseIndex(reader),
    marked.map(({ mark }) => markOfValue(mark)),
  );
  const counts = new Map<string, number>();
  for (const { mark, total } of marked) {
    const key = directory.keyOf(markOfValue(mark));
    counts.set(key, (counts.get(key) ?? 0) + Number(total));
  }
  const teams: Pick<TeamCountsRow, 'ref' | typeof column>[] = await reader(
    'ownership_teams',
  ).select('ref', column);
  const changed = teams.flatMap(team => {
    const now = counts.get(directory.keyOf(team.ref)) ?? 0;
    return now === team[column] ? [] : [{ ref: team.ref, now }];
  });
  if (changed.length > 0) {
    await client.transaction(async tx => {
      for (const { ref, now } of changed) {
        await tx('ownership_teams')
          .where({ ref })
          .update({ [column]: now });
      }
    });
  }
}
