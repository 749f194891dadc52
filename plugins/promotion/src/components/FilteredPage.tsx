import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import {
  Choice,
  ErrorState,
  FilterForm,
  Loaded,
  LoadedBefore,
  teamName,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode, useState } from 'react';
import { environmentName } from '../words';
import { Shell } from './Shell';
import { useSeen } from './useSeen';

/**
 * A page with filters on top of what they leave. The filters stay whatever comes of them: who asked for something that cannot
 * be asked asks for something else.
 */
export function FilteredPage<T>(props: {
  filters: ReactNode;
  loaded: Loaded<T>;
  children: (value: T) => ReactNode;
}) {
  const { filters, loaded, children } = props;
  const { value, error, reload } = loaded;
  return (
    <Shell>
      {filters}
      {error && value && <LoadedBefore error={error} />}
      {error && !value && <ErrorState error={error} onRetry={reload} />}
      {!error && !value && (
        <Box role="status" aria-label="Loading">
          <Skeleton variant="rounded" height={32} sx={{ mb: 2 }} />
          <Skeleton variant="rounded" height={480} />
        </Box>
      )}
      {value && children(value)}
    </Shell>
  );
}

interface Chosen {
  team?: string;
  environment?: string;
}

/** Whose and where, with the fields that a page has besides. On a phone they are folded up below the search. */
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
          {children}
        </>
      )}
    </FilterForm>
  );
}
