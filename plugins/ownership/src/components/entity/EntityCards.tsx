import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  counted,
  describeClaimSource,
  describeConfidence,
  describeSubject,
  EvidenceLink,
  plumblineTeamsApiRef,
  questionsOf,
  useLoaded,
  useLookup,
} from '@plumbline/plugin-plumbline-react';
import { Fragment } from 'react';
import { EntityEvidence, evidenceOf } from '../../evidenceOf';
import { useEntityView } from '../../useEntityView';
import { TeamAttention } from '../team/TeamAttention';
import { Card } from '../Card';
import { OwnersOfThings } from './EntityStanding';
import { Failed } from '../Failed';
import { TeamRef } from './parts';
import { TeamContent } from '../team/TeamPage';

/** Who owns a Component or System by what Git and the clusters say, beside what the catalog says. */
export function EntityOwnerCard() {
  const { entity } = useEntity();
  // Nothing that runs is a System: whatever is called like one is something else.
  return entity.kind.toLowerCase() === 'system' ? (
    <OwnersOfPartsCard />
  ) : (
    <OwnerOfNamesakeCard />
  );
}

/** Who owns what is part of it. */
function OwnersOfPartsCard() {
  const { value, error } = useEntityView();
  return (
    <Card title="Owner by evidence">
      {error && !value && (
        <Failed error={error} permission="plumbline.team.read" />
      )}
      {!value && !error && <Skeleton aria-label="Loading" height={48} />}
      {value && <OwnersOfThings view={value} />}
    </Card>
  );
}

/** Who owns what its source or its name leads to. */
function OwnerOfNamesakeCard() {
  const { entity } = useEntity();
  const questions = questionsOf(entity);
  const byName = useLookup(questions.name);
  const byPath = useLookup(questions.path);
  const error = byName.error ?? byPath.error;
  const answered =
    byName.answer && (byPath.answer || !questions.path)
      ? evidenceOf(questions, byName.answer, byPath.answer)
      : undefined;
  return (
    <Card title="Owner by evidence">
      {error && !answered && <Failed error={error} />}
      {!answered && !error && <Skeleton aria-label="Loading" height={48} />}
      {answered?.answer && <Owners answer={answered.answer} />}
      {answered && !answered.answer && (
        <NoOwner name={questions.name} found={answered} />
      )}
    </Card>
  );
}

/** The owners of what the answer is about, which is named: an entity may be many things. */
function Owners(props: { answer: Answer }) {
  const { owners, subject, contested, unowned } = props.answer;
  return (
    <>
      {owners.length === 0 && (
        <Typography>
          {unowned === 'explicit'
            ? 'A mark says that nobody owns it.'
            : 'Nothing that was read says who owns it.'}
        </Typography>
      )}
      {owners.map(owner => (
        <Typography key={owner.team} sx={{ overflowWrap: 'anywhere' }}>
          <TeamRef team={owner.team} title={owner.title} />
          {owner.confidence !== 'certain' &&
            ` (${describeConfidence(owner.confidence)})`}{' '}
          by {describeClaimSource(owner.source)}:{' '}
          <EvidenceLink evidence={owner.evidence} url={owner.url} />
        </Typography>
      ))}
      {contested && (
        <Typography sx={{ mt: 1 }}>Marks disagree about it.</Typography>
      )}
      {subject && (
        <Typography
          sx={{
            mt: 1,
            color: 'text.secondary',
            fontSize: '0.875rem',
            overflowWrap: 'anywhere',
          }}
        >
          Of {describeSubject(subject)}
        </Typography>
      )}
    </>
  );
}

/** What resembles the entity is said to be a guess: it may be another team's. */
function NoOwner(props: { name: string; found: EntityEvidence }) {
  const { name, found } = props;
  const { guess, several } = found;
  if (several) {
    return (
      <Typography sx={{ overflowWrap: 'anywhere' }}>
        Several things are called {name}, with different owners:{' '}
        {several.map(({ subject }) => describeSubject(subject)).join(', ')}.
      </Typography>
    );
  }
  return (
    <>
      <Typography>Nothing that was read is called {name}.</Typography>
      {guess?.subject && guess.owners.length > 0 && (
        <Typography
          sx={{ mt: 1, color: 'text.secondary', overflowWrap: 'anywhere' }}
        >
          A guess, of {describeSubject(guess.subject)}:{' '}
          {guess.owners.map(({ team, title }, at) => (
            <Fragment key={team}>
              {at > 0 && ', '}
              <TeamRef team={team} title={title} />
            </Fragment>
          ))}
        </Typography>
      )}
    </>
  );
}

/** What a Group owns, in numbers. */
export function GroupOwnershipCard() {
  const { entity } = useEntity();
  const ref = stringifyEntityRef(entity);
  const { value, error } = useLoaded(plumblineTeamsApiRef, ref, (api, refs) =>
    api.teams({ refs }),
  );
  const team = value?.items[0];
  return (
    <Card title="What it owns">
      {error && !value && (
        <Failed error={error} permission="plumbline.team.read" />
      )}
      {!value && !error && <Skeleton aria-label="Loading" height={48} />}
      {value && !team && (
        <Typography>
          {value.restricted
            ? 'You may not see what this team owns.'
            : 'Nothing that was read belongs to it.'}
        </Typography>
      )}
      {team && (
        <Typography>
          {counted(team.counts.services, 'service')} ·{' '}
          {counted(team.counts.workloads, 'workload')} ·{' '}
          {counted(team.counts.namespaces, 'namespace')} ·{' '}
          <TeamAttention team={team} /> ·{' '}
          <TeamRef team={team.ref} title="all of it" />
        </Typography>
      )}
    </Card>
  );
}

/** All that a Group owns, as a tab of its page. */
export function GroupOwnershipContent() {
  const { entity } = useEntity();
  return <TeamContent team={stringifyEntityRef(entity)} />;
}
