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
        pt: { xs: 1, sm: 0 },
        pb: 10,
        // What is around it sets text in another font.
        typography: 'body1',
        lineHeight: 1.5,
        color: 'text.primary',
        // A tint of its own colour is all that a button shows otherwise: hardly seen on an outlined one.
        '& .Mui-focusVisible': {
          outline: '2px solid',
          outlineColor: 'primary.main',
          outlineOffset: '2px',
        },
        '& [role="tab"].Mui-focusVisible': { outlineOffset: '-3px' },
      }}
    >
      {props.children}
    </Box>
  );
}

const hidden = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};

/** Words that complete a name for those who cannot see what it stands beside. @public */
export function Hidden(props: { children: ReactNode }) {
  return (
    <Box component="span" sx={hidden}>
      {props.children}
    </Box>
  );
}

/** Said by screen readers when it changes, seen by nobody. @public */
export function Announcement(props: { children: ReactNode }) {
  return (
    <Box role="status" sx={hidden}>
      {props.children}
    </Box>
  );
}
