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
  ErrorState,
  FilterForm,
  Lines,
  LoadedBefore,
  Loading,
  NothingFits,
  oneOf,
  Pager,
  parametersOf,
  SearchField,
  searchOf,
  TextLink,
  useDocumentTitle,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useCallback, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { ownershipApiRef } from '../api';
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

/** What nobody owns, or several claim, with who may be right and the change that would say so. */
export function UnsettledPage(props: { what: 'unowned' | 'contested' }) {
  const { what } = props;
  useDocumentTitle(titles[what]);
  const location = useLocation();
  const navigate = useNavigate();
  const { type, ...rest } = parametersOf(location.search, [
    'type',
    'text',
    'environment',
    'cluster',
    'repository',
    'namespace',
    'cursor',
  ]);
  const query: ThingsQuery = { ...rest, type: oneOf(thingKinds, type) };
  const key = JSON.stringify([what, query]);
  const { value, error, reload } = useLoaded(
    ownershipApiRef,
    key,
    useCallback(
      api => {
        const [asked, filters]: ['unowned' | 'contested', ThingsQuery] =
          JSON.parse(key);
        return api[asked](filters);
      },
      [key],
    ),
  );
  const show = (
    next: { [K in keyof ThingsQuery]?: string },
    options?: { replace: boolean },
  ) =>
    navigate(
      { search: searchOf({ ...rest, type, cursor: undefined, ...next }) },
      options,
    );
  // What a filter can be changed to stays while its answer is on the way.
  const [environments, setEnvironments] = useState<string[]>([]);
  useEffect(() => {
    if (value) {
      setEnvironments(value.environments ?? []);
    }
  }, [value]);
  const { cursor, ...filters } = query;
  const filtered = Object.values(filters).some(Boolean);

  if (error && !value) {
    return (
      <Shell>
        <ErrorState
          error={error}
          onRetry={reload}
          permission="plumbline.team.read"
        />
      </Shell>
    );
  }
  return (
    <Shell>
      <Typography sx={{ mb: 2, color: 'text.secondary' }}>
        {words[what]}
      </Typography>
      <FilterForm
        label={titles[what]}
        columns="minmax(0, 2fr) repeat(2, minmax(0, 1fr))"
      >
        <SearchField
          label="Search names, paths, clusters"
          value={query.text}
          onChange={text => show({ text }, { replace: true })}
        />
        <Choice
          label="Kind"
          value={query.type}
          all="All kinds"
          values={[...thingKinds]}
          words={each => manyOf(oneOf(thingKinds, each) ?? 'workload')}
          onChange={next => show({ type: next }, { replace: true })}
        />
        <Choice
          label="Environment"
          value={query.environment}
          all="All environments"
          values={environments}
          onChange={environment => show({ environment }, { replace: true })}
        />
      </FilterForm>
      {!value ? (
        <Loading />
      ) : (
        <>
          <Notes pending={value.pending} restricted={value.restricted} />
          {error && <LoadedBefore error={error} />}
          {value.items.length === 0 ? (
            <NothingFits
              title={filtered ? 'Nothing fits these filters' : nothing[what]}
              total={value.totalItems}
              filtered={filtered}
              onShowAll={() => navigate({ search: '' })}
            />
          ) : (
            <Lines label={titles[what]}>
              {value.items.map(thing => (
                <Unsettled key={thing.id} thing={thing} />
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
    </Shell>
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
            <TextLink to={url}>
              {repository ? `${repository}: ` : ''}
              {path}
              {line ? ` line ${line}` : ''}
            </TextLink>
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
