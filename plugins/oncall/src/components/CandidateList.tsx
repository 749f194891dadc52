import Button from '@mui/material/Button';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Candidate } from '@plumbline/plugin-plumbline-common';
import {
  describeSubject,
  Hidden,
  Rows,
  teamName,
} from '@plumbline/plugin-plumbline-react';
import { Section } from './Section';
import { ShowAll, useFirst } from './ShowAll';

const most = 5;

function place(candidate: Candidate): string {
  const { subject, owners } = candidate;
  const where =
    subject.type === 'object' ? [subject.cluster, subject.environment] : [];
  const owned =
    owners.length > 0
      ? `owned by ${owners.map(teamName).join(', ')}`
      : undefined;
  return [...where, owned].filter(Boolean).join(' · ');
}

/** Things that the question could mean; choosing one asks for it. */
function CandidateRows(props: {
  candidates: Candidate[];
  onAsk(question: string): void;
}) {
  const { candidates, onAsk } = props;
  return (
    <Rows>
      {candidates.map(candidate => (
        <li key={candidate.query}>
          <Box
            sx={{
              display: 'flex',
              alignItems: 'center',
              justifyContent: 'space-between',
              gap: 2,
            }}
          >
            <Box sx={{ minWidth: 0 }}>
              <Box sx={{ overflowWrap: 'anywhere' }}>
                {describeSubject(candidate.subject)}
              </Box>
              <Typography
                sx={{ fontSize: '0.875rem', color: 'text.secondary' }}
              >
                {place(candidate)}
              </Typography>
            </Box>
            <Button
              size="small"
              variant="outlined"
              color="inherit"
              onClick={() => onAsk(candidate.query)}
              sx={{ textTransform: 'none', flexShrink: 0 }}
            >
              Switch{' '}
              <Hidden>
                to {describeSubject(candidate.subject)}, {place(candidate)}
              </Hidden>
            </Button>
          </Box>
        </li>
      ))}
    </Rows>
  );
}

/** What else the question could have meant. */
export function CandidateList(props: {
  candidates: Candidate[];
  onAsk(question: string): void;
}) {
  const { candidates, onAsk } = props;
  const [shown, showAll] = useFirst(candidates, most);
  if (candidates.length === 0) {
    return null;
  }
  return (
    <Section title="It could also be">
      <CandidateRows candidates={shown} onAsk={onAsk} />
      <ShowAll
        shown={shown.length}
        total={candidates.length}
        what="matches"
        onShow={showAll}
      />
    </Section>
  );
}
