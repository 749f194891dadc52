import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  Fix,
  ThingsQuery,
  UnsettledThing,
} from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  CopyButton,
  counted,
  FilterForm,
  FiltersOf,
  Lines,
  NothingFits,
  oneOf,
  Pager,
  plumblineTeamsApiRef,
  PortalLink,
  SearchField,
  useDocumentTitle,
  useFilters,
  useLoaded,
  useSeen,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useCallback } from 'react';
import { manyOf, thingKinds } from '../words';
import { Claims, Evidence, Notes, TeamRef, ThingTitle } from './parts';
import { Shell } from './Shell';

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
    cursor,
  };
  const key = JSON.stringify([what, query]);
  const loaded = useLoaded(
    plumblineTeamsApiRef,
    key,
    useCallback(
      api => {
        const [asked, things]: ['unowned' | 'contested', ThingsQuery] =
          JSON.parse(key);
        return api[asked](things);
      },
      [key],
    ),
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
        {({ items, totalItems, nextCursor, pending, restricted }) => (
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
              {counted(totalItems, 'thing')}
            </Pager>
          </>
        )}
      </WhenLoaded>
    </Shell>
  );
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
        values={[...thingKinds]}
        words={each => manyOf(oneOf(thingKinds, each) ?? 'workload')}
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

function Unsettled(props: { thing: UnsettledThing }) {
  const { thing } = props;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '2fr 3fr' },
        '& > *': { minWidth: 0 },
      }}
    >
      <div>
        <ThingTitle thing={thing} />
        <Evidence thing={thing} />
        {thing.claims.length > 0 && <Claims claims={thing.claims} />}
      </div>
      <div>
        {thing.suggestions.length === 0 ? (
          <Typography sx={{ color: 'text.secondary' }}>
            Nothing around it tells whose it may be.
          </Typography>
        ) : (
          <Box component="ul" aria-label="May own it" sx={{ m: 0, pl: 2.5 }}>
            {thing.suggestions.map(({ team, why }) => (
              <li key={team}>
                <TeamRef team={team} />:{' '}
                {why.map(({ text }) => text).join('; ')}
              </li>
            ))}
          </Box>
        )}
        {thing.fixes.map(fix => (
          <FixView key={`${fix.type} ${fix.path} ${fix.content}`} fix={fix} />
        ))}
      </div>
    </Box>
  );
}

function FixView(props: { fix: Fix }) {
  const { title, repository, path, line, content, url } = props.fix;
  return (
    <Box sx={{ mt: 1.5 }}>
      <Typography sx={{ fontSize: '0.875rem', overflowWrap: 'anywhere' }}>
        {title}
        {path && (
          <>
            {' · '}
            <PortalLink to={url}>
              {repository ? `${repository}: ` : ''}
              {path}
              {line ? ` line ${line}` : ''}
            </PortalLink>
          </>
        )}
      </Typography>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'flex-start',
          gap: 1,
          mt: 0.5,
          bgcolor: 'action.hover',
          borderRadius: 1,
          px: 1.5,
          py: 0.5,
        }}
      >
        <Box
          component="pre"
          tabIndex={0}
          aria-label={`Change: ${title}`}
          sx={{
            flex: 1,
            m: 0,
            py: 0.5,
            minWidth: 0,
            overflowX: 'auto',
            fontSize: '0.8125rem',
          }}
        >
          {content}
        </Box>
        <CopyButton text={content} what="change" />
      </Box>
    </Box>
  );
}
