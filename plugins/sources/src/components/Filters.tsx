import { SourcesQuery } from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  FilterForm,
  SearchField,
  sourceStates,
  sourceStateWords,
} from '@plumbline/plugin-plumbline-react';
import { sourceKinds } from '../filters';

const kindWords = {
  repository: 'Repositories',
  cluster: 'Clusters',
  catalog: 'Catalog',
};

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
      <Choice
        label="Kind"
        all="All kinds"
        value={query.kind}
        values={sourceKinds}
        words={kind => kindWords[kind]}
        onChange={kind => onChange({ ...query, kind })}
      />
      <Choice
        label="State"
        all="All states"
        value={query.state}
        values={sourceStates}
        words={state => sourceStateWords[state].label}
        onChange={state => onChange({ ...query, state })}
      />
    </FilterForm>
  );
}
