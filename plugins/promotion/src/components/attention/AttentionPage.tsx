import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  AttentionItem,
  AttentionKind,
  AttentionPage as Page,
  AttentionQuery,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  Choice,
  counted,
  EmptyState,
  Lines,
  oneOf,
  Pager,
  teamName,
  TextLink,
  useDocumentTitle,
  useLoaded,
  useNow,
} from '@plumbline/plugin-plumbline-react';
import { useCallback } from 'react';
import { promotionApiRef } from '../../api';
import { usePaths } from '../../paths';
import {
  attentionKinds,
  attentionWords,
  environmentName,
  shortVersion,
  waitOf,
} from '../../words';
import { CountFilter } from '../CountFilter';
import { FilteredPage, FilterBar } from '../FilteredPage';
import { Freshness } from '../Freshness';
import { StateIcon } from '../StateIcon';
import { daysOf, FiltersOf, useFilters } from '../useFilters';

/** Services of a page. */
const LIMIT = 200;
const names = [
  'team',
  'environment',
  'cluster',
  'kind',
  'days',
  'cursor',
] as const;
type Filters = FiltersOf<(typeof names)[number]>;
const patience = ['3', '14', '30', '90'];

/** What somebody should look at, the most urgent first, each with why and where. */
export function AttentionPage() {
  useDocumentTitle('Promotion, attention');
  const { filters, show } = useFilters(names);
  const key = JSON.stringify(queryOf(filters));
  const loaded = useLoaded(
    promotionApiRef,
    key,
    useCallback(api => api.attention(JSON.parse(key)), [key]),
  );
  return (
    <FilteredPage
      loaded={loaded}
      filters={
        <AttentionFilters
          filters={filters}
          page={loaded.value}
          onChange={show}
        />
      }
    >
      {page => (
        <>
          <CountFilter
            label="Things to look at by kind"
            counts={attentionKinds.flatMap(kind => {
              const { title, meaning, state } = attentionWords[kind];
              const count = page.items.filter(
                item => item.kind === kind,
              ).length;
              return count > 0
                ? [{ key: kind, label: title, meaning, state, count }]
                : [];
            })}
            value={filters.kind}
            onChange={kind => show({ kind })}
          />
          <Groups page={page} cursor={filters.cursor} />
          <Pager
            cursor={filters.cursor}
            nextCursor={page.nextCursor}
            onPage={cursor => show({ cursor })}
          >
            {counted(page.items.length, 'thing')} to look at
            {page.nextCursor && ', and there may be more on the next page'}
          </Pager>
          <Freshness freshness={page.freshness} />
        </>
      )}
    </FilteredPage>
  );
}

function queryOf(filters: Filters): AttentionQuery {
  const { team, environment, cluster, cursor } = filters;
  return {
    team,
    environment,
    cluster,
    cursor,
    kind: oneOf(attentionKinds, filters.kind),
    days: daysOf(filters.days),
    limit: LIMIT,
  };
}

function AttentionFilters(props: {
  filters: Filters;
  page: Page | undefined;
  onChange(next: Filters): void;
}) {
  const { filters, page, onChange } = props;
  const { cursor, ...others } = filters;
  return (
    <FilterBar
      label="Attention"
      filters={filters}
      teams={page?.items.flatMap(item => item.teams)}
      environments={page?.items.map(item => item.environment)}
      inUse={Object.values(others).some(Boolean)}
      onChange={onChange}
    >
      <Choice
        label="Kind"
        all="All kinds"
        value={filters.kind}
        values={[...attentionKinds]}
        words={kind => {
          const known = oneOf(attentionKinds, kind);
          return known ? attentionWords[known].title : kind;
        }}
        onChange={kind => onChange({ kind })}
      />
      <Choice
        label="Stuck after"
        all="7 days"
        value={daysOf(filters.days)?.toString()}
        values={patience}
        words={days => `${days} days`}
        onChange={days => onChange({ days })}
      />
    </FilterBar>
  );
}

function Groups(props: { page: Page; cursor: string | undefined }) {
  const { page, cursor } = props;
  const { items, nextCursor } = page;
  if (items.length === 0) {
    return nextCursor !== undefined || cursor !== undefined ? (
      <EmptyState
        title={
          nextCursor === undefined
            ? 'Nothing more to look at'
            : 'Nothing on this page; there may be more on the next'
        }
      />
    ) : (
      <EmptyState title="Nothing to look at">
        <Typography>
          No service diverged, went back, runs ahead or is stuck, as far as was
          read.
        </Typography>
      </EmptyState>
    );
  }
  return (
    <>
      {attentionKinds.map(kind => {
        const own = items.filter(item => item.kind === kind);
        return own.length > 0 && <Group key={kind} kind={kind} items={own} />;
      })}
    </>
  );
}

function Group(props: { kind: AttentionKind; items: AttentionItem[] }) {
  const { kind, items } = props;
  const { title, meaning, state } = attentionWords[kind];
  return (
    <Box component="section" sx={{ mb: 3 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <StateIcon state={state} />
        <Typography
          component="h2"
          sx={{ fontSize: '1.125rem', fontWeight: 600 }}
        >
          {title}{' '}
          <Box component="span" sx={{ fontWeight: 400 }}>
            {items.length.toLocaleString('en')}
          </Box>
        </Typography>
      </Box>
      <Typography sx={{ color: 'text.secondary', mb: 1 }}>{meaning}</Typography>
      <Lines label={title}>
        {items.map(item => (
          <Item
            key={`${item.service.id} ${item.environment} ${item.cluster} ${item.namespace}`}
            item={item}
          />
        ))}
      </Lines>
    </Box>
  );
}

function Item(props: { item: AttentionItem }) {
  const { item } = props;
  const { service, environment, cluster, namespace, version } = item;
  const { kind, since, reason, teams } = item;
  const paths = usePaths();
  const now = useNow();
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        columnGap: 2,
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(0, 1fr) auto' },
        overflowWrap: 'anywhere',
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Typography component="h3" sx={{ fontWeight: 600 }}>
          <TextLink to={paths.place(service.id, item)}>{service.name}</TextLink>
          {version && ` ${shortVersion(version)}`}
        </Typography>
        <Typography>{reason}</Typography>
      </Box>
      <Box
        sx={{
          color: 'text.secondary',
          fontSize: '0.875rem',
          textAlign: { sm: 'right' },
        }}
      >
        <div>
          {environmentName(environment)}
          {cluster && ` · ${cluster}`}
          {namespace && ` · ${namespace}`}
        </div>
        <div>
          {since && kind === 'stuck' && (
            <Box
              component="span"
              sx={{ fontWeight: 600, color: 'text.primary' }}
            >
              waits {waitOf({ waitingSince: since }, now)}
            </Box>
          )}
          {since && kind !== 'stuck' && (
            <>
              since <Age at={since} />
            </>
          )}
          {since && teams.length > 0 && ' · '}
          {teams.map(teamName).join(', ')}
        </div>
      </Box>
    </Box>
  );
}
