/** A pass leaves so much of GitHub's rate limit to others. */
const RESERVED = 0.2;

/** How much of GitHub a pass may still ask. */
export class Budget {
  #left: number;
  #limited = false;

  constructor(requests: number) {
    this.#left = requests;
  }

  get spent(): boolean {
    return this.#left <= 0 || this.#limited;
  }

  take(): void {
    this.#left -= 1;
  }

  /** Looks at what GitHub says of its limit with an answer. */
  saw(headers: { [name: string]: string | number | undefined }): void {
    const limit = Number(headers['x-ratelimit-limit']);
    const remaining = Number(headers['x-ratelimit-remaining']);
    if (limit > 0 && remaining < limit * RESERVED) {
      this.#limited = true;
    }
  }
}
