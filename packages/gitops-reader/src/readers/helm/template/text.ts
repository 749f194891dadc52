import { JsonValue } from '../../../facts';
import { isObject } from '../../../lib/json';
import { LineTree } from '../../reader';
import { parseYaml } from '../../../yaml';
import { placed, renderedLines, withoutGaps } from './documents';
import { Chunk } from './render';
import { gap, mapOf, unknown, Value } from './value';

/** Rendered text that is not a list of objects: values, a part of a helmfile. */
export interface RenderedText {
  text: string;
  /** Nothing in it is unknown. */
  sure: boolean;
  /** Lines of the template, by the lines of `text`. */
  lines: number[];
}

/** The lines of a rendered text that are sure to be there. */
export function renderedText(chunks: Chunk[]): RenderedText {
  const all = [...renderedLines(chunks)];
  const kept = all.filter(
    ({ text, scope }) => scope === undefined && text.trim() !== gap,
  );
  return {
    text: kept.map(({ text }) => text).join('\n'),
    sure:
      kept.length === all.length &&
      !kept.some(({ text }) => text.includes(gap)),
    lines: kept.map(({ line }) => line),
  };
}

/** A rendered text as YAML, with the lines of its template. What is unknown is not in `value`, and a gap in `raw`. */
export function parseRendered(
  { text, lines }: RenderedText,
  first = 1,
): { value: JsonValue; raw: JsonValue; lines: LineTree } | undefined {
  const { documents, skipped } = parseYaml('', text);
  const [document] = documents;
  if (!document || skipped !== undefined || !isObject(document.value)) {
    return undefined;
  }
  return {
    value: withoutGaps(document.value),
    raw: document.value,
    lines: placed(document.lines, line => (lines[line - 1] ?? 1) + first - 1),
  };
}

/** Parsed values with what is unknown as such, for templates that are given them. */
export function withUnknowns(value: JsonValue): Value {
  if (typeof value === 'string') {
    return value.includes(gap) ? unknown : value;
  }
  if (Array.isArray(value)) {
    return value.map(withUnknowns);
  }
  return isObject(value)
    ? mapOf(
        Object.keys(value).map(key => [key, withUnknowns(value[key] ?? null)]),
      )
    : value;
}
