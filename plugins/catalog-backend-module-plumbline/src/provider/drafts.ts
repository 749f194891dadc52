import { CatalogEntry } from '@plumbline/plugin-plumbline-common';

export type EntityChoice =
  | 'services'
  | 'systems'
  | 'repositories'
  | 'clusters'
  | 'namespaces'
  | 'groups';

/** An entity that is to be: of what, and what it would be called. */
export interface Draft {
  id: string;
  kind: 'Component' | 'Resource' | 'System' | 'Group';
  wanted: string;
  /** Its name, when nothing is left of the one that is wanted. */
  otherwise: string;
  entry: CatalogEntry;
  /** Repositories, clusters and directories that have it. Null where that may be any. */
  sources: readonly string[] | null;
}

/** Which entities the entries need: none where somebody else made one, and one for all that are the same. */
export function draftsOf(
  entries: readonly CatalogEntry[],
  choices: ReadonlySet<EntityChoice>,
  guesses: boolean,
): Draft[] {
  const drafts: Draft[] = [];
  for (const entry of entries) {
    const draft =
      entry.entity === undefined &&
      entry.entities === undefined &&
      entry.sameAs === undefined
        ? draftOf(entry)
        : undefined;
    if (draft && choices.has(draft.choice)) {
      drafts.push({
        ...draft.draft,
        id: entry.id,
        entry,
        sources: sourcesOf(entry),
      });
    }
  }
  return choices.has('systems')
    ? [...drafts, ...systemsOf(entries, guesses)]
    : drafts;
}

/** Who is told to own it: policies go by that, so that a guess does not count unless that is wanted. */
export function ownerOf(
  { owners, ownerConfidence }: CatalogEntry,
  guesses: boolean,
): string | undefined {
  return ownerConfidence === 'guess' && !guesses ? undefined : owners[0];
}

function draftOf(
  entry: CatalogEntry,
):
  | { choice: EntityChoice; draft: Omit<Draft, 'id' | 'entry' | 'sources'> }
  | undefined {
  const { type, name, cluster } = entry;
  switch (type) {
    case 'service':
      return {
        choice: 'services',
        draft: { kind: 'Component', wanted: name, otherwise: 'service' },
      };
    case 'repository':
      return {
        choice: 'repositories',
        draft: { kind: 'Resource', wanted: name, otherwise: 'repository' },
      };
    case 'cluster':
      return {
        choice: 'clusters',
        draft: { kind: 'Resource', wanted: name, otherwise: 'cluster' },
      };
    case 'namespace':
      // What Git alone declares is none yet.
      return cluster === undefined
        ? undefined
        : {
            choice: 'namespaces',
            draft: {
              kind: 'Resource',
              wanted: `${cluster}-${name}`,
              otherwise: 'namespace',
            },
          };
    case 'team':
      return name.startsWith('group:')
        ? {
            choice: 'groups',
            draft: {
              kind: 'Group',
              wanted: name.slice(name.lastIndexOf('/') + 1),
              otherwise: 'team',
            },
          }
        : undefined;
    default:
      return undefined;
  }
}

export function systemId(partOf: string): string {
  return `system:${partOf}`;
}

/** Entities that somebody else made, by the id of what they stand for. */
export function existingRefs(
  entries: readonly CatalogEntry[],
): Map<string, string> {
  const refs = new Map<string, string>();
  for (const { id, entity, partOf, system } of entries) {
    if (entity !== undefined) {
      refs.set(id, entity);
    }
    if (partOf !== undefined && system !== undefined) {
      refs.set(systemId(partOf), system);
    }
  }
  return refs;
}

function sourcesOf({
  id,
  type,
  cluster,
  repository,
  sources,
}: CatalogEntry): Draft['sources'] {
  switch (type) {
    case 'team':
      return sources ?? null;
    case 'cluster':
    case 'repository':
      return [id];
    default:
      return [
        cluster === undefined
          ? `repository:${repository}`
          : `cluster:${cluster}`,
      ];
  }
}

/** Products whose parts the services are, each owned by the team that owns more of them than all others together. */
function systemsOf(
  entries: readonly CatalogEntry[],
  guesses: boolean,
): Draft[] {
  const products = new Map<string, CatalogEntry[]>();
  for (const entry of entries) {
    const { partOf, system } = entry;
    if (partOf !== undefined && system === undefined) {
      const parts = products.get(partOf) ?? [];
      parts.push(entry);
      products.set(partOf, parts);
    }
  }
  return [...products].map(([partOf, parts]): Draft => {
    const owned = parts.flatMap(part => ownerOf(part, guesses) ?? []);
    const most = [...new Set(owned)].find(
      owner => owned.filter(each => each === owner).length > owned.length / 2,
    );
    const id = systemId(partOf);
    return {
      id,
      kind: 'System',
      wanted: partOf,
      otherwise: 'system',
      entry: {
        id,
        type: 'service',
        name: partOf,
        owners: most === undefined ? [] : [most],
        contested: false,
      },
      sources: [...new Set(parts.flatMap(part => sourcesOf(part) ?? []))],
    };
  });
}
