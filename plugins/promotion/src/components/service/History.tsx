import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import {
  PromotedCell,
  PromotedChange,
} from '@plumbline/plugin-plumbline-common';
import { Age, Lines, TextLink } from '@plumbline/plugin-plumbline-react';
import { useState } from 'react';
import { placeName, shortVersion } from '../../words';
import { FreezeMark } from '../gates/FreezeMark';
import { changesOf } from './segments';

const STEP = 12;

/** What changed where, the newest first. */
export function History(props: { cells: PromotedCell[] }) {
  const { cells } = props;
  const [count, setCount] = useState(STEP);
  const changes = cells
    .flatMap(cell =>
      changesOf(cell).map(change => ({ change, place: placeName(cell) })),
    )
    .sort((a, b) => Date.parse(b.change.at) - Date.parse(a.change.at));
  return (
    <Box component="section">
      <Typography
        component="h2"
        sx={{ fontSize: '1.125rem', fontWeight: 600, mb: 1 }}
      >
        What was promoted
      </Typography>
      {changes.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>
          No change of these lines is known. A history is read after the first
          index; a version that a template holds has none.
        </Typography>
      ) : (
        <Lines label="What was promoted">
          {changes.slice(0, count).map(({ change, place }) => (
            <li key={`${place} ${change.commit} ${change.to}`}>
              <ChangeLine change={change} place={place} />
            </li>
          ))}
        </Lines>
      )}
      {count < changes.length && (
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          onClick={() => setCount(count + STEP)}
          sx={{ textTransform: 'none', mt: 1 }}
        >
          Show {Math.min(STEP, changes.length - count)} more of {changes.length}
        </Button>
      )}
    </Box>
  );
}

/** One change of one line: from what to what, who wrote it, when it landed. */
export function ChangeLine(props: { change: PromotedChange; place?: string }) {
  const { change, place } = props;
  const { from, to, author, at, subject, commit, url, pullRequest } = change;
  return (
    <Box
      sx={{
        display: 'grid',
        columnGap: 2,
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(0, 1fr) auto' },
        overflowWrap: 'anywhere',
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        {place && <span>{place}: </span>}
        <strong>
          {from === undefined ? '' : `${shortVersion(from)} → `}
          {to === undefined ? 'taken out' : shortVersion(to)}
        </strong>
        <Box sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
          {subject}
        </Box>
        {change.freeze && (
          <Box sx={{ fontSize: '0.875rem' }}>
            <FreezeMark freeze={change.freeze} past />
          </Box>
        )}
      </Box>
      <Box
        sx={{
          color: 'text.secondary',
          fontSize: '0.875rem',
          textAlign: { sm: 'right' },
        }}
      >
        {author} · <Age at={at} />
        <Box>
          <TextLink to={url}>{commit.slice(0, 8)}</TextLink>
          {pullRequest &&
            ` · ${/^\d+$/.test(pullRequest) ? '#' : ''}${pullRequest}`}
        </Box>
      </Box>
    </Box>
  );
}
