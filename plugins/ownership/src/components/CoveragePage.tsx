import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import {
  CoverageQuery,
  CoverageScope,
} from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  counted,
  EmptyState,
  ErrorState,
  FilterForm,
  Lines,
  LoadedBefore,
  Loading,
  NothingFits,
  oneOf,
  Pager,
  parametersOf,
  SearchField,
  searchOf,
  useDocumentTitle,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useCallback } from 'react';
import { Link as RouterLink, useLocation, useNavigate } from 'react-router-dom';
import { ownershipApiRef } from '../api';
import { usePaths } from '../paths';
import { percent, thingKinds } from '../words';
import { Notes, TeamRef } from './parts';
import { Shell } from './Shell';
import { CoverageChart, Sparkline } from './TrendChart';

const scopes = ['repository', 'cluster', 'team'] as const;

/** How much has an owner, over time, and where most is missing. */
export function CoveragePage() {
  useDocumentTitle('Coverage');
  const location = useLocation();
  const navigate = useNavigate();
  const { text, cursor, ...asked } = parametersOf(location.search, [
    'by',
    'text',
    'cursor',
  ]);
  const by = oneOf(scopes, asked.by) ?? 'repository';
  const query: CoverageQuery = { by, text, cursor };
  const key = JSON.stringify(query);
  const { value, error, reload } = useLoaded(
    ownershipApiRef,
    key,
    useCallback(api => api.coverage(JSON.parse(key)), [key]),
  );
  const show = (
    next: { by?: string; text?: string; cursor?: string },
    options?: { replace: boolean },
  ) => navigate({ search: searchOf({ by, text, ...next }) }, options);

  if (error && !value) {
    return (
      <Shell>
        <ErrorState
          error={error}
          onRetry={reload}
          permission="plumbline.team.read"
        />
      </Shell>
    );
  }
  if (!value) {
    return (
      <Shell>
        <Loading />
      </Shell>
    );
  }
  return (
    <Shell>
      <Notes pending={value.pending} restricted={value.restricted} />
      {error && <LoadedBefore error={error} />}
      {value.days.length === 0 ? (
        <EmptyState title="Nothing was counted yet">
          <Typography>
            Coverage is counted as soon as something was read.
          </Typography>
        </EmptyState>
      ) : (
        <CoverageChart days={value.days} />
      )}
      <FilterForm label="Coverage" columns="minmax(0, 2fr) minmax(0, 1fr)">
        <SearchField
          label="Search names"
          value={text}
          onChange={next => show({ text: next }, { replace: true })}
        />
        <Choice
          label="By"
          value={by === 'repository' ? undefined : by}
          all="Repository"
          values={['cluster', 'team']}
          words={each => (each === 'cluster' ? 'Cluster' : 'Team')}
          onChange={next => show({ by: next ?? 'repository', text: undefined })}
        />
      </FilterForm>
      {value.items.length === 0 ? (
        <NothingFits
          title="Nothing fits these words"
          total={value.totalItems}
          filtered={Boolean(text)}
          onShowAll={() => show({ text: undefined })}
        />
      ) : (
        <Lines label={`Coverage by ${by}`}>
          {value.items.map(item => (
            <Scope key={item.scope} by={by} item={item} />
          ))}
        </Lines>
      )}
      <Pager
        cursor={cursor}
        nextCursor={value.nextCursor}
        onPage={next => show({ cursor: next })}
      >
        {by === 'repository'
          ? counted(value.totalItems, 'repository', 'repositories')
          : counted(value.totalItems, by)}
      </Pager>
    </Shell>
  );
}

function Scope(props: { by: (typeof scopes)[number]; item: CoverageScope }) {
  const { by, item } = props;
  const paths = usePaths();
  const shares = thingKinds.flatMap(kind => item.now[kind] ?? []);
  const sum = (of: (share: (typeof shares)[number]) => number) =>
    shares.reduce((total, share) => total + of(share), 0);
  const total = sum(share => share.total);
  const owned = sum(share => share.owned + share.explicit);
  const contested = sum(share => share.contested);
  const covered = percent(owned, total);
  const missing = total - owned;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gap: 2,
        alignItems: 'center',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr) 80px',
          sm: 'minmax(0, 2fr) minmax(0, 2fr) 80px',
        },
      }}
    >
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Typography component="h2" sx={{ fontWeight: 600 }}>
          {by === 'team' ? <TeamRef team={item.scope} /> : item.scope}
        </Typography>
        <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
          {by === 'team'
            ? `${counted(total, 'thing')}, ${contested.toLocaleString('en')} contested`
            : `${owned.toLocaleString('en')} of ${counted(total, 'thing')}`}
          {by !== 'team' && missing > 0 && (
            <>
              {' · '}
              <RouterLink
                to={`${paths.unowned}${searchOf({ [by]: item.scope })}`}
              >
                {missing.toLocaleString('en')} unowned
              </RouterLink>
            </>
          )}
        </Typography>
      </Box>
      <Box sx={{ display: { xs: 'none', sm: 'block' } }}>
        <LinearProgress
          variant="determinate"
          value={covered}
          aria-label={`${item.scope}: ${covered} % with an owner`}
          sx={{ height: 8, borderRadius: 4 }}
        />
      </Box>
      <Sparkline
        points={item.trend}
        label={`${covered} % with an owner, ${counted(item.trend.length, 'day')}`}
      />
    </Box>
  );
}
