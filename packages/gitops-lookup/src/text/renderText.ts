import { Contact, VersionPin } from '@plumbline/gitops-reader';
import { Answer } from '../answer';
import {
  addressOf,
  age,
  clean,
  contactWords,
  describeCandidate,
  describeEvidence,
  describeSubject,
  handWritten,
  personOnCall,
  portalLink,
  reachedBy,
  RenderOptions,
  secretState,
  sourceNames,
  where,
} from './words';

/** @public */
export interface RenderTextOptions extends RenderOptions {
  /** ANSI colours, for terminals. */
  color?: boolean;
}

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
  const address = (url: string) => addressOf(url, options);
  const lines: string[] = [];
  const row = (name: string, ...values: string[]) =>
    values.forEach((value, at) =>
      lines.push(`${dim((at === 0 ? name : '').padEnd(9))} ${value}`),
    );

  const { owners, subject } = answer;
  row('Alert', ...(options.alert ? [bold(clean(options.alert))] : []));
  if (owners.length > 0) {
    row(
      'Owner',
      ...owners.map(
        owner =>
          `${bold(clean(owner.title ?? owner.team))} ${dim(
            `${owner.title ? `${clean(owner.team)}, ` : ''}${
              sourceNames[owner.source]
            }: ${quoted(owner.raw)}, ${owner.confidence}`,
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
  row(
    'Also',
    ...answer.candidates
      .slice(0, 10)
      .map(
        candidate =>
          `${describeCandidate(candidate)}   (ask: ${clean(candidate.query)})`,
      ),
  );
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
  row('Unknown', ...answer.unknown.map(text => clean(text)));
  const link = portalLink(answer, options);
  row('Portal', ...(link ? [link] : []));
  return `${lines.join('\n')}\n`;
}

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

function quoted(text: string): string {
  return `“${clean(text)}”`;
}
