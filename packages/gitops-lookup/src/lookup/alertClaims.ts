import { Claim } from '@plumbline/gitops-reader';
import { TeamDirectory } from '../ownership/resolveOwners';
import { Question } from '../question/types';

export function alertClaimsOf(
  question: Question,
): { claim: Claim; onlyIfKnown?: boolean }[] {
  const [cluster] = question.clusters;
  return question.teams.map(({ raw, field, onlyIfKnown }) => ({
    onlyIfKnown,
    claim: {
      source: 'alert-label',
      raw,
      evidence: {
        type: 'object',
        cluster: cluster && !cluster.weak ? cluster.value : '',
        object: {
          apiVersion: '',
          kind: 'Alert',
          name: question.alertname ?? 'alert',
        },
        field,
        text: raw.slice(0, 200),
      },
    },
  }));
}

export function knownOnly(
  claims: { claim: Claim; onlyIfKnown?: boolean }[],
  directory: TeamDirectory,
): Claim[] {
  return claims
    .filter(
      ({ claim, onlyIfKnown }) => !onlyIfKnown || directory.get(claim.raw),
    )
    .map(({ claim }) => claim);
}
