import {
  Answer,
  ClaimSource,
  Confidence,
  Evidence,
  ObjectRef,
  OnCallDirectoryStatus,
  SecretStateView,
  SourceStatus,
} from '@plumbline/plugin-plumbline-common';

const sourceWords: Record<ClaimSource, string> = {
  'alert-label': 'the alert’s own label',
  'object-label': 'a label on the object',
  'pod-template-label': 'a label in the pod template',
  'controller-label': 'a label on its controller',
  'namespace-label': 'a label on the namespace',
  'engine-object': 'the object that deploys it',
  codeowners: 'CODEOWNERS',
  'owners-file': 'an OWNERS file',
  'path-convention': 'its place in the repository',
  'catalog-entity': 'its entry in the catalog',
  'role-binding': 'a group with rights in the namespace',
  'chart-maintainer': 'a maintainer of the chart',
  'repository-default': 'the owner of the repository',
};

/** @public */
export function describeClaimSource(source: ClaimSource): string {
  return sourceWords[source] ?? source;
}

const confidenceWords: Record<Confidence, string> = {
  certain: 'certain',
  likely: 'likely',
  guess: 'a guess',
};

/** @public */
export function describeConfidence(confidence: Confidence): string {
  return confidenceWords[confidence] ?? confidence;
}

/** `Deployment shop/cart`. @public */
export function describeObject(
  object: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>,
): string {
  return `${object.kind} ${object.namespace ? `${object.namespace}/` : ''}${object.name}`;
}

/** What a question turned out to be about, in a line. @public */
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

const secretWords: Record<SecretStateView['state'], string> = {
  missing: 'is missing',
  'missing-key': 'lacks a key',
  failing: 'fails',
  stale: 'is out of date',
  unknown: 'is not known to be there',
  ok: 'is there',
};

/** What is said of a Secret: `lacks a key: url`, `fails (SecretSyncedError)`. @public */
export function describeSecretState({
  state,
  key,
  reason,
}: Pick<SecretStateView, 'state' | 'key' | 'reason'>): string {
  // That of a stale one tells how well it went the last time.
  const why = state === 'ok' || state === 'stale' ? undefined : reason;
  return [
    secretWords[state] + (key ? `: ${key}` : ''),
    ...(why ? [`(${why})`] : []),
  ].join(' ');
}

/** `CODEOWNERS line 12 of acme/app-config`. @public */
export function describeEvidence(evidence: Evidence): string {
  if (evidence.type === 'object') {
    const { field, object, cluster } = evidence;
    return `${field} of ${describeObject(object)}${cluster ? ` in ${cluster}` : ''}`;
  }
  const { path, line, repository } = evidence.location;
  return `${path}${line ? ` line ${line}` : ''} of ${repository}`;
}

/** The name in a team's ref: `payments` of `group:default/payments`. @public */
export function teamName(ref: string): string {
  return ref.replace(/^[^:]*:/, '').replace(/^[^/]*\//, '');
}

/**
 * First digits of a commit, also of one that Flux writes behind its branch (`main@sha1:…`); other revisions as they
 * are.
 *
 * @public
 */
export function shortRevision(revision: string): string {
  const [, commit] =
    /^(?:.+@sha(?:1|256):)?([0-9a-f]{40}|[0-9a-f]{64})$/.exec(revision) ?? [];
  return commit?.slice(0, 8) ?? revision;
}

/** A sentence with its timestamps as people of this place write them. @public */
export function withLocalTimes(text: string): string {
  return text.replace(
    /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g,
    written => {
      const time = new Date(written);
      return Number.isNaN(time.getTime())
        ? written
        : time.toLocaleString('en', {
            dateStyle: 'medium',
            timeStyle: 'short',
          });
    },
  );
}

/** `acme/app-config` of the address that a repository is cloned from. @public */
export function repositoryName(url: string): string {
  const [, path] =
    /^[a-z][a-z0-9+.-]*:\/\/[^/]+\/(.+)$/i.exec(url) ??
    /^[^/@]+@[^/:]+:(.+)$/.exec(url) ??
    [];
  return path?.replace(/\/+$/, '').replace(/\.git$/, '') || url;
}

/** `repository acme/app-config` of `repository:acme/app-config`. @public */
export function describeSourceId(id: string): string {
  return id.replace(':', ' ');
}

/** The states in the order in which they deserve attention. @public */
export const sourceStates: SourceStatus['state'][] = [
  'failed',
  'stale',
  'reading',
  'waiting',
  'ok',
  'gone',
];

/** @public */
export const sourceStateWords: Record<
  SourceStatus['state'],
  { label: string; meaning: string }
> = {
  ok: { label: 'Up to date', meaning: 'The last read succeeded.' },
  stale: {
    label: 'Stale',
    meaning: 'The last read failed. What was read before still answers.',
  },
  failed: { label: 'Failed', meaning: 'It could never be read.' },
  reading: { label: 'Reading', meaning: 'The first read is under way.' },
  waiting: { label: 'Waiting', meaning: 'It waits for its first read.' },
  gone: {
    label: 'Gone',
    meaning: 'It is no longer listed. It is kept until that is certain.',
  },
};

/** `1 service`, `12 services`. @public */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

const daysOfAWeek = 6;

/** A time that is to come: in hours and minutes today, with its day on others, and with the date where days come round again. @public */
export function untilWords(at: string, now: Date): string {
  const time = new Date(at);
  const days = (time.getTime() - now.getTime()) / 86_400_000;
  return time.toLocaleString(undefined, {
    ...(time.toDateString() !== now.toDateString() && { weekday: 'short' }),
    ...(days > daysOfAWeek && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  });
}

/**
 * Why what a directory of who is on call says may not be all of it, or not of now: it was never read, it fails, or it tells of some
 * teams alone. Nothing where it told of all when it was asked last.
 *
 * @public
 */
export function directoryTrouble({
  lastSuccess,
  lastAttempt,
  error,
}: OnCallDirectoryStatus): 'unread' | 'failing' | 'partial' | undefined {
  if (!lastSuccess) {
    return 'unread';
  }
  if (!error) {
    return undefined;
  }
  return lastAttempt === lastSuccess ? 'partial' : 'failing';
}
