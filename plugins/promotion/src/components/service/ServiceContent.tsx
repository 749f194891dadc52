import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { PromotedService } from '@plumbline/plugin-plumbline-common';
import {
  oneOf,
  OwnerBadge,
  RepositoryLink,
  searchOf,
  TextLink,
  useDocumentTitle,
  useFilters,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { promotionApiRef } from '../../api';
import { useLinks } from '../../paths';
import { standingOf } from '../../words';
import { Freshness, StaleSources } from '../Freshness';
import { groupsOf } from '../matrix/groups';
import { PathSteps } from '../PathSteps';
import { History } from './History';
import { Places } from './Places';
import { summaryOf } from './summary';
import { ranges, Timeline } from './Timeline';

/** All that is known of the way of one service: where it stands, how it came there, and what says so. */
export function ServiceContent(props: { id: string }) {
  const { id } = props;
  const loaded = useLoaded(promotionApiRef, id, api => api.service(id));
  const { value } = loaded;
  useDocumentTitle(value ? `${value.name}, promotion` : 'Promotion');
  return (
    <WhenLoaded loaded={loaded} loading={<ServiceLoading />}>
      {service => (
        <>
          <Header service={service} />
          <StaleSources freshness={service.freshness} />
          <Sections service={service} />
          <Freshness freshness={service.freshness} />
        </>
      )}
    </WhenLoaded>
  );
}

function ServiceLoading() {
  return (
    <Box role="status" aria-label="Loading">
      <Skeleton variant="rounded" height={72} sx={{ mb: 3 }} />
      <Skeleton variant="rounded" height={120} sx={{ mb: 3 }} />
      <Skeleton variant="rounded" height={320} />
    </Box>
  );
}

/** Its name and whose it is, then what there is to say about it in a sentence. */
export function Header(props: { service: PromotedService }) {
  const { service } = props;
  const { name, teams, members } = service;
  const repositories = [...new Set(members.map(each => each.repository))];
  return (
    <Box component="header" sx={{ mb: 3 }}>
      <Typography
        component="h2"
        sx={{ fontSize: '1.5rem', fontWeight: 600, overflowWrap: 'anywhere' }}
      >
        {name}
      </Typography>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          alignItems: 'center',
          color: 'text.secondary',
        }}
      >
        {teams.map(team => (
          <OwnerBadge key={team} team={team} />
        ))}
        {repositories.map(repository => (
          <RepositoryLink key={repository} repository={repository} />
        ))}
      </Box>
      <Typography sx={{ mt: 1, fontSize: '1.125rem' }}>
        {summaryOf(service.cells, Date.now())}
      </Typography>
    </Box>
  );
}

function Sections(props: { service: PromotedService }) {
  const { service } = props;
  const { cells, id, reasons } = service;
  const location = useLocation();
  const links = useLinks();
  const { filters, show } = useFilters(['range']);
  const range = oneOf(ranges, filters.range);
  const environments = [...new Set(cells.map(cell => cell.environment))];
  const row = {
    id,
    name: service.name,
    repository: '',
    teams: service.teams,
    cells: cells.map(standingOf),
  };

  // The place that a cell of the matrix led to.
  useEffect(() => {
    if (location.hash) {
      document
        .getElementById(location.hash.slice(1))
        ?.scrollIntoView?.({ block: 'start' });
    }
  }, [location.hash]);

  return (
    <>
      <Box sx={{ mb: 3 }}>
        <PathSteps
          wide
          groups={groupsOf(row, environments).flatMap(group => group ?? [])}
          link={({ lead }, name) => (
            <TextLink to={links?.place(id, lead, searchOf({ range }))}>
              {name}
            </TextLink>
          )}
        />
        {cells.length > 1 && links && (
          <Typography sx={{ mt: 1 }}>
            <TextLink to={links.compare(id)}>Compare two places</TextLink>
          </Typography>
        )}
      </Box>
      <Timeline
        cells={cells}
        range={range ?? '90'}
        onRange={next => show({ range: next === '90' ? undefined : next })}
      />
      <Places cells={cells} />
      <History cells={cells} />
      <Box component="section" sx={{ mt: 3, fontSize: '0.875rem' }}>
        <Typography component="h2" sx={{ fontWeight: 600 }}>
          Why this is one service
        </Typography>
        <Box component="ul" sx={{ m: 0, pl: 2.5, overflowWrap: 'anywhere' }}>
          {reasons.map(reason => (
            <li key={reason}>{reason}</li>
          ))}
        </Box>
      </Box>
    </>
  );
}
