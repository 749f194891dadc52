import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';

/**
 * The pages of a plugin below their name: apps of the new frontend system draw that by themselves.
 *
 * @public
 */
export function LegacyPage(props: { title: string; children: ReactNode }) {
  return (
    <>
      <Box
        component="header"
        sx={{
          width: '100%',
          maxWidth: 1240,
          mx: 'auto',
          px: { xs: 2, sm: 3 },
          py: 2,
          color: 'text.primary',
        }}
      >
        <Typography component="h1" sx={{ fontSize: '1.5rem', fontWeight: 600 }}>
          {props.title}
        </Typography>
      </Box>
      {props.children}
    </>
  );
}
