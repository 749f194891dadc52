import { JsonObject, JsonValue } from '../facts';
import { isObject, listAt, objectAt, textAt } from '../json';
import { ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../treePaths';

/** Applications that one set may make. */
const mostApplications = 2000;

/** Parameters of one Application, flat: `path.basename`, `values.environment`. */
type Parameters = Record<string, string>;

interface Generated {
  parameters: Parameters[];
  /** Why some or all parameters are not known here. */
  unknown?: string;
}

/** What an ApplicationSet would make, as far as Git alone can tell. */
export interface Expansion {
  applications: JsonObject[];
  unknown: string[];
}

/**
 * Expands an ApplicationSet without its controller: lists, directories and files of this repository, and their
 * products. Clusters, pull requests and plugins are known to the controller alone; what they would make is said
 * to be unknown.
 */
export function expandApplicationSet(
  set: JsonObject,
  repository: ParsedRepository,
  isOwn: (url: string | undefined) => boolean,
): Expansion {
  const unknown: string[] = [];
  const applications: JsonObject[] = [];
  const template = objectAt(set, 'spec', 'template');
  for (const generator of listAt(set, 'spec', 'generators')) {
    const generated = generate(generator, repository, isOwn, 0);
    if (generated.unknown) {
      unknown.push(generated.unknown);
    }
    for (const parameters of generated.parameters) {
      if (applications.length >= mostApplications) {
        unknown.push(`it makes more than ${mostApplications} Applications`);
        return { applications, unknown };
      }
      const filled = template && fill(template, parameters);
      if (isObject(filled)) {
        applications.push(filled);
      }
    }
  }
  return { applications, unknown: [...new Set(unknown)] };
}

function generate(
  generator: JsonValue,
  repository: ParsedRepository,
  isOwn: (url: string | undefined) => boolean,
  depth: number,
): Generated {
  const kind = isObject(generator)
    ? Object.keys(generator).find(
        key => key !== 'selector' && isObject(generator[key]),
      )
    : undefined;
  const spec = kind === undefined ? undefined : objectAt(generator, kind);
  if (!kind || !spec || depth > 2) {
    return { parameters: [], unknown: 'a generator that is not understood' };
  }
  const values = (parameters: Parameters): Parameters => ({
    ...flatten(objectAt(spec, 'values') ?? {}, 'values.'),
    ...parameters,
  });
  switch (kind) {
    case 'list':
      return {
        parameters: listAt(spec, 'elements')
          .filter(isObject)
          .map(element => flatten(element, '')),
        ...(textAt(spec, 'elementsYaml')
          ? { unknown: 'a list that is made from a template' }
          : {}),
      };
    case 'git':
      if (!isOwn(textAt(spec, 'repoURL'))) {
        return {
          parameters: [],
          unknown: `directories or files of ${textAt(spec, 'repoURL') ?? 'another repository'}`,
        };
      }
      return {
        parameters: [
          ...gitDirectories(listAt(spec, 'directories'), repository),
          ...gitFiles(listAt(spec, 'files'), repository),
        ].map(values),
      };
    case 'clusters':
      return {
        // One without a name: only what does not depend on the cluster can be told from it.
        parameters: [values({})],
        unknown: 'the clusters that Argo CD knows',
      };
    case 'matrix': {
      const parts = listAt(spec, 'generators').map(part =>
        generate(part, repository, isOwn, depth + 1),
      );
      return {
        parameters: parts.reduce<Parameters[]>(
          (product, part) =>
            product
              .flatMap(one =>
                part.parameters.map(other => ({ ...one, ...other })),
              )
              .slice(0, mostApplications),
          parts.length > 0 ? [{}] : [],
        ),
        unknown: parts.find(part => part.unknown)?.unknown,
      };
    }
    case 'merge':
      return merge(
        listAt(spec, 'mergeKeys').map(String),
        listAt(spec, 'generators').map(part => ({
          clusters: objectAt(part, 'clusters') !== undefined,
          ...generate(part, repository, isOwn, depth + 1),
        })),
      );
    default:
      return { parameters: [], unknown: `what the generator ${kind} finds` };
  }
}

/**
 * Later generators change what the first one brings. Where the first one brings clusters, which are not known
 * here, every entry that names one by the merge keys stands for it.
 */
function merge(
  keys: string[],
  parts: (Generated & { clusters: boolean })[],
): Generated {
  const [first, ...others] = parts;
  if (!first || keys.length === 0) {
    return { parameters: [] };
  }
  const keyOf = (parameters: Parameters) =>
    keys.map(key => parameters[key] ?? '').join('\n');
  const merged = new Map<string, Parameters>();
  if (first.clusters) {
    const [defaults = {}] = first.parameters;
    for (const entry of others.flatMap(part => part.parameters)) {
      if (keys.every(key => entry[key])) {
        const key = keyOf(entry);
        merged.set(key, { ...(merged.get(key) ?? defaults), ...entry });
      }
    }
    return {
      parameters: [defaults, ...merged.values()].map(named),
      unknown: first.unknown,
    };
  }
  first.parameters.forEach(entry => merged.set(keyOf(entry), entry));
  for (const entry of others.flatMap(part => part.parameters)) {
    const key = keyOf(entry);
    const before = merged.get(key);
    if (before) {
      merged.set(key, { ...before, ...entry });
    }
  }
  return {
    parameters: [...merged.values()],
    unknown: parts.find(part => part.unknown)?.unknown,
  };
}

/** A cluster's normalised name is its name, unless it holds characters that no name of an object may hold. */
function named(parameters: Parameters): Parameters {
  return parameters.nameNormalized && !parameters.name
    ? { name: parameters.nameNormalized, ...parameters }
    : parameters;
}

function flatten(value: JsonObject, prefix: string): Parameters {
  const flat: Parameters = {};
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (isObject(child)) {
      Object.assign(flat, flatten(child, `${prefix}${key}.`));
    } else if (child !== null && typeof child !== 'object') {
      flat[`${prefix}${key}`] = String(child);
    }
  }
  return flat;
}

/** A pattern of Go's `path.Match`: a star stops at a slash. With `greedy`, it does not. */
export function globPattern(glob: string, greedy: boolean): RegExp | undefined {
  if (glob.length > 300 || (glob.match(/\*+/g)?.length ?? 0) > 6) {
    return undefined;
  }
  const text = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, stars => (greedy || stars.length > 1 ? '.*' : '[^/]*'))
    .replace(/\?/g, '[^/]');
  return new RegExp(`^${text}$`);
}

function matching(
  entries: JsonValue[],
  candidates: Iterable<string>,
  greedy: boolean,
): string[] {
  const wanted: RegExp[] = [];
  const unwanted: RegExp[] = [];
  for (const entry of entries) {
    const pattern = globPattern(textAt(entry, 'path') ?? '', greedy);
    if (pattern) {
      (textAt(entry, 'exclude') === 'true' ? unwanted : wanted).push(pattern);
    }
  }
  return [...candidates]
    .filter(
      path =>
        wanted.some(pattern => pattern.test(path)) &&
        !unwanted.some(pattern => pattern.test(path)),
    )
    .sort();
}

function pathParameters(path: string): Parameters {
  const segments = path.split('/');
  const parameters: Parameters = {
    path,
    'path.path': path,
    'path.basename': baseName(path),
    'path.basenameNormalized': normalize(baseName(path)),
  };
  segments.forEach((segment, position) => {
    parameters[`path[${position}]`] = segment;
    parameters[`path.segments[${position}]`] = segment;
  });
  return parameters;
}

function gitDirectories(
  entries: JsonValue[],
  repository: ParsedRepository,
): Parameters[] {
  if (entries.length === 0) {
    return [];
  }
  return matching(entries, directoriesOf(repository), false)
    .filter(path => !path.split('/').some(part => part.startsWith('.')))
    .map(pathParameters);
}

const directorySets = new WeakMap<ParsedRepository, Set<string>>();

/** All directories of the tree. */
export function directoriesOf(repository: ParsedRepository): Set<string> {
  let directories = directorySets.get(repository);
  if (!directories) {
    directories = new Set();
    for (const path of repository.paths) {
      for (
        let directory = directoryOf(path);
        directory !== '' && !directories.has(directory);
        directory = directoryOf(directory)
      ) {
        directories.add(directory);
      }
    }
    directorySets.set(repository, directories);
  }
  return directories;
}

function gitFiles(
  entries: JsonValue[],
  repository: ParsedRepository,
): Parameters[] {
  if (entries.length === 0) {
    return [];
  }
  return matching(entries, repository.paths, true).flatMap(path => {
    const content = repository.files.get(path)?.documents[0]?.value;
    const items = Array.isArray(content) ? content : [content];
    return items.map(item => ({
      ...(isObject(item) ? flatten(item, '') : {}),
      ...pathParameters(directoryOf(path)),
      'path.filename': baseName(path),
      'path.filenameNormalized': normalize(baseName(path)),
    }));
  });
}

function normalize(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .slice(0, 253);
}

/** A template with its parameters filled in. What cannot be filled in keeps its braces. */
function fill(value: JsonValue, parameters: Parameters): JsonValue {
  if (typeof value === 'string') {
    return value.includes('{{')
      ? value.replace(/\{\{([^{}]*)\}\}/g, (whole, expression: string) => {
          const found = evaluate(expression, parameters);
          return found ?? whole;
        })
      : value;
  }
  if (Array.isArray(value)) {
    return value.map(item => fill(item, parameters));
  }
  if (!isObject(value)) {
    return value;
  }
  const filled: JsonObject = {};
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (child !== undefined) {
      filled[key] = fill(child, parameters);
    }
  }
  return filled;
}

/** Names and indexes; every other function of Go templates is left unknown. */
function evaluate(
  expression: string,
  parameters: Parameters,
): string | undefined {
  const text = expression.replace(/^-|-$/g, '').trim();
  const index = /^index\s+\.([\w.]+)\s+(?:"([^"]+)"|(\d+))$/.exec(text);
  const name = index
    ? `${index[1]}${index[2] ? `.${index[2]}` : `[${index[3]}]`}`
    : text;
  const [variable, ...pipes] = name.split('|').map(part => part.trim());
  const key = variable.replace(/^\./, '').replace(/\[(\d+)\]$/, '[$1]');
  if (!Object.hasOwn(parameters, key)) {
    return undefined;
  }
  return pipes.every(pipe => pipe === 'normalize' || pipe === 'lower')
    ? pipes.reduce(
        (found, pipe) =>
          pipe === 'lower' ? found.toLowerCase() : normalize(found),
        parameters[key],
      )
    : undefined;
}
