import { RequestHandler } from 'express';
import { setImmediate } from 'node:timers/promises';

/** How long a turn may take. */
const TURN_MS = 5;
/** How long work waits for people who are being answered, after a turn's worth of it. It goes on then, for they may wait for others themselves. */
const PATIENCE_MS = 10;
/** Nobody waits longer than this for the processor alone. */
const LONGEST_MS = 1_000;

/**
 * Parts the event loop between people, who ask, and work on alerts, which can wait: such work goes in turns, one after the
 * other whoever does it, and before
 * every few milliseconds of it people have their answers, or have been waited for. A storm of small requests would otherwise
 * fill each round of the loop with one piece of work per connection, and a transaction on SQLite never leaves it.
 */
export class PeopleFirst {
  readonly #waiting: (() => void)[] = [];
  #asking = 0;
  #answered = () => {};
  /** Milliseconds since people were waited for; at first they come first. */
  #worked = TURN_MS;
  #running = false;

  /** For the requests that people wait for. */
  readonly requests: RequestHandler = (_request, response, next) => {
    // Who has left by now has been told so already, and would be waited for ever after.
    if (!response.destroyed) {
      this.#asking += 1;
      let timer: NodeJS.Timeout | undefined;
      const done = () => {
        if (timer) {
          clearTimeout(timer);
          timer = undefined;
          this.#asking -= 1;
          if (this.#asking === 0) {
            this.#answered();
          }
        }
      };
      timer = setTimeout(done, LONGEST_MS).unref();
      response.once('close', done);
    }
    next();
  };

  /** Resolves when the next piece of work may begin. `soon`: before all that wait, for what others wait for in turn. */
  async turn(options: { soon?: boolean } = {}): Promise<void> {
    await new Promise<void>(resolve => {
      if (options.soon) {
        this.#waiting.unshift(resolve);
      } else {
        this.#waiting.push(resolve);
      }
      if (!this.#running) {
        void this.#run();
      }
    });
  }

  /** For work of many pieces: takes a turn whenever the last one was used up. */
  turns(options: { soon?: boolean } = {}): () => Promise<void> {
    let since: number | undefined;
    return async () => {
      if (since === undefined || performance.now() - since >= TURN_MS) {
        await this.turn(options);
        since = performance.now();
      }
    };
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      await setImmediate();
      if (this.#asking > 0 && this.#worked >= TURN_MS) {
        await this.#people();
        this.#worked = 0;
      }
      const started = performance.now();
      this.#waiting.shift()?.();
      // The work itself, as far as it does not wait.
      await setImmediate();
      this.#worked += performance.now() - started;
    }
    this.#running = false;
  }

  /** Resolves when nobody is being answered any more, or when they were waited for long enough. */
  async #people(): Promise<void> {
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.#answered = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
