import { LoggerService } from '@backstage/backend-plugin-api';
import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { messageOf } from '../../lib/messages';
import {
  addNotes,
  ChangeNote,
  countNotes,
  deferNotes,
  expandNote,
  expandObject,
  oldestNotes,
  removeCountNotes,
  removeNotes,
  teamsToCount,
} from './changeNotes';
import { countAlerts, countFindings, countPromotions } from './countBeside';
import { countTeams } from './countTeams';
import { dayOf, takeSnapshot } from '../pages/coverage';
import { digestOfRules, noteDeployed } from './deployedFrom';
import { findInRepository, findObjects, FindOptions } from './findThings';
import { forgetHistory } from '../pages/history';
import { THING_KINDS } from './thingRows';
import { recordTeamDays } from './teamDays';
import { sweepTroubles } from './troubleRows';
import { TroubleLimits } from './troubles';
import { writeThings } from './writeThings';

/** Raise it when the same facts lead to other rows: all owners are then worked out once more. */
const VERSION = 12;

/** Notes looked at together: twins of one change are worked out once. */
const NOTES = 480;
/** Objects of one transaction: as many as one question of the lookup follows. */
const OBJECTS = 24;
const TEAMS = 50;
/** Rounds after which teams are counted although there is more to do. */
const ROUNDS = 50;
/** Coverage is counted over everything: not after every change. */
const SNAPSHOT_EVERY_MS = 60_000;

export interface OwnershipWorkerOptions extends FindOptions {
  limits: TroubleLimits;
  client: Knex;
  reader: Knex;
  logger: LoggerService;
  now: () => Date;
}

/**
 * Takes off the notes of what changed and works owners out anew. Each step is one transaction that also removes its notes,
 * so a process that dies in between leaves the rest to the next one.
 */
export class OwnershipWorker {
  readonly #options: OwnershipWorkerOptions;
  /** Clusters may change as fast as that is worked on: a push waits for no more than one round of it, nor do they for pushes. */
  #isRepositoryNext = false;

  constructor(options: OwnershipWorkerOptions) {
    this.#options = options;
  }

  /** Works until nothing is noted any more. One process at a time, which the scheduler sees to. */
  async drain(signal?: AbortSignal): Promise<void> {
    const { client, reader } = this.#options;
    await this.#startOver();
    const worked = new Set<ChangeNote['type']>();
    for (let more = true; more && !signal?.aborted;) {
      more = await this.#work(worked, signal);
      if (!signal?.aborted && (await this.#count())) {
        worked.add('count');
        more = true;
      }
    }
    if (worked.has('repository')) {
      await countFindings(reader, client);
    }
    await countAlerts(reader, client);
    await countPromotions(reader, client);
    await this.#snapshot(worked.size > 0);
    await this.#recordTeams();
  }

  /** Works on what is noted, for some rounds, and adds of which kind that was. Whether there may be more. */
  async #work(
    worked: Set<ChangeNote['type']>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const type = signal?.aborted ? undefined : await this.#step();
      if (!type) {
        return false;
      }
      worked.add(type);
    }
    return true;
  }

  /** Counts coverage when something changed since it was counted, and once a day. */
  async #snapshot(worked: boolean): Promise<void> {
    const { client } = this.#options;
    const now = this.#options.now();
    if (worked) {
      await writeState(client, 'changed', now.toISOString());
    }
    const changed = await readState(client, 'changed');
    const taken = await readState(client, 'snapshot');
    const age = now.getTime() - Date.parse(taken ?? '');
    const isNewDay = taken === undefined || dayOf(now) !== taken.slice(0, 10);
    const due =
      changed !== undefined &&
      (isNewDay || (changed > taken && age >= SNAPSHOT_EVERY_MS));
    if (due) {
      if (isNewDay) {
        await forgetHistory(client, now);
      }
      await takeSnapshot(client, now);
      await writeState(client, 'snapshot', now.toISOString());
    }
  }

  /** Writes down how teams stand, once a minute at most: it reads all of them. */
  async #recordTeams(): Promise<void> {
    const { client } = this.#options;
    const now = this.#options.now();
    const recorded = await readState(client, 'teams');
    const age = now.getTime() - Date.parse(recorded ?? '');
    if (recorded === undefined || age >= SNAPSHOT_EVERY_MS) {
      await recordTeamDays(client, now);
      await writeState(client, 'teams', now.toISOString());
    }
  }

  /** Other settings, or another way to make the rows: everything is noted. */
  async #startOver(): Promise<void> {
    const { client, ownership, argocd, environments, entityNames } =
      this.#options;
    const version = createHash('sha256')
      .update(
        JSON.stringify([VERSION, ownership, environments, entityNames, argocd]),
      )
      .digest('base64url');
    await client.transaction(async tx => {
      if ((await readState(tx, 'version')) === version) {
        return;
      }
      const sources: { id: string }[] = await tx('sources')
        .whereNot('kind', 'catalog')
        .select('id');
      await addNotes(
        tx,
        sources.map(({ id }) => ({
          type: 'source',
          kind: '',
          namespace: '',
          name: id,
        })),
      );
      // Those that own nothing so far as well.
      const teams: { ref: string }[] = await tx('teams').distinct('ref');
      await addNotes(tx, countNotes(teams.map(({ ref }) => ref)));
      await writeState(tx, 'version', version);
    });
  }

  /** What was worked on, undefined when nothing was noted. */
  async #step(): Promise<ChangeNote['type'] | undefined> {
    const { reader, client, now } = this.#options;
    const [wide] = await oldestNotes(reader, ['source', 'team'], 1, now());
    if (wide) {
      await client.transaction(tx => expandNote(tx, wide));
      return wide.type;
    }
    const turns = this.#isRepositoryNext
      ? (['repository', 'object'] as const)
      : (['object', 'repository'] as const);
    for (const type of turns) {
      if (await this.#take(type)) {
        this.#isRepositoryNext = type === 'object';
        return type;
      }
    }
    return undefined;
  }

  /** Works on the oldest notes of objects, or on that of a repository. Whether there was one. */
  async #take(type: 'object' | 'repository'): Promise<boolean> {
    const { reader, now } = this.#options;
    const notes =
      type === 'object'
        ? await oldestNotes(reader, ['object', 'thing'], NOTES, now())
        : await oldestNotes(reader, ['repository'], 1, now());
    const [first] = notes;
    if (!first) {
      return false;
    }
    await (type === 'object' ? this.#objects(notes) : this.#repository(first));
    return true;
  }

  async #objects(notes: ChangeNote[]): Promise<void> {
    const twins = new Map<string, ChangeNote[]>();
    for (const note of notes) {
      const key = JSON.stringify([note.name, note.namespace, note.kind]);
      twins.set(key, [...(twins.get(key) ?? []), note]);
    }
    // Namesakes together: they are read with the same queries.
    const groups = [...twins.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, group]) => group);
    for (let start = 0; start < groups.length; start += OBJECTS) {
      const chunk = groups.slice(start, start + OBJECTS);
      await this.#orOneByOne(chunk, part => this.#writeObjects(part));
    }
  }

  async #writeObjects(groups: ChangeNote[][]): Promise<void> {
    const { reader, client, limits, now } = this.#options;
    const keys = groups
      .map(([note]) => note)
      .filter(({ kind }) => THING_KINDS.includes(kind));
    const found = await findObjects(reader, keys, this.#options);
    await client.transaction(async tx => {
      await writeThings(tx, { objects: keys }, found, limits, now());
      for (const group of groups) {
        const noted = group.find(({ type }) => type === 'object');
        if (noted) {
          await expandObject(tx, noted);
        }
      }
      await removeNotes(tx, groups.flat());
    });
  }

  async #repository(note: ChangeNote): Promise<void> {
    const { reader, client, limits, now } = this.#options;
    await this.#orOneByOne([[note]], async () => {
      const found = await findInRepository(reader, note.name, this.#options);
      const rules = await digestOfRules(reader, note.name);
      await client.transaction(async tx => {
        await writeThings(tx, { repository: note.name }, found, limits, now());
        await noteDeployed(tx, note.name, rules);
        await removeNotes(tx, [note]);
      });
    });
  }

  /** What cannot be worked out holds nothing else up: what is known of it stays, and it is tried again. */
  async #orOneByOne(
    groups: ChangeNote[][],
    work: (groups: ChangeNote[][]) => Promise<void>,
  ): Promise<void> {
    const { client, logger, now } = this.#options;
    try {
      await work(groups);
    } catch (error) {
      if (groups.length > 1) {
        for (const group of groups) {
          await this.#orOneByOne([group], work);
        }
        return;
      }
      const [note] = groups.flat();
      const failures = await client.transaction(tx =>
        deferNotes(tx, groups.flat(), now()),
      );
      logger.error(
        'Failed to tell who owns a thing; what is known stays, and it is tried again',
        {
          thing: [note.kind, note.namespace, note.name]
            .filter(Boolean)
            .join(' '),
          failures,
          error: messageOf(error),
        },
      );
    }
  }

  /** Whether there were teams to count. */
  async #count(): Promise<boolean> {
    const { reader, client, limits, now } = this.#options;
    await client.transaction(tx => sweepTroubles(tx, limits, now()));
    const refs = await teamsToCount(reader);
    for (let start = 0; start < refs.length; start += TEAMS) {
      const chunk = refs.slice(start, start + TEAMS);
      await client.transaction(async tx => {
        // Removed before it is counted: what is noted while that goes on is counted once more.
        await removeCountNotes(tx, chunk);
        await countTeams(tx, chunk);
      });
    }
    return refs.length > 0;
  }
}

async function readState(
  database: Knex,
  name: string,
): Promise<string | undefined> {
  const row: { value: string } | undefined = await database('ownership_state')
    .where({ name })
    .first('value');
  return row?.value;
}

async function writeState(
  database: Knex,
  name: string,
  value: string,
): Promise<void> {
  await database('ownership_state')
    .insert({ name, value })
    .onConflict('name')
    .merge();
}
