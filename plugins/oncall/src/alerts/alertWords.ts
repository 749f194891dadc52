import { AlertSummary } from '@plumbline/plugin-plumbline-common';
import {
  describeSubject,
  formatSpan,
  teamName,
} from '@plumbline/plugin-plumbline-react';

type Ownership = AlertSummary['ownership'];

/** Instead of an owner: why there is none. */
export const ownershipWords: Record<Exclude<Ownership, 'owned'>, string> = {
  nobody: 'No owner',
  explicit: 'Nobody, on purpose',
  unknown: 'Not in the index',
  resolving: 'Finding the owner…',
};

/** Names of the owners, or why there are none. */
export function ownerWords({ ownership, resolution }: AlertSummary): string {
  const owners = resolution?.owners ?? [];
  return ownership === 'owned'
    ? owners.map(({ team, title }) => title || teamName(team)).join(', ')
    : ownershipWords[ownership];
}

/** Labels that may say what an alert is about, most specific first. */
const telling = [
  'deployment',
  'statefulset',
  'daemonset',
  'job_name',
  'persistentvolumeclaim',
  'node',
  'pod',
  'service',
  'instance',
];

/** What alerts, in a line: the object that was found, else the labels that name one. */
export function subjectWords({ resolution, labels }: AlertSummary): string {
  if (resolution?.subject) {
    return describeSubject(resolution.subject);
  }
  const name = telling
    .map(label => labels[label])
    .find(value => value && !value.includes('kube-state-metrics'));
  return [labels.namespace, name].filter(Boolean).join('/');
}

/** Cluster and environment, each once. */
export function placeWords({ resolution, labels }: AlertSummary): string {
  const places = [
    resolution?.cluster ?? labels.cluster,
    resolution?.environment,
  ];
  return [...new Set(places)].filter(Boolean).join(' · ');
}

/** `42 s`, `3 min`, `2 h`. */
export function durationWords(ms: number): string {
  return formatSpan(ms) ?? `${Math.round(ms / 1_000)} s`;
}

/** How long before the alert something happened; `after` when it was later. Nothing where a time is unknown. */
export function beforeAlert(
  at: string,
  startsAt: string | undefined,
): string | undefined {
  const distance = Date.parse(startsAt ?? '') - Date.parse(at);
  return Number.isNaN(distance)
    ? undefined
    : `${durationWords(Math.abs(distance))} ${distance >= 0 ? 'before' : 'after'} the alert`;
}
