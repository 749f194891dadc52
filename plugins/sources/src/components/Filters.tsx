import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { SourcesQuery } from '@plumbline/plugin-plumbline-common';
import {
  sourceStates,
  sourceStateWords,
} from '@plumbline/plugin-plumbline-react';
import { useEffect, useRef, useState } from 'react';

const typingPause = 250;

export function Filters(props: {
  query: SourcesQuery;
  onChange(query: SourcesQuery): void;
}) {
  const { query, onChange } = props;
  const [text, setText] = useState(query.text ?? '');
  const typed = useRef(text);

  // Back and Forward change the address under the field.
  useEffect(() => {
    if ((query.text ?? '') !== typed.current) {
      typed.current = query.text ?? '';
      setText(typed.current);
    }
  }, [query.text]);

  const change = useRef(onChange);
  change.current = onChange;
  const current = useRef(query);
  current.current = query;
  useEffect(() => {
    if (text === typed.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      typed.current = text;
      change.current({ ...current.current, text: text || undefined });
    }, typingPause);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <Box
      component="form"
      role="search"
      aria-label="Filter sources"
      onSubmit={event => event.preventDefault()}
      sx={{
        display: 'grid',
        gap: 1.5,
        mb: 2,
        gridTemplateColumns: {
          xs: 'repeat(2, minmax(0, 1fr))',
          sm: 'minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr)',
        },
      }}
    >
      <TextField
        size="small"
        label="Name contains"
        type="search"
        value={text}
        onChange={event => setText(event.target.value)}
        sx={{ gridColumn: { xs: '1 / -1', sm: 'auto' } }}
      />
      <TextField
        select
        size="small"
        label="Kind"
        id="plumbline-kind"
        value={query.kind ?? 'all'}
        onChange={({ target: { value } }) =>
          onChange({
            ...query,
            kind:
              value === 'repository' || value === 'cluster' ? value : undefined,
          })
        }
      >
        <MenuItem value="all">All kinds</MenuItem>
        <MenuItem value="repository">Repositories</MenuItem>
        <MenuItem value="cluster">Clusters</MenuItem>
      </TextField>
      <TextField
        select
        size="small"
        label="State"
        id="plumbline-state"
        value={query.state ?? 'all'}
        onChange={({ target: { value } }) =>
          onChange({
            ...query,
            state: sourceStates.find(state => state === value),
          })
        }
      >
        <MenuItem value="all">All states</MenuItem>
        {sourceStates.map(state => (
          <MenuItem key={state} value={state}>
            {sourceStateWords[state].label}
          </MenuItem>
        ))}
      </TextField>
    </Box>
  );
}
