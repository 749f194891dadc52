import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { SourcesQuery } from '@plumbline/plugin-plumbline-common';
import {
  FilterForm,
  SearchField,
  sourceStates,
  sourceStateWords,
} from '@plumbline/plugin-plumbline-react';

export function Filters(props: {
  query: SourcesQuery;
  onChange(query: SourcesQuery): void;
}) {
  const { query, onChange } = props;
  return (
    <FilterForm
      label="Filter sources"
      columns="minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr)"
    >
      <SearchField
        label="Name contains"
        value={query.text}
        onChange={text => onChange({ ...query, text })}
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
    </FilterForm>
  );
}
