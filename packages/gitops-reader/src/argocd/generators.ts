import { TreeIndex } from '../deployments';
import { JsonObject, JsonValue } from '../facts';
import { isObject, listAt, objectAt, textAt } from '../json';
import { ParsedRepository } from '../reader';
import { parseYaml } from '../yaml';
import { gitParameters } from './gitGenerator';
import {
  fill,
  flatten,
  Language,
  normalizeName,
  Parameters,
} from './parameters';
import { selects } from './selector';

/** Sets of parameters that one generator may give. */
export const mostParameters = 1000;

/** A cluster that this repository knows by name. */
export interface KnownCluster {
  name: string;
  server?: string;
  /** Absent where only the name is known. */
  labels?: JsonObject;
  annotations?: JsonObject;
}

/** What generators ask of the repository. */
export interface GeneratorContext extends Language {
  repository: ParsedRepository;
  index: TreeIndex;
  isOwn(url: string | undefined): boolean;
  isRead(revision: string | undefined): boolean;
  clusters: readonly KnownCluster[];
}

/** Sets of parameters, and why some or all are not known here. */
export interface Generated {
  parameters: Parameters[];
  unknown: string[];
  /** The generator's own template, over that of the set. */
  template?: JsonObject;
  /** What was taken for granted. */
  guesses?: string[];
  /** There are more than one generator may give. */
  cut?: boolean;
}

const none = (reason: string): Generated => ({
  parameters: [],
  unknown: [reason],
});

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
      return clusters(spec, context);
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

/** The generator's `values`, in which its other parameters may be filled in. */
function withValues(
  parameters: Parameters,
  spec: JsonObject,
  context: GeneratorContext,
): Parameters {
  const own = objectAt(spec, 'values');
  const filled = own && fill(own, parameters, context);
  if (!isObject(filled)) {
    return parameters;
  }
  return {
    ...parameters,
    values: {
      ...(context.go ? { values: filled } : flatten(filled, 'values.')),
      ...parameters.values,
    },
  };
}

/**
 * Clusters are known to Argo CD. Those whose Secret stands in Git are known here, and those that a name mentions when
 * all are wanted; one without a name stands for the others, so that what does not depend on the cluster can be told.
 */
function clusters(spec: JsonObject, context: GeneratorContext): Generated {
  const selector = objectAt(spec, 'selector');
  const restricted = selector !== undefined && Object.keys(selector).length > 0;
  const known = context.clusters.filter(({ labels }) =>
    restricted
      ? labels !== undefined && selects(selector, labels) === true
      : true,
  );
  const inGit = known.some(({ labels }) => labels !== undefined);
  const parameters = known.map(({ name, server, labels, annotations }) => {
    const own: JsonObject = {
      name,
      nameNormalized: normalizeName(name),
      ...(server ? { server } : {}),
    };
    const metadata: JsonObject = { labels, annotations };
    return withValues(
      {
        values: context.go
          ? { ...own, metadata }
          : { ...own, ...flatten(metadata, 'metadata.') },
      },
      spec,
      context,
    );
  });
  if (restricted && inGit) {
    return { parameters, unknown: ['clusters whose Secrets are not in Git'] };
  }
  return {
    parameters: [
      withValues({ values: {}, vague: true }, spec, context),
      ...parameters,
    ],
    unknown: ['the clusters that Argo CD knows'],
    ...(parameters.length > 0
      ? { guesses: [known.map(({ name }) => name).join(', ')] }
      : {}),
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

/** Mappings are laid over each other, anything else is replaced. */
export function merged(one: JsonObject, other: JsonObject): JsonObject {
  const result: JsonObject = { ...one };
  for (const key of Object.keys(other)) {
    const before = result[key];
    const after = other[key];
    result[key] =
      isObject(before) && isObject(after) ? merged(before, after) : after;
  }
  return result;
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
      const part =
        whole ?? generate(fill(generator, before, context), context, depth + 1);
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
