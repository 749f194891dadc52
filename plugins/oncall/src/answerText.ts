import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  describeClaimSource,
  describeConfidence,
  describeEvidence,
  describeObject,
  teamName,
} from '@plumbline/plugin-plumbline-react';

/** What the question turned out to be about, in a line. */
export function describeSubject(
  subject: NonNullable<Answer['subject']>,
): string {
  switch (subject.type) {
    case 'object':
      return describeObject(subject);
    case 'path':
      return `${subject.path} in ${subject.repository}`;
    default:
      return `Team ${subject.title || teamName(subject.team)}`;
  }
}

/**
 * Whether there is something to show: an owner can be known though nothing else is, as when the alert itself names
 * its team and no object.
 */
export function isFound(answer: Answer): boolean {
  return answer.subject !== undefined || answer.owners.length > 0;
}

/** Teams that claims name besides the owners, with what names them. */
export function otherClaims(answer: Answer): Answer['claims'] {
  const owners = new Set(answer.owners.map(owner => owner.team));
  return answer.claims.filter(
    claim => !claim.decisive && (!claim.team || !owners.has(claim.team)),
  );
}

function code(text: string): string {
  return `\`${text.replace(/`/g, '’').replace(/\s+/g, ' ')}\``;
}

/**
 * The answer as people paste it into a chat: Markdown, a line per fact, the link to the page last.
 */
export function answerAsMarkdown(answer: Answer, link: string): string {
  const lines: string[] = [];
  const { subject } = answer;
  if (answer.owners.length > 0) {
    for (const owner of answer.owners) {
      lines.push(
        `**Owner: ${owner.title || teamName(owner.team)}** (${describeConfidence(owner.confidence)}; ${describeClaimSource(owner.source)}: ${code(owner.raw)}, ${describeEvidence(owner.evidence)})`,
      );
    }
  } else if (answer.unowned === 'explicit') {
    lines.push('**Owner: nobody, on purpose** (a mark says so)');
  } else {
    lines.push('**Owner: nobody claims this**');
  }
  if (answer.contested) {
    const others = otherClaims(answer)
      .filter(claim => claim.team)
      .map(
        claim =>
          `${teamName(claim.team ?? '')} (${describeClaimSource(claim.source)})`,
      );
    lines.push(`Contested: ${[...new Set(others)].join(', ')}`);
  }
  if (answer.contact.length > 0) {
    lines.push(
      `Contact: ${answer.contact
        .map(contact =>
          contact.url ? `${contact.value} ${contact.url}` : contact.value,
        )
        .join(' · ')}`,
    );
  }
  if (subject) {
    const where =
      subject.type === 'object'
        ? [subject.cluster, subject.environment, subject.status]
            .filter(Boolean)
            .map(part => ` · ${part}`)
            .join('')
        : '';
    lines.push(`What: ${code(describeSubject(subject))}${where}`);
  }
  for (const place of answer.config) {
    lines.push(
      `Config: ${code(`${place.path}${place.line ? `:${place.line}` : ''}`)} in ${place.repository} (${place.role})${place.url ? ` ${place.url}` : ''}`,
    );
  }
  if (answer.lastChange) {
    const { subject: title, author, at, pullRequest, url } = answer.lastChange;
    lines.push(
      `Last change: ${title} (${author}, ${at}${pullRequest ? `, #${pullRequest}` : ''})${url ? ` ${url}` : ''}`,
    );
  }
  for (const { source, reason } of answer.stale) {
    lines.push(`Old data: ${source.replace(':', ' ')}: ${reason}`);
  }
  lines.push(link);
  return lines.join('\n');
}
