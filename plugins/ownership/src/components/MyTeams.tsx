import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { TeamSummary } from '@plumbline/plugin-plumbline-common';
import {
  Loaded,
  plumblineTeamsApiRef,
  secondary,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';
import { Failed } from './Failed';
import { TeamRef } from './entity/parts';
import { TeamAttention } from './team/TeamAttention';

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

/** The same by itself, with what each has to look at: it says why it shows none. */
export function MyTeamsWidget() {
  const { value, error } = useMyTeams();
  if (!value) {
    return error ? (
      <Failed error={error} permission="plumbline.team.read" />
    ) : (
      <Skeleton aria-label="Loading" height={24} />
    );
  }
  return value.length === 0 ? (
    <Typography>Nothing that was read belongs to a team of yours.</Typography>
  ) : (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}
    >
      {value.map(team => (
        <li key={team.ref}>
          <Typography component="span" sx={{ fontWeight: 600 }}>
            <TeamRef team={team.ref} title={team.title} />
          </Typography>
          <Typography sx={secondary}>
            <TeamAttention team={team} />
          </Typography>
        </li>
      ))}
    </Box>
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
