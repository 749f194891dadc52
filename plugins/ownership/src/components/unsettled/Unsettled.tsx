import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  Fix,
  UnsettledGroup,
  UnsettledThing,
} from '@plumbline/plugin-plumbline-common';
import {
  CopyButton,
  counted,
  PortalLink,
  TextLink,
} from '@plumbline/plugin-plumbline-react';
import { useLocation } from 'react-router-dom';
import { Claims, Evidence, TeamRef, ThingTitle } from '../entity/parts';

/** A thing that nobody owns, or several claim, with who may be right and the change that would say so. */
export function Unsettled(props: { thing: UnsettledThing }) {
  const { thing } = props;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '2fr 3fr' },
        '& > *': { minWidth: 0 },
      }}
    >
      <div>
        {thing.group ? (
          <GroupTitle group={thing.group} />
        ) : (
          <>
            <ThingTitle thing={thing} />
            <Evidence thing={thing} />
            {thing.claims.length > 0 && <Claims claims={thing.claims} />}
          </>
        )}
      </div>
      <div>
        {thing.suggestions.length === 0 ? (
          <Typography sx={{ color: 'text.secondary' }}>
            Nothing around it tells whose it may be.
          </Typography>
        ) : (
          <Box component="ul" aria-label="May own it" sx={{ m: 0, pl: 2.5 }}>
            {thing.suggestions.map(({ team, why }) => (
              <li key={team}>
                <TeamRef team={team} />:{' '}
                {why.map(({ text }) => text).join('; ')}
              </li>
            ))}
          </Box>
        )}
        {thing.fixes.map(fix => (
          <FixView key={`${fix.type} ${fix.path} ${fix.content}`} fix={fix} />
        ))}
      </div>
    </Box>
  );
}

/** A namespace in all of its clusters, leading to each thing in it. */
function GroupTitle(props: { group: UnsettledGroup }) {
  const { namespace, things, workloads, clusters, clustersTotal } = props.group;
  const { pathname, search } = useLocation();
  const inside = new URLSearchParams(search);
  inside.set('namespace', namespace);
  inside.delete('cursor');
  const [only] = clusters;
  const more = clustersTotal - clusters.length;
  return (
    <>
      <Typography
        component="h2"
        sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}
      >
        Namespace {namespace}
      </Typography>
      <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
        {[
          clustersTotal === 1
            ? only
            : clustersTotal > 1 && counted(clustersTotal, 'cluster'),
          workloads === 0 ? 'no workloads' : counted(workloads, 'workload'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
      {clustersTotal > 1 && (
        <Box component="details" sx={{ fontSize: '0.875rem' }}>
          <summary>Which clusters</summary>
          <Box sx={{ overflowWrap: 'anywhere' }}>
            {clusters.join(', ')}
            {more > 0 && ` and ${more.toLocaleString('en')} more`}
          </Box>
        </Box>
      )}
      <TextLink
        to={`${pathname}?${inside}`}
        label={`Show each of ${counted(things, 'thing')} of ${namespace}`}
        sx={{ fontSize: '0.875rem' }}
      >
        Show each of {counted(things, 'thing')}
      </TextLink>
    </>
  );
}

function FixView(props: { fix: Fix }) {
  const { title, repository, path, line, content, url } = props.fix;
  return (
    <Box sx={{ mt: 1.5 }}>
      <Typography sx={{ fontSize: '0.875rem', overflowWrap: 'anywhere' }}>
        {title}
        {path && (
          <>
            {' · '}
            <PortalLink to={url}>
              {repository ? `${repository}: ` : ''}
              {path}
              {line ? ` line ${line}` : ''}
            </PortalLink>
          </>
        )}
      </Typography>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'flex-start',
          gap: 1,
          mt: 0.5,
          bgcolor: 'action.hover',
          borderRadius: 1,
          px: 1.5,
          py: 0.5,
        }}
      >
        <Box
          component="pre"
          sx={{
            flex: 1,
            m: 0,
            py: 0.5,
            minWidth: 0,
            // All of it is to be read before it is copied, also on a phone.
            whiteSpace: 'pre-wrap',
            overflowWrap: 'anywhere',
            fontSize: '0.8125rem',
          }}
        >
          {content}
        </Box>
        <CopyButton text={content} what="change" />
      </Box>
    </Box>
  );
}
