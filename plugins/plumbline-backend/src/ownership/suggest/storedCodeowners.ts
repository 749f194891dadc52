import { OwnershipRules } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { chunksOf } from '../../database/chunks';

/** The CODEOWNERS of each of these repositories. Absent: there is no such repository; undefined: it has none. */
export async function storedCodeowners(
  reader: Knex,
  repositories: string[],
): Promise<Map<string, OwnershipRules['codeowners']>> {
  const ids = new Map(
    repositories.map(repository => [`repository:${repository}`, repository]),
  );
  const found = new Map<string, OwnershipRules['codeowners']>();
  for (const chunk of chunksOf([...ids.keys()])) {
    const rows: { source_id: string; rules: string }[] = await reader(
      'repository_ownership',
    )
      .whereIn('source_id', chunk)
      .select('source_id', 'rules');
    for (const { source_id, rules } of rows) {
      const { codeowners }: Pick<OwnershipRules, 'codeowners'> =
        JSON.parse(rules);
      found.set(ids.get(source_id) ?? '', codeowners);
    }
  }
  return found;
}
