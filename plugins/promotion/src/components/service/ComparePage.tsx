import SwapIcon from '@mui/icons-material/SwapHoriz';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import {
  CompareQuery,
  Place,
  PromotedService,
} from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  ErrorState,
  LoadedBefore,
  Loading,
  parametersOf,
  searchOf,
  TextLink,
  useDocumentTitle,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useCallback } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router-dom';
import { promotionApiRef } from '../../api';
import { usePaths } from '../../paths';
import { environmentName } from '../../words';
import { Shell } from '../Shell';
import { Comparison } from './Comparison';

const names = ['from', 'to', 'fromCluster', 'toCluster'] as const;

/** Two places of a service, side by side. */
export function ComparePage() {
  const { id = '' } = useParams();
  const { value, error, reload } = useLoaded(
    promotionApiRef,
    id,
    useCallback(api => api.service(id), [id]),
  );
  useDocumentTitle(value ? `${value.name}, compared` : 'Compare');
  return (
    <Shell>
      {error && !value && <ErrorState error={error} onRetry={reload} />}
      {!error && !value && <Loading />}
      {value && <Compare service={value} />}
    </Shell>
  );
}

function Compare(props: { service: PromotedService }) {
  const { service } = props;
  const { id, name, cells } = service;
  const paths = usePaths();
  const location = useLocation();
  const navigate = useNavigate();
  const asked = parametersOf(location.search, names);
  const usual = usualPair(service);
  const { fromCluster, toCluster } = asked.from || asked.to ? asked : usual;
  const from = asked.from ?? usual.from;
  const to = asked.to ?? usual.to;
  const query = { from, to, fromCluster, toCluster };
  const key = JSON.stringify([id, query]);
  const { value, error, reload } = useLoaded(
    promotionApiRef,
    key,
    useCallback(
      api => {
        const [service_, query_] = JSON.parse(key);
        return api.compare(service_, query_);
      },
      [key],
    ),
  );
  const places = cells.map(optionOf);
  const show = (side: 'from' | 'to', option: string | undefined) => {
    const place = cells.find(cell => optionOf(cell) === option);
    if (place) {
      navigate(
        {
          search: searchOf({
            ...query,
            [side]: place.environment,
            [`${side}Cluster`]: place.cluster,
          }),
        },
        { replace: true },
      );
    }
  };
  const chosen = (environment: string, cluster: string | undefined) => {
    const cell = cells.find(
      each =>
        each.environment === environment &&
        (cluster === undefined || each.cluster === cluster),
    );
    return cell && optionOf(cell);
  };
  return (
    <>
      <Typography
        component="h1"
        sx={{ fontSize: '1.5rem', fontWeight: 600, overflowWrap: 'anywhere' }}
      >
        {name}: two environments compared
      </Typography>
      <Typography sx={{ mb: 2 }}>
        <TextLink to={paths.service(id)}>All about {name}</TextLink>
      </Typography>
      <Box
        component="form"
        role="search"
        aria-label="Which environments"
        sx={{
          display: 'grid',
          alignItems: 'center',
          gap: 1,
          mb: 3,
          gridTemplateColumns: 'minmax(0, 1fr) auto minmax(0, 1fr)',
        }}
      >
        <Choice
          label="From"
          all="Choose one"
          value={chosen(from, fromCluster)}
          values={places}
          onChange={option => show('from', option)}
        />
        <IconButton
          aria-label="Swap the two"
          onClick={() =>
            navigate(
              {
                search: searchOf({
                  from: to,
                  to: from,
                  fromCluster: toCluster,
                  toCluster: fromCluster,
                }),
              },
              { replace: true },
            )
          }
        >
          <SwapIcon />
        </IconButton>
        <Choice
          label="To"
          all="Choose one"
          value={chosen(to, toCluster)}
          values={places}
          onChange={option => show('to', option)}
        />
      </Box>
      {error && !value && <ErrorState error={error} onRetry={reload} />}
      {error && value && <LoadedBefore error={error} />}
      {!error && !value && <Loading />}
      {value && <Comparison comparison={value} />}
    </>
  );
}

function optionOf({ environment, cluster }: Place): string {
  return [environmentName(environment), cluster].filter(Boolean).join(' · ');
}

/** What somebody most likely wants to compare: a place that is behind with the one before it, otherwise the last two. */
function usualPair({ cells }: PromotedService): CompareQuery {
  const behind = cells.find(
    ({ relation, before }) => relation === 'behind' && before !== undefined,
  );
  if (behind?.before) {
    return {
      from: behind.before.environment,
      to: behind.environment,
      fromCluster: behind.before.cluster,
      toCluster: behind.cluster,
    };
  }
  const environments = [...new Set(cells.map(cell => cell.environment))];
  return {
    from: environments.at(-2) ?? environments[0] ?? '',
    to: environments.at(-1) ?? '',
  };
}
