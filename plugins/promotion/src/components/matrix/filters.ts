import { MatrixQuery } from '@plumbline/plugin-plumbline-common';
import { oneOf } from '@plumbline/plugin-plumbline-react';
import { states } from '../../words';
import { daysOf, FiltersOf } from '../useFilters';

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
  'cursor',
] as const;

export type Filters = FiltersOf<(typeof names)[number]>;

/** What the API is asked. Parts of an address that make no sense are left out. */
export function queryOf(filters: Filters): MatrixQuery {
  const { text, team, environment, cluster, repository, cursor } = filters;
  const since = Date.parse(filters.since ?? '');
  return {
    text,
    team,
    environment,
    cluster,
    repository,
    cursor,
    verdict: oneOf(states, filters.verdict),
    behind: filters.behind === 'true' || undefined,
    waiting: daysOf(filters.waiting),
    since: Number.isNaN(since) ? undefined : new Date(since).toISOString(),
    sort: oneOf(sorts, filters.sort),
    limit: PAGE,
  };
}

/** Whether anything is left out. */
export function isFiltered(filters: Filters): boolean {
  const { sort, cursor, ...narrowing } = filters;
  return Object.values(narrowing).some(Boolean);
}
