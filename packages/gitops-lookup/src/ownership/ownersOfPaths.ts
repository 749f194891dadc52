import {
  Claim,
  claimsForPath,
  DeclaredObject,
  RepositoryFacts,
  Service,
} from '@plumbline/gitops-reader';
import { Ownership, OwnershipOptions, resolveOwners } from './resolveOwners';
import { TeamDirectory } from './TeamDirectory';

/**
 * What a repository says about who owns each of its files: labels of what a file declares, then rules on its path.
 *
 * @public
 */
export function claimsOfPaths(
  facts: RepositoryFacts,
): (path: string) => Claim[] {
  const declared = new Map<string, DeclaredObject>();
  for (const object of facts.objects) {
    if (!declared.has(object.location.path)) {
      declared.set(object.location.path, object);
    }
  }
  const { repository, revision } = facts;
  return path => [
    ...(declared.get(path)?.claims ?? []),
    ...claimsForPath(facts.ownership, repository, revision, path),
  ];
}

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
  const claimsAt = claimsOfPaths(facts);
  const known = new Map<string, Ownership>();
  return path => {
    let ownership = known.get(path);
    if (!ownership) {
      ownership = resolveOwners(claimsAt(path), directory, options);
      known.set(path, ownership);
    }
    return ownership;
  };
}

/**
 * What is said about who owns a service: its own claims, or where it declares nothing that could have any, those on the
 * file that pins its version.
 *
 * @public
 */
export function claimsOfService(
  service: Service,
  claimsAt: (path: string) => Claim[],
): Claim[] {
  const path = pinnedAt(service);
  return service.claims.length === 0 && path !== undefined
    ? claimsAt(path)
    : service.claims;
}

/**
 * Who owns a service: by its claims, or where it declares nothing that could have any, by the files that pin its
 * versions.
 *
 * @public
 */
export function ownersOfService(
  service: Service,
  ownersOf: (path: string) => Ownership,
  directory: TeamDirectory,
  options: OwnershipOptions = {},
): Ownership {
  const path = pinnedAt(service);
  return service.claims.length === 0 && path !== undefined
    ? ownersOf(path)
    : resolveOwners(service.claims, directory, options);
}

function pinnedAt({ environments }: Service): string | undefined {
  const [evidence] = environments
    .flatMap(({ versions }) => versions)
    .flatMap(pin => (pin.evidence.type === 'file' ? [pin.evidence] : []));
  return evidence?.location.path;
}
