import Box from '@mui/material/Box';
import { ReactNode } from 'react';

/** The main part of a page below the portal's header. @public */
export function PageBody(props: { children: ReactNode }) {
  return (
    <Box
      component="main"
      sx={{
        width: '100%',
        maxWidth: 1240,
        mx: 'auto',
        px: { xs: 2, sm: 3 },
        pt: { xs: 2, sm: 3 },
        pb: 10,
      }}
    >
      {props.children}
    </Box>
  );
}

/** Said by screen readers when it changes, seen by nobody. @public */
export function Announcement(props: { children: ReactNode }) {
  return (
    <Box
      role="status"
      sx={{
        position: 'absolute',
        width: '1px',
        height: '1px',
        overflow: 'hidden',
        clipPath: 'inset(50%)',
        whiteSpace: 'nowrap',
      }}
    >
      {props.children}
    </Box>
  );
}
