import { MatrixCell } from './types';

/**
 * What is shown first of a place: its verdict, unless the cluster does not have it at all.
 *
 * @public
 */
export type PlaceState = MatrixCell['verdict'] | 'missing';

/**
 * The states of places, the most urgent first.
 *
 * @public
 */
export const placeStates: readonly PlaceState[] = [
  'diverged',
  'missing',
  'rolled-back',
  'ahead',
  'behind',
  'different',
  'floating',
  'unknown',
  'same',
  'first',
];

/** @public */
export function placeStateOf({
  verdict,
  runs,
}: Pick<MatrixCell, 'verdict' | 'runs'>): PlaceState {
  return runs === 'missing' && verdict !== 'diverged' ? 'missing' : verdict;
}

/**
 * Where a place stands in the order of urgency: 0 is the most urgent, `placeStates.length` less urgent than any.
 *
 * @public
 */
export function placeUrgency(
  cell: Pick<MatrixCell, 'verdict' | 'runs'>,
): number {
  return placeStates.indexOf(placeStateOf(cell));
}
