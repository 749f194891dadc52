import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import {
  FactKind,
  RepositoryOverview,
} from '@plumbline/plugin-plumbline-common';
import {
  describeError,
  EmptyState,
  ErrorState,
  useFacts,
} from '@plumbline/plugin-plumbline-react';
import { Filters, isFiltered, viewWords } from '../factFilters';
import { FactFilters } from './FactFilters';
import { FactRow } from './FactRow';
import { Rows } from './Rows';

/** Facts of one kind, with filters and pages. */
export function FactList(props: {
  kind: FactKind;
  overview: RepositoryOverview;
  filters: Filters;
  onChange(filters: Filters, replace?: boolean): void;
}) {
  const { kind, overview, filters, onChange } = props;
  const { title, none } = viewWords[kind];
  const repository = overview.source.name;
  const total = overview.totals[kind];
  const {
    value: page,
    error,
    reload,
  } = useFacts(kind, { ...filters, repository });
  if (total === 0) {
    return <EmptyState title={none} />;
  }
  return (
    <>
      <FactFilters
        kind={kind}
        overview={overview}
        filters={filters}
        onChange={next => onChange({ ...next, cursor: undefined }, true)}
      />
      {error && page && (
        <Alert severity="warning" sx={{ mb: 2, borderRadius: 2 }}>
          {describeError(error).title}. What you see was loaded before.
        </Alert>
      )}
      {error && !page && <ErrorState error={error} onRetry={reload} />}
      {!error && !page && (
        <Box role="status" aria-label="Loading">
          <Skeleton variant="rounded" height={360} />
        </Box>
      )}
      {page && page.items.length === 0 && (
        <EmptyState
          title="Nothing fits these filters"
          action={
            isFiltered(filters) && (
              <Button
                sx={{ textTransform: 'none' }}
                variant="outlined"
                color="inherit"
                onClick={() => onChange({})}
              >
                Show all {total.toLocaleString('en')}
              </Button>
            )
          }
        />
      )}
      {page && page.items.length > 0 && (
        <Paper variant="outlined" sx={{ p: 2, borderRadius: 2 }}>
          <Rows label={title}>
            {page.items.map((found, at) => (
              <FactRow key={at} kind={kind} found={found} />
            ))}
          </Rows>
        </Paper>
      )}
      {page && (
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
            {page.totalItems.toLocaleString('en')}
            {isFiltered(filters)
              ? ` of ${total.toLocaleString('en')}`
              : ' in all'}
          </Typography>
          {filters.cursor && (
            <Button
              sx={{ textTransform: 'none' }}
              size="small"
              color="inherit"
              onClick={() => onChange({ ...filters, cursor: undefined })}
            >
              First page
            </Button>
          )}
          {page.nextCursor && (
            <Button
              sx={{ textTransform: 'none' }}
              size="small"
              variant="outlined"
              color="inherit"
              onClick={() => onChange({ ...filters, cursor: page.nextCursor })}
            >
              Next page
            </Button>
          )}
        </Box>
      )}
    </>
  );
}
