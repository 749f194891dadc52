import { MatrixQuery } from '@plumbline/plugin-plumbline-common';
import {
  oneOf,
  parametersOf,
  searchOf,
} from '@plumbline/plugin-plumbline-react';
import { states } from '../../words';

/** As many services as the API gives at once. */
export const PAGE = 2_000;

export const sorts = ['name', 'attention', 'waiting', 'changed'] as const;

const names = [
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

/** What the address asks for, each part as a text. */
export type Filters = { [N in (typeof names)[number]]?: string };

export function filtersOf(search: string): Filters {
  return parametersOf(search, names);
}

/** The address of the same page with other filters; another filter begins with the first page. */
export function searchWith(filters: Filters, next: Filters): string {
  return searchOf({ ...filters, cursor: undefined, ...next });
}

/** What the API is asked. Parts of an address that make no sense are left out. */
export function queryOf(filters: Filters): MatrixQuery {
  const { text, team, environment, cluster, repository, cursor } = filters;
  const waiting = Number(filters.waiting);
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
    waiting: Number.isInteger(waiting) && waiting > 0 ? waiting : undefined,
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
