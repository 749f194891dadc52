import Box from '@mui/material/Box';
import { SourcesPage, SourceStatus } from '@plumbline/plugin-plumbline-common';
import {
  sourceStates,
  sourceStateWords,
  stateColor,
} from '@plumbline/plugin-plumbline-react';

function words(state: SourceStatus['state'], count: number): string {
  return `${count} ${sourceStateWords[state].label.toLowerCase()}`;
}

/** How many sources are in which state: a bar to see it, words to read it. */
export function StatesBar(props: { summary: SourcesPage['summary'] }) {
  const order: SourceStatus['state'][] = [
    'ok',
    ...sourceStates.filter(state => state !== 'ok'),
  ];
  const present = order
    .map(state => ({ state, count: props.summary[state] ?? 0 }))
    .filter(({ count }) => count > 0);
  return (
    <Box sx={{ mb: 2 }}>
      <Box
        aria-hidden
        sx={{
          display: 'flex',
          gap: '2px',
          height: 12,
          borderRadius: 1.5,
          overflow: 'hidden',
        }}
      >
        {present.map(({ state, count }) => (
          <Box
            key={state}
            title={words(state, count)}
            sx={{
              flexGrow: count,
              flexBasis: 0,
              minWidth: 6,
              bgcolor: stateColor(state),
              opacity: state === 'gone' ? 0.45 : 1,
            }}
          />
        ))}
      </Box>
      <Box
        component="ul"
        aria-label="Sources by state"
        sx={{
          listStyle: 'none',
          m: 0,
          mt: 1.25,
          p: 0,
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2.5,
          rowGap: 0.5,
        }}
      >
        {present.map(({ state, count }) => (
          <Box
            component="li"
            key={state}
            sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}
          >
            <Box
              aria-hidden
              sx={{
                width: 10,
                height: 10,
                borderRadius: '50%',
                bgcolor: stateColor(state),
                opacity: state === 'gone' ? 0.45 : 1,
              }}
            />
            {words(state, count)}
          </Box>
        ))}
      </Box>
    </Box>
  );
}
