import { JsonValue } from '../facts';
import { isObject } from '../lib/json';
import { commonPassword, pretended } from './knownValues';
import { isSwitch, judgeSecretValue } from './secretValues';
import { Surroundings } from './surroundings';

/** Told by its key and by how random it looks. */
export const keyed = 'what looks like a secret';
/** Told by its key, and by not being what anybody calls a thing. */
export const thoughtUp = 'what looks like a password';
/** Told by the name of the variable. */
export const variable = 'a plain value';

/** Says quickly of most files that no key of theirs is called like a secret and holds what looks like one. */
const keyedMarks =
  /(?:password|passwd|secret|token|(?:api|access|routing|service|integration)_?key)["']?(?::[ \t]{0,100}|=)["']?[A-Za-z\d+/_]{20,100}={0,2}(?=["',}\]\s#]|$)/i;

/** The same of a variable that a container is given by its value, and of other pairs of a name and a value. */
const variableMarks =
  /\bname:[ \t]{0,20}["']?[\w.-]{0,80}(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY)["']?[ \t]{0,20}(?:\n[ \t]{0,80}|,[ \t]{0,20})value:/i;

/** The same of keys that end with a word for a password. */
const passwordMarks =
  /pass(?:word|wd|phrase)["']?(?::[ \t]{0,100}|[ \t]{0,3}=[ \t]{0,3})["']?[^\s"'{}$<(]/i;

/** Says quickly whether a file may hold what its names call a secret. */
export function mayNameSecrets(text: string): boolean {
  return (
    keyedMarks.test(text) ||
    variableMarks.test(text) ||
    passwordMarks.test(text)
  );
}

/** A password is anything; what else is secret is drawn by lot, or the name of an object that holds it. */
const passwordName = /PASS(WORD|WD|PHRASE)$/i;
const secretName = /(SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY)$/i;

/** Whether a value is one that opens something, and neither shows what one looks like nor stands for one. */
function isInUse(name: string, value: string): boolean {
  return (
    !pretended.test(value) &&
    // `ALLOW_EMPTY_PASSWORD: "no"`
    !isSwitch(value) &&
    judgeSecretValue(name, value, 'text') === 'value'
  );
}

/** `checksum/secret`: what was made of a secret, so that pods start anew with it. */
const madeOfOne =
  /(^|[^a-z])(checksum|hash|sha\d*|digest|fingerprint)([^a-z]|$)/i;

/** Whether a key says that its value is a secret, and the value is nothing that anybody would think up. */
function isKeyedSecret(key: string, value: string): boolean {
  return (
    !madeOfOne.test(key) &&
    ((/(?:password|passwd|secret|token|api_?key|access_?key)$/i.test(key) &&
      /^[A-Za-z\d+/_]{20,100}={0,2}$/.test(value) &&
      /[a-z]/.test(value) &&
      /[A-Z]/.test(value) &&
      (value.match(/\d/g)?.length ?? 0) > 1) ||
      (/(?:secret|token|(?:api|routing|service|integration)_?key)$/i.test(
        key,
      ) &&
        /^[a-f\d]{32,64}$/.test(value) &&
        /[a-f]/.test(value) &&
        new Set(value).size > 7)) &&
    // `secret/data/shop/Cart1`, `azureTokenProvider2024`: names, not letters drawn by lot.
    !value.split('/').every(part => /^[a-z_]*\d{0,4}$/i.test(part)) &&
    isInUse(key, value)
  );
}

/** `shop-db-2`, `db.password`, `CartPassword1`: names, mostly of what holds the password. */
const nameOfSomething =
  /^[a-z]*\d{0,4}([-_./:][a-z]*\d{0,4})*$|^[\w$]+(\.[\w$]+)+$|^(?=.*(pass|secret|cred|key|token|vault))[a-z]+\d{0,4}$/;

/** What everybody tries first, and what is to be changed. */
const everybodys =
  /^(my|your|some|the)?[-_]?(p[a@]ss(w[o0]rd)?|admin|secret|test|demo|default|sample|dummy|change)[\W_]{0,2}\d{0,6}\W?$/i;

/** What was made of a password: `$2y$10$…`, `{SSHA}…`, `sha256:…`. */
const hashed = /^(\$[\w-]{1,20}\$|\{\w+\}|[a-z][\w.+-]{1,20}:)/i;

/** Whether a key says that its value is a password, and the value looks like one that somebody thought up. */
function isThoughtUp(key: string, value: string): boolean {
  return (
    passwordName.test(key) &&
    /^[\x21-\x7e]{8,100}$/.test(value) &&
    /[a-z]/i.test(value) &&
    /[\d!@#$%^&*+=?~]/.test(value) &&
    // Code, and what is filled in.
    !/[(){}[\]<>`\\]|\$[A-Z_]|^[$%!@*&/.]/.test(value) &&
    !nameOfSomething.test(value) &&
    !everybodys.test(value) &&
    !hashed.test(value) &&
    !commonPassword.test(value) &&
    isInUse(key, value)
  );
}

/** Whether the name of a variable says that its value is a secret, as it stands. */
function isSecretVariable(name: string, value: string): boolean {
  return (
    (passwordName.test(name) ||
      (secretName.test(name) &&
        /\d/.test(value) &&
        /^[\w+/=!@#$%^&*.-]{12,}$/.test(value) &&
        !value.split(/[-_./]/).every(part => /^[a-z]*\d{0,4}$/i.test(part)))) &&
    !commonPassword.test(value) &&
    !/^(\/|\.{1,2}\/|https?:)/.test(value) &&
    isInUse(name, value)
  );
}

/** Keys whose mapping, or list, holds variables of a container. */
const variables = /env(s|vars?|ironment)?$/i;
const nameOfVariable = /^[A-Z][A-Z0-9_]*$/;

/** Where schemas and pages on an API show what a value may look like. */
const shown = /^(examples?|default|enum|description|properties)$/i;

/** A value that its name says to be a secret. */
export interface NamedSecret {
  what: string;
  name: string;
  /** Where it stands in the text that holds it. */
  from: number;
  to: number;
}

/** What holds a value in a document. */
export interface Holder {
  surroundings: Surroundings;
  document: JsonValue;
  /** The mapping or list, and the keys that lead to it. */
  holder: JsonValue;
  at: readonly (string | number)[];
}

/** What a name says of the value, or of the lines of the text, that a key holds. */
export function namedSecrets(
  { surroundings, document, holder, at }: Holder,
  key: string | number,
  value: string,
): NamedSecret[] {
  const whole = (what: string, name: string): NamedSecret[] => [
    { what, name, from: 0, to: value.length },
  ];
  const above = String(at.at(-2));
  if (typeof key === 'string') {
    const pair = key === 'value' && isObject(holder) ? holder.name : undefined;
    if (typeof pair === 'string') {
      if (variables.test(above) && isSecretVariable(pair, value)) {
        return whole(variable, pair);
      }
      const what =
        above === 'parameters'
          ? whatNamed(surroundings, at, pair, value)
          : undefined;
      if (what) {
        return whole(what, pair);
      }
    }
    if (
      nameOfVariable.test(key) &&
      !surroundings.isTryOut &&
      holdsVariables(document, at) &&
      isSecretVariable(key, value)
    ) {
      return whole(variable, key);
    }
    const what = whatNamed(surroundings, at, key, value);
    if (what) {
      return whole(what, key);
    }
  } else if (at.at(-1) === 'literals' && at[0] === 'configMapGenerator') {
    const equals = value.indexOf('=');
    const name = value.slice(0, equals);
    if (equals > 0 && isSecretVariable(name, value.slice(equals + 1))) {
      return [{ what: variable, name, from: equals + 1, to: value.length }];
    }
  }
  return value.includes('\n') ? namedInLines(value, surroundings, at) : [];
}

/** Whether a mapping gives a container its variables: `env`, the data of a ConfigMap, what Flux fills in. */
function holdsVariables(
  document: JsonValue,
  at: readonly (string | number)[],
): boolean {
  const last = String(at.at(-1));
  return (
    variables.test(last) ||
    (last === 'substitute' && at.at(-2) === 'postBuild') ||
    (last === 'data' &&
      at.length === 1 &&
      isObject(document) &&
      document.kind === 'ConfigMap')
  );
}

function whatNamed(
  { isTryOut, isTranslation }: Surroundings,
  at: readonly (string | number)[],
  key: string,
  value: string,
): string | undefined {
  if (isKeyedSecret(key, value)) {
    return keyed;
  }
  return isThoughtUp(key, value) &&
    !isTryOut &&
    !isTranslation &&
    !at.some(step => shown.test(String(step)))
    ? thoughtUp
    : undefined;
}

/** A line that gives a name a value, and nothing else. */
const setting =
  /^([ \t]*(?:- )?(?:export )?["']?([\w.-]{1,100})["']?[ \t]*[:=][ \t]*)(?:"([^"\s]{8,100})",?|'([^'\s]{8,100})',?|([^\s"',;]{8,100}))[ \t]*(?:#.*)?$/;

/** The name of a variable, whose value is on the line below. */
const nameAlone =
  /^[ \t]*(?:- )?name:[ \t]*["']?([A-Z_]\w{0,100})["']?[ \t]*$/i;

/** Longer texts are no settings. */
const longestText = 100_000;

/** Settings in a text: a file in a ConfigMap, values of a chart, a template, variables of Terraform. */
export function namedInLines(
  text: string,
  surroundings: Surroundings,
  at: readonly (string | number)[] = [],
): NamedSecret[] {
  if (text.length > longestText || !mayNameSecrets(text)) {
    return [];
  }
  const found: NamedSecret[] = [];
  let start = 0;
  let above: string | undefined;
  for (const line of text.split('\n')) {
    const [, before, key, ...written] =
      (line.length < 500 && setting.exec(line.trimEnd())) || [];
    const value = written.find(one => one !== undefined);
    if (key !== undefined && value !== undefined) {
      const name = (key === 'value' ? above : undefined) ?? key;
      const what =
        name !== key && !surroundings.isTryOut && isSecretVariable(name, value)
          ? variable
          : whatNamed(surroundings, at, key, value);
      if (what) {
        const from =
          start + before.length + (/["']/.test(line[before.length]) ? 1 : 0);
        found.push({ what, name, from, to: from + value.length });
      }
    }
    above = nameAlone.exec(line.slice(0, 200))?.[1];
    start += line.length + 1;
  }
  return found;
}
