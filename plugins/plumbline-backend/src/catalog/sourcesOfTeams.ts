import { Knex } from 'knex';
import { chunksOf } from '../database/chunks';
import { takeTurns } from '../database/turns';

/** Teams whose sources are looked up at once: some own thousands of things. */
const TEAMS = 50;
/** Sources of a team that are told. */
const MAX_SOURCES = 200;

/** Where each of these teams owns something or is described; undefined for a team of too many sources. */
export async function sourcesOfTeams(
  reader: Knex,
  refs: string[],
): Promise<(ref: string) => string[] | undefined> {
  const turn = takeTurns();
  const found = new Map(refs.map(ref => [ref, new Set<string>()]));
  for (const chunk of chunksOf(refs, TEAMS)) {
    const owned: { ref: string; source: string }[] = await reader(
      'ownership_owners as o',
    )
      .join('ownership_things as t', 't.id', 'o.thing_id')
      .whereIn('o.team', chunk)
      .distinct('o.team as ref', 't.source_id as source');
    const described: { ref: string; source: string }[] = await reader('teams')
      .whereIn('ref', chunk)
      .distinct('ref', 'origin as source');
    for (const { ref, source } of [...owned, ...described]) {
      // What the configuration says needs no read.
      if (/^(repository|cluster|provider):/.test(source)) {
        found.get(ref)?.add(source);
      }
    }
    await turn();
  }
  return ref => {
    const sources = found.get(ref);
    return sources && sources.size <= MAX_SOURCES
      ? [...sources].sort()
      : undefined;
  };
}
