import { MatrixQuery, placeStates } from '@plumbline/plugin-plumbline-common';
import { FiltersOf, oneOf } from '@plumbline/plugin-plumbline-react';
import { daysOf } from '../../days';

/** As many services as the API gives at once. */
export const PAGE = 2_000;

export const sorts = ['name', 'attention', 'waiting', 'changed'] as const;

export const names = [
  'text',
  'team',
  'environment',
  'cluster',
  'repository',
  'verdict',
  'behind',
  'waiting',
  'since',
  'sort',
] as const;

export type Filters = FiltersOf<(typeof names)[number]>;

/** The filters of an address without those that make no sense: they neither ask anything nor look as if they did. */
export function knownFilters(filters: Filters): Filters {
  const since = Date.parse(filters.since ?? '');
  return {
    ...filters,
    verdict: oneOf(placeStates, filters.verdict),
    behind: filters.behind === 'true' ? 'true' : undefined,
    waiting: daysOf(filters.waiting)?.toString(),
    since: Number.isNaN(since) ? undefined : new Date(since).toISOString(),
    sort: oneOf(sorts, filters.sort),
  };
}

/** What the API is asked. */
export function queryOf(filters: Filters, cursor?: string): MatrixQuery {
  const { text, team, environment, cluster, repository, since } = filters;
  return {
    text,
    team,
    environment,
    cluster,
    repository,
    cursor,
    verdict: oneOf(placeStates, filters.verdict),
    behind: filters.behind === 'true' || undefined,
    waiting: daysOf(filters.waiting),
    since,
    sort: oneOf(sorts, filters.sort),
    limit: PAGE,
  };
}

/** Whether anything is left out. */
export function isFiltered(filters: Filters): boolean {
  const { sort, ...narrowing } = filters;
  return Object.values(narrowing).some(Boolean);
}
