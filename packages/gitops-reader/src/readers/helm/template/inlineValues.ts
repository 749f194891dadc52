import { JsonObject, JsonValue } from '../../../facts';
import { isObject, listAt, objectAt } from '../../../lib/json';
import { LineTree } from '../../reader';
import { lineOf, linesOf, parseYaml } from '../../../yaml';
import { valuesImages } from '../valuesImages';

/** Values that an Argo CD Application of a template gives to a chart. */
export interface InlineValues {
  /** The object with these values as a mapping, wherever they were a text. */
  value: JsonObject;
  lines: LineTree;
  /** Holders of images that they set, whatever to. */
  overrides: Set<string>;
  /** Some of them are not known here. */
  open: boolean;
}

/** Reads `helm.values` of an Application while the lines of its text are still those of the rendered text. */
export function withInlineValues(
  value: JsonObject,
  lines: LineTree,
): InlineValues {
  const result: InlineValues = {
    value,
    lines,
    overrides: new Set(),
    open: false,
  };
  if (
    value.kind !== 'Application' ||
    !String(value.apiVersion).startsWith('argoproj.io/')
  ) {
    return result;
  }
  const paths: (string | number)[][] = [
    ['spec', 'source', 'helm'],
    ...listAt(value, 'spec', 'sources').map((_, position) => [
      'spec',
      'sources',
      position,
      'helm',
    ]),
  ];
  for (const path of paths) {
    const helm = objectAt(value, ...path);
    if (helm) {
      readHelm(helm, path, result);
    }
  }
  return result;
}

function readHelm(
  helm: JsonObject,
  path: (string | number)[],
  result: InlineValues,
): void {
  const text = helm.values;
  if (typeof text === 'string' && helm.valuesObject === undefined) {
    const parsed = parseYaml('', text).documents[0];
    if (parsed && isObject(parsed.value)) {
      const tree = linesOf(result.lines, path);
      if (typeof tree !== 'number' && !Array.isArray(tree.of)) {
        // A text of several lines begins below its key.
        const start = lineOf(result, [...path, 'values']);
        tree.of.valuesObject = shifted(
          parsed.lines,
          text.includes('\n') ? start : start - 1,
        );
      }
      helm.valuesObject = parsed.value;
      delete helm.values;
    } else if (text.trim() !== '') {
      result.open = true;
    }
  }
  const values: JsonValue = helm.valuesObject ?? null;
  result.open ||= typeof values === 'string';
  for (const { holder } of valuesImages(values)) {
    result.overrides.add(holder);
  }
  for (const parameter of listAt(helm, 'parameters')) {
    const name = isObject(parameter) ? parameter.name : undefined;
    if (typeof name === 'string') {
      result.overrides.add(name.split('.').slice(0, -1).join('.'));
    }
  }
}

function shifted(tree: LineTree, by: number): LineTree {
  if (typeof tree === 'number') {
    return tree + by;
  }
  const { at, of } = tree;
  return Array.isArray(of)
    ? { at: at + by, of: of.map(child => shifted(child, by)) }
    : {
        at: at + by,
        of: Object.fromEntries(
          Object.keys(of).map(key => [key, shifted(of[key], by)]),
        ),
      };
}
