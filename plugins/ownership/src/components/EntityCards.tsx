import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import {
  counted,
  describeClaimSource,
  describeError,
  describeEvidence,
  TextLink,
  useLoaded,
  useLookup,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode, useCallback } from 'react';
import { ownershipApiRef } from '../api';
import { attentionOf } from '../words';
import { TeamRef } from './parts';
import { TeamContent } from './TeamPage';

function Card(props: { title: string; children: ReactNode }) {
  return (
    <Paper variant="outlined" sx={{ p: 2, borderRadius: 2 }}>
      <Typography component="h2" sx={{ fontWeight: 600, mb: 1 }}>
        {props.title}
      </Typography>
      {props.children}
    </Paper>
  );
}

function Failed(props: { error: Error; permission?: string }) {
  const { title, advice } = describeError(props.error, props.permission);
  return (
    <Typography role="alert">
      {title}. {advice}
    </Typography>
  );
}

/** Who owns a Component or System by what Git and the clusters say, beside what the catalog says. */
export function EntityOwnerCard() {
  const { entity } = useEntity();
  const name =
    entity.metadata.annotations?.['backstage.io/kubernetes-id'] ??
    entity.metadata.name;
  const { answer, error } = useLookup(name);
  return (
    <Card title="Owner by evidence">
      {error && !answer && <Failed error={error} />}
      {!answer && !error && <Skeleton aria-label="Loading" height={48} />}
      {answer && answer.owners.length === 0 && (
        <Typography>
          {answer.subject
            ? 'Nothing that was read says who owns it.'
            : `Nothing that was read is called ${name}.`}
        </Typography>
      )}
      {answer?.owners.map(owner => (
        <Typography key={owner.team} sx={{ overflowWrap: 'anywhere' }}>
          <TeamRef team={owner.team} title={owner.title} /> by{' '}
          {describeClaimSource(owner.source)}:{' '}
          <TextLink to={owner.url}>{describeEvidence(owner.evidence)}</TextLink>
        </Typography>
      ))}
      {answer?.contested && (
        <Typography sx={{ mt: 1 }}>Marks disagree about it.</Typography>
      )}
    </Card>
  );
}

/** What a Group owns, in numbers. */
export function GroupOwnershipCard() {
  const { entity } = useEntity();
  const ref = stringifyEntityRef(entity);
  const { value, error } = useLoaded(
    ownershipApiRef,
    ref,
    useCallback(api => api.teams({ refs: ref }), [ref]),
  );
  const team = value?.items[0];
  return (
    <Card title="What it owns">
      {error && !value && (
        <Failed error={error} permission="plumbline.team.read" />
      )}
      {!value && !error && <Skeleton aria-label="Loading" height={48} />}
      {value && !team && (
        <Typography>
          {value.restricted
            ? 'You may not see what this team owns.'
            : 'Nothing that was read belongs to it.'}
        </Typography>
      )}
      {team && (
        <Typography>
          {counted(team.counts.services, 'service')} ·{' '}
          {counted(team.counts.workloads, 'workload')} ·{' '}
          {counted(team.counts.namespaces, 'namespace')} ·{' '}
          {attentionOf(team.counts)} ·{' '}
          <TeamRef team={team.ref} title="all of it" />
        </Typography>
      )}
    </Card>
  );
}

/** All that a Group owns, as a tab of its page. */
export function GroupOwnershipContent() {
  const { entity } = useEntity();
  return <TeamContent team={stringifyEntityRef(entity)} />;
}
