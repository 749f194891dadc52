import {
  CatalogEntriesClient,
  CatalogEntry,
} from '@plumbline/plugin-plumbline-common';

const PAGE = 1_000;

export interface ReadEntries {
  entries: CatalogEntry[];
  /** Providers whose list is not known: `provider:github`. */
  unlisted: string[];
  /** One of them never told any: what is not listed may be its own. */
  neverListed: boolean;
  catalogAsOf?: string;
  catalogPending: boolean;
  /** What is wrong in the catalog, in words. */
  notes: string[];
}

/** All entries, or an error: half of them would look as if the rest were gone. */
export async function readEntries(
  client: Pick<CatalogEntriesClient, 'page'>,
  signal?: AbortSignal,
): Promise<ReadEntries> {
  const entries: CatalogEntry[] = [];
  let cursor: string | undefined;
  let catalogAsOf: string | undefined;
  let catalogPending = false;
  let notes: string[] = [];
  const unlisted = new Set<string>();
  let neverListed = false;
  do {
    signal?.throwIfAborted();
    const page = await client.page({ limit: PAGE, cursor });
    entries.push(...page.items);
    page.unlisted?.forEach(id => unlisted.add(id));
    neverListed ||= page.neverListed === true;
    catalogAsOf = page.catalogAsOf;
    notes = page.notes;
    catalogPending ||= page.catalogPending === true;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return {
    entries,
    unlisted: [...unlisted],
    neverListed,
    catalogPending,
    notes,
    ...(catalogAsOf && { catalogAsOf }),
  };
}
