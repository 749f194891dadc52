import {
  claimsForPath,
  DeclaredObject,
  RepositoryFacts,
  Service,
} from '@plumbline/gitops-reader';
import {
  Ownership,
  OwnershipOptions,
  resolveOwners,
  TeamDirectory,
} from './resolveOwners';

/**
 * Who owns the files of a repository: by the labels of what a file declares, then by its path. Each file is resolved
 * once.
 *
 * @public
 */
export function ownersOfPaths(
  facts: RepositoryFacts,
  directory: TeamDirectory,
  options: OwnershipOptions = {},
): (path: string) => Ownership {
  const declared = new Map<string, DeclaredObject>();
  for (const object of facts.objects) {
    if (!declared.has(object.location.path)) {
      declared.set(object.location.path, object);
    }
  }
  const known = new Map<string, Ownership>();
  return path => {
    let ownership = known.get(path);
    if (!ownership) {
      const { repository, revision } = facts;
      ownership = resolveOwners(
        [
          ...(declared.get(path)?.claims ?? []),
          ...claimsForPath(facts.ownership, repository, revision, path),
        ],
        directory,
        options,
      );
      known.set(path, ownership);
    }
    return ownership;
  };
}

/**
 * Who owns a service: by its claims, or where it declares nothing that could have any, by the files that pin its
 * versions.
 *
 * @public
 */
export function ownersOfService(
  { claims, environments }: Service,
  ownersOf: (path: string) => Ownership,
  directory: TeamDirectory,
  options: OwnershipOptions = {},
): Ownership {
  const [evidence] = environments
    .flatMap(({ versions }) => versions)
    .flatMap(pin => (pin.evidence.type === 'file' ? [pin.evidence] : []));
  return claims.length === 0 && evidence
    ? ownersOf(evidence.location.path)
    : resolveOwners(claims, directory, options);
}
