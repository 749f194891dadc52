import { JsonObject, JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { parseYaml } from '../../yaml';
import { clusterParameters } from './clusterGenerator';
import {
  Generated,
  GeneratorContext,
  merged,
  mostParameters,
  none,
  withValues,
} from './generated';
import { gitParameters } from './gitGenerator';
import { fill, flatten, Parameters, rememberOriginals } from './parameters';
import { selects } from './selector';

/** Runs a generator without its controller, as far as Git alone can tell. */
export function generate(
  generator: JsonValue,
  context: GeneratorContext,
  depth = 0,
): Generated {
  const kind = isObject(generator)
    ? Object.keys(generator).find(
        key => key !== 'selector' && isObject(generator[key]),
      )
    : undefined;
  const spec = kind === undefined ? undefined : objectAt(generator, kind);
  if (!kind || !spec || depth > 2) {
    return none('a generator that is not understood');
  }
  const generated = run(kind, spec, context, depth);
  const template = objectAt(spec, 'template');
  return {
    ...selected(generated, objectAt(generator, 'selector')),
    ...(template ? { template } : {}),
  };
}

function selected(
  generated: Generated,
  selector: JsonObject | undefined,
): Generated {
  if (!selector) {
    return generated;
  }
  const verdicts = generated.parameters.map(parameters =>
    parameters.vague
      ? undefined
      : selects(selector, flatten(parameters.values)),
  );
  return {
    ...generated,
    parameters: generated.parameters.filter((_, at) => verdicts[at] === true),
    unknown: verdicts.includes(undefined)
      ? [...generated.unknown, 'a selector on what is not known here']
      : generated.unknown,
  };
}

function run(
  kind: string,
  spec: JsonObject,
  context: GeneratorContext,
  depth: number,
): Generated {
  switch (kind) {
    case 'list':
      return list(spec, context);
    case 'git':
      return git(spec, context);
    case 'clusters':
      return clusterParameters(spec, context);
    case 'matrix':
      return matrix(listAt(spec, 'generators'), context, depth);
    case 'merge':
      return merge(spec, context, depth);
    default:
      return none(`what the generator ${kind} finds`);
  }
}

function list(spec: JsonObject, context: GeneratorContext): Generated {
  const elements = [...listAt(spec, 'elements')];
  const unknown: string[] = [];
  const written = textAt(spec, 'elementsYaml');
  if (written) {
    const found = written.includes('{{')
      ? undefined
      : parseYaml('', written).documents[0]?.value;
    if (Array.isArray(found)) {
      elements.push(...found);
    } else {
      unknown.push('a list that is made from a template');
    }
  }
  return {
    cut: elements.length > mostParameters,
    parameters: elements
      .slice(0, mostParameters)
      .filter(isObject)
      .map(element => ({
        values: context.go ? element : flatten(element),
        sources: [{ value: element }],
      })),
    unknown,
  };
}

function git(spec: JsonObject, context: GeneratorContext): Generated {
  const url = textAt(spec, 'repoURL');
  if (!context.isOwn(url)) {
    return none(`directories or files of ${url ?? 'another repository'}`);
  }
  const revision = textAt(spec, 'revision');
  if (!context.isRead(revision)) {
    return none(`what stands at the revision ${revision}`);
  }
  const { repository, index, go } = context;
  const found = gitParameters(spec, repository, index, go);
  return {
    parameters: found
      .slice(0, mostParameters)
      .map(parameters => withValues(parameters, spec, context)),
    unknown: [],
    cut: found.length > mostParameters,
  };
}

function combined(one: Parameters, other: Parameters): Parameters {
  return {
    values: merged(one.values, other.values),
    sources: [...(one.sources ?? []), ...(other.sources ?? [])],
    ...(one.vague || other.vague ? { vague: true } : {}),
    ...(one.assumed || other.assumed ? { assumed: true } : {}),
  };
}

/** Runs a generator of a matrix with what those before it gave. */
function generateWith(
  generator: JsonValue,
  before: Parameters,
  context: GeneratorContext,
  depth: number,
): Generated {
  const filled = fill(generator, before, context);
  rememberOriginals(filled, generator);
  return generate(filled, context, depth + 1);
}

/** Products; a later generator may use what the ones before it gave. */
function matrix(
  generators: JsonValue[],
  context: GeneratorContext,
  depth: number,
): Generated {
  let product: Parameters[] = generators.length > 0 ? [{ values: {} }] : [];
  const unknown = new Set<string>();
  const guesses = new Set<string>();
  let cut = false;
  for (const generator of generators) {
    const depends = JSON.stringify(generator).includes('{{');
    const whole = depends ? undefined : generate(generator, context, depth + 1);
    const next: Parameters[] = [];
    for (const before of product) {
      if (next.length >= mostParameters) {
        cut = true;
        break;
      }
      const part = whole ?? generateWith(generator, before, context, depth);
      part.unknown.forEach(reason => unknown.add(reason));
      part.guesses?.forEach(guess => guesses.add(guess));
      const room = mostParameters - next.length;
      cut ||= part.cut === true || part.parameters.length > room;
      for (const after of part.parameters.slice(0, room)) {
        next.push(combined(before, after));
      }
    }
    product = next;
  }
  return {
    parameters: product,
    unknown: [...unknown],
    guesses: [...guesses],
    cut,
  };
}

/**
 * Later generators change what the first one brings. Where that brings clusters, of which not all are known here, every
 * entry that names one by the merge keys stands for it.
 */
function merge(
  spec: JsonObject,
  context: GeneratorContext,
  depth: number,
): Generated {
  const keys = listAt(spec, 'mergeKeys').map(String);
  const generators = listAt(spec, 'generators');
  const parts = generators.map(part => generate(part, context, depth + 1));
  const [first, ...others] = parts;
  const result = {
    unknown: unique(parts.flatMap(({ unknown }) => unknown)),
    guesses: unique(parts.flatMap(({ guesses = [] }) => guesses)),
    cut: parts.some(({ cut }) => cut),
  };
  if (!first || keys.length === 0) {
    return { parameters: [], ...result };
  }
  const keyOf = ({ values }: Parameters) => {
    const flat = flatten(values);
    return keys.map(key => textAt(flat, key) ?? '').join('\n');
  };
  const byKey = new Map<string, Parameters>();
  const open = first.parameters.find(({ vague }) => vague);
  for (const entry of first.parameters) {
    if (entry !== open) {
      byKey.set(keyOf(entry), entry);
    }
  }
  const ofClusters = objectAt(generators[0], 'clusters') !== undefined;
  for (const entry of others.flatMap(({ parameters }) => parameters)) {
    const key = keyOf(entry);
    const before = byKey.get(key);
    if (before) {
      byKey.set(key, combined(before, entry));
    } else if (
      open &&
      ofClusters &&
      key.split('\n').every(part => part !== '')
    ) {
      const { vague, ...known } = combined(open, entry);
      byKey.set(key, named({ ...known, assumed: true }));
    }
  }
  return {
    parameters: [...(open ? [open] : []), ...byKey.values()],
    ...result,
  };
}

/** A cluster's normalised name is its name, unless it holds characters that no name of an object may hold. */
function named(parameters: Parameters): Parameters {
  const { nameNormalized, name } = parameters.values;
  return nameNormalized !== undefined && name === undefined
    ? { ...parameters, values: { name: nameNormalized, ...parameters.values } }
    : parameters;
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}
