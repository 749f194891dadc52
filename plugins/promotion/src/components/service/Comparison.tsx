import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import {
  ComparedKey,
  ComparedSide,
  ComparedVersion,
  Place,
  ServiceComparison,
} from '@plumbline/plugin-plumbline-common';
import { counted, Lines, PortalLink } from '@plumbline/plugin-plumbline-react';
import { ReactNode, useState } from 'react';
import { placeName, shortVersion } from '../../words';
import { Freshness, StaleSources } from '../Freshness';
import { ChangeLine } from './History';

const orderWords: Record<ComparedVersion['order'], string> = {
  same: 'the same',
  newer: 'is newer than',
  older: 'is older than',
  unknown: 'not known which is newer',
};

/** What two places hold differently: versions first, then what is on its way, then everything else. */
export function Comparison(props: { comparison: ServiceComparison }) {
  const { comparison } = props;
  const { versions, from, to, changes, freshness } = comparison;
  const different = versions.filter(({ order }) => order !== 'same');
  return (
    <>
      <StaleSources freshness={freshness} />
      <Section title={titleOf(versions.length, different.length)}>
        {versions.length > 0 && (
          <Lines label="Versions">
            {[
              ...different,
              ...versions.filter(each => each.order === 'same'),
            ].map(version => (
              <li key={`${version.kind} ${version.name}`}>
                <VersionLine version={version} />
              </li>
            ))}
          </Lines>
        )}
      </Section>
      <Section title={`What ${placeName(from)} has got since`}>
        {changes === undefined && (
          <Typography sx={{ color: 'text.secondary' }}>
            No history tells that it ever held what {placeName(to)} holds now.
          </Typography>
        )}
        {changes?.length === 0 && (
          <Typography sx={{ color: 'text.secondary' }}>
            Nothing: no change waits.
          </Typography>
        )}
        {changes && changes.length > 0 && (
          <Lines label="Changes between">
            {changes.map(change => (
              <li key={change.commit}>
                <ChangeLine change={change} />
              </li>
            ))}
          </Lines>
        )}
      </Section>
      <Configuration comparison={comparison} />
      <Freshness freshness={freshness} />
    </>
  );
}

function titleOf(versions: number, different: number): string {
  if (versions === 0) {
    return 'Neither place pins a version';
  }
  return different === 0
    ? 'The versions are the same'
    : `${counted(different, 'version')} ${different === 1 ? 'differs' : 'differ'}`;
}

function Section(props: { title: string; children: ReactNode }) {
  return (
    <Box component="section" sx={{ mb: 3 }}>
      <Typography
        component="h2"
        sx={{ fontSize: '1.125rem', fontWeight: 600, mb: 1 }}
      >
        {props.title}
      </Typography>
      {props.children}
    </Box>
  );
}

function VersionLine(props: { version: ComparedVersion }) {
  const { kind, name, from, to, order, reason } = props.version;
  const side = (value: typeof from) =>
    value ? (
      <PortalLink to={value.url}>{shortVersion(value.value)}</PortalLink>
    ) : (
      'not pinned'
    );
  return (
    <Box sx={{ overflowWrap: 'anywhere' }}>
      <Box sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
        {kind} {name}
      </Box>
      <strong>{side(from)}</strong>{' '}
      {order === 'same' ? '=' : <>{orderWords[order]} </>}
      {order !== 'same' && order !== 'unknown' && <strong>{side(to)}</strong>}
      {order === 'unknown' && (
        <>
          {' · '}
          <strong>{side(to)}</strong>
          {reason && ` (${reason})`}
        </>
      )}
      {order === 'same' && ' in both'}
    </Box>
  );
}

/** Everything that the files of the two places say differently, beside versions. */
function Configuration(props: { comparison: ServiceComparison }) {
  const { from, to, configuration, hidden, more, unread } = props.comparison;
  const telling = configuration.filter(({ byName }) => !byName);
  const named = configuration.filter(({ byName }) => byName);
  const nothingDiffers =
    hidden + unread.length > 0
      ? 'No other difference was found'
      : 'Nothing else differs';
  const notes = [
    hidden > 0 &&
      `${counted(hidden, 'key')} that may hold a secret ${hidden === 1 ? 'is' : 'are'} in both; their values are not compared.`,
    more > 0 && `${counted(more, 'difference')} more are left out.`,
  ].filter(Boolean);
  return (
    <Section
      title={
        telling.length === 0
          ? nothingDiffers
          : `${counted(telling.length, 'other difference')} in configuration`
      }
    >
      {unread.length > 0 && (
        <Box component="details" sx={{ mb: 1 }}>
          <summary>
            {counted(unread.length, 'file')} could not be compared: more may
            differ
          </summary>
          <Box component="ul" sx={{ m: 0, pl: 2.5, overflowWrap: 'anywhere' }}>
            {unread.map(({ repository, path, reason }) => (
              <li key={`${repository} ${path}`}>
                {path} of {repository}: {reason}
              </li>
            ))}
          </Box>
        </Box>
      )}
      {telling.length > 0 && (
        <KeyTable
          label="Configuration that differs"
          keys={telling}
          from={from}
          to={to}
        />
      )}
      {named.length > 0 && (
        <Box component="details" sx={{ mt: 1 }}>
          <summary>
            {counted(named.length, 'key')}{' '}
            {named.length === 1 ? 'differs' : 'differ'} in the name of the
            environment alone
          </summary>
          <KeyTable
            label="Names of the environments"
            keys={named}
            from={from}
            to={to}
          />
        </Box>
      )}
      {notes.map(note => (
        <Typography
          key={String(note)}
          sx={{ color: 'text.secondary', fontSize: '0.875rem', mt: 1 }}
        >
          {note}
        </Typography>
      ))}
    </Section>
  );
}

function KeyTable(props: {
  label: string;
  keys: ComparedKey[];
  from: Place;
  to: Place;
}) {
  const { label, keys, from, to } = props;
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const columns = {
    display: 'grid',
    columnGap: 2,
    rowGap: 0.5,
    px: 2,
    py: 1.25,
    gridTemplateColumns: {
      xs: '1fr',
      sm: 'minmax(0, 1.2fr) minmax(0, 1fr) minmax(0, 1fr)',
    },
    overflowWrap: 'anywhere',
  };
  return (
    <Paper
      variant="outlined"
      role="table"
      aria-label={label}
      sx={{
        borderRadius: 2,
        fontSize: '0.875rem',
        '& > div + div': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      {/* Below each other, no value is under its head: each says itself where it is. */}
      {!narrow && (
        <Box role="row" sx={{ ...columns, fontWeight: 600 }}>
          <span role="columnheader">Key</span>
          <span role="columnheader">{placeName(from)}</span>
          <span role="columnheader">{placeName(to)}</span>
        </Box>
      )}
      {keys.map(({ document, key, from: one, to: other }) => (
        <Box
          role="row"
          key={`${document} ${key} ${one?.path} ${other?.path}`}
          sx={columns}
        >
          <div role="rowheader">
            <Box component="code" sx={{ fontWeight: 600 }}>
              {key}
            </Box>
            {document && <Box sx={{ color: 'text.secondary' }}>{document}</Box>}
          </div>
          <Side side={one} place={narrow ? from : undefined} />
          <Side side={other} place={narrow ? to : undefined} />
        </Box>
      ))}
    </Paper>
  );
}

function Side(props: { side: ComparedSide | undefined; place?: Place }) {
  const { side, place } = props;
  return (
    <div role="cell">
      {place && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {placeName(place)}:{' '}
        </Box>
      )}
      {side ? (
        <>
          <Value value={side.value} />
          <Box sx={{ fontSize: '0.8125rem' }}>
            <PortalLink to={side.url}>
              {side.path} line {side.line}
            </PortalLink>
          </Box>
        </>
      ) : (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          not set
        </Box>
      )}
    </div>
  );
}

const LONG = 160;

function Value(props: { value: string | undefined }) {
  const { value } = props;
  const [open, setOpen] = useState(false);
  if (value === undefined) {
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        set; its value may be a secret
      </Box>
    );
  }
  const long = value.length > LONG;
  return (
    <>
      <Box component="code" sx={{ whiteSpace: 'pre-wrap' }}>
        {long && !open ? `${value.slice(0, LONG)}…` : value || '(empty)'}
      </Box>
      {long && (
        <Box
          component="button"
          type="button"
          onClick={() => setOpen(!open)}
          sx={{
            ml: 1,
            p: 0,
            border: 0,
            background: 'none',
            color: 'primary.main',
            font: 'inherit',
            textDecoration: 'underline',
            cursor: 'pointer',
          }}
        >
          {open ? 'less' : 'more'}
        </Box>
      )}
    </>
  );
}
