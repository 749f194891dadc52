import { MAX_DEPTH } from './limits';
import { Refusal } from './Refusal';
import { BoundedText, Piece, Splitter } from './Splitter';

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_MAPPING = 123;
const CLOSE_MAPPING = 125;
const BYTE_ORDER_MARK = 0xfeff;

const itemsBefore = /"items"\s*:\s*$/;
const listKind = /"kind"\s*:\s*"([A-Z]\w*List)"/;
const listVersion = /"apiVersion"\s*:\s*"([\w./-]+)"/;

/**
 * Cuts JSON: single objects after one another, lists of them, and the `items` of `kind: List` or of a typed list as the API
 * server gives it.
 */
export class JsonSplitter implements Splitter {
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The outermost value; of a list, what is around its items. */
  #root = new BoundedText();
  /** How deep the objects stand that are cut out, once they are known to come. */
  #itemDepth: number | undefined;
  #hasItems = false;
  #item: BoundedText | undefined;

  *push(chunk: string): Generator<Piece> {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const character = chunk.charCodeAt(at);
      if (this.#inString) {
        this.#readString(character);
      } else if (character === QUOTE && this.#depth > 0) {
        this.#inString = true;
      } else if (character === OPEN_MAPPING || character === OPEN_LIST) {
        if (this.#depth === 0) {
          from = at;
          this.#begin(character);
        } else if (
          this.#depth === this.#itemDepth &&
          character === OPEN_MAPPING
        ) {
          from = at;
          this.#item = new BoundedText();
        } else if (this.#opensItems(character, chunk, from, at)) {
          this.#root.append(chunk.slice(from, at + 1));
          this.#itemDepth = 2;
          this.#hasItems = true;
        }
        this.#open();
      } else if (character === CLOSE_MAPPING || character === CLOSE_LIST) {
        this.#depth -= 1;
        if (this.#item && this.#depth === this.#itemDepth) {
          this.#item.append(chunk.slice(from, at + 1));
          yield this.#finishItem(this.#item);
        } else if (this.#itemDepth === 2 && this.#depth === 1) {
          // What is around the items goes on.
          this.#itemDepth = undefined;
          from = at;
        }
        if (this.#depth === 0) {
          this.#root.append(chunk.slice(from, at + 1));
          yield* this.#finishRoot();
        }
      }
      if (this.#depth <= 0 && !this.#mayStandOutside(character)) {
        throw new Refusal('unreadable', 'The snapshot does not parse as JSON');
      }
    }
    this.#collected?.append(chunk.slice(from));
  }

  *end(): Generator<Piece> {
    if (this.#depth > 0) {
      throw new Refusal(
        'unreadable',
        'The snapshot is cut off: its JSON ends in the middle',
      );
    }
  }

  /** What the text at hand belongs to. Between items it belongs to nothing. */
  get #collected(): BoundedText | undefined {
    if (this.#item) {
      return this.#item;
    }
    return this.#depth > 0 && this.#itemDepth === undefined
      ? this.#root
      : undefined;
  }

  #readString(character: number): void {
    if (this.#escaped) {
      this.#escaped = false;
    } else if (character === BACKSLASH) {
      this.#escaped = true;
    } else if (character === QUOTE) {
      this.#inString = false;
    }
  }

  #mayStandOutside(character: number): boolean {
    return (
      this.#depth === 0 &&
      (character <= 32 ||
        character === COMMA ||
        character === BYTE_ORDER_MARK ||
        character === CLOSE_MAPPING ||
        character === CLOSE_LIST)
    );
  }

  #begin(character: number): void {
    this.#root = new BoundedText();
    this.#hasItems = false;
    this.#itemDepth = character === OPEN_LIST ? 1 : undefined;
  }

  #opensItems(
    character: number,
    chunk: string,
    from: number,
    at: number,
  ): boolean {
    return (
      character === OPEN_LIST &&
      this.#depth === 1 &&
      !this.#hasItems &&
      itemsBefore.test(
        `${this.#root.text.slice(-40)}${chunk.slice(Math.max(from, at - 40), at)}`,
      )
    );
  }

  #open(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH + 2) {
      (this.#item ?? this.#root).skip(`nests deeper than ${MAX_DEPTH} levels`);
    }
  }

  #finishItem(item: BoundedText): Piece {
    this.#item = undefined;
    const { piece } = item;
    if ('skipped' in piece || this.#itemDepth !== 2) {
      return piece;
    }
    // Items of a typed list do not repeat their kind.
    const around = this.#root.text.slice(0, 10_000);
    const kind = listKind.exec(around)?.[1];
    const version = listVersion.exec(around)?.[1];
    return kind && kind !== 'List' && version
      ? {
          text: `{"apiVersion":"${version}","kind":"${kind}","metadata":{},"items":[${piece.text}]}`,
        }
      : piece;
  }

  *#finishRoot(): Generator<Piece> {
    if (this.#itemDepth === 1) {
      this.#itemDepth = undefined;
    } else if (!this.#hasItems) {
      yield this.#root.piece;
    }
  }
}
