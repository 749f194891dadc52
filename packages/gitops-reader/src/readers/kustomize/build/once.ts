/**
 * What bases bring, each thing once by all that it says, for two of them may stand on the same one. What comes again
 * stands last, for the last one has the last word.
 */
export class Once<T extends object> {
  readonly #items = new Map<string, T>();

  constructor(items: Iterable<T> = []) {
    this.addAll(items);
  }

  add(item: T): void {
    const key = JSON.stringify(item);
    this.#items.delete(key);
    this.#items.set(key, item);
  }

  addAll(items: Iterable<T>): void {
    for (const item of items) {
      this.add(item);
    }
  }

  /** Puts others in the place of all of them. */
  replaceBy(items: Iterable<T>): void {
    this.#items.clear();
    this.addAll(items);
  }

  get all(): T[] {
    return [...this.#items.values()];
  }
}
