import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  RuleChange,
  RuleCommit,
  RuleCommitsQuery,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  counted,
  EmptyState,
  Lines,
  Pager,
  parametersOf,
  plumblineTeamsApiRef,
  searchOf,
  shortRevision,
  TextLink,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useLocation, useNavigate } from 'react-router-dom';

/** Commits that changed whom rules name, and where that is not known from the beginning. */
export function RuleCommits(props: {
  team: string;
  thing: string | undefined;
}) {
  const { team, thing } = props;
  const location = useLocation();
  const navigate = useNavigate();
  const { cursor, commits } = parametersOf(location.search, [
    'cursor',
    'commits',
  ]);
  const query: RuleCommitsQuery = { thing, cursor: commits };
  const loaded = useLoaded(
    plumblineTeamsApiRef,
    { team, query },
    (api, asked) => api.ruleCommits(asked.team, asked.query),
  );
  return (
    <WhenLoaded loaded={loaded} permission="plumbline.team.read">
      {({ items, incomplete, nextCursor }) => (
        <>
          {incomplete.map(({ repository, reason }) => (
            <Typography
              key={repository}
              sx={{ color: 'text.secondary', fontSize: '0.875rem', mb: 1 }}
            >
              {repository}: {reason}.
            </Typography>
          ))}
          {items.length === 0 ? (
            <EmptyState title="No commit that was read changed such a rule" />
          ) : (
            <>
              <Lines label="Commits">
                {items.map(commit => (
                  <li key={`${commit.repository} ${commit.revision}`}>
                    <Commit commit={commit} />
                  </li>
                ))}
              </Lines>
              <Pager
                cursor={commits}
                nextCursor={nextCursor}
                onPage={next =>
                  navigate({
                    search: searchOf({
                      tab: 'history',
                      thing,
                      cursor,
                      commits: next,
                    }),
                  })
                }
              >
                {counted(items.length, 'commit')} on this page
              </Pager>
            </>
          )}
        </>
      )}
    </WhenLoaded>
  );
}

function Commit(props: { commit: RuleCommit }) {
  const {
    repository,
    revision,
    at,
    author,
    subject,
    url,
    rules,
    more,
    unread,
  } = props.commit;
  return (
    <>
      <Typography component="h3" sx={{ overflowWrap: 'anywhere' }}>
        <TextLink to={url}>{subject || shortRevision(revision)}</TextLink>
      </Typography>
      <Typography
        sx={{
          color: 'text.secondary',
          fontSize: '0.875rem',
          overflowWrap: 'anywhere',
        }}
      >
        {repository} {shortRevision(revision)} · {author} · <Age at={at} />
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: '0.875rem' }}>
        {rules.map(rule => (
          <Box
            component="li"
            key={`${rule.path} ${rule.rule}`}
            sx={{ overflowWrap: 'anywhere' }}
          >
            {rule.path}: <strong>{rule.rule || 'all of it'}</strong>{' '}
            {describeRule(rule)}
          </Box>
        ))}
        {more !== undefined && (
          <li>It changed {counted(more, 'more rule')} that were not kept.</li>
        )}
        {unread?.map(path => (
          <li key={path}>What {path} said could not be read.</li>
        ))}
      </Box>
    </>
  );
}

function describeRule({ before, after }: RuleChange): string {
  const names = (owners: string[]) => owners.join(' ') || 'nobody, on purpose';
  if (!before) {
    return `names ${names(after ?? [])} from now on`;
  }
  return after
    ? `went from ${names(before)} to ${names(after)}`
    : `is gone; it named ${names(before)}`;
}
