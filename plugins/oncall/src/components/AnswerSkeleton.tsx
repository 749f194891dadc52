import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';

/** Takes the room that the answer will take. */
export function AnswerSkeleton() {
  return (
    <Box
      aria-hidden
      sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)' }}
    >
      <Paper variant="outlined" sx={{ p: 3, borderRadius: 2 }}>
        <Skeleton width={80} height={24} />
        <Skeleton width="45%" height={64} />
        <Skeleton width="70%" height={24} />
        <Box sx={{ display: 'flex', gap: 1, mt: 2 }}>
          <Skeleton variant="rounded" width={140} height={36} />
          <Skeleton variant="rounded" width={140} height={36} />
        </Box>
      </Paper>
      <Box
        sx={{
          display: 'grid',
          gap: 3,
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: 'minmax(0, 3fr) minmax(0, 2fr)',
          },
        }}
      >
        <Skeleton variant="rounded" height={260} />
        <Skeleton variant="rounded" height={260} />
      </Box>
    </Box>
  );
}
