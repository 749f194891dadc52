import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import {
  HistoryQuery,
  OwnershipChange,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  counted,
  describeClaimSource,
  EmptyState,
  EvidenceLink,
  Lines,
  Pager,
  parametersOf,
  plumblineTeamsApiRef,
  searchOf,
  useFilters,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { describeChange, nameOfThing, placeOfThing } from '../../words';
import { RuleCommits } from './RuleCommits';

/** What a team, or one thing of it, won and lost: as Plumbline saw it, and as Git tells. */
export function TeamHistory(props: { team: string }) {
  const { team } = props;
  const { thing } = parametersOf(useLocation().search, ['thing']);
  return (
    <>
      {thing && (
        <Typography sx={{ mb: 2 }}>
          Of one thing alone.{' '}
          <Link
            component={RouterLink}
            to={{ search: searchOf({ tab: 'history' }) }}
            underline="always"
          >
            Show all that it owns
          </Link>
        </Typography>
      )}
      <Heading>As Plumbline saw it</Heading>
      <SeenChanges team={team} thing={thing} />
      <Heading>As Git tells</Heading>
      <RuleCommits key={thing} team={team} thing={thing} />
    </>
  );
}

function Heading(props: { children: string }) {
  return (
    <Typography component="h2" sx={{ fontWeight: 600, mt: 3, mb: 1 }}>
      {props.children}
    </Typography>
  );
}

function SeenChanges(props: { team: string; thing: string | undefined }) {
  const { team, thing } = props;
  const { cursor, showPage } = useFilters(['thing', 'commits'], {
    tab: 'history',
  });
  const query: HistoryQuery = { team, thing, cursor };
  const loaded = useLoaded(plumblineTeamsApiRef, query, (api, asked) =>
    api.history(asked),
  );
  return (
    <WhenLoaded loaded={loaded} permission="plumbline.team.read">
      {({ items, nextCursor }) =>
        items.length === 0 ? (
          <EmptyState title="Nothing changed hands since Plumbline looks after it" />
        ) : (
          <>
            <Lines label="History">
              {items.map(change => (
                <li key={`${change.thing.id} ${change.at}`}>
                  <Change change={change} />
                </li>
              ))}
            </Lines>
            <Pager cursor={cursor} nextCursor={nextCursor} onPage={showPage}>
              {counted(items.length, 'change')} on this page
            </Pager>
          </>
        )
      }
    </WhenLoaded>
  );
}

function Change(props: { change: OwnershipChange }) {
  const { change } = props;
  const { thing, at, owner } = change;
  return (
    <>
      <Typography component="h3" sx={{ overflowWrap: 'anywhere' }}>
        <strong>{nameOfThing(thing)}</strong> {describeChange(change)}
      </Typography>
      <Typography
        sx={{
          color: 'text.secondary',
          fontSize: '0.875rem',
          overflowWrap: 'anywhere',
        }}
      >
        {placeOfThing(thing)} · seen <Age at={at} />
        {owner && (
          <>
            {' · '}by {describeClaimSource(owner.source)}:{' '}
            <EvidenceLink evidence={owner.evidence} url={owner.url} />
          </>
        )}
      </Typography>
    </>
  );
}
