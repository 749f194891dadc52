import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { describeError, EmptyState } from './states';

/** Fields that narrow a list down, the first of them as wide as `columns` has it. @public */
export function FilterForm(props: {
  label: string;
  columns: string;
  children: ReactNode;
}) {
  const { label, columns, children } = props;
  return (
    <Box
      component="form"
      role="search"
      aria-label={label}
      onSubmit={event => event.preventDefault()}
      sx={{
        display: 'grid',
        gap: 1.5,
        mb: 2,
        gridTemplateColumns: {
          xs: 'repeat(2, minmax(0, 1fr))',
          sm: columns,
        },
      }}
    >
      {children}
    </Box>
  );
}

/** Says that a list could not be loaded again. @public */
export function LoadedBefore(props: { error: Error }) {
  return (
    <Alert severity="warning" sx={{ mb: 2, borderRadius: 2 }}>
      {describeError(props.error).title}. What you see was loaded before.
    </Alert>
  );
}

/** Instead of a list: nothing fits the filters, and the way to all that there is without them. @public */
export function NothingFits(props: {
  title: string;
  /** How many there are without filters, where that is known. */
  total?: number;
  filtered: boolean;
  onShowAll(): void;
}) {
  const { title, total, filtered, onShowAll } = props;
  return (
    <EmptyState
      title={title}
      action={
        filtered && (
          <Button
            sx={{ textTransform: 'none' }}
            variant="outlined"
            color="inherit"
            onClick={onShowAll}
          >
            {total === undefined
              ? 'Show all'
              : `Show all ${total.toLocaleString('en')}`}
          </Button>
        )
      }
    />
  );
}

/** Below a list: how much there is of it, and the ways to other pages. @public */
export function Pager(props: {
  children: ReactNode;
  cursor: string | undefined;
  nextCursor: string | undefined;
  onPage(cursor: string | undefined): void;
}) {
  const { children, cursor, nextCursor, onPage } = props;
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        mt: 2,
        flexWrap: 'wrap',
      }}
    >
      <Typography
        role="status"
        sx={{ color: 'text.secondary', fontSize: '0.875rem' }}
      >
        {children}
      </Typography>
      {cursor && (
        <Button
          sx={{ textTransform: 'none' }}
          size="small"
          color="inherit"
          onClick={() => onPage(undefined)}
        >
          First page
        </Button>
      )}
      {nextCursor && (
        <Button
          sx={{ textTransform: 'none' }}
          size="small"
          variant="outlined"
          color="inherit"
          onClick={() => onPage(nextCursor)}
        >
          Next page
        </Button>
      )}
    </Box>
  );
}

/** The shape of a list that is on its way. @public */
export function Loading() {
  return (
    <Box role="status" aria-label="Loading">
      <Skeleton variant="rounded" height={48} sx={{ mb: 2 }} />
      <Skeleton variant="rounded" height={360} />
    </Box>
  );
}

/** Items below each other, in a frame, with lines between them. @public */
export function Lines(props: { label: string; children: ReactNode }) {
  return (
    <Box
      component="ul"
      aria-label={props.label}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        border: 1,
        borderColor: 'divider',
        borderRadius: 2,
        bgcolor: 'background.paper',
        '& > li': { p: 2 },
        '& > li + li': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      {props.children}
    </Box>
  );
}
