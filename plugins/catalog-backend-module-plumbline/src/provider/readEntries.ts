import {
  CatalogEntriesClient,
  CatalogEntry,
} from '@plumbline/plugin-plumbline-common';

const PAGE = 1_000;

/** All entries, or an error: half of them would look as if the rest were gone. */
export async function readEntries(
  client: Pick<CatalogEntriesClient, 'page'>,
  signal?: AbortSignal,
): Promise<{
  entries: CatalogEntry[];
  catalogAsOf?: string;
  catalogPending: boolean;
}> {
  const entries: CatalogEntry[] = [];
  let cursor: string | undefined;
  let catalogAsOf: string | undefined;
  let catalogPending = false;
  do {
    signal?.throwIfAborted();
    const page = await client.page({ limit: PAGE, cursor });
    entries.push(...page.items);
    catalogAsOf = page.catalogAsOf;
    catalogPending ||= page.catalogPending === true;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return {
    entries,
    catalogPending,
    ...(catalogAsOf && { catalogAsOf }),
  };
}
