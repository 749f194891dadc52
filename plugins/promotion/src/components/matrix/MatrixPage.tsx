import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useTheme } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import useMediaQuery from '@mui/material/useMediaQuery';
import {
  MatrixPage as Page,
  placeStates,
  rowsOf,
} from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  counted,
  EmptyState,
  Filters as AddressFilters,
  Pager,
  SearchField,
  useDocumentTitle,
  useFilters,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useMemo } from 'react';
import { promotionApiRef } from '../../api';
import { runsWords, stateLabel } from '../../words';
import { FilterBar } from '../FilterBar';
import { Freshness, StaleSources } from '../Freshness';
import { ListLoading } from '../ListLoading';
import { RunsMark } from '../RunsMark';
import { Shell } from '../Shell';
import { CsvButton } from './CsvButton';
import {
  Filters,
  isFiltered,
  knownFilters,
  names,
  queryOf,
  sorts,
} from './filters';
import { MatrixGrid } from './MatrixGrid';
import { MatrixList } from './MatrixList';
import { StateFilter } from './StateFilter';

const waits = ['7', '14', '30', '90'];
const sortWords: Record<string, string> = {
  attention: 'Most urgent first',
  waiting: 'Longest wait first',
  changed: 'Newest change first',
};

/** Services by environments: which version stands where, and what waits. */
export function MatrixPage() {
  useDocumentTitle('Promotion');
  const address = useFilters(names);
  const { cursor, show } = address;
  const filters = knownFilters(address.filters);
  const loaded = useLoaded(
    promotionApiRef,
    queryOf(filters, cursor),
    (api, asked) => api.matrix(asked),
  );
  return (
    <Shell>
      <MatrixFilters filters={filters} page={loaded.value} onChange={show} />
      <WhenLoaded loaded={loaded} loading={<ListLoading />}>
        {page => (
          <>
            <StaleSources freshness={page.freshness} />
            <Matrix page={page} {...address} filters={filters} />
          </>
        )}
      </WhenLoaded>
    </Shell>
  );
}

function MatrixFilters(props: {
  filters: Filters;
  page: Page | undefined;
  onChange(next: Filters): void;
}) {
  const { filters, page, onChange } = props;
  const { text, verdict, ...others } = filters;
  return (
    <FilterBar
      label="Services"
      filters={filters}
      teams={page?.teams}
      environments={page?.environments.map(({ name }) => name)}
      inUse={isFiltered(others)}
      search={
        <SearchField
          label="Search services and versions"
          value={text}
          onChange={next => onChange({ text: next })}
        />
      }
      onChange={onChange}
    >
      <Choice
        label="Verdict"
        all="Any verdict"
        value={verdict}
        values={[...placeStates]}
        words={stateLabel}
        onChange={next => onChange({ verdict: next })}
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
      <Choice
        label="Repository"
        all="All repositories"
        value={filters.repository}
        values={[]}
        onChange={repository => onChange({ repository })}
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
    </FilterBar>
  );
}

function Matrix(props: AddressFilters<keyof Filters> & { page: Page }) {
  const { page, filters, cursor, show, showPage, showAll } = props;
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
                onClick={showAll}
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
        onePage={cursor !== undefined || page.nextCursor !== undefined}
        onChange={verdict => show({ verdict })}
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
        <Pager cursor={cursor} nextCursor={page.nextCursor} onPage={showPage}>
          {counted(page.totalItems, 'service')}
        </Pager>
        <CsvButton filters={filters} />
      </Box>
      <Legend />
      <Freshness freshness={page.freshness} />
    </>
  );
}

/** What the small signs mean that have no word beside them. */
function Legend() {
  return (
    <Box
      component="ul"
      aria-label="What the signs mean"
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
      <li>
        <span>+1</span>
        One more version stands in other clusters or namespaces of the
        environment.
      </li>
    </Box>
  );
}
