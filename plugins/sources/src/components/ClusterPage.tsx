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
  secondary,
  sourcesRouteRef,
  sourceStateWords,
  TextLink,
  useCluster,
  useDocumentTitle,
  usePagePath,
  withLocalTimes,
} from '@plumbline/plugin-plumbline-react';
import { useParams } from 'react-router-dom';
import { describeCounts } from '../filters';
import { SkippedList } from './SkippedList';
import { SourceHeader } from './SourceHeader';

/** Where a cluster stands, kind by kind. */
export function ClusterPage() {
  const name = useParams().name ?? '';
  const sources = usePagePath(sourcesRouteRef);
  useDocumentTitle(name);
  const { value: overview, error, reload } = useCluster(name);
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
                // Everything in a picture was so when it was taken: the head says when.
                asOf={source.followed ? undefined : source.lastSuccess}
              />
            ))}
          </Rows>
        </Paper>
      ) : (
        <EmptyState
          title={
            source.lastSuccess
              ? 'No kinds of objects are known'
              : `${sourceStateWords[source.state].label}: nothing is known yet`
          }
        >
          <Typography>{sourceStateWords[source.state].meaning}</Typography>
        </EmptyState>
      )}
      <NotRead source={source} resources={resources} />
    </PageBody>
  );
}

/** What a picture holds that could not be read. A kind that could not be listed stands among the kinds. */
function NotRead(props: {
  source: SourceStatus;
  resources: ClusterResourceStatus[];
}) {
  const { source, resources } = props;
  const { counts, skipped = [] } = source;
  const told = new Set(resources.map(({ error }) => error));
  const rest = skipped.filter(({ reason }) => !told.has(reason));
  return rest.length > 0 ? (
    <Box component="section" sx={{ mt: 3 }}>
      <Typography component="h3" sx={{ fontWeight: 600, mb: 1 }}>
        Not read
      </Typography>
      <SkippedList
        source={{
          ...source,
          skipped: rest,
          ...(counts && {
            counts: {
              ...counts,
              skipped: counts.skipped - skipped.length + rest.length,
            },
          }),
        }}
      />
    </Box>
  ) : null;
}

/** How a cluster that is not followed comes to be known, by its provider. */
const pictureWords: Record<string, string> = {
  pushed: 'a snapshot that it pushed, taken',
  snapshots: 'a snapshot from a folder, taken',
};

function Header(props: { source: SourceStatus }) {
  const { source } = props;
  const { environment, counts, followed, lastSuccess, lastAttempt, error } =
    source;
  const picture = pictureWords[source.provider] ?? 'a picture, taken';
  return (
    <SourceHeader source={source}>
      {environment && <span>{environment}</span>}
      {counts && <span>{describeCounts(counts)}</span>}
      {lastSuccess && (
        <span>
          {followed ? 'all changes are known until' : picture}{' '}
          <Age at={lastSuccess} />
        </span>
      )}
      {!followed && lastAttempt && (
        <span>
          {error ? 'tried' : 'read'} <Age at={lastAttempt} />
        </span>
      )}
    </SourceHeader>
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

function ResourceRow(props: {
  resource: ClusterResourceStatus;
  asOf: string | undefined;
}) {
  const { group, version, kind, state, count, error, currentUntil } =
    props.resource;
  const knownUntil = currentUntil === props.asOf ? undefined : currentUntil;
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
            {[group, version].filter(Boolean).join('/')}
          </Box>
        </Box>
        <Box>{count.toLocaleString('en')}</Box>
      </Box>
      <Box sx={secondary}>
        {words[state]}
        {words[state] && knownUntil && ', '}
        {knownUntil && (
          <>
            known until <Age at={knownUntil} />
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
