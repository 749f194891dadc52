import Box from '@mui/material/Box';
import { MatrixCell } from '@plumbline/plugin-plumbline-common';
import { useNow } from '@plumbline/plugin-plumbline-react';
import { waitViewOf } from '../words';

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
  const { wait, rest, isLong, width } = waitViewOf(cell, now);
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
            {wait}
          </Box>
        )}
        {rest}
      </Box>
      {width !== undefined && (
        <Box
          component="span"
          aria-hidden
          sx={{
            display: 'block',
            height: 5,
            mt: 0.5,
            borderRadius: 1,
            width: `${width}%`,
            backgroundColor: isLong ? 'error.main' : 'warning.main',
          }}
        />
      )}
    </Box>
  );
}
