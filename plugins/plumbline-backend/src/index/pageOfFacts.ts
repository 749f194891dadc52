import {
  FactKind,
  FactsPage,
  FactsQuery,
  RepositoryOverview,
} from '@plumbline/plugin-plumbline-common';
import { environmentOrder } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { countOf, cutPage, decodeCursor } from '../database/cursor';
import { DatabaseIndex } from './DatabaseIndex';
import { Mark, severityRank, StoredFact } from './factRows';
import { withOrigin } from './locations';
import { containing, storable } from '../database/text';
import { directoryOf, teamValues } from './teamMarks';
import { markOfValue } from './teamValue';

const DEFAULT_PAGE = 50;

interface FoundRow {
  id: number;
  rank: number;
  sort: string;
  facts: string;
  source_name: string;
  source_revision: string | null;
}

/** Facts of one kind, the worst first. */
export async function pageOfFacts<K extends FactKind>(
  reader: Knex,
  kind: K,
  query: FactsQuery,
): Promise<FactsPage<K>> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const index = new DatabaseIndex(reader);
  const marks = await wantedMarks(reader, query);
  const filtered = () => {
    const rows = reader('repository_facts as f').where('f.kind', kind);
    if (query.repository !== undefined) {
      rows.where('f.source_id', storable(`repository:${query.repository}`));
    }
    if (query.rule !== undefined) {
      rows.where('f.name', storable(query.rule));
    }
    if (query.severity !== undefined) {
      // The rank of a finding follows from it, and is what the indexes hold.
      rows.where({
        'f.severity': query.severity,
        'f.rank': severityRank[query.severity],
      });
    }
    if (query.text) {
      rows.whereRaw(`f.search LIKE ? ESCAPE '\\'`, [containing(query.text)]);
    }
    for (const { type, values } of marks) {
      rows.whereIn(
        'f.id',
        reader('repository_fact_marks')
          .where({ type })
          .whereIn('value', values)
          .select('fact_id'),
      );
    }
    return rows;
  };
  const page = filtered()
    .join('sources as s', 's.id', 'f.source_id')
    .orderBy(['f.rank', 'f.sort', 'f.id'])
    .limit(limit + 1)
    .select(
      'f.id',
      'f.rank',
      'f.sort',
      'f.facts',
      's.name as source_name',
      's.revision as source_revision',
    );
  if (query.cursor) {
    const [rank, sort, id] = decodeCursor(query.cursor, [
      'number',
      'string',
      'number',
    ]);
    page.whereRaw('(f.rank, f.sort, f.id) > (?, ?, ?)', [rank, sort, id]);
  }
  const found: FoundRow[] = await page;
  const { rows, next } = cutPage(found, limit, row => [
    row.rank,
    row.sort,
    row.id,
  ]);
  const stored = rows.map(row => ({
    repository: row.source_name,
    ...withOrigin<StoredFact<K>>(row.facts, {
      repository: row.source_name,
      revision: row.source_revision ?? '',
    }),
  }));
  const directory = await directoryOf(
    index,
    stored.flatMap(({ owners }) => owners),
  );
  return {
    items: stored.map(({ repository, owners, fact, places }) => ({
      repository,
      teams: [...new Set(owners.map(mark => directory.refOf(mark)))],
      fact,
      ...(places && { places }),
    })),
    totalItems: await countOf(filtered()),
    ...next,
  };
}

/** What the rows of an answer are marked with: one of the values of each type. */
async function wantedMarks(
  reader: Knex,
  { team, environment, cluster }: FactsQuery,
): Promise<{ type: Mark['type']; values: string[] }[]> {
  const wanted: { type: Mark['type']; values: string[] }[] = [];
  if (team !== undefined) {
    const values = await teamValues(reader, 'repository_fact_marks', team);
    wanted.push({ type: 'team', values });
  }
  if (environment !== undefined) {
    wanted.push({ type: 'environment', values: [storable(environment)] });
  }
  if (cluster !== undefined) {
    wanted.push({ type: 'cluster', values: [storable(cluster)] });
  }
  return wanted;
}

/** How many facts of each kind a repository has, and what they can be filtered by. */
export async function overviewOf(
  reader: Knex,
  sourceId: string,
): Promise<Omit<RepositoryOverview, 'source'>> {
  const ofSource = () =>
    reader('repository_facts').where('source_id', sourceId);
  const kinds: { kind: FactKind; total: number | string }[] = await ofSource()
    .groupBy('kind')
    .select('kind')
    .count({ total: '*' });
  const totals: RepositoryOverview['totals'] = {
    services: 0,
    findings: 0,
    secrets: 0,
    credentials: 0,
    policies: 0,
    guesses: 0,
  };
  for (const { kind, total } of kinds) {
    totals[kind] = Number(total);
  }
  const rules: {
    name: string;
    severity: RepositoryOverview['rules'][number]['severity'];
    rank: number;
    total: number | string;
  }[] = await ofSource()
    .where('kind', 'findings')
    .groupBy('rank', 'severity', 'name')
    .orderBy(['rank', 'name'])
    .select('rank', 'severity', 'name')
    .count({ total: '*' });
  const marks: { type: string; value: string }[] = await reader(
    'repository_fact_marks',
  )
    .whereIn('fact_id', ofSource().select('id'))
    .distinct('type', 'value')
    .orderBy('value');
  const valuesOf = (type: string) =>
    marks.filter(mark => mark.type === type).map(mark => mark.value);
  const teamMarks = valuesOf('team').map(markOfValue);
  const directory = await directoryOf(new DatabaseIndex(reader), teamMarks);
  return {
    totals,
    rules: rules.map(({ name, severity, total }) => ({
      rule: name,
      severity,
      total: Number(total),
    })),
    teams: [...new Set(teamMarks.map(mark => directory.refOf(mark)))].sort(),
    environments: valuesOf('environment').sort(
      (a, b) => environmentOrder(a) - environmentOrder(b),
    ),
    clusters: valuesOf('cluster'),
  };
}
