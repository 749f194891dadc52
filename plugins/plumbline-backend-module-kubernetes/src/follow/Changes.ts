import { ClusterPicture, ObjectChange } from '@plumbline/plugin-plumbline-node';
import { orPictureError } from './PictureError';
import { resourceOf, ServedResource } from './served';

/** No more than this is held back while the index is busy. */
const MAX_CHANGES = 500;
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Hands the changes of one watch to the index, several at a time: those that come within a moment, and those that come while
 * the index is busy. Whoever adds waits when too many are held back, so that a slow index slows the watch down.
 */
export class Changes {
  readonly #picture: ClusterPicture;
  readonly #served: ServedResource;
  readonly #gatherMs: number;
  readonly #pointOf: (resourceVersion: string) => string;
  readonly #onFailure: () => void;
  #changes: ObjectChange[] = [];
  #bytes = 0;
  #resourceVersion: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #failure: { error: unknown } | undefined;

  constructor(options: {
    picture: ClusterPicture;
    served: ServedResource;
    gatherMs: number;
    /** What is kept of a resource version: see `resumePoint`. */
    pointOf: (resourceVersion: string) => string;
    /** The index failed while nobody was waiting for it; the next call throws. */
    onFailure: () => void;
  }) {
    this.#picture = options.picture;
    this.#served = options.served;
    this.#gatherMs = options.gatherMs;
    this.#pointOf = options.pointOf;
    this.#onFailure = options.onFailure;
  }

  /** The resource version up to which everything is in the index. */
  written: string | undefined;

  async add(
    change: ObjectChange,
    resourceVersion: string,
    bytes: number,
  ): Promise<void> {
    this.#throwFailure();
    this.#changes.push(change);
    this.#bytes += bytes;
    this.#resourceVersion = resourceVersion;
    if (this.#changes.length >= MAX_CHANGES || this.#bytes >= MAX_BYTES) {
      await this.flush();
    } else {
      this.#timer ??= setTimeout(() => {
        this.flush().catch(() => this.#onFailure());
      }, this.#gatherMs);
    }
  }

  /** Everything before this resource version has been added. */
  async bookmark(resourceVersion: string): Promise<void> {
    await this.flush();
    await orPictureError(
      this.#picture.heard(
        resourceOf(this.#served),
        this.#pointOf(resourceVersion),
      ),
    );
    this.written = resourceVersion;
  }

  /** Hands over what is held back. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // One after the other: changes stay in order, and what comes in between goes with the next.
    const next = this.#writing.then(() => this.#write());
    this.#writing = next.catch(() => {});
    await next;
  }

  #throwFailure(): void {
    if (this.#failure) {
      throw this.#failure.error;
    }
  }

  async #write(): Promise<void> {
    // What comes after changes that were lost would hide that they are missing.
    this.#throwFailure();
    const resourceVersion = this.#resourceVersion;
    if (this.#changes.length === 0 || resourceVersion === undefined) {
      return;
    }
    const changes = this.#changes;
    this.#changes = [];
    this.#bytes = 0;
    try {
      await orPictureError(
        this.#picture.apply(
          resourceOf(this.#served),
          changes,
          this.#pointOf(resourceVersion),
        ),
      );
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
    this.written = resourceVersion;
  }
}
