import { LineTree } from '../readers/reader';

/** Turns offsets into line numbers. Quick when the offsets come in order, right in any. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #firstLine: number;
  #at = 0;

  constructor(text: string, firstLine = 1) {
    this.#firstLine = firstLine;
    for (
      let newline = text.indexOf('\n');
      newline >= 0;
      newline = text.indexOf('\n', newline + 1)
    ) {
      this.#starts.push(newline + 1);
    }
  }

  /** Counted from the first line. */
  lineAt(offset: number): number {
    const starts = this.#starts;
    if (offset < starts[this.#at]) {
      let low = 0;
      let high = this.#at;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= offset) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      this.#at = low;
    }
    while (this.#at + 1 < starts.length && starts[this.#at + 1] <= offset) {
      this.#at++;
    }
    return this.#at + this.#firstLine;
  }
}

/**
 * The line of the value at a path: of its key in a mapping, of the item in a list. A path that leads
 * nowhere gives the line of the last step that exists.
 *
 * @public
 */
export function lineOf(
  document: { lines: LineTree },
  path: readonly (string | number)[],
): number {
  let tree = document.lines;
  for (const step of path) {
    if (typeof tree === 'number') {
      break;
    }
    const next = childOf(tree.of, step);
    if (next === undefined) {
      break;
    }
    tree = next;
  }
  return typeof tree === 'number' ? tree : tree.at;
}

/**
 * Lines of a part of a document.
 *
 * @public
 */
export function linesOf(
  lines: LineTree,
  path: readonly (string | number)[],
): LineTree {
  let tree = lines;
  for (const step of path) {
    const next = typeof tree === 'number' ? undefined : childOf(tree.of, step);
    if (next === undefined) {
      return typeof tree === 'number' ? tree : tree.at;
    }
    tree = next;
  }
  return tree;
}

function childOf(
  of: { [key: string]: LineTree } | LineTree[],
  step: string | number,
): LineTree | undefined {
  if (Array.isArray(of)) {
    return of[Number(step)];
  }
  return Object.hasOwn(of, step) ? of[step] : undefined;
}
