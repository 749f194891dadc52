import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { MatrixRow } from '@plumbline/plugin-plumbline-common';
import { Lines, teamName, TextLink } from '@plumbline/plugin-plumbline-react';
import { useState } from 'react';
import { usePaths } from '../../paths';
import { PathSteps } from '../PathSteps';
import { groupsOf } from './groups';

const STEP = 40;

/** The matrix for narrow screens: each service with its path below its name. */
export function MatrixList(props: {
  rows: MatrixRow[];
  environments: readonly string[];
}) {
  const { rows, environments } = props;
  const paths = usePaths();
  const [count, setCount] = useState(STEP);
  return (
    <>
      <Lines label="Services">
        {rows.slice(0, count).map(row => (
          <li key={row.id}>
            <Typography component="h2" sx={{ fontWeight: 600 }}>
              <TextLink to={paths.service(row.id)}>{row.name}</TextLink>
            </Typography>
            <Typography
              sx={{
                color: 'text.secondary',
                fontSize: '0.875rem',
                mb: 1,
                overflowWrap: 'anywhere',
              }}
            >
              {[...row.teams.map(teamName), row.repository].join(' · ')}
            </Typography>
            <PathSteps
              groups={groupsOf(row, environments).flatMap(group => group ?? [])}
            />
          </li>
        ))}
      </Lines>
      {count < rows.length && (
        <Button
          variant="outlined"
          color="inherit"
          onClick={() => setCount(count + STEP)}
          sx={{ textTransform: 'none', mt: 2 }}
        >
          Show {Math.min(STEP, rows.length - count)} more of{' '}
          {rows.length.toLocaleString('en')}
        </Button>
      )}
    </>
  );
}
