import { AlertsQuery } from '@plumbline/plugin-plumbline-common';

const names = ['team', 'environment', 'cluster', 'text'] as const;

/** What the list of alerts is narrowed down to. */
export type AlertFilters = Pick<
  AlertsQuery,
  (typeof names)[number] | 'status' | 'unowned' | 'cursor'
>;

/** Marks an address as one of the list, since any other parameter is a label of an alert. */
const mark = { name: 'list', value: 'alerts' };

export function isAlertList(params: URLSearchParams): boolean {
  return params.get(mark.name) === mark.value;
}

/** What an address asks to see; what it misspells is left out. */
export function alertFiltersOf(search: string): AlertFilters {
  const params = new URLSearchParams(search);
  const filters: AlertFilters = {};
  if (!isAlertList(params)) {
    return filters;
  }
  for (const name of [...names, 'cursor'] as const) {
    filters[name] = params.get(name) || undefined;
  }
  const status = params.get('status');
  filters.status =
    status === 'firing' || status === 'resolved' ? status : undefined;
  filters.unowned = params.get('unowned') === 'true' || undefined;
  return filters;
}

/** The address of the list with these filters. */
export function searchOfAlerts(filters: AlertFilters): string {
  const given = Object.entries(filters).filter(([, value]) => value);
  if (given.length === 0) {
    return '';
  }
  const params = new URLSearchParams({ [mark.name]: mark.value });
  for (const [name, value] of given) {
    params.set(name, String(value));
  }
  return `?${params}`;
}

export function isFilteredAlerts({ cursor, ...filters }: AlertFilters) {
  return Object.values(filters).some(Boolean);
}
