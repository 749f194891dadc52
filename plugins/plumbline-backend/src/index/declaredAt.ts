import { DeclaredObject } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { chunksInTurns } from '../database/chunks';
import { FoundObjectRow, rowToObject } from './rows';
import { storable } from '../database/text';

/** Objects of one chunk of files. */
const MAX_OBJECTS = 20_000;

interface FileRef {
  repository: string;
  path: string;
}

/** Objects that any of these files declares or configures: many files in few queries. */
export async function declaredAt(
  reader: Knex,
  files: FileRef[],
): Promise<(FileRef & { object: DeclaredObject })[]> {
  const byRepository = new Map<string, Set<string>>();
  for (const { repository, path } of files) {
    const known = byRepository.get(repository) ?? new Set();
    byRepository.set(repository, known.add(path));
  }
  const declared: (FileRef & { object: DeclaredObject })[] = [];
  for (const [repository, paths] of byRepository) {
    for await (const chunk of chunksInTurns([...paths])) {
      const rows: (FoundObjectRow & { path: string })[] = await reader(
        'object_paths as p',
      )
        .join('objects as o', 'o.id', 'p.object_id')
        .join('sources as s', 's.id', 'o.source_id')
        .where('p.repository', storable(repository))
        .whereIn('p.path', chunk.map(storable))
        .where('o.origin', 'declared')
        .orderBy('p.object_id')
        .limit(MAX_OBJECTS)
        .select(
          'p.path',
          'o.id',
          'o.source_id',
          'o.origin',
          'o.kind',
          'o.namespace',
          'o.name',
          'o.gone_since',
          'o.facts',
          's.name as source_name',
          's.revision as source_revision',
        );
      for (const { path, ...row } of rows) {
        const found = rowToObject(row);
        if (found.origin === 'declared') {
          declared.push({ repository, path, object: found.object });
        }
      }
    }
  }
  return declared;
}
