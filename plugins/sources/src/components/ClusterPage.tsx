import { useRouteRef } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import {
  ClusterResourceStatus,
  SourceStatus,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  EmptyState,
  ErrorState,
  LoadedBefore,
  PageBody,
  Rows,
  sourcesRouteRef,
  sourceStateWords,
  StateChip,
  TextLink,
  useCluster,
  useDocumentTitle,
  withLocalTimes,
} from '@plumbline/plugin-plumbline-react';
import { useParams } from 'react-router-dom';
import { describeCounts } from '../filters';
import { secondary } from './parts';

/** Where a cluster stands, kind by kind. */
export function ClusterPage() {
  const name = useParams().name ?? '';
  const sources = useRouteRef(sourcesRouteRef);
  useDocumentTitle(name);
  const { value: overview, error, reload } = useCluster(name);
  if (!overview) {
    return (
      <PageBody>
        {error ? (
          <>
            <ErrorState error={error} onRetry={reload} />
            <Typography sx={{ mt: 2 }}>
              <TextLink to={sources?.()}>All sources</TextLink>
            </Typography>
          </>
        ) : (
          <Box role="status" aria-label="Loading">
            <Skeleton variant="rounded" height={104} sx={{ mb: 2 }} />
            <Skeleton variant="rounded" height={360} />
          </Box>
        )}
      </PageBody>
    );
  }
  const { source, resources } = overview;
  return (
    <PageBody>
      <Header source={source} />
      {error && <LoadedBefore error={error} />}
      {resources.length > 0 ? (
        <Paper variant="outlined" sx={{ p: 2, borderRadius: 2 }}>
          <Rows label="Kinds of objects">
            {[...resources].sort(byTrouble).map(resource => (
              <ResourceRow
                key={`${resource.group}/${resource.kind}`}
                resource={resource}
              />
            ))}
          </Rows>
        </Paper>
      ) : (
        <EmptyState
          title={
            source.lastSuccess
              ? 'This cluster is read as a whole'
              : `${sourceStateWords[source.state].label}: nothing is known yet`
          }
        >
          <Typography>
            {source.lastSuccess
              ? 'Kinds are told apart where a cluster is followed as it changes.'
              : sourceStateWords[source.state].meaning}
          </Typography>
        </EmptyState>
      )}
    </PageBody>
  );
}

function Header(props: { source: SourceStatus }) {
  const { source } = props;
  const { environment, counts, followed, lastSuccess, error } = source;
  return (
    <Box component="header" sx={{ mb: 2 }}>
      <Box
        sx={{
          display: 'flex',
          gap: 1.5,
          alignItems: 'center',
          flexWrap: 'wrap',
          mb: 0.5,
        }}
      >
        <Typography
          component="h2"
          sx={{
            fontSize: '1.375rem',
            fontWeight: 600,
            overflowWrap: 'anywhere',
          }}
        >
          {source.name}
        </Typography>
        <StateChip state={source.state} />
      </Box>
      <Box
        sx={{
          ...secondary,
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          rowGap: 0.5,
        }}
      >
        {environment && <span>{environment}</span>}
        {counts && <span>{describeCounts(counts)}</span>}
        {lastSuccess && (
          <span>
            {followed ? 'all changes are known until' : 'read'}{' '}
            <Age at={lastSuccess} />
          </span>
        )}
      </Box>
      {error && (
        <Alert
          severity="warning"
          sx={{ mt: 1.5, borderRadius: 2, overflowWrap: 'anywhere' }}
        >
          {lastSuccess && 'What follows was read before. '}
          {withLocalTimes(error)}
        </Alert>
      )}
    </Box>
  );
}

const words: Record<ClusterResourceStatus['state'], string> = {
  waiting: 'not read yet',
  listing: 'being listed',
  current: '',
  forbidden: 'may not be read',
  failed: 'cannot be read at the moment',
};

const order: ClusterResourceStatus['state'][] = [
  'failed',
  'forbidden',
  'waiting',
  'listing',
  'current',
];

/** What cannot be read first, then by name. */
function byTrouble(a: ClusterResourceStatus, b: ClusterResourceStatus): number {
  return (
    order.indexOf(a.state) - order.indexOf(b.state) ||
    a.kind.localeCompare(b.kind, 'en') ||
    a.group.localeCompare(b.group, 'en')
  );
}

function ResourceRow(props: { resource: ClusterResourceStatus }) {
  const { group, version, kind, state, count, error, currentUntil } =
    props.resource;
  return (
    <li>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          justifyContent: 'space-between',
        }}
      >
        <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Box component="span" sx={{ fontWeight: 600 }}>
            {kind}
          </Box>{' '}
          <Box component="span" sx={secondary}>
            {group ? `${group}/${version}` : version}
          </Box>
        </Box>
        <Box>{count.toLocaleString('en')}</Box>
      </Box>
      <Box sx={secondary}>
        {words[state]}
        {words[state] && currentUntil && ', '}
        {currentUntil && (
          <>
            known until <Age at={currentUntil} />
          </>
        )}
      </Box>
      {error && (
        <Box sx={{ fontSize: '0.875rem', overflowWrap: 'anywhere', mt: 0.25 }}>
          {withLocalTimes(error)}
        </Box>
      )}
    </li>
  );
}
