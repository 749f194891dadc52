import { AlertOwnership, LookedAt } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { fitsIndex, storable } from '../../database/text';
import { digestOf } from '../../database/digest';
import { ClaimedQuestion, ClaimOptions, ResolvedQuestion } from './AlertStore';
import { chunksOf } from '../../database/chunks';
import { claimRows } from './claimRows';
import { rankOf } from './rows';

interface QuestionRow {
  key: string;
  question: string;
  ownership: AlertOwnership;
  resolution: string | null;
  failures: number;
  early: number;
}

/** How many questions become due at once; the rest waits for the next time. */
const MOST_ASKED_AGAIN = 500;

export async function claimQuestions(
  database: Knex,
  owner: string,
  options: ClaimOptions,
): Promise<ClaimedQuestion[]> {
  const rows: QuestionRow[] = await claimRows(
    database,
    { table: 'alert_questions', key: 'key' },
    owner,
    options,
  );
  return rows.map(({ key, question, failures, early }) => ({
    key,
    text: question,
    failures,
    early,
    owner,
  }));
}

/** Stores an answer, and puts the alerts that ask for it where they belong in the list. */
export async function resolve(
  database: Knex,
  claimed: ClaimedQuestion,
  { ownership, resolution }: ResolvedQuestion,
  againAt?: Date,
): Promise<void> {
  const { key, owner } = claimed;
  const { owners, subject, cluster } = resolution;
  const object =
    subject?.type === 'object' ? { ...subject, cluster } : undefined;
  await database.transaction(async tx => {
    const held = await tx('alert_questions')
      .where({ key, claim_owner: owner })
      .update({
        ownership,
        resolution: JSON.stringify(resolution),
        environment: indexed(resolution.environment),
        cluster: indexed(resolution.cluster),
        search: object ? searchOf(object) : '',
        subject_key: object ? subjectKeyOf(object) : null,
        sure: owners.some(({ confidence }) => confidence !== 'guess'),
        resolved_at: resolution.resolvedAt,
        due_at: againAt
          ? tx.raw(
              `CASE WHEN EXISTS (
                SELECT 1 FROM alerts WHERE alerts.question_key = alert_questions.key AND alerts.status = 'firing'
              ) THEN ? END`,
              [againAt.toISOString()],
            )
          : null,
        early: againAt ? tx.raw('early + 1') : 0,
        failures: 0,
        claim_owner: null,
        claim_until: null,
      });
    if (held === 0) {
      return;
    }
    await tx('alert_question_teams').where({ question_key: key }).delete();
    const teams = [...new Set(owners.map(({ team }) => team))];
    const rows = teams.flatMap(team =>
      fitsIndex(team) ? [{ question_key: key, team: storable(team) }] : [],
    );
    if (rows.length > 0) {
      await tx('alert_question_teams').insert(rows);
    }
    await tx('alerts')
      .where({ question_key: key, status: 'firing' })
      .update({ rank: rankOf('firing', ownership) });
  });
}

function indexed(text: string | undefined): string | null {
  return text === undefined ? null : storable(text);
}

/** The object that an answer is about, as it is searched. */
function searchOf({ kind, namespace, name }: LookedAt): string {
  return storable(
    [kind, namespace, name].filter(Boolean).join('/').toLowerCase(),
  );
}

/** The object that an answer is about, in its cluster. */
export function subjectKeyOf(object: LookedAt): string {
  return digestOf(searchOf(object), object.cluster ?? null);
}

export async function failQuestion(
  database: Knex,
  { key, owner }: ClaimedQuestion,
  retryAt: Date,
): Promise<void> {
  await database('alert_questions')
    .where({ key, claim_owner: owner })
    .update({
      due_at: retryAt.toISOString(),
      failures: database.raw('failures + 1'),
      claim_owner: null,
      claim_until: null,
    });
}

export async function resolutions(
  reader: Knex,
  keys: string[],
): Promise<Map<string, ResolvedQuestion>> {
  const found = new Map<string, ResolvedQuestion>();
  for (const some of chunksOf([...new Set(keys)])) {
    const rows: QuestionRow[] = await reader('alert_questions')
      .whereIn('key', some)
      .whereNotNull('resolution')
      .select();
    for (const { key, ownership, resolution } of rows) {
      if (resolution) {
        found.set(key, { ownership, resolution: JSON.parse(resolution) });
      }
    }
  }
  return found;
}

/**
 * One that failed is not waited for: nobody knows when it will be read. Nor is a cluster of which nothing is left to be
 * listed but kinds that may not be, or could not be.
 */
export async function isIndexing(reader: Knex): Promise<boolean> {
  const kinds = () =>
    reader('cluster_resources')
      .select(reader.raw('1'))
      .whereRaw('cluster_resources.source_id = sources.id');
  const unread = await reader('sources')
    .whereNull('last_success')
    .whereNull('error')
    .whereNull('gone_since')
    .where(awaited =>
      awaited
        .whereNotExists(kinds().whereNotNull('error'))
        .orWhereExists(kinds().whereNull('error').whereNull('listed_at')),
    )
    .first('id');
  return (
    unread !== undefined ||
    !(await reader('sources').whereNot('kind', 'catalog').first('id'))
  );
}

export async function askAgain(
  database: Knex,
  options: { now: Date; unownedBefore: Date; before: Date },
): Promise<number> {
  const { now, unownedBefore, before } = options;
  const learned: { at?: string | null } | undefined = await database('sources')
    .max({ at: 'last_success' })
    .first();
  const keys: { key: string }[] = await database('alert_questions')
    .whereNull('due_at')
    .where(old => {
      old.where('resolved_at', '<', before.toISOString()).orWhere(unowned =>
        unowned
          .whereNot('ownership', 'owned')
          .where('resolved_at', '<', unownedBefore.toISOString())
          .where('resolved_at', '<', learned?.at ?? ''),
      );
    })
    .whereExists(
      database('alerts')
        .select(database.raw('1'))
        .whereRaw('alerts.question_key = alert_questions.key')
        .where('alerts.status', 'firing'),
    )
    .orderBy('resolved_at')
    .limit(MOST_ASKED_AGAIN)
    .select('key');
  let due = 0;
  for (const some of chunksOf(keys.map(({ key }) => key))) {
    due += await database('alert_questions')
      .whereIn('key', some)
      .whereNull('due_at')
      .update({ due_at: now.toISOString() });
  }
  return due;
}
