import { Knex } from 'knex';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { digestOfText } from '../../database/digest';
import { expandLinks } from './changeNotes';
import { repositoryLink, withoutRevisions } from './thingRows';

/** What the rules of a repository say, whatever its commit. Undefined where it is not known. */
export async function digestOfRules(
  reader: Knex,
  sourceId: string,
): Promise<string | undefined> {
  const known = await new DatabaseIndex(reader).ownershipRules(
    sourceId.slice('repository:'.length),
  );
  return known && digestOfText(withoutRevisions(known.rules));
}

/**
 * Notes what is deployed from a repository and has no manifest there, or may have one, unless that was noted by the same rules
 * before: most pushes change none.
 */
export async function noteDeployed(
  tx: Knex,
  sourceId: string,
  digest: string | undefined,
): Promise<void> {
  const rules = () => tx('repository_ownership').where('source_id', sourceId);
  const row: { noted: string | null } | undefined =
    await rules().first('noted');
  if (!row || row.noted !== digest) {
    await expandLinks(tx, [repositoryLink(sourceId)]);
    await rules().update({ noted: digest ?? null });
  }
}
