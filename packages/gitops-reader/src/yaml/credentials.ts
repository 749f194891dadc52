import { Finding, JsonValue } from '../facts';
import { addTo } from '../lib/groups';
import { isObject } from '../lib/json';
import { YamlDocument } from '../readers/reader';
import { LineIndex, lineOf } from './lines';
import { pretended } from './knownValues';
import { isDockerConfig, isRegistryLogin, loginsIn } from './logins';
import {
  Holder,
  keyed,
  mayNameSecrets,
  namedInLines,
  namedSecrets,
  thoughtUp,
  variable,
} from './namedSecrets';
import { Surroundings, surroundingsOf } from './surroundings';

/** Says quickly of most files that there is nothing in them. */
const marks =
  /PRIVATE KEY(?: BLOCK)?-----|LS0tLS1CRUdJTi|A(?:KIA|SIA)[A-Z2-7]{16}|gh[pousr]_\w{36}|github_pat_|glpat-|xox[abprs]-\d|AGE-SECRET-KEY-|hooks\.slack\.com\/services\/T|dckr_pat_|\/api\/webhooks\/\d|hv[bs]\.[\w-]{24}|AIza[\w-]{35}|npm_[A-Za-z\d]{36}|[rs]k_live_|SG\.[\w-]{22}\.|(?:Account|SharedAccess)Key=|aws_secret_access_key|AWS_SECRET_ACCESS_KEY|"auths"|eyJhdXRocyI6|eyAiYXV0aHMi|\bew(?:ogICJhdXRocyI|ogICAgImF1dGhz|oJImF1dGhz)|[Pp](?:assword|ASSWORD|wd|WD)\s?=|eyJhbGciOi|:\/\/[^/@\s:"']{0,100}:[^/@\s"']{1,300}@/;

/** Half of a credential: who knows it alone cannot log in. */
const awsKey = 'the ID of an AWS access key';
/** Most of them stand in web pages, and are held to their address. */
const googleKey = 'an API key of Google';
/** It opens a database, if anything, and may well be that of a try-out. */
const login = 'an address with a password';
const awsSecretKey = 'a secret access key of AWS';
const registryLogin = 'a login to a registry';
const severities = new Map<string, Finding['severity']>([
  [awsKey, 'info'],
  [googleKey, 'info'],
  [login, 'warning'],
  [keyed, 'warning'],
  [thoughtUp, 'warning'],
  [variable, 'warning'],
]);

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
  ['an age key', /\bAGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{58,}/g],
  ['a Docker token', /\bdckr_pat_[\w-]{27,40}/g],
  [
    'a Discord webhook',
    /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,72}/g,
  ],
  ['a Vault token', /\bhv[bs]\.[\w-]{24,200}/g],
  [googleKey, /\bAIza[\w-]{35}(?![\w-])/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{24,200}\b/g],
  ['a SendGrid key', /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g],
  [
    'a key of Azure',
    /\b(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{42,86}={1,2}/g,
  ],
];

/** The other half of a key of AWS, in files of its tools and of scripts. */
const awsSecret =
  /(?<=\baws_secret_access_key["']?[ \t]{0,5}[=:][ \t]{0,5}["']?)(?=[^\s"']{0,39}[a-z])(?=[^\s"']{0,39}[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi;

/** Tokens that say themselves whose they are. */
const webToken =
  /\beyJhbGciOi[\w-]{10,200}\.(eyJ[\w-]{20,4000})\.[\w-]{20,1000}/g;

const keyHeader = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** The same in base64, as kubeconfigs hold it. */
const encodedKey = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,}={0,2}/g;

/** A part of a text that is a credential. */
interface Found {
  what: string;
  /** What it is called, where that is another name than that of the value. */
  name?: string;
  from: number;
  to: number;
}

/** A credential where it stands. */
interface Place {
  what: string;
  value: string;
  line: number;
  key?: string;
}

/** Whether the claims of a token are those of a service account of Kubernetes. */
function isOfCluster(claims: string): boolean {
  try {
    return /kubernetes(\.io|\/)\/?serviceaccount/.test(
      atob(claims.replace(/-/g, '+').replace(/_/g, '/')),
    );
  } catch {
    return false;
  }
}

/** Whether a comment says of what stands there that it is an example. */
function isSaidInAComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).slice(0, 300);
  return /^\s*(#|\/\/|\*|<!--).*\b(e\.g\.|example|for instance|such as)/i.test(
    line,
  );
}

/** Whether a text has an address in it whose password is one that is used. */
export function holdsRealLogin(text: string): boolean {
  return loginsIn(text).length > 0;
}

function credentialsIn({ isTryOut }: Surroundings, text: string): Found[] {
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
  for (const match of text.matchAll(webToken)) {
    if (isOfCluster(match[1])) {
      const from = match.index;
      const what = 'a token of a Kubernetes service account';
      found.push({ what, from, to: from + match[0].length });
    }
  }
  for (const match of text.matchAll(awsSecret)) {
    if (!pretended.test(match[0])) {
      const from = match.index;
      found.push({ what: awsSecretKey, from, to: from + match[0].length });
    }
  }
  if (isDockerConfig(text)) {
    found.push({ what: registryLogin, from: 0, to: text.length });
  }
  if (!isTryOut) {
    for (const { start, from, password } of loginsIn(text)) {
      if (!isSaidInAComment(text, start)) {
        found.push({ what: login, from, to: from + password.length });
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
/** As many lines of one credential are named. */
const mostLines = 20;

/** One finding for each credential, however often it stands in the file: whoever revokes it has to know all of its lines. */
function findingsOf(path: string, places: readonly Place[]): Finding[] {
  const byValue = new Map<string, Place[]>();
  for (const place of [...places].sort((a, b) => a.line - b.line)) {
    addTo(byValue, `${place.what}\n${place.value}`, place);
  }
  return [...byValue.values()]
    .slice(0, mostFindings)
    .map(([{ what, line, key }, ...others]) => {
      const lines = [...new Set(others.map(other => other.line))].filter(
        other => other !== line,
      );
      const more = lines.length - mostLines;
      return {
        rule: 'plaintext-credential',
        severity: severities.get(what) ?? 'error',
        location: { repository: '', revision: '', path, line },
        message: `${key === undefined ? 'The file' : `"${key.slice(0, 60)}"`} holds ${what} in Git`,
        // Lines move, and a finding stays the same one by its message.
        fix: `Revoke it, keep the new one in a secret manager, and commit a reference to it: the history keeps what was committed.${
          lines.length > 0
            ? ` It stands on ${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, mostLines).join(', ')}${more > 0 ? ` and ${more} more` : ''}, too.`
            : ''
        }`,
      };
    });
}

/** What a value of a document is, or holds: what has a form of its own says more than its name. */
function foundAt(holder: Holder, key: string | number, value: string): Found[] {
  const known =
    (key === 'auth' && holder.at.at(-2) === 'auths' && isRegistryLogin(value)
      ? [{ what: registryLogin, from: 0, to: value.length }]
      : undefined) ?? credentialsIn(holder.surroundings, value);
  const named = namedSecrets(holder, key, value);
  const whole = named.find(({ from, to }) => to - from === value.length);
  if (whole) {
    return known.length > 0
      ? [{ ...known[0], from: 0, to: value.length }]
      : [whole];
  }
  return besides(known, named);
}

/** What is known by its form, and what its name tells beside that, as they stand. */
function besides(known: Found[], named: Found[]): Found[] {
  return [
    ...known,
    ...named.filter(({ from, to }) =>
      known.every(one => one.to <= from || one.from >= to),
    ),
  ].sort((one, other) => one.from - other.from);
}

/**
 * Cuts credentials that are known by their form, wherever they stand, and values that are by their key and how random
 * they look, out of documents (in place), and says where they stood. Those of Secrets were cut before, and told.
 */
export function cutCredentials(
  path: string,
  text: string,
  documents: YamlDocument[],
): Finding[] {
  if (!marks.test(text) && !mayNameSecrets(text)) {
    return [];
  }
  const surroundings = surroundingsOf(path);
  const places: Place[] = [];
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
          const found = foundAt(
            { surroundings, document: document.value, holder, at },
            key,
            value,
          );
          if (found.length > 0) {
            (holder as Record<string | number, JsonValue>)[key] = cutOut(
              value,
              found,
            );
            const own =
              key === 'value' && isObject(holder) ? holder.name : undefined;
            const above =
              typeof own === 'string'
                ? own
                : [...place].reverse().find(step => typeof step === 'string');
            const told = new Set<string>();
            for (const one of found) {
              const name = one.name ?? above;
              if (told.has(`${one.what} ${name}`)) {
                continue;
              }
              told.add(`${one.what} ${name}`);
              places.push({
                what: one.what,
                value: value.slice(one.from, one.to),
                line: lineIn(document, place, text, value, one),
                ...(name === undefined ? {} : { key: String(name) }),
              });
            }
          }
        } else if (value !== null && typeof value === 'object') {
          pending.push({ holder: value, at: place });
        }
      }
    }
  }
  return findingsOf(path, places);
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
  const surroundings = surroundingsOf(path);
  const found = besides(
    credentialsIn(surroundings, text),
    // Values of a Secret are told as such.
    /^kind:\s*["']?Secret\b/m.test(text)
      ? []
      : namedInLines(text, surroundings),
  );
  if (found.length === 0) {
    return { text, findings: [] };
  }
  const index = new LineIndex(text);
  return {
    text: cutOut(text, found),
    findings: findingsOf(
      path,
      found.map(({ what, name, from, to }) => ({
        what,
        value: text.slice(from, to),
        line: index.lineAt(from),
        ...(name === undefined ? {} : { key: name }),
      })),
    ),
  };
}
