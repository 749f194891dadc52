import { useEntity } from '@backstage/plugin-catalog-react';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { EntityView } from '@plumbline/plugin-plumbline-common';
import {
  counted,
  entityPath,
  searchOf,
  secondary,
  TextLink,
} from '@plumbline/plugin-plumbline-react';
import { Attention } from '../../attention';
import { useEntityView } from '../../useEntityView';
import { AttentionLine } from '../AttentionLine';
import { Card } from '../Card';
import { Failed } from '../Failed';
import { TeamRef } from './parts';

/** Owners that one sentence names. */
const MOST_OWNERS = 4;

/** How what an entity stands for is doing, in numbers that lead to its tab. */
export function EntityStandingCard() {
  const { value, error } = useEntityView();
  const tab = useEntityTab();
  return (
    <Card title="How it stands">
      {error && !value && (
        <Failed error={error} permission="plumbline.team.read" />
      )}
      {!value && !error && <Skeleton aria-label="Loading" height={48} />}
      {value &&
        (isEmpty(value) ? (
          <Typography>{nothingOf(value)}</Typography>
        ) : (
          <>
            <Typography sx={{ mb: 0.5 }}>
              <AttentionLine
                counts={value.counts}
                pathTo={what => tab(searchOfAttention(what))}
              />
            </Typography>
            <Typography sx={secondary}>
              <TextLink to={tab()}>{describeSize(value)}</TextLink>
            </Typography>
          </>
        ))}
    </Card>
  );
}

/** The tab of the page of the entity, asked for something. */
function useEntityTab(): (search?: string) => string {
  const { entity } = useEntity();
  const { kind, apiVersion, metadata } = entity;
  const page = entityPath({
    apiVersion,
    kind,
    name: metadata.name,
    namespace: metadata.namespace,
  });
  return (search = '') => `${page}/ownership${search}`;
}

/** What of the tab shows what a number counts. */
export function searchOfAttention(what: Attention): string {
  switch (what) {
    case 'drift':
    case 'secrets':
      return `${searchOf({ trouble: what })}#things`;
    case 'contested':
      return `${searchOf({ contested: 'true' })}#things`;
    default:
      return `#${what}`;
  }
}

export function isEmpty({ counts }: EntityView): boolean {
  const { services, workloads, namespaces, paths } = counts;
  return services + workloads + namespaces + paths === 0;
}

/** Whether that is so, or merely all that somebody may see. */
export function nothingOf({ restricted }: EntityView): string {
  return restricted
    ? 'You may see nothing of what it stands for, or nothing that was read is it.'
    : 'Nothing that was read is known to be this.';
}

/** `2 services · 4 workloads in prod-eu, prod-us`. */
export function describeSize({ counts, clusters }: EntityView): string {
  const { services, workloads, namespaces, paths } = counts;
  const sizes = [
    services > 0 && counted(services, 'service'),
    workloads > 0 && counted(workloads, 'workload'),
    namespaces > 0 && counted(namespaces, 'namespace'),
    paths > 0 &&
      counted(paths, 'part of a repository', 'parts of repositories'),
  ].filter(Boolean);
  const places =
    clusters.length > MOST_OWNERS
      ? counted(clusters.length, 'cluster')
      : clusters.join(', ');
  return `${sizes.join(' · ')}${places && ` in ${places}`}`;
}

/** Who owns the things of an entity, and how many each. */
export function OwnersOfThings(props: { view: EntityView }) {
  const { view } = props;
  const { counts, owners } = view;
  if (isEmpty(view)) {
    return <Typography>{nothingOf(view)}</Typography>;
  }
  const total =
    counts.services + counts.workloads + counts.namespaces + counts.paths;
  const more = owners.length - MOST_OWNERS;
  return (
    <Typography sx={{ overflowWrap: 'anywhere' }}>
      {owners.length === 0 && 'Nothing that was read says who owns any of it.'}
      {owners.slice(0, MOST_OWNERS).map(({ team, title, things }, at) => (
        <span key={team}>
          {at > 0 && ', '}
          <TeamRef team={team} title={title} />{' '}
          {things === total && owners.length === 1
            ? 'owns all of it'
            : `owns ${things.toLocaleString('en')}${at === 0 ? ` of ${counted(total, 'thing')}` : ''}`}
        </span>
      ))}
      {more > 0 && ` and ${counted(more, 'further team')} some`}
      {owners.length > 0 && '.'}
      {counts.unowned > 0 &&
        owners.length > 0 &&
        ` Nobody is known to own ${counts.unowned.toLocaleString('en')}.`}
    </Typography>
  );
}
