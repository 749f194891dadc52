import Box from '@mui/material/Box';
import { MatrixCell } from '@plumbline/plugin-plumbline-common';
import { useNow } from '@plumbline/plugin-plumbline-react';
import { isLongWait, lagCounts, waitOf, waitShare } from '../words';

/**
 * How far a place is behind, in words and as a bar that grows with the wait: what has been stuck for long is what the
 * eye meets first. Nothing where nothing waits.
 */
export function Wait(props: { cell: MatrixCell }) {
  const { cell } = props;
  const now = useNow();
  if (cell.relation !== 'behind') {
    return null;
  }
  const share = waitShare(cell, now);
  const wait = waitOf(cell, now);
  const counts = lagCounts(cell);
  const isLong = isLongWait(cell, now);
  return (
    <Box component="span" sx={{ display: 'block', minWidth: 0 }}>
      <Box
        component="span"
        sx={{
          display: 'block',
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: 'nowrap',
        }}
      >
        {wait && (
          <Box
            component="span"
            sx={{
              fontWeight: 600,
              // Words in the colour of the bar could not be read.
              color: isLong ? 'error.main' : 'text.primary',
            }}
          >
            waits {wait}
          </Box>
        )}
        {wait && counts && ' · '}
        {counts || (wait ? '' : 'behind, for how long is not known')}
      </Box>
      {share > 0 && (
        <Box
          component="span"
          aria-hidden
          sx={{
            display: 'block',
            height: 5,
            mt: 0.5,
            borderRadius: 1,
            width: `${Math.max(3, Math.round(share * 100))}%`,
            backgroundColor: isLong ? 'error.main' : 'warning.main',
          }}
        />
      )}
    </Box>
  );
}
