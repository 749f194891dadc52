import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import {
  Began,
  OwnedThing,
  ThingDrift,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  describeObject,
  describeSecretState,
  oncallRouteRef,
  searchOf,
  TextLink,
  usePagePath,
} from '@plumbline/plugin-plumbline-react';

/** What is wrong with a workload, since when, and who says so; and what nothing tells. */
export function Troubles(props: { thing: OwnedThing }) {
  const { drift, secretStates = [], unknown = [] } = props.thing;
  if (!drift && secretStates.length === 0 && unknown.length === 0) {
    return null;
  }
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: '0.875rem' }}>
      {drift && <DriftItem drift={drift} />}
      {secretStates.map(({ since, seen, ...state }) => (
        <li key={JSON.stringify([state.name, state.state, state.by])}>
          Secret {state.name} {describeSecretState(state)},{' '}
          <Since since={since} seen={seen} />, says{' '}
          <ObjectLink object={{ ...state.by, cluster: state.cluster }} />
        </li>
      ))}
      {unknown.includes('drift') && (
        <Box component="li" sx={{ color: 'text.secondary' }}>
          Nothing that was read tells whether it is as Git says
        </Box>
      )}
      {unknown.includes('secrets') && (
        <Box component="li" sx={{ color: 'text.secondary' }}>
          Nothing that was read tells of all Secrets that it needs
        </Box>
      )}
    </Box>
  );
}

function DriftItem(props: { drift: ThingDrift }) {
  const { engine, state, reason, resources = [], pastDue } = props.drift;
  return (
    <li>
      {state === 'failed' ? 'What Git says cannot be applied' : 'Out of sync'}
      {reason && ` (${reason})`}, <Since {...props.drift} />, says{' '}
      <ObjectLink object={engine} />
      {resources.length > 0 &&
        `: ${resources.map(describeObject).join(', ')} differs`}{' '}
      {pastDue && (
        <Chip
          size="small"
          variant="outlined"
          label="past due"
          sx={{ borderColor: 'warning.main', m: 0 }}
        />
      )}
    </li>
  );
}

function Since(props: Began) {
  return (
    <>
      {props.seen ? 'first seen' : 'since'} <Age at={props.since} />
    </>
  );
}

function ObjectLink(props: {
  object: { kind: string; namespace?: string; name: string; cluster: string };
}) {
  const { kind, namespace, name, cluster } = props.object;
  const oncall = usePagePath(oncallRouteRef);
  const q = `${[kind, namespace, name].filter(Boolean).join('/')} cluster=${cluster}`;
  return (
    <TextLink to={oncall && `${oncall}${searchOf({ q })}`}>
      {describeObject(props.object)} in {cluster}
    </TextLink>
  );
}
