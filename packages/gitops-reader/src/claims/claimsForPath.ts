import { Claim, DirectoryClaims, OwnershipRules } from '../facts';
import { claimsOfRules, Codeowners } from '../readers/codeowners';
import { GoPattern, goPattern } from '../lib/goPattern';
import { conventionClaims } from '../readers/paths';

const compiled = new WeakMap<OwnershipRules, Codeowners>();

/**
 * What a repository says about the owner of any of its paths, also of one that declares nothing: CODEOWNERS, path
 * conventions, catalog files.
 *
 * @public
 */
export function claimsForPath(
  rules: OwnershipRules,
  repository: string,
  revision: string,
  path: string,
): Claim[] {
  const claims: Claim[] = [];
  if (rules.codeowners) {
    const { path: file, text, dialect } = rules.codeowners;
    let codeowners = compiled.get(rules);
    if (!codeowners) {
      codeowners = new Codeowners(text, dialect);
      compiled.set(rules, codeowners);
    }
    claims.push(
      ...claimsOfRules(
        codeowners.rulesFor(path),
        { repository, revision, path: file },
        dialect,
      ),
    );
  }
  return [
    ...claims,
    ...conventionClaims(path, repository, revision),
    ...directoryClaimsOf(rules)(path),
  ];
}

const indexed = new WeakMap<object, (path: string) => Claim[]>();

/**
 * Claims of the innermost directory that makes any, for each source of its own, then those of the whole repository.
 *
 * @public
 */
export function directoryClaimsOf(
  rules: Pick<OwnershipRules, 'directoryClaims' | 'repositoryClaims'>,
): (path: string) => Claim[] {
  let claimsOf = indexed.get(rules);
  if (!claimsOf) {
    claimsOf = indexDirectories(rules);
    indexed.set(rules, claimsOf);
  }
  return claimsOf;
}

function indexDirectories({
  directoryClaims = [],
  repositoryClaims,
}: Pick<OwnershipRules, 'directoryClaims' | 'repositoryClaims'>): (
  path: string,
) => Claim[] {
  const byDirectory = new Map<
    string,
    { entry: DirectoryClaims; at: number }[]
  >();
  directoryClaims.forEach((entry, at) => {
    const known = byDirectory.get(entry.directory);
    if (known) {
      known.push({ entry, at });
    } else {
      byDirectory.set(entry.directory, [{ entry, at }]);
    }
  });
  return path => {
    if (byDirectory.size === 0) {
      return repositoryClaims;
    }
    const above = [...directoriesAbove(path)]
      .flatMap(directory => byDirectory.get(directory) ?? [])
      .filter(({ entry }) => matches(entry, path))
      .sort((one, other) => one.at - other.at);
    const innermost = new Map<string, DirectoryClaims[]>();
    for (const { entry } of above) {
      const known = innermost.get(entry.source);
      const depth = known?.[0].directory.length ?? -1;
      if (known && entry.directory.length === depth) {
        known.push(entry);
      } else if (entry.directory.length > depth) {
        innermost.set(entry.source, [entry]);
      }
    }
    return [
      ...[...innermost.values()].flatMap(entries =>
        entries.flatMap(({ claims }) => claims),
      ),
      ...repositoryClaims,
    ];
  };
}

/** The path itself and every directory that it lies in, up to the root. */
function* directoriesAbove(path: string): Iterable<string> {
  yield path;
  for (
    let at = path.lastIndexOf('/');
    at >= 0;
    at = path.lastIndexOf('/', at - 1)
  ) {
    yield path.slice(0, at);
    if (at === 0) {
      break;
    }
  }
  if (path !== '') {
    yield '';
  }
}

const expressions = new Map<string, GoPattern | undefined>();

function matches({ directory, pattern }: DirectoryClaims, path: string) {
  if (pattern === undefined) {
    return true;
  }
  if (!expressions.has(pattern)) {
    expressions.set(pattern, goPattern(pattern));
  }
  const relative = directory === '' ? path : path.slice(directory.length + 1);
  return (
    relative.length <= 500 && expressions.get(pattern)?.test(relative) === true
  );
}
