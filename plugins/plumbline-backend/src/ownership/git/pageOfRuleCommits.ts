import { NotFoundError } from '@backstage/errors';
import { SourceInfo } from '@plumbline/gitops-lookup';
import { codeownersSubject } from '@plumbline/gitops-reader';
import {
  linkToCommit,
  RuleChange,
  RuleCommit,
  RuleCommitsPage,
  RuleCommitsQuery,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { maskSubject } from '../../masking/maskText';
import { cutPage, decodeCursor } from '../../database/cursor';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { storable } from '../../database/text';
import { isMarkOf, TeamMarks } from '../../index/teamMarks';
import { storedCodeowners } from '../suggest/storedCodeowners';
import { parentOf, ThingFacts } from '../derive/thingRows';
import { NO_FILE } from './readRules';
import { kindOfFile, ruleKey, RuleCommit as StoredCommit } from './ruleChanges';

const DEFAULT_PAGE = 25;
const MAX_REPOSITORIES = 200;

/** What commits are asked for: those that name a team, or that change one rule. */
interface Wanted {
  marks: { type: 'team' | 'rule'; values: string[] };
  sourceId?: string;
  concerns: (change: RuleChange) => boolean;
}

interface CommitRow {
  id: number;
  at: string;
  facts: string;
  source_id: string;
  source_name: string;
}

/** Commits that changed whom rules name, as far as that concerns a team, or a thing of it. */
export async function pageOfRuleCommits(
  reader: Knex,
  team: TeamMarks,
  query: RuleCommitsQuery,
): Promise<RuleCommitsPage> {
  const thing =
    query.thing === undefined
      ? undefined
      : await thingOf(reader, team, query.thing);
  const wanted = thing ? await ofThing(reader, thing) : ofTeam(team);
  if (!wanted) {
    return {
      items: [],
      incomplete: [
        {
          repository: thing?.repository ?? '',
          reason:
            'no rule of CODEOWNERS, OWNERS or catalog-info.yaml decides who owns it: the history of other marks is not read',
        },
      ],
    };
  }
  const incomplete = await incompleteOf(reader, team, wanted);
  const limit = query.limit ?? DEFAULT_PAGE;
  const found = await commitsOf(reader, wanted, query.cursor, limit + 1);
  const { rows, next } = cutPage(found, limit, row => [row.at, row.id]);
  const sources = new Map(
    (
      await new DatabaseIndex(reader).sources(
        rows.map(({ source_id }) => source_id),
      )
    ).map(source => [source.id, source]),
  );
  return {
    // A commit that names a namesake alone is found by the same key.
    items: rows
      .map(row => toCommit(row, wanted, sources.get(row.source_id)))
      .filter(({ rules }) => rules.length > 0),
    incomplete,
    ...next,
  };
}

async function commitsOf(
  reader: Knex,
  { marks, sourceId }: Wanted,
  cursor: string | undefined,
  limit: number,
): Promise<CommitRow[]> {
  const rows = reader('ownership_commits as c')
    .join('sources as s', 's.id', 'c.source_id')
    .whereIn('c.id', ids =>
      ids
        .from('ownership_commit_marks')
        .where('type', marks.type)
        .whereIn('value', marks.values)
        .select('commit_id'),
    )
    .orderBy([
      { column: 'c.at', order: 'desc' },
      { column: 'c.id', order: 'desc' },
    ])
    .limit(limit)
    .select<CommitRow[]>(
      'c.id',
      'c.at',
      'c.facts',
      'c.source_id',
      's.name as source_name',
    );
  if (sourceId !== undefined) {
    rows.where('c.source_id', sourceId);
  }
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, ['string', 'number']);
    rows.whereRaw('(c.at, c.id) < (?, ?)', [at, id]);
  }
  return await rows;
}

function toCommit(
  row: CommitRow,
  { concerns }: Wanted,
  source: SourceInfo | undefined,
): RuleCommit {
  const { rules, ...commit }: Omit<StoredCommit, 'landed' | 'at'> = JSON.parse(
    row.facts,
  );
  const url = linkToCommit(commit.revision, source);
  return {
    ...commit,
    // What was stored before subjects were masked.
    subject: maskSubject(commit.subject),
    repository: row.source_name,
    at: row.at,
    rules: rules.filter(concerns),
    ...(url && { url }),
  };
}

function ofTeam(team: TeamMarks): Wanted {
  return {
    marks: { type: 'team', values: team.keys },
    concerns: ({ before = [], after = [] }) =>
      [...before, ...after].some(mark => isMarkOf(team, mark)),
  };
}

interface FoundThing {
  source_id: string;
  repository: string | null;
  facts: string;
}

async function thingOf(
  reader: Knex,
  { ref }: TeamMarks,
  id: string,
): Promise<FoundThing> {
  const row: FoundThing | undefined = await reader('ownership_things as t')
    .join('ownership_owners as o', 'o.thing_id', 't.id')
    .where({ 't.row_key': storable(id), 'o.team': ref })
    .first('t.source_id', 't.repository', 't.facts');
  if (!row) {
    throw new NotFoundError('The team owns no such thing');
  }
  return row;
}

/** The rule that decides who owns a thing, undefined where none does whose history is read. */
async function ofThing(
  reader: Knex,
  { facts }: FoundThing,
): Promise<Wanted | undefined> {
  const { owners }: ThingFacts = JSON.parse(facts);
  const evidence = owners[0]?.evidence;
  if (evidence?.type !== 'file') {
    return undefined;
  }
  const { repository, path, line } = evidence.location;
  const kind = kindOfFile(path);
  let rule: string | undefined;
  if (kind === 'CODEOWNERS') {
    const file = (await storedCodeowners(reader, [repository])).get(repository);
    rule =
      file && line !== undefined
        ? codeownersSubject(file.text, line, file.dialect)
        : undefined;
  } else if (kind === 'OWNERS' || kind === 'catalog-info') {
    rule = parentOf(path);
  }
  if (rule === undefined) {
    return undefined;
  }
  const key = ruleKey(kind, rule);
  return {
    marks: { type: 'rule', values: [storable(key)] },
    sourceId: `repository:${repository}`,
    concerns: change => ruleKey(kindOfFile(change.path), change.rule) === key,
  };
}

async function sourcesOf(reader: Knex, { ref }: TeamMarks): Promise<string[]> {
  const rows: { repository: string }[] = await reader('ownership_owners as o')
    .join('ownership_things as t', 't.id', 'o.thing_id')
    .where('o.team', ref)
    .whereNotNull('t.repository')
    .distinct('t.repository as repository')
    .orderBy('repository')
    .limit(MAX_REPOSITORIES);
  return rows.map(({ repository }) => `repository:${repository}`);
}

/** Repositories of which the whole history is not known, and why. */
async function incompleteOf(
  reader: Knex,
  team: TeamMarks,
  { sourceId }: Wanted,
): Promise<RuleCommitsPage['incomplete']> {
  const rows: {
    name: string;
    head: string | null;
    ends: string | null;
    error: string | null;
  }[] = await reader('sources as s')
    .leftJoin('ownership_git as g', 'g.source_id', 's.id')
    .whereIn(
      's.id',
      // Where the rule stands: the thing may be of another repository, or of none.
      sourceId === undefined ? await sourcesOf(reader, team) : [sourceId],
    )
    .orderBy('s.name')
    .select('s.name', 'g.head', 'g.ends', 'g.error');
  return rows.flatMap(({ name, head, ends, error }) => {
    const reason =
      error ?? ends ?? (head === null ? 'its history is not read yet' : null);
    // Of all that a team has, most repositories may never have had such a file.
    const isTold = sourceId !== undefined || reason !== NO_FILE;
    return reason === null || !isTold ? [] : [{ repository: name, reason }];
  });
}
