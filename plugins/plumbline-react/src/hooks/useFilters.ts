import { useLocation, useNavigate } from 'react-router-dom';
import { parametersOf, searchOf } from '../addresses';

/** What an address asks for, each part as a text. @public */
export type FiltersOf<N extends string> = { [name in N]?: string };

/** What the address of a list asks for, and the ways to ask for something else. @public */
export interface Filters<N extends string> {
  filters: FiltersOf<N>;
  /** Where the page begins that is shown. */
  cursor: string | undefined;
  /** Changes some of the filters, in place of what was asked before; the list begins anew. */
  show(next: FiltersOf<N>): void;
  /** Another page of the same, as a step that Back undoes. */
  showPage(cursor: string | undefined): void;
  /** Takes all filters away. */
  showAll(): void;
}

/**
 * Filters that stand in the address.
 *
 * @param names - The parameters that narrow the list down or sort it.
 * @param kept - What stands in the address beside them, whatever is asked.
 * @public
 */
export function useFilters<N extends string>(
  names: readonly N[],
  kept: { [name: string]: string | undefined } = {},
): Filters<N> {
  const { search } = useLocation();
  const navigate = useNavigate();
  const filters: FiltersOf<N> = parametersOf(search, names);
  const { cursor } = parametersOf(search, ['cursor']);
  return {
    filters,
    cursor,
    show: next =>
      navigate(
        { search: searchOf({ ...kept, ...filters, ...next }) },
        { replace: true },
      ),
    showPage: next =>
      navigate({ search: searchOf({ ...kept, ...filters, cursor: next }) }),
    showAll: () => navigate({ search: searchOf(kept) }),
  };
}
