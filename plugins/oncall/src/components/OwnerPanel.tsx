import BlockIcon from '@mui/icons-material/Block';
import HelpIcon from '@mui/icons-material/HelpOutline';
import VerifiedIcon from '@mui/icons-material/VerifiedOutlined';
import WarningIcon from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { renderMarkdown } from '@plumbline/gitops-lookup';
import {
  alertInLine,
  AlertSummary,
  Answer,
  Owner,
} from '@plumbline/plugin-plumbline-common';
import {
  alikeClaims,
  CopyButton,
  describeClaimSource,
  describeConfidence,
  describeSourceId,
  EvidenceLink,
  EvidenceLinks,
  Hidden,
  monospace,
  OnCallList,
  Rows,
  TeamLink,
  usePages,
} from '@plumbline/plugin-plumbline-react';
import { Fragment, ReactNode } from 'react';
import {
  describePlace,
  otherClaims,
  placesThatDiffer,
  titleOf,
} from '../answerText';
import { useAddress } from '../useAddress';
import { ContactRow } from './ContactRow';

type Look = { color: string; icon: typeof BlockIcon; word: string };

function lookOf(answer: Answer): Look {
  if (answer.owners.length === 0) {
    return answer.unowned === 'explicit'
      ? { color: 'warning.main', icon: BlockIcon, word: 'Owned by nobody' }
      : { color: 'error.main', icon: HelpIcon, word: 'No owner' };
  }
  if (placesThatDiffer(answer).length > 0) {
    return {
      color: 'warning.main',
      icon: WarningIcon,
      word: 'Depends on where it runs',
    };
  }
  if (answer.contested) {
    return {
      color: 'warning.main',
      icon: WarningIcon,
      word: 'Owner, contested',
    };
  }
  const word = answer.owners.length > 1 ? 'Owners' : 'Owner';
  return answer.owners.every(owner => owner.confidence === 'guess')
    ? { color: 'warning.main', icon: HelpIcon, word: `${word}, a guess` }
    : { color: 'success.main', icon: VerifiedIcon, word };
}

function Why(props: { owner: Owner }) {
  const { owner } = props;
  const { evidence, url, raw, source, confidence } = owner;
  return (
    <Typography sx={{ fontSize: '1rem', overflowWrap: 'anywhere' }}>
      <Box component="strong" sx={{ fontWeight: 600 }}>
        {describeConfidence(confidence).replace(/^./, first =>
          first.toUpperCase(),
        )}
      </Box>
      {': '}
      {describeClaimSource(source)} says <code>{raw}</code>
      {', '}
      <EvidenceLink evidence={evidence} url={url} />
    </Typography>
  );
}

function Notice(props: { children: ReactNode }) {
  return (
    <Box sx={{ display: 'flex', gap: 1, mt: 2, alignItems: 'flex-start' }}>
      <WarningIcon
        aria-hidden
        fontSize="small"
        sx={{ color: 'warning.main', mt: 0.25 }}
      />
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>{props.children}</Box>
    </Box>
  );
}

function Contested(props: { answer: Answer }) {
  const others = alikeClaims(otherClaims(props.answer));
  if (others.length === 0) {
    return null;
  }
  const [winner] = props.answer.owners;
  return (
    <Notice>
      <Typography>
        The marks disagree.
        {winner &&
          ` ${describeClaimSource(winner.source).replace(/^./, first => first.toUpperCase())} outranks the others, which name:`}
      </Typography>
      <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5 }}>
        {others.map(({ team, sources, places }, index) => (
          <li key={index}>
            {team ? <TeamLink team={team} /> : <strong>nobody</strong>}
            {': '}
            {sources.map(describeClaimSource).join(' and ')} (
            <EvidenceLinks places={places} />)
          </li>
        ))}
      </Box>
    </Notice>
  );
}

function Unowned(props: { answer: Answer }) {
  const { answer } = props;
  const decisive = answer.claims.find(claim => claim.decisive);
  if (answer.unowned === 'explicit') {
    return (
      <Typography sx={{ overflowWrap: 'anywhere' }}>
        A mark says on purpose that nobody owns this
        {decisive && (
          <>
            {': '}
            <EvidenceLink evidence={decisive.evidence} url={decisive.url} />
          </>
        )}
        .
      </Typography>
    );
  }
  return (
    <Typography sx={{ overflowWrap: 'anywhere' }}>
      No label, CODEOWNERS rule, path or catalog entry names a team.
      {answer.lastChange
        ? ` ${answer.lastChange.author} changed its configuration last and may know more.`
        : ' Whoever runs the cluster or the namespace may know more.'}
    </Typography>
  );
}

const nameStyle = {
  fontSize: { xs: '2.25rem', sm: '3rem' },
  lineHeight: 1.15,
  fontWeight: 700,
  letterSpacing: '-0.02em',
  overflowWrap: 'anywhere',
  '& a': { textDecorationThickness: '2px', textUnderlineOffset: '0.12em' },
};

/** What the alert leaves open, each with its owner: whoever reads this knows which one rang. */
function Places(props: { answer: Answer; onAsk(question: string): void }) {
  const { answer, onAsk } = props;
  const places = placesThatDiffer(answer);
  if (places.length === 0) {
    return null;
  }
  return (
    <Box sx={{ my: 2, maxWidth: 720 }}>
      <Typography sx={{ mb: 1 }}>
        The question fits several. Which one is it?
      </Typography>
      <Rows>
        {places.map(place => (
          <li key={place.query}>
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
              <Box
                sx={{
                  flex: 1,
                  minWidth: 0,
                  display: 'grid',
                  gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' },
                  columnGap: 2,
                  overflowWrap: 'anywhere',
                }}
              >
                <span>{describePlace(place)}</span>
                <Box component="strong" sx={{ fontWeight: 600 }}>
                  {place.owners.map(team => titleOf(team, answer)).join(', ') ||
                    'nobody'}
                </Box>
              </Box>
              <Button
                size="small"
                variant="outlined"
                onClick={() => onAsk(place.query)}
                sx={{ textTransform: 'none', flexShrink: 0 }}
              >
                This one <Hidden>: {describePlace(place)}</Hidden>
              </Button>
            </Box>
          </li>
        ))}
      </Rows>
    </Box>
  );
}

export function OwnerPanel(props: {
  answer: Answer;
  link: string;
  onAsk(question: string): void;
  /** The alert that this answers. */
  alert?: AlertSummary;
  /** Whether the owner is right. */
  verdict?: ReactNode;
}) {
  const { answer, link, onAsk, alert, verdict } = props;
  const { color, icon: Icon, word } = lookOf(answer);
  const appUrl = useAddress('/');
  const pages = usePages();
  const nobody =
    answer.unowned === 'explicit' ? 'Nobody, on purpose' : 'Nobody claims this';
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby="plumbline-owner"
      sx={{
        position: 'relative',
        overflow: 'hidden',
        borderRadius: 2,
        p: { xs: 2.25, sm: 3 },
        pl: { xs: 3, sm: 4 },
        '&::before': {
          content: '""',
          position: 'absolute',
          insetBlock: 0,
          insetInlineStart: 0,
          width: 6,
          bgcolor: color,
        },
      }}
    >
      <Box
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          alignItems: 'center',
          flexWrap: 'wrap',
          gap: 1,
          mb: 0.5,
        }}
      >
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
          <Icon aria-hidden fontSize="small" sx={{ color }} />
          <Typography sx={{ fontWeight: 600, m: 0 }}>{word}</Typography>
        </Box>
        <CopyButton
          labelled
          what="as chat message"
          text={() =>
            renderMarkdown(answer, {
              appUrl,
              pages,
              link,
              ...(alert && { alert: alertInLine(alert) }),
            })
          }
        />
      </Box>
      <Typography
        component="h2"
        id="plumbline-owner"
        sx={{ ...nameStyle, mb: 1 }}
      >
        {answer.owners.length > 0
          ? answer.owners.map((owner, index) => (
              <Fragment key={owner.team}>
                {index > 0 && ', '}
                <TeamLink team={owner.team} title={owner.title} />
              </Fragment>
            ))
          : nobody}
      </Typography>
      <Places answer={answer} onAsk={onAsk} />
      {answer.owners.map(owner => (
        <Why key={owner.team} owner={owner} />
      ))}
      {answer.owners.length === 0 && <Unowned answer={answer} />}
      {answer.owners.length === 1 &&
        answer.owners
          .filter(({ evidence, raw }) => evidence.text && evidence.text !== raw)
          .map(owner => (
            <Box
              key={owner.team}
              sx={{ ...monospace, color: 'text.secondary', mt: 0.75 }}
            >
              {owner.evidence.text}
            </Box>
          ))}
      <OnCallList
        entries={answer.onCall ?? []}
        titleOf={
          answer.owners.length > 1 ? team => titleOf(team, answer) : undefined
        }
      />
      <ContactRow answer={answer} />
      {answer.contact.length === 0 && answer.owners.length > 0 && (
        <Typography sx={{ mt: 2, color: 'text.secondary' }}>
          No way to reach{' '}
          {answer.owners.map(({ team }) => titleOf(team, answer)).join(', ')} is
          known. A chat channel or e-mail address in the team’s catalog entry
          would stand here.
        </Typography>
      )}
      {answer.contested && <Contested answer={answer} />}
      {answer.stale.length > 0 && (
        <Notice>
          Part of this is old:{' '}
          {answer.stale
            .map(
              ({ source, reason }) => `${describeSourceId(source)} (${reason})`,
            )
            .join('; ')}
        </Notice>
      )}
      {verdict}
    </Paper>
  );
}
