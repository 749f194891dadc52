import {
  claimsForPath,
  DeclaredObject,
  RepositoryFacts,
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
