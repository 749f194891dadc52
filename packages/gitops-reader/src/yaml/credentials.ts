import { Finding, JsonValue } from '../facts';
import { isObject } from '../json';
import { YamlDocument } from '../reader';
import { LineIndex, lineOf } from './lines';

/** Says quickly of most files that there is nothing in them. */
const marks =
  /PRIVATE KEY(?: BLOCK)?-----|LS0tLS1CRUdJTi|A(?:KIA|SIA)[A-Z2-7]{16}|gh[pousr]_\w{36}|github_pat_|glpat-|xox[abprs]-\d|AGE-SECRET-KEY-1|hooks\.slack\.com\/services\/T|dckr_pat_/;

/** Half of a credential: who knows it alone cannot log in. */
const awsKey = 'the ID of an AWS access key';

/** Credentials that are known by their form, wherever they stand. */
const forms: [what: string, form: RegExp][] = [
  [awsKey, /\bAKIA[A-Z2-7]{16}\b/g],
  [
    'a GitHub token',
    /\bgh[pousr]_[A-Za-z0-9]{36,255}\b|\bgithub_pat_\w{60,255}\b/g,
  ],
  ['a GitLab token', /\bglpat-[\w-]{20,100}/g],
  ['a Slack token', /\bxox[abprs]-\d[\w-]{20,200}/g],
  [
    'a Slack webhook',
    /hooks\.slack\.com\/services\/T\w{6,20}\/B\w{6,20}\/\w{20,40}/g,
  ],
  ['an age key', /\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b/g],
  ['a Docker token', /\bdckr_pat_[\w-]{27,40}/g],
];

const keyHeader = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** The same in base64, as kubeconfigs hold it. */
const encodedKey = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,}={0,2}/g;

/** A part of a text that is a credential. */
interface Found {
  what: string;
  from: number;
  to: number;
}

/** Documentation shows tokens too, which nobody can use. */
const pretended =
  /EXAMPLE|example|(.)\1{5}|xxxx|XXXX|0123456|1234567|abcdef|ABCDEF|placeholder/;

function credentialsIn(text: string): Found[] {
  if (!marks.test(text)) {
    return [];
  }
  const found: Found[] = [];
  for (const [what, form] of forms) {
    for (const match of text.matchAll(form)) {
      if (!pretended.test(match[0])) {
        found.push({
          what,
          from: match.index,
          to: match.index + match[0].length,
        });
      }
    }
  }
  let to = 0;
  for (const match of text.matchAll(keyHeader)) {
    const from = match.index;
    const start = from + match[0].length;
    if (to < start) {
      const end = text.indexOf('-----END', start);
      to = end < 0 ? text.length : end;
    }
    const body = text
      .slice(start, Math.min(to, start + 700))
      .replace(/\\[nr]|\s/g, '');
    if (
      !match[0].includes('ENCRYPTED') &&
      !/ENCRYPTED|^Proc-Type/.test(body.slice(0, 60)) &&
      /[A-Za-z0-9+/=]{60}/.test(body) &&
      !pretended.test(body.slice(0, 40))
    ) {
      found.push({ what: 'a private key', from, to });
    }
  }
  for (const match of text.matchAll(encodedKey)) {
    const head = atob(match[0].slice(0, 56));
    if (
      match[0].length > 120 &&
      head.includes('PRIVATE KEY') &&
      !head.includes('ENCRYPTED')
    ) {
      const from = match.index;
      found.push({ what: 'a private key', from, to: from + match[0].length });
    }
  }
  return found.sort((one, other) => one.from - other.from);
}

function cutOut(text: string, found: Found[]): string {
  let rest = 0;
  let cut = '';
  for (const { from, to } of found) {
    if (from >= rest) {
      cut += `${text.slice(rest, from)}(secret value)`;
      rest = to;
    }
  }
  return cut + text.slice(rest);
}

/** Longer lists of the same kind of finding say no more. */
const mostFindings = 50;

function findingOf(
  path: string,
  line: number,
  what: string,
  key: string | undefined,
): Finding {
  return {
    rule: 'plaintext-credential',
    severity: what === awsKey ? 'info' : 'error',
    location: { repository: '', revision: '', path, line },
    message: `${key === undefined ? 'The file' : `"${key.slice(0, 60)}"`} holds ${what} in Git`,
    fix: 'Revoke it, keep the new one in a secret manager, and commit a reference to it: the history keeps what was committed.',
  };
}

/**
 * Cuts credentials that are known by their form out of documents (in place), wherever they stand, and says where they
 * stood. Those of Secrets were cut before, and told.
 */
export function cutCredentials(
  path: string,
  text: string,
  documents: YamlDocument[],
): Finding[] {
  if (!marks.test(text)) {
    return [];
  }
  const findings: Finding[] = [];
  for (const document of documents) {
    const pending: { holder: JsonValue; at: (string | number)[] }[] = [
      { holder: document.value, at: [] },
    ];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { holder, at } = next;
      const keys = Array.isArray(holder)
        ? [...holder.keys()]
        : Object.keys(isObject(holder) ? holder : {});
      for (const key of keys) {
        const place = [...at, key];
        const value = (holder as Record<string | number, JsonValue>)[key];
        if (typeof value === 'string') {
          const found = credentialsIn(value);
          if (found.length > 0) {
            (holder as Record<string | number, JsonValue>)[key] = cutOut(
              value,
              found,
            );
            const name = [...place]
              .reverse()
              .find(step => typeof step === 'string');
            findings.push(
              findingOf(
                path,
                lineIn(document, place, text, value, found[0]),
                found[0].what,
                name === undefined ? undefined : String(name),
              ),
            );
          }
        } else if (value !== null && typeof value === 'object') {
          pending.push({ holder: value, at: place });
        }
      }
    }
  }
  return findings
    .sort((one, other) => (one.location.line ?? 0) - (other.location.line ?? 0))
    .slice(0, mostFindings);
}

/** The line of the key; large JSON keeps no lines of its own. */
function lineIn(
  document: YamlDocument,
  place: (string | number)[],
  text: string,
  value: string,
  { from }: Found,
): number {
  if (typeof document.lines === 'number') {
    const at = text.indexOf(value.slice(from, from + 24));
    return at < 0 ? document.line : new LineIndex(text).lineAt(at);
  }
  return lineOf(document, place);
}

/** The same for a file that is text: what is left of it, and where credentials stood. */
export function cutCredentialsOfText(
  path: string,
  text: string,
): { text: string; findings: Finding[] } {
  const found = credentialsIn(text);
  if (found.length === 0) {
    return { text, findings: [] };
  }
  const index = new LineIndex(text);
  return {
    text: cutOut(text, found),
    findings: found
      .slice(0, mostFindings)
      .map(({ what, from }) =>
        findingOf(path, index.lineAt(from), what, undefined),
      ),
  };
}
