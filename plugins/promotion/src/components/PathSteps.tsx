import { placeStateOf } from '@plumbline/plugin-plumbline-common';
import Box from '@mui/material/Box';
import ArrowIcon from '@mui/icons-material/ArrowForward';
import { alpha } from '@mui/material/styles';
import { Age, Hidden } from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';
import {
  countedPlaces,
  environmentName,
  runsWords,
  shortVersion,
  stateWords,
} from '../words';
import { FreezeMark } from './gates/FreezeMark';
import { Group } from './matrix/groups';
import { RunsMark } from './RunsMark';
import { StateIcon, toneColors, toneOf } from './StateIcon';
import { Wait } from './Wait';

/**
 * The way of a service through its environments: what stands where now, and what lies between. Beside each other where
 * there is room and `wide` asks for it, otherwise below each other.
 */
export function PathSteps(props: {
  groups: Group[];
  wide?: boolean;
  /** What a step leads to. */
  link?: (group: Group, name: ReactNode) => ReactNode;
}) {
  const { groups, wide = false, link = (_, name) => name } = props;
  return (
    <Box
      component="ol"
      aria-label="Path through the environments"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'flex',
        gap: wide ? { xs: 1, md: 4 } : 0.75,
        flexDirection: wide ? { xs: 'column', md: 'row' } : 'column',
        flexWrap: wide ? { md: 'wrap' } : undefined,
      }}
    >
      {groups.map((group, at) => (
        <Step
          key={group.environment}
          group={group}
          wide={wide}
          arrow={wide && at > 0}
          name={link(group, environmentName(group.environment))}
        />
      ))}
    </Box>
  );
}

function Step(props: {
  group: Group;
  wide: boolean;
  arrow: boolean;
  name: ReactNode;
}) {
  const { group, wide, arrow, name } = props;
  const { lead, places, versions } = group;
  const state = placeStateOf(lead);
  const tone = toneOf(state);
  return (
    <Box
      component="li"
      sx={{
        position: 'relative',
        minWidth: 0,
        flex: wide ? { md: '1 1 180px' } : undefined,
        p: wide ? 2 : 1,
        pl: wide ? 2 : 1.5,
        borderRadius: wide ? 2 : 1,
        border: wide ? 1 : 0,
        borderColor: 'divider',
        borderLeft: 4,
        borderLeftColor: tone === 'quiet' ? 'divider' : toneColors[tone],
        backgroundColor: ({ palette }) => {
          if (tone === 'alarm') {
            return alpha(palette.error.main, 0.07);
          }
          return tone === 'warning'
            ? alpha(palette.warning.main, 0.06)
            : 'transparent';
        },
      }}
    >
      {arrow && (
        <ArrowIcon
          aria-hidden
          sx={{
            display: { xs: 'none', md: 'block' },
            position: 'absolute',
            left: -32,
            top: 'calc(50% - 12px)',
            color: 'text.secondary',
          }}
        />
      )}
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'baseline',
          columnGap: 1,
          justifyContent: 'space-between',
        }}
      >
        <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
          {name}
        </Box>
        <Box
          component="span"
          sx={{
            display: 'inline-flex',
            alignItems: 'center',
            gap: 0.75,
            fontSize: '0.8125rem',
            color: 'text.secondary',
          }}
        >
          <StateIcon state={state} />
          {stateWords[state].label}
        </Box>
      </Box>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1,
          fontSize: wide ? '1.25rem' : '1rem',
          fontWeight: 600,
          overflowWrap: 'anywhere',
        }}
      >
        <span title={lead.version}>
          {lead.version ? shortVersion(lead.version) : 'nothing pinned'}
        </span>
        {versions.length > 1 && (
          <Box component="span" sx={{ fontWeight: 400, fontSize: '0.875rem' }}>
            and {versions.length - 1} more
          </Box>
        )}
        <RunsMark runs={lead.runs} />
        <Hidden>{runsWords[lead.runs].meaning}</Hidden>
      </Box>
      <Box sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>
        {lead.since && <Age at={lead.since} />}
        {places.length > 1 &&
          `${lead.since ? ' · ' : ''}${countedPlaces(places)}`}
        <Wait cell={lead} />
        {lead.freeze && <FreezeMark freeze={lead.freeze} />}
      </Box>
    </Box>
  );
}
