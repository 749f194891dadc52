import { JsonObject, JsonValue } from '../../../facts';
import { isObject, objectAt, textAt } from '../../../lib/json';
import { LineTree } from '../../reader';
import { parseYaml } from '../../../yaml';
import { Chunk, Scope } from './render';
import { withInlineValues } from './inlineValues';
import { leftOutOf } from './leftOut';
import { gap } from './value';

/** An object of a rendered template. Values that are unknown are not in it. */
export interface RenderedObject {
  value: JsonObject;
  /** Lines of the template. */
  lines: LineTree;
  line: number;
  /** The name as far as it is known: `…-passwd`. */
  name: string;
  /** Whether all of the name is known. */
  named: boolean;
  /** Holders of images that it sets for a chart that it deploys; all of them where that is `'unknown'`. */
  overrides: ReadonlySet<string> | 'unknown';
  /** It is there under a condition, or for items, that are not known here. */
  conditional: boolean;
  /** Of a policy: what it does about what breaks it depends on what is not known here. */
  openAction?: boolean;
  /** What an engine reads, where what it deploys is known: {@link EngineText}. */
  engine?: EngineText;
}

/** An object of an engine as a template makes it, for engines to follow. */
export interface EngineText {
  /** Holds the {@link gap} wherever something is unknown, so that nobody takes that for left out. */
  value: JsonObject;
  /** There may be more values for a chart than these. */
  openValues: boolean;
}

/** A line of rendered text, and the line of the template that wrote it. */
interface Line {
  text: string;
  line: number;
  scope?: Scope;
}

/** Kinds that live in one API group since long, for templates that choose its version by the cluster's. */
const usualVersions: Record<string, string> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
};

/** Objects by their text, for most are the same in many releases and from one read to the next. */
export type RenderedCache = Map<string, RenderedObject | undefined>;

/** Texts that are kept for one template, and how long they may be. */
const mostKept = 500;
const longestKept = 50_000;

/** Objects of a rendered template. */
export function renderedObjects(
  chunks: Chunk[],
  cache: RenderedCache = new Map(),
): RenderedObject[] {
  const objects: RenderedObject[] = [];
  let document: Line[] = [];
  const flush = () => {
    const object = keptObject(document, cache);
    if (object) {
      objects.push(object);
    }
    document = [];
  };
  for (const line of renderedLines(chunks)) {
    if (/^---(\s|$)/.test(line.text)) {
      flush();
    } else {
      document.push(line);
    }
  }
  flush();
  return objects;
}

export function* renderedLines(chunks: Chunk[]): Generator<Line> {
  let current: Line | undefined;
  for (const { text, line, printed, scope } of chunks) {
    const parts = text.split('\n');
    for (const [position, part] of parts.entries()) {
      if (position > 0) {
        if (current) {
          yield current;
        }
        current = undefined;
      }
      const at = printed ? line : line + position;
      if (!current) {
        current = { text: part, line: at, scope };
      } else {
        if (current.text.trim() === '') {
          current.line = at;
        }
        current.text += part;
        if (part.trim() !== '' && depthOf(scope) > depthOf(current.scope)) {
          current.scope = scope;
        }
      }
    }
  }
  if (current) {
    yield current;
  }
}

function depthOf(scope: Scope | undefined): number {
  let depth = 0;
  for (let at = scope; at; at = at.outer) {
    depth++;
  }
  return depth;
}

function isWithin(scope: Scope | undefined, inner: Scope | undefined): boolean {
  for (let at = inner; at; at = at.outer) {
    if (at === scope) {
      return true;
    }
  }
  return scope === undefined;
}

function keptObject(
  document: Line[],
  cache: RenderedCache,
): RenderedObject | undefined {
  const kinds = document.filter(({ text }) => /^kind:/.test(text));
  if (
    kinds.length === 0 ||
    !document.some(({ text }) => /^metadata:/.test(text))
  ) {
    return undefined;
  }
  const key = document
    .map(({ text, line, scope }) => `${line} ${depthOf(scope)} ${text}`)
    .join('\n');
  if (cache.has(key)) {
    return cache.get(key);
  }
  const object = objectOf(document, kinds);
  if (key.length <= longestKept) {
    if (cache.size >= mostKept) {
      cache.clear();
    }
    cache.set(key, object);
  }
  return object;
}

/** Kinds of engines, whose every field may matter. */
const engineKinds =
  /^(Application|ApplicationSet|HelmRelease|Kustomization|AppProject|GitRepository|OCIRepository|HelmRepository|HelmChart|Bucket)$/;

/** Kinds that pin what somebody installs for them: operators, and charts. */
const installing = /^(Subscription|App|HelmChartProxy|Release)$/;

/** Groups of policies. */
const policyGroups =
  /^apiVersion:\s*["']?((policies\.)?kyverno\.io|(templates|constraints|mutations)\.gatekeeper\.sh)\//;
/** The lines of a policy that say what it does. */
const deciding =
  /failureAction|validationActions?|enforcementAction|^\s*(- )?(validate|mutate|generate|verifyImages|validations):/i;

/** Lines of what runs containers or has to do with secrets, and those by which others name the image of what is run for them. */
const telling = /containers:|secret|vault|^ {1,4}(image|imageName|package):./i;

/**
 * The lines that facts come from: all of them for what runs containers, deploys or installs others, names an image, is a
 * policy or has to do with secrets, and the identity of anything else. To parse is most of the work.
 */
function tellingLines(lines: Line[], kind: string, isPolicy: boolean): Line[] {
  if (
    isPolicy ||
    engineKinds.test(kind) ||
    installing.test(kind) ||
    (kind !== 'CustomResourceDefinition' &&
      lines.some(({ text }) => telling.test(text)))
  ) {
    return lines;
  }
  let inIdentity = false;
  return lines.filter(({ text }) => {
    if (/^[^\s#]/.test(text)) {
      inIdentity = /^(apiVersion|kind|metadata):/.test(text);
    }
    return inIdentity;
  });
}

function objectOf(document: Line[], kinds: Line[]): RenderedObject | undefined {
  const [kind] = kinds;
  const apiVersion = document.find(({ text }) => /^apiVersion:/.test(text));
  // A field that may be there is no fact; neither is a line of which nothing is known.
  const certain = document.filter(
    line =>
      line === apiVersion ||
      (line.text.trim() !== gap &&
        isWithin(line.scope, kind.scope) &&
        !(kinds.length > 1 && line !== kind && kinds.includes(line))),
  );
  const isPolicy = policyGroups.test(apiVersion?.text ?? '');
  const sure = tellingLines(
    certain,
    kind.text.slice('kind:'.length).trim(),
    isPolicy,
  );
  const text = sure.map(line => line.text).join('\n');
  const { documents } = parseYaml('', text);
  const [parsed] = documents;
  const whole = isObject(parsed?.value) && isObject(parsed.value.metadata);
  const inline = withInlineValues(
    whole ? (parsed.value as JsonObject) : identityIn(sure),
    whole ? parsed.lines : 1,
  );
  const { value } = inline;
  const name = textAt(value, 'metadata', 'name');
  const kindName = textAt(value, 'kind');
  const version = textAt(value, 'apiVersion');
  const written =
    version === undefined || version.includes(gap)
      ? usualVersions[kindName ?? '']
      : version;
  if (!written || !kindName || kindName.includes(gap)) {
    return undefined;
  }
  const start = (apiVersion && apiVersion.line < kind.line ? apiVersion : kind)
    .line;
  const lineAt = (rendered: number) => sure[rendered - 1]?.line ?? start;
  const leftOut = engineKinds.test(kindName)
    ? leftOutOf(document, new Set(certain))
    : 'source';
  return {
    ...(whole && leftOut !== 'source'
      ? {
          engine: {
            value: {
              ...value,
              apiVersion: written,
              metadata: withoutGaps(objectAt(value, 'metadata') ?? {}),
            },
            openValues: leftOut === 'values' || inline.open,
          },
        }
      : {}),
    value: {
      ...(withoutGaps(value) as JsonObject),
      apiVersion: written,
      kind: kindName,
      metadata: {
        ...(withoutGaps(objectAt(value, 'metadata') ?? {}) as JsonObject),
        name: name ?? gap,
      },
    },
    lines: whole ? placed(inline.lines, lineAt) : start,
    overrides: inline.open || !whole ? 'unknown' : inline.overrides,
    line: start,
    name: (name ?? gap).split(gap).join('…'),
    // `-update-v1`: what should stand before it is given with the release alone.
    named: name !== undefined && !name.includes(gap) && !/^[-.]/.test(name),
    conditional: kind.scope !== undefined,
    ...(isPolicy && !(whole && certainlyDecides(document, new Set(certain)))
      ? { openAction: true }
      : {}),
  };
}

/** Whether all is known that says what a policy does. */
function certainlyDecides(
  document: readonly Line[],
  certain: ReadonlySet<Line>,
): boolean {
  return document.every(
    line =>
      !deciding.test(line.text) ||
      (certain.has(line) && !line.text.includes(gap)),
  );
}

/** Identity of an object whose text is no YAML, because what is unknown was the structure. */
function identityIn(lines: Line[]): JsonObject {
  const top: JsonObject = {};
  const metadata: JsonObject = {};
  let section = '';
  let indent = '';
  for (const { text } of lines) {
    const [, space, key, rest] = /^( *)([\w.-]+):(.*)$/.exec(text) ?? [];
    if (key === undefined) {
      continue;
    }
    const plain = rest.trim().replace(/^(["'])(.*)\1$/, '$2');
    if (space === '') {
      section = key;
      indent = '';
      if (key === 'kind' || key === 'apiVersion') {
        top[key] ??= plain;
      }
    } else if (section === 'metadata') {
      indent ||= space;
      if (space === indent && (key === 'name' || key === 'namespace')) {
        metadata[key] ??= plain;
      }
    }
  }
  return { ...top, metadata };
}

/** The value without anything that is partly unknown. List items keep their places. */
export function withoutGaps(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    return value.includes(gap) ? null : value;
  }
  if (Array.isArray(value)) {
    return value.map(withoutGaps);
  }
  if (!isObject(value)) {
    return value;
  }
  const known: [string, JsonValue][] = [];
  for (const key of Object.keys(value)) {
    const child = value[key] ?? null;
    const without = withoutGaps(child);
    if (!key.includes(gap) && (without !== null || child === null)) {
      known.push([key, without]);
    }
  }
  return Object.fromEntries(known);
}

export function placed(
  tree: LineTree,
  lineAt: (line: number) => number,
): LineTree {
  if (typeof tree === 'number') {
    return lineAt(tree);
  }
  const at = lineAt(tree.at);
  if (Array.isArray(tree.of)) {
    return { at, of: tree.of.map(child => placed(child, lineAt)) };
  }
  const { of } = tree;
  return {
    at,
    of: Object.fromEntries(
      Object.keys(of).map(key => [key, placed(of[key], lineAt)]),
    ),
  };
}
