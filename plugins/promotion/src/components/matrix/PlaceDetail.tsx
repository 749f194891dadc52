import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { MatrixCell, placeStateOf } from '@plumbline/plugin-plumbline-common';
import { Age, counted, useNow } from '@plumbline/plugin-plumbline-react';
import {
  environmentName,
  lagCounts,
  placeName,
  runsWords,
  stateWords,
  waitOf,
} from '../../words';
import { StateIcon } from '../StateIcon';
import { FreezeMark } from '../gates/FreezeMark';
import { RunsMark } from '../RunsMark';
import { Group } from './groups';

const MOST = 6;

/** All that the matrix knows of one of its cells, cluster by cluster. */
export function GroupDetail(props: { service: string; group: Group }) {
  const { service, group } = props;
  const { places, environment, lead } = group;
  const shown = [lead, ...places.filter(place => place !== lead)].slice(
    0,
    MOST,
  );
  return (
    <>
      <Typography component="p" sx={{ fontWeight: 600 }}>
        {service} in {environmentName(environment)}
      </Typography>
      {shown.map(place => (
        <PlaceDetail key={placeName(place)} place={place} />
      ))}
      {places.length > shown.length && (
        <Typography sx={{ fontSize: '0.875rem', mt: 1 }}>
          and {counted(places.length - shown.length, 'place')} more
        </Typography>
      )}
    </>
  );
}

function PlaceDetail(props: { place: MatrixCell }) {
  const { place } = props;
  const now = useNow();
  const state = placeStateOf(place);
  const wait = waitOf(place, now);
  const counts = lagCounts(place);
  const where = [place.cluster, place.namespace].filter(Boolean).join(' · ');
  return (
    <Box
      sx={{
        mt: 1,
        pt: 1,
        borderTop: 1,
        borderColor: 'divider',
        overflowWrap: 'anywhere',
        '& > div': { display: 'flex', gap: 0.75, alignItems: 'center' },
      }}
    >
      <div>
        <StateIcon state={state} />
        <strong>{place.version ?? 'nothing pinned'}</strong>
        {where && <span>{where}</span>}
      </div>
      <div>{stateWords[state].meaning}</div>
      {place.relation === 'behind' && (wait || counts) && (
        <div>
          {[counts && `${counts} behind`, wait && `waits ${wait}`]
            .filter(Boolean)
            .join(' · ')}
        </div>
      )}
      <div>
        <RunsMark runs={place.runs} />
        {runsWords[place.runs].meaning}
      </div>
      {place.freeze && (
        <div>
          <FreezeMark freeze={place.freeze} />
        </div>
      )}
      {place.since && (
        <div>
          <span>
            Since <Age at={place.since} />
            {place.author && ` by ${place.author}`}
            {place.commit && ` in ${place.commit.slice(0, 8)}`}
          </span>
        </div>
      )}
      {place.more > 0 && (
        <div>
          {counted(place.more, 'other version')} pinned in the same place
        </div>
      )}
    </Box>
  );
}
