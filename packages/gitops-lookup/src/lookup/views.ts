import { environmentOrder } from '@plumbline/gitops-reader';
import { Answer, Candidate, Subject } from '../answer';
import { Ownership } from '../ownership/resolveOwners';
import { questionOfObject } from '../question/questionOfObject';
import { Question } from '../question/types';
import { describe } from './ObjectStore';
import { Reading } from './Reading';
import { distinct } from './compose';

const maxCandidates = 20;

/** One reading with what the precedence makes of its claims. */
export interface Resolved {
  reading: Reading;
  ownership: Ownership;
}

export function emptyAnswer(question: Question): Answer {
  return {
    query: question.text,
    candidates: [],
    owners: [],
    unowned: null,
    contested: false,
    claims: [],
    contact: [],
    config: [],
    version: { declared: [], running: [] },
    drift: [],
    secrets: [],
    links: [],
    asOf: {},
    stale: [],
    unknown: [],
    tookMs: 0,
  };
}

export function subjectOf(reading: Reading): Subject {
  const { subject, cluster, environment, live, chain, reasons, confidence } =
    reading;
  return {
    type: 'object',
    ...subject,
    cluster,
    environment,
    // The pod that was asked for tells more than the workload that it belongs to.
    status:
      chain.find(({ object }) => object.kind === 'Pod')?.object.status ??
      live?.object.status,
    reasons,
    confidence,
  };
}

export function withoutPlace(subject: Subject): Subject {
  return subject.type === 'object'
    ? {
        ...subject,
        cluster: undefined,
        environment: undefined,
        status: undefined,
      }
    : subject;
}

export function candidateOf({ reading, ownership }: Resolved): Candidate {
  return {
    subject: subjectOf(reading),
    owners: ownership.owners.map(owner => owner.team),
    query: questionOfObject(
      reading.subject,
      reading.cluster,
      reading.environment,
    ),
  };
}

export function distinctCandidates(
  candidates: Candidate[],
  subject: Subject | undefined,
): Candidate[] {
  const key = (of: Subject) =>
    of.type === 'object'
      ? JSON.stringify([
          of.kind,
          of.namespace,
          of.name,
          of.cluster,
          of.environment,
        ])
      : JSON.stringify(of);
  return distinct(
    candidates.filter(
      candidate => !subject || key(candidate.subject) !== key(subject),
    ),
    candidate => key(candidate.subject),
  ).slice(0, maxCandidates);
}

export function placeOf({ cluster, environment, subject }: Reading): string {
  return cluster ?? environment ?? describe(subject);
}

/** What a cluster reports before what is only declared, production before the rest. */
export function byPlace(a: Reading, b: Reading): number {
  const order = (reading: Reading) =>
    reading.environment ? environmentOrder(reading.environment) : -1;
  return (
    Number(b.live !== undefined) - Number(a.live !== undefined) ||
    Number(b.environment === 'production') -
      Number(a.environment === 'production') ||
    order(b) - order(a) ||
    describe(a.subject).length - describe(b.subject).length ||
    (a.cluster ?? '').localeCompare(b.cluster ?? '')
  );
}

export function ownersKey({ owners, unowned }: Ownership): string {
  return `${unowned ?? ''} ${owners
    .map(owner => owner.team)
    .sort()
    .join()}`;
}

export function listed(items: string[]): string {
  const shown = [...new Set(items)];
  return shown.length > 6
    ? `${shown.slice(0, 5).join(', ')} and ${shown.length - 5} more`
    : shown.join(', ');
}
