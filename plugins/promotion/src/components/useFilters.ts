import { parametersOf, searchOf } from '@plumbline/plugin-plumbline-react';
import { useLocation, useNavigate } from 'react-router-dom';

/** What an address asks for, each part as a text. */
export type FiltersOf<N extends string> = { [name in N]?: string };

/** What the address asks for, and the ways to ask for something else: another filter begins with the first page. */
export function useFilters<N extends string>(names: readonly N[]) {
  const { search } = useLocation();
  const navigate = useNavigate();
  const filters: FiltersOf<N> = parametersOf(search, names);
  return {
    filters,
    show: (next: FiltersOf<N>) =>
      navigate(
        { search: searchOf({ ...filters, cursor: undefined, ...next }) },
        { replace: true },
      ),
    showAll: () => navigate({ search: '' }),
  };
}

/** More days than the API takes. */
const MOST_DAYS = 10_000;

/** A number of days that an address asks for, as far as it makes sense. */
export function daysOf(text: string | undefined): number | undefined {
  const days = Number(text);
  return Number.isInteger(days) && days > 0
    ? Math.min(days, MOST_DAYS)
    : undefined;
}
