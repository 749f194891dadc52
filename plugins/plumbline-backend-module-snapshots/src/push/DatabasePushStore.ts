import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { IDLE_MS } from './limits';
import { PushedCluster, PushStore, StoredPart, Upload } from './PushStore';
import { Part } from './readParts';
import { megabytes, Refusal, tooManyObjects } from './Refusal';

interface UploadRow {
  id: string;
  cluster: string;
  taken: string;
  state: 'open' | 'complete';
  opened_at: string;
  active_at: string;
}

interface PartRow {
  number: number;
  /** Postgres gives texts for large numbers. */
  bytes: number | string;
  objects: number;
  secrets: number;
  skipped: string;
}

interface ClusterRow {
  cluster: string;
  upload_id: string | null;
  completed_at: string | null;
  refused: string | null;
  refused_at: string | null;
}

const UPLOADS = 'snapshots__uploads';
const PARTS = 'snapshots__parts';
const CLUSTERS = 'snapshots__clusters';

/** The module shares the database of its plugin: tables and migrations have names of their own. */
export const migrations = {
  directory: resolvePackagePath(
    '@plumbline/plugin-plumbline-backend-module-snapshots',
    'migrations',
  ),
  tableName: 'snapshots__knex_migrations',
};

/** {@link PushStore} in tables beside the index. */
export class DatabasePushStore implements PushStore {
  readonly #database: Knex;

  private constructor(database: Knex) {
    this.#database = database;
  }

  static async create(database: DatabaseService): Promise<DatabasePushStore> {
    const client = await database.getClient();
    if (!database.migrations?.skip) {
      await client.migrate.latest(migrations);
    }
    return new DatabasePushStore(client);
  }

  async open(
    cluster: string,
    options: {
      taken: Date;
      now: Date;
      minIntervalMs: number;
      resume: boolean;
    },
  ): Promise<{ upload: Upload; resumed: boolean }> {
    const { taken, now, minIntervalMs, resume } = options;
    return await this.#database.transaction(async tx => {
      const row = await lockCluster(tx, cluster);
      await refuseOld(tx, row, taken);
      const open: UploadRow | undefined = await tx(UPLOADS)
        .where({ cluster, state: 'open' })
        .first();
      if (open) {
        const upload = toUpload(open);
        if (resume && upload.taken.getTime() === taken.getTime()) {
          await touch(tx, upload.id, now);
          return { upload, resumed: true };
        }
        const free = upload.activeAt.getTime() + IDLE_MS - now.getTime();
        if (free > 0) {
          throw new Refusal(
            'busy',
            `Another upload of this cluster is under way, of a snapshot that was taken at ${open.taken}`,
            { retryAfterSeconds: Math.ceil(free / 1000) },
          );
        }
        await deleteUploads(tx, [upload.id]);
      }
      const wait = row.completed_at
        ? Date.parse(row.completed_at) + minIntervalMs - now.getTime()
        : 0;
      if (wait > 0) {
        throw new Refusal(
          'soon',
          `The last snapshot came a moment ago: the next one is accepted in ${Math.ceil(wait / 1000)} s`,
          { retryAfterSeconds: Math.ceil(wait / 1000) },
        );
      }
      const upload: UploadRow = {
        id: randomUUID(),
        cluster,
        taken: taken.toISOString(),
        state: 'open',
        opened_at: now.toISOString(),
        active_at: now.toISOString(),
      };
      await tx(UPLOADS).insert(upload);
      return { upload: toUpload(upload), resumed: false };
    });
  }

  async upload(cluster: string, id: string): Promise<Upload> {
    const row: UploadRow | undefined = await this.#database(UPLOADS)
      .where({ id, cluster })
      .first();
    if (!row) {
      throw noUpload();
    }
    return toUpload(row);
  }

  async putPart(
    upload: Upload,
    part: Part & { number: number; bytes: number },
    options: { now: Date; maxBytes: number; maxObjects: number },
  ): Promise<void> {
    await this.#database.transaction(async tx => {
      await lockOpen(tx, upload);
      const { bytes, objects } = await totalOf(
        tx(PARTS).where('upload_id', upload.id).whereNot('number', part.number),
      );
      if (bytes + part.bytes > options.maxBytes) {
        throw new Refusal(
          'large',
          `The snapshot is larger than ${megabytes(options.maxBytes)}, which is what is accepted`,
        );
      }
      if (objects + part.objects > options.maxObjects) {
        throw tooManyObjects(options.maxObjects);
      }
      await tx(PARTS)
        .insert({
          upload_id: upload.id,
          number: part.number,
          bytes: part.bytes,
          objects: part.objects,
          secrets: part.secrets,
          skipped: JSON.stringify(part.skipped),
          content: part.content,
        })
        .onConflict(['upload_id', 'number'])
        .merge();
      await touch(tx, upload.id, options.now);
    });
  }

  async parts(uploadId: string): Promise<StoredPart[]> {
    return await rowsOf(this.#database(PARTS).where('upload_id', uploadId));
  }

  async complete(
    upload: Upload,
    count: number,
    now: Date,
  ): Promise<StoredPart[]> {
    return await this.#database.transaction(async tx => {
      const row = await lockCluster(tx, upload.cluster);
      const parts = await rowsOf(tx(PARTS).where('upload_id', upload.id));
      if (row.upload_id === upload.id) {
        // The answer to the first time was lost.
        return parts;
      }
      await lockOpen(tx, upload);
      await refuseOld(tx, row, upload.taken);
      refuseIncomplete(parts, count);
      if (parts.every(({ objects }) => objects === 0)) {
        throw new Refusal(
          'unreadable',
          `The snapshot holds no Kubernetes objects${why(parts)}`,
        );
      }
      await tx(UPLOADS)
        .where('id', upload.id)
        .update({ state: 'complete', active_at: now.toISOString() });
      await tx(CLUSTERS).where('cluster', upload.cluster).update({
        upload_id: upload.id,
        completed_at: now.toISOString(),
        refused: null,
        refused_at: null,
      });
      const before: { id: string }[] = await tx(UPLOADS)
        .where('cluster', upload.cluster)
        .whereNot('id', upload.id)
        .select('id');
      await deleteUploads(
        tx,
        before.map(({ id }) => id),
      );
      return parts;
    });
  }

  async cancel(upload: Upload): Promise<void> {
    await this.#database.transaction(async tx => {
      const open = await tx(UPLOADS)
        .where({ id: upload.id, state: 'open' })
        .forUpdate()
        .first('id');
      if (open) {
        await deleteUploads(tx, [upload.id]);
      }
    });
  }

  async refuse(cluster: string, reason: string, now: Date): Promise<void> {
    const refused = { refused: reason, refused_at: now.toISOString() };
    await this.#database(CLUSTERS)
      .insert({ cluster, ...refused })
      .onConflict('cluster')
      .merge(refused);
  }

  async cluster(cluster: string): Promise<PushedCluster> {
    const row: (ClusterRow & { taken: string | null }) | undefined =
      await this.#database(CLUSTERS)
        .leftJoin(UPLOADS, `${UPLOADS}.id`, `${CLUSTERS}.upload_id`)
        .where(`${CLUSTERS}.cluster`, cluster)
        .first(`${CLUSTERS}.*`, `${UPLOADS}.taken`);
    return {
      ...(row?.upload_id &&
        row.taken &&
        row.completed_at && {
          snapshot: {
            id: row.upload_id,
            taken: new Date(row.taken),
            completedAt: new Date(row.completed_at),
          },
        }),
      ...(row?.refused &&
        row.refused_at && {
          refused: { reason: row.refused, at: new Date(row.refused_at) },
        }),
    };
  }

  async content(uploadId: string, number: number): Promise<Buffer | undefined> {
    const row: { content: Buffer } | undefined = await this.#database(PARTS)
      .where({ upload_id: uploadId, number })
      .first('content');
    return row?.content;
  }

  async expire(
    clusters: string[],
    options: { idleSince: Date; unknownSince: Date },
  ): Promise<{ cluster: string; openedAt: Date; parts: number }[]> {
    return await this.#database.transaction(async tx => {
      const unknown: { id: string }[] = await tx(UPLOADS)
        .whereNotIn('cluster', clusters)
        .where('active_at', '<', options.unknownSince.toISOString())
        .select('id');
      const idle: UploadRow[] = await tx(UPLOADS)
        .where('state', 'open')
        .where('active_at', '<', options.idleSince.toISOString())
        .forUpdate()
        .select();
      const expired = [];
      for (const row of idle) {
        const parts = await rowsOf(tx(PARTS).where('upload_id', row.id));
        expired.push({
          cluster: row.cluster,
          openedAt: new Date(row.opened_at),
          parts: parts.length,
        });
      }
      await deleteUploads(
        tx,
        [...unknown, ...idle].map(({ id }) => id),
      );
      await tx(CLUSTERS)
        .whereNotIn('cluster', clusters)
        .whereNotIn('cluster', tx(UPLOADS).select('cluster'))
        .delete();
      return expired;
    });
  }
}

/** Whoever changes what a cluster has, one after the other. */
async function lockCluster(
  tx: Knex.Transaction,
  cluster: string,
): Promise<ClusterRow> {
  await tx(CLUSTERS).insert({ cluster }).onConflict('cluster').ignore();
  return await tx(CLUSTERS).where('cluster', cluster).forUpdate().first();
}

async function lockOpen(tx: Knex.Transaction, upload: Upload): Promise<void> {
  const row: UploadRow | undefined = await tx(UPLOADS)
    .where('id', upload.id)
    .forUpdate()
    .first();
  if (!row) {
    throw noUpload();
  }
  if (row.state !== 'open') {
    throw new Refusal('incomplete', 'The upload is complete already');
  }
}

async function refuseOld(
  tx: Knex.Transaction,
  row: ClusterRow,
  taken: Date,
): Promise<void> {
  const held: { taken: string } | undefined = await tx(UPLOADS)
    .where('id', row.upload_id)
    .first('taken');
  if (held && Date.parse(held.taken) >= taken.getTime()) {
    throw new Refusal(
      // The same one once more says nothing bad: an answer may have been lost.
      Date.parse(held.taken) === taken.getTime() ? 'known' : 'old',
      `The snapshot was taken at ${taken.toISOString()}, and one that was taken at ${held.taken} is there already`,
    );
  }
}

function refuseIncomplete(parts: StoredPart[], count: number): void {
  const there = new Set(parts.map(({ number }) => number));
  const missing: number[] = [];
  for (let number = 1; number <= count; number += 1) {
    if (!there.has(number)) {
      missing.push(number);
    }
  }
  if (missing.length > 0) {
    throw new Refusal(
      'incomplete',
      `Of ${count} parts, ${missing.length} are missing: ${missing.slice(0, 20).join(', ')}${missing.length > 20 ? ', …' : ''}`,
    );
  }
  if (parts.length > count) {
    throw new Refusal(
      'incomplete',
      `There are ${parts.length} parts, more than the ${count} that the upload is said to have`,
    );
  }
}

function why(parts: StoredPart[]): string {
  const [first] = parts.flatMap(({ skipped }) => skipped);
  return first ? ` (${first.path}: ${first.reason})` : '';
}

function noUpload(): Refusal {
  return new Refusal(
    'unknown',
    'There is no such upload: it was replaced, or it was idle for too long. Open a new one',
  );
}

async function touch(
  tx: Knex.Transaction,
  id: string,
  now: Date,
): Promise<void> {
  await tx(UPLOADS).where('id', id).update('active_at', now.toISOString());
}

async function deleteUploads(
  tx: Knex.Transaction,
  ids: string[],
): Promise<void> {
  // SQLite does not cascade everywhere.
  await tx(PARTS).whereIn('upload_id', ids).delete();
  await tx(UPLOADS).whereIn('id', ids).delete();
}

async function rowsOf(query: Knex.QueryBuilder): Promise<StoredPart[]> {
  const rows: PartRow[] = await query
    .orderBy('number')
    .select('number', 'bytes', 'objects', 'secrets', 'skipped');
  return rows.map(({ number, bytes, objects, secrets, skipped }) => ({
    number,
    bytes: Number(bytes),
    objects,
    secrets,
    skipped: JSON.parse(skipped),
  }));
}

async function totalOf(
  query: Knex.QueryBuilder,
): Promise<{ bytes: number; objects: number }> {
  // Postgres gives texts for large numbers, and there is nothing to add up of no rows.
  const [sums]: Record<'bytes' | 'objects', number | string | null>[] =
    await query.sum({ bytes: 'bytes', objects: 'objects' });
  return { bytes: Number(sums.bytes), objects: Number(sums.objects) };
}

function toUpload(row: UploadRow): Upload {
  return {
    id: row.id,
    cluster: row.cluster,
    taken: new Date(row.taken),
    state: row.state,
    openedAt: new Date(row.opened_at),
    activeAt: new Date(row.active_at),
  };
}
