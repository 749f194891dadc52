import { parseQuestion, Question } from '@plumbline/gitops-lookup';
import { ReceivedAlert } from '@plumbline/plugin-plumbline-node';
import { maskText, webUrl } from '../../masking/maskText';
import { DOTS, namesSecret } from '../../masking/namedSecrets';
import { storable } from '../../database/text';
import { digestOf } from '../../database/digest';
import { AlertToStore } from '../store/AlertStore';

const MAX_LABELS = 64;
const MAX_LABEL_LENGTH = 1_000;
const MAX_ANNOTATIONS = 32;
const MAX_ANNOTATION_LENGTH = 4_000;
/** All values of one alert together, so that the question about it stays one that is read. */
const MAX_VALUES = 24_000;
const MAX_LINKS = 10;
const MAX_TEAMS = 10;
/** So that any database can look for it. */
const MAX_NAME_LENGTH = 300;

/** An alert about the alerting itself is counted and not stored. */
export type Normalized = AlertToStore | 'plumbing';

/**
 * What is stored of an alert: bounded, with credentials in its texts masked, with times that can be compared, and with the
 * question that leads to its owner.
 */
export function normalizeAlert(
  received: ReceivedAlert,
  receiver: string,
  now: Date,
): Normalized {
  const room = { left: MAX_VALUES };
  const labels = bounded(received.labels, MAX_LABELS, MAX_LABEL_LENGTH, room);
  const annotations = bounded(
    received.annotations,
    MAX_ANNOTATIONS,
    MAX_ANNOTATION_LENGTH,
    room,
  );
  const generatorURL = webUrl(received.generatorURL);
  const question = questionOf({
    ...received,
    labels,
    annotations,
    generatorURL,
    externalURL: webUrl(received.externalURL),
  });
  if (question === 'plumbing') {
    return question;
  }
  const startsAt = timeOf(received.startsAt);
  const early = startsAt !== undefined && startsAt > now.toISOString();
  const external = received.external && {
    id: nameOf(received.external.id),
    url: webUrl(received.external.url),
  };
  const origin = received.origin ?? received.cluster;
  return {
    status: received.status,
    fingerprintKey: digestOf(receiver, received.fingerprint),
    ...(origin !== undefined && { origin: nameOf(origin) }),
    ...(received.reopen && { reopen: true }),
    ...(received.muted && { muted: true }),
    question,
    startsAt: early ? now.toISOString() : startsAt,
    ...(early && { startsAtSaid: startsAt }),
    endsAt:
      received.status === 'resolved' ? timeOf(received.endsAt) : undefined,
    name:
      labels.alertname ?? annotations.title ?? annotations.summary ?? 'Alert',
    severity: labels.severity ?? labels.priority,
    labels,
    annotations,
    links: (received.links ?? [])
      .flatMap(({ title, url }) => {
        const address = webUrl(url);
        return address ? [{ title: title.slice(0, 100), url: address }] : [];
      })
      .slice(0, MAX_LINKS),
    generatorURL,
    external,
  };
}

/** A name by which alerts are found again. */
export function nameOf(text: string): string {
  return storable(text.slice(0, MAX_NAME_LENGTH));
}

function questionOf(
  alert: ReceivedAlert,
): AlertToStore['question'] | 'plumbing' {
  const { labels, annotations, generatorURL, externalURL, cluster } = alert;
  const textWith = (all: Record<string, string>) =>
    JSON.stringify({
      externalURL,
      alerts: [
        {
          labels: all,
          annotations,
          generatorURL,
          teams: alert.teams
            ?.slice(0, MAX_TEAMS)
            .map(name => ({ name: name.slice(0, MAX_LABEL_LENGTH) })),
        },
      ],
    });
  let text = textWith(labels);
  let question = parseQuestion(text);
  if (cluster && question.clusters.every(({ weak }) => weak)) {
    text = textWith({ ...labels, cluster: cluster.slice(0, MAX_LABEL_LENGTH) });
    question = parseQuestion(text);
  }
  return question.plumbing ? 'plumbing' : { key: keyOf(question), text };
}

/** Alerts with the same coordinates are one question, however many pods, values and times stand beside them. */
function keyOf(question: Question): string {
  const { targets, paths, words, namespace, clusters, teams } = question;
  return digestOf(
    targets.map(({ kind, namespace: within, name, confidence }) => [
      kind,
      within,
      name,
      confidence,
    ]),
    paths,
    words,
    namespace,
    clusters.map(({ value, weak }) => [value, weak]),
    question.environment,
    question.environmentLabel,
    teams,
    ...(question.clusterWide ? ['cluster-wide'] : []),
  );
}

function bounded(
  values: Record<string, string>,
  most: number,
  longest: number,
  room: { left: number },
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(values).slice(0, most)) {
    const name = key.slice(0, 200);
    const text = namesSecret(key) ? DOTS : maskText(value.slice(0, longest));
    room.left -= name.length + text.length;
    if (room.left < 0) {
      break;
    }
    kept[name] = text;
  }
  return kept;
}

/** Go writes year one where it means none. */
function timeOf(text: string | undefined): string | undefined {
  const time = text === undefined ? NaN : Date.parse(text);
  return time > 0 && time < 8.64e15
    ? new Date(time).toISOString().slice(0, 32)
    : undefined;
}
