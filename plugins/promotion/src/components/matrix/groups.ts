import {
  MatrixCell,
  MatrixRow,
  PlaceState,
  placeStateOf,
  placeStates,
  placeUrgency,
} from '@plumbline/plugin-plumbline-common';

/** The places of a service in one environment: its clusters, and namespaces where one holds it several times. */
export interface Group {
  environment: string;
  places: MatrixCell[];
  /** The one that deserves most attention, which stands for all of them. */
  lead: MatrixCell;
  /** Versions of the places, without those that repeat. */
  versions: string[];
}

/** The places of a service by environment, in the order of the columns. */
export function groupsOf(
  row: MatrixRow,
  environments: readonly string[],
): (Group | undefined)[] {
  const places = new Map<string, MatrixCell[]>();
  for (const cell of row.cells) {
    const known = places.get(cell.environment);
    if (known) {
      known.push(cell);
    } else {
      places.set(cell.environment, [cell]);
    }
  }
  return environments.map(environment =>
    groupOf(environment, places.get(environment) ?? []),
  );
}

export function groupOf(
  environment: string,
  places: MatrixCell[],
): Group | undefined {
  const [first, ...others] = places;
  if (!first) {
    return undefined;
  }
  const lead = others.reduce(
    (found, cell) => (placeUrgency(cell) < placeUrgency(found) ? cell : found),
    first,
  );
  return {
    environment,
    places,
    lead,
    versions: [...new Set(places.flatMap(({ version }) => version ?? []))],
  };
}

/** How many services a filter by each state would leave, the most urgent first; states that nothing is in are left out. */
export function countStates(
  rows: readonly MatrixRow[],
): { state: PlaceState; count: number }[] {
  const counts = new Map<PlaceState, number>();
  for (const { cells } of rows) {
    const own = cells.flatMap((cell): PlaceState[] => [
      placeStateOf(cell),
      cell.verdict,
      cell.relation,
    ]);
    for (const state of new Set(own)) {
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
  }
  return placeStates.flatMap(state => {
    const count = counts.get(state);
    return count === undefined ? [] : [{ state, count }];
  });
}
