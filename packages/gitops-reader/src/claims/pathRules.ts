import { Claim, ClaimSource } from '../facts';

const ofPaths: ReadonlySet<ClaimSource> = new Set([
  'codeowners',
  'owners-file',
  'path-convention',
  'catalog-entity',
]);

/**
 * What rules on paths say, without those for all files.
 *
 * @public
 */
export function pathRules(claims: readonly Claim[]): Claim[] {
  return claims.filter(
    ({ source, catchAll }) => ofPaths.has(source) && !catchAll,
  );
}
