import { MAX_OBJECT_CHARACTERS } from './limits';

/** The text of one object, or why there is none. */
export type Piece = { text: string } | { skipped: string };

/** Cuts text into objects as it comes. */
export interface Splitter {
  push(chunk: string): Iterable<Piece>;
  /** Nothing more comes. */
  end(): Iterable<Piece>;
}

/** Text that grows up to a limit, and is forgotten beyond. */
export class BoundedText {
  #text = '';
  #skipped: string | undefined;

  append(text: string): void {
    if (this.#skipped !== undefined) {
      return;
    }
    this.#text += text;
    if (this.#text.length > MAX_OBJECT_CHARACTERS) {
      this.skip(
        `is larger than the ${MAX_OBJECT_CHARACTERS / 1024 / 1024} MB that are read of an object`,
      );
    }
  }

  skip(reason: string): void {
    this.#skipped ??= reason;
    this.#text = '';
  }

  get text(): string {
    return this.#text;
  }

  get piece(): Piece {
    return this.#skipped === undefined
      ? { text: this.#text }
      : { skipped: this.#skipped };
  }
}
