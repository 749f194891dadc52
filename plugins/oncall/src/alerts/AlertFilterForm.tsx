import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { AlertsPage } from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  FilterForm,
  SearchField,
  teamName,
} from '@plumbline/plugin-plumbline-react';
import { AlertFilters, alertStatuses } from './alertFilters';

function distinct(values: (string | undefined)[]): string[] {
  return [...new Set(values)].filter(value => value !== undefined).sort();
}

/** Narrows the alerts down; offers the teams and places of those that are listed. */
export function AlertFilterForm(props: {
  page: AlertsPage | undefined;
  filters: AlertFilters;
  onChange(filters: AlertFilters): void;
}) {
  const { page, filters, onChange } = props;
  const found = (page?.items ?? []).map(({ resolution }) => resolution);
  return (
    <FilterForm
      label="Filter alerts"
      columns="minmax(0, 2fr) repeat(3, minmax(0, 1fr)) auto"
    >
      <SearchField
        label="Contains"
        value={filters.text}
        onChange={text => onChange({ ...filters, text })}
      />
      <Choice
        label="Status"
        all="Firing and resolved"
        value={filters.status}
        values={alertStatuses}
        onChange={status => onChange({ ...filters, status })}
      />
      <Choice
        label="Team"
        all="All teams"
        value={filters.team}
        values={distinct(
          found.flatMap(
            resolution => resolution?.owners.map(({ team }) => team) ?? [],
          ),
        )}
        words={teamName}
        onChange={team => onChange({ ...filters, team })}
      />
      <Choice
        label="Environment"
        all="All environments"
        value={filters.environment}
        values={distinct(found.map(resolution => resolution?.environment))}
        onChange={environment => onChange({ ...filters, environment })}
      />
      <FormControlLabel
        label="No owner"
        control={
          <Checkbox
            checked={filters.unowned ?? false}
            onChange={(_, unowned) =>
              onChange({ ...filters, unowned: unowned || undefined })
            }
          />
        }
        sx={{ m: 0 }}
      />
      <Choice
        label="Cluster"
        all="All clusters"
        value={filters.cluster}
        // Only where a link asks for one, below the others: they leave no room beside them.
        values={[]}
        onChange={cluster => onChange({ ...filters, cluster })}
      />
    </FilterForm>
  );
}
