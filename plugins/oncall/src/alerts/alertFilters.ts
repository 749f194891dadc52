import { AlertsQuery } from '@plumbline/plugin-plumbline-common';
import {
  oneOf,
  parametersOf,
  searchOf,
} from '@plumbline/plugin-plumbline-react';

const names = ['team', 'environment', 'cluster', 'text', 'cursor'] as const;

export const alertStatuses = ['firing', 'resolved'] as const;

/** What the list of alerts is narrowed down to. */
export type AlertFilters = Pick<
  AlertsQuery,
  (typeof names)[number] | 'status' | 'unowned'
>;

/** Marks an address as one of the list, since any other parameter is a label of an alert. */
const mark = { list: 'alerts' };

export function isAlertList(search: string): boolean {
  return parametersOf(search, ['list']).list === mark.list;
}

/** What an address asks to see; what it misspells is left out. */
export function alertFiltersOf(search: string): AlertFilters {
  if (!isAlertList(search)) {
    return {};
  }
  const { status, unowned, ...filters } = parametersOf(search, [
    ...names,
    'status',
    'unowned',
  ]);
  return {
    ...filters,
    status: oneOf(alertStatuses, status),
    unowned: unowned === 'true' || undefined,
  };
}

/** The address of the list with these filters. */
export function searchOfAlerts(filters: AlertFilters): string {
  const { unowned, ...others } = filters;
  const asked = { ...others, ...(unowned && { unowned: 'true' }) };
  return searchOf(asked) && searchOf({ ...mark, ...asked });
}

export function isFilteredAlerts({ cursor, ...filters }: AlertFilters) {
  return Object.values(filters).some(Boolean);
}
