import { MatrixRow, PlaceState } from '@plumbline/plugin-plumbline-common';
import { useMemo } from 'react';
import { stateWords } from '../../words';
import { CountFilter } from '../CountFilter';
import { toneOf } from '../StateIcon';
import { countStates } from './groups';

/** How many services stand how, as filters: what is out of true first. */
export function StateFilter(props: {
  rows: MatrixRow[];
  value: string | undefined;
  /** There are more services than these. */
  onePage: boolean;
  onChange(state: PlaceState | undefined): void;
}) {
  const { rows, value, onePage, onChange } = props;
  const counts = useMemo(
    () =>
      countStates(rows)
        .filter(({ state }) => toneOf(state) !== 'calm' || state === value)
        .map(({ state, count }) => ({
          key: state,
          label: stateWords[state].label,
          meaning: stateWords[state].meaning,
          state,
          count,
        })),
    [rows, value],
  );
  return (
    <CountFilter
      label={
        onePage
          ? 'Services of this page by how they stand'
          : 'Services by how they stand'
      }
      scope={onePage ? 'Services on this page:' : 'Services:'}
      counts={counts}
      value={value}
      onChange={onChange}
    />
  );
}
