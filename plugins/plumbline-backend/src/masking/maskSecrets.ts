import { LineTree, parseYaml, YamlDocument } from '@plumbline/gitops-reader';
import { DOTS, hideNamedSecrets } from './namedSecrets';

/** What the reader puts in the place of a value that it cuts off. */
const CUT_MARKS = /\((secret value|placeholder)\)/;

/** What the name of a secret holds, or how it ends. */
const SENSITIVE =
  /passw(?:or)?d|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|(?:auth|pass)$/i;
/** A key and its value, as in Helm values, `.env` files, settings. */
const KEY =
  /^(\s*(?:export\s+)?(?:-\s+)*["']?([\w.-]+)["']?\s*[:=]\s*)(\S[^]*)?$/;
/** `"password":"…"` inside of a line, also where it is quoted once more. */
const FIELD = /["']([\w.-]+)\\?["']\s*:\s*\\?["'](?!\\?["'])/g;
/** `name: DB_PASSWORD`, whose `value` stands beside it. */
const NAME = /\bname["']?\s*:\s*["']?([\w.-]+)["']?\s*(?:,|}|$)/gi;
/** A word of a command with something behind it, which is the value where the word is an option. */
const WORD = /(?<![\w.-])[\w.-]+(?=(?:=|["']?,?\s+)["']?[^\s"'$-])/g;
const USER_INFO =
  /[a-z0-9+.-]:\/\/[^\s/:@"']*:[^\s/@"']+@|(?<![\w.-])[\w.-]{1,80}:[^\s@/"']{1,200}@(?:tcp|unix)\(/i;
const AUTHORIZATION =
  /authorization\\?["']?\s*[:=]\s*\\?["']?(bearer|basic|token)\s+\S/i;
/** Files that exist to hold secrets: every value is one. */
const SECRET_FILE =
  /(^|\/)(\.env(\.[^/]*)?|[^/]*\.env|\.netrc|_netrc|\.npmrc|\.pypirc|\.pgpass|\.htpasswd|\.git-credentials|\.dockercfg|\.dockerconfigjson|id_(rsa|dsa|ecdsa|ed25519)|[^/]*\.key)$/i;
/** …unless they name a secret instead of holding it. */
const NAMES_A_SECRET = /existing|pull|automount|secret(name|ref)|ref\W*$/i;
/** Values that hold nothing: templates, references, flags, the start of a mapping or list. */
const HARMLESS_VALUE =
  /^(["']?\s*["']?$|\{\{|\$\{|\$\(|[{[]\s*(?:[}\]]\s*)?,?$|(true|false|null|~)\s*,?$|[&!#])/i;

const DATA_OPENS = /^\s*(-\s+)?["']?(data|stringData)["']?\s*:\s*(?:\{\s*)?$/;

const MANIFEST_OF_SECRET = /kind["']?\s*:\s*["']?Secret(List)?\b/;

/** A word without which no rule below finds anything. */
const TELLTALE =
  /passw|passphrase|pwd|secret|token|key|credential|auth|pass|sig|code=|from-literal|@|last-applied|\/data\b|\/stringData\b/i;

/** Whether masking can change a text that is no file. Quick, for many short ones. */
export function mayHoldSecret(text: string): boolean {
  return TELLTALE.test(text);
}

/** Whether what follows such a word may be a secret; `namesSecret` is surer. */
export function mayNameSecret(word: string): boolean {
  return SENSITIVE.test(word) || /authorization/i.test(word);
}

/**
 * A file as it may be shown. Works line by line, on the side of hiding too much: the text of a Secret is shown
 * only where the reader knows a line to be something else.
 */
export function maskSecrets(
  path: string,
  original: string,
): { text: string; masked: number[] } {
  // A lone carriage return ends a line of YAML, too.
  const text = original.replace(/\r\n?/g, '\n');
  const lines = text.split('\n');
  const masked = new Set<number>();
  if (SECRET_FILE.test(path)) {
    maskWhere(lines, masked, line => /^\s*[^\s#]/.test(line));
  }
  maskWhere(lines, masked, holdsCredential);
  maskNamedValues(lines, masked);
  maskGenerators(lines, masked);
  maskPrivateKeys(lines, masked);
  maskSensitiveKeys(lines, masked);
  maskLastApplied(lines, masked);
  maskPatches(lines, masked);
  if (/\.(ya?ml|json|tpl)$/i.test(path) || MANIFEST_OF_SECRET.test(text)) {
    const { documents, skipped } = parseYaml(path, text);
    maskDocuments(documents, lines, masked);
    if (skipped) {
      maskByIndentation(lines, masked);
    }
    maskAnchors(lines, masked);
  }
  const shown = lines.map((line, index) => {
    if (masked.has(index + 1)) {
      return hide(line);
    }
    const rest = mayHoldSecret(line) ? hideNamedSecrets(line) : line;
    if (rest !== line) {
      masked.add(index + 1);
    }
    return rest;
  });
  return {
    text: shown.join('\n'),
    masked: [...masked].sort((a, b) => a - b),
  };
}

/** `password: x` keeps its key; a line that is not a key and its value keeps its indentation. */
function hide(line: string): string {
  const key =
    /^(\s*(?:-\s+)*(?:(?:"[^"]*"|'[^']*')\s*|(?!-\s)[^\s"'{}[\]:=#][^"'{}[\]:=]*)[:=])(?=\s|\S)/.exec(
      line,
    );
  return key ? `${key[1]} ${DOTS}` : `${/^\s*/.exec(line)?.[0] ?? ''}${DOTS}`;
}

function maskPrivateKeys(lines: string[], masked: Set<number>): void {
  let inside = false;
  lines.forEach((line, index) => {
    const begins = /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----/.test(line);
    if (begins || inside) {
      masked.add(index + 1);
    }
    inside =
      (inside || begins) &&
      !/-----END [A-Z ]*PRIVATE KEY( BLOCK)?-----/.test(line);
  });
}

function maskWhere(
  lines: string[],
  masked: Set<number>,
  matches: (line: string) => boolean,
): void {
  lines.forEach((line, index) => {
    if (matches(line)) {
      masked.add(index + 1);
    }
  });
}

function holdsCredential(line: string): boolean {
  return (
    [...line.matchAll(FIELD)].some(
      ([, key]) => SENSITIVE.test(key) && !NAMES_A_SECRET.test(key),
    ) ||
    [...line.matchAll(WORD)].some(([word]) => isSensitiveOption(word)) ||
    USER_INFO.test(line) ||
    AUTHORIZATION.test(line)
  );
}

function isSensitiveOption(word: string): boolean {
  const dashes = word.indexOf('--');
  return (
    dashes >= 0 &&
    (SENSITIVE.test(word.slice(dashes + 2)) || /--from-literal$/i.test(word))
  );
}

/**
 * Hides what stands deeper than some lines. A file may be nested as deep as it is long: what stands below one of them and
 * another one is looked at once.
 */
class Deeper {
  readonly #lines: string[];
  readonly #masked: Set<number>;
  readonly #hides: (line: string) => boolean;
  /** What was looked through last: the index of a line, and that of the first one after all that stand deeper. */
  #looked = { from: 0, to: 0 };

  constructor(
    lines: string[],
    masked: Set<number>,
    hides: (line: string) => boolean = () => true,
  ) {
    this.#lines = lines;
    this.#masked = masked;
    this.#hides = hides;
  }

  than(index: number): void {
    const { from, to } = this.#looked;
    if (index >= from && index < to) {
      return;
    }
    const depth = this.#lines[index].search(/\S/);
    let below = index + 1;
    while (below < this.#lines.length) {
      const indentation = this.#lines[below].search(/\S/);
      if (indentation >= 0 && indentation <= depth) {
        break;
      }
      if (indentation >= 0 && this.#hides(this.#lines[below])) {
        this.#masked.add(below + 1);
      }
      below = below === from && from < to ? to : below + 1;
    }
    this.#looked = { from: index, to: below };
  }
}

function maskSensitiveKeys(lines: string[], masked: Set<number>): void {
  const deeper = new Deeper(lines, masked);
  const scalars = new Deeper(lines, masked, line => !isField(line));
  lines.forEach((line, index) => {
    const [, written, key, value = ''] = KEY.exec(line) ?? [];
    if (
      key === undefined ||
      !SENSITIVE.test(key) ||
      NAMES_A_SECRET.test(written)
    ) {
      return;
    }
    const block = /^[|>][+-]?\d*\s*$/.test(value);
    if (value && !block && !HARMLESS_VALUE.test(value)) {
      masked.add(index + 1);
    }
    if (block) {
      deeper.than(index);
    } else if (!value || /^[[&!]/.test(value)) {
      // Scalars and lists that begin on the next line. A mapping tells by its own keys.
      scalars.than(index);
    }
  });
}

function isField(line: string): boolean {
  return (
    /^\s*(-\s+)*["']?[\w./-]+["']?\s*:(\s|$)/.test(line) ||
    /^[\s{}[\],-]*$/.test(line)
  );
}

/** The `value` beside a `name` that says what it is, before or after it. */
function maskNamedValues(lines: string[], masked: Set<number>): void {
  const deeper = new Deeper(lines, masked);
  const isValue = (line: string | undefined) =>
    line !== undefined && /^\s*(-\s+)?["']?value["']?\s*:\s*\S/.test(line);
  lines.forEach((line, index) => {
    if (![...line.matchAll(NAME)].some(([, name]) => SENSITIVE.test(name))) {
      return;
    }
    if (/\bvalue["']?\s*:/.test(line)) {
      masked.add(index + 1);
    }
    const startsItem = /^\s*-\s/.test(line);
    for (const beside of startsItem ? [index + 1] : [index - 1, index + 1]) {
      if (isValue(lines[beside])) {
        masked.add(beside + 1);
        deeper.than(beside);
      }
    }
  });
}

/** `literals` of kustomize's secretGenerator, however they are written. */
function maskGenerators(lines: string[], masked: Set<number>): void {
  let looked = 0;
  lines.forEach((line, index) => {
    if (
      index < looked ||
      !/^\s*(-\s+)?["']?secretGenerator["']?\s*:/.test(line)
    ) {
      return;
    }
    const depth = line.search(/\S/);
    for (looked = index + 1; looked < lines.length; looked += 1) {
      const text = lines[looked];
      const indentation = text.search(/\S/);
      const ends = text[indentation] === '-' ? depth - 1 : depth;
      if (indentation >= 0 && indentation <= ends) {
        return;
      }
      if (text.includes('=') || (indentation >= 0 && !isField(text))) {
        masked.add(looked + 1);
      }
    }
  });
}

/** The whole object as it was applied, values and all. */
function maskLastApplied(lines: string[], masked: Set<number>): void {
  const deeper = new Deeper(lines, masked);
  lines.forEach((line, index) => {
    if (line.includes('kubectl.kubernetes.io/last-applied-configuration')) {
      masked.add(index + 1);
      deeper.than(index);
    }
  });
}

/** JSON patches of `data`: whether they are for a Secret is often written elsewhere. */
function maskPatches(lines: string[], masked: Set<number>): void {
  const patchesData = /["']?path["']?\s*:\s*["']?\/(data|stringData)\b/;
  if (!lines.some(line => patchesData.test(line))) {
    return;
  }
  const deeper = new Deeper(lines, masked);
  lines.forEach((line, index) => {
    const value = /["']?\bvalue["']?\s*:/.test(line);
    if (value && (patchesData.test(line) || /^[\s-]*["']?value/.test(line))) {
      masked.add(index + 1);
      deeper.than(index);
    }
  });
}

function maskDocuments(
  documents: YamlDocument[],
  lines: string[],
  masked: Set<number>,
): void {
  const known = new Set<number>();
  for (const document of documents) {
    known.add(document.line);
    collectLines(document.lines, known);
  }
  const sorted = [...known].sort((a, b) => a - b);
  const next = (line: number): number | undefined => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (sorted[middle] > line) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return sorted.at(low);
  };
  /** From a line to where the next thing starts that the reader knows. */
  const maskFrom = (from: number) => {
    const end = Math.min(next(from) ?? lines.length + 1, lines.length + 1);
    for (let line = from; line < end; line += 1) {
      if (line > from && /^(---|\.\.\.)(\s|$)/.test(lines[line - 1])) {
        break;
      }
      masked.add(line);
    }
  };
  for (const { value, lines: tree, line } of documents) {
    maskValue(value, tree, line, {
      value: maskFrom,
      secret(start, secretLines, shown) {
        const last = [...secretLines].reduce((a, b) => Math.max(a, b));
        const end = next(last) ?? lines.length + 1;
        for (let at = start; at < end; at += 1) {
          const content = lines[at - 1];
          if (/^(---|\.\.\.)(\s|$)/.test(content) && at > last) {
            break;
          }
          if (content.trim() && !shown.has(at) && !DATA_OPENS.test(content)) {
            masked.add(at);
          }
        }
      },
    });
  }
}

interface Mask {
  value(line: number): void;
  secret(start: number, lines: Set<number>, shown: Set<number>): void;
}

function maskValue(
  value: unknown,
  tree: LineTree,
  line: number,
  mask: Mask,
): void {
  const at = typeof tree === 'number' ? tree : tree.at;
  if (typeof value === 'string') {
    if (CUT_MARKS.test(value)) {
      mask.value(at);
    }
    return;
  }
  if (typeof value !== 'object' || value === null || typeof tree === 'number') {
    return;
  }
  const children = Object.entries(tree.of);
  if (
    'kind' in value &&
    (value.kind === 'Secret' || value.kind === 'SecretList')
  ) {
    const all = new Set<number>([line]);
    collectLines(tree, all);
    const hidden = new Set<number>();
    const shown = new Set<number>();
    for (const [key, child] of children) {
      const isData = key === 'data' || key === 'stringData' || key === 'items';
      collectLines(child, isData ? hidden : shown);
    }
    for (const number of hidden) {
      shown.delete(number);
    }
    mask.secret(
      [...all].reduce((a, b) => Math.min(a, b)),
      all,
      shown,
    );
    return;
  }
  const values: Record<string, unknown> = { ...value };
  for (const [key, child] of children) {
    maskValue(
      values[key],
      child,
      typeof child === 'number' ? child : child.at,
      mask,
    );
  }
}

function collectLines(tree: LineTree, into: Set<number>): void {
  if (typeof tree === 'number') {
    into.add(tree);
    return;
  }
  into.add(tree.at);
  for (const child of Object.values(tree.of)) {
    collectLines(child, into);
  }
}

/** Where a part did not parse: below `data` and `stringData` of a file that speaks of a Secret. */
function maskByIndentation(lines: string[], masked: Set<number>): void {
  if (!lines.some(line => MANIFEST_OF_SECRET.test(line))) {
    return;
  }
  const deeper = new Deeper(lines, masked);
  lines.forEach((line, index) => {
    if (MANIFEST_OF_SECRET.test(line) && /[{,]/.test(line)) {
      masked.add(index + 1);
    }
    const field = /^\s*(?:-\s+)?["']?(data|stringData)["']?\s*:(.*)$/.exec(
      line,
    );
    if (field) {
      if (field[2].trim()) {
        masked.add(index + 1);
      }
      deeper.than(index);
    }
  });
}

/** A value that is written elsewhere and only referred to where it was masked. */
function maskAnchors(lines: string[], masked: Set<number>): void {
  const names = new Set<string>();
  for (const number of masked) {
    for (const [, name] of lines[number - 1].matchAll(/[\s:[,]\*([\w.-]+)/g)) {
      names.add(name);
    }
  }
  const deeper = new Deeper(lines, masked);
  lines.forEach((line, index) => {
    if (
      [...line.matchAll(/[\s:[,]&([\w.-]+)/g)].some(([, name]) =>
        names.has(name),
      )
    ) {
      masked.add(index + 1);
      deeper.than(index);
    }
  });
}
