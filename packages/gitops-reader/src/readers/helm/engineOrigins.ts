import { JsonObject, JsonValue } from '../../facts';
import { addTo } from '../../lib/groups';
import { isObject, mapTree, textAt } from '../../lib/json';
import { Origin } from '../kustomize/resource';
import { perFile } from '../../memory/perFile';
import { LineTree, ParsedRepository } from '../reader';
import { lineOf } from '../../yaml';
import { Installed } from './releases';
import { Expression, parseExpression } from './template/expression';
import { isMap, member, Value } from './template/value';

type Path = readonly (string | number)[];

/** Groups of the engines. */
const ofEngines = /argoproj\.io|toolkit\.fluxcd\.io/;

/** Fields that say at which version an engine deploys something. */
const versionFields =
  /^(targetRevision|version|tag|branch|commit|semver|digest)$/;

/** Values within: their versions are told by the images that they name. */
const withValues = /^(helm|values|valuesObject|kustomize)$/;

/** Larger values files are looked at no further. */
const mostLeaves = 50_000;

const linesOf = perFile(({ text }) => text?.split('\n') ?? []);

/** A text by its key and itself. */
const leafKey = (key: string | number | undefined, text: string) =>
  `${key}\n${text}`;

/** Where texts stand in a values file, by their key and themselves. */
const leavesOf = perFile((file): ReadonlyMap<string, Path[]> => {
  const leaves = new Map<string, Path[]>();
  const pending: { value: JsonValue; path: Path }[] = [
    { value: file.documents[0]?.value ?? null, path: [] },
  ];
  let seen = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    if (++seen > mostLeaves) {
      break;
    }
    if (Array.isArray(value)) {
      value.forEach((item, at) =>
        pending.push({ value: item, path: [...path, at] }),
      );
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        pending.push({ value: value[key] ?? null, path: [...path, key] });
      }
    } else if (typeof value === 'string' || typeof value === 'number') {
      const key = leafKey(path.at(-1), String(value));
      addTo(leaves, key, path);
    }
  }
  return leaves;
});

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
      const origin = originOf(
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

/** Places that say the same: among more it is not looked for the one that is meant, since each object would ask all of them. */
const mostAlike = 300;

const onlyOne = (paths: readonly Path[]) => (paths.length === 1 ? paths : []);

/** Whether what holds a value has one of these names, or says it. */
function isNamed(values: JsonValue, at: Path, names: readonly string[]) {
  const holder = at
    .slice(0, -1)
    .reduce<Value>(
      (value, step) =>
        Array.isArray(value) && typeof step === 'number'
          ? (value[step] ?? null)
          : member(value, String(step)),
      values,
    );
  const said = [
    ...at.slice(0, -1),
    ...(isMap(holder) ? Object.values(holder) : []),
  ];
  return names.some(name => said.includes(name));
}

/** Whether a layer of values sets what stands at a path, or a list that it is in. */
function sets(layer: Value, path: Path): boolean {
  let value: Value | undefined = layer;
  for (const step of path) {
    if (!isMap(value) || !Object.hasOwn(value, step)) {
      return value !== undefined && !isMap(value);
    }
    value = value[step];
  }
  return true;
}

/** The last layer of values that brings a text, at the one place there that it may come from. */
function originOf(
  wanted: readonly (readonly string[])[],
  text: string,
  names: readonly string[],
  { files, inline }: Installed,
  repository: ParsedRepository,
): Origin | undefined {
  const later: Value[] = [...inline];
  for (const path of files.toReversed()) {
    const file = repository.files.get(path);
    const document = file?.documents[0];
    if (!file || !document) {
      continue;
    }
    const leaves = wanted.map(
      keys =>
        [
          keys,
          leavesOf(file, repository).get(leafKey(keys.at(-1), text)) ?? [],
        ] as const,
    );
    if (leaves.some(([, { length }]) => length > mostAlike)) {
      return undefined;
    }
    const found = leaves.flatMap(([keys, alike]) =>
      alike.filter(
        at =>
          at.length > keys.length &&
          keys.every((key, position) =>
            Object.is(at[at.length - keys.length + position], key),
          ) &&
          !later.some(layer => sets(layer, at)),
      ),
    );
    const [at] =
      found.length > 1
        ? onlyOne(found.filter(each => isNamed(document.value, each, names)))
        : found;
    if (at) {
      return {
        location: {
          repository: repository.repository,
          revision: repository.revision,
          path,
          line: lineOf(document, at),
        },
        key: at.join('.'),
      };
    }
    if (found.length > 0) {
      return undefined;
    }
    later.push(document.value);
  }
  return undefined;
}
