import { PinnedText } from './PinnedText';

/** Texts by the names of their contents, in the order asked for; those that cannot be had are left out. @public */
export type ReadContents = (
  oids: Iterable<string>,
) => AsyncIterable<[oid: string, text: string]>;

/** Parsed, they take some ten times as much. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/**
 * Contents that are needed in a known order: they come as they are asked for, and a bounded part of them is held, so that
 * what follows each other is read and parsed once.
 */
export class HeldTexts {
  readonly #contents: ReadContents;
  readonly #coming: AsyncIterator<[string, string]>;
  /** The place of each one that comes. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #came = new Set<string>();
  #next = 0;
  /** Those asked for longest ago first. */
  readonly #held = new Map<string, PinnedText>();
  #characters = 0;

  constructor(contents: ReadContents, oids: ReadonlySet<string>) {
    this.#contents = contents;
    this.#places = new Map([...oids].map((oid, place) => [oid, place]));
    this.#coming = contents(oids)[Symbol.asyncIterator]();
  }

  /** Undefined where it cannot be had. */
  async get(oid: string | undefined): Promise<PinnedText | undefined> {
    if (oid === undefined) {
      return undefined;
    }
    const place = this.#places.get(oid);
    while (place !== undefined && this.#next <= place) {
      await this.#take();
    }
    const held = this.#held.get(oid);
    if (held) {
      this.#held.delete(oid);
      this.#held.set(oid, held);
      return held;
    }
    if (place !== undefined && !this.#came.has(oid)) {
      return undefined;
    }
    // It came too long ago to be held, or nobody knew that it would be asked for.
    for await (const [, text] of this.#contents([oid])) {
      return this.#hold(oid, text);
    }
    return undefined;
  }

  async close(): Promise<void> {
    await this.#coming.return?.();
  }

  async #take(): Promise<void> {
    const { done, value } = await this.#coming.next();
    if (done) {
      this.#next = this.#places.size;
      return;
    }
    const [oid, text] = value;
    this.#next = (this.#places.get(oid) ?? this.#next) + 1;
    this.#came.add(oid);
    this.#hold(oid, text);
  }

  #hold(oid: string, text: string): PinnedText {
    const held = new PinnedText(text);
    this.#held.set(oid, held);
    this.#characters += text.length;
    for (const [oldest, { length }] of this.#held) {
      if (this.#characters <= MOST_CHARACTERS || oldest === oid) {
        break;
      }
      this.#held.delete(oldest);
      this.#characters -= length;
    }
    return held;
  }
}
