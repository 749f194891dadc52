import { Claim, DirectoryClaims, OwnershipRules } from './facts';
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

/**
 * Claims of the innermost directory that makes any, for each source of its own, then those of the whole repository.
 */
export function claimsOfDirectories(
  rules: Pick<OwnershipRules, 'directoryClaims' | 'repositoryClaims'>,
  path: string,
): Claim[] {
  const innermost = new Map<string, DirectoryClaims[]>();
  for (const entry of rules.directoryClaims ?? []) {
    const known = innermost.get(entry.source);
    const depth = known?.[0].directory.length ?? -1;
    if (
      entry.directory.length >= depth &&
      isBelow(path, entry.directory) &&
      matches(entry, path)
    ) {
      if (known && entry.directory.length === depth) {
        known.push(entry);
      } else {
        innermost.set(entry.source, [entry]);
      }
    }
  }
  return [
    ...[...innermost.values()].flatMap(entries =>
      entries.flatMap(({ claims }) => claims),
    ),
    ...rules.repositoryClaims,
  ];
}

const expressions = new Map<string, RegExp>();

function matches({ directory, pattern }: DirectoryClaims, path: string) {
  if (pattern === undefined) {
    return true;
  }
  let expression = expressions.get(pattern);
  if (!expression) {
    expression = new RegExp(pattern);
    expressions.set(pattern, expression);
  }
  const relative = directory === '' ? path : path.slice(directory.length + 1);
  return relative.length <= 500 && expression.test(relative);
}
