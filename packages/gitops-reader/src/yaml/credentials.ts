import { Finding, JsonObject, JsonValue } from '../facts';
import { addTo } from '../lib/groups';
import { isObject } from '../lib/json';
import { YamlDocument } from '../readers/reader';
import { LineIndex, lineOf } from './lines';
import { judgeSecretValue } from './secretValues';

/** Says quickly of most files that there is nothing in them. */
const marks =
  /PRIVATE KEY(?: BLOCK)?-----|LS0tLS1CRUdJTi|A(?:KIA|SIA)[A-Z2-7]{16}|gh[pousr]_\w{36}|github_pat_|glpat-|xox[abprs]-\d|AGE-SECRET-KEY-|hooks\.slack\.com\/services\/T|dckr_pat_|\/api\/webhooks\/\d|hv[bs]\.[\w-]{24}|AIza[\w-]{35}|npm_[A-Za-z\d]{36}|[rs]k_live_|SG\.[\w-]{22}\.|(?:Account|SharedAccess)Key=|eyJhbGciOi|:\/\/[^/@\s:"']{0,100}:[^/@\s"']{1,300}@/;

/** Says quickly of most files that no key of theirs is called like a secret and holds what looks like one. */
const keyedMarks =
  /(?:password|passwd|secret|token|api_?key|access_?key)["']?:[ \t]{0,100}["']?[A-Za-z\d+/_]{20,100}={0,2}(?=["',}\]\s#]|$)/i;

/** The same of a variable that a container is given by its value. */
const variableMarks =
  /\bname:[ \t]{0,20}["']?\w{0,80}(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY)["']?[ \t]{0,20}\n[ \t]{0,80}value:/i;

/** Half of a credential: who knows it alone cannot log in. */
const awsKey = 'the ID of an AWS access key';
/** Most of them stand in web pages, and are held to their address. */
const googleKey = 'an API key of Google';
/** It opens a database, if anything, and may well be that of a try-out. */
const login = 'an address with a password';
/** Told by its key and by how random it looks. */
const keyed = 'what looks like a secret';
/** Told by the name of the variable. */
const variable = 'a plain value';

const severities = new Map<string, Finding['severity']>([
  [awsKey, 'info'],
  [googleKey, 'info'],
  [login, 'warning'],
  [keyed, 'warning'],
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

/** Tokens that say themselves whose they are. */
const webToken =
  /\beyJhbGciOi[\w-]{10,200}\.(eyJ[\w-]{20,4000})\.[\w-]{20,1000}/g;

/** The part of an address that logs in: user, password, host. */
const loginForm =
  /\b[a-z][a-z0-9+]{2,20}:\/\/([^/@\s:"']{0,100}):([^/@\s"']{1,300})@([\w.-]{1,253})/g;

const keyHeader = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** The same in base64, as kubeconfigs hold it. */
const encodedKey = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,}={0,2}/g;

/** A part of a text that is a credential. */
interface Found {
  what: string;
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

/** Documentation shows tokens too, which nobody can use. */
const pretended =
  /Eby8vdM02xNO|EXAMPLE|example|(.)\1{5}|xxxx|XXXX|0123456|1234567|abcdef|ABCDEF|placeholder/;

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

/** Passwords that stand for one, or are known to everybody. */
const commonPassword =
  /^(p(ass)?(w(or)?d|wd)?\d*|pswd|secret|token|admin|root|guest|user(name)?|test(ing)?|ci|dev|demo|local|example|postgres|mysql|mongo|redis|rabbitmq|minio|x-oauth-basic|x-access-token|changeme)$/i;

/** Files that start what they log in to themselves: jobs of CI, and Docker Compose. */
const tryOuts =
  /(^|\/)(\.github|\.gitlab|\.gitea|\.circleci|\.azuredevops)\/|(^|\/)((docker-)?compose[^/]*|[^/]*\.gitlab-ci|azure-pipelines[^/]*|bitbucket-pipelines)\.ya?ml$/i;

/** Hosts that are nobody's, and the digest of an image behind its tag: `docker://nginx:1.25@sha256:…`. */
const ownHost =
  /^(sha256|sha512|localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|host(name)?|server|db-?host|.*\.?example(\.\w+)?)$/i;

/** Whether an address with a password is one that is used. */
function isRealLogin(user: string, password: string, host: string): boolean {
  return (
    password !== user &&
    !commonPassword.test(password) &&
    !ownHost.test(host) &&
    // What is filled in later, or is to be: `${PASSWORD}`, `<password>`, `PASSWORD`.
    !/[{}<>*[\]\\|]|\$\w|%(?![\dA-Fa-f]{2})|^[A-Z_]+$/.test(password) &&
    judgeSecretValue('password', password, 'text') === 'value'
  );
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
  return [...text.matchAll(loginForm)].some(([, user, password, host]) =>
    isRealLogin(user, password, host),
  );
}

function credentialsIn(path: string, text: string): Found[] {
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
  for (const match of text.matchAll(loginForm)) {
    const [whole, user, password, host] = match;
    if (
      !tryOuts.test(path) &&
      isRealLogin(user, password, host) &&
      !isSaidInAComment(text, match.index)
    ) {
      const from = match.index + whole.indexOf(':', whole.indexOf('//')) + 1;
      found.push({ what: login, from, to: from + password.length });
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

/** Whether a key says that its value is a secret, and the value is nothing that anybody would think up. */
function isKeyedSecret(key: string | number, value: string): boolean {
  return (
    typeof key === 'string' &&
    /(?:password|passwd|secret|token|api_?key|access_?key)$/i.test(key) &&
    /^[A-Za-z\d+/_]{20,100}={0,2}$/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    (value.match(/\d/g)?.length ?? 0) > 1 &&
    // `secret/data/shop/Cart1`, `azureTokenProvider2024`: names, not letters drawn by lot.
    !value.split('/').every(part => /^[a-z_]*\d{0,4}$/i.test(part)) &&
    !pretended.test(value) &&
    judgeSecretValue(key, value, 'text') === 'value'
  );
}

/** A password is anything; what else is secret is drawn by lot, or the name of an object that holds it. */
const passwordName = /PASS(WORD|WD|PHRASE)$/i;
const secretName = /(SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY)$/i;

/** The name of a variable that `env` gives to a container, where its value is a secret as it stands. */
function secretVariable(
  { name, value }: JsonObject,
  at: readonly (string | number)[],
): string | undefined {
  return typeof name === 'string' &&
    typeof value === 'string' &&
    /env(s|vars?)?$/i.test(String(at.at(-2))) &&
    (passwordName.test(name) ||
      (secretName.test(name) &&
        /\d/.test(value) &&
        /^[\w+/=!@#$%^&*.-]{12,}$/.test(value) &&
        !value.split(/[-_./]/).every(part => /^[a-z]*\d{0,4}$/i.test(part)))) &&
    !commonPassword.test(value) &&
    !/^(\/|\.{1,2}\/|https?:)/.test(value) &&
    !pretended.test(value) &&
    judgeSecretValue(name, value, 'text') === 'value'
    ? name
    : undefined;
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

/**
 * Cuts credentials that are known by their form, wherever they stand, and values that are by their key and how random
 * they look, out of documents (in place), and says where they stood. Those of Secrets were cut before, and told.
 */
export function cutCredentials(
  path: string,
  text: string,
  documents: YamlDocument[],
): Finding[] {
  if (
    !marks.test(text) &&
    !keyedMarks.test(text) &&
    !variableMarks.test(text)
  ) {
    return [];
  }
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
      const named = isObject(holder) ? secretVariable(holder, at) : undefined;
      for (const key of keys) {
        const place = [...at, key];
        const value = (holder as Record<string | number, JsonValue>)[key];
        if (typeof value === 'string') {
          const whole = named !== undefined && key === 'value';
          const found =
            whole || isKeyedSecret(key, value)
              ? [{ what: whole ? variable : keyed, from: 0, to: value.length }]
              : credentialsIn(path, value);
          if (found.length > 0) {
            (holder as Record<string | number, JsonValue>)[key] = cutOut(
              value,
              found,
            );
            const name = whole
              ? named
              : [...place].reverse().find(step => typeof step === 'string');
            const [first] = found;
            places.push({
              what: first.what,
              value: value.slice(first.from, first.to),
              line: lineIn(document, place, text, value, first),
              ...(name === undefined ? {} : { key: String(name) }),
            });
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
  const found = credentialsIn(path, text);
  if (found.length === 0) {
    return { text, findings: [] };
  }
  const index = new LineIndex(text);
  return {
    text: cutOut(text, found),
    findings: findingsOf(
      path,
      found.map(({ what, from, to }) => ({
        what,
        value: text.slice(from, to),
        line: index.lineAt(from),
      })),
    ),
  };
}
