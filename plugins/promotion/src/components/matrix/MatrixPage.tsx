import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Skeleton from '@mui/material/Skeleton';
import { useTheme } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import useMediaQuery from '@mui/material/useMediaQuery';
import { MatrixPage as Page, rowsOf } from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  counted,
  EmptyState,
  ErrorState,
  FilterForm,
  LoadedBefore,
  Pager,
  SearchField,
  teamName,
  useDocumentTitle,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useCallback, useMemo, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { promotionApiRef } from '../../api';
import { environmentName, runsWords, stateLabel, states } from '../../words';
import { Freshness } from '../Freshness';
import { RunsMark } from '../RunsMark';
import { Shell } from '../Shell';
import { CsvButton } from './CsvButton';
import {
  Filters,
  filtersOf,
  isFiltered,
  queryOf,
  searchWith,
  sorts,
} from './filters';
import { MatrixGrid } from './MatrixGrid';
import { MatrixList } from './MatrixList';
import { StateFilter } from './StateFilter';
import { useSeen } from './useSeen';

const waits = ['7', '14', '30', '90'];
const sortWords: Record<string, string> = {
  attention: 'Most urgent first',
  waiting: 'Longest wait first',
  changed: 'Newest change first',
};

/** Services by environments: which version stands where, and what waits. */
export function MatrixPage() {
  useDocumentTitle('Promotion');
  const location = useLocation();
  const navigate = useNavigate();
  const filters = filtersOf(location.search);
  const key = JSON.stringify(queryOf(filters));
  const { value, error, reload } = useLoaded(
    promotionApiRef,
    key,
    useCallback(api => api.matrix(JSON.parse(key)), [key]),
  );
  const show = (next: Filters) =>
    navigate({ search: searchWith(filters, next) }, { replace: true });

  if (error && !value) {
    return (
      <Shell>
        <ErrorState error={error} onRetry={reload} />
      </Shell>
    );
  }
  return (
    <Shell>
      <MatrixFilters filters={filters} page={value} onChange={show} />
      {error && value && <LoadedBefore error={error} />}
      {value ? (
        <Matrix
          page={value}
          filters={filters}
          onChange={show}
          onShowAll={() => navigate({ search: '' })}
        />
      ) : (
        <Box role="status" aria-label="Loading">
          <Skeleton variant="rounded" height={32} sx={{ mb: 2 }} />
          <Skeleton variant="rounded" height={480} />
        </Box>
      )}
    </Shell>
  );
}

interface FilterProps {
  filters: Filters;
  onChange(next: Filters): void;
}

function MatrixFilters(props: FilterProps & { page: Page | undefined }) {
  const { filters, page, onChange } = props;
  const teams = useSeen(page?.teams);
  const environments = useSeen(page?.environments.map(({ name }) => name));
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const { text, verdict, ...others } = filters;
  const [open, setOpen] = useState(isFiltered(others));
  return (
    <FilterForm label="Services" columns="repeat(4, minmax(0, 1fr))">
      <SearchField
        label="Search services and versions"
        value={text}
        onChange={next => onChange({ text: next })}
      />
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
        <MoreFilters
          filters={filters}
          teams={teams}
          environments={environments}
          onChange={onChange}
        />
      )}
    </FilterForm>
  );
}

function MoreFilters(
  props: FilterProps & { teams: string[]; environments: string[] },
) {
  const { filters, teams, environments, onChange } = props;
  return (
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
        label="Verdict"
        all="Any verdict"
        value={filters.verdict}
        values={[...states]}
        words={stateLabel}
        onChange={verdict => onChange({ verdict })}
      />
      <Choice
        label="Waiting"
        all="However long"
        value={filters.waiting}
        values={waits}
        words={days => `${days} days or longer`}
        onChange={waiting => onChange({ waiting })}
      />
      <TextField
        size="small"
        type="date"
        label="Changed since"
        InputLabelProps={{ shrink: true }}
        value={filters.since?.slice(0, 10) ?? ''}
        onChange={event => onChange({ since: event.target.value || undefined })}
      />
      <Choice
        label="Order"
        all="By name"
        value={filters.sort === 'name' ? undefined : filters.sort}
        values={sorts.filter(sort => sort !== 'name')}
        words={sort => sortWords[sort] ?? sort}
        onChange={sort => onChange({ sort })}
      />
      <FormControlLabel
        label="Behind only"
        control={
          <Checkbox
            size="small"
            checked={filters.behind === 'true'}
            onChange={event =>
              onChange({ behind: event.target.checked ? 'true' : undefined })
            }
          />
        }
      />
    </>
  );
}

function Matrix(props: FilterProps & { page: Page; onShowAll(): void }) {
  const { page, filters, onChange, onShowAll } = props;
  const narrow = useMediaQuery(useTheme().breakpoints.down('md'));
  const rows = useMemo(() => rowsOf(page), [page]);
  if (rows.length === 0) {
    return (
      <>
        {isFiltered(filters) ? (
          <EmptyState
            title="No service fits these filters"
            action={
              <Button
                variant="outlined"
                color="inherit"
                onClick={onShowAll}
                sx={{ textTransform: 'none' }}
              >
                Show all services
              </Button>
            }
          />
        ) : (
          <EmptyState title="No service is known yet">
            Services appear as soon as a repository was read that pins their
            versions.
          </EmptyState>
        )}
        <Freshness freshness={page.freshness} />
      </>
    );
  }
  return (
    <>
      <StateFilter
        rows={rows}
        value={filters.verdict}
        onChange={verdict => onChange({ verdict })}
      />
      {narrow ? (
        <MatrixList
          rows={rows}
          environments={page.environments.map(({ name }) => name)}
        />
      ) : (
        <MatrixGrid rows={rows} environments={page.environments} />
      )}
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'flex-start',
          justifyContent: 'space-between',
          gap: 2,
        }}
      >
        <Pager
          cursor={filters.cursor}
          nextCursor={page.nextCursor}
          onPage={cursor => onChange({ cursor })}
        >
          {counted(page.totalItems, 'service')}
        </Pager>
        <CsvButton filters={filters} />
      </Box>
      <Legend />
      <Freshness freshness={page.freshness} />
    </>
  );
}

/** What the small pictures mean that have no word beside them. */
function Legend() {
  return (
    <Box
      component="ul"
      aria-label="What the dots mean"
      sx={{
        listStyle: 'none',
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2.5,
        m: 0,
        mt: 2,
        p: 0,
        fontSize: '0.875rem',
        color: 'text.secondary',
        '& li': { display: 'flex', alignItems: 'center', gap: 0.75 },
      }}
    >
      {(['as-declared', 'diverged', 'missing', 'unknown'] as const).map(
        runs => (
          <li key={runs}>
            <RunsMark runs={runs} />
            {runsWords[runs].meaning}
          </li>
        ),
      )}
    </Box>
  );
}
