import {
  FollowedPin,
  FoundChange,
  PinnedLine,
} from '@plumbline/gitops-promotion';
import { Knex } from 'knex';
import { maskSubject } from '../../masking/maskText';
import { HistoryLeases, WhichHistories } from '../../history/HistoryLeases';
import { StoredFact } from '../../index/factRows';
import { withOrigin } from '../../index/locations';
import { chunksInTurns } from '../../database/chunks';
import { pinKeyOf } from '../store/pinKey';
import {
  HistoryStore,
  NewPin,
  PinLease,
  ReachedCommit,
  WantedPin,
} from './HistoryStore';

interface DueRow {
  id: string;
  provider: string;
  revision: string;
  rows: number;
  newest: number;
  pins: string | null;
  head: string | null;
  oldest: string | null;
  pending: number | string | null;
}

interface Positions {
  newest_position: number;
  oldest_position: number;
}

export class DatabaseHistoryStore implements HistoryStore {
  readonly leases: HistoryLeases;
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
    this.leases = new HistoryLeases(database, 'promotion_sources');
  }

  /** Of repositories that tell of services. */
  async due(which: WhichHistories): Promise<PinLease[]> {
    const database = this.#database;
    const services = database('repository_facts').where('kind', 'services');
    if ('sourceId' in which) {
      services.where('source_id', which.sourceId);
    }
    const rows: DueRow[] = await this.leases
      .repositories(which)
      .join(
        services
          .groupBy('source_id')
          .select('source_id')
          .count({ rows: '*' })
          .max({ newest: 'id' })
          .as('f'),
        'f.source_id',
        's.id',
      )
      .select(
        's.id',
        's.provider',
        's.revision',
        'f.rows',
        'f.newest',
        'h.pins',
        'h.head',
        'h.oldest',
        database('promotion_pins')
          .whereRaw('source_id = s.id')
          .where('pending', true)
          .count()
          .as('pending'),
      );
    return rows.flatMap(row => {
      const facts = `${row.rows} ${row.newest}`;
      const isRead =
        row.head === row.revision &&
        row.pins === facts &&
        Number(row.pending ?? 0) === 0;
      return isRead
        ? []
        : [
            {
              sourceId: row.id,
              provider: row.provider,
              revision: row.revision,
              facts,
              ...(row.pins !== null && { pins: row.pins }),
              ...(row.head !== null && { head: row.head }),
              ...(row.oldest !== null && { oldest: row.oldest }),
            },
          ];
    });
  }

  async wantedPins(sourceId: string): Promise<WantedPin[]> {
    const lines = await this.pinnedLines(sourceId);
    const files: { path: string; digest: string }[] = await this.#database(
      'files',
    )
      .where({ source_id: sourceId, directory: false })
      .select('path', 'digest');
    const digests = new Map(files.map(({ path, digest }) => [path, digest]));
    const repository = sourceId.replace(/^repository:/, '');
    return lines.map(({ path, line, key, name, value }) => {
      const digest = digests.get(path);
      return {
        key: pinKeyOf({ repository, path, key, name }),
        path,
        value,
        ...(line !== undefined && { line }),
        ...(digest !== undefined && { digest }),
      };
    });
  }

  async pinnedLines(sourceId: string): Promise<PinnedLine[]> {
    const rows: { facts: string; name: string }[] = await this.#database(
      'repository_facts as f',
    )
      .join('sources as s', 's.id', 'f.source_id')
      .where({ 'f.source_id': sourceId, 'f.kind': 'services' })
      .select('f.facts', 's.name');
    return rows.flatMap(({ facts, name: repository }) => {
      const { fact } = withOrigin<StoredFact<'services'>>(facts, {
        repository,
        revision: '',
      });
      return fact.environments.flatMap(({ versions }) =>
        versions.flatMap(({ evidence, key, name, value }): PinnedLine[] => {
          if (
            evidence.type !== 'file' ||
            evidence.location.repository !== repository
          ) {
            return [];
          }
          const { path, line } = evidence.location;
          return [
            { path, ...(line !== undefined && { line }), key, name, value },
          ];
        }),
      );
    });
  }

  async knownKeys(sourceId: string): Promise<Set<string>> {
    const rows: { pin_key: string }[] = await this.#database('promotion_pins')
      .where('source_id', sourceId)
      .select('pin_key');
    return new Set(rows.map(row => row.pin_key));
  }

  async replacePins(
    lease: PinLease,
    { added, kept }: { added: NewPin[]; kept: string[] },
  ): Promise<void> {
    await this.leases.write(lease, async tx => {
      const keep = new Set(kept);
      const rows: { id: number; pin_key: string; pending: boolean | number }[] =
        await tx('promotion_pins')
          .where('source_id', lease.sourceId)
          .select('id', 'pin_key', 'pending');
      const followed = added.some(({ locator }) => locator);
      const stale = rows.filter(row => !keep.has(row.pin_key));
      // New lines start at the head, and those that were on their way down start with them.
      const restarted = followed ? rows.filter(row => row.pending) : [];
      await this.#deleteChanges(tx, [...stale, ...restarted]);
      for await (const chunk of chunksInTurns(stale.map(({ id }) => id))) {
        await tx('promotion_pins').whereIn('id', chunk).delete();
      }
      for await (const chunk of chunksInTurns(added)) {
        await tx('promotion_pins').insert(
          chunk.map(({ key, path, locator, ends }) => ({
            source_id: lease.sourceId,
            pin_key: key,
            path,
            locator: locator ? JSON.stringify(locator) : null,
            ends: ends ?? null,
            pending: locator !== undefined,
          })),
        );
      }
      await tx('promotion_pins')
        .where({ source_id: lease.sourceId, pending: true })
        .update({ walked: null });
      if (followed) {
        lease.oldest = undefined;
      }
      lease.head ??= lease.revision;
      lease.pins = lease.facts;
      return {
        pins: lease.facts,
        head: lease.head,
        ...(followed && {
          oldest: null,
          oldest_position: tx.ref('newest_position'),
        }),
      };
    });
  }

  async followed(sourceId: string, pending: boolean): Promise<FollowedPin[]> {
    const rows: {
      id: number;
      path: string;
      walked: string | null;
      locator: string;
    }[] = await this.#database('promotion_pins')
      .where({ source_id: sourceId, pending })
      .whereNotNull('locator')
      .select('id', 'path', 'walked', 'locator');
    return rows.map(({ id, path, walked, locator }) => ({
      id,
      path,
      walked: (pending ? walked : undefined) ?? path,
      locator: JSON.parse(locator),
    }));
  }

  async restart(lease: PinLease, why: string): Promise<void> {
    await this.leases.write(lease, async tx => {
      const rows: { id: number }[] = await tx('promotion_pins')
        .where('source_id', lease.sourceId)
        .select('id');
      await this.#deleteChanges(tx, rows);
      // The lines are looked for anew, too: the files may be other ones.
      await tx('promotion_pins').where('source_id', lease.sourceId).delete();
      lease.head = undefined;
      lease.oldest = undefined;
      return {
        head: null,
        oldest: null,
        pins: null,
        newest_position: 0,
        oldest_position: 0,
        ends: why,
      };
    });
  }

  async addNewest(lease: PinLease, changes: FoundChange[]): Promise<void> {
    await this.leases.write<Positions>(
      lease,
      async (tx, { newest_position }) => {
        const positions = positionsOf(changes);
        await this.#insert(
          tx,
          changes,
          landed =>
            newest_position + positions.size - (positions.get(landed) ?? 0),
        );
        lease.head = lease.revision;
        return {
          head: lease.revision,
          newest_position: newest_position + positions.size,
          ...(changes.length > 0 && { version: tx.raw('version + 1') }),
        };
      },
    );
  }

  async addOldest(
    lease: PinLease,
    changes: FoundChange[],
    { oldest, pins, complete, end }: ReachedCommit,
  ): Promise<void> {
    await this.leases.write<Positions>(
      lease,
      async (tx, { oldest_position }) => {
        const positions = positionsOf(changes);
        await this.#insert(
          tx,
          changes,
          landed => oldest_position - (positions.get(landed) ?? 0) - 1,
        );
        for (const { id, path, walked } of pins) {
          if (walked !== path) {
            await tx('promotion_pins').where({ id }).update({ walked });
          }
        }
        for await (const chunk of chunksInTurns([...complete])) {
          await tx('promotion_pins')
            .where('source_id', lease.sourceId)
            .whereIn('id', chunk)
            .update({ pending: false, ends: null });
        }
        if (end) {
          await tx('promotion_pins')
            .where({ source_id: lease.sourceId, pending: true })
            .update({ pending: false, ends: end.why ?? null });
        }
        lease.oldest = oldest;
        return {
          oldest,
          oldest_position: oldest_position - positions.size,
          ...(changes.length > 0 && { version: tx.raw('version + 1') }),
        };
      },
    );
  }

  async #insert(
    tx: Knex,
    changes: FoundChange[],
    position: (landed: string) => number,
  ): Promise<void> {
    for await (const chunk of chunksInTurns(changes)) {
      await tx('promotion_changes')
        .insert(
          chunk.map(({ pinId, landed, change }) => ({
            pin_id: pinId,
            position: position(landed),
            landed,
            facts: JSON.stringify({
              ...change,
              subject: maskSubject(change.subject),
            }),
          })),
        )
        .onConflict(['pin_id', 'position'])
        .merge();
    }
  }

  async #deleteChanges(tx: Knex, pins: { id: number }[]): Promise<void> {
    for await (const chunk of chunksInTurns(pins.map(({ id }) => id))) {
      await tx('promotion_changes').whereIn('pin_id', chunk).delete();
    }
  }
}

/** Commits of the branch in their order, newest first. */
function positionsOf(changes: FoundChange[]): Map<string, number> {
  const positions = new Map<string, number>();
  for (const { landed } of changes) {
    if (!positions.has(landed)) {
      positions.set(landed, positions.size);
    }
  }
  return positions;
}
