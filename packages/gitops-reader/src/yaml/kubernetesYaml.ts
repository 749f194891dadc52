import { JsonObject, JsonValue, SkippedFile } from '../facts';
import { isObject } from '../lib/json';
import { isKubernetesObject, objectsOf } from '../readers/manifests';
import { cutSecretsDeep, parseYaml } from '.';

/**
 * Reads what `kubectl get -o yaml` (or `-o json`) prints: documents and lists of objects, of any size. The text is
 * cut into single objects before it is parsed, so that one that does not parse harms no other. Values of Secrets
 * are cut off.
 *
 * @public
 */
export function parseKubernetesYaml(
  path: string,
  text: string,
): { objects: JsonObject[]; skipped: SkippedFile[] } {
  const objects: JsonObject[] = [];
  const skipped: SkippedFile[] = [];
  const add = (value: JsonValue) => {
    for (const { value: object } of objectsOf({ value, lines: 1, line: 1 })) {
      if (isKubernetesObject(object)) {
        objects.push(object);
      }
    }
  };
  if (/^\s*[{[]/.test(text)) {
    try {
      const value: JsonValue = JSON.parse(text);
      cutSecretsDeep(value);
      (Array.isArray(value) ? value : [value]).forEach(add);
      return { objects, skipped };
    } catch {
      // Several JSON documents after one another, or YAML in brackets.
    }
  }
  for (const chunk of chunksOf(text)) {
    const parsed = parseYaml(path, chunk.text, chunk.line);
    for (const { value } of parsed.documents) {
      if (chunk.item && Array.isArray(value)) {
        value.filter(isObject).forEach(add);
      } else {
        add(value);
      }
    }
    if (parsed.skipped) {
      skipped.push({ path, reason: parsed.skipped });
    }
  }
  return { objects, skipped };
}

interface Chunk {
  text: string;
  /** Where it starts. */
  line: number;
  /** Whether it is an item of a list, with its dash. */
  item: boolean;
}

/** Documents, and of a `kind: List` as kubectl prints it, its items. */
function* chunksOf(text: string): Generator<Chunk> {
  let line = 1;
  for (const document of splitAt(text, /^---(?=\s|$)/)) {
    const list = itemsOf(document);
    if (list) {
      let at = line + countLines(document.slice(0, list.start));
      for (const item of splitAt(
        document.slice(list.start, list.end),
        list.dash,
      )) {
        yield { text: item, line: at, item: true };
        at += countLines(item);
      }
    } else {
      yield { text: document, line, item: false };
    }
    line += countLines(document);
  }
}

/** Where the items of a `kind: List` stand, when it is written as usual. */
function itemsOf(
  document: string,
): { start: number; end: number; dash: RegExp } | undefined {
  const items = /^items:[ \t]*\r?\n( *)- /m.exec(document);
  if (!items || !/^kind:[ \t]*["']?List["']?[ \t]*\r?$/m.test(document)) {
    return undefined;
  }
  const indent = items[1].length;
  const start = items.index + items[0].length - indent - 2;
  // The list ends where a line stands further left than its dashes, or beside them without one.
  const after = new RegExp(`^ {0,${indent}}[^\\s#-]`, 'gm');
  after.lastIndex = start;
  const end = after.exec(document)?.index ?? document.length;
  return { start, end, dash: new RegExp(`^ {${indent}}- `) };
}

/** Cuts text before each line that matches. */
function* splitAt(text: string, line: RegExp): Generator<string> {
  let start = 0;
  for (const match of text.matchAll(new RegExp(line.source, 'gm'))) {
    if (match.index > start) {
      yield text.slice(start, match.index);
    }
    start = match.index;
  }
  if (start < text.length) {
    yield text.slice(start);
  }
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
