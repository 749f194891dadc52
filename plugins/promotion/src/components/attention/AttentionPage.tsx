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
  FiltersOf,
  Lines,
  oneOf,
  Pager,
  teamName,
  TextLink,
  useDocumentTitle,
  useFilters,
  useLoaded,
  useNow,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { promotionApiRef } from '../../api';
import { daysOf } from '../../days';
import { usePaths } from '../../paths';
import {
  attentionKinds,
  attentionWords,
  environmentName,
  shortVersion,
  waitOf,
} from '../../words';
import { CountFilter } from '../CountFilter';
import { FilterBar } from '../FilterBar';
import { Freshness, StaleSources } from '../Freshness';
import { ListLoading } from '../ListLoading';
import { Shell } from '../Shell';
import { StateIcon } from '../StateIcon';

/** Services of a page. */
const LIMIT = 200;
const names = ['team', 'environment', 'cluster', 'kind', 'days'] as const;
type Filters = FiltersOf<(typeof names)[number]>;
const patience = ['3', '14', '30', '90'];

/** What somebody should look at, the most urgent first, each with why and where. */
export function AttentionPage() {
  useDocumentTitle('Promotion, attention');
  const { filters: asked, cursor, show, showPage } = useFilters(names);
  const filters = knownFilters(asked);
  const { team, environment, cluster } = filters;
  const query: AttentionQuery = {
    team,
    environment,
    cluster,
    cursor,
    kind: oneOf(attentionKinds, filters.kind),
    days: daysOf(filters.days),
    limit: LIMIT,
  };
  const loaded = useLoaded(promotionApiRef, query, (api, page) =>
    api.attention(page),
  );
  return (
    <Shell>
      <AttentionFilters filters={filters} page={loaded.value} onChange={show} />
      <WhenLoaded loaded={loaded} loading={<ListLoading />}>
        {page => (
          <>
            <StaleSources freshness={page.freshness} />
            <CountFilter
              label="Places to look at by kind"
              scope="Places:"
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
            <Groups
              page={page}
              cursor={cursor}
              narrowed={isNarrowed(filters)}
            />
            <Pager
              cursor={cursor}
              nextCursor={page.nextCursor}
              onPage={showPage}
            >
              {counted(page.items.length, 'place')} of{' '}
              {counted(servicesOf(page), 'service')} to look at
              {page.nextCursor && ', and there may be more on the next page'}
            </Pager>
            <Freshness freshness={page.freshness} />
          </>
        )}
      </WhenLoaded>
    </Shell>
  );
}

/** One service stands in many places, and in one there may be more than one thing to look at. */
function servicesOf({ items }: Page): number {
  return new Set(items.map(({ service }) => service.id)).size;
}

/** The filters of an address without those that make no sense: they neither ask anything nor look as if they did. */
function knownFilters(filters: Filters): Filters {
  return {
    ...filters,
    kind: oneOf(attentionKinds, filters.kind),
    days: daysOf(filters.days)?.toString(),
  };
}

/** Whether it is about some of all: of the others nothing is said. How long one waits for what is stuck leaves none out. */
function isNarrowed({ days, ...others }: Filters): boolean {
  return Object.values(others).some(Boolean);
}

function AttentionFilters(props: {
  filters: Filters;
  page: Page | undefined;
  onChange(next: Filters): void;
}) {
  const { filters, page, onChange } = props;
  return (
    <FilterBar
      label="Attention"
      filters={filters}
      teams={page?.items.flatMap(item => item.teams)}
      environments={page?.items.map(item => item.environment)}
      inUse={Object.values(filters).some(Boolean)}
      onChange={onChange}
    >
      <Choice
        label="Kind"
        all="All kinds"
        value={oneOf(attentionKinds, filters.kind)}
        values={attentionKinds}
        words={kind => attentionWords[kind].title}
        onChange={kind => onChange({ kind })}
      />
      <Choice
        label="Stuck after"
        all="7 days"
        value={filters.days}
        values={patience}
        words={days => `${days} days`}
        onChange={days => onChange({ days })}
      />
    </FilterBar>
  );
}

function Groups(props: {
  page: Page;
  cursor: string | undefined;
  narrowed: boolean;
}) {
  const { page, cursor, narrowed } = props;
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
      <EmptyState
        title={
          narrowed
            ? 'Nothing to look at fits these filters'
            : 'Nothing to look at'
        }
      >
        {!narrowed && (
          <Typography>
            No service diverged, went back, runs ahead or is stuck, as far as
            was read.
          </Typography>
        )}
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
          {since && kind !== 'stuck' && <Age at={since} />}
          {since && teams.length > 0 && ' · '}
          {teams.map(teamName).join(', ')}
        </div>
      </Box>
    </Box>
  );
}
