import { usePermission } from '@backstage/plugin-permission-react';
import Alert from '@mui/material/Alert';
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
  Loading,
  NothingFits,
  PageBody,
  Pager,
  useDocumentTitle,
  useSources,
} from '@plumbline/plugin-plumbline-react';
import { useRef, useState } from 'react';
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

/** The catalog is there by itself: nobody has set up what is to be read. */
function isCatalogAlone(page: SourcesPageData): boolean {
  const { items } = page;
  return (
    total(page) === items.length &&
    items.every(({ kind }) => kind === 'catalog')
  );
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
  // What is said of all sources stays beside the filters, whatever they leave.
  const lastPage = useRef(page);
  lastPage.current = page ?? lastPage.current;
  const known = lastPage.current;
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

  if (error && !known) {
    return (
      <PageBody>
        <ErrorState error={error} onRetry={reload} />
      </PageBody>
    );
  }
  if (!known) {
    return (
      <PageBody>
        <Skeleton variant="rounded" height={72} sx={{ mb: 3 }} />
        <Loading />
      </PageBody>
    );
  }
  if (isCatalogAlone(known)) {
    return (
      <PageBody>
        <ProviderErrors page={known} />
        <NoSources />
      </PageBody>
    );
  }

  const List = narrow ? SourceCards : SourceTable;
  const refreshWords =
    refreshError && describeError(refreshError, 'plumbline.refresh');
  return (
    <PageBody>
      <Announcement>
        {isIndexing(known) ? indexingWords(known) : ''}
      </Announcement>
      <StatesBar summary={known.summary} />
      {isIndexing(known) && (
        <Typography sx={{ mb: 2.5, color: 'text.secondary' }}>
          {indexingWords(known)} This page follows along.
        </Typography>
      )}
      <ProviderErrors page={known} />
      {error && page && <LoadedBefore error={error} />}
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
      {error && !page && <ErrorState error={error} onRetry={reload} />}
      {!error && !page && <Loading />}
      {page && page.items.length > 0 && (
        <List sources={page.items} control={control} />
      )}
      {page && page.items.length === 0 && (
        <NothingFits
          title="No source fits these filters"
          total={total(page)}
          filtered={isFiltered(query)}
          onShowAll={() => show({})}
        />
      )}
      {page && (
        <Pager
          cursor={query.cursor}
          nextCursor={page.nextCursor}
          onPage={cursor => show({ ...query, cursor })}
        >
          {page.totalItems === 1 ? '1 source' : `${page.totalItems} sources`}
          {isFiltered(query) && ` of ${total(page)}`}
          {loading && refreshing.size > 0 && ', looking again'}
        </Pager>
      )}
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
