import { Claim, OwnershipRules } from './facts';
import { claimsOfRule, Codeowners } from './codeowners';
import { conventionClaims } from './paths';
import { isBelow } from './treePaths';

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
    let codeowners = compiled.get(rules);
    if (!codeowners) {
      codeowners = new Codeowners(rules.codeowners.text);
      compiled.set(rules, codeowners);
    }
    const rule = codeowners.ruleFor(path);
    if (rule) {
      claims.push(
        ...claimsOfRule(rule, {
          repository,
          revision,
          path: rules.codeowners.path,
        }),
      );
    }
  }
  return [
    ...claims,
    ...conventionClaims(path, repository, revision),
    ...claimsOfDirectories(rules, path),
  ];
}

/** Claims of the innermost directory that makes any, then those of the whole repository. */
export function claimsOfDirectories(
  rules: Pick<OwnershipRules, 'directoryClaims' | 'repositoryClaims'>,
  path: string,
): Claim[] {
  let inner: Claim[] = [];
  let depth = -1;
  for (const { directory, claims } of rules.directoryClaims ?? []) {
    if (directory.length > depth && isBelow(path, directory)) {
      inner = claims;
      depth = directory.length;
    }
  }
  return [...inner, ...rules.repositoryClaims];
}
