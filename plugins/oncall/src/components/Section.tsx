import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { describeError, secondary } from '@plumbline/plugin-plumbline-react';
import { ReactNode, useId } from 'react';

/** One part of the answer under its heading. */
export function Section(props: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const { title, aside, children } = props;
  const id = useId();
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby={id}
      sx={{ p: { xs: 2, sm: 2.5 }, borderRadius: 2, minWidth: 0 }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'baseline',
          justifyContent: 'space-between',
          gap: 1,
          mb: 1.25,
        }}
      >
        <Typography
          component="h2"
          id={id}
          sx={{
            fontSize: '0.8125rem',
            fontWeight: 600,
            color: 'text.secondary',
            m: 0,
          }}
        >
          {title}
        </Typography>
        {aside}
      </Box>
      {children}
    </Paper>
  );
}

/** Instead of what could not be loaded, or beside what was loaded before. */
export function NotLoaded(props: { error: Error; before: boolean }) {
  const { title, advice } = describeError(props.error);
  return (
    <Typography sx={{ ...secondary, color: 'error.main' }}>
      {title}. {props.before ? 'What you see was loaded before.' : advice}
    </Typography>
  );
}
