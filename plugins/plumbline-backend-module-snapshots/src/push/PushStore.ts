import { SkippedFile } from '@plumbline/gitops-reader';
import { Part } from './readParts';

/** A snapshot on its way. */
export interface Upload {
  id: string;
  cluster: string;
  taken: Date;
  state: 'open' | 'complete';
  openedAt: Date;
  activeAt: Date;
}

/** A part that is there. */
export interface StoredPart {
  number: number;
  bytes: number;
  objects: number;
  secrets: number;
  skipped: SkippedFile[];
}

/** Where a cluster stands. */
export interface PushedCluster {
  /** The last complete snapshot. */
  snapshot?: { id: string; taken: Date; completedAt: Date };
  /** Why what came after it was refused. */
  refused?: { reason: string; at: Date };
}

/**
 * Snapshots that clusters push. Of each cluster there is one that is complete, and at most one on its way. What does not fit
 * to that ends with a refusal, and changes nothing.
 */
export interface PushStore {
  /** Begins an upload, or finds the one that was begun for the same time. */
  open(
    cluster: string,
    options: {
      taken: Date;
      now: Date;
      minIntervalMs: number;
      /** Whether one that is open already goes on. */
      resume: boolean;
    },
  ): Promise<{ upload: Upload; resumed: boolean }>;
  upload(cluster: string, id: string): Promise<Upload>;
  /** Stores a part; one of the same number is replaced. */
  putPart(
    upload: Upload,
    part: Part & { number: number; bytes: number },
    options: { now: Date; maxBytes: number; maxObjects: number },
  ): Promise<void>;
  parts(uploadId: string): Promise<StoredPart[]>;
  /** Makes an upload of so many parts the snapshot of its cluster. May be said twice. */
  complete(upload: Upload, parts: number, now: Date): Promise<StoredPart[]>;
  cancel(upload: Upload): Promise<void>;

  refuse(cluster: string, reason: string, now: Date): Promise<void>;
  cluster(cluster: string): Promise<PushedCluster>;
  /** Cleaned objects of a part, as they were stored; undefined when the snapshot was replaced meanwhile. */
  content(uploadId: string, number: number): Promise<Buffer | undefined>;

  /** Deletes what nobody goes on with, and what belongs to none of these clusters. */
  expire(
    clusters: string[],
    options: { idleSince: Date; unknownSince: Date },
  ): Promise<{ cluster: string; openedAt: Date; parts: number }[]>;
}
