import { JsonObject, JsonValue } from '../facts';
import { compact, listAt, objectAt, textAt, textsAt } from '../json';
import { joinPath } from '../treePaths';
import { insert } from './collect';
import { Context, locationIn } from './context';
import { identityOf, Resource } from './resource';

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
      const namespace = textAt(entry, 'namespace');
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
      const hashed =
        (textAt(entry, 'options', 'disableNameSuffixHash') ??
          textAt(shared, 'disableNameSuffixHash')) !== 'true';
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
      };
      insert(
        resources,
        {
          value,
          location,
          lines: location.line ?? 1,
          identities: [identityOf(value)],
          places: sources,
          origins: new Map(),
          hashed,
        },
        location,
        context,
      );
    });
  }
}

/** Files that a generator takes its data from. */
function sourcesOf(entry: JsonValue, context: Context): Resource['places'] {
  const { directory } = context.kustomization;
  const { repository, revision } = context.repository;
  const places: Resource['places'] = [];
  const entries = [
    ...listAt(entry, 'files'),
    ...listAt(entry, 'envs'),
    ...[textAt(entry, 'env')],
  ];
  for (const source of entries) {
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
