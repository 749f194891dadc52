import { Answer, Candidate } from '@plumbline/plugin-plumbline-common';
import { describeSubject, teamName } from '@plumbline/plugin-plumbline-react';

/**
 * Whether there is something to show: an owner can be known though nothing else is, as when the alert itself names
 * its team and no object.
 */
export function isFound(answer: Answer): boolean {
  return answer.subject !== undefined || answer.owners.length > 0;
}

/** The name of a team as people write it, where the answer says so. */
export function titleOf(team: string, { owners }: Answer): string {
  return owners.find(owner => owner.team === team)?.title || teamName(team);
}

/** Names of the owners, as people write them. */
function ownerNames(answer: Answer): string {
  return answer.owners.map(({ team }) => titleOf(team, answer)).join(', ');
}

/** The answer in a line, as a tab or a screen reader names it. */
export function answerInShort(answer: Answer): string {
  if (!isFound(answer)) {
    return 'Nothing found';
  }
  const { subject } = answer;
  const what = subject && subject.type !== 'team' && describeSubject(subject);
  if (answer.owners.length === 0) {
    const nobody =
      answer.unowned === 'explicit' ? 'Nobody, on purpose' : 'Nobody';
    return [nobody, what].filter(Boolean).join(': ');
  }
  let state = '';
  if (placesThatDiffer(answer).length > 0) {
    state = ' (depends on where)';
  } else if (answer.contested) {
    state = ' (contested)';
  }
  return [`${ownerNames(answer)}${state}`, what].filter(Boolean).join(': ');
}

/**
 * The places between which the question leaves the choice, when the owner depends on that choice. Empty when the
 * question names one thing, or when all of them have the same owner.
 */
export function placesThatDiffer(answer: Answer): Answer['candidates'] {
  const owners = answer.candidates.map(candidate =>
    [...candidate.owners].sort().join(),
  );
  return answer.contested && new Set(owners).size > 1 ? answer.candidates : [];
}

/** Where a candidate is, in a few words. */
export function describePlace(candidate: Candidate): string {
  const { subject } = candidate;
  return (
    (subject.type === 'object' &&
      [...new Set([subject.cluster, subject.environment])]
        .filter(Boolean)
        .join(' · ')) ||
    describeSubject(subject)
  );
}

/** Teams that claims name besides the owners, with what names them. */
export function otherClaims(answer: Answer): Answer['claims'] {
  const owners = new Set(answer.owners.map(owner => owner.team));
  return answer.claims.filter(
    claim => !claim.decisive && (!claim.team || !owners.has(claim.team)),
  );
}
