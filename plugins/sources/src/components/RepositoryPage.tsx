import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Typography from '@mui/material/Typography';
import { RepositoryOverview } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  EmptyState,
  ErrorState,
  LoadedBefore,
  PageBody,
  sourcesRouteRef,
  sourceStateWords,
  tabsOfPage,
  TextLink,
  useDocumentTitle,
  usePagePath,
  useRepository,
} from '@plumbline/plugin-plumbline-react';
import { useLocation, useNavigate, useParams } from 'react-router-dom';
import {
  askedOf,
  Filters,
  firstView,
  searchOfFacts,
  totalOf,
  View,
  views,
  viewWords,
} from '../factFilters';
import { FactList } from './FactList';
import { Revision } from './parts';
import { SkippedList } from './SkippedList';
import { SourceHeader } from './SourceHeader';

/** All that the index knows of one repository. */
export function RepositoryPage() {
  const name = useParams()['*'] ?? '';
  const location = useLocation();
  const navigate = useNavigate();
  const sources = usePagePath(sourcesRouteRef);
  useDocumentTitle(name);
  const { value: overview, error, reload } = useRepository(name);
  if (!overview) {
    return (
      <PageBody>
        {error ? (
          <>
            <ErrorState error={error} onRetry={reload} />
            <Typography sx={{ mt: 2 }}>
              <TextLink to={sources}>All sources</TextLink>
            </Typography>
          </>
        ) : (
          <Box role="status" aria-label="Loading">
            <Skeleton variant="rounded" height={104} sx={{ mb: 2 }} />
            <Skeleton variant="rounded" height={48} sx={{ mb: 2 }} />
            <Skeleton variant="rounded" height={360} />
          </Box>
        )}
      </PageBody>
    );
  }
  const asked = askedOf(location.search);
  const view = asked.view ?? firstView(overview);
  const show = (next: View, filters: Filters, replace = false) =>
    navigate({ search: searchOfFacts(next, filters) }, { replace });
  return (
    <PageBody>
      <Header overview={overview} />
      {error && <LoadedBefore error={error} />}
      {overview.source.lastSuccess ? (
        <>
          <Tabs
            value={view}
            // What belongs to a team or an environment is often looked at from several sides.
            onChange={(_, next: View) =>
              show(next, {
                team: asked.filters.team,
                environment: asked.filters.environment,
                cluster: asked.filters.cluster,
              })
            }
            variant="scrollable"
            aria-label="What the repository says"
            sx={tabsOfPage}
          >
            {views.map(each => (
              <Tab
                key={each}
                value={each}
                id={`plumbline-tab-${each}`}
                aria-controls="plumbline-view"
                label={`${viewWords[each].title} ${totalOf(each, overview).toLocaleString('en')}`}
                sx={{
                  textTransform: 'none',
                  fontSize: '0.9375rem',
                  px: 1.5,
                  // Backstage's own is nearly white in the dark theme too.
                  '&:hover': { color: 'text.primary', bgcolor: 'action.hover' },
                }}
              />
            ))}
          </Tabs>
          <Box
            id="plumbline-view"
            role="tabpanel"
            aria-labelledby={`plumbline-tab-${view}`}
          >
            {view === 'skipped' ? (
              <SkippedList source={overview.source} />
            ) : (
              <FactList
                key={view}
                kind={view}
                overview={overview}
                filters={asked.filters}
                onChange={(filters, replace) => show(view, filters, replace)}
              />
            )}
          </Box>
        </>
      ) : (
        <EmptyState
          title={`${sourceStateWords[overview.source.state].label}: nothing is known yet`}
        >
          <Typography>
            {sourceStateWords[overview.source.state].meaning}
          </Typography>
        </EmptyState>
      )}
    </PageBody>
  );
}

function Header(props: { overview: RepositoryOverview }) {
  const { source, teams, totals } = props.overview;
  const unclaimed =
    teams.length === 0 && Object.values(totals).some(total => total > 0);
  return (
    <SourceHeader source={source}>
      {source.revision && (
        <span>
          commit <Revision source={source} />
        </span>
      )}
      {source.lastSuccess && (
        <span>
          read <Age at={source.lastSuccess} />
        </span>
      )}
      {unclaimed && <span>nobody claims anything in it</span>}
      {source.webUrl && (
        <TextLink to={source.webUrl}>Open the repository</TextLink>
      )}
    </SourceHeader>
  );
}
