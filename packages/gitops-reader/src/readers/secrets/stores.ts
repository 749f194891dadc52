import { FileLocation, Finding, JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { ofEveryFile, perFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { lineOf } from '../../yaml';
import { objectsIn } from './ownObjects';

interface StoreName {
  kind: string;
  name: string;
}

interface StoresOfFile {
  declared: StoreName[];
  /** It declares a store, and what that is called is not told here. */
  unnamed: boolean;
  wanted: (StoreName & { location: FileLocation })[];
}

const isStoreKind = (kind: JsonValue | undefined) =>
  kind === 'SecretStore' || kind === 'ClusterSecretStore';

/** Beyond this, comparing all names with all takes long. */
const mostStores = 500;

/** What something else fills in is no name. */
const isOpen = (name: string) => /[${}<>]/.test(name);

const storesOf = perFile(
  ({ path, documents, text }, { repository, revision }): StoresOfFile => {
    const found: StoresOfFile = {
      declared: [],
      // The template of a chart: its names depend on the values.
      unnamed:
        text !== undefined && /^kind:\s*(Cluster)?SecretStore\b/m.test(text),
      wanted: [],
    };
    for (const document of documents) {
      for (const { value, lines, line } of objectsIn(document, path)) {
        if (
          !textAt(value, 'apiVersion')?.startsWith('external-secrets.io/') ||
          typeof value.kind !== 'string'
        ) {
          continue;
        }
        const name = textAt(value, 'metadata', 'name');
        if (isStoreKind(value.kind)) {
          if (name && !isOpen(name)) {
            found.declared.push({ kind: value.kind, name });
          } else {
            found.unnamed = true;
          }
          continue;
        }
        for (const reference of referencesOf(value.kind, value)) {
          const wanted = textAt(reference.value, 'name');
          const kind = textAt(reference.value, 'kind') ?? 'SecretStore';
          if (wanted && !isOpen(wanted) && isStoreKind(kind)) {
            found.wanted.push({
              kind,
              name: wanted,
              location: {
                repository,
                revision,
                path,
                line: lines ? lineOf({ lines }, reference.path) : line,
              },
            });
          }
        }
      }
    }
    return found;
  },
);

const storesOfFiles = ofEveryFile((file, repository) => {
  if (file.documents.length === 0 && file.text === undefined) {
    return undefined;
  }
  const stores = storesOf(file, repository);
  return stores.unnamed || stores.declared.length + stores.wanted.length > 0
    ? stores
    : undefined;
});

/** References to stores: of the whole, and of its parts. */
function referencesOf(
  kind: string,
  object: JsonValue,
): { value: JsonValue; path: (string | number)[] }[] {
  if (!/^(Cluster)?ExternalSecret$/.test(kind)) {
    return [];
  }
  const spec =
    kind === 'ExternalSecret' ? ['spec'] : ['spec', 'externalSecretSpec'];
  return [
    [...spec, 'secretStoreRef'],
    ...['data', 'dataFrom'].flatMap(list =>
      listAt(object, ...spec, list).map((_, position) => [
        ...spec,
        list,
        position,
        'sourceRef',
        'storeRef',
      ]),
    ),
  ].flatMap(path => {
    const value = objectAt(object, ...path);
    return isObject(value) ? [{ value, path }] : [];
  });
}

/**
 * Stores that ExternalSecrets name and nothing here declares: one finding for each store. A repository that declares
 * none of their kind leaves that to others, and where one is made by a template nothing can be told.
 */
export function missingStores(
  repository: ParsedRepository,
  isTest: (path: string) => boolean,
): Finding[] {
  const declared = new Map<string, Set<string>>();
  const wanted = new Map<string, StoresOfFile['wanted']>();
  for (const { file, made: stores } of storesOfFiles(repository)) {
    if (stores.unnamed) {
      return [];
    }
    for (const { kind, name } of stores.declared) {
      declared.set(kind, (declared.get(kind) ?? new Set()).add(name));
    }
    if (!isTest(file.path)) {
      for (const reference of stores.wanted) {
        const key = `${reference.kind}/${reference.name}`;
        const known = wanted.get(key);
        if (known) {
          known.push(reference);
        } else {
          wanted.set(key, [reference]);
        }
      }
    }
  }
  return [...wanted.values()].flatMap((references): Finding[] => {
    const [{ kind, name, location }, ...others] = references;
    const known = declared.get(kind) ?? new Set();
    if (known.size === 0 || known.size > mostStores || known.has(name)) {
      return [];
    }
    // A kustomization may put something before or behind the name.
    return [...known].some(
      store => name.startsWith(store) || name.endsWith(store),
    )
      ? []
      : [
          {
            rule: 'secret-store-missing',
            severity: 'info',
            location,
            message: `No ${kind} called ${name} stands in this repository, though others do${others.length > 0 ? ` (and ${others.length} more want it)` : ''}`,
            fix: 'Correct the name, or declare the store; nothing needs to change where it comes from elsewhere.',
          },
        ];
  });
}
