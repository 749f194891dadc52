import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { MatrixRow } from '@plumbline/plugin-plumbline-common';
import { useMemo } from 'react';
import { State, stateWords } from '../../words';
import { StateIcon, toneOf } from '../StateIcon';
import { countStates } from './groups';

/** How many services stand how: what is out of true first. Each count leads to its services. */
export function StateFilter(props: {
  rows: MatrixRow[];
  value: string | undefined;
  onChange(state: State | undefined): void;
}) {
  const { rows, value, onChange } = props;
  const counts = useMemo(
    () =>
      countStates(rows).filter(
        ({ state }) => toneOf(state) !== 'calm' || state === value,
      ),
    [rows, value],
  );
  if (counts.length === 0) {
    return null;
  }
  return (
    <Box
      role="group"
      aria-label="Services by how they stand"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 2 }}
    >
      {counts.map(({ state, count }) => {
        const pressed = state === value;
        return (
          <Button
            key={state}
            size="small"
            variant="outlined"
            color="inherit"
            aria-pressed={pressed}
            title={stateWords[state].meaning}
            startIcon={<StateIcon state={state} />}
            onClick={() => onChange(pressed ? undefined : state)}
            sx={{
              textTransform: 'none',
              borderRadius: 4,
              borderColor: pressed ? 'primary.main' : 'divider',
              borderWidth: pressed ? 2 : 1,
              '&:hover': { borderWidth: pressed ? 2 : 1 },
              fontWeight: pressed ? 600 : 400,
            }}
          >
            <span>
              <strong>{count.toLocaleString('en')}</strong>{' '}
              {stateWords[state].label}
            </span>
          </Button>
        );
      })}
    </Box>
  );
}
