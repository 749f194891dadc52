import { AlertResolution, LookedAt } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { subjectKeyOf } from '../../alerts/store/questions';
import { chunksOf } from '../../database/chunks';
import { FoundThing } from '../pages/pageOfThings';
import { NamedByAlerts } from './suggest';
import { ThingRow } from '../derive/thingRows';

/** What runs in the namespaces of one page that is looked at. */
const MAX_INSIDE = 2_000;
/** Questions of so many objects that are read, the newest first. */
const MAX_QUESTIONS = 500;

type ObjectColumns = Pick<ThingRow, 'kind' | 'namespace' | 'name' | 'cluster'>;

interface QuestionRow {
  key: string;
  subject_key: string;
  resolution: string;
  last_seen: string;
}

/**
 * Teams that alerts named which were about each of these things: by a label of theirs, or because a person said whose it is. Of a row for a
 * namespace also those about what runs in it and nobody owns.
 */
export async function alertsNaming(
  reader: Knex,
  items: readonly FoundThing[],
): Promise<NamedByAlerts[][]> {
  const subjects = new Map<string, { item: number; inside: boolean }[]>();
  const add = (row: ObjectColumns, item: number, inside: boolean) => {
    const key = subjectKeyOf(objectOf(row));
    const known = subjects.get(key) ?? [];
    subjects.set(key, known);
    known.push({ item, inside });
  };
  const groups = new Map<string, number>();
  items.forEach(({ row, group }, at) => {
    if (row.kind) {
      add(row, at, group !== undefined && row.type !== 'namespace');
    }
    if (group) {
      groups.set(group.namespace, at);
    }
  });
  for (const row of await workloadsIn(reader, [...groups.keys()])) {
    const item = groups.get(row.namespace);
    if (item !== undefined) {
      add(row, item, true);
    }
  }
  const found = items.map(() => new Map<string, NamedByAlerts>());
  const note = (key: string, named: Omit<NamedByAlerts, 'inside'>) => {
    for (const { item, inside } of subjects.get(key) ?? []) {
      const teams = found[item];
      const known = teams.get(named.team);
      if (!known || (named.said && !known.said)) {
        teams.set(named.team, { ...named, inside });
      }
    }
  };
  for (const chunk of chunksOf([...subjects.keys()])) {
    const questions = await questionsAbout(reader, chunk);
    const subjectOf = new Map(
      questions.map(({ key, subject_key }) => [key, subject_key]),
    );
    for (const { subject_key, resolution, last_seen } of questions) {
      const { owners }: Pick<AlertResolution, 'owners'> =
        JSON.parse(resolution);
      for (const { team, raw, source } of owners) {
        // What else decided is known of the thing already.
        if (source === 'alert-label') {
          note(subject_key, { team, raw, at: last_seen });
        }
      }
    }
    for (const { key, team, at } of await verdictsOn(reader, [
      ...subjectOf.keys(),
    ])) {
      note(subjectOf.get(key) ?? '', { team, raw: team, at, said: true });
    }
  }
  return found.map(teams => [...teams.values()]);
}

function objectOf({ kind, namespace, name, cluster }: ObjectColumns): LookedAt {
  return {
    kind,
    ...(namespace && { namespace }),
    name,
    ...(cluster !== null && { cluster }),
  };
}

async function workloadsIn(
  reader: Knex,
  namespaces: string[],
): Promise<ObjectColumns[]> {
  return namespaces.length === 0
    ? []
    : await reader('ownership_things')
        .where({ type: 'workload', state: 'unowned' })
        .whereIn('namespace', namespaces)
        .orderBy(['risk', 'id'])
        .limit(MAX_INSIDE)
        .select('kind', 'namespace', 'name', 'cluster');
}

async function questionsAbout(
  reader: Knex,
  subjects: string[],
): Promise<QuestionRow[]> {
  return await reader('alert_questions')
    .whereIn('subject_key', subjects)
    .whereNotNull('resolution')
    .orderBy('last_seen', 'desc')
    .limit(MAX_QUESTIONS)
    .select('key', 'subject_key', 'resolution', 'last_seen');
}

/** What people said of alerts, the newest first. */
async function verdictsOn(
  reader: Knex,
  questions: string[],
): Promise<{ key: string; team: string; at: string }[]> {
  const found: { key: string; team: string; at: string }[] = [];
  for (const chunk of chunksOf(questions)) {
    found.push(
      ...(await reader('alerts')
        .whereIn('question_key', chunk)
        .whereNotNull('verdict_team')
        .orderBy('verdict_at', 'desc')
        .limit(MAX_QUESTIONS)
        .select(
          'question_key as key',
          'verdict_team as team',
          'verdict_at as at',
        )),
    );
  }
  return found;
}
