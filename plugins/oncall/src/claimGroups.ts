import { Answer, ClaimView } from '@plumbline/plugin-plumbline-common';

export interface ClaimGroup {
  team?: string;
  source: ClaimView['source'];
  mark: string;
  claims: ClaimView[];
  /** `agrees`: names an owner, too, and was not needed. */
  verdict: 'decides' | 'agrees' | 'outranked';
}

/** Claims that say the same in the same way, in Git and in the cluster, are one group. */
export function groupClaims(
  claims: ClaimView[],
  owners: Answer['owners'],
): ClaimGroup[] {
  const teams = new Set(owners.map(({ team }) => team));
  const groups = new Map<string, ClaimGroup>();
  for (const claim of claims) {
    const { team, source, decisive } = claim;
    const mark = claim.evidence.text || claim.raw;
    const key = JSON.stringify([team, source, mark]);
    const group: ClaimGroup = groups.get(key) ?? {
      team,
      source,
      mark,
      claims: [],
      verdict: team && teams.has(team) ? 'agrees' : 'outranked',
    };
    groups.set(key, group);
    group.claims.push(claim);
    if (decisive) {
      group.verdict = 'decides';
    }
  }
  return [...groups.values()];
}
