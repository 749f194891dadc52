import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import {
  FactKind,
  RepositoryOverview,
} from '@plumbline/plugin-plumbline-common';
import {
  EmptyState,
  ErrorState,
  LoadedBefore,
  NothingFits,
  Pager,
  Rows,
  useFacts,
} from '@plumbline/plugin-plumbline-react';
import { columnsOf, Filters, isFiltered, viewWords } from '../factFilters';
import { FactFilters } from './FactFilters';
import { FactRow } from './FactRow';

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
      {error && page && <LoadedBefore error={error} />}
      {error && !page && <ErrorState error={error} onRetry={reload} />}
      {!error && !page && (
        <Box role="status" aria-label="Loading">
          <Skeleton variant="rounded" height={360} />
        </Box>
      )}
      {page && page.items.length === 0 && (
        <NothingFits
          title="Nothing fits these filters"
          total={total}
          filtered={isFiltered(filters)}
          onShowAll={() => onChange({})}
        />
      )}
      {page && page.items.length > 0 && (
        <Paper variant="outlined" sx={{ p: 2, borderRadius: 2 }}>
          <Rows label={title}>
            {page.items.map((found, at) => (
              <FactRow
                key={at}
                kind={kind}
                found={found}
                owned={kind !== 'guesses' && overview.teams.length > 0}
                columns={columnsOf(page.items, overview)}
              />
            ))}
          </Rows>
        </Paper>
      )}
      {page && (
        <Pager
          cursor={filters.cursor}
          nextCursor={page.nextCursor}
          onPage={cursor => onChange({ ...filters, cursor })}
        >
          {page.totalItems.toLocaleString('en')}
          {isFiltered(filters)
            ? ` of ${total.toLocaleString('en')}`
            : ' in all'}
        </Pager>
      )}
    </>
  );
}
