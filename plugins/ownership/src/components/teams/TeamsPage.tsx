import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { useTheme } from '@mui/material/styles';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TableSortLabel from '@mui/material/TableSortLabel';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import {
  TeamsQuery,
  TeamSort,
  TeamSummary,
} from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  counted,
  FilterForm,
  Lines,
  NothingFits,
  oneOf,
  Pager,
  plumblineTeamsApiRef,
  SearchField,
  TextLink,
  useDocumentTitle,
  useFilters,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import {
  Attention,
  attentions,
  attentionTitles,
  useAttentionPath,
} from '../../attention';
import { MyTeams } from '../MyTeams';
import { Notes, TeamRef } from '../entity/parts';
import { Shell } from '../Shell';
import { TeamAttention } from '../team/TeamAttention';

const columns: { sort: TeamSort; title: string }[] = [
  { sort: 'services', title: 'Services' },
  { sort: 'workloads', title: 'Workloads' },
  { sort: 'namespaces', title: 'Namespaces' },
  { sort: 'repositories', title: 'Repositories' },
  ...attentions.map(sort => ({ sort, title: attentionTitles[sort] })),
];
const sorts: TeamSort[] = ['name', ...columns.map(({ sort }) => sort)];
const names = ['text', 'sort', 'order'] as const;

/** All teams with what they own. */
export function TeamsPage() {
  useDocumentTitle('Teams');
  const narrow = useMediaQuery(useTheme().breakpoints.down('md'));
  const { filters, cursor, show, showPage } = useFilters(names);
  const { text } = filters;
  const sort = oneOf(sorts, filters.sort) ?? 'name';
  const order =
    oneOf(['asc', 'desc'] as const, filters.order) ??
    (sort === 'name' ? 'asc' : 'desc');
  const query: TeamsQuery = { text, sort, order, cursor };
  const loaded = useLoaded(plumblineTeamsApiRef, query, (api, page) =>
    api.teams(page),
  );
  return (
    <Shell>
      <MyTeams />
      <FilterForm label="Teams" columns="minmax(0, 2fr) minmax(0, 1fr)">
        <SearchField
          label="Search teams"
          value={text}
          onChange={next => show({ text: next })}
        />
        {narrow && (
          <Choice
            label="Sort by"
            value={sort === 'name' ? undefined : sort}
            all="Name"
            values={columns.map(column => column.sort)}
            words={each =>
              columns.find(column => column.sort === each)?.title ?? each
            }
            onChange={next => show({ sort: next, order: undefined })}
          />
        )}
      </FilterForm>
      <WhenLoaded loaded={loaded} permission="plumbline.team.read">
        {({ items, totalItems, nextCursor, pending, restricted }) => (
          <>
            <Notes pending={pending} restricted={restricted} />
            {items.length === 0 && (
              <NothingFits
                title={
                  text
                    ? 'No team fits these words'
                    : 'No team is known yet: nothing that was read names one'
                }
                filtered={Boolean(text)}
                onShowAll={() => show({ text: undefined })}
              />
            )}
            {items.length > 0 && narrow && <TeamCards teams={items} />}
            {items.length > 0 && !narrow && (
              <TeamTable
                teams={items}
                sort={sort}
                order={order}
                onSort={(next, direction) =>
                  show({ sort: next, order: direction })
                }
              />
            )}
            <Pager cursor={cursor} nextCursor={nextCursor} onPage={showPage}>
              {counted(totalItems, 'team')}
            </Pager>
          </>
        )}
      </WhenLoaded>
    </Shell>
  );
}

function TeamTable(props: {
  teams: TeamSummary[];
  sort: TeamSort;
  order: 'asc' | 'desc';
  onSort(sort: TeamSort, order: 'asc' | 'desc'): void;
}) {
  const { teams, sort, order, onSort } = props;
  const pathTo = useAttentionPath();
  const other = order === 'asc' ? 'desc' : 'asc';
  const header = (column: TeamSort, title: string, first: 'asc' | 'desc') => (
    <TableCell
      key={column}
      align={column === 'name' ? 'left' : 'right'}
      sortDirection={sort === column ? order : false}
      sx={{ px: 1, lineHeight: 1.2, verticalAlign: 'bottom' }}
    >
      <TableSortLabel
        hideSortIcon
        active={sort === column}
        direction={sort === column ? order : first}
        onClick={() => onSort(column, sort === column ? other : first)}
      >
        {title}
      </TableSortLabel>
    </TableCell>
  );
  return (
    <Paper variant="outlined" sx={{ borderRadius: 2, overflowX: 'auto' }}>
      <Table size="small" aria-label="Teams">
        <TableHead>
          <TableRow>
            {header('name', 'Team', 'asc')}
            {columns.map(column => header(column.sort, column.title, 'desc'))}
          </TableRow>
        </TableHead>
        <TableBody>
          {teams.map(({ ref, title, known, counts }) => (
            <TableRow key={ref} hover>
              <TableCell
                component="th"
                scope="row"
                sx={{ fontWeight: 600, minWidth: '10rem', px: 1 }}
              >
                <TeamRef team={ref} title={title} />
                <Unknown known={known} />
              </TableCell>
              {columns.map(column => (
                <TableCell key={column.sort} align="right" sx={{ px: 1 }}>
                  <Count
                    value={countOf(counts, column.sort)}
                    to={
                      isAttention(column.sort)
                        ? pathTo(ref, column.sort)
                        : undefined
                    }
                    label={column.title}
                  />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Paper>
  );
}

function countOf(
  counts: TeamSummary['counts'],
  sort: TeamSort,
): number | undefined {
  return sort === 'name' ? undefined : counts[sort];
}

function isAttention(sort: TeamSort): sort is Attention {
  return attentions.some(each => each === sort);
}

/** A number that is not known is a dash: it is no zero. One of things to look at leads to them. */
function Count(props: {
  value: number | undefined;
  to: string | undefined;
  label: string;
}) {
  const { value, to, label } = props;
  const text = value === undefined ? '–' : value.toLocaleString('en');
  return (
    <Box
      component="span"
      sx={{
        fontVariantNumeric: 'tabular-nums',
        color: value ? 'text.primary' : 'text.secondary',
      }}
    >
      {value ? (
        <TextLink to={to} label={`${label}: ${text}`}>
          {text}
        </TextLink>
      ) : (
        text
      )}
    </Box>
  );
}

function Unknown(props: { known: boolean }) {
  return props.known ? null : (
    <Typography
      component="span"
      sx={{ color: 'text.secondary', fontSize: '0.8125rem', ml: 1 }}
    >
      no directory describes it
    </Typography>
  );
}

function TeamCards(props: { teams: TeamSummary[] }) {
  return (
    <Lines label="Teams">
      {props.teams.map(team => {
        const { ref, title, known, counts } = team;
        return (
          <li key={ref}>
            <Typography component="h2" sx={{ fontWeight: 600 }}>
              <TeamRef team={ref} title={title} />
              <Unknown known={known} />
            </Typography>
            <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
              {counted(counts.services, 'service')} ·{' '}
              {counted(counts.workloads, 'workload')} ·{' '}
              {counted(counts.namespaces, 'namespace')} ·{' '}
              <TeamAttention team={team} />
            </Typography>
          </li>
        );
      })}
    </Lines>
  );
}
