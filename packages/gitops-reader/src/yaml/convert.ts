import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Node,
  Pair,
  ParsedNode,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { Finding, JsonObject, JsonValue } from '../facts';
import { isObject } from '../lib/json';
import { LineTree } from '../readers/reader';
import { cutEmbedded, cutSecrets, lastApplied } from './cutSecrets';
import { LineIndex } from './lines';
import { plainSecretFinding, shortKeys } from './plainSecrets';
import { secretValueKind } from './secretValues';

/** What every object says of itself first. */
const beginnings = new Set(['apiVersion', 'kind']);

/** Values that one file may hold. */
export const maxNodes = 2_000_000;
/** Values that aliases and merge keys may add to a file. */
const maxExpandedNodes = 100_000;
/** How deep a file may nest. Kubernetes itself stops at a hundred or so. */
export const maxDepth = 200;

/** The file asks for more than it should get. */
export class LimitError extends Error {}

interface Converted {
  value: JsonValue;
  lines: LineTree;
}

/**
 * Turns the tree of a YAML document into a plain value and its lines, in one walk. The work is bounded: the
 * library's own `toJS` counts aliases, not what they add up to.
 */
export class Converter {
  readonly findings: Finding[] = [];
  readonly #path: string;
  readonly #text: string;
  readonly #index: LineIndex;
  #anchors = new Map<string, ParsedNode>();
  #nodes = 0;
  #expanded = 0;
  /** How many aliases we are inside of. */
  #expanding = 0;
  #depth = 0;

  constructor(path: string, text: string, index: LineIndex) {
    this.#path = path;
    this.#text = text;
    this.#index = index;
  }

  convertDocument(document: Document.Parsed): Converted & { line: number } {
    this.#anchors = new Map();
    this.#depth = 0;
    this.#expanding = 0;
    const contents = document.contents;
    const line = contents ? this.#lineOf(contents) : 1;
    return { ...this.#convert(contents, line), line };
  }

  /** Line of a finding or of an error in the text. */
  lineAt(offset: number): number {
    return this.#index.lineAt(offset);
  }

  #lineOf(node: Node): number {
    return this.#index.lineAt(node.range?.[0] ?? 0);
  }

  /** `line` is that of the key or the item that the node belongs to. */
  #convert(node: unknown, line: number): Converted {
    if (++this.#nodes > maxNodes) {
      throw new LimitError(
        `YAML holds more than ${maxNodes.toLocaleString('en')} values`,
      );
    }
    if (this.#expanding > 0 && ++this.#expanded > maxExpandedNodes) {
      throw new LimitError(
        `YAML expands to more than ${maxExpandedNodes.toLocaleString('en')} values through aliases (line ${line})`,
      );
    }
    if (isScalar(node)) {
      this.#remember(node);
      return { value: scalarValue(node), lines: line };
    }
    if (++this.#depth > maxDepth) {
      throw new LimitError(
        `YAML nests deeper than ${maxDepth} levels (line ${line})`,
      );
    }
    let converted: Converted;
    if (isMap(node)) {
      this.#remember(node);
      converted = this.#convertMap(node, line);
    } else if (isSeq(node)) {
      this.#remember(node);
      converted = this.#convertSeq(node, line);
    } else if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      this.#expanding++;
      converted = target
        ? this.#convert(target, line)
        : { value: null, lines: line };
      this.#expanding--;
    } else {
      converted = { value: null, lines: line };
    }
    this.#depth--;
    return converted;
  }

  #remember(node: Scalar | YAMLMap | YAMLSeq): void {
    // Anchors inside an expanded alias are those that the file has already told.
    if (node.anchor && this.#expanding === 0) {
      this.#anchors.set(node.anchor, node as ParsedNode);
    }
  }

  #convertSeq(node: YAMLSeq, line: number): Converted {
    const value: JsonValue[] = [];
    const of: LineTree[] = [];
    for (const item of node.items) {
      const child = item as Node;
      const converted = this.#convert(child, this.#lineOf(child));
      value.push(converted.value);
      of.push(converted.lines);
    }
    // Copies take no more room than they need.
    return { value: value.slice(), lines: { at: line, of: of.slice() } };
  }

  #convertMap(node: YAMLMap, line: number): Converted {
    const value: JsonObject = {};
    const of: { [key: string]: LineTree } = {};
    const merged: Converted[] = [];
    /** Keys of an object that begins within another, which are told of once. */
    let told: Set<string> | undefined;
    let holdsAnother: boolean | undefined;
    const holdsTwo = () => {
      holdsAnother ??= this.#holdsAnother(node);
      return holdsAnother;
    };
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const keyLine = this.#lineOf(pair.key);
      if (isMergeKey(pair.key)) {
        const source = this.#convert(pair.value, keyLine);
        if (Array.isArray(source.value) && typeof source.lines === 'object') {
          const { value: values, lines } = source;
          values.forEach((part, position) =>
            merged.push({
              value: part,
              lines: childLines(lines, position) ?? keyLine,
            }),
          );
        } else {
          merged.push(source);
        }
        continue;
      }
      const key = this.#keyText(pair.key);
      if (key === '__proto__' || key === lastApplied) {
        continue;
      }
      if (
        beginnings.has(key) &&
        Object.hasOwn(value, key) &&
        !told?.has(key) &&
        holdsTwo()
      ) {
        this.#find(
          'yaml-duplicate-key',
          'warning',
          keyLine,
          'Another object begins here without `---` before it: it is laid over the one above',
          'Put `---` between them.',
        );
        told = new Set([...(told ?? []), ...Object.keys(value)]);
      }
      if (Object.hasOwn(value, key) && !told?.delete(key)) {
        this.#find(
          'yaml-duplicate-key',
          'warning',
          keyLine,
          `The key "${key.slice(0, 100)}" stands twice in one mapping; the last one counts`,
          'Remove one of them.',
        );
      }
      const converted = this.#convert(pair.value, keyLine);
      value[key] = converted.value;
      of[key] = converted.lines;
    }
    for (const source of merged) {
      if (isObject(source.value)) {
        for (const key of Object.keys(source.value)) {
          if (!Object.hasOwn(value, key)) {
            value[key] = source.value[key];
            of[key] = childLines(source.lines, key) ?? line;
          }
        }
      }
    }
    this.#cut(node, value, of, line);
    return { value, lines: { at: line, of } };
  }

  #cut(
    node: YAMLMap,
    value: JsonObject,
    of: { [key: string]: LineTree },
    line: number,
  ): void {
    const plain = cutSecrets(value);
    if (value.kind === 'Secret') {
      this.#forgetAnchors(node);
    }
    if (plain.length === 0 || this.#expanding > 0) {
      return;
    }
    const keys = plain.map(({ path, key }) => key ?? path[path.length - 1]);
    const first = plain[0].path.reduce<LineTree>(
      (tree, step) => childLines(tree, step) ?? tree,
      { at: line, of },
    );
    const metadata = isObject(value.metadata) ? value.metadata : {};
    const name = typeof metadata.name === 'string' ? ` "${metadata.name}"` : '';
    const isSecret = /^Secret(List)?$/.test(String(value.kind));
    this.#add(
      plainSecretFinding(
        this.#path,
        typeof first === 'number' ? first : first.at,
        'error',
        {
          subject: isSecret ? `Secret${name}` : otherSubject(value),
          count: plain.length,
          // Literals have numbers instead of keys.
          ...(value.secretGenerator ? {} : { keys }),
          besides: isSecret ? besides(value) : '',
        },
      ),
    );
  }

  /** What was cut off must not come back through an alias. */
  #forgetAnchors(node: YAMLMap): void {
    if (this.#anchors.size === 0) {
      return;
    }
    const start = node.range?.[0] ?? 0;
    const end = node.range?.[2] ?? 0;
    for (const [name, target] of this.#anchors) {
      const at = target.range[0];
      if (at > start && at < end) {
        this.#anchors.delete(name);
      }
    }
  }

  /** Whether a mapping is two objects that nothing parts. */
  #holdsAnother(node: YAMLMap): boolean {
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const { key } of node.items as Pair<Node, Node | null>[]) {
      const text = this.#keyText(key);
      (seen.has(text) ? twice : seen).add(text);
    }
    return [...beginnings].every(each => twice.has(each));
  }

  /** A key that is no text (`{{ .Values.name }}: x`) is named by its source. */
  #keyText(key: Node | null): string {
    if (isScalar(key)) {
      const text = scalarValue(key);
      return text === null ? (key.source ?? '') : String(text);
    }
    if (isAlias(key)) {
      const target = this.#anchors.get(key.source);
      return isScalar(target) ? String(scalarValue(target)) : '';
    }
    const range = key?.range;
    return range
      ? this.#text.slice(range[0], Math.min(range[1], range[0] + 200))
      : '';
  }

  #find(
    rule: string,
    severity: Finding['severity'],
    line: number,
    message: string,
    fix: string,
  ): void {
    this.#add({
      rule,
      severity,
      location: { repository: '', revision: '', path: this.#path, line },
      message,
      fix,
    });
  }

  #add(finding: Finding): void {
    // A file that repeats one mistake a thousand times is one that says it often enough.
    if (this.findings.length < 100) {
      this.findings.push(finding);
    }
  }
}

function otherSubject(value: JsonObject): string {
  if (value.op !== undefined) {
    return 'The patch of a Secret';
  }
  return value.kind === 'Config' ? 'The kubeconfig' : 'secretGenerator';
}

/** Next to a plain value, what only looks like a placeholder may be none. */
function besides(secret: JsonObject): string {
  const keys = ['data', 'stringData'].flatMap(field => {
    const values = secret[field];
    return isObject(values)
      ? Object.keys(values).filter(
          key => secretValueKind(values[key]) === 'placeholder',
        )
      : [];
  });
  return keys.length > 0
    ? `; and what looks like a placeholder: ${shortKeys(keys)}`
    : '';
}

function childLines(
  lines: LineTree,
  step: string | number,
): LineTree | undefined {
  if (typeof lines === 'number') {
    return undefined;
  }
  if (Array.isArray(lines.of)) {
    return lines.of[Number(step)];
  }
  return Object.hasOwn(lines.of, step) ? lines.of[step] : undefined;
}

function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

/**
 * A scalar as a JSON value. `String(value)` is always the text as it is written: a number that would come back
 * different (`1.10`, `0x1F`, `1e3`, a commit of digits alone) stays text, for it may well be a version.
 */
function scalarValue(node: Scalar): JsonValue {
  const { value, source } = node;
  if (typeof value === 'string') {
    return value.length > 'kind: Secret'.length ? cutEmbedded(value) : value;
  }
  if (typeof value === 'number') {
    return source === undefined || String(value) === source ? value : source;
  }
  if (typeof value === 'boolean' || value === null || value === undefined) {
    return value ?? null;
  }
  return source ?? String(value);
}
