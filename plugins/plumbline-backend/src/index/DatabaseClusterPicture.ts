import { JsonObject, readLiveObject } from '@plumbline/gitops-reader';
import {
  ClusterPicture,
  ClusterResource,
  ObjectChange,
  ResourceListing,
} from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import {
  deleteResource,
  readResource,
  ResourceRow,
  resourcesOf,
  settle,
  updateResource,
} from './clusterResources';
import { errorText, lockSource } from './leases';
import {
  markResourceGone,
  presentKinds,
  presentRows,
  writeLiveRows,
} from './liveRows';
import { needsConfirmation } from './finishRead';
import { markObjectsGone } from './replaceRows';
import { hasIndexableName, liveToRow, ObjectToWrite } from './rows';
import { Lease, PictureOptions } from './SourceStore';
import { mapInTurns } from '../database/turns';

/**
 * What the index holds of one cluster, written under the lease of who follows it. Each call is one transaction that ends
 * with where the watch stands, so that whoever goes on from there misses nothing and repeats nothing.
 */
export class DatabaseClusterPicture implements ClusterPicture {
  readonly #database: Knex;
  readonly #lease: Lease;
  readonly #options: PictureOptions;
  #retained = false;

  constructor(database: Knex, lease: Lease, options: PictureOptions) {
    this.#database = database;
    this.#lease = lease;
    this.#options = options;
  }

  async resources(): Promise<
    { resource: ClusterResource; resourceVersion?: string }[]
  > {
    this.#options.signal.throwIfAborted();
    const rows = await resourcesOf(this.#database, this.#lease.sourceId);
    return rows.map(row => ({
      resource: {
        group: row.api_group,
        version: row.version,
        kind: row.kind,
      },
      ...(row.resource_version && { resourceVersion: row.resource_version }),
    }));
  }

  async list(resource: ClusterResource): Promise<ResourceListing> {
    await this.#update(resource, async () => ({ state: 'listing' }), {
      alive: false,
    });
    // Numbers of the rows that the list holds, for those that it does not: little, also of a million objects.
    const seen = new Set<number>();
    return {
      add: async objects => {
        const rows = await this.#rowsOf(resource, objects);
        const { ids } = await this.#write(tx =>
          writeLiveRows(tx, this.#lease.sourceId, rows),
        );
        ids.forEach(id => seen.add(id));
      },
      finish: async ({ resourceVersion }) =>
        await this.#finish(resource, seen, resourceVersion),
    };
  }

  async apply(
    resource: ClusterResource,
    changes: ObjectChange[],
    resourceVersion: string,
  ): Promise<void> {
    const now = this.#time();
    const gone = changes.map(change => change.type === 'deleted');
    const rows = new Map<string, ObjectToWrite>();
    for (const [at, change] of changes.entries()) {
      const [object] = await this.#rowsOf(resource, [change.object]);
      if (object) {
        // The last change of an object tells how it is; the row of one that is gone leads home for a while.
        rows.set(object.row.row_key, {
          ...object,
          row: { ...object.row, gone_since: gone[at] ? now : null },
        });
      }
    }
    await this.#update(resource, async (tx, before) => {
      const { appeared, vanished } = await writeLiveRows(
        tx,
        this.#lease.sourceId,
        [...rows.values()],
      );
      return {
        count: Math.max(0, (before?.count ?? 0) + appeared - vanished),
        ...(changes.length > 0 && { last_event_at: now }),
        ...(isCurrent(before) && {
          state: 'current',
          error: null,
          resource_version: resourceVersion,
          last_heard: now,
        }),
      };
    });
  }

  async heard(
    resource: ClusterResource,
    resourceVersion?: string,
  ): Promise<void> {
    await this.#update(resource, async (_, before) =>
      isCurrent(before)
        ? {
            state: 'current',
            error: null,
            last_heard: this.#time(),
            ...(resourceVersion && { resource_version: resourceVersion }),
          }
        : {},
    );
  }

  async failed(
    resource: ClusterResource,
    { state, reason }: { state: 'forbidden' | 'failed'; reason: string },
  ): Promise<void> {
    await this.#update(
      resource,
      async () => ({ state, error: errorText(reason) }),
      { alive: false },
    );
  }

  async retain(resources: ClusterResource[]): Promise<void> {
    const { sourceId } = this.#lease;
    const wanted = new Map(
      resources.map(resource => [idOf(resource), resource]),
    );
    const now = this.#time();
    await this.#write(async tx => {
      if (!this.#retained) {
        // What was read another way before may hold kinds that nobody lists now.
        for (const present of await presentKinds(tx, sourceId)) {
          if (!wanted.has(idOf(present))) {
            await markResourceGone(tx, sourceId, present, now);
          }
        }
      }
      for (const row of await resourcesOf(tx, sourceId)) {
        const known = { group: row.api_group, kind: row.kind };
        if (!wanted.delete(idOf(known))) {
          await markResourceGone(tx, sourceId, known, now);
          await deleteResource(tx, sourceId, known);
        }
      }
      for (const resource of wanted.values()) {
        await updateResource(tx, sourceId, resource, {});
      }
      await settle(tx, this.#lease, { alive: false });
    });
    this.#retained = true;
  }

  async #finish(
    resource: ClusterResource,
    seen: Set<number>,
    resourceVersion: string | undefined,
  ): Promise<'replaced' | 'unconfirmed'> {
    const { sourceId } = this.#lease;
    let present = 0;
    const missing: number[] = [];
    for await (const rows of presentRows(this.#database, sourceId, resource)) {
      this.#options.signal.throwIfAborted();
      present += rows.length;
      for (const { id } of rows) {
        if (!seen.has(id)) {
          missing.push(id);
        }
      }
    }
    const now = this.#time();
    let result: 'replaced' | 'unconfirmed' = 'replaced';
    await this.#update(resource, async (tx, before) => {
      if (
        !before?.confirm_removal &&
        needsConfirmation(present, missing.length)
      ) {
        result = 'unconfirmed';
        return {
          confirm_removal: true,
          // Whoever goes on from here lists again.
          resource_version: null,
          error: `The last list no longer had ${missing.length} of ${present} objects: kept until a second list confirms it`,
        };
      }
      await markObjectsGone(tx, missing, now);
      return {
        state: 'current',
        error: null,
        confirm_removal: false,
        resource_version: resourceVersion ?? null,
        count: present - missing.length,
        listed_at: now,
        last_heard: now,
      };
    });
    return result;
  }

  /** One transaction that changes where a resource stands. */
  async #update(
    resource: ClusterResource,
    change: (
      tx: Knex,
      before: ResourceRow | undefined,
    ) => Promise<Partial<ResourceRow>>,
    options = { alive: true },
  ): Promise<void> {
    const { sourceId } = this.#lease;
    await this.#write(async tx => {
      const before = await readResource(tx, sourceId, resource);
      const after = await change(tx, before);
      await updateResource(tx, sourceId, resource, after);
      await settle(tx, this.#lease, options);
    });
  }

  async #write<T>(work: (tx: Knex) => Promise<T>): Promise<T> {
    this.#options.signal.throwIfAborted();
    return await this.#database.transaction(async tx => {
      await lockSource(tx, this.#lease);
      const result = await work(tx);
      this.#options.signal.throwIfAborted();
      return result;
    });
  }

  /** What is no object of this resource is left out: no row of another one may come and go with its lists. */
  async #rowsOf(
    resource: ClusterResource,
    objects: JsonObject[],
  ): Promise<ObjectToWrite[]> {
    const { cluster, environment } = this.#options;
    const { sourceId } = this.#lease;
    const rows = await mapInTurns(objects, object => {
      const live = readLiveObject(object, cluster);
      return live && hasIndexableName(live)
        ? liveToRow(sourceId, live, environment)
        : undefined;
    });
    // A page may hold an object twice, which one statement cannot write.
    const distinct = new Map<string, ObjectToWrite>();
    for (const object of rows) {
      if (
        object?.row.kind === resource.kind &&
        object.row.api_group === resource.group
      ) {
        distinct.set(object.row.row_key, object);
      }
    }
    return [...distinct.values()];
  }

  #time(): string {
    return this.#options.now().toISOString();
  }
}

/** Before its list is complete, and while what that lacks is not confirmed, nobody may go on from where the watch stands. */
function isCurrent(before: ResourceRow | undefined): boolean {
  return Boolean(before?.listed_at) && !before?.confirm_removal;
}

function idOf({ group, kind }: { group: string; kind: string }): string {
  return `${group}/${kind}`;
}
