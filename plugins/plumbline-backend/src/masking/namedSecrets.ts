/** What stands in the place of a secret. */
export const DOTS = '••••••';

/** Names that hold nothing but secrets: `DB_PASSWORD`, `AccountKey`, `client_secret`. */
const TELLING =
  /(?:passw(?:or)?d|passphrase|pwd|token|(?:api|access|account|auth|client|encryption|license|master|private|secret|shared|signing|storage|subscription)[-_. ]?key(?:[-_]base)?|(?:app|client|consumer|cookie|jwt|session|shared|signing|webhook)[-_. ]?secret)$/i;
/** Names that hold secrets where `=` follows, and other things where a person writes them before a colon. */
const LIKELY =
  /(?:secret|credentials?|signature|(?:^|[^a-z0-9])(?:auth|pass|sig))$/i;
/** Parameters of an address that let anybody in who has it. */
const PARAMETER = /^(?:key|code)$/i;
/** …unless they name a secret instead of holding it. */
const POINTS_TO_A_SECRET = /existing|pull|automount|secret[-_]?(?:name|ref)/i;
/** `password:x` and no image or host with a port. */
const BEFORE_COLON =
  /^(?:[\w.-]*(?:passw(?:or)?d|passphrase|pwd|api[-_]?key)|token)$/i;

const NAME =
  /(?<![\w.-])([a-z_][\w.-]{0,99})\\?["']?\s{0,3}(=>|=(?![=~>])|:)(\s{0,3})/gi;
/** References and flags. */
const HARMLESS =
  /(?:\{\{|\$[{(]|(?:true|false|null|none|~)(?=[\s"'`,;&)\]}\\]|$))/iy;
/** What opens a value of YAML that tells by its own keys, or that stands elsewhere. */
const OPENS = /[[{&*!|>]/y;
/** Where the next pair begins. */
const NEXT = /;\s?[\w.-]{1,60}(?: [\w.-]{1,60})?\s?=|[&,]\s?[\w.-]{1,60}=/y;

/** Whether what has this name is a secret, whatever it holds. */
export function namesSecret(name: string): boolean {
  return TELLING.test(name.slice(-100)) && !POINTS_TO_A_SECRET.test(name);
}

/** Whether a parameter of an address with this name lets anybody in who has the address. */
export function isSecretParameter(name: string): boolean {
  const end = name.slice(-100);
  return namesSecret(name) || LIKELY.test(end) || PARAMETER.test(end);
}

/**
 * A line without the secrets that stand behind their names in it: `?user=app&password=…`, `Server=db;AccountKey=…`,
 * `{user: app, password: …}`. On the side of hiding too much; takes time in proportion to its length.
 */
export function hideNamedSecrets(line: string): string {
  const quotes = ['"', "'"].map(quote => ({ quote, at: line.indexOf(quote) }));
  let shown = '';
  let rest = 0;
  for (const match of line.matchAll(NAME)) {
    const [all, name, separator, space] = match;
    const { index } = match;
    const start = index + all.length;
    const before = line.slice(Math.max(0, index - 2), index);
    if (
      index < rest ||
      !isSecret(line, index, name, separator + space) ||
      holdsNothing(line, start, separator)
    ) {
      continue;
    }
    const within = quotes
      .filter(({ at }) => at >= 0 && at < index)
      .map(({ quote }) => quote);
    // Whatever is looked through here is hidden, and not looked through again.
    const end = endOfValue(line, start, { before, separator, within });
    if (end > start) {
      shown += line.slice(rest, start) + DOTS;
      rest = end;
    }
  }
  return shown + line.slice(rest);
}

function isSecret(
  line: string,
  index: number,
  name: string,
  separator: string,
): boolean {
  // `Account Key=…`
  const words = line.slice(Math.max(0, index - 20), index) + name;
  if (POINTS_TO_A_SECRET.test(name)) {
    return false;
  }
  if (separator === ':') {
    return line[index - 1] !== '/' && BEFORE_COLON.test(name);
  }
  if (
    separator.startsWith(':') &&
    !/[{,]\s?$/.test(words.slice(0, -name.length))
  ) {
    return TELLING.test(words);
  }
  // The name of a Secret, as labels of metrics have it.
  const labels = /^(?:exported_)?secret$/i.test(name) && separator === '=';
  const quoted = /["']/.test(line[index + name.length + 1] ?? '');
  return (
    TELLING.test(words) ||
    (LIKELY.test(words) && !(labels && quoted)) ||
    (/[?&]/.test(line[index - 1] ?? '') && PARAMETER.test(name))
  );
}

function holdsNothing(line: string, start: number, separator: string): boolean {
  HARMLESS.lastIndex = start;
  OPENS.lastIndex = start;
  return HARMLESS.test(line) || (separator === ':' && OPENS.test(line));
}

interface Around {
  /** The two characters before the name. */
  before: string;
  separator: string;
  /** Quotes that the name may stand between. */
  within: string[];
}

function endOfValue(
  line: string,
  start: number,
  { before, separator, within }: Around,
): number {
  const quote = /^\\?["'`]/.exec(line.slice(start, start + 2))?.[0];
  if (quote) {
    return endOfQuoted(line, start + quote.length, quote);
  }
  // Values of connection strings and of flow mappings may hold spaces.
  const connection = /;\s?$/.test(before);
  const flow = separator === ':' && /[{,]\s?$/.test(before);
  for (let at = start; at < line.length; at += 1) {
    const character = line[at];
    NEXT.lastIndex = at;
    if (
      within.includes(character) ||
      (connection && character === ';') ||
      (flow && /[,}]/.test(character)) ||
      (!connection && !flow && /\s/.test(character)) ||
      (/[;&,]/.test(character) && NEXT.test(line))
    ) {
      return at;
    }
  }
  return line.length;
}

function endOfQuoted(line: string, start: number, quote: string): number {
  let at = line.indexOf(quote, start);
  while (at > 0 && quote.length === 1 && line[at - 1] === '\\') {
    at = line.indexOf(quote, at + 1);
  }
  return at < 0 ? line.length : at + quote.length;
}
