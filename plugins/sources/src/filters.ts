import { SourcesQuery, SourceStatus } from '@plumbline/plugin-plumbline-common';
import { sourceStates } from '@plumbline/plugin-plumbline-react';

/** The filters that an address asks for; what it misspells is left out. */
export function queryFromSearch(search: string): SourcesQuery {
  const params = new URLSearchParams(search);
  const kind = params.get('kind');
  const state = params.get('state');
  return {
    kind: kind === 'repository' || kind === 'cluster' ? kind : undefined,
    state: sourceStates.find(known => known === state),
    text: params.get('text') || undefined,
    cursor: params.get('cursor') || undefined,
  };
}

/** The address of these filters. A change of filter starts at the first page. */
export function searchFromQuery(query: SourcesQuery): string {
  const params = new URLSearchParams();
  for (const name of ['kind', 'state', 'text', 'cursor'] as const) {
    const value = query[name];
    if (value) {
      params.set(name, value);
    }
  }
  const search = params.toString();
  return search ? `?${search}` : '';
}

export function isFiltered({ kind, state, text }: SourcesQuery): boolean {
  return Boolean(kind || state || text);
}

/** What a read found, in words: the counts that are there. */
export function describeCounts(
  counts: NonNullable<SourceStatus['counts']>,
): string {
  const parts: [number | undefined, string, string][] = [
    [counts.objects, 'object', 'objects'],
    [counts.files, 'file', 'files'],
    [counts.findings, 'finding', 'findings'],
  ];
  return parts
    .flatMap(([count, one, many]) =>
      count === undefined || (count === 0 && one === 'finding')
        ? []
        : [`${count.toLocaleString('en')} ${count === 1 ? one : many}`],
    )
    .join(' · ');
}

export function describeDuration(milliseconds: number): string {
  return milliseconds < 1_000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1_000).toFixed(1)} s`;
}
