import {
  linkToFile,
  TeamsPage,
  TeamsQuery,
  TeamSummary,
  TeamView,
} from '@plumbline/plugin-plumbline-common';
import { TeamFact } from '@plumbline/gitops-reader';
import { describing, SourceInfo, teamKey } from '@plumbline/gitops-lookup';
import { Knex } from 'knex';
import { countOf, cutPage, decodeCursor } from '../../database/cursor';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { containing, storable } from '../../database/text';
import { directoryOf } from '../../index/teamMarks';
import { TeamCountsRow } from '../derive/countTeams';
import { trendOfTeam } from './coverage';
import { placesOfThings } from './placesOfThings';
import { daysOfTeam } from '../derive/teamDays';
import { keysOf, TeamFilter, teamsMeant, whereTeams } from '../teamFilter';

const DEFAULT_PAGE = 50;
const MAX_PEOPLE = 20;

/** Teams, by name or by how much they own. */
export async function pageOfTeams(
  reader: Knex,
  query: TeamsQuery,
  filter: TeamFilter | undefined,
): Promise<Omit<TeamsPage, 'pending'>> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const sort = query.sort ?? 'name';
  const order = query.order ?? (sort === 'name' ? 'asc' : 'desc');
  const wanted =
    query.refs === undefined
      ? undefined
      : await teamsMeant(reader, {
          marks: query.refs.split(',').slice(0, 500),
        });
  const filtered = () => {
    const rows = reader('ownership_teams');
    if (query.text) {
      rows.whereRaw(`search LIKE ? ESCAPE '\\'`, [containing(query.text)]);
    }
    if (wanted) {
      rows.where(builder => whereTeams(builder, wanted, 'ref'));
    }
    if (filter) {
      rows.where(builder => whereTeams(builder, filter, 'ref'));
    }
    return rows;
  };
  const column = sort === 'name' ? 'sort' : sort;
  const page = filtered()
    .orderBy([
      { column, order },
      { column: 'sort', order: 'asc' },
      { column: 'ref', order: 'asc' },
    ])
    .limit(limit + 1)
    .select<TeamCountsRow[]>();
  if (query.cursor) {
    const [at, name, ref] = decodeCursor(query.cursor, [
      sort === 'name' ? 'string' : 'number',
      'string',
      'string',
    ]);
    const beyond = order === 'asc' ? '>' : '<';
    page.whereRaw(`(?? ${beyond} ? OR (?? = ? AND (sort, ref) > (?, ?)))`, [
      column,
      at,
      column,
      at,
      name,
      ref,
    ]);
  }
  const { rows, next } = cutPage(await page, limit, row => [
    row[column],
    row.sort,
    row.ref,
  ]);
  const described = await new DatabaseIndex(reader).teams(
    rows.map(({ key }) => key),
  );
  return {
    items: rows.map(row => {
      const contacts = contactsOf(row, described);
      return { ...toSummary(row), ...(contacts.length > 0 && { contacts }) };
    }),
    totalItems: await countOf(filtered()),
    ...next,
    ...(filter && { restricted: true }),
  };
}

/** How to reach a team, by whoever describes it: a way that several tell is told once, with its address where one has it. */
export function contactsOf(
  { ref }: Pick<TeamCountsRow, 'ref'>,
  described: TeamFact[],
): TeamView['contacts'] {
  const contacts = new Map<string, TeamView['contacts'][number]>();
  for (const team of describing(described.filter(each => each.ref === ref))) {
    for (const contact of team.contacts) {
      const key = `${contact.type} ${contact.value}`;
      if (!contacts.get(key)?.url) {
        contacts.set(key, contact);
      }
    }
  }
  return [...contacts.values()];
}

function toSummary(row: TeamCountsRow): TeamSummary {
  const { services, workloads, namespaces, paths } = row;
  const { repositories, clusters, contested } = row;
  const { findings, alerts, promotions } = row;
  const { drift, drift_unknown, secrets, secrets_unknown } = row;
  return {
    ref: row.ref,
    ...(row.title && { title: row.title }),
    known: Boolean(row.known),
    counts: {
      services,
      workloads,
      namespaces,
      paths,
      repositories,
      clusters,
      contested,
      findings,
      alerts,
      promotions,
      drift: numberIfKnown(drift, drift_unknown, workloads),
      driftUnknown: drift_unknown,
      secrets: numberIfKnown(secrets, secrets_unknown, workloads),
      secretsUnknown: secrets_unknown,
    },
  };
}

/** With how many workloads something is wrong. Where nothing tells of any of them, there is no number. */
export function numberIfKnown(
  wrong: number,
  unknown: number,
  workloads: number,
): number | undefined {
  return wrong > 0 || workloads === 0 || unknown < workloads
    ? wrong
    : undefined;
}

/** The row of the team that a mark means: as a directory says, otherwise the one that is called like it. */
export async function findTeam(
  reader: Knex,
  mark: string,
): Promise<TeamCountsRow | undefined> {
  const directory = await directoryOf(new DatabaseIndex(reader), [mark]);
  const ref = storable(directory.refOf(mark));
  const rows: TeamCountsRow[] = await reader('ownership_teams')
    .where({ ref })
    // A team is listed under another ref while no directory describes it.
    .orWhereIn('key', keysOf([mark]));
  const exact = rows.find(row => row.ref === ref);
  return exact ?? (rows.length === 1 ? rows[0] : undefined);
}

/** One team, how to reach it, and how much it owned over time. */
export async function viewOfTeam(
  reader: Knex,
  row: TeamCountsRow,
  now: Date,
): Promise<Omit<TeamView, 'pending'>> {
  const index = new DatabaseIndex(reader);
  const described = (await index.teams([row.key])).filter(
    team => team.ref === row.ref,
  );
  const sources = new Map<string, SourceInfo>(
    (
      await index.sources(
        described.flatMap(({ evidence }) =>
          evidence?.type === 'file'
            ? [`repository:${evidence.location.repository}`]
            : [],
        ),
      )
    ).map(source => [source.name, source]),
  );
  const owned = () =>
    reader('ownership_owners as o')
      .join('ownership_things as t', 't.id', 'o.thing_id')
      .where('o.team', row.ref);
  const people: {
    author: string;
    changes: number | string;
    last: string;
  }[] = await owned()
    .whereNotNull('t.author')
    .groupBy('t.author')
    .orderBy([{ column: 'changes', order: 'desc' }, 'author'])
    .limit(MAX_PEOPLE)
    .select(
      't.author as author',
      reader.raw('count(*) AS changes'),
      reader.raw('max(t.changed_at) AS last'),
    );
  const marks = [...new Set(described.flatMap(({ aliases }) => aliases))];
  return {
    team: toSummary(row),
    aliases: marks,
    contacts: contactsOf(row, described),
    described: described.flatMap(({ evidence }) =>
      evidence
        ? [
            {
              evidence,
              ...(evidence.type === 'file' && {
                url: linkToFile(
                  evidence.location,
                  sources.get(evidence.location.repository),
                ),
              }),
            },
          ]
        : [],
    ),
    clashes: await clashesOf(reader, row.ref, marks),
    people: people.map(({ author, changes, last }) => ({
      name: author,
      changes: Number(changes),
      lastChange: last,
    })),
    trend: await trendOfTeam(reader, row.ref, now),
    days: await daysOfTeam(reader, row.ref, now),
    environments: await placesOfThings(owned(), 'environment'),
    clusters: await placesOfThings(owned(), 'cluster'),
    repositories: await placesOfThings(owned(), 'repository'),
  };
}

/** Other teams that are called by a mark of this one as well. */
async function clashesOf(
  reader: Knex,
  ref: string,
  aliases: string[],
): Promise<TeamView['clashes']> {
  const marks = [ref, ...aliases];
  const rows: { ref: string; key: string }[] = await reader('teams as t')
    .join('team_aliases as a', 'a.team_id', 't.id')
    .whereIn('a.key', keysOf(marks))
    .whereNot('t.ref', ref)
    .distinct('t.ref', 'a.key')
    .orderBy(['t.ref', 'a.key'])
    .limit(MAX_PEOPLE);
  return rows.map(row => ({
    ref: row.ref,
    mark: marks.find(mark => storable(teamKey(mark)) === row.key) ?? row.key,
  }));
}
