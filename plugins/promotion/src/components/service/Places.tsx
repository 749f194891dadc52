import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  PromotedCell,
  PromotedPin,
  placeStateOf,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  ClusterLink,
  counted,
  formatSpan,
  Lines,
  PortalLink,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';
import { anchorOf } from '../../paths';
import {
  environmentName,
  runsWords,
  shortVersion,
  standingOf,
  stateWords,
} from '../../words';
import { FreezeMark } from '../gates/FreezeMark';
import { Pending } from '../gates/Pending';
import { RunsMark } from '../RunsMark';
import { StateIcon } from '../StateIcon';
import { Wait } from '../Wait';

const MOST_PINS = 8;

/** Each place of a service: how it stands and why, which line says so, and what its clusters run. */
export function Places(props: { cells: PromotedCell[] }) {
  const { cells } = props;
  return (
    <Box component="section" sx={{ mb: 3 }}>
      <Typography
        component="h2"
        sx={{ fontSize: '1.125rem', fontWeight: 600, mb: 1 }}
      >
        Where it stands
      </Typography>
      <Lines label="Where it stands">
        {cells.map(cell => (
          <Box
            component="li"
            key={anchorOf(cell)}
            id={anchorOf(cell)}
            sx={{ scrollMarginTop: 80 }}
          >
            <PlaceLine cell={cell} />
          </Box>
        ))}
      </Lines>
    </Box>
  );
}

function PlaceLine(props: { cell: PromotedCell }) {
  const { cell } = props;
  const { environment, cluster, namespace, before, since } = cell;
  const { relation, reason, rolledBack } = cell;
  const standing = standingOf(cell);
  const state = placeStateOf(cell);
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 1.5,
          alignItems: 'baseline',
          overflowWrap: 'anywhere',
        }}
      >
        <Typography component="h3" sx={{ fontWeight: 600 }}>
          {environmentName(environment)}
          {cluster && ` · ${cluster}`}
          {namespace && ` · ${namespace}`}
        </Typography>
        <Typography component="span" sx={{ fontWeight: 600 }}>
          {standing.version ? shortVersion(standing.version) : 'nothing pinned'}
        </Typography>
        <span>
          <StateIcon state={state} /> {stateWords[state].label}
        </span>
        {since && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            <Age at={since} />
          </Box>
        )}
      </Box>
      <Facts>
        <Fact
          name={
            before
              ? `Beside ${environmentName(before.environment)}`
              : 'In the path'
          }
        >
          {stateWords[relation].label}: {reason}
          <Wait cell={standing} />
        </Fact>
        {rolledBack && (
          <Fact name="Went back">
            from {shortVersion(rolledBack.from)} <Age at={rolledBack.at} />
          </Fact>
        )}
        {cell.freeze && (
          <Fact name="Freeze">
            <FreezeMark freeze={cell.freeze} />
          </Fact>
        )}
        {cell.pending && (
          <Fact name="On its way">
            <Pending pending={cell.pending} />
          </Fact>
        )}
        <Fact name="In the cluster">
          <Running cell={cell} />
        </Fact>
        <Fact name="In Git">
          <Pins cell={cell} />
        </Fact>
        {cell.pace && (
          <Fact name="Pace">
            {counted(cell.pace.changes, 'change')} in {cell.pace.days} days
            {cell.pace.medianLeadHours !== undefined &&
              `; half of the versions came here within ${
                formatSpan(cell.pace.medianLeadHours * 3600_000) ?? 'a minute'
              } of the environment before`}
          </Fact>
        )}
      </Facts>
    </>
  );
}

function Facts(props: { children: ReactNode }) {
  return (
    <Box
      component="dl"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: '140px minmax(0, 1fr)' },
        columnGap: 2,
        rowGap: { xs: 0, sm: 0.75 },
        m: 0,
        mt: 1,
        fontSize: '0.875rem',
        overflowWrap: 'anywhere',
        '& dt': { color: 'text.secondary', mt: { xs: 1, sm: 0 } },
        '& dd': { m: 0 },
      }}
    >
      {props.children}
    </Box>
  );
}

function Fact(props: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

/** What was seen to run, or why nobody knows. */
function Running(props: { cell: PromotedCell }) {
  const { running, runs, runsReason, diverged } = props.cell;
  return (
    <>
      <RunsMark runs={runs} /> {runsWords[runs].label}
      {runsReason && `: ${runsReason}`}
      {diverged &&
        `: Git asks for ${diverged.intended}, ${diverged.cluster} runs ${diverged.running}`}
      {running.state !== 'unknown' && running.asOf && (
        <>
          {' · read '}
          <Age at={running.asOf} />
        </>
      )}
      {running.state === 'known' && running.versions.length > 0 && (
        <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
          {running.versions.slice(0, MOST_PINS).map(version => (
            <li key={JSON.stringify(version)}>
              {version.kind} {version.namespace ? `${version.namespace}/` : ''}
              {version.object} in <ClusterLink cluster={version.cluster} /> runs{' '}
              {version.name}: <strong>{shortVersion(version.value)}</strong>
            </li>
          ))}
          {running.versions.length > MOST_PINS && (
            <li>and {running.versions.length - MOST_PINS} more</li>
          )}
        </Box>
      )}
    </>
  );
}

/** The lines that pin versions, the one that stands for the place first. */
function Pins(props: { cell: PromotedCell }) {
  const { pins, main } = props.cell;
  const sorted = pins
    .map((pin, at) => ({ pin, rank: at === main ? 0 : 1 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ pin }) => pin);
  if (sorted.length === 0) {
    return <>no line pins a version</>;
  }
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {sorted.slice(0, MOST_PINS).map(pin => (
        <li key={`${pin.repository} ${pin.path} ${pin.key} ${pin.name}`}>
          <PinLine pin={pin} />
        </li>
      ))}
      {sorted.length > MOST_PINS && (
        <Box component="details">
          <summary>{sorted.length - MOST_PINS} more</summary>
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {sorted.slice(MOST_PINS).map(pin => (
              <li key={`${pin.repository} ${pin.path} ${pin.key} ${pin.name}`}>
                <PinLine pin={pin} />
              </li>
            ))}
          </Box>
        </Box>
      )}
    </Box>
  );
}

function PinLine(props: { pin: PromotedPin }) {
  const { name, value, digest, repository, path, line, key, url, automation } =
    props.pin;
  return (
    <>
      <strong>{shortVersion(value || (digest ?? ''))}</strong> of {name}:{' '}
      <PortalLink to={url}>
        {path}
        {line ? ` line ${line}` : ''} of {repository}
      </PortalLink>
      , {key}
      {automation && ` · kept up to date by ${automation}`}
      {props.pin.historyEnds && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {' '}
          · {props.pin.historyEnds}
        </Box>
      )}
    </>
  );
}
