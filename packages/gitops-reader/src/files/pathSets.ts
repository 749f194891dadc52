import { differences } from '../lib/differences';

/**
 * Paths that are asked for one by one.
 *
 * @public
 */
export interface PathSet {
  has(path: string): boolean;
  /** The same object for as long as the same paths are in it. */
  readonly state: object;
}

/** All paths of several sets. From one time to the next, only sets that came or went are looked at. */
export class PathUnion implements PathSet {
  readonly #counts = new Map<string, number>();
  #sets: readonly ReadonlySet<string>[] = [];
  #state = {};

  get state(): object {
    return this.#state;
  }

  has(path: string): boolean {
    return this.#counts.has(path);
  }

  /** Takes these sets, each of which is another one, in place of those before. */
  update(sets: readonly ReadonlySet<string>[]): void {
    const { gone, come } = differences(this.#sets, sets);
    this.#sets = sets;
    const touched = new Map<string, boolean>();
    const count = (path: string, by: number) => {
      const before = this.#counts.get(path) ?? 0;
      if (!touched.has(path)) {
        touched.set(path, before > 0);
      }
      if (before + by > 0) {
        this.#counts.set(path, before + by);
      } else {
        this.#counts.delete(path);
      }
    };
    come.forEach(set => set.forEach(path => count(path, 1)));
    gone.forEach(set => set.forEach(path => count(path, -1)));
    for (const [path, before] of touched) {
      if (this.has(path) !== before) {
        this.#state = {};
        break;
      }
    }
  }
}
