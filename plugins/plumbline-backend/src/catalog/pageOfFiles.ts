import {
  CatalogEntriesQuery,
  ConfigFilesPage,
} from '@plumbline/plugin-plumbline-common';
import { Knex } from 'knex';
import { cutPage, decodeCursor } from '../database/cursor';
import { chunksOf } from '../database/chunks';

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
    rows.whereRaw('(repository, path) > (?, ?)', [repository, path]);
  }
  const { rows: places, next } = cutPage(await rows, limit, place => [
    place.repository,
    place.path,
  ]);
  const objects = await objectsOf(reader, places);
  return {
    items: places.map(place => ({
      ...place,
      objects: [...(objects.get(keyOf(place)) ?? [])],
    })),
    ...next,
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
