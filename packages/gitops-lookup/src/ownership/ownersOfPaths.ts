import {
  Claim,
  claimsForPath,
  DeclaredObject,
  RepositoryFacts,
  Service,
} from '@plumbline/gitops-reader';
import { claimsInFile } from './claimsInFile';
import { Ownership, OwnershipOptions, resolveOwners } from './resolveOwners';
import { TeamDirectory } from './TeamDirectory';

/**
 * What a repository says about who owns each line of its files: the claims of the object that stands there, then rules
 * on the path. Without a line the labels count on which all that the file declares agrees.
 *
 * @public
 */
export function claimsOfPaths(
  facts: RepositoryFacts,
): (path: string, line?: number) => Claim[] {
  const declared = new Map<string, DeclaredObject[]>();
  for (const object of facts.objects) {
    const known = declared.get(object.location.path);
    if (known) {
      known.push(object);
    } else {
      declared.set(object.location.path, [object]);
    }
  }
  const files = new Map<string, (line?: number) => Claim[]>();
  return (path, line) => {
    let claimsAt = files.get(path);
    if (!claimsAt) {
      claimsAt = claimsOfFile(declared.get(path) ?? [], onPath(facts, path));
      files.set(path, claimsAt);
    }
    return claimsAt(line);
  };
}

function claimsOfFile(
  objects: DeclaredObject[],
  rules: Claim[],
): (line?: number) => Claim[] {
  const inFile = claimsInFile(objects);
  const known = new Map<Claim[], Claim[]>();
  return line => {
    const own = inFile(line);
    const claims = known.get(own) ?? [...own, ...rules];
    known.set(own, claims);
    return claims;
  };
}

function onPath(facts: RepositoryFacts, path: string): Claim[] {
  const { ownership, repository, revision } = facts;
  return claimsForPath(ownership, repository, revision, path);
}

/**
 * Who owns the lines of a repository's files: by what the object there says, then by its path. What belongs to one
 * object is resolved once.
 *
 * @public
 */
export function ownersOfPaths(
  facts: RepositoryFacts,
  directory: TeamDirectory,
  options: OwnershipOptions = {},
): (path: string, line?: number) => Ownership {
  const claimsAt = claimsOfPaths(facts);
  const known = new Map<Claim[], Ownership>();
  return (path, line) => {
    const claims = claimsAt(path, line);
    let ownership = known.get(claims);
    if (!ownership) {
      ownership = resolveOwners(claims, directory, options);
      known.set(claims, ownership);
    }
    return ownership;
  };
}

/**
 * What is said about who owns a service: its own claims, or where it declares nothing that could have any, those on the
 * path of the file that pins its version.
 *
 * @public
 */
export function claimsOfService(
  service: Service,
  facts: RepositoryFacts,
): Claim[] {
  const path = pinnedAt(service);
  return service.claims.length === 0 && path !== undefined
    ? onPath(facts, path)
    : service.claims;
}

/**
 * Who owns a service: by its claims, or where it declares nothing that could have any, by the path of the file that pins
 * its version.
 *
 * @public
 */
export function ownersOfService(
  service: Service,
  facts: RepositoryFacts,
  directory: TeamDirectory,
  options: OwnershipOptions = {},
): Ownership {
  return resolveOwners(claimsOfService(service, facts), directory, options);
}

function pinnedAt({ environments }: Service): string | undefined {
  const [evidence] = environments
    .flatMap(({ versions }) => versions)
    .flatMap(pin => (pin.evidence.type === 'file' ? [pin.evidence] : []));
  return evidence?.location.path;
}
