import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import {
  CoverageDay,
  CoverageQuery,
  CoverageScope,
} from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  counted,
  EmptyState,
  FilterForm,
  Lines,
  NothingFits,
  oneOf,
  Pager,
  plumblineTeamsApiRef,
  SearchField,
  searchOf,
  secondary,
  TextLink,
  useDocumentTitle,
  useFilters,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode, useEffect, useState } from 'react';
import { usePaths } from '../../paths';
import { manyOf, percent, thingKinds } from '../../words';
import { Notes, TeamRef } from '../entity/parts';
import { Shell } from '../Shell';
import { CountLine } from '../team/TeamTrends';
import { CoverageChart, Sparkline } from '../TrendChart';

const scopes = ['repository', 'cluster', 'team'] as const;
const names = ['by', 'text'] as const;

/** How much has an owner, over time, and where most is missing. */
export function CoveragePage() {
  useDocumentTitle('Coverage');
  const { filters, cursor, show, showPage } = useFilters(names);
  const { text } = filters;
  const by = oneOf(scopes, filters.by) ?? 'repository';
  const query: CoverageQuery = { by, text, cursor };
  const loaded = useLoaded(plumblineTeamsApiRef, query, (api, page) =>
    api.coverage(page),
  );
  const { value, error } = loaded;
  return (
    <Shell>
      {value && <Notes pending={value.pending} restricted={value.restricted} />}
      <OverTime days={value?.days} failed={error !== undefined} />
      <FilterForm label="Coverage" columns="minmax(0, 2fr) minmax(0, 1fr)">
        <SearchField
          label="Search names"
          value={text}
          onChange={next => show({ text: next })}
        />
        <Choice
          label="By"
          value={by === 'repository' ? undefined : by}
          all="Repository"
          values={['cluster', 'team']}
          words={each => (each === 'cluster' ? 'Cluster' : 'Team')}
          onChange={next => show({ by: next, text: undefined })}
        />
      </FilterForm>
      <WhenLoaded loaded={loaded} permission="plumbline.team.read">
        {({ items, totalItems, nextCursor }) => (
          <>
            {items.length === 0 ? (
              <NothingFits
                title="Nothing fits these words"
                filtered={Boolean(text)}
                onShowAll={() => show({ text: undefined })}
              />
            ) : (
              <Lines label={`Coverage by ${by}`}>
                {items.map(item =>
                  by === 'team' ? (
                    <TeamScope key={item.scope} item={item} />
                  ) : (
                    <Scope key={item.scope} by={by} item={item} />
                  ),
                )}
              </Lines>
            )}
            <Pager cursor={cursor} nextCursor={nextCursor} onPage={showPage}>
              {by === 'repository'
                ? counted(totalItems, 'repository', 'repositories')
                : counted(totalItems, by)}
            </Pager>
          </>
        )}
      </WhenLoaded>
    </Shell>
  );
}

/** The share of everything: no filter changes it, so that it stays while another list is on its way. */
function OverTime(props: { days: CoverageDay[] | undefined; failed: boolean }) {
  const { days, failed } = props;
  const [known, setKnown] = useState(days);
  useEffect(() => {
    if (days) {
      setKnown(days);
    }
  }, [days]);
  const shown = days ?? known;
  if (!shown) {
    return failed ? null : (
      <Skeleton variant="rounded" height={320} sx={{ mb: 3 }} />
    );
  }
  return shown.length === 0 ? (
    <EmptyState title="Nothing was counted yet">
      <Typography>
        Coverage is counted as soon as something was read.
      </Typography>
    </EmptyState>
  ) : (
    <CoverageChart days={shown} />
  );
}

function Scope(props: { by: (typeof scopes)[number]; item: CoverageScope }) {
  const { by, item } = props;
  const paths = usePaths();
  const { total, owned, contested } = sumsOf(item);
  const covered = percent(owned, total);
  const missing = total - owned;
  return (
    <Row
      name={item.scope}
      words={
        <>
          {`${owned.toLocaleString('en')} of ${counted(total, 'thing')}`}
          {missing > 0 && (
            <>
              {' · '}
              <TextLink
                to={`${paths.unowned}${searchOf({ [by]: item.scope })}`}
              >
                {missing.toLocaleString('en')} unowned
              </TextLink>
            </>
          )}
          {contested > 0 && ` · ${contested.toLocaleString('en')} contested`}
        </>
      }
      line={
        <Sparkline
          points={item.trend}
          label={`${covered} % with an owner, ${counted(item.trend.length, 'day')}`}
        />
      }
    >
      <LinearProgress
        variant="determinate"
        value={covered}
        aria-label={`${item.scope}: ${covered} % with an owner`}
        sx={{ height: 8, borderRadius: 4 }}
      />
    </Row>
  );
}

/** All that a team has, it owns: what tells is how much that is, of what kinds, and how much others claim. */
function TeamScope(props: { item: CoverageScope }) {
  const { item } = props;
  const paths = usePaths();
  const { total, contested } = sumsOf(item);
  const kinds = thingKinds.flatMap(kind => {
    const count = item.now[kind]?.total;
    return count ? [`${manyOf(kind)} ${count.toLocaleString('en')}`] : [];
  });
  return (
    <Row
      name={<TeamRef team={item.scope} />}
      words={
        <>
          {counted(total, 'thing')}
          {contested > 0 ? (
            <>
              {' · '}
              <TextLink
                to={`${paths.team(item.scope)}${searchOf({ tab: 'contested' })}`}
              >
                {contested.toLocaleString('en')} contested (
                {percent(contested, total)} %)
              </TextLink>
            </>
          ) : (
            ' · none contested'
          )}
        </>
      }
      line={
        <CountLine
          values={item.trend.map(day => day.total)}
          label={`${counted(total, 'thing')}, ${counted(item.trend.length, 'day')}`}
        />
      }
    >
      <Typography sx={secondary}>{kinds.join(' · ')}</Typography>
    </Row>
  );
}

function sumsOf({ now }: CoverageScope) {
  const shares = thingKinds.flatMap(kind => now[kind] ?? []);
  const sum = (of: (share: (typeof shares)[number]) => number) =>
    shares.reduce((total, share) => total + of(share), 0);
  return {
    total: sum(share => share.total),
    owned: sum(share => share.owned + share.explicit),
    contested: sum(share => share.contested),
  };
}

function Row(props: {
  name: ReactNode;
  words: ReactNode;
  /** Over time. */
  line: ReactNode;
  children: ReactNode;
}) {
  const { name, words, line, children } = props;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gap: 2,
        alignItems: 'center',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr) 80px',
          sm: 'minmax(0, 2fr) minmax(0, 2fr) 80px',
        },
      }}
    >
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Typography component="h2" sx={{ fontWeight: 600 }}>
          {name}
        </Typography>
        <Typography sx={secondary}>{words}</Typography>
      </Box>
      <Box sx={{ display: { xs: 'none', sm: 'block' } }}>{children}</Box>
      {line}
    </Box>
  );
}
