import Typography from '@mui/material/Typography';
import {
  OwnedThing,
  TeamView,
  ThingsQuery,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  Choice,
  counted,
  EmptyState,
  FilterForm,
  Filters,
  Lines,
  NothingFits,
  Pager,
  plumblineTeamsApiRef,
  SearchField,
  searchOf,
  TextLink,
  useFacts,
  useFilters,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useLocation } from 'react-router-dom';
import { nameOfThing } from '../../words';
import {
  Claims,
  Evidence,
  FindingWords,
  Notes,
  ThingTitle,
} from '../entity/parts';
import { Troubles } from '../Troubles';

/** On a page that lost what it had: there is something before it. */
const NOTHING_MORE = 'Nothing more on this page';

const names = ['text', 'environment', 'cluster', 'repository'] as const;

/** What a team owns of one kind, or with which something is wrong. */
export function TeamThings(props: { view: TeamView; tab: string; only: Only }) {
  const { view, tab, only } = props;
  const { ref } = view.team;
  const address = useFilters(names, { tab });
  const { filters, cursor, showPage, showAll } = address;
  const query: ThingsQuery = { ...filters, cursor, ...only };
  const loaded = useLoaded(plumblineTeamsApiRef, { ref, query }, (api, asked) =>
    api.owned(asked.ref, asked.query),
  );
  const filtered = Object.values(filters).some(Boolean);
  return (
    <>
      <ThingFilters view={view} only={only} {...address} />
      <WhenLoaded loaded={loaded} permission="plumbline.team.read">
        {({ items, totalItems, nextCursor, pending }) => (
          <>
            {/* The page says it of itself, and may have been asked again since. */}
            {view.pending === 0 && <Notes pending={pending} />}
            {items.length === 0 ? (
              <NothingFits
                title={
                  filtered
                    ? 'Nothing fits these filters'
                    : nothingOf(only, cursor)
                }
                filtered={filtered}
                onShowAll={showAll}
              />
            ) : (
              <Lines label="What belongs to it">
                {items.map(thing => (
                  <li key={thing.id}>
                    <Thing thing={thing} team={ref} />
                  </li>
                ))}
              </Lines>
            )}
            <Pager cursor={cursor} nextCursor={nextCursor} onPage={showPage}>
              {only.type === 'path'
                ? counted(
                    totalItems,
                    'part of repositories',
                    'parts of repositories',
                  )
                : counted(totalItems, 'thing')}
            </Pager>
          </>
        )}
      </WhenLoaded>
    </>
  );
}

type Only = Pick<ThingsQuery, 'type' | 'trouble' | 'contested'>;

function ThingFilters(
  props: Pick<Filters<(typeof names)[number]>, 'filters' | 'show'> & {
    view: TeamView;
    only: Only;
  },
) {
  const { view, only, filters, show } = props;
  const inClusters = only.type === 'workload' || only.type === 'namespace';
  return (
    <FilterForm
      label="What belongs to it"
      columns="minmax(0, 2fr) repeat(2, minmax(0, 1fr))"
    >
      <SearchField
        label="Search names"
        value={filters.text}
        onChange={text => show({ text })}
      />
      <Choice
        label="Environment"
        value={filters.environment}
        all="All environments"
        values={inClusters ? view.environments : []}
        onChange={environment => show({ environment })}
      />
      <Choice
        label="Cluster"
        value={filters.cluster}
        all="All clusters"
        values={inClusters ? view.clusters : []}
        onChange={cluster => show({ cluster })}
      />
      <Choice
        label="Repository"
        value={filters.repository}
        all="All repositories"
        values={inClusters ? [] : view.repositories}
        onChange={repository => show({ repository })}
      />
    </FilterForm>
  );
}

function Thing(props: { thing: OwnedThing; team: string }) {
  const { thing, team } = props;
  const { pathname } = useLocation();
  return (
    <>
      <ThingTitle thing={thing} />
      <Evidence
        thing={thing}
        owner={thing.owners.find(owner => owner.team === team)}
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
    </>
  );
}

function nothingOf(
  { trouble, contested }: Only,
  cursor: string | undefined,
): string {
  if (cursor !== undefined) {
    return NOTHING_MORE;
  }
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
  const { cursor, showPage } = useFilters([], { tab: 'findings' });
  const loaded = useFacts('findings', { team, cursor, limit: 25 });
  return (
    <WhenLoaded loaded={loaded}>
      {({ items, totalItems, nextCursor }) => (
        <>
          {items.length === 0 ? (
            <EmptyState
              title={cursor ? NOTHING_MORE : 'Nothing is wrong in its files'}
            />
          ) : (
            <Lines label="Findings">
              {items.map(({ repository, fact }) => (
                <li key={JSON.stringify([repository, fact])}>
                  <FindingWords finding={fact} />
                </li>
              ))}
            </Lines>
          )}
          <Pager cursor={cursor} nextCursor={nextCursor} onPage={showPage}>
            {counted(totalItems, 'finding')}
          </Pager>
        </>
      )}
    </WhenLoaded>
  );
}

/** Who belongs to the team, by a directory that tells. */
export function membersOf({ contacts }: TeamView): TeamView['contacts'] {
  return contacts.filter(({ type }) => type === 'person');
}

/** Who belongs to the team, and who works on what it owns. */
export function TeamPeople(props: { view: TeamView }) {
  const { people } = props.view;
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
    </>
  );
}
