import { Knex } from 'knex';
import { chunksInTurns, chunksOf } from '../../database/chunks';
import { marks } from '../../database/selectRows';
import { objectLink, teamLink, THING_KINDS } from './thingRows';

/**
 * What changed: an object, with all that hangs on it; one thing alone; a repository; a source as a whole; a mark of a team;
 * the number of things of a team.
 */
export interface ChangeNote {
  id: number;
  type: 'object' | 'thing' | 'repository' | 'source' | 'team' | 'count';
  kind: string;
  namespace: string;
  name: string;
}

type NewNote = Omit<ChangeNote, 'id'>;

/** Postgres gives numbers of 64 bits as text. */
interface NoteRow {
  id: number | string;
}

/** What something else made says nothing: see the triggers, which leave it out as well. */
export const MADE = `kind IN ('Pod', 'ReplicaSet', 'Job') AND facts LIKE '%"controller":{%'`;

/** How long what could not be worked out waits, the last again and again. */
const RETRY_MINUTES = [1, 5, 15, 60];

/** Notes that wait for nothing. */
export async function oldestNotes(
  database: Knex,
  types: ChangeNote['type'][],
  limit: number,
  now: Date,
): Promise<ChangeNote[]> {
  const rows: (NewNote & NoteRow)[] = await database('ownership_changes')
    .whereIn('type', types)
    .where(notes =>
      notes.whereNull('retry_at').orWhere('retry_at', '<=', now.toISOString()),
    )
    .orderBy('id')
    .limit(limit)
    .select('id', 'type', 'kind', 'namespace', 'name');
  return rows.map(row => ({ ...row, id: Number(row.id) }));
}

/** How much is not worked out yet. Told exactly up to a thousand, so that asking stays cheap. */
export async function pendingNotes(database: Knex): Promise<number> {
  const [{ total }]: { total: number | string }[] = await database
    .count({ total: '*' })
    .from(
      database('ownership_changes').select('id').limit(1_000).as('pending'),
    );
  return Number(total);
}

export async function addNotes(tx: Knex, notes: NewNote[]): Promise<void> {
  for await (const chunk of chunksInTurns(notes)) {
    await tx('ownership_changes').insert(chunk);
  }
}

/** Notes every thing that runs or is declared. */
export async function noteAllThings(tx: Knex): Promise<void> {
  await tx.raw(
    `INSERT INTO ownership_changes (type, kind, namespace, name)
      SELECT DISTINCT 'thing', kind, namespace, name FROM objects
      WHERE kind IN (${marks(THING_KINDS)}) AND NOT (${MADE})`,
    [...THING_KINDS],
  );
}

/** The last note so far. */
export async function lastNote(database: Knex): Promise<number> {
  const row: Partial<NoteRow> | undefined = await database('ownership_changes')
    .max({ id: 'id' })
    .first();
  return Number(row?.id ?? 0);
}

/** Exactly these: what was noted meanwhile stays. */
export async function removeNotes(
  tx: Knex,
  notes: ChangeNote[],
): Promise<void> {
  for (const chunk of chunksOf(notes)) {
    await tx('ownership_changes')
      .whereIn(
        'id',
        chunk.map(note => note.id),
      )
      .delete();
  }
}

/**
 * What could not be worked out is not forgotten: it waits, the longer the more often it failed. Notes of one thing that wait are one.
 * Returns how often that failed.
 */
export async function deferNotes(
  tx: Knex,
  notes: ChangeNote[],
  now: Date,
): Promise<number> {
  let most = 0;
  const ofTypes = new Map(notes.map(note => [note.type, note]));
  for (const { type, kind, namespace, name } of ofTypes.values()) {
    const waiting: (NoteRow & { failures: number })[] = await tx(
      'ownership_changes',
    )
      .where({ type, kind, namespace, name })
      .where(rows =>
        rows.whereNotNull('retry_at').orWhereIn(
          'id',
          notes.map(({ id }) => id),
        ),
      )
      .orderBy('id')
      .select('id', 'failures');
    const [kept, ...others] = waiting.map(({ id }) => id);
    if (kept === undefined) {
      continue;
    }
    const failures =
      waiting.reduce((max, row) => Math.max(max, row.failures), 0) + 1;
    const minutes = RETRY_MINUTES[failures - 1] ?? RETRY_MINUTES.at(-1) ?? 0;
    for (const chunk of chunksOf(others)) {
      await tx('ownership_changes').whereIn('id', chunk).delete();
    }
    await tx('ownership_changes')
      .where({ id: kept })
      .update({
        failures,
        retry_at: new Date(now.getTime() + minutes * 60_000).toISOString(),
      });
    most = Math.max(most, failures);
  }
  return most;
}

/** Repositories that may be worked out right now, or that wait for that. */
export async function repositoriesAtWork(database: Knex): Promise<string[]> {
  const notes = () =>
    database('ownership_changes').where({ type: 'repository' });
  const waiting: { name: string }[] = await notes()
    .whereNotNull('retry_at')
    .distinct('name');
  const next: { name: string } | undefined = await notes()
    .whereNull('retry_at')
    .orderBy('id')
    .first('name');
  return [...waiting, ...(next ? [next] : [])].map(({ name }) => name);
}

/** Puts the things that a note leads to in its place. */
export async function expandNote(tx: Knex, note: ChangeNote): Promise<void> {
  if (note.type === 'source') {
    await expandSource(tx, note.name);
  } else if (note.type === 'team') {
    await expandLinks(tx, [teamLink(note.name)]);
    await noteTeamsCalled(tx, note.name);
  }
  await removeNotes(tx, [note]);
}

async function expandSource(tx: Knex, sourceId: string): Promise<void> {
  // A manifest that says no namespace leads to others, as when it changes.
  await tx.raw(
    `INSERT INTO ownership_changes (type, kind, namespace, name)
      SELECT DISTINCT CASE WHEN namespace = '' AND kind <> 'Namespace' THEN 'object' ELSE 'thing' END, kind, namespace, name FROM objects
      WHERE source_id = ? AND kind IN (${marks(THING_KINDS)}) AND NOT (${MADE})`,
    [sourceId, ...THING_KINDS],
  );
  if (sourceId.startsWith('repository:')) {
    await addNotes(tx, [
      { type: 'repository', kind: '', namespace: '', name: sourceId },
    ]);
  }
}

/** Notes the things whose owner was read from any of these. */
export async function expandLinks(tx: Knex, links: string[]): Promise<void> {
  for (const chunk of chunksOf([...new Set(links)])) {
    await tx.raw(
      `INSERT INTO ownership_changes (type, kind, namespace, name)
        SELECT DISTINCT 'thing', t.kind, t.namespace, t.name FROM ownership_links l JOIN ownership_things t ON t.id = l.thing_id
        WHERE l.key IN (${marks(chunk)}) AND t.type IN ('workload', 'namespace')
        UNION SELECT DISTINCT 'repository', '', '', t.source_id FROM ownership_links l JOIN ownership_things t ON t.id = l.thing_id
        WHERE l.key IN (${marks(chunk)}) AND t.type IN ('service', 'path')`,
      [...chunk, ...chunk],
    );
  }
}

/** Notes what lies in a namespace, and what else an object leads to. */
export async function expandObject(
  tx: Knex,
  { kind, namespace, name }: ChangeNote,
): Promise<void> {
  if (kind === 'Namespace') {
    await tx.raw(
      `INSERT INTO ownership_changes (type, kind, namespace, name)
        SELECT DISTINCT 'thing', kind, namespace, name FROM ownership_things WHERE namespace = ?`,
      [name],
    );
  } else if (namespace === '' && THING_KINDS.includes(kind)) {
    // A manifest may leave its namespace to whatever applies it: any of its name may have gone by it, or do so now.
    await tx.raw(
      `INSERT INTO ownership_changes (type, kind, namespace, name)
        SELECT DISTINCT 'thing', kind, namespace, name FROM objects
        WHERE name = ? AND kind = ? AND namespace <> '' AND NOT (${MADE})`,
      [name, kind],
    );
  } else if (kind === 'Pod' || !THING_KINDS.includes(kind)) {
    const targets = await linksOfObject(tx, kind, namespace, name);
    await expandLinks(tx, [
      objectLink(kind, namespace, name),
      // A mark of Argo CD names no namespace of its Application.
      ...(kind === 'Application' ? [objectLink(kind, '', name)] : []),
      // A Secret that it makes, or waits for: nothing may have led from there to it before.
      ...targets.filter(target => target.startsWith('secret ')),
    ]);
    await addNotes(tx, targets.flatMap(listedThing));
  }
}

/** What an object declares links to: what it lists as its own, and Secrets. */
async function linksOfObject(
  tx: Knex,
  kind: string,
  namespace: string,
  name: string,
): Promise<string[]> {
  const rows: { target: string }[] = await tx('object_links as l')
    .join('objects as o', 'o.id', 'l.object_id')
    .where({ 'o.kind': kind, 'o.namespace': namespace, 'o.name': name })
    .where(links =>
      links
        .where('l.target', 'like', 'listed %')
        .orWhere('l.target', 'like', 'secret %'),
    )
    .distinct('l.target');
  return rows.map(({ target }) => target);
}

/** What an engine lists as its own may have been nobody's before. */
function listedThing(target: string): NewNote[] {
  const [, kind, namespace, name] =
    /^listed [^/]*\/([^/]+)\/([^/]*)\/(.+)$/.exec(target) ?? [];
  return kind && THING_KINDS.includes(kind)
    ? [{ type: 'thing', kind, namespace, name }]
    : [];
}

/** Notes the teams that a mark means today, or meant when they were counted. */
async function noteTeamsCalled(tx: Knex, key: string): Promise<void> {
  const rows: { ref: string }[] = await tx('teams as t')
    .join('team_aliases as a', 'a.team_id', 't.id')
    .where('a.key', key)
    .select('t.ref')
    .union(tx('ownership_teams').where({ key }).select('ref'));
  await addNotes(tx, countNotes(rows.map(({ ref }) => ref)));
}

export function countNotes(refs: Iterable<string>): NewNote[] {
  return [...new Set(refs)].map(name => ({
    type: 'count',
    kind: '',
    namespace: '',
    name,
  }));
}

/** The teams whose things are to be counted, however often each was noted. */
export async function teamsToCount(database: Knex): Promise<string[]> {
  const rows: { name: string }[] = await database('ownership_changes')
    .where({ type: 'count' })
    .distinct('name');
  return rows.map(({ name }) => name);
}

/** All notes to count these teams. */
export async function removeCountNotes(
  tx: Knex,
  refs: string[],
): Promise<void> {
  await tx('ownership_changes')
    .where({ type: 'count' })
    .whereIn('name', refs)
    .delete();
}
