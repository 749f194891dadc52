import { ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../treePaths';
import { KustomizeBuilder, kustomizationNames } from './build';

const builders = new WeakMap<ParsedRepository, KustomizeBuilder>();

/** The builder of a repository: readers share it, so that every kustomization is built once. */
export function builderOf(repository: ParsedRepository): KustomizeBuilder {
  let builder = builders.get(repository);
  if (!builder) {
    builder = new KustomizeBuilder(repository);
    builders.set(repository, builder);
  }
  return builder;
}

/** Directories of a repository that hold a kustomization. */
export function kustomizationDirectories(
  repository: ParsedRepository,
): string[] {
  const builder = builderOf(repository);
  const directories = new Set<string>();
  for (const path of repository.files.keys()) {
    if (
      kustomizationNames.includes(baseName(path)) &&
      builder.kustomization(directoryOf(path))
    ) {
      directories.add(directoryOf(path));
    }
  }
  return [...directories].sort();
}

/** Roots of a repository: kustomizations that no other one builds on. */
export function rootDirectories(repository: ParsedRepository): string[] {
  const builder = builderOf(repository);
  const directories = kustomizationDirectories(repository);
  const used = new Set<string>();
  for (const directory of directories) {
    builder.referencesOf(directory).forEach(use => used.add(use));
  }
  const roots = directories.filter(
    directory =>
      !used.has(directory) && !builder.kustomization(directory)?.component,
  );
  return roots;
}
