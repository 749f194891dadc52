import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { SourceStatus } from '@plumbline/plugin-plumbline-common';
import { StateChip } from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';
import { Found, LastRead, Revision, SourceName } from './parts';
import { RefreshButton, RefreshControl } from './RefreshButton';

function Line(props: { term: string; children: ReactNode }) {
  return (
    <>
      <Box
        component="dt"
        sx={{ color: 'text.secondary', fontSize: '0.875rem' }}
      >
        {props.term}
      </Box>
      <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
        {props.children}
      </Box>
    </>
  );
}

/** The table's rows where there is no room for a table. */
export function SourceCards(props: {
  sources: SourceStatus[];
  control: RefreshControl;
}) {
  const { sources, control } = props;
  return (
    <Box
      component="ul"
      aria-label="Sources"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: 'repeat(2, minmax(0, 1fr))',
        },
      }}
    >
      {sources.map(source => (
        <Paper
          component="li"
          key={source.id}
          variant="outlined"
          sx={{ p: 2, borderRadius: 2 }}
        >
          <Box
            sx={{
              display: 'flex',
              justifyContent: 'space-between',
              alignItems: 'flex-start',
              gap: 1,
              mb: 1.5,
            }}
          >
            <SourceName source={source} />
            <StateChip state={source.state} />
          </Box>
          <Box
            component="dl"
            sx={{
              m: 0,
              mb: 1.5,
              display: 'grid',
              gridTemplateColumns: '76px minmax(0, 1fr)',
              rowGap: 0.75,
              alignItems: 'baseline',
            }}
          >
            <Line term="Last read">
              <LastRead source={source} />
            </Line>
            <Line term="Found">
              <Found source={source} />
            </Line>
            {source.revision && (
              <Line term="Revision">
                <Revision source={source} />
              </Line>
            )}
          </Box>
          <RefreshButton source={source} control={control} />
        </Paper>
      ))}
    </Box>
  );
}
