/** A pass leaves so much of GitHub's rate limit to others. */
const RESERVED = 0.2;

/** Nothing more may be asked in this pass. */
export class BudgetSpentError extends Error {
  override readonly name = 'BudgetSpentError';
}

/** How much of GitHub a pass may still ask with the credentials of one organisation. */
export class Budget {
  #left: number;
  #limited = false;

  constructor(requests: number) {
    this.#left = requests;
  }

  get spent(): boolean {
    return this.#left <= 0 || this.#limited;
  }

  /** GitHub says that it has little left for these credentials. */
  get limited(): boolean {
    return this.#limited;
  }

  /** Before each request. */
  take(): void {
    if (this.spent) {
      throw new BudgetSpentError('No more requests may be sent in this pass');
    }
    this.#left -= 1;
  }

  /** Looks at what GitHub says of its limit with an answer, also where it refuses one. */
  saw(headers: { [name: string]: unknown }): void {
    const limit = Number(headers['x-ratelimit-limit']);
    const remaining = Number(headers['x-ratelimit-remaining']);
    if (
      headers['retry-after'] !== undefined ||
      (limit > 0 && remaining < limit * RESERVED)
    ) {
      this.#limited = true;
    }
  }
}
