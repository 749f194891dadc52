interface Entry {
  etag: string;
  /** What was made of the answer, as JSON. */
  value: string;
}

/** What is kept for the next time, so that a repository with a thousand pull requests stays bounded. */
const MOST_BYTES = 1_000_000;

/**
 * Answers as they were last seen: GitHub does not count one that says it is unchanged. Only what was asked for this time is
 * remembered for the next.
 */
export class Memory {
  readonly #before: Map<string, Entry>;
  readonly #now = new Map<string, Entry>();

  constructor(text: string | undefined) {
    let entries: [string, Entry][] = [];
    try {
      entries = Object.entries(JSON.parse(text ?? '{}'));
    } catch {
      // Asked anew.
    }
    this.#before = new Map(entries);
  }

  /** Asks unless the answer is known to be the same, and keeps what is made of it. */
  async ask<T>(
    key: string,
    request: (headers: {
      'if-none-match'?: string;
    }) => Promise<{ value: T; etag?: string }>,
  ): Promise<T> {
    const known = this.#before.get(key);
    try {
      const { value, etag } = await request(
        known ? { 'if-none-match': known.etag } : {},
      );
      if (etag) {
        this.#now.set(key, { etag, value: JSON.stringify(value) });
      }
      return value;
    } catch (error) {
      if (known && statusOf(error) === 304) {
        return this.#keep(key, known);
      }
      throw error;
    }
  }

  /** The same for an answer that never changes. */
  async once<T>(key: string, request: () => Promise<T>): Promise<T> {
    const known = this.#now.get(key) ?? this.#before.get(key);
    if (known) {
      return this.#keep(key, known);
    }
    const value = await request();
    this.#now.set(key, { etag: '', value: JSON.stringify(value) });
    return value;
  }

  /** What to hand to the next one; where not everything was asked, with what was known before. */
  toString({ complete = true } = {}): string {
    let bytes = 0;
    return JSON.stringify(
      Object.fromEntries(
        [
          ...new Map(complete ? this.#now : [...this.#before, ...this.#now]),
        ].filter(([key, { value }]) => {
          bytes += key.length + value.length + 100;
          return bytes <= MOST_BYTES;
        }),
      ),
    );
  }

  #keep<T>(key: string, known: Entry): T {
    const value: T = JSON.parse(known.value);
    this.#now.set(key, known);
    return value;
  }
}

export function statusOf(error: unknown): number | undefined {
  return error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number'
    ? error.status
    : undefined;
}
