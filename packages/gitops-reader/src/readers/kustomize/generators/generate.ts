import { FileLocation, JsonObject, JsonValue } from '../../../facts';
import { compact, listAt, objectAt, textAt, textsAt } from '../../../lib/json';
import { LineTree } from '../../reader';
import { baseName, joinPath } from '../../../files/treePaths';
import { insert } from '../build/collect';
import { Context, locationIn } from '../build/context';
import { identityOf, Resource } from '../resource';

/** Values by key, with the places that set them. Files are known by their places alone. */
type Data = ReadonlyMap<string, { value?: string; location: FileLocation }>;

const noData: Data = new Map();

/** Objects of generators by name; those that merge or replace only add their places. */
export function generate(resources: Resource[], context: Context): void {
  const { kustomization } = context;
  const shared = objectAt(kustomization.value, 'generatorOptions');
  for (const [list, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const) {
    listAt(kustomization.value, list).forEach((entry, position) => {
      const name = textAt(entry, 'name');
      if (!name) {
        return;
      }
      const location = locationIn(context, kustomization, [list, position]);
      const sources = sourcesOf(entry, context);
      const behavior = textAt(entry, 'behavior') ?? 'create';
      // Values of Secrets are nobody's business.
      const data =
        kind === 'ConfigMap'
          ? dataOf(entry, [list, position], context)
          : noData;
      const namespace = textAt(entry, 'namespace');
      const hashed =
        (textAt(entry, 'options', 'disableNameSuffixHash') ??
          textAt(shared, 'disableNameSuffixHash')) !== 'true';
      const opaque = kind === 'Secret' || takesUnread(entry, context);
      if (behavior === 'merge' || behavior === 'replace') {
        const at = resources.findIndex(({ identities }) =>
          identities.some(
            id =>
              id.kind === kind &&
              id.group === '' &&
              id.name === name &&
              (namespace === undefined || id.namespace === namespace),
          ),
        );
        if (at >= 0) {
          resources[at] = {
            ...resources[at],
            hashed: resources[at].hashed === true && hashed,
            opaque:
              opaque || (behavior === 'merge' && resources[at].opaque === true),
            ...(kind === 'ConfigMap'
              ? withData(resources[at], behavior, data)
              : {}),
            places: [
              ...resources[at].places,
              { role: 'overlay', location, note: `${behavior}s its data` },
              ...sources,
            ],
          };
        }
        return;
      }
      const option = (field: string) => ({
        ...textsAt(shared, field),
        ...textsAt(entry, 'options', field),
      });
      const labels = option('labels');
      const annotations = option('annotations');
      const values = valuesOf(data);
      const value: JsonObject = {
        apiVersion: 'v1',
        kind,
        metadata: compact<JsonObject>({
          name,
          namespace,
          labels: Object.keys(labels).length > 0 ? labels : undefined,
          annotations:
            Object.keys(annotations).length > 0 ? annotations : undefined,
        }),
        ...(Object.keys(values).length > 0 ? { data: values } : {}),
        ...(kind === 'Secret'
          ? { type: textAt(entry, 'type') ?? 'Opaque' }
          : {}),
        ...((textAt(entry, 'options', 'immutable') ??
          textAt(shared, 'immutable')) === 'true'
          ? { immutable: true }
          : {}),
      };
      insert(
        resources,
        {
          value,
          location,
          lines: linesWith(location, data),
          identities: [identityOf(value)],
          places: sources,
          origins: originsWith(new Map(), data),
          hashed,
          opaque,
        },
        location,
        context,
      );
    });
  }
}

/** What a generator takes from files, from its own lines, and from files of variables. */
function dataOf(
  entry: JsonValue,
  at: (string | number)[],
  context: Context,
): Data {
  const { repository, revision } = context.repository;
  const data = new Map<string, { value?: string; location: FileLocation }>();
  for (const source of listAt(entry, 'files')) {
    const [path] = filesOf([source], context);
    if (typeof source === 'string' && path !== undefined) {
      const split = source.indexOf('=');
      data.set(split < 0 ? baseName(path) : source.slice(0, split), {
        location: { repository, revision, path },
      });
    }
  }
  // As kustomize splits them: `literals: [KEY=value]`.
  listAt(entry, 'literals').forEach((literal, index) => {
    const split = typeof literal === 'string' ? literal.indexOf('=') : -1;
    if (typeof literal === 'string' && split > 0) {
      data.set(literal.slice(0, split), {
        value: literal.slice(split + 1).replace(/^["']+|["']+$/g, ''),
        location: locationIn(context, context.kustomization, [
          ...at,
          'literals',
          index,
        ]),
      });
    }
  });
  for (const path of filesOf(variableFiles(entry), context)) {
    const text = context.repository.file(path)?.text ?? '';
    text.split(/\r?\n/).forEach((line, position) => {
      const [, key, value] = /^\s*([^#=\s][^=]*)=(.*)$/.exec(line) ?? [];
      if (key !== undefined) {
        data.set(key, {
          value,
          location: { repository, revision, path, line: position + 1 },
        });
      }
    });
  }
  return data;
}

function valuesOf(data: Data): JsonObject {
  return Object.fromEntries(
    [...data].flatMap(([key, { value }]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

/** Lines of the values that stand in the file of the generator itself. */
function linesWith({ path, line = 1 }: FileLocation, data: Data): LineTree {
  const own = [...data].filter(([, { location }]) => location.path === path);
  return own.length === 0
    ? line
    : {
        at: line,
        of: {
          data: {
            at: line,
            of: Object.fromEntries(
              own.map(([key, { location }]) => [key, location.line ?? line]),
            ),
          },
        },
      };
}

/** Where each value is written. */
function originsWith(
  origins: Resource['origins'],
  data: Data,
): Resource['origins'] {
  const result = new Map(origins);
  for (const [key, { location }] of data) {
    result.set(`data\n${key}`, { location });
  }
  return result;
}

/** A ConfigMap whose data another generator adds to or replaces. */
function withData(
  { value, origins }: Resource,
  behavior: string,
  data: Data,
): Pick<Resource, 'value' | 'origins'> {
  const before = behavior === 'merge' ? objectAt(value, 'data') : undefined;
  // What a file says now is not known here, but that it is no longer what was said before.
  const kept = Object.entries(before ?? {}).filter(([key]) => !data.has(key));
  return {
    value: {
      ...value,
      data: { ...Object.fromEntries(kept), ...valuesOf(data) },
    },
    origins: originsWith(origins, data),
  };
}

function variableFiles(entry: JsonValue): JsonValue[] {
  return [...listAt(entry, 'envs'), textAt(entry, 'env') ?? ''];
}

/** Paths of the files that some entries of a generator name. */
function filesOf(sources: JsonValue[], context: Context): string[] {
  return sources.flatMap(source => {
    const path =
      typeof source === 'string' && source !== ''
        ? joinPath(
            context.kustomization.directory,
            source.slice(source.indexOf('=') + 1),
          )
        : undefined;
    return path !== undefined && context.repository.has(path) ? [path] : [];
  });
}

/** A variable that whoever runs kustomize has in the environment. */
function isWithoutValue(line: string): boolean {
  return /^\s*[^#\s]/.test(line) && !line.includes('=');
}

/**
 * Whether a generator takes data that is not known here: files whole, files of variables that were not read, and
 * variables without a value.
 */
function takesUnread(entry: JsonValue, context: Context): boolean {
  const variables = variableFiles(entry).filter(source => source !== '');
  const read = filesOf(variables, context).filter(path => {
    const text = context.repository.file(path)?.text;
    return text !== undefined && !text.split('\n').some(isWithoutValue);
  });
  return listAt(entry, 'files').length > 0 || read.length < variables.length;
}

/** Files that a generator takes its data from. */
function sourcesOf(entry: JsonValue, context: Context): Resource['places'] {
  const { repository, revision } = context.repository;
  return filesOf(
    [...listAt(entry, 'files'), ...variableFiles(entry)],
    context,
  ).map(path => {
    context.files.add(path);
    return {
      role: 'manifest',
      location: { repository, revision, path },
      note: 'is its data',
    };
  });
}
