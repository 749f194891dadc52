import { JsonObject } from '../../facts';
import { mapTree, textAt } from '../../lib/json';
import { Origin } from '../kustomize/resource';
import { perFile } from '../../memory/perFile';
import { LineTree, ParsedRepository } from '../reader';
import { lineOf } from '../../yaml';
import { itemOrigin } from './itemOrigins';
import { Installed } from './releases';
import { Expression, parseExpression } from './template/expression';

/** Groups of the engines. */
const ofEngines = /argoproj\.io|toolkit\.fluxcd\.io/;

/** Fields that say at which version an engine deploys something. */
const versionFields =
  /^(targetRevision|version|tag|branch|commit|semver|digest)$/;

/** Values within: their versions are told by the images that they name. */
const withValues = /^(helm|values|valuesObject|kustomize)$/;

const linesOf = perFile(({ text }) => text?.split('\n') ?? []);

/** An object that a template has made. */
interface Rendered {
  value: JsonObject;
  /** Lines of the template. */
  lines: LineTree;
}

/**
 * Where versions stand that a template writes into an object of an engine for each of some values
 * (`targetRevision: {{ .version }}`), by their path in the object: in the values file that brings them, where no more
 * than one value there may be it. Those that it takes by their whole name (`.Values.a.b`) are followed elsewhere.
 */
export function engineOrigins(
  rendered: Rendered,
  template: string,
  release: Installed,
  repository: ParsedRepository,
): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  const file = repository.files.get(template);
  if (!file || !ofEngines.test(textAt(rendered.value, 'apiVersion') ?? '')) {
    return origins;
  }
  mapTree(rendered.value, (value, path) => {
    const field = path.at(-1);
    if (
      typeof field === 'string' &&
      versionFields.test(field) &&
      (typeof value === 'string' || typeof value === 'number') &&
      !path.some(step => typeof step === 'string' && withValues.test(step))
    ) {
      const line = linesOf(file, repository)[lineOf(rendered, path) - 1] ?? '';
      const origin = itemOrigin(
        pathsIn(line, field),
        String(value),
        namesOf(rendered.value),
        release,
        repository,
      );
      if (origin) {
        origins.set(path.join('\n'), origin);
      }
    }
    return value;
  });
  return origins;
}

/** What an object is called, and the charts that it deploys: elements of values that it is made of name one of them. */
function namesOf(value: JsonObject): string[] {
  const spec = ['spec', 'chart', 'spec', 'chart'];
  return [
    textAt(value, 'metadata', 'name'),
    textAt(value, 'spec', 'source', 'chart'),
    textAt(value, ...spec),
  ].filter(name => name !== undefined);
}

/** What a line puts into a field, from the item of a list or the entry of a map on that it goes through. */
function pathsIn(line: string, field: string): string[][] {
  const at = line.slice(0, 1_000).indexOf(`${field}:`);
  const [, text] =
    /^:\s*["']?\{\{-?([^{}]{1,300}?)-?\}\}["']?\s*(?:[,}#]|$)/.exec(
      at < 0 ? '' : line.slice(at + field.length, at + 1_000),
    ) ?? [];
  const expression = text === undefined ? undefined : parseExpression(text);
  return expression ? pathsOf(expression) : [];
}

function pathsOf(expression: Expression): string[][] {
  switch (expression.type) {
    case 'pipe':
      return expression.commands.flatMap(command =>
        command.arguments.flatMap(pathsOf),
      );
    case 'path': {
      const { keys } = expression;
      return keys.length > 0 && keys[0] !== 'Values' ? [keys] : [];
    }
    default:
      return [];
  }
}
