import { JsonObject, JsonValue } from '../../facts';
import { parseRendered } from '../helm/template/text';
import { Budget } from '../helm/template/render';
import {
  isOpen,
  layered,
  leaveOpen,
  mapOf,
  Value,
  ValueMap,
  isMap,
} from '../helm/template/value';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { LineTree, ParsedRepository } from '../reader';
import { directoryOf, joinPath } from '../../files/treePaths';
import { linesOf, parseYaml } from '../../yaml';
import { HelmfileContext, renderHelmfileText } from './templated';

/** A release as a helmfile writes it. */
export interface WrittenRelease {
  value: JsonObject;
  lines: LineTree;
  path: string;
}

/** A helmfile within a helmfile. */
export interface Child {
  pattern: string;
  values: JsonValue[];
}

/** A file of values, with the lines that they stand in. */
export interface ValuesSource {
  path: string;
  value: JsonObject;
  lines: LineTree;
}

/** What a helmfile says for one environment. */
export interface HelmfileState {
  path: string;
  environment: string | undefined;
  values: ValueMap;
  environments: Set<string>;
  /** Contexts of a kubeconfig that it works in: the environment's goes before that of `helmDefaults`. */
  kubeContext?: string;
  defaultContext?: string;
  releases: WrittenRelease[];
  templates: JsonObject;
  /** URLs of chart repositories by their names. */
  repositories: Map<string, string>;
  children: Child[];
  /** Files that gave values to the environment, in their order. */
  sources: ValuesSource[];
  /** Files that were read for it; each is read once, for bases may name each other. */
  read: Set<string>;
  /** What could not be told, in words. */
  unknown: Set<string>;
}

/** Files that a base may name in turn. */
const deepestBase = 5;
/** A line of dashes ends a part, which is read before the next one is rendered. */
const partEnd = /^---[ \t]*$/m;

/** Reads a helmfile for one environment; without one, for the names of those it has. */
export function helmfileState(
  path: string,
  environment: string | undefined,
  inherited: Value,
  repository: ParsedRepository,
  budget: Budget,
): HelmfileState {
  const state: HelmfileState = {
    path,
    environment,
    values: isMap(inherited) ? inherited : mapOf(),
    environments: new Set(),
    releases: [],
    templates: {},
    repositories: new Map(),
    children: [],
    sources: [],
    read: new Set(),
    unknown: new Set(),
  };
  readInto(state, path, repository, budget, 0);
  return state;
}

function readInto(
  state: HelmfileState,
  path: string,
  repository: ParsedRepository,
  budget: Budget,
  depth: number,
): void {
  if (state.read.has(path)) {
    return;
  }
  state.read.add(path);
  for (const part of partsOf(path, state, repository, budget)) {
    const { value, lines } = part;
    for (const base of listAt(value, 'bases')) {
      const file =
        typeof base === 'string'
          ? joinPath(directoryOf(path), base)
          : undefined;
      if (
        file === undefined ||
        !repository.files.has(file) ||
        depth >= deepestBase
      ) {
        state.unknown.add('a base that is not in this repository');
      } else {
        readInto(state, file, repository, budget, depth + 1);
      }
    }
    take(state, path, value, lines, repository, budget);
  }
}

/** Parts of a file, each rendered with what the ones before it said. */
function* partsOf(
  path: string,
  state: HelmfileState,
  repository: ParsedRepository,
  budget: Budget,
): Generator<{ value: JsonValue; lines: LineTree }> {
  const file = repository.files.get(path);
  if (file?.text === undefined) {
    yield* file?.documents ?? [];
    if (file?.skipped !== undefined) {
      state.unknown.add('a file that is no YAML before it is rendered');
    }
    return;
  }
  let line = 1;
  if (state.environment === undefined) {
    // Whether a part has an environment may depend on which one is asked for.
    environmentNames(file.text).forEach(name => state.environments.add(name));
  }
  for (const text of file.text.split(partEnd)) {
    const first = line;
    line += text.split('\n').length - 1;
    const rendered = renderHelmfileText(text, {
      environment: state.environment,
      values: state.values,
      budget,
    });
    const parsed = rendered && parseRendered(rendered, first);
    if (parsed) {
      yield parsed;
    } else if (/^\w/m.test(text)) {
      state.unknown.add(
        'a part that makes no YAML without the values of a run',
      );
    }
  }
}

/** Names right below `environments:`, under whatever condition. */
function environmentNames(text: string): string[] {
  const names: string[] = [];
  let indent: string | undefined;
  let inside = false;
  for (const line of text.split('\n')) {
    if (/^environments:\s*$/.test(line)) {
      inside = true;
    } else if (/^[^\s#{]/.test(line)) {
      inside = false;
    } else if (inside) {
      const [, space, name] =
        /^( +)(?:["']?([\w.-]+)["']?|\{\{.*\}\}):(?:\s|$)/.exec(line) ?? [];
      indent ??= space;
      if (name !== undefined && space === indent) {
        names.push(name);
      }
    }
  }
  return names;
}

function take(
  state: HelmfileState,
  path: string,
  value: JsonValue,
  lines: LineTree,
  repository: ParsedRepository,
  budget: Budget,
): void {
  const environments = objectAt(value, 'environments');
  Object.keys(environments ?? {}).forEach(name => state.environments.add(name));
  const own =
    state.environment === undefined
      ? undefined
      : objectAt(environments, state.environment);
  state.defaultContext =
    textAt(value, 'helmDefaults', 'kubeContext') ?? state.defaultContext;
  if (own) {
    state.kubeContext = textAt(own, 'kubeContext') ?? state.kubeContext;
    const before = state.values;
    state.values = listAt(own, 'values').reduce<ValueMap>(
      (values, layer) =>
        withLayer(values, layer, path, state, repository, budget),
      before,
    );
    if (listAt(own, 'secrets').length > 0) {
      leaveOpen(state.values);
    }
  }
  for (const entry of listAt(value, 'repositories')) {
    const name = textAt(entry, 'name');
    const url = textAt(entry, 'url');
    if (name && url) {
      state.repositories.set(name, url);
    }
  }
  state.templates = { ...state.templates, ...objectAt(value, 'templates') };
  listAt(value, 'releases').forEach((release, position) => {
    if (isObject(release)) {
      state.releases.push({
        value: release,
        lines: linesOf(lines, ['releases', position]),
        path,
      });
    }
  });
  for (const child of listAt(value, 'helmfiles')) {
    const pattern = typeof child === 'string' ? child : textAt(child, 'path');
    if (pattern) {
      state.children.push({ pattern, values: listAt(child, 'values') });
    }
  }
}

/** Lays one entry of `values` over those before: a mapping, or the path of a file. */
export function withLayer(
  values: ValueMap,
  layer: JsonValue,
  path: string,
  state: Pick<HelmfileState, 'environment' | 'sources'>,
  repository: ParsedRepository,
  budget: Budget,
): ValueMap {
  const open = isOpen(values);
  let over: Value | undefined = isObject(layer) ? layer : undefined;
  if (typeof layer === 'string') {
    const file = joinPath(directoryOf(path), layer);
    over =
      layer.startsWith('/') || file === undefined
        ? undefined
        : valuesOfFile(file, values, state, repository, budget);
  }
  // A copy in any case, for marking it says nothing about the one before.
  const result = layered(values, over ?? mapOf());
  const map = isMap(result) ? result : mapOf();
  return open || over === undefined ? leaveOpen(map) : map;
}

function valuesOfFile(
  path: string,
  values: ValueMap,
  { environment, sources }: Pick<HelmfileState, 'environment' | 'sources'>,
  repository: ParsedRepository,
  budget: Budget,
): Value | undefined {
  const file = repository.files.get(path);
  const document =
    file?.text === undefined
      ? file?.documents[0]
      : parseHelmfileText(file.text, { environment, values, budget });
  if (!document || !isObject(document.value)) {
    return undefined;
  }
  sources.push({ path, value: document.value, lines: document.lines });
  return document.value;
}

/** A text as YAML, rendered first where it is a template. */
export function parseHelmfileText(
  text: string,
  context: HelmfileContext,
): { value: JsonValue; raw?: JsonValue; lines: LineTree } | undefined {
  if (!text.includes('{{')) {
    return parseYaml('', text).documents[0] ?? flatValues(text);
  }
  const rendered = renderHelmfileText(text, context);
  return rendered && parseRendered(rendered);
}

/** Entries of a text that is no YAML as a whole, for values of several lines were cut: those of one line each. */
function flatValues(
  text: string,
): { value: JsonValue; lines: LineTree } | undefined {
  const entries: [string, string, number][] = [];
  text.split('\n').forEach((line, position) => {
    const [, key, quoted, plain] =
      /^([\w-]+): +(?:["']([^"'\\]*)["']|([^\s"'{[|>&*#][^#"']*))\s*$/.exec(
        line.slice(0, 1000),
      ) ?? [];
    if (key !== undefined) {
      entries.push([key, quoted ?? plain.trim(), position + 1]);
    }
  });
  return entries.length > 0
    ? {
        value: Object.fromEntries(entries.map(([key, value]) => [key, value])),
        lines: {
          at: 1,
          of: Object.fromEntries(entries.map(([key, , line]) => [key, line])),
        },
      }
    : undefined;
}
