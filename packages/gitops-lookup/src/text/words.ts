import {
  ClaimSource,
  Contact,
  Evidence,
  FileLocation,
} from '@plumbline/gitops-reader';
import {
  Answer,
  Candidate,
  HandWritten,
  OnCall,
  SecretStateView,
  Subject,
} from '../answer';
import { mountedPath } from './pages';

/** What chats, terminals and proxies take without breaking it. */
const longestLink = 2_000;

/** @public */
export interface RenderOptions {
  /** Address of the portal: links to its own pages begin with it. */
  appUrl?: string;
  /** Where pages of the portal are that are not where they are by default: `{ '/oncall': '/who' }`. Undefined: nowhere that is known. */
  pages?: Readonly<Record<string, string | undefined>>;
  /** Address of the page that asks: the text ends with a link that asks the same question there. */
  portalUrl?: string;
  /** Address of the page that shows this very answer, instead of one that asks again. */
  link?: string;
  /** The alert that asked, in a line: it comes first. */
  alert?: string;
  now?: () => Date;
}

export const sourceNames: Record<ClaimSource, string> = {
  'alert-label': 'label on the alert',
  'object-label': 'label on the object',
  'pod-template-label': 'label on its pods',
  'controller-label': 'label on its controller',
  'namespace-label': 'label on the namespace',
  'engine-object': 'label on what deploys it',
  codeowners: 'CODEOWNERS',
  'owners-file': 'OWNERS',
  'path-convention': 'path convention',
  'catalog-entity': 'catalog',
  'role-binding': 'group with rights in the namespace',
  'chart-maintainer': 'maintainer of the chart',
  'repository-default': 'owner of the repository',
};

export const contactWords: Record<Contact['type'], string> = {
  oncall: 'on-call',
  chat: 'chat',
  email: 'mail',
  url: 'link',
  person: 'member',
};

/** Where a person reads the whole answer. */
export function portalLink(
  answer: Answer,
  { link, portalUrl }: RenderOptions,
): string | undefined {
  const address =
    link ?? (portalUrl && `${portalUrl}?q=${encodeURIComponent(answer.query)}`);
  return address && address.length <= longestLink ? address : undefined;
}

/** The portal's own pages are linked without what they are below, which a terminal or a chat does not know. */
export function addressOf(
  url: string,
  { appUrl, pages = {} }: RenderOptions,
): string {
  return clean(
    url.startsWith('/') && appUrl
      ? `${appUrl.replace(/\/+$/, '')}${mountedPath(url, pages) ?? url}`
      : url,
    longestLink,
  );
}

export function describeSubject(subject: Subject): string {
  switch (subject.type) {
    case 'object': {
      const { kind, namespace, name, cluster, environment } = subject;
      const places = [cluster, environment].filter(part => part !== undefined);
      return clean(
        `${kind} ${namespace ? `${namespace}/` : ''}${name}${
          places.length > 0 ? ` in ${places.join(', ')}` : ''
        }`,
      );
    }
    case 'path':
      return clean(`${subject.repository}:${subject.path}`);
    default:
      return clean(subject.title ?? subject.team);
  }
}

/** Another thing that was possibly meant, and whose it is. */
export function describeCandidate({ subject, owners }: Candidate): string {
  const owner = owners.length > 0 ? ` → ${owners.join(', ')}` : '';
  return clean(`${describeSubject(subject)}${owner}`);
}

export function secretState(
  { name, state, key, reason, by, since, refreshedAt }: SecretStateView,
  now: number,
): string {
  const words: Record<SecretStateView['state'], string> = {
    missing: 'is missing',
    'missing-key': `lacks the key ${key}`,
    failing: 'fails',
    stale: 'is out of date',
    unknown: 'is not known to be there',
    ok: 'is there',
  };
  const from = `${by.kind} ${by.namespace ? `${by.namespace}/` : ''}${by.name}`;
  const at = refreshedAt ?? since;
  // That of a stale one tells how well it went the last time.
  const why = state === 'ok' || state === 'stale' ? undefined : reason;
  return clean(
    [
      `${name} ${words[state]}${why ? ` (${why})` : ''}, says ${from}`,
      ...(at ? [age(at, now)] : []),
    ].join(', '),
  );
}

export function handWritten(
  { manager, at, fields, more }: HandWritten,
  now: number,
): string {
  return clean(
    `${manager}${at ? ` ${age(at, now)}` : ''}: ${fields.join(', ')}${more ? ` and ${more} more` : ''}`,
  );
}

export function personOnCall({ person }: OnCall): string {
  return clean(person ?? 'nobody is named');
}

export function reachedBy({
  contact: how,
  until,
  escalation = [],
}: OnCall): string {
  return [
    ...(until ? [` until ${moment(until)}`] : []),
    ...(how ? [`, ${clean(how)}`] : []),
    ...(escalation.length > 0
      ? [`, then ${escalation.map(name => clean(name)).join(', ')}`]
      : []),
  ].join('');
}

/** To the minute, in a time zone that is the same for every reader. */
function moment(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime())
    ? clean(at)
    : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * Where it stands, in a line: a place in a repository, or the field of an object.
 *
 * @public
 */
export function describeEvidence(evidence: Evidence): string {
  if (evidence.type === 'file') {
    return where(evidence.location);
  }
  const { kind, namespace, name } = evidence.object;
  return clean(
    `${kind} ${namespace ? `${namespace}/` : ''}${name}${
      evidence.cluster ? ` in ${evidence.cluster}` : ''
    } ${evidence.field}`,
  );
}

export function where({
  repository,
  path,
  line,
}: Pick<FileLocation, 'repository' | 'path' | 'line'>): string {
  return clean(`${repository}:${path}${line ? `:${line}` : ''}`);
}

/**
 * Data may hold anything: what a terminal would obey is taken out, and a value stays on its line.
 *
 * @public
 */
export function clean(text: string, longest = 500): string {
  return text
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(0, longest);
}

export function age(at: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000);
  if (!Number.isFinite(minutes)) {
    return clean(at);
  }
  if (minutes < 1) {
    return 'just now';
  }
  if (minutes < 120) {
    return `${minutes} min ago`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
