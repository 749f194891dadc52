import { Drift, SecretTrouble } from '@plumbline/gitops-lookup';
import { ThingTroubles, TroubleType } from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { chunksInTurns, chunksOf } from '../../database/chunks';
import { addNotes, countNotes } from './changeNotes';
import {
  cutoffOf,
  kindsOf,
  Trouble,
  TroubleKind,
  TroubleLimits,
  TroubleView,
} from './troubles';

/** One thing that is wrong, and since when: as was told, otherwise since it was first seen. */
type Item<T extends TroubleView = TroubleView> = T & {
  id: string;
  since: string;
  seen?: true;
};

interface TroubleRow {
  thing_id: number;
  type: TroubleKind;
  /** When it began, or will. */
  since: string;
  /** It is wrong for long enough. */
  counts: boolean | number;
  facts: string;
}

/**
 * Replaces what is wrong with these things, writing what differs. Tells for which of them something changed that counts.
 */
export async function writeTroubles(
  tx: Knex,
  things: { id: number; troubles: Trouble[] }[],
  limits: TroubleLimits,
  now: Date,
): Promise<Set<number>> {
  const touched = new Set<number>();
  for (const chunk of chunksOf(things)) {
    const before = new Map(
      (
        await troubleRows(
          tx,
          chunk.map(({ id }) => id),
        )
      ).map(row => [`${row.type} ${row.thing_id}`, row]),
    );
    const rows: TroubleRow[] = [];
    for (const { id, troubles } of chunk) {
      for (const trouble of troubles) {
        const known = before.get(`${trouble.type} ${id}`);
        const row = trouble.keep
          ? keptRow(known, trouble.keep)
          : rowOf(id, trouble, known, limits, now);
        if (Boolean(known?.counts) !== Boolean(row?.counts)) {
          touched.add(id);
        }
        if (row && row !== known) {
          rows.push(row);
        } else if (known && !row) {
          await tx('ownership_troubles')
            .where({ thing_id: id, type: trouble.type })
            .delete();
        }
      }
    }
    for await (const part of chunksInTurns(rows)) {
      await tx('ownership_troubles')
        .insert(part)
        .onConflict(['thing_id', 'type'])
        .merge();
    }
  }
  return touched;
}

async function troubleRows(reader: Knex, ids: number[]): Promise<TroubleRow[]> {
  return await reader('ownership_troubles').whereIn('thing_id', ids).select();
}

function keptRow(
  known: TroubleRow | undefined,
  keep: NonNullable<Trouble['keep']>,
): TroubleRow | undefined {
  return known?.counts && keep === 'uncounted'
    ? { ...known, counts: false }
    : known;
}

function rowOf(
  thingId: number,
  { type, found }: Trouble,
  known: TroubleRow | undefined,
  limits: TroubleLimits,
  now: Date,
): TroubleRow | undefined {
  const before = new Map(
    (known ? itemsIn(known) : []).map(item => [item.id, item]),
  );
  const items = found.map(({ id, since, view }): Item => {
    const old = before.get(id);
    // What was refreshed since is wrong anew; of anything else, the earlier time stays.
    const goes = type === 'refresh' || (since ?? '9') < (old?.since ?? '');
    const { seen, since: began = now.toISOString() } =
      old && !goes
        ? old
        : { since, seen: since === undefined ? (true as const) : undefined };
    return { ...view, id, since: began, ...(seen && { seen }) };
  });
  const [first] = items.map(({ since }) => since).sort();
  const facts = JSON.stringify(items);
  if (facts === known?.facts) {
    return known;
  }
  return first === undefined
    ? undefined
    : {
        thing_id: thingId,
        type,
        since: first,
        counts:
          type === 'refresh'
            ? // The sweep knows whether its cluster is still heard of.
              Boolean(known?.counts) && known?.since === first
            : first <= cutoffOf(type, now, limits),
        facts,
      };
}

function itemsIn({ facts }: TroubleRow): Item[] {
  return JSON.parse(facts);
}

/** What is wrong with each of these things now. */
export async function troublesOfThings(
  reader: Knex,
  ids: number[],
  now: Date,
): Promise<Map<number, ThingTroubles>> {
  const found = new Map<number, ThingTroubles>();
  for (const row of await troubleRows(reader, ids)) {
    const before: ThingTroubles = found.get(row.thing_id) ?? {};
    const { secretStates = [], ...known } = before;
    if (row.type === 'drift') {
      const [{ id, ...drift }]: Item<Drift>[] = JSON.parse(row.facts);
      const pastDue = Boolean(row.counts);
      known.drift = { ...drift, pastDue };
    } else if (row.counts) {
      const items: Item<SecretTrouble>[] = JSON.parse(row.facts);
      secretStates.push(
        ...items
          .filter(({ since }) => since <= now.toISOString())
          .map(({ id, ...state }) => state),
      );
    }
    found.set(row.thing_id, {
      ...known,
      ...(secretStates.length > 0 && { secretStates }),
    });
  }
  return found;
}

/** Leaves the things that have such trouble, so that it counts. */
export function whereTroubled(
  rows: Knex.QueryBuilder,
  column: string,
  type: TroubleType,
): void {
  rows.whereIn(column, things =>
    things
      .from('ownership_troubles')
      .whereIn('type', kindsOf[type])
      .where('counts', true)
      .select('thing_id'),
  );
}

/**
 * Lets what is wrong count from the time on that it is wrong for long enough, though nothing changes, and notes its teams. Otherwise
 * nobody knows: drift counts where its engine tells, a Secret that should have been refreshed where its cluster was heard of since.
 */
export async function sweepTroubles(
  tx: Knex,
  limits: TroubleLimits,
  now: Date,
): Promise<void> {
  for (const type of ['drift', 'secrets', 'refresh'] as const) {
    const cutoff = cutoffOf(type, now, limits);
    const due = tx('ownership_troubles as x')
      .where({ 'x.type': type, 'x.counts': false })
      .where('x.since', '<=', cutoff)
      .select<{ thing_id: number }[]>('x.thing_id');
    if (type !== 'secrets') {
      due.join('ownership_things as t', 't.id', 'x.thing_id');
    }
    if (type === 'drift') {
      due.where('t.sync_known', true);
    }
    if (type === 'refresh') {
      due
        .join('sources as s', 's.id', 't.source_id')
        .whereRaw('x.since <= s.last_success');
    }
    await setCounts(tx, type, true, await due);
    await setCounts(
      tx,
      type,
      false,
      await tx('ownership_troubles')
        .where({ type, counts: true })
        .where('since', '>', cutoff)
        .select('thing_id'),
    );
  }
}

async function setCounts(
  tx: Knex,
  type: TroubleKind,
  counts: boolean,
  things: { thing_id: number }[],
): Promise<void> {
  const teams = new Set<string>();
  for await (const chunk of chunksInTurns(things.map(row => row.thing_id))) {
    await tx('ownership_troubles')
      .where({ type })
      .whereIn('thing_id', chunk)
      .update({ counts });
    const owners: { team: string }[] = await tx('ownership_owners')
      .whereIn('thing_id', chunk)
      .distinct('team');
    owners.forEach(({ team }) => teams.add(team));
  }
  await addNotes(tx, countNotes(teams));
}
