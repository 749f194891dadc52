import { Claim, ClaimSource, Evidence, JsonValue } from '../facts';
import { textAt } from '../json';

const keys = ['team', 'owner', 'squad'];

/** Stands in for the ownership folder's reading of marks. */
export function ownershipClaims(
  metadata: JsonValue | undefined,
  source: ClaimSource,
  evidence: (field: string, text: string) => Evidence,
): Claim[] {
  const claims: Claim[] = [];
  for (const place of ['labels', 'annotations']) {
    for (const key of keys) {
      const raw = textAt(metadata, place, key);
      if (raw) {
        claims.push({
          source,
          raw,
          evidence: evidence(`${place}.${key}`, `${key}: ${raw}`),
        });
      }
    }
  }
  return claims;
}
