import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { TeamSummary } from '@plumbline/plugin-plumbline-common';
import {
  Loaded,
  plumblineTeamsApiRef,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';
import { Failed } from './Failed';
import { TeamRef } from './parts';

/** The teams of whoever is signed in, as far as Plumbline knows them. */
function useMyTeams(): Loaded<TeamSummary[]> {
  const identity = useApi(identityApiRef);
  return useLoaded(plumblineTeamsApiRef, 'mine', async api => {
    const { ownershipEntityRefs } = await identity.getBackstageIdentity();
    if (ownershipEntityRefs.length === 0) {
      return [];
    }
    const { items } = await api.teams({
      refs: ownershipEntityRefs.join(','),
    });
    return items;
  });
}

/** Above a list that tells by itself what cannot be had: nothing where there are none. */
export function MyTeams() {
  const { value = [] } = useMyTeams();
  return value.length === 0 ? null : (
    <Typography sx={{ mb: 2 }}>
      Yours: <Refs teams={value} />
    </Typography>
  );
}

/** The same by itself: it says why it shows none. */
export function MyTeamsWidget() {
  const { value, error } = useMyTeams();
  if (!value) {
    return error ? (
      <Failed error={error} permission="plumbline.team.read" />
    ) : (
      <Skeleton aria-label="Loading" height={24} />
    );
  }
  return (
    <Typography>
      {value.length === 0 ? (
        'Nothing that was read belongs to a team of yours.'
      ) : (
        <Refs teams={value} />
      )}
    </Typography>
  );
}

function Refs(props: { teams: TeamSummary[] }) {
  return (
    <>
      {props.teams.map(({ ref, title }, index) => (
        <span key={ref}>
          {index > 0 && ', '}
          <TeamRef team={ref} title={title} />
        </span>
      ))}
    </>
  );
}
