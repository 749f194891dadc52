import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';

/** The shape of counts above a list, on their way. */
export function ListLoading() {
  return (
    <Box role="status" aria-label="Loading">
      <Skeleton variant="rounded" height={32} sx={{ mb: 2 }} />
      <Skeleton variant="rounded" height={480} />
    </Box>
  );
}
