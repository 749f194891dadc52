import { MAX_OBJECT_CHARACTERS } from './limits';
import { Refusal } from './Refusal';
import { BoundedText, Piece, Splitter } from './Splitter';

interface List {
  /** A line that starts an item. */
  dash: RegExp;
  /** A line that stands outside of the list. */
  after: RegExp;
  item: BoundedText;
}

/** Cuts YAML: documents, and the items of `kind: List` as kubectl prints it. */
export class YamlSplitter implements Splitter {
  /** The line that is not over yet. */
  #line = '';
  #lineTooLong = false;
  /** The document; of a list, what is around its items. */
  #document = new BoundedText();
  #list: List | undefined;
  #hadList = false;
  /** The line before was `items:`. */
  #itemsFollow = false;

  *push(chunk: string): Generator<Piece> {
    let from = 0;
    for (
      let at = chunk.indexOf('\n');
      at >= 0;
      at = chunk.indexOf('\n', from)
    ) {
      this.#extendLine(chunk.slice(from, at + 1));
      from = at + 1;
      yield* this.#endLine();
    }
    this.#extendLine(chunk.slice(from));
  }

  *end(): Generator<Piece> {
    yield* this.#endLine();
    yield* this.#endDocument();
  }

  #extendLine(text: string): void {
    this.#line += text;
    if (this.#line.length > MAX_OBJECT_CHARACTERS) {
      this.#line = '';
      this.#lineTooLong = true;
    }
  }

  *#endLine(): Generator<Piece> {
    const line = this.#line;
    this.#line = '';
    if (this.#lineTooLong) {
      this.#lineTooLong = false;
      (this.#list?.item ?? this.#document).skip(
        `holds a line of more than ${MAX_OBJECT_CHARACTERS / 1024 / 1024} MB`,
      );
      return;
    }
    if (/^---(?:\s|$)/.test(line)) {
      yield* this.#endDocument();
      this.#document.append(line.slice(3));
    } else if (this.#list) {
      yield* this.#lineInList(this.#list, line);
    } else {
      this.#lineOfDocument(line);
    }
  }

  *#lineInList(list: List, line: string): Generator<Piece> {
    if (list.dash.test(line)) {
      yield list.item.piece;
      list.item = new BoundedText();
      list.item.append(line.replace('-', ' '));
    } else if (list.after.test(line)) {
      yield list.item.piece;
      this.#list = undefined;
      this.#document.append(line);
    } else {
      list.item.append(line);
    }
  }

  #lineOfDocument(line: string): void {
    const indent = this.#itemsFollow
      ? /^( *)- /.exec(line)?.[1].length
      : undefined;
    if (indent === undefined) {
      this.#itemsFollow = !this.#hadList && /^items:[ \t]*\r?\n$/.test(line);
      this.#document.append(line);
      return;
    }
    this.#itemsFollow = false;
    this.#hadList = true;
    const item = new BoundedText();
    item.append(line.replace('-', ' '));
    this.#list = {
      dash: new RegExp(`^ {${indent}}- `),
      after: new RegExp(`^ {0,${indent}}[^\\s#-]`),
      item,
    };
  }

  *#endDocument(): Generator<Piece> {
    const { piece } = this.#document;
    if (this.#list) {
      yield this.#list.item.piece;
    }
    if (!this.#hadList) {
      yield piece;
    } else if (
      'text' in piece &&
      !/^kind:[ \t]*["']?\w*List\b/m.test(piece.text)
    ) {
      // kubectl prints the kind after the items.
      throw new Refusal(
        'unreadable',
        'The snapshot is cut off: a list has items but does not end with `kind: List`',
      );
    }
    this.#document = new BoundedText();
    this.#list = undefined;
    this.#hadList = false;
    this.#itemsFollow = false;
  }
}
