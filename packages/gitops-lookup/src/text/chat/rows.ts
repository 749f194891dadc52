import { Answer } from '../../answer';
import {
  addressOf,
  age,
  clean,
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
} from '../words';

/** A message is read on a phone: more than these lead to the portal. */
const MOST_VALUES = 3;
const LONGEST_VALUE = 300;
/** Teams takes 28 KB with everything around it, which is the least of all chats. */
const MOST_BYTES = 14_000;
/** What a piece costs beside its text, in the wordiest format. */
const BYTES_AROUND = 130;

/** How far an answer can be believed: told however much else there is to say. */
const always = ['Stale', 'Unknown'];
/** What is left of a name of nothing but characters that nobody sees: a chat takes no empty text. */
const NOTHING = '(nothing to read)';

/** A piece of a row. */
export interface ChatValue {
  text: string;
  /** An http or https address that holds nothing which ends a link in any format. */
  url?: string;
}

/** A line of a message. */
export interface ChatRow {
  name: string;
  values: ChatValue[];
}

/** What a message says, the owner and how to reach it first. Its texts are data: each format sees to it that they stay text. */
export function rowsOf(answer: Answer, options: RenderOptions): ChatRow[] {
  const now = (options.now?.() ?? new Date()).getTime();
  const { subject, lastChange, secretStates = [] } = answer;
  const told = (text: string, url?: string): ChatValue => {
    const address = url && webAddress(addressOf(url, options));
    return {
      text: clean(text, LONGEST_VALUE).trim() || NOTHING,
      ...(address && { url: address }),
    };
  };
  const row = (name: string, values: ChatValue[]) => ({ name, values });
  const link = portalLink(answer, options);
  const rows = [
    row('Alert', options.alert ? [told(options.alert)] : []),
    row('Owner', ownersOf(answer, told)),
    row(
      'On call',
      (answer.onCall ?? []).map(entry =>
        told(`${personOnCall(entry)}${reachedBy(entry)}`, entry.url),
      ),
    ),
    row('Contested', othersOf(answer, told)),
    row(
      'Contact',
      answer.contact.map(({ value, url }) => told(value, url)),
    ),
    row('What', subject ? [told(subjectOf(subject))] : []),
    row(
      'Also',
      answer.candidates.map(candidate => told(describeCandidate(candidate))),
    ),
    row(
      'Config',
      answer.config.map(config => told(where(config), config.url)),
    ),
    row(
      'Changed',
      lastChange
        ? [
            told(
              `${age(lastChange.at, now)} by ${lastChange.author}: ${lastChange.subject}${
                lastChange.pullRequest ? ` (#${lastChange.pullRequest})` : ''
              }`,
              lastChange.url,
            ),
          ]
        : [],
    ),
    row(
      'By hand',
      answer.handWritten ? [told(handWritten(answer.handWritten, now))] : [],
    ),
    row(
      'Secrets',
      secretStates
        .filter(({ state }) => state !== 'ok')
        .map(state => told(secretState(state, now))),
    ),
    row(
      'Links',
      answer.links.map(({ title, url }) => told(title, url)),
    ),
    row(
      'Stale',
      answer.stale.map(({ source, reason }) => told(`${source}: ${reason}`)),
    ),
    row(
      'Unknown',
      answer.unknown.map(text => told(text)),
    ),
    row(
      'Read',
      Object.entries(answer.asOf).map(([source, at]) =>
        told(`${source} ${age(at, now)}`),
      ),
    ),
  ];
  const whole = link ? [row('Portal', [told('the whole answer', link)])] : [];
  const short = rows.map(shortened).filter(({ values }) => values.length > 0);
  const kept = fitting(short, whole);
  const cut = short.flatMap(one => (kept.includes(one) ? [] : [one.name]));
  return [
    ...kept,
    ...(cut.length > 0
      ? [row('Shortened', [told(`no room for: ${cut.join(', ')}`)])]
      : []),
    ...whole,
  ];
}

function ownersOf(
  { owners, unowned }: Answer,
  told: (text: string, url?: string) => ChatValue,
): ChatValue[] {
  if (owners.length > 0) {
    return owners.map(({ team, title, source, confidence, evidence, url }) =>
      told(
        `${title ?? team} (${confidence}, ${sourceNames[source]}: ${describeEvidence(evidence)})`,
        url,
      ),
    );
  }
  switch (unowned) {
    case 'explicit':
      return [told('nobody, on purpose')];
    case 'nobody':
      return [told('nobody claims this')];
    default:
      return [told('unknown')];
  }
}

/** Who is named besides the owners, each once. */
function othersOf(
  { contested, claims, owners }: Answer,
  told: (text: string) => ChatValue,
): ChatValue[] {
  const winners = new Set(owners.map(({ team }) => team));
  const others = claims
    .filter(({ decisive, team }) => !decisive && !winners.has(team ?? ''))
    .map(({ team, source }) => `${team ?? 'nobody'} (${sourceNames[source]})`);
  return contested ? [...new Set(others)].map(text => told(text)) : [];
}

function subjectOf(subject: NonNullable<Answer['subject']>): string {
  const what = describeSubject(subject);
  return subject.type === 'object' && subject.status
    ? `${what}, ${subject.status}`
    : what;
}

function shortened({ name, values }: ChatRow): ChatRow {
  const more = values.length - MOST_VALUES;
  return {
    name,
    values: [
      ...values.slice(0, MOST_VALUES),
      ...(more > 0 ? [{ text: `${more} more` }] : []),
    ],
  };
}

/** The rows that a message has room for: each is less needed than those before it, but for what is told always. */
function fitting(rows: ChatRow[], reserved: ChatRow[]): ChatRow[] {
  const isAlways = ({ name }: ChatRow) => always.includes(name);
  const size = (row: ChatRow) =>
    row.values.reduce(
      (sum, { text, url = '' }) =>
        sum + new TextEncoder().encode(text + url).length + BYTES_AROUND,
      BYTES_AROUND,
    );
  let left =
    MOST_BYTES -
    [...reserved, ...rows.filter(isAlways)].reduce(
      (sum, row) => sum + size(row),
      0,
    );
  return rows.filter(row => {
    if (isAlways(row)) {
      return true;
    }
    left -= size(row);
    return left >= 0;
  });
}

/** An address that a chat may make a link of. */
function webAddress(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol)
    ? parsed.href.replace(/[<>\\|]/g, encodeURIComponent)
    : undefined;
}
