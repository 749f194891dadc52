import Button from '@mui/material/Button';
import { useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import {
  Choice,
  FilterForm,
  teamName,
  useSeen,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode, useState } from 'react';
import { environmentName } from '../words';

interface Chosen {
  team?: string;
  environment?: string;
  cluster?: string;
}

/**
 * Whose and where, with the fields that a page has besides. A cluster is what links lead here with: it is shown where it is in
 * use, to be taken away. On a phone the fields are folded up below the search.
 */
export function FilterBar(props: {
  label: string;
  filters: Chosen;
  /** What there is to choose from, on the page that is shown. */
  teams: string[] | undefined;
  environments: string[] | undefined;
  /** Shown at any width. */
  search?: ReactNode;
  /** Whether a folded field is in use. */
  inUse: boolean;
  children: ReactNode;
  onChange(next: Chosen): void;
}) {
  const { label, filters, search, inUse, children, onChange } = props;
  const teams = useSeen(props.teams);
  const environments = useSeen(props.environments);
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const [open, setOpen] = useState(inUse);
  return (
    <FilterForm label={label} columns="repeat(4, minmax(0, 1fr))">
      {search}
      {narrow && (
        <Button
          variant="outlined"
          color="inherit"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          sx={{ textTransform: 'none', gridColumn: '1 / -1' }}
        >
          {open ? 'Fewer filters' : 'More filters'}
        </Button>
      )}
      {(!narrow || open) && (
        <>
          <Choice
            label="Team"
            all="All teams"
            value={filters.team}
            values={teams}
            words={teamName}
            onChange={team => onChange({ team })}
          />
          <Choice
            label="Environment"
            all="All environments"
            value={filters.environment}
            values={environments}
            words={environmentName}
            onChange={environment => onChange({ environment })}
          />
          <Choice
            label="Cluster"
            all="All clusters"
            value={filters.cluster}
            values={[]}
            onChange={cluster => onChange({ cluster })}
          />
          {children}
        </>
      )}
    </FilterForm>
  );
}
