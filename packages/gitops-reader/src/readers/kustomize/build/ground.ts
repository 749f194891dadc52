import { FileLocation } from '../../../facts';
import { ParsedRepository } from '../../reader';
import { directoryOf, joinPath } from '../../../files/treePaths';
import type { Build } from './build';
import { addFinding, Context } from './context';
import { kustomizationNames } from '../kustomization';

/** Kustomizations that may stand on each other. */
const deepest = 64;
/**
 * What all builds of a repository may cost: kustomizations that each take the next one twice double with every level.
 * A step is an object or version that a kustomization takes or changes, and starting to build one costs as much as some
 * objects.
 */
const mostSteps = (repository: ParsedRepository) =>
  4_000 + 50 * repository.paths.size;

/** What kustomizations stand on while they are built: each other, and the steps that are left to all of them. */
export class Ground {
  /** What all builds have cost so far. */
  steps = 0;
  readonly #mostSteps: number;
  /** Directories that are being built, each for the one before it. */
  readonly #building: string[] = [];
  readonly #build: (directory: string) => Build | undefined;

  constructor(
    repository: ParsedRepository,
    build: (directory: string) => Build | undefined,
  ) {
    this.#mostSteps = mostSteps(repository);
    this.#build = build;
  }

  /** Builds something, while it counts as being built. */
  within<T>(directory: string, build: () => T): T {
    this.#building.push(directory);
    const built = build();
    this.#building.pop();
    return built;
  }

  isBuilding(directory: string): boolean {
    return this.#building.includes(directory);
  }

  /** Whether a directory cannot be built now: it leads back to itself, or stands on too many others. */
  isBeyond(directory: string): boolean {
    return this.isBuilding(directory) || this.#building.length >= deepest;
  }

  /** Whether there are steps left after so many more. */
  allows(steps: number): boolean {
    return this.steps + steps <= this.#mostSteps;
  }

  /** Whether all steps are used up. */
  get isSpent(): boolean {
    return this.steps >= this.#mostSteps;
  }

  /** Counts what a build costs. */
  spend(steps: number, context: Context): void {
    context.needs.steps += steps;
    this.steps += steps;
  }

  /** Whether there is nothing left to build with; says so. */
  saysSpent(location: FileLocation, context: Context): boolean {
    if (!this.isSpent) {
      return false;
    }
    // It hangs on what was built before.
    context.needs.circular = true;
    context.partial.push('the repository builds too many objects');
    addFinding(
      context,
      'kustomize-too-large',
      'error',
      location,
      'All kustomizations of this repository together build too many objects; what this entry brings is left out.',
    );
    return true;
  }

  /** Builds a directory that another one refers to. */
  below(
    target: string,
    location: FileLocation,
    context: Context,
  ): Build | undefined {
    if (this.isBeyond(target)) {
      context.needs.circular = true;
      context.partial.push(`${target} refers back to itself`);
      addFinding(
        context,
        'kustomize-cycle',
        'error',
        location,
        `${target || 'The root'} refers back to itself, or stands on too many others.`,
      );
      return undefined;
    }
    if (this.saysSpent(location, context)) {
      return undefined;
    }
    const build = context.needs.build(target, this.#build(target));
    if (build) {
      this.spend(build.resources.length + build.versions.length, context);
    }
    if (!build) {
      const elsewhere = linkAbove(target, context);
      if (elsewhere !== undefined) {
        context.partial.push(`${elsewhere} is a submodule or a symlink`);
        addFinding(
          context,
          'kustomize-remote-base',
          'info',
          location,
          `Takes objects from ${target}. ${elsewhere} is a submodule or a symlink, whose files this read does not see.`,
        );
        return undefined;
      }
      const unread = kustomizationNames.some(name =>
        context.repository.has(joinPath(target, name) ?? ''),
      );
      context.partial.push(`${target} is missing`);
      addFinding(
        context,
        'kustomize-missing-resource',
        'error',
        location,
        unread
          ? `The kustomization of ${target} is none that can be read.`
          : `${target} is neither a file nor a directory with a kustomization.`,
      );
    }
    return build;
  }
}

/** The entry of the tree that a directory lies in, where that is none of its directories: a submodule, or a symlink. */
function linkAbove(directory: string, context: Context): string | undefined {
  for (
    let above = directoryOf(directory);
    above !== '';
    above = directoryOf(above)
  ) {
    if (context.repository.has(above)) {
      return above;
    }
  }
  return undefined;
}
