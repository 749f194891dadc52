import { FileLocation, JsonObject, JsonValue } from '../facts';
import { compact, listAt, objectAt, textAt, textsAt } from '../json';
import { joinPath } from '../treePaths';
import { insert } from './collect';
import { Context, locationIn } from './context';
import { LineTree } from '../reader';
import { identityOf, Resource } from './resource';

/** Values by key, with the lines that set them. */
type Data = ReadonlyMap<string, { value: string; line: number }>;

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
          ? literalsOf(
              entry,
              index =>
                locationIn(context, kustomization, [
                  list,
                  position,
                  'literals',
                  index,
                ]).line ?? 1,
            )
          : noData;
      const namespace = textAt(entry, 'namespace');
      const hashed =
        (textAt(entry, 'options', 'disableNameSuffixHash') ??
          textAt(shared, 'disableNameSuffixHash')) !== 'true';
      const opaque = kind === 'Secret' || takesFiles(entry);
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
              ? withData(resources[at], behavior, data, location)
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
        ...(data.size > 0 ? { data: valuesOf(data) } : {}),
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
          lines: linesWith(location.line ?? 1, data),
          identities: [identityOf(value)],
          places: sources,
          origins: new Map(),
          hashed,
          opaque,
        },
        location,
        context,
      );
    });
  }
}

/** `literals: [KEY=value]`, as kustomize splits them. */
function literalsOf(entry: JsonValue, lineAt: (index: number) => number): Data {
  const data = new Map<string, { value: string; line: number }>();
  listAt(entry, 'literals').forEach((literal, index) => {
    const split = typeof literal === 'string' ? literal.indexOf('=') : -1;
    if (typeof literal === 'string' && split > 0) {
      data.set(literal.slice(0, split), {
        value: literal.slice(split + 1).replace(/^["']+|["']+$/g, ''),
        line: lineAt(index),
      });
    }
  });
  return data;
}

function valuesOf(data: Data): JsonObject {
  return Object.fromEntries([...data].map(([key, { value }]) => [key, value]));
}

function linesWith(line: number, data: Data): LineTree {
  return data.size === 0
    ? line
    : {
        at: line,
        of: {
          data: {
            at: line,
            of: Object.fromEntries(
              [...data].map(([key, value]) => [key, value.line]),
            ),
          },
        },
      };
}

/** A ConfigMap whose data another generator adds to or replaces. */
function withData(
  { value, origins }: Resource,
  behavior: string,
  data: Data,
  location: FileLocation,
): Pick<Resource, 'value' | 'origins'> {
  const before = behavior === 'merge' ? objectAt(value, 'data') : undefined;
  const after = new Map(origins);
  for (const [key, { line }] of data) {
    after.set(`data\n${key}`, { location: { ...location, line } });
  }
  return {
    value: { ...value, data: { ...before, ...valuesOf(data) } },
    origins: after,
  };
}

function sourceEntries(entry: JsonValue): JsonValue[] {
  return [
    ...listAt(entry, 'files'),
    ...listAt(entry, 'envs'),
    textAt(entry, 'env') ?? '',
  ].filter(source => source !== '');
}

function takesFiles(entry: JsonValue): boolean {
  return sourceEntries(entry).length > 0;
}

/** Files that a generator takes its data from. */
function sourcesOf(entry: JsonValue, context: Context): Resource['places'] {
  const { directory } = context.kustomization;
  const { repository, revision } = context.repository;
  const places: Resource['places'] = [];
  for (const source of sourceEntries(entry)) {
    const path =
      typeof source === 'string'
        ? joinPath(directory, source.slice(source.indexOf('=') + 1))
        : undefined;
    if (path !== undefined && context.repository.has(path)) {
      context.files.add(path);
      places.push({
        role: 'manifest',
        location: { repository, revision, path },
        note: 'is its data',
      });
    }
  }
  return places;
}
