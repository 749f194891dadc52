import Box from '@mui/material/Box';
import { Age, Hidden } from '@plumbline/plugin-plumbline-react';
import { runsWords, shortVersion, stateOf, stateWords } from '../../words';
import { StateIcon } from '../StateIcon';
import { Wait } from '../Wait';
import { Group } from './groups';
import { FreezeMark } from '../gates/FreezeMark';
import { RunsMark } from '../RunsMark';

/** One environment of a service, in two lines: the version and how it stands, then since when or for how long one waits. */
export function CellFace(props: { group: Group }) {
  const { lead, places, versions } = props.group;
  const state = stateOf(lead);
  const others = places.length - 1;
  return (
    <>
      <span className="plumbline-version">
        <StateIcon state={state} />
        <span className="plumbline-text" title={lead.version}>
          {lead.version ? shortVersion(lead.version) : 'nothing pinned'}
        </span>
        {versions.length > 1 && <span>+{versions.length - 1}</span>}
        <Hidden>
          {' '}
          {stateWords[state].label}, {runsWords[lead.runs].label}
        </Hidden>
        {lead.freeze && <FreezeMark freeze={lead.freeze} short />}
        <RunsMark runs={lead.runs} />
      </span>
      <span className="plumbline-note">
        {lead.relation === 'behind' ? (
          <Wait cell={lead} />
        ) : (
          <>
            {stateWords[state].tone !== 'calm' && (
              <Box component="span" sx={{ fontWeight: 600 }}>
                {stateWords[state].label}
                {lead.since && ' · '}
              </Box>
            )}
            {lead.since && <Age at={lead.since} />}
            {others > 0 &&
              `${lead.since ? ' · ' : ''}${lead.cluster ?? ''}${
                lead.cluster ? ' and ' : ''
              }${others} more`}
          </>
        )}
      </span>
    </>
  );
}
