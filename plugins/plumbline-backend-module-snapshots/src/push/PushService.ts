import { SkippedFile } from '@plumbline/gitops-reader';
import {
  CLOCK_SKEW_MS,
  EXPIRE_MS,
  KEEP_UNKNOWN_MS,
  MAX_PARTS,
  MAX_SKIPPED,
  STORED_PART_BYTES,
} from './limits';
import { PushStore, StoredPart, Upload } from './PushStore';
import { readParts } from './readParts';
import { Refusal } from './Refusal';
import { PushCluster } from './settings';
import { IncomingText } from './textOf';

/** What is told of a snapshot that was accepted. */
export interface AcceptedSnapshot {
  cluster: string;
  taken: string;
  parts: number;
  bytes: number;
  objects: number;
  /** Secrets that were dropped on arrival. */
  secretsDropped: number;
  /** What could not be read: what is known of it stays. */
  skipped: SkippedFile[];
}

export interface UploadStatus {
  id: string;
  taken: string;
  state: Upload['state'];
  parts: { number: number; objects: number }[];
}

export interface PushServiceOptions {
  store: PushStore;
  /** Has the index read what is new of a cluster. */
  refresh: (cluster: string) => Promise<void>;
  now: () => Date;
}

/** Takes snapshots in, whole or in parts, and sees to it that they are read. */
export class PushService {
  readonly #options: PushServiceOptions;

  constructor(options: PushServiceOptions) {
    this.#options = options;
  }

  /** A snapshot in one piece. */
  async receive(
    cluster: PushCluster,
    text: IncomingText,
    taken: string | undefined,
  ): Promise<AcceptedSnapshot> {
    const { store, now } = this.#options;
    const { upload } = await store.open(cluster.name, {
      taken: taken === undefined ? now() : this.#takenAt(taken),
      now: now(),
      minIntervalMs: cluster.minIntervalMs,
      resume: false,
    });
    try {
      let number = 0;
      let bytes = 0;
      for await (const part of readParts(text.chunks, {
        partCharacters: STORED_PART_BYTES,
        maxObjects: cluster.maxObjects,
      })) {
        number += 1;
        await store.putPart(
          upload,
          { ...part, number, bytes: text.bytes - bytes },
          this.#bounds(cluster),
        );
        bytes = text.bytes;
      }
      return await this.complete(cluster, upload.id, number);
    } catch (error) {
      await store.cancel(upload);
      throw error;
    }
  }

  async open(
    cluster: PushCluster,
    taken: string,
  ): Promise<{ status: UploadStatus; resumed: boolean }> {
    const { store, now } = this.#options;
    const { upload, resumed } = await store.open(cluster.name, {
      taken: this.#takenAt(taken),
      now: now(),
      minIntervalMs: cluster.minIntervalMs,
      resume: true,
    });
    return {
      status: toStatus(upload, await store.parts(upload.id)),
      resumed,
    };
  }

  async status(cluster: PushCluster, id: string): Promise<UploadStatus> {
    const { store } = this.#options;
    const upload = await store.upload(cluster.name, id);
    return toStatus(upload, await store.parts(id));
  }

  /** A numbered part. It is whole by itself: objects, documents or lists. */
  async putPart(
    cluster: PushCluster,
    id: string,
    number: number,
    text: IncomingText,
  ): Promise<{ number: number; objects: number; skipped: SkippedFile[] }> {
    const { store } = this.#options;
    if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS) {
      throw new Refusal(
        'unreadable',
        `Parts are numbered from 1 to ${MAX_PARTS}`,
      );
    }
    const upload = await store.upload(cluster.name, id);
    for await (const part of readParts(text.chunks, {
      partCharacters: Infinity,
      maxObjects: cluster.maxObjects,
    })) {
      await store.putPart(
        upload,
        { ...part, number, bytes: text.bytes },
        this.#bounds(cluster),
      );
      return { number, objects: part.objects, skipped: part.skipped };
    }
    throw new Refusal(
      'unreadable',
      `Part ${number} holds no Kubernetes objects`,
    );
  }

  async complete(
    cluster: PushCluster,
    id: string,
    count: number,
  ): Promise<AcceptedSnapshot> {
    const { store, refresh, now } = this.#options;
    if (!Number.isInteger(count) || count < 0 || count > MAX_PARTS) {
      throw new Refusal(
        'unreadable',
        `A snapshot has at most ${MAX_PARTS} parts`,
      );
    }
    const upload = await store.upload(cluster.name, id);
    const parts = await store.complete(upload, count, now());
    // Also the second time: whoever was told first may have died before this line.
    await refresh(cluster.name);
    const sum = (of: (part: StoredPart) => number) =>
      parts.reduce((total, part) => total + of(part), 0);
    return {
      cluster: cluster.name,
      taken: upload.taken.toISOString(),
      parts: parts.length,
      bytes: sum(part => part.bytes),
      objects: sum(part => part.objects),
      secretsDropped: sum(part => part.secrets),
      skipped: parts.flatMap(part => part.skipped).slice(0, MAX_SKIPPED),
    };
  }

  async cancel(cluster: PushCluster, id: string): Promise<void> {
    const { store } = this.#options;
    await store.cancel(await store.upload(cluster.name, id));
  }

  /** Shows why a snapshot was refused as the status of its cluster. What is known of it stays. */
  async refuse(cluster: PushCluster, reason: string): Promise<void> {
    const { store, refresh, now } = this.#options;
    await store.refuse(cluster.name, reason, now());
    await refresh(cluster.name);
  }

  /** Deletes uploads that nobody goes on with. */
  async expire(clusters: PushCluster[]): Promise<void> {
    const { store, refresh, now } = this.#options;
    const time = now();
    const expired = await store.expire(
      clusters.map(({ name }) => name),
      {
        idleSince: new Date(time.getTime() - EXPIRE_MS),
        unknownSince: new Date(time.getTime() - KEEP_UNKNOWN_MS),
      },
    );
    for (const { cluster, openedAt, parts } of expired) {
      await store.refuse(
        cluster,
        `The upload that began at ${openedAt.toISOString()} was never completed: ${parts} ${parts === 1 ? 'part' : 'parts'} came`,
        time,
      );
      await refresh(cluster);
    }
  }

  #bounds({ maxBytes, maxObjects }: PushCluster) {
    return { now: this.#options.now(), maxBytes, maxObjects };
  }

  #takenAt(text: string): Date {
    const taken = new Date(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? text : Number.NaN,
    );
    if (Number.isNaN(taken.getTime())) {
      throw new Refusal(
        'unreadable',
        '`taken` has to be a time as in 2026-11-23T02:00:00Z',
      );
    }
    if (taken.getTime() > this.#options.now().getTime() + CLOCK_SKEW_MS) {
      throw new Refusal(
        'unreadable',
        `The snapshot was taken at ${taken.toISOString()}, which is in the future: is the clock right?`,
      );
    }
    return taken;
  }
}

function toStatus(upload: Upload, parts: StoredPart[]): UploadStatus {
  return {
    id: upload.id,
    taken: upload.taken.toISOString(),
    state: upload.state,
    parts: parts.map(({ number, objects }) => ({ number, objects })),
  };
}
