import { usePermission } from '@backstage/plugin-permission-react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import {
  plumblineRefreshPermission,
  SourcesPage as SourcesPageData,
  SourcesQuery,
} from '@plumbline/plugin-plumbline-common';
import {
  Announcement,
  describeError,
  ErrorState,
  isIndexing,
  LoadedBefore,
  NothingFits,
  PageBody,
  Pager,
  useDocumentTitle,
  useSources,
} from '@plumbline/plugin-plumbline-react';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { isFiltered, queryFromSearch, searchFromQuery } from '../filters';
import { Filters } from './Filters';
import { NoSources } from './NoSources';
import { RefreshControl } from './RefreshButton';
import { SourceCards } from './SourceCards';
import { SourceTable } from './SourceTable';
import { StatesBar } from './StatesBar';

function total(page: SourcesPageData): number {
  return Object.values(page.summary).reduce((sum, count) => sum + count, 0);
}

function indexingWords(page: SourcesPageData): string {
  const { waiting, reading } = page.summary;
  const left = waiting + reading;
  return `${left} of ${total(page)} sources ${left === 1 ? 'is' : 'are'} still to be read for the first time.`;
}

export function SourcesPage() {
  const location = useLocation();
  const navigate = useNavigate();
  useDocumentTitle('Sources');
  const query = queryFromSearch(location.search);
  const { page, error, loading, reload, refresh, refreshing } =
    useSources(query);
  const narrow = useMediaQuery(useTheme().breakpoints.down('lg'));
  const permission = usePermission({ permission: plumblineRefreshPermission });
  const [refreshError, setRefreshError] = useState<Error>();

  const show = (next: SourcesQuery, options?: { replace: boolean }) =>
    navigate({ search: searchFromQuery(next) }, options);

  const control: RefreshControl = {
    refreshing,
    denied: !permission.loading && !permission.allowed,
    refresh: id => {
      setRefreshError(undefined);
      refresh(id).catch(setRefreshError);
    },
  };

  if (error && !page) {
    return (
      <PageBody>
        <ErrorState error={error} onRetry={reload} />
      </PageBody>
    );
  }
  if (!page) {
    return (
      <PageBody>
        <Box role="status" aria-label="Loading">
          <Skeleton variant="rounded" height={72} sx={{ mb: 3 }} />
          <Skeleton variant="rounded" height={48} sx={{ mb: 2 }} />
          <Skeleton variant="rounded" height={360} />
        </Box>
      </PageBody>
    );
  }
  if (total(page) === 0) {
    return (
      <PageBody>
        <ProviderErrors page={page} />
        <NoSources />
      </PageBody>
    );
  }

  const List = narrow ? SourceCards : SourceTable;
  const refreshWords =
    refreshError && describeError(refreshError, 'plumbline.refresh');
  return (
    <PageBody>
      <Announcement>{isIndexing(page) ? indexingWords(page) : ''}</Announcement>
      <StatesBar summary={page.summary} />
      {isIndexing(page) && (
        <Typography sx={{ mb: 2.5, color: 'text.secondary' }}>
          {indexingWords(page)} This page follows along.
        </Typography>
      )}
      <ProviderErrors page={page} />
      {error && <LoadedBefore error={error} />}
      {refreshWords && (
        <Alert severity="error" sx={{ mb: 2, borderRadius: 2 }}>
          {refreshWords.title}. {refreshWords.advice}
        </Alert>
      )}
      <Filters
        query={query}
        onChange={next =>
          show({ ...next, cursor: undefined }, { replace: true })
        }
      />
      {page.items.length > 0 ? (
        <List sources={page.items} control={control} />
      ) : (
        <NothingFits
          title="No source fits these filters"
          total={total(page)}
          filtered={isFiltered(query)}
          onShowAll={() => show({})}
        />
      )}
      <Pager
        cursor={query.cursor}
        nextCursor={page.nextCursor}
        onPage={cursor => show({ ...query, cursor })}
      >
        {page.totalItems === 1 ? '1 source' : `${page.totalItems} sources`}
        {isFiltered(query) && ` of ${total(page)}`}
        {loading && refreshing.size > 0 && ', looking again'}
      </Pager>
    </PageBody>
  );
}

function ProviderErrors(props: { page: SourcesPageData }) {
  const failed = (props.page.providers ?? []).filter(({ error }) => error);
  return (
    <>
      {failed.map(({ id, kind, error }) => (
        <Alert
          key={`${kind} ${id}`}
          severity="warning"
          sx={{ mb: 2, borderRadius: 2, overflowWrap: 'anywhere' }}
        >
          The list of {kind === 'cluster' ? 'clusters' : 'repositories'} from{' '}
          {id} could not be completed: {error}. Nothing was removed.
        </Alert>
      ))}
    </>
  );
}
