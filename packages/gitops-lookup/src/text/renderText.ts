import {
  Contact,
  Evidence,
  FileLocation,
  VersionPin,
} from '@plumbline/gitops-reader';
import {
  Answer,
  Candidate,
  HandWritten,
  OnCall,
  SecretStateView,
  Subject,
} from '../answer';

/** What chats, terminals and proxies take without breaking it. */
const longestLink = 2_000;

/** @public */
export interface RenderTextOptions {
  /** ANSI colours, for terminals. */
  color?: boolean;
  /** Address of the portal's page: the text ends with a link that asks the same question there. */
  portalUrl?: string;
  now?: () => Date;
}

const sourceNames: Record<string, string> = {
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

/**
 * The answer as text for terminals and chat: the owner first, then where, then the rest.
 *
 * @public
 */
export function renderText(
  answer: Answer,
  options: RenderTextOptions = {},
): string {
  const paint = (code: number) => (text: string) =>
    options.color ? `\u001b[${code}m${text}\u001b[0m` : text;
  const [bold, dim, red, yellow] = [1, 2, 31, 33].map(paint);
  const now = (options.now?.() ?? new Date()).getTime();
  // The portal's own pages are linked without their host, which a terminal does not know.
  const address = (url: string) =>
    clean(
      url.startsWith('/') && options.portalUrl
        ? new URL(url, options.portalUrl).href
        : url,
    );
  const lines: string[] = [];
  const row = (name: string, ...values: string[]) =>
    values.forEach((value, at) =>
      lines.push(`${dim((at === 0 ? name : '').padEnd(9))} ${value}`),
    );

  const { owners, subject } = answer;
  if (owners.length > 0) {
    row(
      'Owner',
      ...owners.map(
        owner =>
          `${bold(clean(owner.title ?? owner.team))} ${dim(
            `${owner.title ? `${clean(owner.team)}, ` : ''}${
              sourceNames[owner.source]
            } ${quoted(owner.raw)}, ${owner.confidence}`,
          )}`,
      ),
      ...owners.slice(0, 1).map(owner => dim(describeEvidence(owner.evidence))),
    );
  } else if (answer.unowned === 'explicit') {
    row(
      'Owner',
      yellow('nobody, on purpose: a rule says that this has no owner'),
    );
  } else if (answer.unowned === 'nobody') {
    row('Owner', yellow('nobody claims this'));
  } else {
    row('Owner', yellow('unknown'));
  }
  row(
    'On call',
    ...(answer.onCall ?? []).map(entry => {
      const of = owners.length > 1 ? dim(` for ${clean(entry.team)}`) : '';
      return `${bold(personOnCall(entry))}${of}${reachedBy(entry)}${dim(
        `, says ${clean(entry.source)}, asked ${age(entry.asOf, now)}`,
      )}`;
    }),
  );
  if (answer.contested) {
    row(
      'Contested',
      ...answer.claims
        .filter(claim => !claim.decisive)
        .slice(0, 6)
        .map(claim =>
          red(
            `${clean(claim.team ?? 'nobody')} ${sourceNames[claim.source]}, ${describeEvidence(
              claim.evidence,
            )}`,
          ),
        ),
    );
  }
  row('Contact', ...new Set(answer.contact.map(contact)));
  if (subject) {
    row('What', describeSubject(subject));
    if (subject.type === 'object') {
      row('', ...subject.reasons.slice(1).map(reason => dim(clean(reason))));
      if (subject.status) {
        row('Status', clean(subject.status));
      }
    }
  }
  row(
    'Config',
    ...answer.config.map((config, at) =>
      [
        config.role.padEnd(11),
        where(config),
        config.note ? dim(`(${clean(config.note)})`) : '',
        at === 0 && config.url ? dim(address(config.url)) : '',
      ]
        .filter(Boolean)
        .join(' '),
    ),
  );
  if (answer.lastChange) {
    const {
      at,
      author,
      subject: title,
      path,
      repository,
      revision,
      url,
    } = answer.lastChange;
    row(
      'Changed',
      `${age(at, now)} by ${clean(author)}: ${clean(title)}`,
      dim(
        `${clean(repository)} ${clean(revision.slice(0, 10))} ${clean(path)}`,
      ),
      ...(url ? [dim(address(url))] : []),
    );
  }
  row('Declared', ...answer.version.declared.map(version));
  row('Running', ...answer.version.running.map(version));
  row(
    'Secrets',
    ...answer.secrets.map(
      secret =>
        `${clean(secret.name)} ${dim(
          `${secret.mechanism}${secret.store ? ` from ${clean(secret.store)}` : ''}, ${where(
            secret.location,
          )}`,
        )}`,
    ),
  );
  row('', ...(answer.secretStates ?? []).map(state => secretState(state, now)));
  if (answer.handWritten) {
    row('By hand', handWritten(answer.handWritten, now));
  }
  row(
    'Links',
    ...answer.links.map(link => `${clean(link.title)} ${clean(link.url)}`),
  );
  row('Also', ...answer.candidates.slice(0, 10).map(candidate));
  const ages = Object.entries(answer.asOf).map(
    ([source, at]) => `${clean(source)} ${age(at, now)}`,
  );
  if (ages.length > 0) {
    row('Read', ages.join(', '));
  }
  row(
    'Stale',
    ...answer.stale.map(({ source, reason }) =>
      yellow(`${clean(source)}: ${clean(reason)}`),
    ),
  );
  row('Unknown', ...answer.unknown.map(clean));
  const link = `${options.portalUrl}?q=${encodeURIComponent(answer.query)}`;
  if (options.portalUrl && link.length <= longestLink) {
    row('Portal', link);
  }
  return `${lines.join('\n')}\n`;
}

function describeSubject(subject: Subject): string {
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

function candidate({ subject, owners, query }: Candidate): string {
  const owner = owners.length > 0 ? ` → ${owners.join(', ')}` : '';
  return clean(`${describeSubject(subject)}${owner}   (ask: ${query})`);
}

function secretState(
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
  return clean(
    [
      `${name} ${words[state]}${reason && state !== 'ok' ? ` (${reason})` : ''}, says ${from}`,
      ...(at ? [age(at, now)] : []),
    ].join(', '),
  );
}

function handWritten(
  { manager, at, fields, more }: HandWritten,
  now: number,
): string {
  return clean(
    `${manager}${at ? ` ${age(at, now)}` : ''}: ${fields.join(', ')}${more ? ` and ${more} more` : ''}`,
  );
}

function personOnCall({ person }: OnCall): string {
  return clean(person ?? 'nobody is named');
}

function reachedBy({ contact: how, until, escalation = [] }: OnCall): string {
  return [
    ...(until ? [` until ${moment(until)}`] : []),
    ...(how ? [`, ${clean(how)}`] : []),
    ...(escalation.length > 0
      ? [`, then ${escalation.map(clean).join(', ')}`]
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

const contactWords: Record<Contact['type'], string> = {
  oncall: 'on-call',
  chat: 'chat',
  email: 'mail',
  url: 'link',
  person: 'member',
};

function contact({ type, value, url }: Contact): string {
  const address =
    url && url !== value && !url.startsWith('mailto:') ? `  ${clean(url)}` : '';
  return `${contactWords[type].padEnd(7)} ${clean(value)}${address}`;
}

function version({ kind, name, value, key, evidence }: VersionPin): string {
  const at = describeEvidence(evidence);
  const what = kind === 'image' ? name : `${kind} ${name}`;
  return clean(`${what} ${value}  ${at}${at.endsWith(key) ? '' : ` ${key}`}`);
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

function where({
  repository,
  path,
  line,
}: Pick<FileLocation, 'repository' | 'path' | 'line'>): string {
  return clean(`${repository}:${path}${line ? `:${line}` : ''}`);
}

function quoted(text: string): string {
  return `“${clean(text)}”`;
}

/** Data may hold anything: what a terminal would obey is taken out, and a value stays on its line. */
function clean(text: string): string {
  return text
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(0, 500);
}

function age(at: string, now: number): string {
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
