import { SourcesQuery, SourceStatus } from '@plumbline/plugin-plumbline-common';
import {
  oneOf,
  parametersOf,
  searchOf,
  sourceStates,
} from '@plumbline/plugin-plumbline-react';

export const sourceKinds = ['repository', 'cluster', 'catalog'] as const;

/** The filters that an address asks for; what it misspells is left out. */
export function queryFromSearch(search: string): SourcesQuery {
  const { kind, state, ...others } = parametersOf(search, [
    'kind',
    'state',
    'text',
    'cursor',
  ]);
  return {
    ...others,
    kind: oneOf(sourceKinds, kind),
    state: oneOf(sourceStates, state),
  };
}

/** The address of these filters. */
export function searchFromQuery({
  kind,
  state,
  text,
  cursor,
}: SourcesQuery): string {
  return searchOf({ kind, state, text, cursor });
}

export function isFiltered({ kind, state, text }: SourcesQuery): boolean {
  return Boolean(kind || state || text);
}

/** What a read found, in words: the counts that are there. */
export function describeCounts(
  counts: NonNullable<SourceStatus['counts']>,
  kind?: SourceStatus['kind'],
): string {
  const parts: [number | undefined, string, string][] = [
    kind === 'catalog'
      ? [counts.objects, 'entity', 'entities']
      : [counts.objects, 'object', 'objects'],
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
