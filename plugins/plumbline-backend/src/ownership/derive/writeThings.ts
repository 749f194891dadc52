import { Knex } from 'knex';
import { chunksInTurns, chunksOf } from '../../database/chunks';
import { addNotes, countNotes } from './changeNotes';
import { noteNamesakes } from './describeServices';
import { recordHistory, Turnover } from '../pages/history';
import { KnownThing, sameTeams, ThingToWrite } from './thingRows';
import { writeTroubles } from './troubleRows';
import { TroubleLimits } from './troubles';

/** What else is written of a thing. */
const RELATIONS = [
  'ownership_owners',
  'ownership_links',
  'ownership_entities',
  'ownership_objects',
];

/** Things that are known and might be replaced: those of some objects, or of a repository. */
export type Scope =
  | { objects: { kind: string; namespace: string; name: string }[] }
  | { repository: string };

/** Replaces the things of a scope, writing what changed, and notes whose number of things that changes. */
export async function writeThings(
  tx: Knex,
  scope: Scope,
  found: ThingToWrite[],
  limits: TroubleLimits,
  now: Date,
): Promise<void> {
  const before = new Map(
    (await knownThings(tx, scope)).map(row => [row.row_key, row]),
  );
  const after = new Map(found.map(thing => [thing.row.row_key, thing]));
  const changed = [...after.values()].filter(
    thing => before.get(thing.row.row_key)?.digest !== thing.row.digest,
  );
  const removed = [...before.values()].filter(row => !after.has(row.row_key));
  const ids = new Map([...before].map(([key, { id }]) => [key, id]));
  if (changed.length > 0 || removed.length > 0) {
    await replaceThings(tx, scope, { before, changed, removed, ids }, now);
  }
  await replaceTroubles(tx, [...after.values()], ids, limits, now);
}

async function replaceThings(
  tx: Knex,
  scope: Scope,
  things: {
    before: Map<string, KnownThing>;
    changed: ThingToWrite[];
    removed: KnownThing[];
    /** Numbers of all rows, which those of new ones are added to. */
    ids: Map<string, number>;
  },
  now: Date,
): Promise<void> {
  const { before, changed, removed, ids } = things;
  const teamsBefore = await ownersOf(tx, [
    ...removed.map(row => row.id),
    ...changed.flatMap(({ row }) => before.get(row.row_key)?.id ?? []),
  ]);
  const turnovers: Turnover[] = [
    ...changed.flatMap((thing): Turnover[] => {
      const known = before.get(thing.row.row_key);
      return known
        ? [{ known, teams: teamsBefore.get(known.id) ?? [], thing }]
        : [];
    }),
    ...removed.map((known): Turnover => ({
      known,
      teams: teamsBefore.get(known.id) ?? [],
    })),
  ];
  await recordHistory(tx, turnovers, now);
  await deleteThings(
    tx,
    removed.map(row => row.id),
  );
  const isKnown = ({ row }: ThingToWrite) => before.has(row.row_key);
  for (const part of [
    changed.filter(isKnown),
    changed.filter(thing => !isKnown(thing)),
  ]) {
    for (const row of await upsert(tx, part, before, teamsBefore, now)) {
      ids.set(row.row_key, row.id);
    }
  }
  if ('repository' in scope) {
    // Whether a name is that of one service alone.
    await noteNamesakes(
      tx,
      scope.repository,
      [
        ...changed
          .map(({ row }) => row)
          .filter(({ row_key }) => !before.has(row_key)),
        ...removed,
      ].flatMap(({ type, name }) => (type === 'service' ? [name] : [])),
    );
  }
  await addNotes(
    tx,
    countNotes([
      ...[...teamsBefore.values()].flat(),
      ...changed.flatMap(thing => thing.teams),
    ]),
  );
}

/** What is wrong with a thing changes more often than the thing. */
async function replaceTroubles(
  tx: Knex,
  found: ThingToWrite[],
  ids: ReadonlyMap<string, number>,
  limits: TroubleLimits,
  now: Date,
): Promise<void> {
  const teams = new Map<number, string[]>();
  const things = found.flatMap(thing => {
    const id = ids.get(thing.row.row_key);
    if (id === undefined || thing.troubles.length === 0) {
      return [];
    }
    teams.set(id, thing.teams);
    return [{ id, troubles: thing.troubles }];
  });
  const touched = await writeTroubles(tx, things, limits, now);
  await addNotes(
    tx,
    countNotes([...touched].flatMap(id => teams.get(id) ?? [])),
  );
}

async function knownThings(tx: Knex, scope: Scope): Promise<KnownThing[]> {
  if ('repository' in scope) {
    return await tx('ownership_things')
      .where('source_id', scope.repository)
      .whereIn('type', ['service', 'path'])
      .select();
  }
  const known: KnownThing[] = [];
  for (const chunk of chunksOf(scope.objects)) {
    const wanted = new Set(chunk.map(identityOf));
    const rows: KnownThing[] = await tx('ownership_things')
      .whereIn(
        'name',
        chunk.map(({ name }) => name),
      )
      .whereIn('namespace', [...new Set(chunk.map(key => key.namespace))])
      .select();
    known.push(...rows.filter(row => wanted.has(identityOf(row))));
  }
  return known;
}

function identityOf({
  kind,
  namespace,
  name,
}: {
  kind: string;
  namespace: string;
  name: string;
}): string {
  return JSON.stringify([kind, namespace, name]);
}

async function ownersOf(
  tx: Knex,
  ids: number[],
): Promise<Map<number, string[]>> {
  const owners = new Map<number, string[]>(ids.map(id => [id, []]));
  for (const chunk of chunksOf(ids)) {
    const rows: { thing_id: number; team: string }[] = await tx(
      'ownership_owners',
    )
      .whereIn('thing_id', chunk)
      .orderBy('team')
      .select('thing_id', 'team');
    for (const { thing_id, team } of rows) {
      owners.get(thing_id)?.push(team);
    }
  }
  return owners;
}

/** Either all of them are known, and bring their number, or none. */
async function upsert(
  tx: Knex,
  things: ThingToWrite[],
  before: Map<string, KnownThing>,
  teamsBefore: Map<number, string[]>,
  now: Date,
): Promise<{ id: number; row_key: string }[]> {
  const time = now.toISOString();
  const written: { id: number; row_key: string }[] = [];
  for await (const chunk of chunksInTurns(things)) {
    const known = chunk.flatMap(({ row }) => before.get(row.row_key)?.id ?? []);
    await forgetRelations(tx, known);
    const rows: { id: number; row_key: string }[] = await tx('ownership_things')
      .insert(
        chunk.map(({ row, teams }) => {
          const old = before.get(row.row_key);
          const same =
            old &&
            old.state === row.state &&
            sameTeams(teamsBefore.get(old.id) ?? [], teams);
          return {
            // Without it, an INSERT takes a fresh number even where it ends as an update.
            ...(old && { id: old.id }),
            ...row,
            first_seen: old?.first_seen ?? time,
            owned_since: same ? old.owned_since : time,
          };
        }),
      )
      .onConflict('row_key')
      .merge()
      .returning(['id', 'row_key']);
    written.push(...rows);
    const ids = new Map(rows.map(row => [row.row_key, row.id]));
    const owners = chunk.flatMap(({ row, teams, sort }) =>
      teams.map(team => ({
        team,
        thing_id: ids.get(row.row_key),
        type: row.type,
        risk: row.risk,
        sort,
      })),
    );
    const links = chunk.flatMap(thing =>
      thing.links.map(key => ({ key, thing_id: ids.get(thing.row.row_key) })),
    );
    const entities = chunk.flatMap(thing =>
      thing.entities.map(entity => ({
        entity,
        thing_id: ids.get(thing.row.row_key),
      })),
    );
    const objects = chunk.flatMap(thing =>
      thing.objects.map(key => ({
        ...key,
        thing_id: ids.get(thing.row.row_key),
      })),
    );
    for await (const part of chunksInTurns(owners)) {
      await tx('ownership_owners').insert(part);
    }
    for await (const part of chunksInTurns(links)) {
      await tx('ownership_links').insert(part);
    }
    for await (const part of chunksInTurns(entities)) {
      await tx('ownership_entities').insert(part);
    }
    for await (const part of chunksInTurns(objects)) {
      await tx('ownership_objects').insert(part);
    }
  }
  return written;
}

async function deleteThings(tx: Knex, ids: number[]): Promise<void> {
  for await (const chunk of chunksInTurns(ids)) {
    await forgetRelations(tx, chunk);
    await tx('ownership_troubles').whereIn('thing_id', chunk).delete();
    await tx('ownership_things').whereIn('id', chunk).delete();
  }
}

async function forgetRelations(tx: Knex, ids: number[]): Promise<void> {
  for (const table of RELATIONS) {
    await tx(table).whereIn('thing_id', ids).delete();
  }
}
