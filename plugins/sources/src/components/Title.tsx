import Box from '@mui/material/Box';
import { ReactNode } from 'react';

/** Name of a fact, after a mark that says how it stands. */
export function Title(props: { children: ReactNode; mark?: ReactNode }) {
  return (
    <Box
      sx={{
        display: 'flex',
        gap: 1,
        alignItems: 'baseline',
        flexWrap: 'wrap',
        minWidth: 0,
      }}
    >
      {props.mark}
      <Box component="span" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {props.children}
      </Box>
    </Box>
  );
}
