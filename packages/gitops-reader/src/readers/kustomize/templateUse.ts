import { TemplateUse } from '../../facts';
import { ParsedRepository } from '../reader';
import { releaseSubject } from '../helm/releaseSubject';
import { directoryOf, isBelow } from '../../files/treePaths';
import { pathsThat, perItems } from '../../memory/perFile';
import { isKustomizationFile } from './kustomization';
import { Resource } from './resource';

/**
 * What makes a resource of a base. What gives it a name from outside of the directory around the base makes another thing of it, as
 * `apps/cart` does of `lib/service/base`; a layer beside the base does not, nor does what puts the things of many together.
 */
export function templateUse(
  { identities, location, namedAt, places }: Resource,
  builtBy: string | undefined,
  repository: ParsedRepository,
): TemplateUse | undefined {
  if (builtBy === undefined) {
    return undefined;
  }
  const base = baseOf(location.path, repository);
  const around = directoryOf(base);
  if (around === '') {
    return undefined;
  }
  const makers = isAnother(identities)
    ? (namedAt ?? []).filter(path => !isBelow(path, around))
    : [];
  const builders = [
    ...places.flatMap(place =>
      place.role === 'overlay' ? [place.location.path] : [],
    ),
    `${builtBy}/kustomization.yaml`,
  ];
  const layers = builders.filter(
    path => isBelow(path, around) && !isBelow(path, base),
  );
  return makers.length + layers.length > 0
    ? { makers: [...new Set(makers)], layers: [...new Set(layers)] }
    : undefined;
}

/** Whether it is called otherwise than its base, and not merely after an environment (`prod-cart`) or a variant of it (`cart-v2`). */
function isAnother(identities: Resource['identities']): boolean {
  const [declared] = identities;
  const built = identities.at(-1);
  return (
    declared !== undefined &&
    built !== undefined &&
    releaseSubject(built.name, declared.name) !== declared.name.toLowerCase()
  );
}

const kustomizationFiles = pathsThat(isKustomizationFile);

const directoriesOf = perItems(
  (files: readonly string[]): ReadonlySet<string> =>
    new Set(files.map(directoryOf)),
);

/** The kustomization that a file is of; its own directory where there is none. */
function baseOf(path: string, repository: ParsedRepository): string {
  const directories = directoriesOf(kustomizationFiles(repository), repository);
  for (let at = directoryOf(path); at !== ''; at = directoryOf(at)) {
    if (directories.has(at)) {
      return at;
    }
  }
  return directoryOf(path);
}
