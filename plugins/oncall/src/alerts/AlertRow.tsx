import VisibilityIcon from '@mui/icons-material/VisibilityOutlined';
import Box from '@mui/material/Box';
import { AlertSummary } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  Hidden,
  OwnerBadge,
  secondary,
  TextLink,
} from '@plumbline/plugin-plumbline-react';
import { ownershipWords, placeWords, subjectWords } from './alertWords';
import { SeverityMark } from './SeverityMark';

/** Whose it is, in the list; what has no owner stands out. */
export function AlertOwner(props: { alert: AlertSummary }) {
  const { ownership, resolution } = props.alert;
  if (ownership === 'owned' && resolution) {
    return (
      <Box sx={{ display: 'grid', rowGap: 0.25 }}>
        {resolution.owners.map(({ team, title }) => (
          <OwnerBadge key={team} team={team} title={title} />
        ))}
        {resolution.contested && (
          <Box component="span" sx={{ ...secondary, color: 'warning.main' }}>
            contested
          </Box>
        )}
      </Box>
    );
  }
  const words = ownershipWords[ownership === 'owned' ? 'resolving' : ownership];
  const color =
    ownership === 'nobody' || ownership === 'unknown'
      ? 'error.main'
      : 'text.secondary';
  return (
    <Box component="span" sx={{ color, fontWeight: 600 }}>
      {words}
    </Box>
  );
}

/** One alert of the list: what, whose, where, since when. */
export function AlertRow(props: { alert: AlertSummary; to: string }) {
  const { alert, to } = props;
  const place = placeWords(alert);
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          sm: 'minmax(0, 5fr) minmax(0, 3fr) minmax(0, 2fr)',
        },
        columnGap: 2,
        rowGap: 0.75,
        alignItems: 'start',
        opacity: alert.status === 'resolved' ? 0.85 : 1,
      }}
    >
      <Box sx={{ display: 'flex', gap: 1, minWidth: 0 }}>
        <Box sx={{ pt: 0.25 }}>
          <SeverityMark alert={alert} />
        </Box>
        <Box sx={{ minWidth: 0 }}>
          <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
            <TextLink to={to}>{alert.name}</TextLink>
          </Box>
          <Box sx={secondary}>
            {subjectWords(alert)}
            {place && ` · ${place}`}
          </Box>
        </Box>
      </Box>
      <Box sx={{ pl: { xs: 3.5, sm: 0 }, minWidth: 0 }}>
        <AlertOwner alert={alert} />
      </Box>
      <Box
        sx={{
          ...secondary,
          pl: { xs: 3.5, sm: 0 },
          display: 'flex',
          gap: 1,
          alignItems: 'center',
        }}
      >
        <span>
          {alert.status === 'resolved' ? 'resolved ' : ''}
          <Age at={alert.endsAt ?? alert.startsAt} />
        </span>
        {alert.firstLook && (
          <>
            <VisibilityIcon
              aria-hidden
              fontSize="small"
              titleAccess="Somebody has looked at it"
            />
            <Hidden>, somebody has looked at it</Hidden>
          </>
        )}
      </Box>
    </Box>
  );
}
