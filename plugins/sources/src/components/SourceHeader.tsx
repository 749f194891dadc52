import { ReactNode } from 'react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { SourceStatus } from '@plumbline/plugin-plumbline-common';
import {
  secondary,
  StateChip,
  withLocalTimes,
} from '@plumbline/plugin-plumbline-react';

/** Name and state of a source, what is told of it in one line (`children`), and why it cannot be read at the moment. */
export function SourceHeader(props: {
  source: SourceStatus;
  children: ReactNode;
}) {
  const { source, children } = props;
  return (
    <Box component="header" sx={{ mb: 2 }}>
      <Box
        sx={{
          display: 'flex',
          gap: 1.5,
          alignItems: 'center',
          flexWrap: 'wrap',
          mb: 0.5,
        }}
      >
        <Typography
          component="h2"
          sx={{
            fontSize: '1.375rem',
            fontWeight: 600,
            overflowWrap: 'anywhere',
          }}
        >
          {source.name}
        </Typography>
        <StateChip state={source.state} />
      </Box>
      <Box
        sx={{
          ...secondary,
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          rowGap: 0.5,
        }}
      >
        {children}
      </Box>
      {source.error && (
        <Alert
          severity="warning"
          sx={{ mt: 1.5, borderRadius: 2, overflowWrap: 'anywhere' }}
        >
          {source.lastSuccess && 'What follows was read before. '}
          {withLocalTimes(source.error)}
        </Alert>
      )}
    </Box>
  );
}
