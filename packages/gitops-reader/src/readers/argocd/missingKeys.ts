import { JsonObject, JsonValue } from '../../facts';
import { parseTemplate, TemplateError } from '../helm/template/parse';
import { Expression } from '../helm/template/expression';
import { isObject, listAt, mapTree, objectAt } from '../../lib/json';

/** A parameter that a template asks for, and where in the template. */
export interface AskedKey {
  key: string;
  path: readonly (string | number)[];
}

/** Generators of which Git tells all parameters. */
const fromGit = new Set(['list', 'git', 'matrix', 'merge']);

/** What does not ask for all that it is given. */
const lazy = new Set(['and', 'or']);

/** Whether a set wants no Application for which a parameter is missing (`missingkey=error`), instead of an empty value. */
export function wantsAllKeys(set: JsonObject): boolean {
  return listAt(set, 'spec', 'goTemplateOptions').includes('missingkey=error');
}

/** Whether a generator, and those within it, give no parameters that a cluster or a host has to be asked for. */
export function isFromGit(generator: JsonValue, depth = 0): boolean {
  return (
    isObject(generator) &&
    depth < 5 &&
    Object.keys(generator).every(
      kind =>
        ['selector', 'template'].includes(kind) ||
        (fromGit.has(kind) &&
          listAt(objectAt(generator, kind), 'generators').every(inner =>
            isFromGit(inner, depth + 1),
          )),
    )
  );
}

/** Parameters without which a template cannot be filled in: those that its texts ask for in any case. */
export function keysAskedFor(template: JsonObject): AskedKey[] {
  const asked: AskedKey[] = [];
  mapTree(template, (value, path) => {
    if (typeof value === 'string' && value.includes('{{')) {
      for (const key of keysOfText(value)) {
        asked.push({ key, path: [...path] });
      }
    }
    return value;
  });
  return asked;
}

function keysOfText(text: string): string[] {
  try {
    return parseTemplate(text).nodes.flatMap(node =>
      node.type === 'print' ? keysOf(node.pipe) : [],
    );
  } catch (error) {
    if (error instanceof TemplateError) {
      return [];
    }
    throw error;
  }
}

function keysOf(expression: Expression): string[] {
  switch (expression.type) {
    case 'pipe':
      return expression.commands.flatMap(command =>
        lazy.has(command.name ?? '') ? [] : command.arguments.flatMap(keysOf),
      );
    case 'path': {
      const { base, variable, keys } = expression;
      return base === undefined && (!variable || variable === '$')
        ? keys.slice(0, 1)
        : [];
    }
    default:
      return [];
  }
}
