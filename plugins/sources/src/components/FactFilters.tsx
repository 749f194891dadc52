import {
  FactKind,
  RepositoryOverview,
} from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  FilterForm,
  SearchField,
  teamName,
} from '@plumbline/plugin-plumbline-react';
import { Filters, severities } from '../factFilters';

/** Only what there is a choice of. */
export function FactFilters(props: {
  kind: FactKind;
  overview: RepositoryOverview;
  filters: Filters;
  onChange(filters: Filters): void;
}) {
  const { kind, overview, filters, onChange } = props;
  const rules = overview.rules.filter(
    ({ severity }) => !filters.severity || severity === filters.severity,
  );
  return (
    <FilterForm label="Filter" columns="repeat(auto-fit, minmax(150px, 1fr))">
      <SearchField
        label="Contains"
        value={filters.text}
        onChange={text => onChange({ ...filters, text })}
      />
      {kind === 'findings' && (
        <>
          <Choice
            label="Severity"
            all="All severities"
            value={filters.severity}
            values={severities}
            onChange={severity =>
              onChange({ ...filters, rule: undefined, severity })
            }
          />
          <Choice
            label="Rule"
            all="All rules"
            value={filters.rule}
            values={[...new Set(rules.map(({ rule }) => rule))]}
            onChange={rule => onChange({ ...filters, rule })}
          />
        </>
      )}
      <Choice
        label="Team"
        all="All teams"
        value={filters.team}
        values={overview.teams}
        words={teamName}
        onChange={team => onChange({ ...filters, team })}
      />
      <Choice
        label="Environment"
        all="All environments"
        value={filters.environment}
        values={overview.environments}
        onChange={environment => onChange({ ...filters, environment })}
      />
      <Choice
        label="Cluster"
        all="All clusters"
        value={filters.cluster}
        values={overview.clusters}
        onChange={cluster => onChange({ ...filters, cluster })}
      />
    </FilterForm>
  );
}
