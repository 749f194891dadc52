import type { Build } from './build';
import { Dependents } from './dependents';
import { Changes } from './needs';

/** What was built of the roots of a repository, and how one gets from a change to what has to be built again. */
export class RootBuilds {
  readonly roots: readonly string[];
  /** All that was built for them, in the order in which it was. */
  readonly all: Map<string, Build>;
  /** Builds of the roots themselves. */
  list: readonly Build[];
  /** What all of them cost. */
  steps: number;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #dependents = new Dependents();
  /** Something leads back to itself or was cut off, so that nothing can be told of it alone. */
  #circular = false;

  constructor(
    roots: readonly string[],
    all: Map<string, Build>,
    steps: number,
  ) {
    this.roots = roots;
    this.all = all;
    this.steps = steps;
    const list: Build[] = [];
    const positions = new Map<string, number>();
    for (const root of roots) {
      const build = all.get(root);
      if (build) {
        positions.set(root, list.length);
        list.push(build);
      }
    }
    this.list = list;
    this.#positions = positions;
    for (const [directory, { needs }] of all) {
      this.#circular ||= needs.circular;
      this.#dependents.add(directory, needs);
    }
  }

  /** Builds that a change may concern, out of these; undefined when it cannot be told. */
  concernedBy(changes: Changes): Map<string, Build> | undefined {
    if (this.#circular) {
      return undefined;
    }
    const concerned = new Map<string, Build>();
    for (const directory of this.#dependents.concernedBy(changes)) {
      const build = this.all.get(directory);
      if (build) {
        concerned.set(directory, build);
      }
    }
    return concerned;
  }

  /** Takes over what was built again; false when it stands on others than before, so that the order may be another. */
  replace(before: ReadonlyMap<string, Build>): boolean {
    const list = [...this.list];
    for (const [directory, old] of before) {
      const build = this.all.get(directory);
      if (
        !build ||
        build.needs.circular ||
        !areAlike(old.needs.builds, build.needs.builds)
      ) {
        return false;
      }
      this.#dependents.remove(directory, old.needs);
      this.#dependents.add(directory, build.needs);
      const position = this.#positions.get(directory);
      if (position !== undefined) {
        list[position] = build;
      }
    }
    this.list = before.size > 0 ? list : this.list;
    return true;
  }
}

function areAlike(one: Iterable<string>, other: Iterable<string>): boolean {
  const [first, second] = [[...one], [...other]];
  return (
    first.length === second.length &&
    first.every((item, index) => item === second[index])
  );
}
