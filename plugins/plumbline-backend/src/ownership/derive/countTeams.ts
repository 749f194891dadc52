import { describing, TeamDirectory, teamKey } from '@plumbline/gitops-lookup';
import { Knex } from 'knex';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { chunksOf } from '../../database/chunks';
import { fitsIndex, storable } from '../../database/text';
import { kindsOf, TROUBLES } from './troubles';

const MAX_SORT = 200;
const MAX_SEARCH = 1_000;

export interface TeamCountsRow {
  ref: string;
  key: string;
  title: string | null;
  sort: string;
  search: string;
  known: boolean | number;
  services: number;
  workloads: number;
  namespaces: number;
  paths: number;
  repositories: number;
  clusters: number;
  contested: number;
  drift: number;
  drift_unknown: number;
  secrets: number;
  secrets_unknown: number;
  findings: number;
  alerts: number;
  promotions: number;
}

/** What is counted from other tables than those of things. */
type Beside = 'findings' | 'alerts' | 'promotions';

type Counts = Omit<
  TeamCountsRow,
  'ref' | 'key' | 'title' | 'sort' | 'search' | 'known' | Beside
>;

const NOTHING: Counts = {
  services: 0,
  workloads: 0,
  namespaces: 0,
  paths: 0,
  repositories: 0,
  clusters: 0,
  contested: 0,
  drift: 0,
  drift_unknown: 0,
  secrets: 0,
  secrets_unknown: 0,
};

/** Counts anew what these teams own, and what is wrong with it. A team that owns nothing and that nobody describes is forgotten. */
export async function countTeams(tx: Knex, refs: string[]): Promise<void> {
  const index = new DatabaseIndex(tx);
  for (const chunk of chunksOf(refs.filter(ref => fitsIndex(ref)))) {
    const keys = chunk.map(ref => storable(teamKey(ref)));
    const described = await index.teams(keys);
    const directory = new TeamDirectory(described);
    const counts = await countsOf(tx, chunk);
    await addTroubles(tx, chunk, counts);
    const rows = chunk.flatMap((ref, at): Omit<TeamCountsRow, Beside>[] => {
      const named = described.filter(each => each.ref === ref);
      const team = describing(named)[0] ?? named[0];
      const owned = counts.get(ref);
      // Another ref stands for it now: what it owned goes there.
      const renamed = directory.refOf(ref) !== ref;
      if (!owned && (!team || renamed)) {
        return [];
      }
      const name = ref.slice(ref.lastIndexOf('/') + 1);
      return [
        {
          ref,
          key: keys[at],
          title: team?.title ? storable(team.title) : null,
          sort: storable(
            (team?.title ?? name).toLowerCase().slice(0, MAX_SORT),
          ),
          search: storable(
            [ref, team?.title, ...(team?.aliases ?? [])]
              .filter(Boolean)
              .join(' ')
              .toLowerCase()
              .slice(0, MAX_SEARCH),
          ),
          known: team !== undefined,
          ...(owned ?? NOTHING),
        },
      ];
    });
    const kept = new Set(rows.map(({ ref }) => ref));
    await tx('ownership_teams')
      .whereIn(
        'ref',
        chunk.filter(ref => !kept.has(ref)),
      )
      .delete();
    if (rows.length > 0) {
      await tx('ownership_teams').insert(rows).onConflict('ref').merge();
    }
  }
}

async function countsOf(
  tx: Knex,
  refs: string[],
): Promise<Map<string, Counts>> {
  const ofTeams = () =>
    tx('ownership_owners as o')
      .join('ownership_things as t', 't.id', 'o.thing_id')
      .whereIn('o.team', refs)
      .groupBy('o.team');
  const rows: {
    team: string;
    type: string;
    total: number | string;
    contested: number | string;
    drift_unknown: number | string;
    secrets_unknown: number | string;
  }[] = await ofTeams()
    .groupBy('o.type')
    .select(
      'o.team',
      'o.type',
      tx.raw('count(*) AS total'),
      tx.raw('sum(CASE WHEN t.contested THEN 1 ELSE 0 END) AS contested'),
      tx.raw('sum(CASE WHEN t.sync_known THEN 0 ELSE 1 END) AS drift_unknown'),
      tx.raw(
        'sum(CASE WHEN t.secrets_known THEN 0 ELSE 1 END) AS secrets_unknown',
      ),
    );
  const places: {
    team: string;
    repositories: number | string;
    clusters: number | string;
  }[] = await ofTeams().select(
    'o.team',
    tx.raw('count(DISTINCT t.repository) AS repositories'),
    tx.raw('count(DISTINCT t.cluster) AS clusters'),
  );
  const counts = new Map<string, Counts>(
    places.map(({ team, repositories, clusters }) => [
      team,
      {
        ...NOTHING,
        repositories: Number(repositories),
        clusters: Number(clusters),
      },
    ]),
  );
  for (const { team, type, total, contested, ...unknown } of rows) {
    const count = counts.get(team);
    if (count) {
      count.contested += Number(contested);
      count.services += type === 'service' ? Number(total) : 0;
      if (type === 'workload') {
        count.workloads = Number(total);
        count.drift_unknown = Number(unknown.drift_unknown);
        count.secrets_unknown = Number(unknown.secrets_unknown);
      }
      count.namespaces += type === 'namespace' ? Number(total) : 0;
      count.paths += type === 'path' ? Number(total) : 0;
    }
  }
  return counts;
}

/** Adds with how many things of each team something is wrong. */
async function addTroubles(
  tx: Knex,
  refs: string[],
  counts: Map<string, Counts>,
): Promise<void> {
  for (const type of TROUBLES) {
    const rows: { team: string; total: number | string }[] = await tx(
      'ownership_owners as o',
    )
      .join('ownership_troubles as x', 'x.thing_id', 'o.thing_id')
      .whereIn('o.team', refs)
      .whereIn('x.type', kindsOf[type])
      .where('x.counts', true)
      .groupBy('o.team')
      .select('o.team', tx.raw('count(DISTINCT o.thing_id) AS total'));
    for (const { team, total } of rows) {
      const count = counts.get(team);
      if (count) {
        count[type] = Number(total);
      }
    }
  }
}
