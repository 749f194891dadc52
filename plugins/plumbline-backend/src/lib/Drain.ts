/** Works until nothing is found. Runs once at a time; a call meanwhile makes sure that it looks again. */
export class Drain {
  readonly #work: () => Promise<boolean>;
  readonly #stopping: AbortSignal;
  #running: Promise<void> | undefined;
  #again = false;

  /** `work` returns whether there was any. */
  constructor(work: () => Promise<boolean>, stopping: AbortSignal) {
    this.#work = work;
    this.#stopping = stopping;
  }

  run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async stopped(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }

  async #drain(): Promise<void> {
    do {
      this.#again = false;
      while (!this.#stopping.aborted && (await this.#work())) {
        // There may be more.
      }
    } while (this.#again && !this.#stopping.aborted);
  }
}
