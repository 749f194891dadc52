import { Places, placesOf } from '../../paths';
import { ParsedRepository } from '../../reader';
import { directoryOf } from '../../../files/treePaths';
import { KustomizeBuilder } from './build';
import { isKustomizationFile, KustomizationFile } from '../kustomization';

const builders = new WeakMap<ParsedRepository, KustomizeBuilder>();
/** The builder of the read before, of each repository that is read again and again. */
const buildersBefore = new WeakMap<object, KustomizeBuilder>();

/** The builder of a repository: readers share it, so that every kustomization is built once. */
export function builderOf(repository: ParsedRepository): KustomizeBuilder {
  let builder = builders.get(repository);
  if (!builder) {
    const { memory } = repository;
    builder = new KustomizeBuilder(
      repository,
      memory && buildersBefore.get(memory),
    );
    builders.set(repository, builder);
    if (memory) {
      buildersBefore.set(memory, builder);
    }
  }
  return builder;
}

interface Directories {
  reads: number;
  places: Places;
  /** Directories that hold a kustomization. */
  all: readonly string[];
  roots: readonly string[];
  /** The kustomizations of all of them. */
  kustomizations: readonly KustomizationFile[];
  /** What each of them says that decides on roots. */
  marks: ReadonlyMap<string, string>;
}

/** Of the read before, of each repository that is read again and again. */
const directoriesBefore = new WeakMap<object, Directories>();
const directoriesOf = new WeakMap<ParsedRepository, Directories>();

function findDirectories(repository: ParsedRepository): Directories {
  let found = directoriesOf.get(repository);
  if (!found) {
    const { memory, reads = 0 } = repository;
    const before = memory && directoriesBefore.get(memory);
    found =
      before?.reads === reads - 1 &&
      before.places === placesOf(repository) &&
      areSame(before, repository)
        ? { ...before, reads, kustomizations: again(before, repository) }
        : { reads, ...rootsOf(repository) };
    directoriesOf.set(repository, found);
    if (memory) {
      directoriesBefore.set(memory, found);
    }
  }
  return found;
}

function rootsOf(repository: ParsedRepository): Omit<Directories, 'reads'> {
  const all = allDirectories(repository);
  const builder = builderOf(repository);
  return {
    places: placesOf(repository),
    all,
    kustomizations: all.flatMap(
      directory => builder.kustomization(directory) ?? [],
    ),
    roots: rootsAmong(all, repository),
    marks: new Map(
      all.map(directory => [directory, markOf(directory, builder) ?? '']),
    ),
  };
}

function markOf(
  directory: string,
  builder: KustomizeBuilder,
): string | undefined {
  const kustomization = builder.kustomization(directory);
  return (
    kustomization &&
    [kustomization.component, ...builder.referencesOf(directory)].join('\n')
  );
}

/** Whether the kustomizations that have changed refer to what they referred to. */
function areSame(
  { marks }: Directories,
  repository: ParsedRepository,
): boolean {
  const { changed } = repository;
  const builder = builderOf(repository);
  return (
    changed !== undefined &&
    [...changed].every(
      path =>
        !isKustomizationFile(path) ||
        marks.get(directoryOf(path)) === markOf(directoryOf(path), builder),
    )
  );
}

/** The kustomizations of the same directories. */
function again(
  { all, kustomizations }: Directories,
  repository: ParsedRepository,
): readonly KustomizationFile[] {
  const builder = builderOf(repository);
  let list: KustomizationFile[] | undefined;
  for (const path of repository.changed ?? []) {
    const directory = directoryOf(path);
    const kustomization = isKustomizationFile(path)
      ? builder.kustomization(directory)
      : undefined;
    if (kustomization) {
      list ??= [...kustomizations];
      list[all.indexOf(directory)] = kustomization;
    }
  }
  return list ?? kustomizations;
}

/** All kustomizations of a repository, in the order of their directories. */
export function kustomizationsOf(
  repository: ParsedRepository,
): readonly KustomizationFile[] {
  return findDirectories(repository).kustomizations;
}

/** Directories of a repository that hold a kustomization. */
export function kustomizationDirectories(
  repository: ParsedRepository,
): readonly string[] {
  return findDirectories(repository).all;
}

function allDirectories(repository: ParsedRepository): string[] {
  const builder = builderOf(repository);
  const directories = new Set<string>();
  for (const path of repository.files.keys()) {
    if (
      /ustomization(\.ya?ml)?$/.test(path) &&
      isKustomizationFile(path) &&
      builder.kustomization(directoryOf(path))
    ) {
      directories.add(directoryOf(path));
    }
  }
  return [...directories].sort();
}

/**
 * Roots of a repository: kustomizations that no other one builds on. What one environment takes from another is one
 * for that other one: production may be built on staging.
 */
export function rootDirectories(
  repository: ParsedRepository,
): readonly string[] {
  return findDirectories(repository).roots;
}

function rootsAmong(
  directories: readonly string[],
  repository: ParsedRepository,
): string[] {
  const builder = builderOf(repository);
  const used = new Set<string>();
  const places = placesOf(repository);
  const environments = new Map<string, string | undefined>();
  const environmentAt = (directory: string) => {
    if (!environments.has(directory)) {
      environments.set(
        directory,
        places.of(`${directory}/kustomization`).environment,
      );
    }
    return environments.get(directory);
  };
  for (const directory of directories) {
    const environment = environmentAt(directory);
    for (const use of builder.referencesOf(directory)) {
      const other = environmentAt(use);
      if (
        other === undefined ||
        environment === undefined ||
        other === environment
      ) {
        used.add(use);
      }
    }
  }
  const roots = directories.filter(
    directory =>
      !used.has(directory) && !builder.kustomization(directory)?.component,
  );
  return roots;
}
