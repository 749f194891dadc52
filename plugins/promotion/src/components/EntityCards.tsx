import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { MatrixRow, rowsOf } from '@plumbline/plugin-plumbline-common';
import {
  counted,
  describeError,
  EmptyState,
  Loaded,
  questionsOf,
  searchOf,
  TextLink,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { promotionApiRef } from '../api';
import { useLinks } from '../paths';
import { groupsOf } from './matrix/groups';
import { PathSteps } from './PathSteps';
import { ServiceContent } from './service/ServiceContent';

/** Services of one name that an entity shows. */
const MOST_SERVICES = 5;

interface Found {
  name: string;
  /** The repository that they were looked for in, where that is certain. */
  repository?: string;
  total: number;
  services: { row: MatrixRow; environments: string[] }[];
}

/**
 * The services that are called like a Component, or as its annotations say. Those of its own repository alone where it says what that
 * is called, or has its source there: another team may have a service of the same name.
 */
function useServices(): Loaded<Found> {
  const { entity } = useEntity();
  const { name, repository, sourceRepository } = questionsOf(entity);
  return useLoaded(
    promotionApiRef,
    { name, repository, sourceRepository },
    async api => {
      const ask = (wanted?: string) =>
        api.matrix({ name, repository: wanted, limit: MOST_SERVICES + 1 });
      const known = repository ?? sourceRepository;
      const own = known === undefined ? undefined : await ask(known);
      // What runs may be declared elsewhere than where the source is.
      const page =
        own && (own.totalItems > 0 || repository !== undefined)
          ? own
          : await ask();
      const environments = page.environments.map(each => each.name);
      return {
        name,
        repository,
        total: page.totalItems,
        services: rowsOf(page)
          .slice(0, MOST_SERVICES)
          .map(row => ({ row, environments })),
      };
    },
  );
}

function nothingCalled({ name, repository }: Found): string {
  return `No service that was read${repository ? ` of ${repository}` : ''} is called ${name}.`;
}

/** All of one name, in short: which of several the entity stands for, nothing tells. */
function Services(props: { found: Found }) {
  const { name, total, services } = props.found;
  const links = useLinks();
  const more = total - services.length;
  return (
    <>
      {total > 1 && (
        <Typography sx={{ mb: 1, overflowWrap: 'anywhere' }}>
          {counted(total, 'service')} are called {name}; nothing tells which of
          them this is.
        </Typography>
      )}
      {services.map(({ row, environments }) => (
        <Box key={row.id} sx={{ '& + &': { mt: 2 } }}>
          <Typography sx={{ mb: 1, overflowWrap: 'anywhere' }}>
            <TextLink to={links?.service(row.id)}>{row.name}</TextLink> of{' '}
            {row.repository}
          </Typography>
          <PathSteps
            groups={groupsOf(row, environments).flatMap(group => group ?? [])}
          />
        </Box>
      ))}
      {more > 0 && (
        <Typography sx={{ mt: 1 }}>
          <TextLink to={links && `${links.matrix}${searchOf({ text: name })}`}>
            {more} more of this name
          </TextLink>
        </Typography>
      )}
    </>
  );
}

/** How the versions of a Component stand, in short. */
export function EntityPromotionCard() {
  const { value, error } = useServices();
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
      {value?.total === 0 && <Typography>{nothingCalled(value)}</Typography>}
      {value && <Services found={value} />}
    </Paper>
  );
}

/** The way of a Component through the environments, as a tab of its page. */
export function EntityPromotionContent() {
  return (
    <WhenLoaded loaded={useServices()}>
      {found => {
        const [first] = found.services;
        if (!first) {
          return <EmptyState title={nothingCalled(found)} />;
        }
        return found.total === 1 ? (
          <ServiceContent id={first.row.id} />
        ) : (
          <Services found={found} />
        );
      }}
    </WhenLoaded>
  );
}
