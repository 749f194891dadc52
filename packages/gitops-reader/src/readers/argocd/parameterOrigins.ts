import { FileLocation, JsonObject, JsonValue } from '../../facts';
import { isObject, mapTree, textAt, valueAt } from '../../lib/json';
import { Origin, Resource } from '../kustomize/resource';
import { lineOf } from '../../yaml';
import { originalOf, Parameters, ParameterSource } from './parameters';

const expression = /\{\{-?\s*\.?([\w.-]+)\s*-?\}\}/g;

/** Where values of an Application are written that one parameter of its set brings, by their path. */
export function parameterOrigins(
  template: JsonObject,
  { sources = [] }: Parameters,
  set: Resource,
  elements: ReadonlyMap<JsonValue, (string | number)[]>,
): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  if (sources.length === 0) {
    return origins;
  }
  mapTree(template, (value, path) => {
    const names =
      typeof value === 'string' && value.includes('{{')
        ? [...value.matchAll(expression)]
        : [];
    const origin =
      names.length === 1
        ? originOf(names[0][1], sources, set, elements)
        : undefined;
    if (origin) {
      origins.set(path.join('\n'), origin);
    }
    return value;
  });
  return origins;
}

/** Where the last source that holds a parameter says it. */
function originOf(
  name: string,
  sources: readonly ParameterSource[],
  { location, lines }: Resource,
  elements: ReadonlyMap<JsonValue, (string | number)[]>,
): Origin | undefined {
  for (const { value, file } of [...sources].reverse()) {
    const within = [[name], name.split('.')].find(
      path => textAt(value, ...path) !== undefined,
    );
    if (within) {
      // One that is made, and stands nowhere, has the last word all the same.
      const at = file ? [] : elements.get(originalOf(value));
      if (!at) {
        return undefined;
      }
      const path = [...at, ...within];
      const found: FileLocation = {
        ...location,
        path: file?.path ?? location.path,
        line: lineOf(file ?? { lines }, path),
      };
      return { location: found, key: path.join('.') };
    }
  }
  return undefined;
}

/** Elements of all lists of a set, with the path at which they stand. */
export function listElements(
  set: JsonObject,
): Map<JsonValue, (string | number)[]> {
  const elements = new Map<JsonValue, (string | number)[]>();
  const visit = (
    generators: JsonValue | undefined,
    path: (string | number)[],
  ) => {
    if (!Array.isArray(generators) || path.length > 20) {
      return;
    }
    generators.forEach((generator, position) => {
      for (const kind of ['list', 'matrix', 'merge']) {
        const at = [...path, position, kind];
        const list = valueAt(generator, kind, 'elements');
        if (Array.isArray(list)) {
          list.forEach((element, index) => {
            if (isObject(element)) {
              elements.set(element, [...at, 'elements', index]);
            }
          });
        }
        visit(valueAt(generator, kind, 'generators'), [...at, 'generators']);
      }
    });
  };
  visit(valueAt(set, 'spec', 'generators'), ['spec', 'generators']);
  return elements;
}
