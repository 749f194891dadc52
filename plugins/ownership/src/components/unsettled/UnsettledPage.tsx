import Typography from '@mui/material/Typography';
import { ThingsPage, ThingsQuery } from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  counted,
  FilterForm,
  FiltersOf,
  Lines,
  NothingFits,
  oneOf,
  Pager,
  plumblineTeamsApiRef,
  SearchField,
  useDocumentTitle,
  useFilters,
  useLoaded,
  useSeen,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { manyOf, thingKinds } from '../../words';
import { Notes } from '../entity/parts';
import { Shell } from '../Shell';
import { Unsettled } from './Unsettled';

const titles = { unowned: 'Unowned', contested: 'Contested' };
const words = {
  unowned: 'What nobody claims, production first.',
  contested: 'What several claim, production first.',
};
const nothing = {
  unowned: 'Everything that was read has an owner',
  contested: 'No two marks disagree',
};
const names = [
  'type',
  'text',
  'environment',
  'cluster',
  'repository',
  'namespace',
] as const;
type Filters = FiltersOf<(typeof names)[number]>;

/** What links lead here with: shown where it is in use, to be taken away. */
const narrowed = [
  { name: 'cluster', label: 'Cluster', all: 'All clusters' },
  { name: 'repository', label: 'Repository', all: 'All repositories' },
  { name: 'namespace', label: 'Namespace', all: 'All namespaces' },
] as const;

/** What nobody owns, or several claim, with who may be right and the change that would say so. */
export function UnsettledPage(props: { what: 'unowned' | 'contested' }) {
  const { what } = props;
  useDocumentTitle(titles[what]);
  const { filters, cursor, show, showPage, showAll } = useFilters(names);
  const query: ThingsQuery = {
    ...filters,
    type: oneOf(thingKinds, filters.type),
    // What nobody owns is seldom one thing of a namespace alone, in one cluster alone.
    ...(what === 'unowned' && !filters.namespace && { by: 'namespace' }),
    cursor,
  };
  const loaded = useLoaded(
    plumblineTeamsApiRef,
    { what, query },
    (api, asked) => api[asked.what](asked.query),
  );
  const filtered = Object.values(filters).some(Boolean);
  return (
    <Shell>
      <Typography sx={{ mb: 2, color: 'text.secondary' }}>
        {words[what]}
      </Typography>
      <UnsettledFilters
        key={what}
        label={titles[what]}
        filters={filters}
        environments={loaded.value?.environments}
        onChange={show}
      />
      <WhenLoaded loaded={loaded} permission="plumbline.team.read">
        {({ items, nextCursor, pending, restricted, ...totals }) => (
          <>
            <Notes pending={pending} restricted={restricted} />
            {items.length === 0 ? (
              <NothingFits
                title={filtered ? 'Nothing fits these filters' : nothing[what]}
                filtered={filtered}
                onShowAll={showAll}
              />
            ) : (
              <Lines label={titles[what]}>
                {items.map(thing => (
                  <Unsettled key={thing.id} thing={thing} />
                ))}
              </Lines>
            )}
            <Pager cursor={cursor} nextCursor={nextCursor} onPage={showPage}>
              {countedRows(totals)}
            </Pager>
          </>
        )}
      </WhenLoaded>
    </Shell>
  );
}

function countedRows({
  totalItems,
  totalThings = totalItems,
}: Pick<ThingsPage, 'totalItems' | 'totalThings'>): string {
  const things = counted(totalThings, 'thing');
  return totalThings === totalItems
    ? things
    : `${things} in ${counted(totalItems, 'row')}`;
}

function UnsettledFilters(props: {
  label: string;
  filters: Filters;
  environments: string[] | undefined;
  onChange(next: Filters): void;
}) {
  const { label, filters, onChange } = props;
  const environments = useSeen(props.environments);
  return (
    <FilterForm
      label={label}
      columns="minmax(0, 2fr) repeat(2, minmax(0, 1fr))"
    >
      <SearchField
        label="Search names, paths, clusters"
        value={filters.text}
        onChange={text => onChange({ text })}
      />
      <Choice
        label="Kind"
        value={oneOf(thingKinds, filters.type)}
        all="All kinds"
        values={thingKinds}
        words={manyOf}
        onChange={type => onChange({ type })}
      />
      <Choice
        label="Environment"
        value={filters.environment}
        all="All environments"
        values={environments}
        onChange={environment => onChange({ environment })}
      />
      {narrowed.map(({ name, label: title, all }) => (
        <Choice
          key={name}
          label={title}
          value={filters[name]}
          all={all}
          values={[]}
          onChange={value => onChange({ [name]: value })}
        />
      ))}
    </FilterForm>
  );
}
