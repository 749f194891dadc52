import Box from '@mui/material/Box';
import { ReactNode } from 'react';

/** A list without marks, its items set apart by fine lines. @public */
export function Rows(props: { label?: string; children: ReactNode }) {
  return (
    <Box
      component="ul"
      aria-label={props.label}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        '& > li + li': {
          borderTop: 1,
          borderColor: 'divider',
          mt: 1.5,
          pt: 1.5,
        },
      }}
    >
      {props.children}
    </Box>
  );
}
