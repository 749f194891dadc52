import {
  CatalogEntriesQuery,
  ConfigFilesPage,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { decodeCursor, encodeCursor } from '../index/cursor';
import { chunksOf } from '../index/chunks';
import { storable } from '../index/rows';

const DEFAULT_PAGE = 500;
/** Objects that are named for one file: a base can declare what hundreds of overlays build. */
const MAX_OBJECTS = 10;
const MAX_ROWS = 20_000;

interface FilePlace {
  repository: string;
  path: string;
}

/** Files that declare or configure objects, by repository and path. */
export async function pageOfFiles(
  reader: Knex,
  query: CatalogEntriesQuery,
): Promise<ConfigFilesPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const rows = reader('object_paths')
    .distinct<FilePlace[]>('repository', 'path')
    .orderBy(['repository', 'path'])
    .limit(limit + 1);
  if (query.cursor) {
    const [repository, path] = decodeCursor(query.cursor, ['string', 'string']);
    rows.whereRaw('(repository, path) > (?, ?)', [
      storable(String(repository)),
      storable(String(path)),
    ]);
  }
  const found = await rows;
  const places = found.slice(0, limit);
  const objects = await objectsOf(reader, places);
  const last = places.at(-1);
  return {
    items: places.map(place => ({
      ...place,
      objects: [...(objects.get(keyOf(place)) ?? [])],
    })),
    ...(found.length > limit &&
      last && { nextCursor: encodeCursor([last.repository, last.path]) }),
  };
}

async function objectsOf(
  reader: Knex,
  places: FilePlace[],
): Promise<Map<string, Set<string>>> {
  const objects = new Map<string, Set<string>>();
  for (const chunk of chunksOf(places)) {
    const rows: (FilePlace & {
      kind: string;
      namespace: string;
      name: string;
    })[] = await reader('object_paths as p')
      .join('objects as o', 'o.id', 'p.object_id')
      .whereIn(
        ['p.repository', 'p.path'],
        chunk.map(({ repository, path }) => [repository, path]),
      )
      .orderBy(['p.repository', 'p.path', 'o.kind', 'o.namespace', 'o.name'])
      .limit(MAX_ROWS)
      .select('p.repository', 'p.path', 'o.kind', 'o.namespace', 'o.name');
    for (const { kind, namespace, name, ...place } of rows) {
      const known = objects.get(keyOf(place)) ?? new Set<string>();
      objects.set(keyOf(place), known);
      if (known.size < MAX_OBJECTS) {
        known.add(`${kind} ${namespace && `${namespace}/`}${name}`);
      }
    }
  }
  return objects;
}

function keyOf({ repository, path }: FilePlace): string {
  return JSON.stringify([repository, path]);
}
