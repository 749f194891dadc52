import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  Age,
  directoryTrouble,
  isForbidden,
  Rows,
  secondary,
  useOnCallDirectories,
} from '@plumbline/plugin-plumbline-react';
import { NotLoaded, Section } from '../components/Section';

/** Who says who is on call: a directory that is not reached is seen here, not in the night. */
export function OnCallDirectories() {
  const { value, error } = useOnCallDirectories();
  if (value ? value.items.length === 0 : !error || isForbidden(error)) {
    return null;
  }
  return (
    <Section title="Who says who is on call">
      {error && <NotLoaded error={error} before={value !== undefined} />}
      <Rows>
        {value?.items.map(status => {
          const { id, people, lastSuccess, error: failure } = status;
          return (
            <li key={id}>
              <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{id}</Box>
              <Typography sx={secondary}>
                {lastSuccess ? (
                  <>
                    {people.toLocaleString('en')} on call, read{' '}
                    <Age at={lastSuccess} />
                  </>
                ) : (
                  'not read yet'
                )}
              </Typography>
              {failure && (
                <Typography sx={{ ...secondary, color: 'error.main' }}>
                  {directoryTrouble(status) === 'partial'
                    ? 'Does not tell of all teams'
                    : 'Asking it fails'}
                  : {failure}
                </Typography>
              )}
            </li>
          );
        })}
      </Rows>
    </Section>
  );
}
