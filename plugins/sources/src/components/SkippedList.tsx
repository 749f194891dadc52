import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { SourceStatus } from '@plumbline/plugin-plumbline-common';
import { EmptyState, Rows, secondary } from '@plumbline/plugin-plumbline-react';
import { viewWords } from '../factFilters';

/** What could not be read, and why. */
export function SkippedList(props: { source: SourceStatus }) {
  const { kind, counts, skipped = [] } = props.source;
  if (skipped.length === 0) {
    return <EmptyState title={viewWords.skipped.none} />;
  }
  const more = (counts?.skipped ?? 0) - skipped.length;
  return (
    <>
      <Paper variant="outlined" sx={{ p: 2, borderRadius: 2 }}>
        <Rows label="Not read">
          {skipped.map(({ path, reason }) => (
            <li key={`${path} ${reason}`}>
              <Box sx={{ overflowWrap: 'anywhere' }}>
                {path || `the whole ${kind}`}
              </Box>
              <Box sx={secondary}>{reason}</Box>
            </li>
          ))}
        </Rows>
      </Paper>
      {more > 0 && (
        <Typography sx={{ ...secondary, mt: 1.5 }}>
          and {more.toLocaleString('en')} more
          {kind === 'repository' && '; plumbline scan lists them all'}
        </Typography>
      )}
    </>
  );
}
