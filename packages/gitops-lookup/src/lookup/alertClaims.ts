import { Claim, teamNames } from '@plumbline/gitops-reader';
import { TeamDirectory } from '../ownership/TeamDirectory';
import { Question } from '../question/types';

/** Templates and markup that nobody filled in, and words that stand for none, are no teams. */
function namesTeam(raw: string): boolean {
  return !/[<>{}`"]/.test(raw) && teamNames(raw).length > 0;
}

/** What stands where a team should, in words. */
export function teamsUnknown(question: Question): string[] {
  return question.teams
    .filter(({ raw, onlyIfKnown }) => !onlyIfKnown && !namesTeam(raw))
    .map(
      ({ raw, field }) =>
        `${field} of the alert (“${raw.slice(0, 80)}”) names no team.`,
    );
}

export function alertClaimsOf(
  question: Question,
): { claim: Claim; onlyIfKnown?: boolean }[] {
  const [cluster] = question.clusters;
  const named = question.teams
    .filter(({ raw }) => namesTeam(raw))
    .flatMap(hint => teamNames(hint.raw).map(raw => ({ ...hint, raw })));
  return named.map(({ raw, field, onlyIfKnown }) => ({
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
