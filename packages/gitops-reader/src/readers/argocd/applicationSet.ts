import { JsonObject } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { parseYaml } from '../../yaml';
import { GeneratorContext, merged, mostParameters } from './generated';
import { generate } from './generators';
import { AskedKey, isFromGit, keysAskedFor, wantsAllKeys } from './missingKeys';
import { fill, fillText, Parameters } from './parameters';

/** What an ApplicationSet would make, as far as Git alone can tell. */
export interface Expansion {
  applications: {
    application: JsonObject;
    /** What it was made of. */
    template: JsonObject;
    parameters: Parameters;
    /** It stands for all clusters that are not known by name. */
    vague: boolean;
  }[];
  unknown: string[];
  guesses: string[];
  /** It makes more than are looked at. */
  cut: boolean;
  /** A parameter that its template asks for and some Applications do not have, of a set that wants all of them. */
  missing?: AskedKey;
}

/**
 * Expands an ApplicationSet without its controller: lists, directories and files of this repository, clusters that
 * stand in Git, and their products. Pull requests and plugins are known to the controller alone; what they would make
 * is said to be unknown.
 */
export function expandApplicationSet(
  set: JsonObject,
  context: Omit<GeneratorContext, 'go'>,
): Expansion {
  const go = textAt(set, 'spec', 'goTemplate') === 'true';
  const strict = go && wantsAllKeys(set);
  const within = { ...context, go };
  const result: Expansion = {
    applications: [],
    unknown: [],
    guesses: [],
    cut: false,
  };
  const unknown = new Set<string>();
  const common = objectAt(set, 'spec', 'template') ?? {};
  for (const generator of listAt(set, 'spec', 'generators')) {
    const generated = generate(generator, within);
    result.cut ||= generated.cut === true;
    generated.unknown.forEach(reason => unknown.add(reason));
    result.guesses.push(...(generated.guesses ?? []));
    const template = generated.template
      ? merged(common, generated.template)
      : common;
    if (
      generated.parameters.length === 0 &&
      generated.unknown.length > 0 &&
      isWrittenOut(template, set)
    ) {
      result.applications.push({
        application: applicationOf(template, set),
        template,
        parameters: { values: {} },
        vague: true,
      });
    }
    const needed = strict && isFromGit(generator) ? keysAskedFor(template) : [];
    for (const parameters of generated.parameters) {
      const missing = needed.find(
        ({ key }) => !Object.hasOwn(parameters.values, key),
      );
      if (missing) {
        result.missing ??= missing;
        continue;
      }
      if (result.applications.length >= mostParameters) {
        result.cut = true;
        break;
      }
      const filled = fill(template, parameters, within);
      const application =
        isObject(filled) && patched(filled, set, parameters, go);
      if (application) {
        result.applications.push({
          application: applicationOf(application, set),
          template,
          parameters,
          vague: parameters.vague === true,
        });
      } else {
        unknown.add('a template that is not understood');
      }
    }
  }
  result.unknown = [...unknown];
  return result;
}

/** What a set makes is written like any other Application, apart from its kind. */
function applicationOf(filled: JsonObject, set: JsonObject): JsonObject {
  return {
    apiVersion: set.apiVersion,
    kind: 'Application',
    ...filled,
    // It always stands where the set stands.
    metadata: {
      ...objectAt(filled, 'metadata'),
      namespace: textAt(set, 'metadata', 'namespace'),
    },
  };
}

/**
 * Whether a template says by itself what its Applications deploy from where into which namespace, whatever parameters there
 * are for the rest of it.
 */
function isWrittenOut(template: JsonObject, set: JsonObject): boolean {
  const spec = objectAt(template, 'spec') ?? {};
  const source = objectAt(spec, 'source');
  const written = [
    objectAt(spec, 'destination') ?? {},
    ...(source ? [source] : []),
    ...listAt(spec, 'sources'),
  ].flatMap(part =>
    [
      ...['name', 'server', 'namespace'],
      ...['repoURL', 'path', 'chart', 'targetRevision'],
    ].map(field => textAt(part, field) ?? ''),
  );
  return (
    textAt(set, 'spec', 'templatePatch') === undefined &&
    written.every(text => !text.includes('{{'))
  );
}

/** The Application with the set's `templatePatch`; undefined when that cannot be told. */
function patched(
  application: JsonObject,
  set: JsonObject,
  parameters: Parameters,
  go: boolean,
): JsonObject | undefined {
  const patch = textAt(set, 'spec', 'templatePatch');
  if (!patch) {
    return application;
  }
  const text = fillText(patch, parameters, { go });
  if (text.includes('{{')) {
    return undefined;
  }
  const { documents, skipped } = parseYaml('', text);
  const value = documents[0]?.value;
  if (skipped !== undefined) {
    return undefined;
  }
  return isObject(value) ? merged(application, value) : application;
}
