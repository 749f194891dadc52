import { Claim } from '../facts';
import { originOf, Resource } from '../readers/kustomize/resource';
import { ownershipClaims } from '../ownership';
import { ParsedRepository } from '../readers/reader';

const known = new WeakMap<
  Resource,
  { labels: readonly string[] | undefined; claims: readonly Claim[] }
>();

/** What an engine object says about who owns what it deploys. */
export function engineClaims(
  resource: Resource,
  { ownershipLabels }: Pick<ParsedRepository, 'ownershipLabels'>,
): readonly Claim[] {
  const before = known.get(resource);
  if (before && before.labels === ownershipLabels) {
    return before.claims;
  }
  const claims = ownershipClaims(
    resource.value,
    {
      type: 'file',
      location: resource.location,
      lines: resource.lines,
      locate: path => originOf(resource, path)?.location,
    },
    { ownershipLabels },
  ).filter(({ source }) => source === 'engine-object');
  known.set(resource, { labels: ownershipLabels, claims });
  return claims;
}
