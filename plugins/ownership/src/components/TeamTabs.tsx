import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { TeamView, ThingsQuery } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  Choice,
  counted,
  EmptyState,
  ErrorState,
  FilterForm,
  Lines,
  LoadedBefore,
  Loading,
  NothingFits,
  Pager,
  parametersOf,
  SearchField,
  searchOf,
  TextLink,
  useFacts,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useCallback } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { ownershipApiRef } from '../api';
import { nameOfThing } from '../words';
import { Claims, Evidence, Notes, ThingTitle } from './parts';
import { CoverageChart } from './TrendChart';
import { Troubles } from './Troubles';

const permission = 'plumbline.team.read';

/** What a team owns of one kind, or with which something is wrong. */
export function TeamThings(props: {
  view: TeamView;
  tab: string;
  only: Pick<ThingsQuery, 'type' | 'trouble' | 'contested'>;
}) {
  const { view, tab, only } = props;
  const { ref } = view.team;
  const location = useLocation();
  const { pathname } = location;
  const navigate = useNavigate();
  const asked = parametersOf(location.search, [
    'text',
    'environment',
    'cluster',
    'repository',
    'cursor',
  ]);
  const { cursor, ...filters } = asked;
  const query: ThingsQuery = { ...asked, ...only };
  const key = JSON.stringify([ref, query]);
  const { value, error, reload } = useLoaded(
    ownershipApiRef,
    key,
    useCallback(
      api => {
        const [team, things]: [string, ThingsQuery] = JSON.parse(key);
        return api.owned(team, things);
      },
      [key],
    ),
  );
  const show = (
    next: { [K in keyof ThingsQuery]?: string },
    options?: { replace: boolean },
  ) => navigate({ search: searchOf({ tab, ...filters, ...next }) }, options);
  const inClusters = only.type === 'workload' || only.type === 'namespace';
  const filtered = Object.values(filters).some(Boolean);

  if (error && !value) {
    return (
      <ErrorState error={error} onRetry={reload} permission={permission} />
    );
  }
  return (
    <>
      <FilterForm
        label="What belongs to it"
        columns="minmax(0, 2fr) repeat(2, minmax(0, 1fr))"
      >
        <SearchField
          label="Search names"
          value={asked.text}
          onChange={text => show({ text }, { replace: true })}
        />
        {inClusters ? (
          <>
            <Choice
              label="Environment"
              value={asked.environment}
              all="All environments"
              values={view.environments}
              onChange={environment => show({ environment }, { replace: true })}
            />
            <Choice
              label="Cluster"
              value={asked.cluster}
              all="All clusters"
              values={view.clusters}
              onChange={cluster => show({ cluster }, { replace: true })}
            />
          </>
        ) : (
          <Choice
            label="Repository"
            value={asked.repository}
            all="All repositories"
            values={view.repositories}
            onChange={repository => show({ repository }, { replace: true })}
          />
        )}
      </FilterForm>
      {!value ? (
        <Loading />
      ) : (
        <>
          <Notes pending={value.pending} />
          {error && <LoadedBefore error={error} />}
          {value.items.length === 0 ? (
            <NothingFits
              title={filtered ? 'Nothing fits these filters' : nothingOf(only)}
              total={value.totalItems}
              filtered={filtered}
              onShowAll={() => navigate({ search: searchOf({ tab }) })}
            />
          ) : (
            <Lines label="What belongs to it">
              {value.items.map(thing => (
                <li key={thing.id}>
                  <ThingTitle thing={thing} />
                  <Evidence
                    thing={thing}
                    owner={thing.owners.find(owner => owner.team === ref)}
                  />
                  {thing.contested && <Claims claims={thing.claims} />}
                  <Troubles thing={thing} />
                  <TextLink
                    to={`${pathname}${searchOf({ tab: 'history', thing: thing.id })}`}
                    label={`History of ${nameOfThing(thing)}`}
                    sx={{ fontSize: '0.875rem' }}
                  >
                    History
                  </TextLink>
                </li>
              ))}
            </Lines>
          )}
          <Pager
            cursor={cursor}
            nextCursor={value.nextCursor}
            onPage={next => show({ cursor: next })}
          >
            {counted(value.totalItems, 'thing')}
          </Pager>
        </>
      )}
    </>
  );
}

function nothingOf({
  trouble,
  contested,
}: Pick<ThingsQuery, 'trouble' | 'contested'>): string {
  if (trouble === 'drift') {
    return 'Nothing that it owns is known to be out of sync past due';
  }
  if (trouble === 'secrets') {
    return 'No Secret of what it owns is known to be unhealthy';
  }
  return contested
    ? 'Nothing that it owns is claimed by others'
    : 'It owns none of these';
}

/** What is wrong in the files of a team, the worst first. */
export function TeamFindings(props: { team: string }) {
  const { team } = props;
  const location = useLocation();
  const navigate = useNavigate();
  const { cursor } = parametersOf(location.search, ['cursor']);
  const { value, error, reload } = useFacts('findings', {
    team,
    cursor,
    limit: 25,
  });
  if (error && !value) {
    return <ErrorState error={error} onRetry={reload} />;
  }
  if (!value) {
    return <Loading />;
  }
  if (value.items.length === 0) {
    return <EmptyState title="Nothing is wrong in its files" />;
  }
  return (
    <>
      {error && <LoadedBefore error={error} />}
      <Lines label="Findings">
        {value.items.map(({ repository, fact }) => (
          <li key={JSON.stringify([repository, fact])}>
            <Typography component="h2" sx={{ fontWeight: 600 }}>
              {fact.severity}: {fact.rule}
            </Typography>
            <Typography sx={{ overflowWrap: 'anywhere' }}>
              {fact.message}
            </Typography>
            <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
              {repository}: {fact.location.path}
              {fact.location.line ? ` line ${fact.location.line}` : ''}
            </Typography>
          </li>
        ))}
      </Lines>
      <Pager
        cursor={cursor}
        nextCursor={value.nextCursor}
        onPage={next =>
          navigate({ search: searchOf({ tab: 'findings', cursor: next }) })
        }
      >
        {counted(value.totalItems, 'finding')}
      </Pager>
    </>
  );
}

/** Who belongs to the team, by a directory that tells. */
export function membersOf({ contacts }: TeamView): TeamView['contacts'] {
  return contacts.filter(({ type }) => type === 'person');
}

/** Who belongs to the team, who works on what it owns, and how much it owned over time. */
export function TeamPeople(props: { view: TeamView }) {
  const { people, trend } = props.view;
  const members = membersOf(props.view);
  return (
    <>
      {members.length > 0 && (
        <Typography sx={{ mb: 2, overflowWrap: 'anywhere' }}>
          Members: {members.map(({ value }) => value).join(', ')}
        </Typography>
      )}
      {people.length === 0 ? (
        <EmptyState title="No history tells who works on it" />
      ) : (
        <Lines label="People">
          {people.map(({ name, changes, lastChange }) => (
            <li key={name}>
              <Typography component="h2" sx={{ fontWeight: 600 }}>
                {name}
              </Typography>
              <Typography
                sx={{ color: 'text.secondary', fontSize: '0.875rem' }}
              >
                changed {counted(changes, 'thing')} last, most recently{' '}
                <Age at={lastChange} />
              </Typography>
            </li>
          ))}
        </Lines>
      )}
      {trend.length > 1 && (
        <Box sx={{ mt: 3 }}>
          <CoverageChart days={trend} />
        </Box>
      )}
    </>
  );
}
