/** What one of several takers has of a semaphore. */
export interface Share {
  /** Throws the reason of the signal where it is aborted before the task could begin. */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

interface Taker {
  running: number;
  readonly waiting: Set<() => void>;
}

/** Lets so many tasks run at a time. Those of one share wait in order, and shares take turns. */
export class Semaphore {
  #free: number;
  readonly #mostOfOne: number;
  /** Takers with tasks that wait, the one first whose turn it is. */
  readonly #turns = new Set<Taker>();

  /** `mostOfOne`: how many of one share run at a time, so that slow ones leave places to others. */
  constructor(size: number, mostOfOne: number = size) {
    this.#free = size;
    this.#mostOfOne = mostOfOne;
  }

  share(): Share {
    const taker: Taker = { running: 0, waiting: new Set() };
    return {
      run: async (task, signal) => {
        await this.#enter(taker, signal);
        try {
          return await task();
        } finally {
          this.#free += 1;
          taker.running -= 1;
          this.#beginNext();
        }
      },
    };
  }

  async #enter(taker: Taker, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const begun = new AbortController();
    await new Promise<void>((resolve, reject) => {
      taker.waiting.add(resolve);
      this.#turns.add(taker);
      signal.addEventListener(
        'abort',
        () => {
          taker.waiting.delete(resolve);
          reject(signal.reason);
        },
        { once: true, signal: begun.signal },
      );
      this.#beginNext();
    });
    begun.abort();
  }

  #beginNext(): void {
    // One that was served comes up again after the others.
    for (const taker of this.#turns) {
      const [begin] = taker.waiting;
      if (!begin) {
        this.#turns.delete(taker);
      } else if (this.#free > 0 && taker.running < this.#mostOfOne) {
        this.#free -= 1;
        taker.running += 1;
        taker.waiting.delete(begin);
        this.#turns.delete(taker);
        this.#turns.add(taker);
        begin();
      }
    }
  }
}
