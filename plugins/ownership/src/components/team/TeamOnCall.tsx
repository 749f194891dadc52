import WarningIcon from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  OnCallDirectoryStatus,
  TeamOnCall,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  directoryTrouble,
  OnCallList,
} from '@plumbline/plugin-plumbline-react';
import { Fragment } from 'react';

/** Who is on call for the team, or that it is not known; and where that may not be all, or not of now. */
export function OnCallOfTeam(props: { onCall: TeamOnCall }) {
  const { entries, directories } = props.onCall;
  return (
    <>
      <OnCallList entries={entries} />
      {entries.length === 0 && <Nobody directories={directories} />}
      {directories.map(directory => (
        <Trouble key={directory.id} directory={directory} />
      ))}
    </>
  );
}

/**
 * Nothing that was read names anybody. That is no news of nobody: a turn may have ended since a directory was asked, and a directory may
 * know the team by another name.
 */
function Nobody(props: { directories: OnCallDirectoryStatus[] }) {
  const asked = props.directories.filter(
    directory => directoryTrouble(directory) !== 'unread',
  );
  return (
    <Typography sx={{ mt: 2 }}>
      Who is on call is not known: no rota names anybody for it now
      {asked.map(({ id, lastSuccess = '' }) => (
        <Fragment key={id}>
          , nor does {id}, asked <Age at={lastSuccess} />
        </Fragment>
      ))}
      .
    </Typography>
  );
}

function Trouble(props: { directory: OnCallDirectoryStatus }) {
  const { id, lastSuccess = '', error } = props.directory;
  const trouble = directoryTrouble(props.directory);
  if (!trouble) {
    return null;
  }
  return (
    <Box sx={{ display: 'flex', gap: 1, mt: 1, alignItems: 'flex-start' }}>
      <WarningIcon
        aria-hidden
        fontSize="small"
        sx={{ color: 'warning.main', mt: 0.25, flex: 'none' }}
      />
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {trouble === 'unread' &&
          `${id} ${error ? 'could not be' : 'was not'} read yet`}
        {trouble === 'partial' && `${id} does not tell of all teams`}
        {trouble === 'failing' && (
          <>
            {id} cannot be asked: what it said <Age at={lastSuccess} /> is the
            last that is known
          </>
        )}
        {error && `: ${error}`}
      </Box>
    </Box>
  );
}
