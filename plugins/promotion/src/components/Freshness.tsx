import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { Freshness as FreshnessFacts } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  counted,
  describeSourceId,
  sourcesRouteRef,
  TextLink,
  usePagePath,
  withLocalTimes,
} from '@plumbline/plugin-plumbline-react';

/** How old what is shown is. */
export function Freshness(props: { freshness: FreshnessFacts }) {
  const { asOf, reading } = props.freshness;
  return (
    <Box sx={{ mt: 2, color: 'text.secondary', fontSize: '0.875rem' }}>
      {asOf ? (
        <>
          The oldest source was read <Age at={asOf} />.
        </>
      ) : (
        'No source was read in full yet.'
      )}
      {reading.length > 0 &&
        ` The history of ${reading.join(', ')} is still being read: ages and waits may be missing.`}
    </Box>
  );
}

/** Above what is shown, what could not be read: nothing is hidden behind a picture that looks complete. */
export function StaleSources(props: { freshness: FreshnessFacts }) {
  const { problems } = props.freshness;
  const sources = usePagePath(sourcesRouteRef);
  // What is wrong with one may be several things.
  const behind = new Set(problems.map(({ source }) => source)).size;
  if (problems.length === 0) {
    return null;
  }
  return (
    <Alert severity="warning" role="note" sx={{ mb: 2, borderRadius: 2 }}>
      <details>
        <summary>
          {counted(behind, 'source')} {behind === 1 ? 'is' : 'are'} behind: what
          was read before is shown
        </summary>
        <Box component="ul" sx={{ m: 0, pl: 2.5, overflowWrap: 'anywhere' }}>
          {problems.map(({ source, error }) => (
            <li key={`${source} ${error}`}>
              <TextLink to={sources}>{describeSourceId(source)}</TextLink>:{' '}
              {withLocalTimes(error)}
            </li>
          ))}
        </Box>
      </details>
    </Alert>
  );
}
