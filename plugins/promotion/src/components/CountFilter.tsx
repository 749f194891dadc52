import { PlaceState } from '@plumbline/plugin-plumbline-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { StateIcon } from './StateIcon';

/** How many there are of each kind, the most urgent first. Each count leads to its own, and back to all. */
export function CountFilter<K extends string>(props: {
  label: string;
  /** What is counted. */
  scope: string;
  counts: {
    key: K;
    label: string;
    meaning: string;
    state: PlaceState;
    count: number;
  }[];
  value: string | undefined;
  onChange(key: K | undefined): void;
}) {
  const { label, scope, counts, value, onChange } = props;
  if (counts.length === 0) {
    return null;
  }
  return (
    <Box
      role="group"
      aria-label={label}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        mb: 2,
      }}
    >
      <Box sx={{ color: 'text.secondary' }}>{scope}</Box>
      {counts.map(({ key, label: words, meaning, state, count }) => {
        const pressed = key === value;
        return (
          <Button
            key={key}
            size="small"
            variant="outlined"
            color="inherit"
            aria-pressed={pressed}
            title={meaning}
            startIcon={<StateIcon state={state} />}
            onClick={() => onChange(pressed ? undefined : key)}
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
              <strong>{count.toLocaleString('en')}</strong> {words}
            </span>
          </Button>
        );
      })}
    </Box>
  );
}
