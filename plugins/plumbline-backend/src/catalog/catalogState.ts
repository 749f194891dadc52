import { catalogSource } from '@plumbline/gitops-lookup';
import { Knex } from 'knex';
import { errorText } from '../index/leases';
import { SourceRow } from '../index/rows';
import { storable } from '../database/text';

/** What people read among the sources. */
const CATALOG_NAME = 'Backstage catalog';

/** State: labels whose objects are not noted yet. */
export const LABELS_TO_NOTE = 'labels';

/** Where reading the catalog stands. */
export interface CatalogStatus {
  /** RFC 3339; absent while it was never read. */
  lastSuccess?: string;
  /** Why the last attempt failed, or what waits to be confirmed. */
  error?: string;
  /** What that read changed is still being worked out. */
  pending: boolean;
  /** What is wrong in it. */
  notes: string[];
}

/** The catalog stands among the sources: people see there how old it is, and why. */
export async function writeSource(
  tx: Knex,
  values: Partial<
    Pick<
      SourceRow,
      'last_success' | 'last_attempt' | 'error' | 'counts' | 'took_ms'
    >
  >,
): Promise<void> {
  const { error } = values;
  const told = { ...values, ...(error && { error: errorText(error) }) };
  await tx('sources')
    .insert({
      id: catalogSource,
      kind: 'catalog',
      name: CATALOG_NAME,
      name_lower: CATALOG_NAME.toLowerCase(),
      provider: 'catalog',
      ...told,
    })
    .onConflict('id')
    .merge(told);
}

/** As long as the catalog is not to be read, it is no source. */
export async function forgetSource(tx: Knex): Promise<void> {
  await tx('sources').where({ id: catalogSource }).delete();
}

/** What is wrong in the catalog, as the last read found. */
export async function catalogNotes(reader: Knex): Promise<string[]> {
  const notes = await readState(reader, 'notes');
  return notes === undefined ? [] : JSON.parse(notes);
}

/** Where reading the catalog stands. */
export async function catalogStatus(reader: Knex): Promise<CatalogStatus> {
  const source: Pick<SourceRow, 'last_success' | 'error'> | undefined =
    await reader('sources')
      .where({ id: catalogSource })
      .first('last_success', 'error');
  const { last_success: lastSuccess, error } = source ?? {};
  const noted = await readState(reader, 'noted');
  const labels = await readState(reader, LABELS_TO_NOTE);
  const pending: unknown =
    labels ??
    (noted &&
      (await reader('ownership_changes')
        .whereIn('type', ['source', 'team', 'repository'])
        .where('id', '<=', Number(noted))
        // What cannot be worked out holds nothing else up: of its source alone nobody knows all.
        .whereNull('retry_at')
        .first('id')));
  return {
    pending: Boolean(pending),
    ...(lastSuccess && { lastSuccess }),
    ...(error && { error }),
    notes: await catalogNotes(reader),
  };
}

export async function readState(
  database: Knex,
  name: string,
): Promise<string | undefined> {
  const row: { value: string } | undefined = await database('catalog_state')
    .where({ name })
    .first('value');
  return row?.value;
}

export async function writeState(
  database: Knex,
  values: { [name: string]: string | undefined },
): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) {
      await database('catalog_state').where({ name }).delete();
    } else {
      await database('catalog_state')
        .insert({ name, value: storable(value) })
        .onConflict('name')
        .merge();
    }
  }
}
