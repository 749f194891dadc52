import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { HistoryQuery } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  counted,
  describeClaimSource,
  describeEvidence,
  EmptyState,
  ErrorState,
  Lines,
  LoadedBefore,
  Loading,
  Pager,
  parametersOf,
  searchOf,
  TextLink,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useCallback } from 'react';
import { Link as RouterLink, useLocation, useNavigate } from 'react-router-dom';
import { ownershipApiRef } from '../api';
import { describeChange, nameOfThing, placeOfThing } from '../words';
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
  const location = useLocation();
  const navigate = useNavigate();
  const { cursor, commits } = parametersOf(location.search, [
    'cursor',
    'commits',
  ]);
  const key = JSON.stringify({ team, thing, cursor });
  const { value, error, reload } = useLoaded(
    ownershipApiRef,
    key,
    useCallback(
      api => {
        const query: HistoryQuery = JSON.parse(key);
        return api.history(query);
      },
      [key],
    ),
  );
  if (error && !value) {
    return (
      <ErrorState
        error={error}
        onRetry={reload}
        permission="plumbline.team.read"
      />
    );
  }
  if (!value) {
    return <Loading />;
  }
  if (value.items.length === 0) {
    return (
      <EmptyState title="Nothing changed hands since Plumbline looks after it" />
    );
  }
  return (
    <>
      {error && <LoadedBefore error={error} />}
      <Lines label="History">
        {value.items.map(change => (
          <li key={`${change.thing.id} ${change.at}`}>
            <Typography component="h3" sx={{ overflowWrap: 'anywhere' }}>
              <strong>{nameOfThing(change.thing)}</strong>{' '}
              {describeChange(change)}
            </Typography>
            <Typography
              sx={{
                color: 'text.secondary',
                fontSize: '0.875rem',
                overflowWrap: 'anywhere',
              }}
            >
              {placeOfThing(change.thing)} · seen <Age at={change.at} />
              {change.owner && (
                <>
                  {' · '}by {describeClaimSource(change.owner.source)}:{' '}
                  <TextLink to={change.owner.url}>
                    {describeEvidence(change.owner.evidence)}
                  </TextLink>
                </>
              )}
            </Typography>
          </li>
        ))}
      </Lines>
      <Pager
        cursor={cursor}
        nextCursor={value.nextCursor}
        onPage={next =>
          navigate({
            search: searchOf({ tab: 'history', thing, commits, cursor: next }),
          })
        }
      >
        {counted(value.items.length, 'change')} on this page
      </Pager>
    </>
  );
}
