import { useEntity } from '@backstage/plugin-catalog-react';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { MatrixRow, rowsOf } from '@plumbline/plugin-plumbline-common';
import {
  describeError,
  EmptyState,
  ErrorState,
  Loaded,
  Loading,
  TextLink,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useCallback } from 'react';
import { promotionApiRef } from '../api';
import { useLinks } from '../paths';
import { groupsOf } from './matrix/groups';
import { PathSteps } from './PathSteps';
import { ServiceContent } from './service/ServiceContent';

/** Services of one name that an entity shows. */
const MOST_SERVICES = 5;

interface Found {
  name: string;
  total: number;
  services: { row: MatrixRow; environments: string[] }[];
}

/** The services that are called like a Component, or as its annotation for Kubernetes says. */
function useServices(): Loaded<Found> {
  const { entity } = useEntity();
  const name =
    entity.metadata.annotations?.['backstage.io/kubernetes-id'] ??
    entity.metadata.name;
  return useLoaded(
    promotionApiRef,
    name,
    useCallback(
      async api => {
        const page = await api.matrix({ name, limit: MOST_SERVICES + 1 });
        const environments = page.environments.map(each => each.name);
        return {
          name,
          total: page.totalItems,
          services: rowsOf(page)
            .slice(0, MOST_SERVICES)
            .map(row => ({ row, environments })),
        };
      },
      [name],
    ),
  );
}

function nothingCalled(name: string): string {
  return `No service that was read is called ${name}.`;
}

/** Where to find those of the same name that are not shown. */
function Others(props: { found: Found }) {
  const { name, total, services } = props.found;
  const links = useLinks();
  const more = total - services.length;
  return more > 0 ? (
    <Typography sx={{ mt: 1 }}>
      <TextLink
        to={links && `${links.matrix}?${new URLSearchParams({ text: name })}`}
      >
        {more} more of this name
      </TextLink>
    </Typography>
  ) : null;
}

/** How the versions of a Component stand, in short. */
export function EntityPromotionCard() {
  const { value, error } = useServices();
  const links = useLinks();
  return (
    <Paper variant="outlined" sx={{ p: 2, borderRadius: 2 }}>
      <Typography component="h2" sx={{ fontWeight: 600, mb: 1 }}>
        Promotion
      </Typography>
      {error && !value && (
        <Typography role="alert">
          {describeError(error).title}. {describeError(error).advice}
        </Typography>
      )}
      {!value && !error && <Skeleton aria-label="Loading" height={160} />}
      {value?.services.length === 0 && (
        <Typography>{nothingCalled(value.name)}</Typography>
      )}
      {value?.services.map(({ row, environments }) => (
        <div key={row.id}>
          <Typography sx={{ mb: 1, overflowWrap: 'anywhere' }}>
            <TextLink to={links?.service(row.id)}>{row.name}</TextLink> of{' '}
            {row.repository}
          </Typography>
          <PathSteps
            groups={groupsOf(row, environments).flatMap(group => group ?? [])}
          />
        </div>
      ))}
      {value && <Others found={value} />}
    </Paper>
  );
}

/** The way of a Component through the environments, as a tab of its page. */
export function EntityPromotionContent() {
  const { value, error, reload } = useServices();
  const links = useLinks();
  if (error && !value) {
    return <ErrorState error={error} onRetry={reload} />;
  }
  if (!value) {
    return <Loading />;
  }
  if (value.services.length === 0) {
    return <EmptyState title={nothingCalled(value.name)} />;
  }
  const [first, ...others] = value.services;
  return (
    <>
      <ServiceContent id={first.row.id} />
      {others.map(({ row }) => (
        <Typography key={row.id} sx={{ mt: 1 }}>
          <TextLink to={links?.service(row.id)}>{row.name}</TextLink> of{' '}
          {row.repository} is called the same.
        </Typography>
      ))}
      <Others found={value} />
    </>
  );
}
