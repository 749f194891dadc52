import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import CategoryIcon from '@mui/icons-material/CategoryOutlined';
import HubIcon from '@mui/icons-material/HubOutlined';
import SourceIcon from '@mui/icons-material/SourceOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Collapse from '@mui/material/Collapse';
import Typography from '@mui/material/Typography';
import { linkToCommit, SourceStatus } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  ClusterLink,
  Hidden,
  monospace,
  RepositoryLink,
  secondary,
  shortRevision,
  TextLink,
  withLocalTimes,
} from '@plumbline/plugin-plumbline-react';
import { useId, useState } from 'react';
import { describeCounts, describeDuration } from '../filters';

const icons = {
  repository: SourceIcon,
  cluster: HubIcon,
  catalog: CategoryIcon,
};

/** Icon, name, and what kind of thing it is. */
export function SourceName(props: { source: SourceStatus }) {
  const { kind, name, environment, provider, unread = [] } = props.source;
  const Icon = icons[kind];
  const about =
    kind === 'catalog'
      ? ['entities and their owners']
      : [kind, environment, `from ${provider}`];
  return (
    <Box sx={{ display: 'flex', gap: 1.25, minWidth: 0 }}>
      <Icon
        aria-hidden
        fontSize="small"
        sx={{ color: 'text.secondary', mt: 0.25 }}
      />
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
          {kind === 'repository' && <RepositoryLink repository={name} />}
          {kind === 'cluster' && <ClusterLink cluster={name} />}
          {kind === 'catalog' && <TextLink to="/catalog">{name}</TextLink>}
        </Box>
        <Box sx={secondary}>{about.filter(Boolean).join(' · ')}</Box>
        {unread.length > 0 && (
          <Box sx={secondary}>
            {unread.length === 1
              ? `${unread[0].kind} is not read`
              : `${unread.length} kinds are not read`}
          </Box>
        )}
      </Box>
    </Box>
  );
}

/** When it was last read, how long that took, and why the last try failed. */
export function LastRead(props: { source: SourceStatus }) {
  const { lastSuccess, lastAttempt, error, tookMs, state } = props.source;
  return (
    <>
      <Box>{lastSuccess ? <Age at={lastSuccess} /> : 'never'} </Box>
      {lastSuccess && tookMs !== undefined && (
        <Box sx={secondary}>in {describeDuration(tookMs)}</Box>
      )}
      {error && (
        <Box sx={{ fontSize: '0.875rem', overflowWrap: 'anywhere', mt: 0.25 }}>
          {/* What is gone is not tried. */}
          {lastAttempt && state !== 'gone' && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              tried <Age at={lastAttempt} />:{' '}
            </Box>
          )}
          {withLocalTimes(error)}
        </Box>
      )}
    </>
  );
}

/** What was found, and what was left out. */
export function Found(props: { source: SourceStatus }) {
  const { counts, skipped = [], name, kind, notes = [] } = props.source;
  const [open, setOpen] = useState(false);
  const id = useId();
  if (!counts) {
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        nothing yet
      </Box>
    );
  }
  return (
    <>
      <Box>{describeCounts(counts, kind)}</Box>
      {notes.map(note => (
        <Box key={note} sx={{ ...secondary, overflowWrap: 'anywhere' }}>
          {note}
        </Box>
      ))}
      {counts.skipped > 0 && (
        <>
          <Button
            size="small"
            color="inherit"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
            endIcon={
              <ExpandMoreIcon
                sx={{
                  transform: open ? 'rotate(180deg)' : undefined,
                  transition: 'transform .15s',
                }}
              />
            }
            sx={{
              textTransform: 'none',
              ml: -0.75,
              fontSize: '0.875rem',
              minHeight: 28,
            }}
          >
            {counts.skipped} skipped <Hidden>in {name}</Hidden>
          </Button>
          <Collapse in={open} id={id} unmountOnExit>
            <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5 }}>
              {skipped.map(({ path, reason }) => (
                <Box component="li" key={path} sx={secondary}>
                  <Box component="span" sx={{ color: 'text.primary' }}>
                    {path}
                  </Box>
                  : {reason}
                </Box>
              ))}
            </Box>
            {skipped.length < counts.skipped && (
              <Typography sx={secondary}>
                and {counts.skipped - skipped.length} more
              </Typography>
            )}
          </Collapse>
        </>
      )}
    </>
  );
}

/** The commit that was read. */
export function Revision(props: { source: SourceStatus }) {
  const { revision, webUrl } = props.source;
  if (!revision) {
    return null;
  }
  return (
    <Box component="span" sx={monospace}>
      <TextLink to={linkToCommit(revision, { webUrl })}>
        {shortRevision(revision)}
      </TextLink>
    </Box>
  );
}
