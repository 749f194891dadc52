import { JsonValue, LineTree, parseYaml } from '@plumbline/gitops-reader';

/**
 * Where a value stands in a file, told so that it is found in older contents of the file, too.
 *
 * @public
 */
export type PinLocator =
  | {
      type: 'path';
      /** Of the document that holds it: `Deployment/cart`, or its number. */
      document: string;
      steps: LocatorStep[];
      /** What stands before and after the value in its text. */
      before: string;
      after: string;
    }
  /** A line that does not parse with its file: what it starts and ends with. */
  | { type: 'line'; before: string; after: string };

/** A key; an item by one of its fields; an item by its number. @public */
export type LocatorStep =
  string | { field: string; value: string } | { item: number };

/** Fields that name an item of a list, the most telling first. */
const names = ['name', 'alias', 'repo', 'url', 'key', 'image'];

/** What can be a version: a line of a file that does not parse may hold anything else. */
const versionLike = /^[\w.+:@/~^-]{1,200}$/;

/** Larger files are generated: nobody pins a version there by hand. */
const maxBytes = 1024 * 1024;

interface NamedDocument {
  name: string | undefined;
  value: JsonValue;
  lines: LineTree;
}

/**
 * A content of a file, parsed at most once for all the lines that are looked for in it.
 *
 * @public
 */
export class PinnedText {
  readonly #text: string;
  #parsed: NamedDocument[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  /** Finds a value by the line that it stands on. */
  locate(line: number, value: string): PinLocator | undefined {
    if (value === '' || this.length > maxBytes) {
      return undefined;
    }
    for (const [index, document] of this.#documents().entries()) {
      const found = search(document.value, document.lines, line, value);
      if (found) {
        return {
          type: 'path',
          document: document.name ?? String(index),
          ...found,
        };
      }
    }
    return byLine(this.#text, line, value);
  }

  /** The value there; undefined where nothing stands there. */
  valueAt(locator: PinLocator): string | undefined {
    if (this.length > maxBytes) {
      return undefined;
    }
    if (locator.type === 'line') {
      return valueOfLine(this.#text, locator);
    }
    const documents = this.#documents();
    const { document, steps } = locator;
    const named = documents.filter(({ name }) => name === document);
    const candidates =
      named.length > 0
        ? named
        : documents.slice(Number(document), Number(document) + 1);
    for (const candidate of candidates) {
      const found = steps.reduce<JsonValue | undefined>(
        (at, step) =>
          at === undefined ? undefined : follow(at, step, locator),
        candidate.value,
      );
      const scalar = textOf(found);
      if (scalar !== undefined) {
        return inner(scalar, locator);
      }
    }
    return undefined;
  }

  #documents(): NamedDocument[] {
    this.#parsed ??= parseYaml('', this.#text).documents.map(
      ({ value, lines }) => ({ name: nameOf(value), value, lines }),
    );
    return this.#parsed;
  }
}

type Found = Pick<
  Extract<PinLocator, { type: 'path' }>,
  'steps' | 'before' | 'after'
>;

/** The last scalar on the line that holds the value: keys of a line come before. */
function search(
  value: JsonValue | undefined,
  lines: LineTree,
  line: number,
  wanted: string,
): Found | undefined {
  if (value === undefined) {
    return undefined;
  }
  const scalar = textOf(value);
  if (scalar !== undefined) {
    const at = typeof lines === 'number' ? lines : lines.at;
    return at === line ? around(scalar, wanted) : undefined;
  }
  if (typeof lines === 'number' || typeof value !== 'object' || !value) {
    return undefined;
  }
  const { of } = lines;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const below = Array.isArray(of) ? of[index] : undefined;
      const found = below !== undefined && search(item, below, line, wanted);
      if (found) {
        return { ...found, steps: [itemStep(value, index), ...found.steps] };
      }
    }
    return undefined;
  }
  for (const [key, item] of Object.entries(value)) {
    const below = Array.isArray(of) ? undefined : of[key];
    const found = below !== undefined && search(item, below, line, wanted);
    if (found) {
      return { ...found, steps: [key, ...found.steps] };
    }
  }
  return undefined;
}

function around(scalar: string, wanted: string): Found | undefined {
  const at = scalar.lastIndexOf(wanted);
  return at < 0
    ? undefined
    : {
        steps: [],
        before: scalar.slice(0, at),
        after: scalar.slice(at + wanted.length),
      };
}

/** By what names the item, where nothing else of the list has the same name. */
function itemStep(list: JsonValue[], index: number): LocatorStep {
  const item = list[index];
  for (const field of names) {
    const value = fieldOf(item, field);
    if (
      value !== undefined &&
      list.filter(other => fieldOf(other, field) === value).length === 1
    ) {
      return { field, value };
    }
  }
  return { item: index };
}

function follow(
  at: JsonValue,
  step: LocatorStep,
  { before }: Found,
): JsonValue | undefined {
  if (typeof step === 'string') {
    return typeof at === 'object' && at !== null && !Array.isArray(at)
      ? at[step]
      : undefined;
  }
  if (!Array.isArray(at)) {
    return undefined;
  }
  if ('field' in step) {
    return at.find(item => fieldOf(item, step.field) === step.value);
  }
  // Texts of a list are known by what comes before their version, wherever they stand.
  const texts = before === '' ? [] : at.map(textOf);
  return texts.some(text => text !== undefined)
    ? at.find((_, index) => texts[index]?.startsWith(before))
    : at[step.item];
}

function fieldOf(item: JsonValue | undefined, field: string) {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
    ? textOf(item[field])
    : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : undefined;
}

function nameOf(document: JsonValue): string | undefined {
  const kind = fieldOf(document, 'kind');
  const metadata =
    typeof document === 'object' && document && !Array.isArray(document)
      ? document.metadata
      : undefined;
  const name = fieldOf(metadata, 'name');
  return kind !== undefined && name !== undefined
    ? `${kind}/${name}`
    : undefined;
}

/** What stands where the value stood. An image under another name still has its tag at the end. */
function inner(
  scalar: string,
  { before, after }: Pick<Found, 'before' | 'after'>,
): string | undefined {
  if (scalar.startsWith(before)) {
    const rest = scalar.slice(before.length);
    const end = after === '' ? -1 : rest.indexOf(after[0]);
    return (end < 0 ? rest : rest.slice(0, end)) || undefined;
  }
  const tag = /^[^\s@]+?:([\w][\w.+-]*)(?:@.*)?$/.exec(scalar)?.[1];
  return before.endsWith(':') ? tag : undefined;
}

function byLine(
  text: string,
  line: number,
  value: string,
): PinLocator | undefined {
  const lines = text.split('\n');
  const own = lines[line - 1]?.replace(/\r$/, '');
  const at = own?.lastIndexOf(value) ?? -1;
  if (own === undefined || at < 0) {
    return undefined;
  }
  const locator: PinLocator = {
    type: 'line',
    before: own.slice(0, at).trimStart(),
    after: own.slice(at + value.length),
  };
  // A line that looks like another one of the file names nothing.
  return locator.before !== '' && valueOfLine(text, locator) === value
    ? locator
    : undefined;
}

function valueOfLine(
  text: string,
  { before, after }: { before: string; after: string },
): string | undefined {
  const found = text.split('\n').flatMap(raw => {
    const line = raw.trim();
    if (!line.startsWith(before) || !line.endsWith(after.trimEnd())) {
      return [];
    }
    const value = line.slice(
      before.length,
      line.length - after.trimEnd().length,
    );
    return versionLike.test(value) ? [value] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}
