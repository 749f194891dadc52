import { placeStateOf } from '@plumbline/plugin-plumbline-common';
import { Age, counted, useNow } from '@plumbline/plugin-plumbline-react';
import {
  countedPlaces,
  runsWords,
  shortVersion,
  stateWords,
  waitViewOf,
} from '../../words';
import { FreezeMark } from '../gates/FreezeMark';
import { RunsMark } from '../RunsMark';
import { Group } from './groups';
import { Sign } from './Signs';

/**
 * One environment of a service, in two lines: the version and how it stands, then since when or for how long one waits.
 * Plain elements with the classes of `gridStyle`: there are hundreds of these, and they come and go while one scrolls.
 */
export function CellFace(props: { group: Group }) {
  const { lead, versions } = props.group;
  const state = placeStateOf(lead);
  const others = versions.filter(version => version !== lead.version);
  return (
    <>
      <span className="plumbline-version">
        <Sign of={state} />
        <span className="plumbline-text" title={lead.version}>
          {lead.version ? shortVersion(lead.version) : 'nothing pinned'}
        </span>
        {others.length > 0 && (
          <span title={`elsewhere in it: ${others.join(', ')}`}>
            +{others.length}
          </span>
        )}
        <span className="plumbline-hidden">
          {others.length > 0 && ` ${counted(others.length, 'other version')}`}{' '}
          {stateWords[state].label}, {runsWords[lead.runs].label}
        </span>
        {lead.freeze && <FreezeMark freeze={lead.freeze} short />}
        <RunsMark runs={lead.runs} />
      </span>
      {lead.relation === 'behind' ? (
        <WaitNote group={props.group} />
      ) : (
        <AgeNote group={props.group} />
      )}
    </>
  );
}

/** The bar grows with the wait: what has been stuck for long is what the eye meets first. */
function WaitNote({ group: { lead } }: { group: Group }) {
  const now = useNow();
  const state = placeStateOf(lead);
  const { wait, rest, isLong, width } = waitViewOf(lead, now);
  const loud = isLong ? 'plumbline-long' : 'plumbline-short';
  return (
    <>
      <span className="plumbline-note">
        {state !== 'behind' && <b>{stateWords[state].label} · </b>}
        {wait && <b className={loud}>{wait}</b>}
        {rest}
      </span>
      {width !== undefined && (
        <span
          aria-hidden
          className={`plumbline-bar ${loud}`}
          style={{ width: `${width}%` }}
        />
      )}
    </>
  );
}

function AgeNote({ group: { lead, places } }: { group: Group }) {
  const state = placeStateOf(lead);
  return (
    <span className="plumbline-note">
      {stateWords[state].tone !== 'calm' && (
        <b>
          {stateWords[state].label}
          {lead.since && ' · '}
        </b>
      )}
      {lead.since && <Age at={lead.since} />}
      {places.length > 1 &&
        `${lead.since ? ' · ' : ''}${countedPlaces(places)}`}
    </span>
  );
}
