import { commonPassword } from './knownValues';
import { decodeBase64, judgeSecretValue } from './secretValues';

/** A password in a text, and whose it is. */
export interface Login {
  user: string;
  password: string;
  host: string;
  /** Where the whole starts, and the password within the text. */
  start: number;
  from: number;
}

/** The part of an address that logs in: user, password, host. */
const address =
  /\b[a-z][a-z0-9+]{2,20}:\/\/([^/@\s:"']{0,100}):([^/@\s"']{1,300})@([\w.-]{1,253})/g;

/** Host and password among settings: `Server=db;User Id=app;Password=…`, `jdbc:…://db/app?password=…`, `host=db password=…`. */
const settings = [
  /\b(?:Server|Data Source|Host(?:name)?|Address)\s?=\s?(?:tcp:)?([^;,\\\n"']{1,200})(?:[,\\][^;\n"']{0,100})?;(?:[^;\n"']{0,200};){0,12}?\s{0,3}(?:Password|Pwd)\s?=\s?([^;\n"']{1,200})/gi,
  /\b(?:jdbc:[a-z0-9:]{2,30}|postgres(?:ql)?|mysql|mariadb|sqlserver|mongodb|clickhouse):\/\/([\w.-]{1,253})(?:[:/,][^\s"'?;]{0,200})?[?;](?:[^\s"'&;]{0,200}[&;]){0,12}?(?:password|pwd)=([^&;\s"']{1,200})/gi,
  /\bhost=([\w.-]{1,200})\s(?:\w{1,40}=\S{0,200}\s){0,12}?password=([^\s"']{1,200})/g,
];

/** Longer texts are no settings. */
const longestText = 100_000;

/** Hosts that are nobody's, and the digest of an image behind its tag: `docker://nginx:1.25@sha256:…`. */
const ownHost =
  /^(sha256|sha512|localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|host(name)?|server|db-?host|.*\.?example(\.\w+)?)$/i;

/** Whether an address with a password is one that is used. */
function isReal({
  user,
  password,
  host,
}: Pick<Login, 'user' | 'password' | 'host'>): boolean {
  return (
    password !== user &&
    !commonPassword.test(password) &&
    !ownHost.test(host) &&
    // What is filled in later, or is to be: `${PASSWORD}`, `<password>`, `PASSWORD`.
    !/[{}<>*[\]\\|]|\$\w|%(?![\dA-Fa-f]{2})|^[A-Z_]+$/.test(password) &&
    judgeSecretValue('password', password, 'text') === 'value'
  );
}

/** Passwords in addresses, and beside them, that are used as far as anyone can tell. */
export function loginsIn(text: string): Login[] {
  const logins: Login[] = [];
  for (const match of text.matchAll(address)) {
    const [whole, user, password, host] = match;
    const start = match.index;
    const from = start + whole.indexOf(':', whole.indexOf('//')) + 1;
    logins.push({ user, password, host, start, from });
  }
  if (text.length <= longestText && /(?:password|pwd)\s?=/i.test(text)) {
    for (const form of settings) {
      for (const match of text.matchAll(form)) {
        const [whole, host, password] = match;
        const from = match.index + whole.length - password.length;
        logins.push({ user: '', password, host, start: match.index, from });
      }
    }
  }
  return logins.filter(isReal);
}

/** Whether `auth` of a registry, as Docker keeps it, is a user with a password. */
export function isRegistryLogin(auth: string): boolean {
  const decoded = decodeBase64(auth) ?? '';
  const colon = decoded.indexOf(':');
  const password = decoded.slice(colon + 1);
  return (
    colon > 0 &&
    /^[\x20-\x7e]+$/.test(decoded) &&
    isReal({ user: decoded.slice(0, colon), password, host: '' })
  );
}

/** Whether a text is what Docker keeps of registries that it is logged in to: JSON, or that in base64. */
export function isDockerConfig(text: string): boolean {
  if (text.length > longestText || !/^\s*(\{|e[wy])/.test(text)) {
    return false;
  }
  const json = text.includes('"auths"') ? text : decodeBase64(text);
  return (
    json?.includes('"auths"') === true &&
    [...json.matchAll(/"auth"\s*:\s*"([A-Za-z0-9+/]{4,4000}={0,2})"/g)].some(
      ([, auth]) => isRegistryLogin(auth),
    )
  );
}
